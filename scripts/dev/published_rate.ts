/**
 * A walk of a network that was trained with the published rate, above that of one with ours, from the
 * results that `deno task transects` made of each (the published rate first):
 *
 * ```sh
 * deno run --allow-read --allow-write=results --allow-env --allow-sys scripts/dev/published_rate.ts made/transects/disc-… made/transects/disc-…
 * ```
 *
 * @module
 */

import { COLOURS } from "../../lib/figures/palette.ts";
import { drawStrips, type Strip } from "../../lib/figures/strips.ts";
import { themed } from "../../lib/figures/theme.ts";
import { readStack } from "../../lib/report/gather/sources.ts";
import { transectRows } from "../../lib/report/gather/walks.ts";
import { openResult } from "../../lib/results/mod.ts";

const FIGURE = "results/reference/published-rate/figures/P1.svg";

const LABELS = [["published rate,", "19 epochs"], ["our rate,", "5 epochs"]];

/** The walk along P1 of a result: its points with the errors there, and images by their name. */
async function walk(folder: string) {
  const result = await openResult(folder, { stage: "transects" });
  const rows = await transectRows(result);
  const points = rows.filter(({ transect, model }) => transect === "P1" && model === "punctured");
  const images = async (name: string) => {
    const { shape: [, , size], images } = await readStack(`${result.directory}/${name}.npy`);
    return { size, images: images.subarray(0, points.length * size * size) };
  };
  return { points, images };
}

if (import.meta.main) {
  const walks = await Promise.all(Deno.args.map(walk));
  const [{ points, images }] = walks;
  const truth = await images("truth");
  const rows = await Promise.all(walks.map(async ({ points, images }, k): Promise<Strip> => ({
    label: LABELS[k],
    colour: [COLOURS.punctured, COLOURS.control][k],
    images: (await images("reconstruction")).images,
    errors: points.map(({ dice }) => dice),
  })));
  const svg = drawStrips([{ label: ["truth"], images: truth.images }, ...rows], {
    points,
    size: truth.size,
    measure: "dice",
    title: "With the published rate the hole is not filled, with ours it nearly is (one seed)",
  });
  await Deno.mkdir(FIGURE.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(FIGURE, themed(svg));
  console.error(FIGURE);
}
