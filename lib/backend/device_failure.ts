/**
 * Work on a device that may be lost in the middle: by a driver that was reset or replaced, by
 * memory that ran out, by a laptop that switched cards.
 *
 * @module
 */

import { RunError, UsageError } from "../errors.ts";
import type { Backend } from "./backend.ts";

/**
 * Milliseconds to wait for the reason of a failure. Deno 2.9.6 looks at a device every 10 ms; what
 * was called on a lost one fails before that, with an error that does not name the loss. The wait
 * can go when that error names it.
 */
const REASON_WITHIN = 50;

/**
 * Runs work on a backend. Where the device has failed by its end, that failure is thrown: instead
 * of the error that followed from it, or instead of results that may be zeros. Errors that are one
 * line for the user already are left as they are.
 *
 * @param backend whose `check` throws a `RunError` where the device failed
 * @param work what computes
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { RunError } from "../errors.ts";
 * import { onDevice } from "./device_failure.ts";
 *
 * const lost = {
 *   check() {
 *     throw new RunError("WebGPU failed: the device was lost");
 *   },
 * };
 * await assertRejects(
 *   () => onDevice(lost, () => Promise.reject(new Error("validation error occurred"))),
 *   RunError,
 *   "the device was lost",
 * );
 * ```
 */
export async function onDevice<T>(
  backend: Pick<Backend, "check">,
  work: () => Promise<T>,
): Promise<T> {
  const look = async (patience: number) => {
    await new Promise((resolve) => setTimeout(resolve, patience));
    backend.check();
  };
  let made: T;
  try {
    made = await work();
  } catch (error) {
    if (!(error instanceof RunError || error instanceof UsageError)) await look(REASON_WITHIN);
    throw error;
  }
  await look(0);
  return made;
}
