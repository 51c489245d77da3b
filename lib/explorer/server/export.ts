/**
 * Writes the explorer's site as files, for any web server or pages host.
 *
 * @module
 */

import { UsageError } from "../../errors.ts";
import { writeNewFolder } from "../../files/new_folder.ts";
import { joinPath } from "../../files/paths.ts";
import { writing } from "../../files/write_failure.ts";
import type { Progress } from "../../cli/progress.ts";
import type { Site } from "./site.ts";

/** Options of {@linkcode exportSite}. */
export interface ExportOptions {
  /** Folders of results, in which the site may not lie: they would not be sound any more. */
  readonly apartFrom: readonly string[];
  /** Where to report how many files are written. */
  readonly progress?: Progress;
  /** Aborted to stop; nothing is left behind then. */
  readonly signal?: AbortSignal;
}

/**
 * Writes every file of a site below a folder that does not exist or is empty. The folder appears
 * when it is whole: a stop or a full disk on the way leaves nothing.
 *
 * Throws UsageError where there is something already, no folder can be or it lies in one of the
 * results', RunError where the system refuses to write or a result was changed since it was listed.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs a built page.
 * await exportSite(site, "public", { apartFrom: ["results"] });
 * ```
 */
export async function exportSite(
  site: Site,
  directory: string,
  { apartFrom, progress, signal }: ExportOptions,
): Promise<void> {
  const failure = (reason: string) =>
    `--export must be a folder that can be written, received ${directory}: ${reason}`;
  await writeNewFolder(directory, async (folder) => {
    let done = 0;
    for (const [path, file] of site) {
      signal?.throwIfAborted();
      const bytes = await file.read();
      await writing(failure, async () => {
        const place = joinPath(folder, path);
        await Deno.mkdir(place.slice(0, place.lastIndexOf("/")), { recursive: true });
        await Deno.writeFile(place, bytes, { createNew: true });
      });
      progress?.update(++done, site.size, "files written");
    }
  }, {
    apartFrom,
    refusal: (why) =>
      new UsageError(`--export must be a folder that is new or empty, ${directory} ${why}`),
    failure,
  });
}
