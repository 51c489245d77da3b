/**
 * What a penalty on the codes buys and what it costs, arm by arm: reconstruction, the strongest
 * correlation between two latent dimensions, and how far the principal axes stand from the latent
 * ones.
 *
 * @module
 */

import { type ChartPanel, drawChart } from "./chart.ts";
import { formatNumber } from "./forest.ts";
import { COLOURS, OKABE_ITO } from "./palette.ts";

/** One arm of the ablation. */
export interface AblationRow {
  /** Name of the arm. */
  readonly arm: string;
  /** Mean Dice on the validation images, in [0, 1]. */
  readonly dice: number;
  /** Largest |correlation| between two latent dimensions, in [0, 1]; NaN where there is none. */
  readonly maxAbsCorrelation: number;
  /** Largest angle from a principal axis to its nearest latent axis, in degrees; NaN likewise. */
  readonly largestAngle: number;
}

/**
 * Draws the ablation, one row an arm, one panel a measure.
 *
 * @param rows The arms, in the order in which they are drawn.
 * @returns An SVG document.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { ablationFigure } from "./ablation.ts";
 *
 * const svg = await ablationFigure([
 *   { arm: "no penalty", dice: 0.96, maxAbsCorrelation: 0.3, largestAngle: 20 },
 *   { arm: "centred covariance", dice: 0.96, maxAbsCorrelation: 0.01, largestAngle: 2 },
 * ]);
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function ablationFigure(rows: readonly AblationRow[]): Promise<string> {
  const arms = rows.map(({ arm }) => arm);
  const dice = rows.map((row) => row.dice).filter(Number.isFinite);
  const low = Math.min(...dice);
  // A difference of a thousandth must not fill the panel.
  const floor = Math.max(0, Math.min(low - 0.02, 0.9));
  const panels = [
    { field: "dice", title: "mean Dice on validation", domain: [floor, 1], digits: 3 },
    {
      field: "maxAbsCorrelation",
      title: "largest |correlation| of two codes",
      domain: [0, 1],
      digits: 2,
    },
    {
      field: "largestAngle",
      title: "angle of principal to latent axes (°)",
      domain: [0, 60],
      digits: 0,
    },
  ] as const;

  const panel = ({ field, title, domain, digits }: typeof panels[number], index: number) => {
    const x = {
      field,
      type: "quantitative" as const,
      title,
      scale: { domain: [...domain], zero: false, nice: false },
      axis: { tickCount: 5 },
    };
    const y = {
      field: "arm",
      type: "nominal" as const,
      sort: arms,
      title: null,
      axis: {
        labels: index === 0,
        labelFontSize: 12,
        labelColor: COLOURS.ink,
        labelPadding: 8,
        labelLimit: 300,
        domain: false,
        ticks: false,
        grid: true,
      },
    };
    const chart: ChartPanel = {
      width: 205,
      height: { step: 34 },
      layer: [
        {
          // A bar's length means something only where it starts at 0.
          mark: {
            type: "rule",
            strokeWidth: 3,
            color: OKABE_ITO.skyBlue,
            opacity: field === "dice" ? 0 : 0.6,
          },
          encoding: { x, x2: { datum: domain[0] }, y },
        },
        {
          mark: { type: "point", filled: true, size: 110, color: OKABE_ITO.blue, opacity: 1 },
          encoding: { x, y },
        },
        {
          mark: {
            type: "text",
            dy: -11,
            fontSize: 11,
            fontWeight: "bold",
            color: COLOURS.ink,
          },
          encoding: { x, y, text: { field, type: "quantitative", format: `.${digits}f` } },
        },
      ],
    };
    return chart;
  };

  return drawChart({
    description: rows.map((row) =>
      `${row.arm}: Dice ${row.dice.toFixed(3)}, ` +
      `${words("largest correlation", row.maxAbsCorrelation, 2)}, ` +
      `${words("angle in degrees", row.largestAngle, 0)}.`
    ).join(" "),
    title: {
      text: "What a penalty on the codes changes",
      subtitle: "left: higher is better; middle and right: 0 means separate, aligned codes",
    },
    data: {
      values: rows.map((row) => ({
        arm: row.arm,
        dice: row.dice,
        maxAbsCorrelation: finite(row.maxAbsCorrelation),
        largestAngle: finite(row.largestAngle),
      })),
    },
    spacing: 26,
    hconcat: panels.map(panel),
  });
}

function words(name: string, value: number, digits: number): string {
  return Number.isFinite(value) ? `${name} ${formatNumber(value, { digits })}` : `no ${name}`;
}

/** The chart leaves out what is `null`. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
