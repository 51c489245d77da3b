/**
 * How wide a hole is in the codes of networks, and how badly they fill it: a dot a network.
 *
 * @module
 */

import { type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS } from "./palette.ts";
import { FIGURE_WIDTH, type FigureTitle, figureTitle } from "./titles.ts";

/** A network. */
export interface WidthDot {
  /** Narrowest width of the hole in its code, in latent units, ≥ 0. */
  readonly width: number;
  /** How much worse than its control it is inside the hole, in Dice. */
  readonly deficit: number;
}

/** Networks of one kind. */
export interface WidthSeries {
  readonly name: string;
  /** Whether its dots are hollow, and not filled with the colour of punctured networks. */
  readonly hollow: boolean;
  readonly dots: readonly WidthDot[];
}

/** Networks around one hole. */
export interface WidthPanel {
  readonly title: string;
  readonly series: readonly WidthSeries[];
  /** Mean of the controls' widths, drawn as a line. */
  readonly control: number;
}

/**
 * Draws a panel for each hole, both axes from 0.
 *
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or one has no dot.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { holeWidths } from "./hole_widths.ts";
 *
 * const svg = await holeWidths([{
 *   title: "radius 0.6",
 *   series: [{
 *     name: "seeds 0 to 1",
 *     hollow: false,
 *     dots: [{ width: 1.2, deficit: 0.04 }, { width: 1.9, deficit: 0.15 }],
 *   }],
 *   control: 1.6,
 * }], { title: "Width and deficit" });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function holeWidths(panels: readonly WidthPanel[], title: FigureTitle): Promise<string> {
  const drawn = panels.map(({ series, ...panel }) => ({
    ...panel,
    series,
    dots: series.flatMap(({ name, dots }) => dots.map((dot) => ({ ...dot, series: name }))),
  }));
  if (panels.length === 0 || drawn.some(({ dots }) => dots.length === 0)) {
    throw new RangeError("Cannot draw the widths: every panel must have a dot");
  }
  return drawChart({
    description: drawn.flatMap(({ title, dots }) =>
      dots.map(({ series, width, deficit }) =>
        `${title}, ${series}: width ${width.toFixed(2)}, deficit ${deficit.toFixed(3)}.`
      )
    ).join(" "),
    title: figureTitle(title),
    spacing: 30,
    resolve: { scale: { fill: "independent" } },
    hconcat: drawn.map(({ title, series, dots, control }): ChartPanel => {
      // Room for a whole dot at the end.
      const end = (values: readonly number[]) => 1.08 * Math.max(...values, 0);
      const axis = (label: string, values: readonly number[]) => ({
        type: "quantitative" as const,
        title: label,
        scale: { domain: [Math.min(0, ...values), end(values)], nice: false },
        axis: { tickCount: 5 },
      });
      const x = axis("narrowest width of the hole in the code (latent units)", [
        ...dots.map(({ width }) => width),
        control,
      ]);
      return {
        title: { text: title, fontSize: 13, offset: 8 },
        width: Math.floor(FIGURE_WIDTH / panels.length) - 80,
        height: 250,
        layer: [
          {
            data: { values: [{ control }] },
            mark: { type: "rule", color: COLOURS.control, strokeWidth: 1.5, strokeDash: [5, 4] },
            encoding: { x: { field: "control", ...x } },
          },
          {
            data: { values: [{ control, words: "controls, in the mean" }] },
            mark: {
              type: "text",
              color: COLOURS.control,
              angle: 270,
              align: "right",
              baseline: "bottom",
              dy: -4,
              fontSize: 11,
            },
            encoding: {
              x: { field: "control", ...x },
              y: { value: 6 },
              text: { field: "words" },
            },
          },
          {
            data: { values: dots },
            mark: {
              type: "point",
              filled: true,
              size: 110,
              opacity: 1,
              stroke: COLOURS.punctured,
              strokeWidth: 1.5,
            },
            encoding: {
              x: { field: "width", ...x },
              y: {
                field: "deficit",
                ...axis("Dice deficit inside the hole", dots.map(({ deficit }) => deficit)),
              },
              fill: {
                field: "series",
                type: "nominal",
                title: null,
                scale: {
                  domain: series.map(({ name }) => name),
                  range: series.map(({ hollow }) => hollow ? COLOURS.ground : COLOURS.punctured),
                },
                legend: {
                  orient: "bottom",
                  direction: "vertical",
                  symbolStrokeColor: COLOURS.punctured,
                },
              },
            },
          },
        ],
      };
    }),
  });
}
