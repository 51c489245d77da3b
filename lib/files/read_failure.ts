/**
 * What a failure to read a file of the user's means: the file is the user's to mend.
 *
 * @module
 */

import { UsageError } from "../errors.ts";

/** Runs an operation that reads; what the system refuses becomes a UsageError that calls it `name`. */
export async function reading<T>(name: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    // A missing permission of Deno's is the command line's to explain.
    if (!(error instanceof Error) || error instanceof Deno.errors.NotCapable) throw error;
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : error instanceof Deno.errors.IsADirectory
      ? "it is a directory"
      : error.message;
    throw new UsageError(`${name} cannot be read: ${reason}`);
  }
}
