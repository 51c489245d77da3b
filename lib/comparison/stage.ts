/**
 * The comparison of a study's arms as a stage: evaluations in, tables with intervals out.
 *
 * | file | content |
 * |---|---|
 * | `tables/arms.csv` | a row for each arm, set, measure and quantity, with intervals |
 * | `tables/seeds.csv` | a row for each arm, seed, set and measure: what the intervals are made of |
 * | `tables/methods.csv` | a row for each arm, set, method and measure, with intervals |
 * | `tables/distance.csv` | errors by distance to the hole's edge and to the space's, with intervals |
 * | `tables/dictionary.csv` | unit and meaning of every column |
 * | `figures/*.svg` | what they show |
 *
 * @module
 */

import { dictionaryRows } from "../evaluation/dictionary.ts";
import { comparisonDictionary } from "./dictionary.ts";
import { type Row, writeTable } from "../files/tables.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import type { ComparedArm } from "./compare.ts";
import { readEvaluation } from "./evaluations.ts";
import { type ComparisonParameters, comparisonSchema } from "./schema.ts";
import { counted } from "../words/counted.ts";

/** The stage that compares arms, each evaluation under its own role. */
export const COMPARISON: Stage<ComparisonParameters> = {
  name: "sweep",
  version: 6,
  module: import.meta.url,
  schema: comparisonSchema,
  inputs: ({ arms }) =>
    Object.fromEntries(
      arms.flatMap(({ replicates }) => replicates)
        .flatMap(({ model, control }) => control === null ? [model] : [model, control])
        .map((role) => [role, "evaluate"]),
    ),
  needs: { backend: false, rasteriser: false },
  slug: ({ study, profile, arms }) =>
    `${study}-${profile}-a${arms.length}-n${arms[0].replicates.length}`,
  run: runComparison,
};

async function runComparison(
  { parameters, inputs, out, progress }: StageRun<ComparisonParameters>,
): Promise<Metrics> {
  // Loaded here, because planning a comparison needs neither statistics nor charts.
  const { armRows, distanceRows, methodRows, seedRows } = await import("./compare.ts");
  const { comparisonFigures } = await import("./figures.ts");
  const { headline } = await import("./headline.ts");
  const { familyIn } = await import("./shown_measures.ts");
  const { intervals } = parameters;
  const arms = await Promise.all(parameters.arms.map((arm) => readArm(arm, inputs)));
  progress.line(`compares ${counted(arms.length, "arm")}`);
  const compared = armRows(arms, { intervals });
  const distance = distanceRows(arms, { intervals });
  const methods = methodRows(arms, { intervals });
  const families = parameters.arms.map(({ settings }) => familyIn(settings));
  const tables: Record<string, readonly Row[]> = {
    arms: compared,
    seeds: seedRows(arms),
    methods,
    distance,
    dictionary: dictionaryRows(comparisonDictionary(families)),
  };
  for (const [name, rows] of Object.entries(tables)) {
    if (rows.length === 0) continue;
    await writeTable(out, name, { rows });
  }
  progress.line("draws the figures");
  const figures = await comparisonFigures(parameters, { arms, compared, distance, methods });
  for (const [name, svg] of figures) {
    await out.write(`figures/${name}.svg`, svg);
  }
  return headline(parameters, compared);
}

async function readArm(
  { name, against, replicates }: ComparisonParameters["arms"][number],
  inputs: Readonly<Record<string, Result>>,
): Promise<ComparedArm> {
  return {
    name,
    against,
    replicates: await Promise.all(replicates.map(async ({ seed, model, control }) => ({
      seed,
      model: await readEvaluation(inputs[model]),
      control: control === null ? null : await readEvaluation(inputs[control]),
    }))),
  };
}
