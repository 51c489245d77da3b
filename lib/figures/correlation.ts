/**
 * Correlations of codes, arm by arm: what a penalty on the covariance was meant to remove.
 *
 * @module
 */

import { type ChartPanel, drawChart } from "./chart.ts";
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
}

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
 * import { correlationFigure } from "./correlation.ts";
 *
 * const svg = await correlationFigure([
 *   { arm: "none", i: 1, j: 1, correlation: 1 },
 *   { arm: "none", i: 1, j: 2, correlation: -0.3 },
 *   { arm: "none", i: 2, j: 1, correlation: -0.3 },
 *   { arm: "none", i: 2, j: 2, correlation: 1 },
 * ]);
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
  const axis = (field: string) => ({
    field,
    type: "ordinal" as const,
    title: null,
    axis: { labelAngle: 0, domain: false, ticks: false, labelFontSize: 12 },
  });
  const panel = (arm: string): ChartPanel => ({
    title: { text: arm, fontSize: 13, offset: 8 },
    width: 132,
    height: 132,
    data: {
      values: entries.filter((entry) => entry.arm === arm).map(({ i, j, correlation }) => ({
        i: `μ${i}`,
        j: `μ${j}`,
        correlation,
        text: correlation.toFixed(2).replace("-", "−"),
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
            scale: { domain: [-1, 0, 1], range: DIVERGING },
            legend: { title: "correlation", gradientLength: 110, tickCount: 5 },
          },
        },
      },
      {
        mark: { type: "text", fontSize: 12 },
        encoding: {
          x: axis("j"),
          y: axis("i"),
          text: { field: "text" },
          // A cell's colour does not follow the reader's scheme, so neither may its number.
          color: {
            condition: { test: "abs(datum.correlation) > 0.7", value: "#fffffe" },
            value: "#010101",
          },
        },
      },
    ],
  });
  return drawChart({
    description: arms.map((arm) =>
      `${arm}: largest correlation of two latents ${largest(arm).toFixed(2)}.`
    ).join(" "),
    title: { text: "Correlation of the latent dimensions over the training images" },
    spacing: 24,
    columns: 4,
    concat: arms.map(panel),
  });
}
