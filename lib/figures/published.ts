/**
 * The published network beside ours: how well each reconstructs P1, and how its path of codes bends
 * along the transects. The published values are black, in the hole and out of it.
 *
 * @module
 */

import { type ChartPanel, drawChart } from "./chart.ts";
import { holeShade } from "./hole_shade.ts";
import { COLOURS, OKABE_ITO } from "./palette.ts";
import { paddedDomain } from "./domain.ts";
import {
  describeSeries,
  finitePoints,
  panelWidth,
  seriesLayers,
  type SeriesPoint,
} from "./series.ts";
import { FIGURE_WIDTH, type FigureTitle, figureTitle } from "./titles.ts";

/** Names of the networks, in the figures and for those who make their data. */
export const PUBLISHED_NAMES = {
  published: "published network",
  punctured: "ours, around the hole",
  control: "our control",
} as const;

const COLOUR: ReadonlyMap<string, string> = new Map([
  [PUBLISHED_NAMES.published, OKABE_ITO.black],
  [PUBLISHED_NAMES.punctured, COLOURS.punctured],
  [PUBLISHED_NAMES.control, COLOURS.control],
]);

/** Sizes of images, each with a mark of its own. */
export const PUBLISHED_SIZES = { full: "images of 256²", small: "of 64²" } as const;

/** Options of {@linkcode publishedErrors}. */
export interface PublishedErrorsOptions extends FigureTitle {
  /** Title of the x axis. */
  readonly x: string;
  /** Title of the y axis, with the unit. */
  readonly y: string;
  /** Where the hole begins and ends on the x axis. */
  readonly hole: readonly [from: number, to: number];
}

/**
 * Draws a measure along a transect for the networks of {@linkcode PUBLISHED_NAMES}, the hole shaded.
 *
 * @param points Values in any order, by the networks' names.
 * @returns An SVG document.
 * @throws {RangeError} No point has a finite x and estimate.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { publishedErrors } from "./published.ts";
 *
 * const svg = await publishedErrors([
 *   { x: 0, series: "published network", estimate: 0.58 },
 *   { x: 2, series: "published network", estimate: 0.93 },
 * ], { title: "P1", x: "b (axis units)", y: "Dice", hole: [0.7, 1.3] });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function publishedErrors(
  points: readonly SeriesPoint[],
  { x, y, hole, ...title }: PublishedErrorsOptions,
): Promise<string> {
  const drawn = finitePoints(points);
  if (drawn.length === 0) {
    throw new RangeError("Cannot draw the errors: no point has a finite x and estimate");
  }
  const named = [...COLOUR.keys()].filter((name) => drawn.some(({ series }) => series === name));
  const width = panelWidth(1, named);
  const xDomain = [drawn[0].x, drawn[drawn.length - 1].x] as const;
  return drawChart({
    description: describeSeries(drawn, { x, y }),
    title: { ...figureTitle(title), offset: 20 },
    width,
    height: 280,
    layer: [
      holeShade(hole, { type: "quantitative" }),
      ...seriesLayers(drawn, {
        width,
        height: 280,
        x,
        y,
        xDomain,
        yDomain: domainOf(drawn),
        colours: COLOUR,
        named,
      }),
    ],
  });
}

/** The values with a little room; 0 is not taken in, as nothing comes near it. */
function domainOf(points: readonly SeriesPoint[]): [low: number, high: number] {
  const values = points.flatMap(({ estimate, low = estimate, high = estimate }) => [low, high]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.04 * (high - low) || 0.5;
  return [low - room, high + room];
}

/** How a quantity of a path of codes is for one network, or in the mean of several. */
export interface BendPoint {
  /** Name of the transect. */
  readonly transect: string;
  /** One of {@linkcode PUBLISHED_NAMES}. */
  readonly series: string;
  /** Which images: one of {@linkcode PUBLISHED_SIZES}. */
  readonly images: string;
  readonly estimate: number;
  /** Ends of its interval, where it has one. */
  readonly low?: number;
  readonly high?: number;
}

/** One quantity of paths. */
export interface BendPanel {
  /** Title of the x axis, with the unit. */
  readonly x: string;
  /** The quantity of a straight line, where the axis begins if no interval reaches below it. */
  readonly straight: number;
  readonly points: readonly BendPoint[];
}

/**
 * Draws quantities of the paths of codes, one panel each: a row a transect, in it a line for the
 * networks of each kind and size, with their interval where they have one.
 *
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or one has no point.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { publishedBends } from "./published.ts";
 *
 * const points = [
 *   { transect: "P1", series: "published network", images: "images of 256²", estimate: 5.3 },
 * ];
 * const panel = { x: "turn (radians)", straight: 0, points };
 * const svg = await publishedBends([panel], { title: "Bends" });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function publishedBends(
  panels: readonly BendPanel[],
  title: FigureTitle,
): Promise<string> {
  if (panels.length === 0 || panels.some(({ points }) => points.length === 0)) {
    throw new RangeError("Cannot draw the bends: every panel must have a point");
  }
  const names = [...COLOUR.keys()];
  const sizes = Object.values(PUBLISHED_SIZES);
  // Each kind and size has a line of its own, so that no interval covers another.
  const lineOf = ({ series, images }: Pick<BendPoint, "series" | "images">) =>
    `${series}, ${images}`;
  const lines = names.flatMap((series) => sizes.map((images) => lineOf({ series, images })));
  const sentences = panels.flatMap(({ x, points }) =>
    points.map(({ transect, series, images, estimate }) =>
      `${x} of ${series}, ${images}, on ${transect}: ${Number(estimate.toPrecision(3))}.`
    )
  );
  const width = Math.floor(FIGURE_WIDTH / panels.length) - 70;
  return drawChart({
    description: sentences.join(" "),
    title: figureTitle(title),
    spacing: 24,
    hconcat: panels.map(({ x, straight, points }): ChartPanel => {
      const values = points.map((point) => ({ ...point, line: lineOf(point) }));
      const position = {
        y: {
          field: "transect",
          type: "nominal" as const,
          title: null,
          axis: { labelFontSize: 13, ticks: false, grid: true },
        },
        yOffset: { field: "line", type: "nominal" as const, sort: lines },
        color: {
          field: "series",
          type: "nominal" as const,
          title: null,
          scale: { domain: names, range: names.map((name) => COLOUR.get(name)!) },
          legend: { orient: "bottom" as const },
        },
      };
      const drawn = points.flatMap((
        { estimate, low = estimate, high = estimate },
      ) => [estimate, low, high]);
      const [lowest, highest] = paddedDomain([straight, ...drawn]);
      const begin = drawn.some((value) => value < straight) ? lowest : straight;
      const scale = { domain: [begin, highest], nice: false, zero: false };
      const axis = { type: "quantitative" as const, title: x, scale };
      return {
        width,
        height: 240,
        layer: [
          {
            data: { values: values.filter(({ low, high }) => low !== undefined && high! > low) },
            mark: { type: "rule", strokeWidth: 2 },
            encoding: { ...position, x: { field: "low", ...axis }, x2: { field: "high" } },
          },
          {
            data: { values },
            mark: { type: "point", filled: true, size: 90, opacity: 1 },
            encoding: {
              ...position,
              x: { field: "estimate", ...axis },
              shape: {
                field: "images",
                type: "nominal",
                title: null,
                scale: { domain: sizes, range: ["diamond", "circle"] },
                legend: { orient: "bottom", symbolFillColor: COLOURS.quiet },
              },
            },
          },
        ],
      };
    }),
  });
}
