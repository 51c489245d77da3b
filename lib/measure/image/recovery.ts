/**
 * The measures of how far the shape in a reconstruction is from the true one, by the shape that fits
 * it best. They stand beside the measures of the image itself (`measures.ts`) wherever networks are
 * compared.
 *
 * @module
 */

import type { CurveFit } from "../../curve/fit.ts";
import { type Axis, copyNear } from "../../space/periodic.ts";
import type { Point } from "../../space/space.ts";
import { mean } from "../statistics.ts";
import type { ImageMeasure } from "./measures.ts";

/** A measure of the shape fitted to a reconstruction. */
export interface RecoveryMeasure extends Pick<ImageMeasure, "meaning" | "tables"> {
  /** The parameter whose unit it has; absent for a plain number. */
  readonly parameter?: keyof Point;
  /** Which way is better. */
  readonly better: "higher" | "lower";
  /** Computes it. */
  readonly of: (fit: CurveFit, truth: Point, periodic?: Axis) => number;
}

/** |fit − truth| of a parameter, by the shorter way around where it is periodic. */
function errorOf(axis: Axis): RecoveryMeasure["of"] {
  return (fit, truth, periodic) => {
    const found = axis === periodic ? copyNear(axis, fit[axis], truth[axis]) : fit[axis];
    return Math.abs(found - truth[axis]);
  };
}

/** The measures by column, in the order of the tables' columns. */
export const RECOVERY: Readonly<Record<string, RecoveryMeasure>> = {
  a_error: {
    parameter: "a",
    meaning:
      "|a_fit − a|: how far the shape that was reconstructed is from the true one; how far " +
      "the fit itself errs stands in docs/studies.md, accuracy of the fitted shape",
    better: "lower",
    tables: ["distance"],
    of: errorOf("a"),
  },
  b_error: {
    parameter: "b",
    meaning: "|b_fit − b|, likewise",
    better: "lower",
    tables: ["distance"],
    of: errorOf("b"),
  },
  fit_residual: {
    meaning: "1 − Dice of the image and the best-fitting shape; large for what is no shape",
    better: "lower",
    tables: [],
    of: ({ residual }) => residual,
  },
};

/** A shape fitted to an image, and the true one. */
export interface Recovered {
  /** The shape that fits a reconstruction best. */
  readonly fit: CurveFit;
  /** The true one. */
  readonly point: Point;
}

/** Columns of {@linkcode RECOVERY} that the table of distances has. */
export const RECOVERY_BY_DISTANCE: readonly string[] = Object.keys(RECOVERY)
  .filter((column) => RECOVERY[column].tables.includes("distance"));

/** What recovered shapes are measured with. */
export interface RecoveryOptions {
  /** The parameter whose range begins again where it ends; absent where there is none. */
  readonly periodic?: Axis | undefined;
}

/** The measures of one image as cells. */
export function recoveryRow(
  { fit, point }: Recovered,
  { periodic }: RecoveryOptions = {},
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(RECOVERY).map(([column, { of }]) => [column, of(fit, point, periodic)]),
  );
}

/** Their means over images, of all measures or of those named. */
export function meanRecovery(
  recovered: readonly Recovered[],
  { columns = Object.keys(RECOVERY), periodic }: RecoveryOptions & {
    readonly columns?: readonly string[];
  } = {},
): Record<string, number> {
  return Object.fromEntries(
    columns.map((column) => [
      column,
      mean(recovered.map(({ fit, point }) => RECOVERY[column].of(fit, point, periodic))),
    ]),
  );
}
