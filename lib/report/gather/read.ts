/**
 * Reading a result's files: stacks of images, tables, codes.
 *
 * @module
 */

import { readCsv } from "../../files/csv.ts";
import { decodeNpy } from "../../files/npy.ts";
import type { ImageStack } from "../../figures/mod.ts";
import type { Result } from "../../results/stage.ts";

/** Images of a `.npy` file, and its shape. */
export async function readStack(
  path: string,
): Promise<{ images: ImageStack; shape: readonly number[] }> {
  const { data, shape } = decodeNpy(await Deno.readFile(path), path);
  return { images: data, shape };
}

/** Rows of a table of a result, by column. */
export async function readTable(
  { directory }: Result,
  name: string,
): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(`${directory}/tables/${name}.csv`));
}

/** The code in a row's columns `mu_1`, `mu_2`, … */
export function codeOf(row: Readonly<Record<string, string>>): number[] {
  return Object.keys(row).filter((name) => name.startsWith("mu_")).map((name) => Number(row[name]));
}
