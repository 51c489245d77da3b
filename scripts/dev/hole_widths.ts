/**
 * How wide the hole is in the codes of every pair of networks around a disc, beside what the hole costs
 * them. Reads the networks and datasets of folders of results, and writes two tables into another
 * folder. Of your own results:
 *
 * ```sh
 * deno run --allow-read --allow-write=results --allow-env --allow-sys --allow-ffi scripts/dev/hole_widths.ts results/widths results
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

import { z } from "zod";
import { selectBackend } from "../../lib/backend/select.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { holeWidthFigure } from "../../lib/comparison/hole_width_figure.ts";
import { widthCorrelations, widthSchema } from "../../lib/comparison/hole_widths.ts";
import { PUBLISHED_HOLE } from "../../lib/comparison/published/read_off.ts";
import { holeLoops, type LoopPanel } from "../../lib/figures/hole_loops.ts";
import { holeWidth } from "../../lib/measure/latent/hole_width.ts";
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

const trainMetrics = z.object({
  dataset: z.object({ hole: z.string(), size: z.int() }),
  hole: z.object({ dice: z.number() }),
});

/** Two networks of the same data and settings, one of which did not see the hole. */
interface Pair {
  readonly punctured: ResultEntry;
  readonly control: ResultEntry;
}

/** Networks that were trained around a hole, each with one that was trained alike on as many images. */
function pairsOf(entries: readonly ResultEntry[]): Pair[] {
  const trained = entries.filter(({ manifest }) => manifest.stage === "train");
  const byRun = Map.groupBy(trained, ({ manifest: { parameters, inputs } }) => {
    const { subset: _, ...rest } = trainSchema.parse(parameters);
    return JSON.stringify([inputs.dataset.outputDigest, rest]);
  });
  return [...byRun.values()].flatMap((runs) => {
    const of = (subset: string) =>
      runs.find(({ manifest }) => trainSchema.parse(manifest.parameters).subset === subset);
    const [punctured, control] = [of("punctured"), of("control")];
    return punctured && control ? [{ punctured, control }] : [];
  });
}

async function trainedMetrics(directory: string): Promise<z.infer<typeof trainMetrics>> {
  return trainMetrics.parse(await readMetrics(directory));
}

async function holeDice({ directory }: ResultEntry): Promise<number> {
  return (await trainedMetrics(directory)).hole.dice;
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
    ...{ dice: await holeDice(punctured), control_dice: await holeDice(control) },
  };
}

/** The codes of two networks of the published size and one seed: one with our rate, one with the published. */
async function loopsFigure(entries: readonly ResultEntry[]): Promise<string> {
  const named = [[1e-3, "with our rate"], [1e-4, "with the published rate"]] as const;
  const candidates = entries.filter(({ manifest }) => manifest.stage === "train")
    .map(({ directory, manifest }) => ({
      directory,
      training: trainSchema.parse(manifest.parameters),
    }))
    .filter(({ training: { seed, divide, subset } }) =>
      seed === 0 && divide === 1 && subset === "punctured"
    );
  const panels: { title: string; directory: string }[] = [];
  for (const { directory, training } of candidates) {
    const { dataset: { hole, size } } = await trainedMetrics(directory);
    const title = named.find(([rate]) => rate === training.rate)?.[1];
    if (title === undefined || hole !== PUBLISHED_HOLE || size !== 256) continue;
    // The same network may lie in two folders.
    if (panels.every((panel) => panel.title !== title)) panels.push({ title, directory });
  }
  panels.sort((one, other) => one.title < other.title ? -1 : 1);
  return await holeLoops(
    await Promise.all(panels.map(async ({ title, directory }): Promise<LoopPanel> => {
      const { codes, latents } = await rimCodes(directory);
      const { narrowest } = holeWidth(codes, { latents });
      const { dice } = (await trainedMetrics(directory)).hole;
      const table = readCsv(await Deno.readTextFile(joinPath(directory, "tables/latents.csv")));
      // Every fifth image is enough to see the sheet.
      const training = table.filter((_, n) => n % 5 === 0).flatMap((row) =>
        Array.from({ length: latents }, (_, k) => Number(row[`mu_${k + 1}`]))
      );
      return {
        title,
        subtitle: `narrowest width ${narrowest.toFixed(2)}, Dice in the hole ${dice.toFixed(3)}`,
        training: Float64Array.from(training),
        rim: codes,
        latents,
      };
    })),
    {
      title: "With the published rate the edge of the hole stays wide open in the code",
      subtitle:
        "Two networks of the published size, seed 0. Grey: codes of training images. Orange: " +
        "the edge of the hole of radius 0.3, seen from where it looks widest. Black: the narrowest way across.",
    },
  );
}

if (import.meta.main) {
  const [folder, ...results] = Deno.args;
  if (results.length === 0) throw new Error("give the folder to write, then folders of results");
  console.error((await selectBackend("wasm")).reason);
  const entries = (await Promise.all(results.map(entriesOf))).flat();
  // By its bytes: the same dataset has another key in results of earlier versions.
  const datasets = new Map(
    entries.filter(({ manifest }) => manifest.stage === "dataset")
      .map((entry) => [entry.manifest.outputDigest, entry]),
  );
  const measured: { settings: Row; widths: Row }[] = [];
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
    measured.push({ settings, widths });
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
    await Deno.writeTextFile(`${folder}/loops.svg`, themed(await loopsFigure(entries)));
    await writeChecksums(folder);
  }
}
