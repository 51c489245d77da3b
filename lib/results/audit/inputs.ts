/**
 * Finds what results were made from: in the results folder that a result lies in, then in that of
 * the command, then in those of the other results that it was given.
 *
 * @module
 */

import { resolve } from "node:path";
import { tryManifest } from "../check.ts";
import type { InputEntry, Manifest } from "../manifest.ts";
import { listResults, resultsFolderOf } from "../store.ts";

/** A folder that an input lies in. */
export interface FoundInput {
  /** The folder. */
  readonly directory: string;
  /** Absent where it cannot be read: the folder's name tells then which result it is. */
  readonly manifest?: Manifest;
}

/** Finds inputs; made by {@linkcode inputFinder}. */
export interface InputFinder {
  /**
   * The folder with an input's key, in the first results folder that has one; of several there, one
   * with the output digest that was used, if any has it.
   */
  find(directory: string, input: InputEntry): Promise<FoundInput | undefined>;
  /** In words, that an input of this result was not found, such as "is not in results". */
  notFound(directory: string): string;
}

/** Options of {@linkcode inputFinder}. */
export interface InputFinderOptions {
  /** The results folder of the command. */
  readonly results: string;
  /** Results that it was given by their paths. Default none. */
  readonly given?: readonly string[];
}

/**
 * Makes an {@linkcode InputFinder}. It reads each manifest once, when it is first needed.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const inputs = inputFinder({ results: "results" });
 * const found = await inputs.find("elsewhere/train/mine", manifest.inputs.dataset);
 * ```
 */
export function inputFinder({ results, given = [] }: InputFinderOptions): InputFinder {
  const others = new Set(given.map(resultsFolderOf));
  const read = new Map<string, Promise<FoundInput[]>>();
  const list = (folder: string, stage: string): Promise<FoundInput[]> => {
    const id = resolve(folder, stage);
    const known = read.get(id) ?? listResults(folder, stage).then((directories) =>
      Promise.all(
        directories.map(async (directory) => ({
          directory,
          manifest: await tryManifest(directory),
        })),
      )
    );
    read.set(id, known);
    return known;
  };
  /** Its own results folder and that of the command, where they are two. */
  const nearest = (directory: string): string[] => {
    const own = resultsFolderOf(directory);
    return resolve(own) === resolve(results) ? [results] : [own, results];
  };
  return {
    async find(directory, { stage, key, outputDigest }) {
      const named = `-${key.slice(0, 12)}`;
      for (const folder of [...nearest(directory), ...others]) {
        const found = (await list(folder, stage)).filter(({ directory, manifest }) =>
          manifest ? manifest.key === key : directory.endsWith(named)
        );
        if (found.length === 0) continue;
        return found.find(({ manifest }) => manifest?.outputDigest === outputDigest) ?? found[0];
      }
    },
    notFound(directory) {
      const folders = nearest(directory);
      return folders.length > 1
        ? `is neither in ${folders.join(" nor in ")}`
        : `is not in ${results}`;
    },
  };
}
