/**
 * What a failure to write means, and whose it is to mend.
 *
 * @module
 */

import { RunError, UsageError } from "../errors.ts";

/**
 * The error for a path that could not be written: a {@linkcode UsageError} where the path itself
 * cannot be right (a file on the way, a folder that is missing), a {@linkcode RunError} where the
 * system refuses (a full, broken or read-only disk, a missing right). A permission flag that Deno
 * misses is returned as it is, since it has a message of its own.
 *
 * @param describe One line on what failed, given what the system says.
 */
export function writeFailure(error: unknown, describe: (reason: string) => string): unknown {
  if (!(error instanceof Error) || error instanceof Deno.errors.NotCapable) return error;
  const { NotADirectory, AlreadyExists, IsADirectory, NotFound } = Deno.errors;
  const wrongPath = [NotADirectory, AlreadyExists, IsADirectory, NotFound]
    .some((kind) => error instanceof kind);
  const Failure = wrongPath ? UsageError : RunError;
  return new Failure(describe(error.message));
}

/**
 * Runs an operation that writes; what the system refuses becomes the error of
 * {@linkcode writeFailure}. An error that says already what is wrong, and a stop, stay as they are.
 *
 * @param describe One line on what failed, given what the system says.
 */
export async function writing<T>(
  describe: (reason: string) => string,
  operation: () => Promise<T>,
): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const clear = [UsageError, RunError, DOMException].some((kind) => error instanceof kind);
    throw clear ? error : writeFailure(error, describe);
  }
}
