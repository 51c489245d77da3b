/**
 * Which shape came out instead: from each true (a, b) an arrow to the (a, b) of the shape that fits
 * the reconstruction best. Errors in pixels say that a shape is wrong; arrows say which shape it
 * was bent into.
 *
 * @module
 */

import { type Hole, holeOutline, insideHole, type Point, SPACE } from "../space/mod.ts";
import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS, OKABE_ITO } from "./palette.ts";

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
  /** Arrows a panel at most; of more points, one is taken from each cell of a grid. Default 260. */
  readonly maximum?: number;
}

const PIXELS = 190;

/**
 * Draws the arrows, a panel a network.
 *
 * @param panels Points whose fit is not finite are left out.
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or one without a point.
 *
 * @example
 * ```ts
 * import { PUBLISHED_HOLE } from "../space/mod.ts";
 * import { recoveryArrows } from "./recovery.ts";
 *
 * const points = [{ a: 1.2, b: 1, aFit: 1.3, bFit: 0.9 }];
 * const svg = await recoveryArrows([{ title: "control", points }], {
 *   hole: PUBLISHED_HOLE,
 *   title: "Shapes inside the hole come out larger",
 * });
 * ```
 */
export function recoveryArrows(
  panels: readonly RecoveryPanel[],
  { hole, title, maximum = 260 }: RecoveryOptions,
): Promise<string> {
  const finite = panels.map(({ title, points }) => ({
    title,
    points: points.filter(({ aFit, bFit }) => Number.isFinite(aFit) && Number.isFinite(bFit)),
  }));
  const empty = finite.find(({ points }) => points.length === 0);
  if (finite.length === 0 || empty) {
    throw new RangeError(
      "Cannot draw the recovered shapes: there must be a panel, and each must have a point, " +
        `received ${empty ? `none for ${empty.title}` : "no panel"}`,
    );
  }
  return drawChart({
    description: finite.map(({ title, points }) => `${title}: ${errorsOf(points, hole)}.`).join(
      " ",
    ),
    title: {
      text: title,
      subtitle: "from the true (a, b), ○, to the shape that came out; dashed: the hole",
    },
    spacing: 26,
    hconcat: finite.map((panel, k) => arrowPanel(panel, { hole, maximum, first: k === 0 })),
  });
}

function errorsOf(points: readonly RecoveredPoint[], hole: Hole): string {
  const part = (inside: boolean) => {
    const chosen = points.filter((point) => insideHole(hole, point) === inside);
    if (chosen.length === 0) return [];
    const mean = (error: (point: RecoveredPoint) => number) =>
      chosen.reduce((sum, point) => sum + Math.abs(error(point)), 0) / chosen.length;
    const [a, b] = [mean(({ a, aFit }) => aFit - a), mean(({ b, bFit }) => bFit - b)];
    return [`${inside ? "inside" : "outside"} off by ${a.toFixed(3)} in a, ${b.toFixed(3)} in b`];
  };
  return [...part(true), ...part(false)].join("; ");
}

/** One point of each cell of a grid over the space, so that no part of it is crowded. */
function thinned(points: readonly RecoveredPoint[], maximum: number): RecoveredPoint[] {
  if (points.length <= maximum) return [...points];
  const [width, height] = [SPACE.a[1] - SPACE.a[0], SPACE.b[1] - SPACE.b[0]];
  const side = Math.sqrt(width * height / maximum);
  const cells = new Map<string, RecoveredPoint>();
  for (const point of points) {
    const cell = `${Math.floor((point.a - SPACE.a[0]) / side)} ${Math.floor(point.b / side)}`;
    if (!cells.has(cell)) cells.set(cell, point);
  }
  return [...cells.values()];
}

function arrowPanel(
  { title, points }: RecoveryPanel,
  { hole, maximum, first }: { hole: Hole; maximum: number; first: boolean },
): ChartPanel {
  // A network that fails can end anywhere that the fit allows; what leaves the plane is cut there.
  const axis = (name: "a" | "b", field: string) => ({
    field,
    type: "quantitative" as const,
    scale: { domain: [SPACE[name][0] - 0.1, SPACE[name][1] + 0.1], nice: false, zero: false },
    title: name === "a"
      ? "a: mean radius (axis units)"
      : first
      ? "b: petal amplitude (axis units)"
      : null,
    axis: { values: [0, 0.5, 1, 1.5, 2], format: ".1f" },
  });
  const shown = thinned(points, maximum).map((point) => ({
    ...point,
    inside: insideHole(hole, point) ? "inside the hole" : "outside",
    angle: Math.atan2(point.aFit - point.a, point.bFit - point.b) * 180 / Math.PI,
  }));
  const colour = {
    field: "inside",
    type: "nominal" as const,
    scale: {
      domain: ["inside the hole", "outside"],
      range: [COLOURS.punctured, OKABE_ITO.blue],
    },
    legend: { title: null, orient: "bottom" as const, symbolType: "stroke", symbolStrokeWidth: 3 },
  };
  const outline: ChartLayer = {
    data: { values: holeOutline(hole).map((point, order) => ({ ...point, order })) },
    mark: { type: "line", stroke: COLOURS.ink, strokeWidth: 1.5, strokeDash: [5, 4], clip: true },
    encoding: {
      x: axis("a", "a"),
      y: axis("b", "b"),
      order: { field: "order", type: "ordinal" },
    },
  };
  return {
    title: { text: title, subtitle: errorsOf(points, hole).split("; "), fontSize: 13, offset: 8 },
    width: PIXELS * (SPACE.a[1] - SPACE.a[0] + 0.2),
    height: PIXELS * (SPACE.b[1] - SPACE.b[0] + 0.2),
    layer: [
      outline,
      {
        data: { values: shown },
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
        data: { values: shown },
        mark: { type: "point", size: 9, strokeWidth: 1, opacity: 1, clip: true },
        encoding: { x: axis("a", "a"), y: axis("b", "b"), stroke: colour },
      },
      {
        data: { values: shown.filter((p) => Math.hypot(p.aFit - p.a, p.bFit - p.b) > 0.03) },
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
