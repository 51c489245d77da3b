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

import {
  armRows,
  type ComparedArm,
  comparisonFigures,
  distanceRows,
  headline,
  methodRows,
  readEvaluation,
  type Row,
  seedRows,
} from "../comparison/mod.ts";
import { writeCsv } from "../csv.ts";
import { dictionaryRows, SWEEP_DICTIONARY } from "../evaluation/dictionary.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import { type SweepParameters, sweepSchema } from "./sweep_schema.ts";

/** Name, version and code of a comparison as a stage. */
export const SWEEP: DigestedStage = { name: "sweep", version: 3, module: import.meta.url };

/** The stage that compares arms, each evaluation under its own role. */
export function sweepStage(roles: readonly string[]): Stage<SweepParameters> {
  return {
    ...SWEEP,
    schema: sweepSchema,
    inputs: Object.fromEntries(roles.map((role) => [role, "evaluate"])),
    slug: ({ study, profile, arms }) =>
      `${study}-${profile}-a${arms.length}-n${arms[0].replicates.length}`,
    run: runSweep,
  };
}

async function runSweep(
  { parameters, inputs, directory, progress }: StageRun<SweepParameters>,
): Promise<Metrics> {
  const { intervals } = parameters;
  const arms = await Promise.all(parameters.arms.map((arm) => readArm(arm, inputs)));
  progress.line(`compares ${arms.length} arms`);
  const compared = armRows(arms, { intervals });
  const distance = distanceRows(arms, { intervals });
  const methods = methodRows(arms, { intervals });
  const tables: Record<string, readonly Row[]> = {
    arms: compared,
    seeds: seedRows(arms),
    methods,
    distance,
    dictionary: dictionaryRows(SWEEP_DICTIONARY),
  };
  await Deno.mkdir(`${directory}/tables`);
  for (const [name, rows] of Object.entries(tables)) {
    if (rows.length === 0) continue;
    const table = writeCsv(Object.keys(rows[0]), rows);
    await Deno.writeTextFile(`${directory}/tables/${name}.csv`, table);
  }
  progress.line("draws the figures");
  await Deno.mkdir(`${directory}/figures`);
  const figures = await comparisonFigures(parameters, { arms, compared, distance, methods });
  for (const [name, svg] of figures) {
    await Deno.writeTextFile(`${directory}/figures/${name}.svg`, svg);
  }
  return headline(parameters, compared);
}

async function readArm(
  { name, against, replicates }: SweepParameters["arms"][number],
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
