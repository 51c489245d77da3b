/**
 * What is made of the networks of the published size, in `results/reference/full`: pictures of where each
 * errs, from the committed tables; its walks along P1, from results of `deno task transects` on the
 * committed networks; and the losses of the networks of part 3, which are not committed:
 *
 * ```sh
 * deno task transects --results made --model results/reference/full/train/disc-1.25-1-0.3-punctured-none-l0.008-w1-e5-s0-… \
 *   --control results/reference/full/train/disc-1.25-1-0.3-control-none-l0.008-w1-e5-s0-…
 * deno task train --results made --dataset results/dataset/disc-1.25-1-0.3-256px-… --divide 1 \
 *   --subset full --lambda 1e-3 --loss published
 * deno run --allow-read --allow-write=results --allow-env --allow-sys scripts/dev/published_size.ts made
 * ```
 *
 * @module
 */

import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { datasetHole } from "../../lib/curve/family_hole.ts";
import { readDatasetFacts } from "../../lib/dataset/facts.ts";
import { errorMap, type ErrorMapPanel } from "../../lib/figures/error_map.ts";
import { themed } from "../../lib/figures/theme.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { mean } from "../../lib/measure/statistics.ts";
import { walkFigures } from "../../lib/report/gather/walks.ts";
import { entriesOf, listResults, openResult, type ResultEntry } from "../../lib/results/mod.ts";
import { holeWords } from "../../lib/space/hole_words.ts";
import type { EpochLine } from "../../lib/training/epochs.ts";
import type { TrainParameters } from "../../lib/training/schema.ts";

const FULL = "results/reference/full";

/** What a result is of: the hole that was left out of the plane, and the subset that was trained on. */
interface Trained {
  readonly hole: string;
  readonly subset: string;
}

/** What a network of the published size was trained on, by its key. */
async function trainings(entries: readonly ResultEntry[]): Promise<Map<string, Trained>> {
  const found = new Map<string, Trained>();
  for (const { directory, manifest } of entries) {
    if (manifest.stage !== "train") continue;
    const { hole } = await readDatasetFacts(directory);
    const { subset } = manifest.parameters as unknown as Trained;
    found.set(manifest.key, { hole, subset });
  }
  return found;
}

/** 1 − Dice of each cell, in the mean of lattices of several seeds. */
function meanCells(lattices: readonly Record<string, string>[][]): ErrorMapPanel["cells"] {
  const cells = Map.groupBy(lattices.flat(), ({ a, b }) => `${a},${b}`);
  return [...cells.values()].map((rows) => ({
    a: Number(rows[0].a),
    b: Number(rows[0].b),
    value: 1 - mean(rows.map(({ dice }) => Number(dice))),
  }));
}

/** Maps of 1 − Dice over the plane, of the networks around each hole and of their controls. */
async function maps(): Promise<Map<string, string>> {
  const entries = await entriesOf(FULL);
  const trained = await trainings(entries);
  // Of the networks of part 3 the evaluations are committed, and not the weights.
  const evaluations = entries.filter(({ manifest }) =>
    manifest.stage === "evaluate" && trained.has(manifest.inputs.model.key)
  );
  const byHole = Map.groupBy(
    evaluations,
    ({ manifest }) => trained.get(manifest.inputs.model.key)!.hole,
  );
  const drawn = new Map<string, string>();
  for (const [hole, own] of byHole) {
    const subsetOf = ({ manifest }: ResultEntry) => trained.get(manifest.inputs.model.key)!.subset;
    const networks = Map.groupBy(own, subsetOf);
    const panels = await Promise.all(
      [...networks].map(async ([subset, evaluations]) => ({
        title: subset === "control" ? "control" : "trained around the hole",
        cells: meanCells(
          await Promise.all(
            evaluations.map(async ({ directory }) =>
              readCsv(await Deno.readTextFile(`${directory}/tables/lattice.csv`))
            ),
          ),
        ),
      })),
    );
    const [seeds] = [...networks.values()].map(({ length }) => length);
    // The control last.
    const svg = await errorMap(panels.toSorted((one, other) => one.title < other.title ? 1 : -1), {
      title: `Where the networks of the published size err: ${holeWords(hole)}`,
      subtitle: `${seeds === 1 ? "one seed" : `mean of ${seeds} seeds`}; the outline is the hole`,
      measure: "1 − Dice",
      hole: datasetHole({ hole, family: DEFAULT_SHAPES.family }),
    });
    drawn.set(`map-${hole.split(",").at(-1)}`, svg);
  }
  return drawn;
}

/** The walks along P1 in a results folder. */
async function walks(results: string): Promise<Map<string, string>> {
  const drawn = new Map<string, string>();
  for (const folder of await listResults(results, "transects")) {
    const result = await openResult(folder, { stage: "transects" });
    const hole = folder.split("/").at(-1)!.match(/^disc-[\d.]+-[\d.]+-([\d.]+)-/)![1];
    const [{ svg }] = await walkFigures(
      {
        result,
        role: { hole: `disc:1.25,1,${hole}`, seed: 0 },
        source: { directory: folder, key: result.key },
      } as unknown as Parameters<typeof walkFigures>[0],
      {
        dataset: undefined,
        family: DEFAULT_SHAPES.family,
        suffix: "",
        errors: false,
      },
    );
    drawn.set(`P1-${hole}`, svg);
  }
  return drawn;
}

/** The losses of the networks that were trained on the full set in a results folder: a row an epoch. */
async function losses(results: string): Promise<string> {
  const rows: Record<string, string | number>[] = [];
  for (const folder of await listResults(results, "train")) {
    const { parameters } = await openResult(folder, { stage: "train" });
    const { subset, loss, seed } = parameters as unknown as TrainParameters;
    if (subset !== "full") continue;
    const lines = (await Deno.readTextFile(`${folder}/metrics.jsonl`)).trimEnd().split("\n");
    for (const line of lines) {
      const { epoch, loss: training, validationLoss } = JSON.parse(line) as EpochLine;
      rows.push({
        ...{ penalty: loss.penalty, gamma: loss.gamma, lambda: loss.lambda, seed, epoch },
        ...{ loss: training, validation_loss: validationLoss },
      });
    }
  }
  return rows.length === 0 ? "" : writeCsv(Object.keys(rows[0]), rows);
}

if (import.meta.main) {
  await Deno.mkdir(`${FULL}/figures`, { recursive: true });
  const [results] = Deno.args;
  const drawn = [...await maps(), ...(results ? await walks(results) : [])];
  for (const [name, svg] of drawn) {
    await Deno.writeTextFile(`${FULL}/figures/${name}.svg`, themed(svg));
    console.error(`${FULL}/figures/${name}.svg`);
  }
  const log = results ? await losses(results) : "";
  if (log !== "") await Deno.writeTextFile(`${FULL}/part3_losses.csv`, log);
}
