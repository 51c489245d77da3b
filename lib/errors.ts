/**
 * The two ways a command fails that are the user's to mend. Everything else is a fault of the
 * suite and may show its stack.
 *
 * @module
 */

/**
 * A wrong flag, value, file or environment: one line that names it, what was given and what is
 * allowed. A script that meets one prints that line and exits with 2.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { UsageError } from "./errors.ts";
 *
 * assertThrows(() => {
 *   throw new UsageError("--points must be a whole number from 1 to 10000000, received -1");
 * }, UsageError, "received -1");
 * ```
 */
export class UsageError extends Error {
  override name = "UsageError";
}

/**
 * A run that began well and cannot go on (a NaN loss, a lost device, a full disk): one line that
 * says what happened and what was kept. A script that meets one prints that line and exits with 1.
 */
export class RunError extends Error {
  override name = "RunError";
}
