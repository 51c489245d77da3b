/**
 * How an effect grows with a dose, for instance the Dice deficit with the hole's radius. A single
 * radius answers yes or no; the curve shows where the effect begins, namely where its band comes
 * clear of the zero rule. Each seed is a faint dot, so that nobody mistakes three runs for thirty.
 *
 * @module
 */

import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { paddedDomain } from "./domain.ts";
import {
  describeSeries,
  finitePoints,
  panelWidth,
  seedDots,
  type SeedValue,
  type SeriesFrame,
  seriesLayers,
  type SeriesPoint,
  X_SCALES,
  type XScale,
  zeroRule,
} from "./series.ts";
import { seriesColours } from "./series_colours.ts";
import { type FigureTitle, figureTitle } from "./titles.ts";

/** One measure of a dose–response. */
export interface DosePanel {
  /** Title of the y axis, with the unit. */
  readonly y: string;
  /** Estimates, in any order. */
  readonly points: readonly SeriesPoint[];
  /** Values of single seeds, in any order; those of a series without a point are left out. */
  readonly seeds?: readonly SeedValue[];
}

/** Options of {@linkcode doseResponse} for several panels. */
export interface DosePanelsOptions extends FigureTitle {
  /** Title of the x axis, with the unit. */
  readonly x: string;
  /** Words on the x axis for doses that are no numbers, by the dose. Default none. */
  readonly words?: ReadonlyMap<number, string>;
  /** How the doses are laid out. Default `linear`. */
  readonly scale?: XScale;
}

/** Options of {@linkcode doseResponse} for a single panel. */
export interface DoseResponseOptions extends DosePanelsOptions, Omit<DosePanel, "points"> {}

/**
 * Draws how effects grow with a dose: one panel from points and a `y`, or several beside each other,
 * three a row, from a list of panels. Names stand at the end of the lines, in the last panel that
 * has the series. Seeds of different series are moved apart a little, sideways.
 *
 * @param points Estimates, in any order.
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or a panel has no point with a finite x and estimate.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { doseResponse } from "./dose_response.ts";
 *
 * const svg = await doseResponse([
 *   { x: 0.3, series: "punctured", estimate: 0.004, low: -0.001, high: 0.009 },
 *   { x: 0.6, series: "punctured", estimate: 0.092, low: 0.08, high: 0.104 },
 * ], {
 *   title: "The deficit begins between r = 0.3 and 0.6",
 *   x: "radius of the hole (axis units)",
 *   y: "Dice deficit",
 *   seeds: [{ x: 0.6, series: "punctured", value: 0.095 }],
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function doseResponse(
  points: readonly SeriesPoint[],
  options: DoseResponseOptions,
): Promise<string>;

/**
 * Draws several measures against one dose, beside each other.
 *
 * @param panels Measures, in the order in which they are drawn.
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or a panel has no point with a finite x and estimate.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { doseResponse } from "./dose_response.ts";
 *
 * const points = [{ x: 0.3, series: "control", estimate: 0.01, low: 0, high: 0.02 }];
 * const svg = await doseResponse([{ y: "error in a", points }, { y: "error in b", points }], {
 *   title: "Both parameters suffer",
 *   x: "radius of the hole (axis units)",
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function doseResponse(
  panels: readonly DosePanel[],
  options: DosePanelsOptions,
): Promise<string>;

export function doseResponse(
  data: readonly SeriesPoint[] | readonly DosePanel[],
  options: DosePanelsOptions | DoseResponseOptions,
): Promise<string> {
  const panels = ("y" in options ? [{ ...options, points: data }] : data) as readonly DosePanel[];
  const drawn = panels.map((panel) => ({ ...panel, points: finitePoints(panel.points) }));
  const empty = drawn.findIndex(({ points }) => points.length === 0);
  if (drawn.length === 0 || empty >= 0) {
    throw new RangeError(
      "Cannot draw the dose–response: each panel must have a point with a finite x and estimate, " +
        (drawn.length === 0 ? "received no panel" : `received none in "${drawn[empty].y}"`),
    );
  }
  const names = drawn.map(({ points }) => points.map(({ series }) => series));
  const colours = seriesColours(names.flat());
  const named = names.map((own, i) =>
    [...colours.keys()].filter((name) =>
      own.includes(name) && !names.slice(i + 1).some((later) => later.includes(name))
    )
  );
  const columns = Math.min(3, drawn.length);
  const width = panelWidth(columns, named.flat());
  const size = { width, height: columns === 1 ? 280 : 230 };
  const chart = drawn.map((panel, i): ChartPanel => ({
    ...size,
    layer: doseLayers(panel, {
      ...size,
      x: options.x,
      ...(options.words && { xWords: options.words }),
      ...(options.scale && { xScale: options.scale }),
      colours,
      named: named[i],
    }),
  }));
  return drawChart({
    description: drawn.map(({ y, points }) => describeSeries(points, { x: options.x, y })).join(
      " ",
    ),
    title: figureTitle(options),
    spacing: 16,
    columns,
    concat: chart,
  });
}

function doseLayers(
  { y, points, seeds = [] }: DosePanel,
  given: Pick<SeriesFrame, "width" | "height" | "x" | "xWords" | "xScale" | "colours" | "named">,
): ChartLayer[] {
  const doses = [...new Set(points.map((point) => point.x))];
  const [low, high] = [doses[0], doses[doses.length - 1]];
  const { to, from } = X_SCALES[given.xScale ?? "linear"];
  const room = 0.05 * (to(high) - to(low)) || 0.5;
  const own = seeds.filter((seed) =>
    Number.isFinite(seed.x) && Number.isFinite(seed.value) && given.colours.has(seed.series)
  );
  const frame: SeriesFrame = {
    ...given,
    y,
    xDomain: [from(to(low) - room), from(to(high) + room)],
    yDomain: paddedDomain([
      ...points.flatMap((point) => [point.estimate, point.low, point.high]),
      ...own.map(({ value }) => value),
    ]),
    ...(doses.length <= 8 && { xTicks: doses }),
  };
  return [
    zeroRule(frame),
    seedDots(own, frame),
    ...seriesLayers(points, frame),
  ];
}
