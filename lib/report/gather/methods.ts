/**
 * The comparison with other ways to an image, and the error by distance to the hole's edge, as a
 * report draws them from a comparison's tables: with the methods' names in words, and without
 * weight on bins of few images.
 *
 * @module
 */

import { armShapes } from "../../comparison/arm_shapes.ts";
import { distancePoint } from "../../comparison/hole_figures.ts";
import { estimateOf, subtitleOf } from "../../comparison/shown_measures.ts";
import { planeUnit } from "../../curve/family.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import { distanceProfile } from "../../figures/distance_profile.ts";
import { forestPlot } from "../../figures/forest.ts";
import type { ComparisonParameters } from "../../comparison/schema.ts";
import type { MethodGain } from "../page/data.ts";
import { methodWords } from "../page/methods.ts";
import { type Found } from "./sources.ts";
import { readTable } from "./read.ts";

/** A bin of distance with fewer images than this in any seed is drawn grey. */
export const FEWEST = 20;

type Row = Readonly<Record<string, string>>;

/** The arms of a comparison and the rows of its tables. */
interface Comparison {
  readonly parameters: ComparisonParameters;
  readonly methods: readonly Row[];
  readonly distance: readonly Row[];
  /** Mean Dice deficit inside the hole, by arm. */
  readonly deficits: ReadonlyMap<string, number>;
}

/** Reads what a comparison of holes says of methods and distances. */
export async function readComparison({ result }: Found<"sweep">): Promise<Comparison> {
  const [arms, methods, distance] = await Promise.all(
    ["arms", "methods", "distance"].map((name) => optionalTable(result, name)),
  );
  const deficits = arms.filter(({ set, measure, quantity }) =>
    set === "hole" && measure === "dice" && quantity === "deficit"
  );
  return {
    parameters: result.parameters as unknown as ComparisonParameters,
    methods: methods.filter(({ set, measure, quantity }) =>
      set === "hole" && measure === "dice" && quantity === "gain"
    ),
    distance: distance.filter(({ edge, measure }) => edge === "hole" && measure === "dice"),
    deficits: new Map(deficits.map(({ arm, estimate }) => [arm, Number(estimate)])),
  };
}

/** A table of a result; no rows where a comparison's arms did not allow it. */
async function optionalTable(result: Found<"sweep">["result"], name: string): Promise<Row[]> {
  try {
    return await readTable(result, name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return [];
  }
}

/** By how much the network is better than each method, inside each hole. */
export function methodGains({ parameters, methods }: Comparison): MethodGain[] {
  return parameters.arms.flatMap(({ name, hole, settings }) =>
    methods.filter(({ arm }) => arm === name).map(({ method, estimate }) => ({
      hole: shapeHoleWords(hole, armShapes({ settings }).family),
      method,
      gain: Number(estimate),
    }))
  );
}

/** The arm whose hole costs most of those that a table has rows of. */
function costliest({ parameters, deficits }: Comparison, rows: readonly Row[]) {
  const cost = ({ name }: { name: string }) => deficits.get(name) ?? -Infinity;
  return parameters.arms
    .filter(({ name }) => deficits.has(name) && rows.some(({ arm }) => arm === name))
    .toSorted((one, other) => cost(other) - cost(one))[0];
}

/** The forest of methods; `undefined` where no hole was compared with any. */
export async function methodsInWords(comparison: Comparison): Promise<string | undefined> {
  const { methods } = comparison;
  const arm = costliest(comparison, methods);
  if (!arm) return undefined;
  const family = armShapes(arm).family;
  const words = methodWords(family);
  const order = Object.keys(words);
  const rows = methods.filter((row) => row.arm === arm.name)
    .toSorted((one, other) => order.indexOf(one.method) - order.indexOf(other.method));
  return await forestPlot([{
    measure: "Dice of the network minus Dice of the method",
    reference: 0,
    ends: ["← method better", "network better →"],
    rows: rows.map((row) => ({
      arm: words[row.method]?.name ?? row.method.replaceAll("_", " "),
      ...estimateOf(row),
    })),
  }], {
    title: `Other ways to the shapes inside the ${shapeHoleWords(arm.hole, family)}`,
    subtitle: subtitleOf(comparison.parameters),
  });
}

/**
 * The error by distance; `undefined` where there is none.
 *
 * @param evaluations of the networks that were compared: their tables hold the bins' counts
 */
export async function distanceInWords(
  comparison: Comparison,
  evaluations: readonly Found<"evaluation">[],
): Promise<string | undefined> {
  const arm = costliest(comparison, comparison.distance);
  if (!arm) return undefined;
  const family = armShapes(arm).family;
  const counts = await fewestByBin(evaluations.filter(({ role }) => role.hole === arm.hole));
  const rows = comparison.distance.filter((row) => row.arm === arm.name).map((row) => ({
    ...distancePoint(row),
    series: row.network === "model" ? "trained around the hole" : "control",
    few: (counts.get(binOf(row)) ?? Infinity) < FEWEST,
  }));
  const some = rows.some(({ few }) => few);
  return await distanceProfile(rows, {
    title: `Error by distance to the edge of the ${shapeHoleWords(arm.hole, family)}`,
    subtitle: subtitleOf(comparison.parameters) +
      (some ? `; grey: fewer than ${FEWEST} images, without an interval` : ""),
    y: "1 − Dice",
    unit: planeUnit(family),
  });
}

const binOf = ({ from, to }: Row) => `${from} ${to}`;

/** The smallest number of images of any network in each bin. */
async function fewestByBin(
  evaluations: readonly Found<"evaluation">[],
): Promise<Map<string, number>> {
  const fewest = new Map<string, number>();
  for (const { result } of evaluations) {
    for (const row of await readTable(result, "distance")) {
      if (row.edge !== "hole") continue;
      const bin = binOf(row);
      fewest.set(bin, Math.min(fewest.get(bin) ?? Infinity, Number(row.count)));
    }
  }
  return fewest;
}
