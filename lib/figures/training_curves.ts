/**
 * How training went: validation loss and validation cross-entropy by epoch, one line an arm. It
 * shows whether the arms are comparable, that is, trained equally far.
 *
 * @module
 */

import { counted } from "../words/counted.ts";
import { drawChart } from "./chart.ts";
import { COLOURS, OKABE_ITO } from "./palette.ts";

/** One epoch of one arm. */
export interface EpochRow {
  /** Name of the training run, as the legend gives it. */
  readonly arm: string;
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Cross-entropy plus weighted KL term on the validation images, without penalties, in nats. */
  readonly validationLoss: number;
  /** Cross-entropy on the validation images, mean over pixels, in nats. */
  readonly validationBce: number;
}

const ARM_COLOURS: readonly string[] = [
  OKABE_ITO.vermillion,
  OKABE_ITO.purple,
  OKABE_ITO.green,
  OKABE_ITO.orange,
  OKABE_ITO.skyBlue,
  OKABE_ITO.black,
  COLOURS.quiet,
];

// The first control keeps the colour that it has in every other figure.
function armColours(arms: readonly string[]): string[] {
  const first = arms.findIndex((arm) => arm.startsWith("control"));
  let next = 0;
  return arms.map((_, k) =>
    k === first ? COLOURS.control : ARM_COLOURS[next++ % ARM_COLOURS.length]
  );
}

const PANELS = [
  { field: "validationLoss", title: "validation loss (nats a pixel)" },
  { field: "validationBce", title: "validation cross-entropy (nats a pixel)" },
] as const;

/**
 * Draws the training curves.
 *
 * @param rows All epochs of all arms; arms are coloured in order of first appearance, and the first
 * whose name begins with `control` as the control is everywhere. A value that is not finite breaks its line.
 * @returns An SVG document.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { trainingCurves } from "./training_curves.ts";
 *
 * const svg = await trainingCurves([
 *   { arm: "punctured, r = 0.3", epoch: 1, validationLoss: 0.06, validationBce: 0.05 },
 *   { arm: "punctured, r = 0.3", epoch: 2, validationLoss: 0.05, validationBce: 0.04 },
 * ]);
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function trainingCurves(rows: readonly EpochRow[]): Promise<string> {
  const arms = [...new Set(rows.map(({ arm }) => arm))];
  const epochs = Math.max(0, ...rows.map(({ epoch }) => epoch));
  return drawChart({
    description: `Validation loss and cross-entropy over ${counted(epochs, "epoch")} of ` +
      `${counted(arms.length, "arm")}.`,
    title: {
      text: "Training",
      subtitle: "each line is one training run, measured on validation images",
    },
    data: {
      values: rows.map(({ arm, epoch, validationLoss, validationBce }) => ({
        arm,
        epoch,
        validationLoss,
        validationBce,
      })),
    },
    hconcat: PANELS.map(({ field, title }) => ({
      width: 380,
      height: 260,
      mark: { type: "line", point: { size: 28 }, strokeWidth: 2 },
      encoding: {
        x: {
          field: "epoch",
          type: "quantitative",
          title: "epoch",
          axis: { tickMinStep: 1, format: "d", grid: false },
          scale: { domain: [1, Math.max(2, epochs)], nice: false, padding: 6 },
        },
        y: { field, type: "quantitative", title, scale: { zero: false }, axis: { tickCount: 6 } },
        color: {
          field: "arm",
          type: "nominal",
          title: null,
          scale: { domain: arms, range: armColours(arms) },
          legend: { orient: "bottom", columns: 4, symbolType: "stroke", symbolStrokeWidth: 3 },
        },
      },
    })),
  });
}
