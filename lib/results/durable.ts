/**
 * Putting a finished folder on the disk in an order that a power cut cannot spoil: files, then the
 * folders that name them, then the new name, then the folder that holds it.
 *
 * @module
 */

import { joinPath } from "../files/paths.ts";

/** Puts a file's bytes on the disk. Throws what the system says, since it may have lost them. */
export async function syncFile(path: string): Promise<void> {
  // Windows syncs only what may be written.
  using file = await Deno.open(path, { read: true, write: true });
  await file.sync();
}

/** Puts a folder's list of names on the disk, where the system can do that. */
async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  try {
    await folder.sync();
  } catch (error) {
    // Some network file systems do not sync folders (EINVAL); a failing disk must be told.
    if (!(error instanceof Error && /\(os error 22\)/.test(error.message))) throw error;
  }
}

/** Every folder that lies on the way to one of the files, the deepest first; `""` is the root. */
export function foldersOf(files: readonly string[]): string[] {
  const folders = new Set([""]);
  for (const file of files) {
    const parts = file.split("/").slice(0, -1);
    parts.forEach((_, i) => folders.add(parts.slice(0, i + 1).join("/")));
  }
  return [...folders].sort((one, other) => other.length - one.length);
}

/** Puts the names of files in a folder, and of the folders below it, on the disk. */
export async function syncFolders(directory: string, files: readonly string[]): Promise<void> {
  for (const folder of foldersOf(files)) await syncFolder(joinPath(directory, folder || "."));
}

/**
 * Renames a folder to its final name, which must not exist, and makes the folder that holds it
 * where it is not there yet.
 */
export async function moveInto(from: string, to: string): Promise<void> {
  const parent = to.slice(0, to.lastIndexOf("/"));
  await Deno.mkdir(parent, { recursive: true });
  await Deno.rename(from, to);
  await syncFolder(parent);
  await syncFolder(joinPath(parent, ".."));
}
