/**
 * How wide the hole is in the codes of every pair of networks around a disc, beside what the hole costs
 * them. Reads the networks and datasets of folders of results and renews `results/reference/hole-width`:
 *
 * ```sh
 * deno run -P=dev --allow-ffi scripts/dev/hole_widths.ts results made
 * ```
 *
 * A script for developers and no stage: a measure that was added after the studies had run, so that it
 * must not ask for them again.
 *
 * @module
 */

import { z } from "zod";
import { selectBackend } from "../../lib/backend/select.ts";
import { writeCsv } from "../../lib/files/csv.ts";
import { joinPath } from "../../lib/files/paths.ts";
import type { Row } from "../../lib/files/tables.ts";
import { measureHoleWidth } from "../../lib/evaluation/rim_codes.ts";
import { entriesOf, type ResultEntry } from "../../lib/results/mod.ts";
import { trainSchema } from "../../lib/training/schema.ts";

const FOLDER = "results/reference/hole-width";

const datasetSchema = z.looseObject({
  hole: z.string(),
  size: z.int(),
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

/** Pairs of networks with an encoder that were trained around a disc and on as many images. */
function pairsOf(entries: readonly ResultEntry[]): Pair[] {
  const trained = entries.filter(({ manifest }) => manifest.stage === "train");
  const byRun = Map.groupBy(trained, ({ manifest: { parameters, inputs } }) => {
    const { subset: _, ...rest } = trainSchema.parse(parameters);
    return JSON.stringify([inputs.dataset.key, rest]);
  });
  return [...byRun.values()].flatMap((runs) => {
    const of = (subset: string) =>
      runs.find(({ manifest }) => trainSchema.parse(manifest.parameters).subset === subset);
    const [punctured, control] = [of("punctured"), of("control")];
    return punctured && control ? [{ punctured, control }] : [];
  });
}

async function holeDice({ directory }: ResultEntry): Promise<number> {
  const text = await Deno.readTextFile(joinPath(directory, "metrics.json"));
  return trainMetrics.parse(JSON.parse(text)).hole.dice;
}

/** The row of a pair; `undefined` where it has no disc, no encoder or no dataset at hand. */
async function rowOf(
  { punctured, control }: Pair,
  datasets: ReadonlyMap<string, ResultEntry>,
): Promise<Row | undefined> {
  const dataset = datasets.get(punctured.manifest.inputs.dataset.key);
  if (dataset === undefined) return undefined;
  const { hole, size, stroke, points, leak, family, petals } = datasetSchema.parse(
    dataset.manifest.parameters,
  );
  const training = trainSchema.parse(punctured.manifest.parameters);
  const { divide, posterior, loss, epochs, batch, rate, decay, seed } = training;
  if (!hole.startsWith("disc:") || posterior === "truth") return undefined;
  const [own, other] = [
    await measureHoleWidth(punctured.directory),
    await measureHoleWidth(control.directory),
  ];
  return {
    ...{ family, petals: petals ?? "", hole, size, stroke, points, leak, divide, posterior },
    ...{ lambda: loss.lambda, penalty: loss.penalty, weights: loss.weights },
    ...{ epochs, batch, rate, decay, seed },
    ...{ narrowest: own.narrowest, mean: own.mean, widest: own.widest, direction: own.direction },
    ...{ control_narrowest: other.narrowest, control_mean: other.mean },
    ...{ control_widest: other.widest, control_direction: other.direction },
    ...{ dice: await holeDice(punctured), control_dice: await holeDice(control) },
  };
}

if (import.meta.main) {
  console.error((await selectBackend("wasm")).reason);
  const entries = (await Promise.all(Deno.args.map(entriesOf))).flat();
  const datasets = new Map(
    entries.filter(({ manifest }) => manifest.stage === "dataset")
      .map((entry) => [entry.manifest.key, entry]),
  );
  const pairs = new Map(
    pairsOf(entries).map((pair) => [pair.punctured.manifest.key, pair]),
  );
  const rows: Row[] = [];
  for (const pair of pairs.values()) {
    const row = await rowOf(pair, datasets);
    if (row === undefined) continue;
    rows.push(row);
    console.error(`${pair.punctured.directory}: ${Number(row.narrowest).toFixed(3)}`);
  }
  // By what was varied, then by seed, whatever the folders are called.
  const order = (row: Row) => JSON.stringify(Object.values({ ...row, seed: 0 }).slice(0, 17));
  rows.sort((one, other) =>
    order(one).localeCompare(order(other)) || Number(one.seed) - Number(other.seed)
  );
  await Deno.mkdir(FOLDER, { recursive: true });
  await Deno.writeTextFile(`${FOLDER}/hole_widths.csv`, writeCsv(Object.keys(rows[0]), rows));
}
