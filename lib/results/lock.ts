/**
 * One process at a time for each key, and the name under which its unfinished work lies.
 *
 * @module
 */

import { writeFailure } from "../write_failure.ts";
import { isAbsent, joinPath } from "./check.ts";
import type { Progress } from "./stage.ts";

/** Folder of unfinished work within the results folder. */
export const PARTIAL = ".partial";

/** Milliseconds between two looks at a lock that another process holds. */
const POLL = 100;

/**
 * Runs a file operation on the results folder. Its failure is the user's to mend where the path
 * cannot be a folder (UsageError), and the run's where the system refuses (RunError).
 */
export async function writable<T>(results: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw writeFailure(
      error,
      (reason) => `Cannot write to ${results}: ${reason}; --results must name a folder to write to`,
    );
  }
}

/** Removes a file or folder; one that is not there is no failure. */
export async function removeIfThere(
  path: string,
  options: Deno.RemoveOptions = {},
): Promise<void> {
  try {
    await Deno.remove(path, options);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** Options of {@linkcode lockKey}. */
export interface LockOptions {
  /** The results folder. */
  readonly results: string;
  /** The key to lock. */
  readonly key: string;
  /** Told once where another process holds the lock. */
  readonly progress: Progress;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Where the unfinished work of a key lies. */
export function partialFolder(results: string, key: string): string {
  return joinPath(results, PARTIAL, key);
}

/**
 * Takes the lock of a key, waiting for it. It is the system's own, so it ends with the process,
 * however that ends.
 *
 * Throws UsageError where `results` cannot be a folder, RunError where it cannot be written to, and
 * the signal's reason.
 */
export async function lockKey(
  { results, key, progress, signal }: LockOptions,
): Promise<Disposable> {
  const path = `${partialFolder(results, key)}.lock`;
  const file = await writable(results, async () => {
    await Deno.mkdir(joinPath(results, PARTIAL), { recursive: true });
    return await Deno.open(path, { write: true, create: true });
  });
  try {
    for (let told = false; !(await file.tryLock(true)); told = true) {
      signal.throwIfAborted();
      if (!told) progress.line("another process computes this result: waiting for it");
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return { [Symbol.dispose]: () => file.close() };
}

/**
 * Removes what a process that ended right after its result was in place left behind. Not worth a
 * failure: the result is there.
 */
export async function clearLeftovers(results: string, key: string): Promise<void> {
  const partial = partialFolder(results, key);
  try {
    // Opened without `create`: where there is no lock there is nothing left.
    using lock = await Deno.open(`${partial}.lock`, { write: true });
    if (!(await lock.tryLock(true))) return;
    await removeIfThere(partial, { recursive: true });
    // Last, and only now that the result is there: whoever still waits on this file finds it.
    await removeIfThere(`${partial}.lock`);
  } catch {
    // Absent, or not ours to change.
  }
}
