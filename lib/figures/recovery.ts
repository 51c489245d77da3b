/**
 * Which shape came out instead: from each true (a, b) an arrow to the (a, b) of the shape that fits
 * the reconstruction best. Errors in pixels say that a shape is wrong; arrows say which shape it
 * was bent into.
 *
 * @module
 */

import { type FamilyName, parameterTitle, periodicAxis } from "../curve/family.ts";
import {
  lengthText,
  parameterDigits,
  parameterSymbol,
  parameterSymbols,
} from "../curve/parameter_text.ts";
import { mean } from "../measure/statistics.ts";
import { type Hole, insideHole } from "../space/hole.ts";
import { type Point, SPACE } from "../space/space.ts";
import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS, OKABE_ITO } from "./palette.ts";
import { outlinesOf } from "./outlines.ts";
import { parameterDomain, parameterPoint, parameterTickProperties } from "./parameter_axis.ts";

/** A test point and the shape that its reconstruction is. */
export interface RecoveredPoint extends Point {
  /** a and b of the shape that fits the reconstruction best, in axis units. */
  readonly aFit: number;
  readonly bFit: number;
}

/** The test points of one network. */
export interface RecoveryPanel {
  /** The network's name. */
  readonly title: string;
  /** In any order. */
  readonly points: readonly RecoveredPoint[];
}

/** Options of {@linkcode recoveryArrows}. */
export interface RecoveryOptions {
  /** The hole, outlined in every panel. */
  readonly hole: Hole;
  /** The figure's title. */
  readonly title: string;
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
  /** Arrows a panel at most; of more points, one is taken from each cell of a grid. Default 250. */
  readonly maximum?: number;
}

const PIXELS = 160;

/**
 * Draws the arrows, a panel a network.
 *
 * @param panels Points whose fit is not finite are left out.
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or one without a point, or `maximum` is not ≥ 1.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { PUBLISHED_HOLE } from "../space/mod.ts";
 * import { recoveryArrows } from "./recovery.ts";
 *
 * const points = [{ a: 1.2, b: 1, aFit: 1.3, bFit: 0.9 }];
 * const svg = await recoveryArrows([{ title: "control", points }], {
 *   hole: PUBLISHED_HOLE,
 *   title: "Shapes inside the hole come out larger",
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function recoveryArrows(
  panels: readonly RecoveryPanel[],
  { hole, title, family, maximum = 250 }: RecoveryOptions,
): Promise<string> {
  if (!(maximum >= 1)) {
    throw new RangeError(
      `Cannot draw the recovered shapes: maximum must be ≥ 1, received ${maximum}`,
    );
  }
  const finite = panels.map(({ title, points: given }) => {
    const fitted = given.filter(({ aFit, bFit }) => Number.isFinite(aFit) && Number.isFinite(bFit));
    const points = fitted.map((point) => withShortestWay(point, family));
    return { title, points, shown: thinned(points, maximum) };
  });
  const empty = finite.find(({ points }) => points.length === 0);
  if (finite.length === 0 || empty) {
    throw new RangeError(
      "Cannot draw the recovered shapes: there must be a panel, and each must have a point, " +
        `received ${empty ? `none for ${empty.title}` : "no panel"}`,
    );
  }
  const symbols = parameterSymbols(family);
  return drawChart({
    description: finite.map(({ title, points }) =>
      `${title}: ${errorsOf(points, { hole, family })}.`
    ).join(
      " ",
    ),
    title: {
      text: title,
      subtitle: [
        `from the true (${symbols}), ○, to the shape that came out; dashed: the hole`,
        ...drawnOf(finite),
      ],
    },
    spacing: 26,
    hconcat: finite.map((panel, k) => arrowPanel(panel, { hole, family, first: k === 0 })),
  });
}

/** A panel whose arrows are chosen. */
interface ThinnedPanel extends RecoveryPanel {
  readonly shown: readonly RecoveredPoint[];
}

/** How many of the points have an arrow, where some have none. */
function drawnOf(panels: readonly ThinnedPanel[]): string[] {
  const counts = panels.map(({ points, shown }) => `${shown.length} of ${points.length}`);
  if (panels.every(({ points, shown }) => points.length === shown.length)) return [];
  return [
    `arrows of ${[...new Set(counts)].join(" and ")} points, one from each cell of a grid; ` +
    "errors are means over all",
  ];
}

/** The same with the fit on the shorter way around a periodic axis, beyond its range if need be. */
function withShortestWay(point: RecoveredPoint, family: FamilyName | undefined): RecoveredPoint {
  const fit = (name: "a" | "b", value: number) => {
    if (name !== periodicAxis(family)) return value;
    const period = SPACE[name][1] - SPACE[name][0];
    return value - period * Math.round((value - point[name]) / period);
  };
  return { ...point, aFit: fit("a", point.aFit), bFit: fit("b", point.bFit) };
}

function errorsOf(
  points: readonly RecoveredPoint[],
  { hole, family }: { hole: Hole; family: FamilyName | undefined },
): string {
  const part = (inside: boolean) => {
    const chosen = points.filter((point) => insideHole(hole, point) === inside);
    if (chosen.length === 0) return [];
    const off = (name: "a" | "b", error: (point: RecoveredPoint) => number) => {
      const length = mean(chosen.map((point) => Math.abs(error(point))));
      const digits = parameterDigits(name, family) + 1;
      return `${lengthText(name, length, { family, digits })} in ${parameterSymbol(name, family)}`;
    };
    const [a, b] = [off("a", ({ a, aFit }) => aFit - a), off("b", ({ b, bFit }) => bFit - b)];
    return [`${inside ? "inside" : "outside"} off by ${a}, ${b}`];
  };
  return [...part(true), ...part(false)].join("; ");
}

/** One point of each cell of a grid over the space, so that no part of it is crowded. */
function thinned(points: readonly RecoveredPoint[], maximum: number): RecoveredPoint[] {
  if (points.length <= maximum) return [...points];
  const [width, height] = [SPACE.a[1] - SPACE.a[0], SPACE.b[1] - SPACE.b[0]];
  // Cells that the edges cut come on top of the whole ones, and may be too many.
  for (let side = Math.sqrt(width * height / maximum);; side *= 1.02) {
    const cells = new Map<string, RecoveredPoint>();
    for (const point of points) {
      const [column, row] = (["a", "b"] as const).map((axis) =>
        Math.trunc((point[axis] - SPACE[axis][0]) / side)
      );
      const cell = `${column} ${row}`;
      if (!cells.has(cell)) cells.set(cell, point);
    }
    if (cells.size <= maximum) return [...cells.values()];
  }
}

/** The same in the values of the parameters. */
function parameterArrow(point: RecoveredPoint, family: FamilyName | undefined): RecoveredPoint {
  const fit = parameterPoint({ a: point.aFit, b: point.bFit }, family);
  return { ...parameterPoint(point, family), aFit: fit.a, bFit: fit.b };
}

/** Arrows that leave through one end of a periodic axis come in again at its other end. */
function acrossSeams(
  points: readonly RecoveredPoint[],
  family: FamilyName | undefined,
): RecoveredPoint[] {
  const axis = periodicAxis(family);
  if (!axis) return [...points];
  const period = SPACE[axis][1] - SPACE[axis][0];
  const fit = axis === "a" ? "aFit" : "bFit";
  return points.flatMap((point) => {
    const [low, high] = SPACE[axis];
    const shift = point[fit] > high ? -period : point[fit] < low ? period : 0;
    if (shift === 0) return [point];
    return [point, { ...point, [axis]: point[axis] + shift, [fit]: point[fit] + shift }];
  });
}

function arrowPanel(
  { title, points, shown }: ThinnedPanel,
  { hole, family, first }: { hole: Hole; family: FamilyName | undefined; first: boolean },
): ChartPanel {
  // A network that fails can end anywhere that the fit allows; what leaves the plane is cut there.
  const axis = (name: "a" | "b", field: string) => ({
    field,
    type: "quantitative" as const,
    scale: { domain: parameterDomain(name, family, 0.1), nice: false, zero: false },
    title: name === "a" || first ? parameterTitle(name, { family }) : null,
    axis: parameterTickProperties(name, family, { values: [0, 0.5, 1, 1.5, 2], format: ".1f" }),
  });
  const drawn = acrossSeams(shown, family);
  const lengths = drawn.map((p) => Math.hypot(p.aFit - p.a, p.bFit - p.b));
  const arrows = drawn.map((point) => ({
    ...parameterArrow(point, family),
    inside: insideHole(hole, point) ? "inside the hole" : "outside",
    angle: Math.atan2(point.aFit - point.a, point.bFit - point.b) * 180 / Math.PI,
  }));
  // So short an arrow has no head.
  const headed = arrows.filter((_, k) => lengths[k] > 0.03);
  const colour = {
    field: "inside",
    type: "nominal" as const,
    scale: {
      domain: ["inside the hole", "outside"],
      // Not the networks' colours: each panel is one network.
      range: [OKABE_ITO.purple, COLOURS.quiet],
    },
    legend: { title: null, orient: "bottom" as const, symbolType: "stroke", symbolStrokeWidth: 3 },
  };
  const outlines = outlinesOf(hole).map((outline): ChartLayer => ({
    data: { values: outline.map((point, order) => ({ ...parameterPoint(point, family), order })) },
    mark: { type: "line", stroke: COLOURS.ink, strokeWidth: 1.5, strokeDash: [5, 4], clip: true },
    encoding: {
      x: axis("a", "a"),
      y: axis("b", "b"),
      order: { field: "order", type: "ordinal" },
    },
  }));
  return {
    title: {
      text: title,
      subtitle: errorsOf(points, { hole, family }).split("; "),
      fontSize: 13,
      offset: 8,
    },
    width: PIXELS * (SPACE.a[1] - SPACE.a[0] + 0.2),
    height: PIXELS * (SPACE.b[1] - SPACE.b[0] + 0.2),
    layer: [
      ...outlines,
      {
        data: { values: arrows },
        mark: { type: "rule", strokeWidth: 1.4, clip: true },
        encoding: {
          x: axis("a", "a"),
          x2: { field: "aFit" },
          y: axis("b", "b"),
          y2: { field: "bFit" },
          stroke: colour,
        },
      },
      {
        data: { values: arrows },
        mark: { type: "point", size: 9, strokeWidth: 1, opacity: 1, clip: true },
        encoding: { x: axis("a", "a"), y: axis("b", "b"), stroke: colour },
      },
      {
        data: { values: headed },
        mark: { type: "point", shape: "triangle-up", size: 24, opacity: 1, clip: true },
        encoding: {
          x: axis("a", "aFit"),
          y: axis("b", "bFit"),
          angle: { field: "angle", type: "quantitative", scale: null },
          fill: colour,
          stroke: { value: null },
        },
      },
    ],
  };
}
