/**
 * Correlations and covariances of codes, arm by arm: what a penalty on the covariance was meant to
 * remove.
 *
 * @module
 */

import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { formatNumber } from "./forest.ts";
import { COLOURS } from "./palette.ts";

/** The correlation of two latent dimensions of one arm. */
export interface CorrelationEntry {
  /** Name of the arm. */
  readonly arm: string;
  /** Row, from 1. */
  readonly i: number;
  /** Column, from 1. */
  readonly j: number;
  /** In [−1, 1]. */
  readonly correlation: number;
  /** Written below the correlation. Default: not written. */
  readonly covariance?: number;
}

/** Side of a cell, in pixels. */
const CELL = 44;

/** Colours from −1 to 1: blue, white, orange, told apart by colour-blind readers. */
const DIVERGING = ["#0072b2", "#ffffff", "#d55e00"];

/**
 * Draws a matrix for each arm, with its numbers.
 *
 * @param entries All cells of all arms, in any order.
 * @returns An SVG document.
 * @throws {RangeError} There is no entry.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { correlationFigure } from "./correlation.ts";
 *
 * const svg = await correlationFigure([
 *   { arm: "none", i: 1, j: 1, correlation: 1 },
 *   { arm: "none", i: 1, j: 2, correlation: -0.3 },
 *   { arm: "none", i: 2, j: 1, correlation: -0.3 },
 *   { arm: "none", i: 2, j: 2, correlation: 1 },
 * ]);
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function correlationFigure(entries: readonly CorrelationEntry[]): Promise<string> {
  const arms = [...new Set(entries.map(({ arm }) => arm))];
  if (arms.length === 0) {
    throw new RangeError("Cannot draw the correlations: there must be an entry, received none");
  }
  const largest = (arm: string) =>
    Math.max(
      0,
      ...entries.filter((entry) => entry.arm === arm && entry.i !== entry.j)
        .map(({ correlation }) => Math.abs(correlation)),
    );
  const least = arms.toSorted((one, other) => largest(one) - largest(other))[0];
  const explained = entries.some(({ covariance }) => covariance !== undefined)
    ? "correlation of two dimensions of the codes μ, and below it their covariance"
    : "correlation of two dimensions of the codes μ";
  const size = Math.max(...entries.map(({ i, j }) => Math.max(i, j)));
  const axis = (field: string) => ({
    field,
    type: "ordinal" as const,
    sort: Array.from({ length: size }, (_, k) => `μ${k + 1}`),
    title: null,
    axis: { labelAngle: 0, domain: false, ticks: false, labelFontSize: 12 },
  });
  const number = (
    field: string,
    look: { fontSize: number; dy: number | { expr: string } },
  ): ChartLayer => ({
    mark: { type: "text", ...look },
    encoding: {
      x: axis("j"),
      y: axis("i"),
      text: { field },
      // A cell's colour does not follow the reader's scheme, so neither may its number.
      color: {
        condition: { test: "datum.correlation < -0.9", value: "#fffffe" },
        value: "#010101",
      },
    },
  });
  const panel = (arm: string): ChartPanel => ({
    title: {
      text: arm,
      subtitle: `off the diagonal ≤ ${largest(arm).toFixed(2)}`,
      fontSize: 13,
      offset: 8,
    },
    width: CELL * size,
    height: CELL * size,
    data: {
      values: entries.filter((entry) => entry.arm === arm).map((entry) => ({
        i: `μ${entry.i}`,
        j: `μ${entry.j}`,
        correlation: entry.correlation,
        text: formatNumber(entry.correlation, { digits: 2 }),
        covariance: entry.covariance === undefined ? "" : formatNumber(entry.covariance),
        dy: entry.covariance === undefined ? 0 : -6,
      })),
    },
    layer: [
      {
        mark: { type: "rect", stroke: COLOURS.line },
        encoding: {
          x: axis("j"),
          y: axis("i"),
          color: {
            field: "correlation",
            type: "quantitative",
            // Through white: the default way round the colour wheel jumps at zero.
            scale: { domain: [-1, 0, 1], range: DIVERGING, interpolate: "rgb" },
            legend: { title: "correlation", gradientLength: 110, tickCount: 5 },
          },
        },
      },
      number("text", { fontSize: 13, dy: { expr: "datum.dy" } }),
      number("covariance", { fontSize: 10, dy: 9 }),
    ],
  });
  return drawChart({
    description: arms.map((arm) =>
      `${arm}: largest correlation of two latents ${largest(arm).toFixed(2)}.`
    ).join(" "),
    title: {
      text: arms.length > 1
        ? `Least correlation of codes: ${least}, at most ${largest(least).toFixed(2)}`
        : `Codes correlate by at most ${largest(least).toFixed(2)}`,
      subtitle: `${explained}, over the training images`,
    },
    spacing: 24,
    columns: 4,
    concat: arms.map(panel),
  });
}
