/**
 * A file that a user asks for by its path: it must not lie among the files of a result, which its
 * manifest lists.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import { resolvedPath } from "../files/new_folder.ts";
import { isAbsent, isFolder } from "../files/paths.ts";
import { writeFailure } from "../files/write_failure.ts";
import { MANIFEST } from "./manifest.ts";

/** A member that every manifest of a result has, and hardly another program's `manifest.json`. */
const MEMBER = '"outputDigest"';

async function isResult(folder: string): Promise<boolean> {
  try {
    return (await Deno.readTextFile(join(folder, MANIFEST))).includes(MEMBER);
  } catch (error) {
    if (isAbsent(error) || error instanceof Deno.errors.IsADirectory) return false;
    // Leave to read may end at a folder further down, where the results are.
    if (error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}

/** The result folder in which a path lies, however deep, also through links; `undefined` for none. */
export async function resultAround(path: string): Promise<string | undefined> {
  let folder = dirname(await resolvedPath(path));
  while (!await isResult(folder)) {
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
  return folder;
}

/**
 * Looks at the path of a file before anything is computed for it.
 *
 * Throws UsageError, one line with the flag, where a folder has that path or it leads into a result.
 *
 * @param flag the flag that it was given with, without dashes
 */
export async function checkOutputFile(path: string, flag: string): Promise<void> {
  if (await isFolder(path)) {
    throw new UsageError(`--${flag} must be a file, received the folder ${path}`);
  }
  if (await resultAround(path) !== undefined) {
    throw new UsageError(
      `--${flag} must be a file outside result folders, which hold what their manifest lists, ` +
        `received ${path}`,
    );
  }
}

/**
 * Writes the file.
 *
 * Throws UsageError or RunError, one line with the flag, where it cannot be written.
 *
 * @param flag the flag that its path was given with, without dashes
 */
export async function writeOutputFile(
  path: string,
  data: string | Uint8Array,
  flag: string,
): Promise<void> {
  try {
    if (typeof data === "string") await Deno.writeTextFile(path, data);
    else await Deno.writeFile(path, data);
  } catch (error) {
    throw writeFailure(
      error,
      (reason) => `--${flag} must be a file that can be written, received ${path}: ${reason}`,
    );
  }
}
