/**
 * How wide the hole is in the codes of every pair of networks around a disc, beside what the hole costs
 * them. Reads the networks and datasets of folders of results, and writes a table into another folder,
 * and a second one where a kind of network has five pairs. Of your own results:
 *
 * ```sh
 * deno run --allow-read --allow-write=widths --allow-env --allow-sys --allow-ffi scripts/dev/hole_widths.ts widths results
 * ```
 *
 * Into `results/reference/hole-width`, from the networks of the studies and of the published size, it
 * draws figures too and renews the digests.
 *
 * A script beside the stages: the measure was added after the studies had run, so that it must not ask
 * for them again.
 *
 * @module
 */

import { relative } from "node:path";
import { z } from "zod";
import { selectBackend } from "../../lib/backend/select.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { datasetHole } from "../../lib/curve/family_hole.ts";
import { readDatasetFacts } from "../../lib/dataset/facts.ts";
import { insideHole } from "../../lib/space/hole.ts";
import { holeWidthFigure } from "../../lib/findings/hole_width/figure.ts";
import {
  settingWords,
  widthCorrelations,
  type WidthPair,
  widthSchema,
} from "../../lib/findings/hole_width/pairs.ts";
import { PUBLISHED_HOLE_TEXT } from "../../lib/space/hole.ts";
import { holeLoops, type LoopPanel } from "../../lib/figures/hole_loops.ts";
import { enclosedShare } from "../../lib/measure/latent/enclosed.ts";
import { themed } from "../../lib/figures/theme.ts";
import { joinPath } from "../../lib/files/paths.ts";
import type { Row } from "../../lib/files/tables.ts";
import { measureHoleWidth, rimCodes } from "../../lib/evaluation/rim_codes.ts";
import { readMetrics } from "../../lib/results/check.ts";
import { writeChecksums } from "../../lib/results/checksums.ts";
import { entriesOf, type ResultEntry } from "../../lib/results/mod.ts";
import { trainSchema } from "../../lib/training/schema.ts";

/** The folder that has figures and digests besides the tables. */
const REFERENCE = "results/reference/hole-width";

const datasetSchema = z.looseObject({
  hole: z.string(),
  size: z.int(),
  geometry: z.string(),
  stroke: z.number(),
  points: z.int(),
  leak: z.int().default(0),
  family: z.string().default("rose"),
  petals: z.int().nullable().default(5),
});

const trainMetrics = z.object({ hole: z.object({ dice: z.number() }) });

/** Two networks of the same data and settings, one of which did not see the hole. */
interface Pair {
  readonly punctured: ResultEntry;
  readonly control: ResultEntry;
}

/** Networks that were trained around a hole, each with one that was trained alike on as many images. */
function pairsOf(entries: readonly ResultEntry[]): Pair[] {
  const trained = entries.filter(({ manifest }) => manifest.stage === "train");
  const byRun = Map.groupBy(trained, ({ manifest: { parameters, inputs } }) => {
    // Weights that were kept on the way change nothing.
    const { subset: _, snapshots: __, ...rest } = trainSchema.parse(parameters);
    return JSON.stringify([inputs.dataset.outputDigest, rest]);
  });
  return [...byRun.values()].flatMap((runs) => {
    const networksOf = (subset: string) =>
      runs.find(({ manifest }) => trainSchema.parse(manifest.parameters).subset === subset);
    const [punctured, control] = [networksOf("punctured"), networksOf("control")];
    return punctured && control ? [{ punctured, control }] : [];
  });
}

async function holeDice({ directory }: ResultEntry): Promise<number> {
  return trainMetrics.parse(await readMetrics(directory)).hole.dice;
}

/** How a pair's dataset and networks were made; `undefined` where it has no disc or no encoder. */
function settingsOf({ punctured }: Pair, dataset: ResultEntry): Row | undefined {
  const { hole, size, geometry, stroke, points, leak, family, petals } = datasetSchema.parse(
    dataset.manifest.parameters,
  );
  const { divide, latents, posterior, loss, epochs, batch, rate, decay, seed } = trainSchema.parse(
    punctured.manifest.parameters,
  );
  if (!hole.startsWith("disc:") || posterior === "truth") return undefined;
  return {
    ...{ family, petals: petals ?? "", hole, size, geometry, stroke, points, leak, divide },
    ...{ latents, posterior, lambda: loss.lambda, penalty: loss.penalty, gamma: loss.gamma },
    ...{ weights: loss.weights, epochs, batch, rate, decay, seed },
  };
}

/** The images that a network was trained on, with their codes. */
async function trainingTable(directory: string): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(joinPath(directory, "tables/latents.csv")));
}

/** μ of images, row-major. */
function codesOf(table: readonly Record<string, string>[], latents: number): Float64Array {
  return Float64Array.from(
    table.flatMap((row) => Array.from({ length: latents }, (_, k) => Number(row[`mu_${k + 1}`]))),
  );
}

/**
 * Share of the training images from outside the hole whose codes the edge of the hole encloses; of two
 * latents alone.
 */
async function enclosedOf({ directory, manifest }: ResultEntry): Promise<number | ""> {
  const { latents } = trainSchema.parse(manifest.parameters);
  if (latents !== 2) return "";
  const { codes } = await rimCodes(directory);
  const hole = datasetHole(await readDatasetFacts(directory));
  const outside = (await trainingTable(directory))
    .filter(({ a, b }) => !insideHole(hole, { a: Number(a), b: Number(b) }));
  return enclosedShare(codesOf(outside, latents), codes);
}

/** What is measured of a pair. */
async function widthsOf({ punctured, control }: Pair): Promise<Row> {
  const [own, other] = [
    await measureHoleWidth(punctured.directory),
    await measureHoleWidth(control.directory),
  ];
  return {
    ...{ narrowest: own.narrowest, mean: own.mean, widest: own.widest, direction: own.direction },
    ...{ control_narrowest: other.narrowest, control_mean: other.mean },
    ...{ control_widest: other.widest, control_direction: other.direction },
    enclosed: await enclosedOf(punctured),
    control_enclosed: await enclosedOf(control),
    ...{ dice: await holeDice(punctured), control_dice: await holeDice(control) },
  };
}

/** A pair's network around the hole, and the pair's row in the table. */
interface Measured {
  readonly directory: string;
  readonly row: WidthPair;
}

async function loopPanel({ directory, row }: Measured, title: string): Promise<LoopPanel> {
  const { codes, latents } = await rimCodes(directory);
  const { narrowest, dice } = row;
  return {
    title,
    subtitle: `narrowest width ${narrowest.toFixed(2)}, Dice ${dice.toFixed(3)}`,
    // Every fifth is enough to see the sheet.
    training: codesOf((await trainingTable(directory)).filter((_, n) => n % 5 === 0), latents),
    rim: codes,
    latents,
  };
}

/** A panel for each network of seed 0 that is wanted, once: the same network may lie in two folders. */
async function loopsFigure(
  measured: readonly Measured[],
  wanted: readonly { readonly title: string; readonly is: (row: WidthPair) => boolean }[],
  { title, networks, radius }: {
    readonly title: string;
    readonly networks: string;
    readonly radius: number;
  },
): Promise<string> {
  const panels = await Promise.all(wanted.map(({ title, is }) => {
    const found = measured.find(({ row }) => row.seed === 0 && is(row));
    if (found === undefined) throw new Error(`there is no network "${title}" of seed 0`);
    return loopPanel(found, title);
  }));
  return await holeLoops(panels, {
    title,
    subtitle:
      `${networks}, seed 0. Grey: codes of training images. Orange: the edge of the hole of radius ${radius}, seen from ` +
      "where it looks widest. Black: the narrowest way across. Dice: mean inside the hole.",
  });
}

/** Networks of the published size, with our rate and with the published one. */
function ratesFigure(measured: readonly Measured[]): Promise<string> {
  const published = ({ hole, size, divide }: WidthPair) =>
    hole === PUBLISHED_HOLE_TEXT && size === 256 && divide === 1;
  return loopsFigure(measured, [
    { title: "with our rate", is: (row) => published(row) && row.rate === 1e-3 },
    { title: "with the published rate", is: (row) => published(row) && row.rate === 1e-4 },
  ], {
    title: "With the published rate the edge of the hole stays wide open in the code",
    networks: "Two networks of the published size",
    radius: 0.3,
  });
}

/** Networks of the study `latents`. */
function latentsFigure(measured: readonly Measured[]): Promise<string> {
  const among = (row: WidthPair) =>
    row.hole === "disc:1.25,1,0.6" && /^(latents \d+, lambda [\d.]+)?$/.test(settingWords(row));
  return loopsFigure(
    measured,
    [2, 3, 6].map((latents) => ({
      title: `${latents} latents`,
      is: (row) => among(row) && row.latents === latents,
    })),
    {
      title: "Where networks with 2, 3 and 6 latents put the edge of the hole",
      networks: "Three networks of the study latents",
      radius: 0.6,
    },
  );
}

if (import.meta.main) {
  const [folder, ...results] = Deno.args.map((path) => relative(".", path));
  if (results.length === 0 || results.includes(folder)) {
    throw new Error("give the folder to write, then other folders, with results");
  }
  console.error((await selectBackend("wasm")).reason);
  const entries = (await Promise.all(results.map(entriesOf))).flat();
  // By its bytes: the same dataset has another key in results of earlier versions.
  const datasets = new Map(
    entries.filter(({ manifest }) => manifest.stage === "dataset")
      .map((entry) => [entry.manifest.outputDigest, entry]),
  );
  const measured: { directory: string; settings: Row; widths: Row }[] = [];
  for (const pair of pairsOf(entries)) {
    const { directory, manifest } = pair.punctured;
    const dataset = datasets.get(manifest.inputs.dataset.outputDigest);
    if (dataset === undefined) {
      console.error(`${directory}: left out, as its dataset is in none of the folders`);
      continue;
    }
    const settings = settingsOf(pair, dataset);
    if (settings === undefined) continue;
    const widths = await widthsOf(pair);
    measured.push({ directory, settings, widths });
    console.error(`${directory}: ${Number(widths.narrowest).toFixed(3)}`);
  }
  if (measured.length === 0) throw new Error("the folders hold no pair around a disc");
  // By what was varied, then by seed, whatever the folders are called.
  const kind = ({ settings }: typeof measured[number]) => JSON.stringify({ ...settings, seed: 0 });
  measured.sort((one, other) =>
    kind(one).localeCompare(kind(other)) || Number(one.settings.seed) - Number(other.settings.seed)
  );
  const rows = measured.map(({ settings, widths }): Row => ({ ...settings, ...widths }));
  await Deno.mkdir(folder, { recursive: true });
  const text = writeCsv(Object.keys(rows[0]), rows);
  await Deno.writeTextFile(`${folder}/hole_widths.csv`, text);
  const widths = readCsv(text).map((row) => widthSchema.parse(row));
  const correlations = widthCorrelations(widths).map((row) => ({ ...row }));
  const columns = Object.keys(correlations[0] ?? {});
  if (columns.length > 0) {
    await Deno.writeTextFile(`${folder}/correlations.csv`, writeCsv(columns, correlations));
  }
  if (folder === REFERENCE) {
    await Deno.writeTextFile(`${folder}/widths.svg`, themed(await holeWidthFigure(widths)));
    const named = measured.map(({ directory }, n): Measured => ({ directory, row: widths[n] }));
    await Deno.writeTextFile(`${folder}/loops.svg`, themed(await ratesFigure(named)));
    await Deno.writeTextFile(`${folder}/latents.svg`, themed(await latentsFigure(named)));
    await writeChecksums(folder);
  }
}
