/**
 * Making a reference of result folders: see `reference.ts`.
 *
 * @module
 */

import { UsageError } from "../../errors.ts";
import { joinPath } from "../../files/paths.ts";
import { tryManifest } from "../check.ts";
import { MANIFEST, METRICS } from "../manifest.ts";

/** Tables above this many bytes are left out of a reference. */
const SMALL = 64 * 1024;

/** Options of {@linkcode writeReference}. */
export interface WriteReferenceOptions {
  /** Whether every file is copied, and not headline figures and small tables only. Default false. */
  readonly whole?: boolean;
}

/**
 * Copies what a reference needs of result folders into `reference`, which must not hold them yet.
 * Each folder must be `<results>/<stage>/<name>`. Returns the new folders.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * await writeReference("results/reference", await listResults("results"));
 * ```
 */
export async function writeReference(
  reference: string,
  directories: readonly string[],
  { whole = false }: WriteReferenceOptions = {},
): Promise<string[]> {
  const written: string[] = [];
  for (const directory of directories) {
    const manifest = await tryManifest(directory);
    if (!manifest) {
      throw new UsageError(`Cannot use ${directory}: ${MANIFEST} is missing or damaged`);
    }
    const name = directory.replace(/\/+$/, "").split("/").at(-1)!;
    const target = joinPath(reference, manifest.stage, name);
    const kept = manifest.files.filter(({ path, bytes }) =>
      whole || path === METRICS || (/^tables\/[^/]+\.csv$/.test(path) && bytes <= SMALL)
    );
    for (const path of [MANIFEST, ...kept.map((file) => file.path)]) {
      const copy = joinPath(target, path);
      await Deno.mkdir(copy.slice(0, copy.lastIndexOf("/")), { recursive: true });
      await Deno.copyFile(joinPath(directory, path), copy);
    }
    written.push(target);
  }
  return written;
}
