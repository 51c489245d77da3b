/**
 * One process at a time for each key, and the name under which its unfinished work lies.
 *
 * @module
 */

import { writing } from "../files/write_failure.ts";
import { isAbsent, joinPath } from "../files/paths.ts";
import type { Progress } from "../cli/progress.ts";

/** Folder of unfinished work within the results folder. */
export const PARTIAL = ".partial";

/** Milliseconds between two looks at a lock that another process holds. */
const POLL = 100;

/**
 * Runs a file operation on the results folder. Its failure is the user's to mend where the path
 * cannot be a folder (UsageError), and the run's where the system refuses (RunError).
 */
export async function writable<T>(results: string, operation: () => Promise<T>): Promise<T> {
  return await writing(
    (reason) => `Cannot write to ${results}: ${reason}; --results must name a folder to write to`,
    operation,
  );
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

function lockPath(results: string, key: string): string {
  return `${partialFolder(results, key)}.lock`;
}

/**
 * Whether a path still names an open file. Both are looked at through an open file, so that a
 * system that numbers no files says yes. Any failure is a no: it shows again at the next try.
 */
async function isNamed(path: string, file: Deno.FsFile): Promise<boolean> {
  try {
    using named = await Deno.open(path);
    const [here, there] = await Promise.all([file.stat(), named.stat()]);
    return here.dev === there.dev && here.ino === there.ino;
  } catch {
    return false;
  }
}

/** Removes the file of a lock that this process holds, then gives up the lock. */
async function release(path: string, file: Deno.FsFile): Promise<void> {
  try {
    // In this order: once it is unlocked, the file may be another's.
    if (await isNamed(path, file)) await removeIfThere(path);
  } catch {
    // A disk that is read-only by now. Whoever next finds or computes the result clears the file.
  } finally {
    file.close();
  }
}

/**
 * One try at the lock of a key; undefined where another process has it.
 *
 * A holder removes the file before it gives up the lock. So a process may open the file, and lock it
 * after it was removed, while a third locks a new file of that name. A lock therefore counts only if
 * the path still names the locked file. Since only the holder removes it, it then names it until the
 * lock is given up.
 */
async function tryLock(results: string, key: string): Promise<AsyncDisposable | undefined> {
  const path = lockPath(results, key);
  await Deno.mkdir(joinPath(results, PARTIAL), { recursive: true });
  const file = await Deno.open(path, { write: true, create: true });
  let held = false;
  try {
    held = await file.tryLock(true) && await isNamed(path, file);
  } finally {
    if (!held) file.close();
  }
  return held ? { [Symbol.asyncDispose]: () => release(path, file) } : undefined;
}

/**
 * Takes the lock of a key, waiting for it. It is the system's own, so it ends with the process,
 * however that ends. Its file is removed when it is disposed of.
 *
 * Throws UsageError where `results` cannot be a folder, RunError where it cannot be written to, and
 * the signal's reason.
 */
export async function lockKey(
  { results, key, progress, signal }: LockOptions,
): Promise<AsyncDisposable> {
  for (let announced = false;; announced = true) {
    const lock = await writable(results, () => tryLock(results, key));
    if (lock) return lock;
    signal.throwIfAborted();
    if (!announced) progress.line("another process computes this result: waiting for it");
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

/**
 * Removes the unfinished work of a result that is there, for whoever holds its lock. Not worth a
 * failure: the result is there.
 */
export async function removeWork(results: string, key: string): Promise<void> {
  try {
    await removeIfThere(partialFolder(results, key), { recursive: true });
  } catch {
    // Not ours to change, or a disk that is read-only by now.
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/**
 * Removes what a process that ended right after its result was in place left behind: unfinished
 * work, a lock's file. To be called by whoever finds that result, since nobody computes it again.
 * A process that has the lock meanwhile clears by itself. Not worth a failure: the result is there.
 */
export async function clearLeftovers(results: string, key: string): Promise<void> {
  const left = await exists(lockPath(results, key)) || await exists(partialFolder(results, key));
  if (!left) return;
  try {
    await using lock = await tryLock(results, key);
    if (lock) await removeWork(results, key);
  } catch {
    // Not ours to change.
  }
}
