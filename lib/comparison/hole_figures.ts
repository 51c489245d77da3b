/**
 * Figures of the hole of one arm: where the errors lie, and what simpler methods do there.
 *
 * @module
 */

import type { FamilyName } from "../curve/family.ts";
import { datasetHole } from "../curve/family_hole.ts";
import { distanceProfile } from "../figures/distance_profile.ts";
import { errorMap, type ErrorMapCell } from "../figures/error_map.ts";
import { forestPlot } from "../figures/forest.ts";
import type { Row } from "../files/tables.ts";
import type { ComparedArm } from "./compare.ts";
import { estimateOf, type Tables } from "./shown_measures.ts";

/** 1 − Dice of one row of `distance.csv`, in the middle of its bin, with its interval. */
export function distancePoint(
  row: Row,
): { distance: number; estimate: number; low: number; high: number } {
  return {
    distance: (Number(row.from) + Number(row.to)) / 2,
    estimate: 1 - Number(row.estimate),
    low: 1 - Number(row.t_high),
    high: 1 - Number(row.t_low),
  };
}

/** Errors by distance to the hole's edge, of the network and its control. */
export function distanceFigure(
  { name }: ComparedArm,
  { distance }: Tables,
  { subtitle, unit }: { subtitle: string; unit: string },
): Promise<string> {
  const rows = distance.filter((row) =>
    row.arm === name && row.edge === "hole" && row.measure === "dice"
  );
  return distanceProfile(
    rows.map((row) => ({
      ...distancePoint(row),
      series: row.network === "model" ? "punctured" : "control",
    })),
    { title: `Error by distance to the hole's edge: ${name}`, subtitle, y: "1 − Dice", unit },
  );
}

/** Errors over the plane, of the network and its control. */
export function mapFigure(
  { name, replicates }: ComparedArm,
  { hole, family }: { hole: string; family: FamilyName },
): Promise<string> {
  const cells = (lattices: readonly (readonly Record<string, string>[])[]): ErrorMapCell[] =>
    lattices[0].map(({ a, b }, n) => ({
      a: Number(a),
      b: Number(b),
      value: 1 - lattices.reduce((sum, rows) => sum + Number(rows[n].dice), 0) / lattices.length,
    }));
  return errorMap([
    {
      title: "trained around the hole",
      cells: cells(replicates.map(({ model }) => model.lattice)),
    },
    { title: "control", cells: cells(replicates.map(({ control }) => control!.lattice)) },
  ], {
    title: `Where the errors lie: ${name}`,
    subtitle: `${
      replicates.length === 1 ? "one seed" : "mean over seeds"
    }; the outline is the hole`,
    measure: "1 − Dice",
    hole: datasetHole({ hole, family }),
    family,
  });
}

/** The network against simpler ways into the hole; `undefined` where none was measured. */
export function methodsFigure(
  { name }: ComparedArm,
  { methods }: Tables,
  subtitle: string,
): Promise<string> | undefined {
  const rows = methods.filter((row) =>
    row.arm === name && row.set === "hole" && row.measure === "dice" && row.quantity === "gain"
  );
  if (rows.length === 0) return undefined;
  return forestPlot([{
    measure: "Dice of the reconstruction minus Dice of the method",
    reference: 0,
    rows: rows.map((row) => ({ arm: String(row.method).replaceAll("_", " "), ...estimateOf(row) })),
  }], { title: `Reconstruction against other ways into the hole: ${name}`, subtitle });
}
