/**
 * Writes the explorer's site as files, for any web server or pages host.
 *
 * @module
 */

import { UsageError } from "../../errors.ts";
import { writeFailure } from "../../files/write_failure.ts";
import { isAbsent, joinPath } from "../../files/paths.ts";
import type { Progress } from "../../cli/progress.ts";
import type { Site } from "./site.ts";

/** Options of {@linkcode exportSite}. */
export interface ExportOptions {
  /** Where to report how many files are written. */
  readonly progress?: Progress;
  /** Aborted to stop; nothing is left behind then. */
  readonly signal?: AbortSignal;
}

/**
 * Writes every file of a site below a folder that does not exist or is empty. The folder appears
 * when it is whole: a stop or a full disk on the way leaves nothing.
 *
 * Throws UsageError where there is something already or no folder can be, RunError where the system
 * refuses to write or a result was changed since it was listed.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs a built page.
 * await exportSite(site, "public");
 * ```
 */
export async function exportSite(
  site: Site,
  directory: string,
  { progress, signal }: ExportOptions = {},
): Promise<void> {
  const target = directory.replace(/(?<=.)[/\\]+$/, "");
  if (/^(.*[/\\])?\.\.?$/.test(target)) {
    throw new UsageError(`--export must be the name of a folder to make, received ${directory}`);
  }
  await refuseContent(target);
  const partial = `${target}.partial-${crypto.randomUUID().slice(0, 8)}`;
  try {
    await writable(directory, () => Deno.mkdir(partial, { recursive: true }));
    let done = 0;
    for (const [path, file] of site) {
      signal?.throwIfAborted();
      const bytes = await file.read();
      await writable(directory, async () => {
        const place = joinPath(partial, path);
        await Deno.mkdir(place.slice(0, place.lastIndexOf("/")), { recursive: true });
        await Deno.writeFile(place, bytes, { createNew: true });
      });
      progress?.update(++done, site.size, "files written");
    }
    await refuseContent(target);
    await writable(directory, async () => {
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

async function refuseContent(directory: string): Promise<void> {
  const refuse = (what: string): never => {
    throw new UsageError(`--export must be a folder that is new or empty, ${directory} ${what}`);
  };
  try {
    const { isDirectory, isSymlink } = await Deno.lstat(directory);
    if (isSymlink) refuse("is a link");
    if (!isDirectory) refuse("is no folder");
    for await (const { name } of Deno.readDir(directory)) refuse(`holds ${name}`);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** Runs a file operation, whose failure names the flag. */
async function writable(directory: string, operation: () => Promise<void>): Promise<void> {
  try {
    await operation();
  } catch (error) {
    throw writeFailure(
      error,
      (reason) => `--export must be a folder that can be written, received ${directory}: ${reason}`,
    );
  }
}
