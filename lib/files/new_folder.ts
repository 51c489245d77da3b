/**
 * A folder that a user asks for: new or empty before, apart from the folders of results, and there
 * only when it is whole.
 *
 * @module
 */

import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isAbsent } from "./paths.ts";
import { writing } from "./write_failure.ts";

/** The path with links resolved, as far as it leads anywhere. */
export async function resolvedPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    const absolute = resolve(path);
    return join(await resolvedPath(dirname(absolute)), basename(absolute));
  }
}

/** The first of some folders that a path leads to or into, also through links. */
export async function folderAround(
  path: string,
  folders: readonly string[],
): Promise<string | undefined> {
  const target = await resolvedPath(path);
  for (const folder of folders) {
    const rest = relative(await resolvedPath(folder), target);
    if (rest.split(sep)[0] !== ".." && !isAbsolute(rest)) return folder;
  }
}

/** Options of {@linkcode checkNewFolder}. */
export interface NewFolderOptions {
  /** Folders in which it may not lie. */
  readonly apartFrom: readonly string[];
  /** The error for a folder that cannot be used, given why, such as `holds a.txt`. */
  readonly refusal: (why: string) => Error;
}

/** Options of {@linkcode writeNewFolder}. */
export interface WriteNewFolderOptions extends NewFolderOptions {
  /** One line on a folder that could not be made, given what the system says. */
  readonly failure: (reason: string) => string;
}

/** A path without the separators at its end; a backslash is one on Windows alone. */
function withoutEnd(directory: string): string {
  let { length } = directory;
  while (length > 1 && ["/", sep].includes(directory[length - 1])) length--;
  return directory.slice(0, length);
}

/** Throws the refusal where a folder is neither new nor empty, or lies in one of the others. */
export async function checkNewFolder(
  directory: string,
  { apartFrom, refusal }: NewFolderOptions,
): Promise<void> {
  const target = withoutEnd(directory);
  try {
    const { isDirectory, isSymlink } = await Deno.lstat(target);
    if (isSymlink) throw refusal("is a link");
    if (!isDirectory) throw refusal("is no folder");
    for await (const { name } of Deno.readDir(target)) throw refusal(`holds ${name}`);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
  if (/^(.*[/\\])?\.\.?$/.test(target)) throw refusal("does not end in the name of a folder");
  const around = await folderAround(target, apartFrom);
  if (around !== undefined) throw refusal(`lies in ${around}`);
}

/**
 * Writes a folder that does not exist or is empty. It appears when it is whole: a stop or a full
 * disk on the way leaves nothing, and a kill leaves a folder of another name.
 *
 * Throws like {@linkcode checkNewFolder} and {@linkcode writing}, and what `write` throws.
 *
 * @param write writes everything into the folder that it is given, which gets its name afterwards
 * @example
 * ```ts ignore
 * // Not run: it writes files.
 * await writeNewFolder("public", (folder) => Deno.writeTextFile(`${folder}/a.txt`, "a"), {
 *   apartFrom: ["results"],
 *   refusal: (why) => new UsageError(`public must be new or empty: it ${why}`),
 *   failure: (reason) => `Cannot write public: ${reason}`,
 * });
 * ```
 */
export async function writeNewFolder(
  directory: string,
  write: (folder: string) => Promise<void>,
  { failure, ...options }: WriteNewFolderOptions,
): Promise<void> {
  await checkNewFolder(directory, options);
  const target = withoutEnd(directory);
  const partial = `${target}.partial-${crypto.randomUUID().slice(0, 8)}`;
  try {
    await writing(failure, () => Deno.mkdir(partial, { recursive: true }));
    await write(partial);
    // Somebody else may have written there meanwhile.
    await checkNewFolder(directory, options);
    await writing(failure, async () => {
      // An empty folder gives way; not every system renames onto one.
      await Deno.remove(target).catch((error) => {
        if (!isAbsent(error)) throw error;
      });
      await Deno.rename(partial, target);
    });
  } catch (error) {
    await Deno.remove(partial, { recursive: true }).catch(() => {});
    throw error;
  }
}
