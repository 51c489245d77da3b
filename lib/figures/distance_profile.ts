/**
 * Where the error of a hole begins: the mean error by signed distance to the hole's edge. A network
 * that fills the hole crosses the edge without a step; one that does not rises inside, and how far
 * outside the rise begins shows what the hole costs its neighbours.
 *
 * @module
 */

import { type ChartLayer, drawChart } from "./chart.ts";
import { paddedDomain } from "./domain.ts";
import {
  describeSeries,
  finitePoints,
  panelWidth,
  type SeriesFrame,
  seriesLayers,
  type SeriesPoint,
  zeroRule,
} from "./series.ts";
import { seriesColours } from "./series_colours.ts";
import { type FigureTitle, figureTitle } from "./titles.ts";
import { COLOURS } from "./palette.ts";

/** Grey that shows on a light and on a dark ground. */
const FEW = "#8c959f";

/** The mean error of one network at one distance. */
export interface DistanceRow extends Omit<SeriesPoint, "x"> {
  /** Distance to the hole's edge, in the options' unit; negative inside the hole. */
  readonly distance: number;
  /** Whether it rests on so few images that it is drawn grey, without its interval. Default false. */
  readonly few?: boolean;
}

/** Options of {@linkcode distanceProfile}. */
export interface DistanceProfileOptions extends FigureTitle {
  /** Title of the y axis, with the unit. */
  readonly y: string;
  /** Unit of the distances. Default axis units. */
  readonly unit?: string;
}

/**
 * Draws the error by distance to the hole's edge, the hole shaded.
 *
 * @param rows Mean errors, in any order; those without a finite distance and estimate are left out.
 * @returns An SVG document.
 * @throws {RangeError} No row has a finite distance and estimate.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { distanceProfile } from "./distance_profile.ts";
 *
 * const svg = await distanceProfile([
 *   { distance: -0.2, series: "punctured", estimate: 0.12, low: 0.1, high: 0.14 },
 *   { distance: 0.2, series: "punctured", estimate: 0.04, low: 0.03, high: 0.05 },
 * ], { title: "The error begins at the edge", y: "1 − Dice" });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function distanceProfile(
  rows: readonly DistanceRow[],
  options: DistanceProfileOptions,
): Promise<string> {
  const solid = rows.filter(({ few }) => !few);
  const drawn = solid.length > 0 ? solid : rows;
  const points = finitePoints(drawn.map(({ distance, ...row }) => ({ ...row, x: distance })));
  const few = finitePoints(
    rows.filter((row) => !drawn.includes(row))
      .map(({ distance, series, estimate }) => ({ x: distance, series, estimate })),
  );
  if (points.length === 0) {
    throw new RangeError(
      "Cannot draw the distance profile: a row must have a finite distance and estimate, " +
        `received ${rows.length} rows without`,
    );
  }
  const all = few.length === 0 ? points : finitePoints([...points, ...few]);
  const frame = profileFrame(all, options);
  return drawChart({
    description: "Distances below 0 lie inside the hole. " + describeSeries(points, frame),
    title: figureTitle(options),
    width: frame.width,
    height: frame.height,
    layer: [
      ...holeLayers(all, frame),
      zeroRule(frame),
      ...fewLayers(few, { points, frame }),
      ...seriesLayers(points, frame),
    ],
  });
}

function profileFrame(
  points: readonly SeriesPoint[],
  { y, unit = "axis units" }: DistanceProfileOptions,
): SeriesFrame {
  const colours = seriesColours(points.map(({ series }) => series));
  const named = [...colours.keys()];
  const [first, last] = [points[0].x, points[points.length - 1].x];
  // The edge itself is always in sight.
  const [low, high] = [Math.min(first, 0), Math.max(last, 0)];
  const room = 0.03 * (high - low) || 0.1;
  return {
    width: panelWidth(1, named),
    height: 290,
    x: `signed distance to the hole's edge (${unit})`,
    y,
    xDomain: [low - room, high + room],
    yDomain: paddedDomain(points.flatMap(({ estimate, low, high }) => [estimate, low, high])),
    colours,
    named,
  };
}

/** Points of few images, in grey, each joined to the next one of its series by a dashed line. */
function fewLayers(
  few: readonly SeriesPoint[],
  { points, frame }: { points: readonly SeriesPoint[]; frame: SeriesFrame },
): ChartLayer[] {
  if (few.length === 0) return [];
  const scale = ([low, high]: readonly [number, number]) => ({
    domain: [low, high],
    nice: false,
    zero: false,
  });
  const x = { field: "x", type: "quantitative" as const, scale: scale(frame.xDomain) };
  const y = { field: "estimate", type: "quantitative" as const, scale: scale(frame.yDomain) };
  const joined = few.flatMap((point, k) => {
    const beside = neighbour(point, { points, few });
    const line = `${point.series} ${k}`;
    return beside ? [{ ...point, line }, { ...beside, line }] : [];
  }).map(({ x, estimate, line }) => ({ x, estimate, line }));
  return [
    {
      data: { values: joined },
      mark: { type: "line", stroke: FEW, strokeWidth: 1.5, strokeDash: [3, 3], aria: false },
      encoding: { x, y, detail: { field: "line" } },
    },
    {
      data: { values: few.map(({ x, estimate }) => ({ x, estimate })) },
      mark: { type: "circle", size: 42, opacity: 1, color: FEW },
      encoding: { x, y },
    },
  ];
}

/** The next point of its series, on the side where most images are. */
function neighbour(
  { series, x }: SeriesPoint,
  { points, few }: { points: readonly SeriesPoint[]; few: readonly SeriesPoint[] },
): SeriesPoint | undefined {
  const solid = points.filter((point) => point.series === series).map((point) => point.x);
  const last = x > Math.max(...solid);
  const own = [...points, ...few].filter((point) =>
    point.series === series && (last ? point.x < x : point.x > x)
  );
  return own.toSorted((one, other) => Math.abs(one.x - x) - Math.abs(other.x - x))[0];
}

/** The hole shaded up to its edge, and each side's name where there are points on it. */
function holeLayers(
  points: readonly SeriesPoint[],
  { xDomain: [low, high] }: SeriesFrame,
): ChartLayer[] {
  const inside = points[0].x < 0;
  const outside = points[points.length - 1].x > 0;
  const sides = [
    ...(inside ? [["hole", "right"] as const] : []),
    ...(outside ? [["outside", "left"] as const] : []),
  ];
  const x = {
    type: "quantitative" as const,
    scale: { domain: [low, high], nice: false, zero: false },
  };
  return [
    {
      data: { values: inside ? [{ low, edge: 0 }] : [] },
      mark: { type: "rect", color: COLOURS.hole, opacity: 0.22, aria: false },
      encoding: { x: { ...x, field: "low" }, x2: { field: "edge" } },
    },
    {
      data: { values: [{ edge: 0 }] },
      layer: [
        {
          mark: { type: "rule", color: COLOURS.ink, strokeDash: [5, 3], aria: false },
          encoding: { x: { ...x, field: "edge" } },
        },
        ...sides.map(([text, align]): ChartLayer => ({
          mark: {
            type: "text",
            text,
            align,
            baseline: "top",
            dx: align === "right" ? -8 : 8,
            fontSize: 13,
            fontWeight: "bold",
            color: COLOURS.quiet,
          },
          encoding: { x: { ...x, field: "edge" }, y: { value: 8 } },
        })),
      ],
    },
  ];
}
