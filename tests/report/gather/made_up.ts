/**
 * Made-up results for tests of what a report takes from them: a folder with tables and stacks of
 * images.
 *
 * @module
 */

import { encodeNpy } from "../../../lib/files/npy.ts";
import type { Found, Part } from "../../../lib/report/gather/sources.ts";
import { SIZE } from "../../figures/placed.ts";

/** What a result of a report holds. */
export interface MadeUp {
  /** What its role says besides the kind. */
  readonly role: Readonly<Record<string, unknown>>;
  /** Lines of each table, by name, the header first. */
  readonly tables?: Readonly<Record<string, readonly string[]>>;
  /** Stacks of images of one grey each, by name. */
  readonly stacks?: Readonly<Record<string, readonly number[]>>;
  /** How many transects the images of a stack are of. Default 1. */
  readonly groups?: number;
  /** Contents of its `metrics.json`. */
  readonly metrics?: unknown;
}

/** Writes the files of a result; gives it as a report finds it. */
export async function madeUp<K extends Part>(
  directory: string,
  kind: K,
  { role, tables = {}, stacks = {}, groups = 1, metrics }: MadeUp,
): Promise<Found<K>> {
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  for (const [name, lines] of Object.entries(tables)) {
    await Deno.writeTextFile(`${directory}/tables/${name}.csv`, [...lines, ""].join("\n"));
  }
  for (const [name, greys] of Object.entries(stacks)) {
    const data = Uint8Array.from(
      { length: greys.length * SIZE * SIZE },
      (_, i) => greys[Math.floor(i / SIZE / SIZE)],
    );
    const shape = [groups, greys.length / groups, SIZE, SIZE];
    await Deno.writeFile(`${directory}/${name}.npy`, encodeNpy(data, shape));
  }
  const source = { stage: kind, key: "0".repeat(64), seed: 0, backend: "wasm", path: directory };
  return { role: { kind, ...role }, result: { directory, metrics }, source } as unknown as Found<K>;
}
