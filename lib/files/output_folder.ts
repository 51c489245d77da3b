/**
 * A folder that knows what was written into it, so that a file which went missing on the way (a user
 * who deletes the results, a disk that fails) is not taken for one that was never there.
 *
 * @module
 */

import { isFileManagerFile, joinPath, walkFiles } from "./paths.ts";

/** Where a stage writes its outputs. */
export interface OutputFolder {
  /**
   * Writes a file, and the folders above it where they are missing.
   *
   * @param path its path below the folder, for instance `tables/latents.csv`
   * @param parts what it holds, one after another: text as UTF-8, or bytes
   * @throws {TypeError} A file of this path was written before.
   */
  write(
    path: string,
    ...parts: readonly [string | Uint8Array, ...(string | Uint8Array)[]]
  ): Promise<void>;
}

/** What a folder holds beside what was written into it. */
export interface FolderState {
  /** Files of the folder, sorted, without those of a file manager. */
  readonly files: readonly string[];
  /** Files that were written and are not there any more, or not as long as they were. */
  readonly lost: readonly string[];
  /** Files that were not written through the folder, and links and other oddities. */
  readonly odd: readonly string[];
}

/**
 * Watches over what is written into a folder that exists and is empty.
 *
 * @example
 * ```ts ignore
 * // Not run: it writes files.
 * const out = outputFolder("results/.partial/…/out");
 * await out.write("tables/latents.csv", "index,mu_1\n");
 * const { lost } = await out.state();
 * ```
 */
export function outputFolder(
  directory: string,
): OutputFolder & { state(): Promise<FolderState> } {
  const written = new Map<string, number>();
  return {
    async write(path, ...parts) {
      if (written.has(path)) throw new TypeError(`Cannot write ${path}: it was written before`);
      const file = joinPath(directory, path);
      if (path.includes("/")) {
        await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      }
      let bytes = 0;
      for (const [k, part] of parts.entries()) {
        const append = k > 0;
        if (typeof part === "string") await Deno.writeTextFile(file, part, { append });
        else await Deno.writeFile(file, part, { append });
        bytes += typeof part === "string" ? new TextEncoder().encode(part).length : part.length;
      }
      written.set(path, bytes);
    },
    async state() {
      const { files: all, other } = await walkFiles(directory);
      // A file manager may have looked into the folder meanwhile; finished results bear that too.
      const files = all.filter((path) => written.has(path) || !isFileManagerFile(path));
      const sizes = new Map<string, number>();
      for (const path of files) sizes.set(path, (await Deno.stat(joinPath(directory, path))).size);
      return {
        files,
        lost: [...written].filter(([path, bytes]) => sizes.get(path) !== bytes)
          .map(([path]) => path).sort(),
        odd: [...other, ...files.filter((path) => !written.has(path))].sort(),
      };
    },
  };
}
