/**
 * A walk of a network that was trained with the published rate, with its control, above that of one with
 * ours, from the results that `deno task transects` made of each (the published rate first):
 *
 * ```sh
 * deno run --allow-read --allow-write=results --allow-env --allow-sys scripts/dev/published_rate.ts results/transects/disc-… results/transects/disc-…
 * ```
 *
 * @module
 */

import { COLOURS } from "../../lib/figures/palette.ts";
import { drawStrips, type Strip } from "../../lib/figures/strips.ts";
import { themed } from "../../lib/figures/theme.ts";
import { readStack } from "../../lib/report/gather/read.ts";
import { transectRows } from "../../lib/report/gather/walks.ts";
import { openResult } from "../../lib/results/mod.ts";

const FIGURE = "results/reference/published-rate/figures/P1.svg";

/** The rows of the figure: of which result, and which of its two networks. */
const ROWS = [
  { walk: 0, network: "punctured", label: ["published rate,", "19 epochs"] },
  { walk: 0, network: "control", label: ["its control"] },
  { walk: 1, network: "punctured", label: ["our rate,", "5 epochs"] },
] as const;

const FILES = { punctured: "reconstruction", control: "control" } as const;

/** The walk along P1 of a result: its points with the errors of a network there, and images by their name. */
async function walk(folder: string) {
  const result = await openResult(folder, { stage: "transects" });
  const rows = (await transectRows(result)).filter(({ transect }) => transect === "P1");
  const points = (network: string) => rows.filter((row) => row.network === network);
  const images = async (name: string) => {
    const { shape: [, count, size], images } = await readStack(`${result.directory}/${name}.npy`);
    return { size, images: images.subarray(0, count * size * size) };
  };
  return { points, images };
}

if (import.meta.main) {
  const walks = await Promise.all(Deno.args.map(walk));
  const [{ points, images }] = walks;
  const truth = await images("truth");
  const rows = await Promise.all(
    ROWS.map(async ({ walk, network, label }): Promise<Strip> => ({
      label,
      colour: COLOURS[network],
      images: (await walks[walk].images(FILES[network])).images,
      errors: walks[walk].points(network).map(({ dice }) => dice),
    })),
  );
  const svg = drawStrips([{ label: ["truth"], images: truth.images }, ...rows], {
    points: points("punctured"),
    size: truth.size,
    measure: "dice",
    title:
      "With the published rate the hole is not filled; its control and our rate do well (one seed)",
  });
  await Deno.mkdir(FIGURE.replace(/\/[^/]*$/, ""), { recursive: true });
  await Deno.writeTextFile(FIGURE, themed(svg));
  console.error(FIGURE);
}
