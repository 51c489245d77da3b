/**
 * Where in the parameter space a network errs. Beside the control's map, on the same scale, the
 * network trained around the hole shows whether the hole's outline is to be seen in its errors; a
 * bright rim of the space that both have is no work of the hole.
 *
 * @module
 */

import { type FamilyName, parameterTitle, parameterValue } from "../curve/family.ts";
import { parameterSymbol, shortParameterText } from "../curve/parameter_text.ts";
import { type Hole, insideHole } from "../space/hole.ts";
import { type Point, SPACE } from "../space/space.ts";
import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS } from "./palette.ts";
import { outlinesOf } from "./outlines.ts";
import { parameterDomain, parameterPoint, parameterTickProperties } from "./parameter_axis.ts";
import { FIGURE_WIDTH, type FigureTitle, figureTitle, wrapText } from "./titles.ts";

/** The error at one point of a lattice. */
export interface ErrorMapCell extends Point {
  /** The error, in the measure's unit; a cell without a finite one stays grey. */
  readonly value: number;
}

/** The map of one network. */
export interface ErrorMapPanel {
  /** What the map shows, for instance the network's name. */
  readonly title: string;
  /** Points of a lattice over the space, in any order; each fills the plane around it. */
  readonly cells: readonly ErrorMapCell[];
}

/** Options of {@linkcode errorMap}. */
export interface ErrorMapOptions extends FigureTitle {
  /** Name of the measure, with the unit, for the legend. */
  readonly measure: string;
  /** The hole; its outline is drawn where it lies within the space. */
  readonly hole: Hole;
  /** What a and b are called; as those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
  /**
   * Values of the darkest and the brightest colour; values beyond have those. Default: the smallest
   * and the largest of all maps.
   */
  readonly domain?: readonly [low: number, high: number];
}

const AXIS_WIDTH = 52;
const LEGEND_WIDTH = 92;
const GAP = 18;
const NO_VALUE = "#c8cdd3";

/**
 * Draws maps of errors over the (a, b) plane, three a row, with one colour scale for all (viridis:
 * dark is small, bright is large; it can be read by colour-blind readers and in grey).
 *
 * @param panels Maps, in the order in which they are drawn.
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, no cell has a finite value, a cell's a or b is not finite,
 * or the domain does not rise.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { lattice, PUBLISHED_HOLE } from "../space/mod.ts";
 * import { errorMap } from "./error_map.ts";
 *
 * const cells = lattice(20, 15).map((point) => ({ ...point, value: point.b / 20 }));
 * const svg = await errorMap([{ title: "control", cells }], {
 *   title: "Large petals are hard",
 *   measure: "1 − Dice",
 *   hole: PUBLISHED_HOLE,
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function errorMap(
  panels: readonly ErrorMapPanel[],
  options: ErrorMapOptions,
): Promise<string> {
  const domain = colourDomain(panels, options);
  const columns = Math.min(3, panels.length);
  const free = FIGURE_WIDTH - AXIS_WIDTH - LEGEND_WIDTH - (columns - 1) * GAP;
  // An even number of pixels a unit gives maps of whole pixels: a is 1.5 units wide.
  const scale: MapScale = {
    domain,
    measure: options.measure,
    family: options.family,
    pixels: Math.min(170, 2 * Math.floor(free / columns / (SPACE.a[1] - SPACE.a[0]) / 2)),
  };
  return drawChart({
    description: panels.map(({ title, cells }) => describeMap({ title, cells }, options)).join(" "),
    title: figureTitle(options),
    spacing: GAP,
    columns,
    concat: panels.map((panel, i): ChartPanel => ({
      title: {
        text: wrapText(panel.title, {
          width: scale.pixels * (SPACE.a[1] - SPACE.a[0]),
          size: 13,
        }),
        fontSize: 13,
        offset: 8,
      },
      width: scale.pixels * (SPACE.a[1] - SPACE.a[0]),
      height: scale.pixels * (SPACE.b[1] - SPACE.b[0]),
      view: { fill: NO_VALUE },
      layer: [
        cellLayer(panel.cells, { ...scale, first: i % columns === 0 }),
        ...outlineLayers(options.hole, { ...scale, first: i % columns === 0 }),
      ],
    })),
  });
}

function colourDomain(
  panels: readonly ErrorMapPanel[],
  { domain }: ErrorMapOptions,
): [low: number, high: number] {
  const cells = panels.flatMap(({ cells }) => cells);
  const lost = cells.find(({ a, b }) => !Number.isFinite(a) || !Number.isFinite(b));
  if (lost) {
    throw new RangeError(
      `Cannot draw the error map: a and b must be finite, received ${lost.a} and ${lost.b}`,
    );
  }
  let [low, high] = [Infinity, -Infinity];
  for (const { value } of cells) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) {
    throw new RangeError(
      "Cannot draw the error map: a cell must have a finite value, " +
        `received ${cells.length} cells without in ${panels.length} panels`,
    );
  }
  if (domain && !(domain[0] < domain[1] && domain.every(Number.isFinite))) {
    throw new RangeError(
      `Cannot draw the error map: the domain must rise, received ${domain.join(" to ")}`,
    );
  }
  if (domain) return [domain[0], domain[1]];
  return low < high ? [low, high] : [low, low + (Math.abs(low) || 1)];
}

interface MapScale {
  readonly domain: readonly [low: number, high: number];
  readonly measure: string;
  readonly family: FamilyName | undefined;
  /** Pixels an axis unit, of both axes. */
  readonly pixels: number;
}

function axis(
  name: "a" | "b",
  { family, labelled = true }: { family: FamilyName | undefined; labelled?: boolean },
) {
  return {
    type: "quantitative" as const,
    scale: { domain: parameterDomain(name, family), nice: false, zero: false },
    title: labelled ? parameterTitle(name, { unit: false, family }) : null,
    axis: {
      ...parameterTickProperties(name, family, { values: [0, 0.5, 1, 1.5, 2], format: ".1f" }),
      labels: labelled,
      labelFlush: true,
      grid: false,
    },
  };
}

function cellLayer(
  cells: readonly ErrorMapCell[],
  { domain, measure, family, pixels, first }: MapScale & { readonly first: boolean },
): ChartLayer {
  const across = cellEdges(cells.map(({ a }) => a), "a");
  const upwards = cellEdges(cells.map(({ b }) => b), "b");
  // Cells reach a pixel under the next ones, or a renderer shows the ground between them.
  const under = 1.2 / pixels;
  return {
    data: {
      values: cells.filter(({ value }) => Number.isFinite(value)).map(({ a, b, value }) => ({
        left: parameterValue("a", across(a)[0], family),
        right: parameterValue("a", across(a)[1] + under, family),
        bottom: parameterValue("b", upwards(b)[0] - under, family),
        top: parameterValue("b", upwards(b)[1], family),
        value,
      })),
    },
    mark: { type: "rect", clip: true, aria: false },
    encoding: {
      x: { ...axis("a", { family }), field: "left" },
      x2: { field: "right" },
      y: { ...axis("b", { family, labelled: first }), field: "bottom" },
      y2: { field: "top" },
      color: {
        field: "value",
        type: "quantitative",
        scale: { domain: [...domain], scheme: "viridis", clamp: true, nice: false, zero: false },
        legend: {
          title: wrapText(measure, { width: LEGEND_WIDTH - 10, size: 12 }),
          gradientLength: pixels,
          tickCount: 5,
        },
      },
    },
  };
}

/**
 * Where the cells of a lattice end in one direction: halfway to their neighbours, and as far beyond
 * the outermost. A single value has the whole range.
 */
function cellEdges(
  values: readonly number[],
  name: "a" | "b",
): (value: number) => readonly [low: number, high: number] {
  const [low, high] = SPACE[name];
  const near = 1e-9 * (high - low);
  const places = [...new Set(values)]
    .sort((one, other) => one - other)
    .filter((value, i, all) => i === 0 || value - all[i - 1] > near);
  if (places.length === 1) return () => [low, high];
  const middles = places.slice(1).map((place, i) => (places[i] + place) / 2);
  const edges = [
    2 * places[0] - middles[0],
    ...middles,
    2 * places[places.length - 1] - middles[middles.length - 1],
  ];
  return (value) => {
    const after = middles.findIndex((middle) => value < middle);
    const i = after < 0 ? places.length - 1 : after;
    return [edges[i], edges[i + 1]];
  };
}

/** Black on a dark page too, where the figures' own black turns light: these dashes lie on white. */
const DASHES = "#010101";

/** A dark line on a light one shows on every colour of the scale. */
function outlineLayers(
  hole: Hole,
  { family, first }: MapScale & { readonly first: boolean },
): ChartLayer[] {
  const outlines = outlinesOf(hole);
  const lines = (stroke: string, strokeWidth: number, strokeDash: number[]) =>
    outlines.map((outline): ChartLayer => ({
      data: {
        values: outline.map((point, order) => ({ ...parameterPoint(point, family), order })),
      },
      mark: { type: "line", clip: true, stroke, strokeWidth, strokeDash, aria: false },
      encoding: {
        x: { ...axis("a", { family }), field: "a" },
        y: { ...axis("b", { family, labelled: first }), field: "b" },
        order: { field: "order", type: "ordinal" },
      },
    }));
  return [...lines(COLOURS.ground, 3.5, [1, 0]), ...lines(DASHES, 1.8, [5, 4])];
}

function describeMap(
  { title, cells }: ErrorMapPanel,
  { measure, hole, family }: ErrorMapOptions,
): string {
  const finite = cells.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return `${title}: no value.`;
  const worst = finite.reduce((max, cell) => cell.value > max.value ? cell : max);
  const place = (["a", "b"] as const).map((name) =>
    `${parameterSymbol(name, family)} = ${shortParameterText(name, worst[name], family)}`
  ).join(", ");
  const where = hole.kind === "none"
    ? ""
    : insideHole(hole, worst)
    ? ", inside the hole"
    : ", outside the hole";
  return `${title}: the largest ${measure}, ${Number(worst.value.toPrecision(3))}, ` +
    `is at ${place}${where}.`;
}
