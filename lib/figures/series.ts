/**
 * Series as layers of a chart: lines with bands, dots of single seeds, names beside the lines, and
 * what they say in words. What is not finite is not drawn.
 *
 * @module
 */

import type { ChartLayer } from "./chart.ts";
import { COLOURS, textWidth } from "./palette.ts";
import { FIGURE_WIDTH, wrapText } from "./titles.ts";

/** An estimate of one series at one dose. */
export interface SeriesPoint {
  /** The dose, in the unit that the x axis names. */
  readonly x: number;
  /** Name of the series, written beside its line. */
  readonly series: string;
  /** The estimate, in the unit that the y axis names. A point without a finite one is left out. */
  readonly estimate: number;
  /** Lower end of its interval; without two finite ends, no band is drawn there. */
  readonly low?: number;
  /** Upper end of its interval. */
  readonly high?: number;
}

/** What one seed gave, behind an estimate. */
export interface SeedValue {
  /** The dose, in the unit that the x axis names. */
  readonly x: number;
  /** Name of the series. */
  readonly series: string;
  /** The value, in the unit that the y axis names. */
  readonly value: number;
}

/** How the x axis is laid out: `symlog` places x by ±log(1 + |x|), and so has room for 0. */
export type XScale = "linear" | "log" | "symlog";

/** From x to what an axis's scale spaces evenly, and back. */
export const X_SCALES: Readonly<
  Record<XScale, { readonly to: (x: number) => number; readonly from: (place: number) => number }>
> = {
  linear: { to: (x) => x, from: (place) => place },
  log: { to: Math.log, from: Math.exp },
  symlog: {
    to: (x) => Math.sign(x) * Math.log1p(Math.abs(x)),
    from: (place) => Math.sign(place) * Math.expm1(Math.abs(place)),
  },
};

/** Where a chart of series is drawn, and what its axes say. */
export interface SeriesFrame {
  /** Plot width, in pixels. */
  readonly width: number;
  /** Plot height, in pixels. */
  readonly height: number;
  /** Title of the x axis. */
  readonly x: string;
  /** Title of the y axis. */
  readonly y: string;
  /** First and last value of the x axis. */
  readonly xDomain: readonly [low: number, high: number];
  /** First and last value of the y axis. */
  readonly yDomain: readonly [low: number, high: number];
  /** Values with a tick on the x axis; without them, round ones. */
  readonly xTicks?: readonly number[];
  /** Words in place of such a value, by it. */
  readonly xWords?: ReadonlyMap<number, string>;
  /** How x is laid out. Default `linear`. */
  readonly xScale?: XScale;
  /** Each series' colour. */
  readonly colours: ReadonlyMap<string, string>;
  /** The series whose names are written to the right of the plot. */
  readonly named: readonly string[];
}

const AXIS_WIDTH = 66;

const NAME_SIZE = 12;

/**
 * What of a list of points can be drawn, by rising x: those with a finite x and estimate, and of
 * their intervals those with two finite ends.
 *
 * @param points In any order.
 * @returns New points; without an interval, one has neither `low` nor `high`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { finitePoints } from "./series.ts";
 *
 * assertEquals(finitePoints([{ x: 1, series: "control", estimate: NaN }]), []);
 * ```
 */
export function finitePoints(points: readonly SeriesPoint[]): SeriesPoint[] {
  return points
    .filter(({ x, estimate }) => Number.isFinite(x) && Number.isFinite(estimate))
    .map(({ x, series, estimate, low, high }) =>
      Number.isFinite(low) && Number.isFinite(high)
        ? { x, series, estimate, low, high }
        : { x, series, estimate }
    )
    .sort((one, other) => one.x - other.x);
}

/**
 * Width of one of several plots side by side, so that the figure has about
 * {@linkcode FIGURE_WIDTH}.
 *
 * @param columns Plots in a row, each with a y axis of its own.
 * @param names Names that stand to the right of a plot.
 * @returns Pixels, at least 120.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { panelWidth } from "./series.ts";
 *
 * assertEquals(panelWidth(1, ["punctured"]), 574);
 * ```
 */
export function panelWidth(columns: number, names: readonly string[]): number {
  const widest = Math.max(0, ...names.map((name) => textWidth(name, NAME_SIZE)));
  const free = FIGURE_WIDTH - Math.ceil(widest) - columns * AXIS_WIDTH;
  return Math.max(120, Math.floor(free / columns));
}

function axes(frame: SeriesFrame) {
  const { x, y, xDomain, yDomain, xTicks, xWords, xScale, width, height } = frame;
  return {
    x: {
      field: "x",
      type: "quantitative" as const,
      title: wrapText(x, { width, size: NAME_SIZE }),
      scale: {
        domain: [...xDomain],
        nice: false,
        ...(xScale === undefined || xScale === "linear" ? { zero: false } : { type: xScale }),
      },
      axis: {
        grid: false,
        labelOverlap: true,
        ...(xTicks ? { values: [...xTicks], format: ".4~g" } : {}),
        ...(xWords ? { labelExpr: wordsExpression(xWords) } : {}),
      },
    },
    y: {
      field: "estimate",
      type: "quantitative" as const,
      title: wrapText(y, { width: height, size: NAME_SIZE }),
      scale: { domain: [...yDomain], nice: false, zero: false },
      axis: { tickCount: 6 },
    },
  };
}

/** Vega's expression that gives a word in place of a value. */
function wordsExpression(words: ReadonlyMap<number, string>): string {
  return `${JSON.stringify(Object.fromEntries(words))}[datum.value] || datum.label`;
}

function colourScale(colours: ReadonlyMap<string, string>) {
  return {
    field: "series",
    type: "nominal" as const,
    scale: { domain: [...colours.keys()], range: [...colours.values()] },
    legend: null,
  };
}

/**
 * A rule at 0, drawn where the y axis has one.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { zeroRule } from "./series.ts";
 *
 * const layer = zeroRule({
 *   width: 300, height: 200, x: "dose", y: "effect", xDomain: [0, 1], yDomain: [-1, 1],
 *   colours: new Map(), named: [],
 * });
 * assert("mark" in layer);
 * ```
 */
export function zeroRule(frame: SeriesFrame): ChartLayer {
  const [low, high] = frame.yDomain;
  return {
    data: { values: low <= 0 && high >= 0 ? [{ estimate: 0 }] : [] },
    mark: { type: "rule", color: COLOURS.quiet, strokeWidth: 1.2, aria: false },
    encoding: { y: axes(frame).y },
  };
}

/** The seeds' own values, as dots beside the mean of their series. */
export function seedDots(seeds: readonly SeedValue[], frame: SeriesFrame): ChartLayer {
  const names = [...frame.colours.keys()];
  const { x, y } = axes(frame);
  const { to, from } = X_SCALES[frame.xScale ?? "linear"];
  const step = 6 * (to(frame.xDomain[1]) - to(frame.xDomain[0])) / frame.width;
  const shift = (series: string) => step * (names.indexOf(series) - (names.length - 1) / 2);
  return {
    data: {
      values: seeds.map((seed) => ({
        x: from(to(seed.x) + shift(seed.series)),
        series: seed.series,
        estimate: seed.value,
      })),
    },
    mark: { type: "circle", size: 16, opacity: 0.45, aria: false },
    encoding: { x, y, color: colourScale(frame.colours) },
  };
}

/**
 * The layers of series with intervals: bands, lines, dots, and names to the right.
 *
 * @param points As {@linkcode finitePoints} gives them.
 * @param frame Where they are drawn; its colours hold every series.
 * @returns Layers of a chart of the frame's width and height.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { seriesLayers } from "./series.ts";
 *
 * const layers = seriesLayers([{ x: 0, series: "control", estimate: 1, low: 0.9, high: 1.1 }], {
 *   width: 300, height: 200, x: "dose", y: "effect", xDomain: [-1, 1], yDomain: [0, 2],
 *   colours: new Map([["control", "#0072b2"]]), named: ["control"],
 * });
 * assert(layers.length > 0);
 * ```
 */
export function seriesLayers(points: readonly SeriesPoint[], frame: SeriesFrame): ChartLayer[] {
  const { x, y } = axes(frame);
  const color = colourScale(frame.colours);
  const banded = points.filter(({ low }) => low !== undefined);
  const interval = { x, y: { ...y, field: "low" }, y2: { field: "high" }, color };
  return [
    {
      data: { values: banded.map(({ x, series, low, high }) => ({ x, series, low, high })) },
      layer: [
        { mark: { type: "area", opacity: 0.18, line: false, aria: false }, encoding: interval },
        {
          mark: { type: "rule", strokeWidth: 1.2, opacity: 0.55, aria: false },
          encoding: interval,
        },
      ],
    },
    {
      data: { values: points.map(({ x, series, estimate }) => ({ x, series, estimate })) },
      layer: [
        { mark: { type: "line", strokeWidth: 2.2 }, encoding: { x, y, color } },
        {
          mark: { type: "circle", size: 42, opacity: 1, aria: false },
          encoding: { x, y, color },
        },
      ],
    },
    {
      data: { values: namePlaces(points, frame) },
      mark: {
        type: "text",
        align: "left",
        baseline: "middle",
        fontSize: NAME_SIZE,
        fontWeight: "bold",
        limit: FIGURE_WIDTH,
      },
      encoding: {
        x: { value: frame.width + 7 },
        y,
        text: { field: "series" },
        color,
      },
    },
  ];
}

/** Heights of the names: each at the end of its line, or as near as the others let it. */
function namePlaces(
  points: readonly SeriesPoint[],
  { named, height, yDomain: [low, high] }: SeriesFrame,
): { series: string; estimate: number }[] {
  const line = NAME_SIZE + 3;
  const ends = named
    .flatMap((name) => points.findLast(({ series }) => series === name) ?? [])
    .map(({ series, estimate }) => ({ series, at: (height * (high - estimate)) / (high - low) }))
    .sort((one, other) => one.at - other.at);
  for (let i = 1; i < ends.length; i++) ends[i].at = Math.max(ends[i].at, ends[i - 1].at + line);
  let floor = height;
  for (const end of ends.toReversed()) {
    end.at = Math.min(end.at, floor);
    floor = end.at - line;
  }
  return ends.map(({ series, at }) => ({ series, estimate: high - (at * (high - low)) / height }));
}

/**
 * Says how each series runs, in sentences for a screen reader.
 *
 * @param points As {@linkcode finitePoints} gives them.
 * @param titles What the axes say.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { describeSeries } from "./series.ts";
 *
 * assertEquals(
 *   describeSeries([{ x: 1, series: "control", estimate: 2 }], { x: "dose", y: "effect" }),
 *   "effect against dose. The series control is 2 at 1.",
 * );
 * ```
 */
export function describeSeries(
  points: readonly SeriesPoint[],
  { x, y }: { readonly x: string; readonly y: string },
): string {
  const sentences = [...new Set(points.map(({ series }) => series))].map((name) => {
    const own = points.filter(({ series }) => series === name);
    const [first, last] = [own[0], own[own.length - 1]].map((point) =>
      `${Number(point.estimate.toPrecision(3))} at ${Number(point.x.toPrecision(3))}`
    );
    return own.length === 1
      ? `The series ${name} is ${first}.`
      : `The series ${name} goes from ${first} to ${last}.`;
  });
  return [`${y} against ${x}.`, ...sentences].join(" ");
}
