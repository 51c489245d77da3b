/**
 * The plane of shape parameters: which shapes a network learned from, which were taken out, and
 * where the transects cross.
 *
 * @module
 */

import { type FamilyName, parameterTitle } from "../curve/family.ts";
import { type Hole, insideHole } from "../space/hole.ts";
import { type Point, SPACE } from "../space/space.ts";
import type { Transect } from "../space/transect.ts";
import { type ChartLayer, drawChart } from "./chart.ts";
import { outlinesOf } from "./outlines.ts";
import { COLOURS, OKABE_ITO, TRANSECT_COLOURS } from "./palette.ts";
import { parameterDomain, parameterPoint, parameterTickProperties } from "./parameter_axis.ts";

/** What became of a point of the dataset. */
export type PointRole = "training" | "removed" | "validation";

/** A point of the dataset and what became of it. */
export interface RolePoint extends Point {
  /** Trained on, taken out with the hole, or kept for validation. */
  readonly role: PointRole;
}

/** What {@linkcode parameterSpace} shows. */
export interface ParameterSpaceData {
  /** All points of the dataset. */
  readonly points: readonly RolePoint[];
  /** The hole; its outline is drawn where it lies within the space. */
  readonly hole: Hole;
  /** Transects, with the names that label them. */
  readonly transects: readonly Transect[];
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
  /** Draw no more than about this many points, each k-th of the list. Default 2000. */
  readonly maximum?: number;
}

const PIXELS_PER_UNIT = 160;

const ROLES: readonly { role: PointRole; label: string; colour: string }[] = [
  { role: "training", label: "training", colour: OKABE_ITO.blue },
  { role: "validation", label: "validation", colour: OKABE_ITO.skyBlue },
  { role: "removed", label: "removed: inside the hole", colour: OKABE_ITO.orange },
];

/**
 * Draws the parameter space.
 *
 * @returns An SVG document.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { PUBLISHED_HOLE, PUBLISHED_TRANSECTS } from "../space/mod.ts";
 * import { parameterSpace } from "./parameter_space.ts";
 *
 * const svg = await parameterSpace({
 *   points: [{ a: 1, b: 0.5, role: "training" }],
 *   hole: PUBLISHED_HOLE,
 *   transects: PUBLISHED_TRANSECTS,
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function parameterSpace(data: ParameterSpaceData): Promise<string> {
  const { points, hole, transects, family, maximum = 2000 } = data;
  const step = Math.max(1, Math.ceil(points.length / maximum));
  const roles = ROLES.map((entry) => ({
    ...entry,
    count: points.filter(({ role }) => role === entry.role).length,
  })).filter(({ count }) => count > 0);
  const label = new Map(roles.map((entry) => [entry.role, `${entry.label} (${entry.count})`]));
  const shown = points.filter((_, i) => i % step === 0);
  const inside = points.filter((point) => insideHole(hole, point)).length;

  const a = {
    field: "a",
    type: "quantitative" as const,
    scale: { domain: parameterDomain("a", family), nice: false },
    axis: parameterTickProperties("a", family, {
      values: [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2],
      format: ".2f",
    }),
    title: parameterTitle("a", { family }),
  };
  const b = {
    field: "b",
    type: "quantitative" as const,
    scale: { domain: parameterDomain("b", family), nice: false },
    axis: parameterTickProperties("b", family, { values: [0, 0.5, 1, 1.5, 2], format: ".1f" }),
    title: parameterTitle("b", { family }),
  };
  const names = transects.map(({ name }) => name);
  const colour = (values: readonly string[]) => ({
    domain: names,
    range: names.map((_, i) => values[i % values.length]),
  });
  // Names stand a little way in from a transect's first point, beside the line.
  const tags = transects.map(({ name, from, to }) => ({
    name,
    ...parameterPoint({
      a: from.a + 0.07 * (to.a - from.a) + 0.05,
      b: from.b + 0.07 * (to.b - from.b) + 0.04,
    }, family),
  }));
  const tag = { type: "text", fontSize: 14, fontWeight: "bold", align: "center" } as const;

  return drawChart({
    description:
      `Plane of shape parameters with ${points.length} points, ${inside} of them inside ` +
      `the hole, and the transects ${names.join(", ")}.`,
    title: {
      text: hole.kind === "none"
        ? `${points.length} shapes, no hole`
        : `${points.length} shapes, ${inside} of them inside the hole`,
      subtitle: step === 1 ? "each point is one image" : `one point of every ${step} is shown`,
    },
    width: PIXELS_PER_UNIT * (SPACE.a[1] - SPACE.a[0]),
    height: PIXELS_PER_UNIT * (SPACE.b[1] - SPACE.b[0]),
    layer: [
      {
        data: {
          values: shown.map((p) => ({ ...parameterPoint(p, family), role: label.get(p.role) })),
        },
        mark: { type: "circle", size: 9, opacity: 0.75, aria: false },
        encoding: {
          x: a,
          y: b,
          color: {
            field: "role",
            type: "nominal",
            scale: {
              domain: roles.map(({ role }) => label.get(role) as string),
              range: roles.map(({ colour }) => colour),
            },
            legend: {
              orient: "bottom",
              direction: "vertical",
              title: null,
              symbolSize: 60,
              symbolOpacity: 1,
            },
          },
        },
      },
      ...outlinesOf(hole).map((outline): ChartLayer => ({
        data: {
          values: outline.map((point, order) => ({ ...parameterPoint(point, family), order })),
        },
        mark: {
          type: "line",
          clip: true,
          stroke: OKABE_ITO.black,
          strokeWidth: 2,
          strokeDash: [5, 3],
          fill: COLOURS.hole,
          fillOpacity: 0.12,
        },
        encoding: { x: a, y: b, order: { field: "order", type: "ordinal" } },
      })),
      {
        data: {
          values: transects.flatMap(({ name, from, to }) =>
            [from, to].map((end) => ({ ...parameterPoint(end, family), name }))
          ),
        },
        layer: [
          {
            mark: { type: "line", stroke: COLOURS.ground, strokeWidth: 5, opacity: 0.8 },
            encoding: { x: a, y: b, detail: { field: "name", type: "nominal" } },
          },
          {
            mark: { type: "line", strokeWidth: 2.5 },
            encoding: {
              x: a,
              y: b,
              stroke: {
                field: "name",
                type: "nominal",
                scale: colour(TRANSECT_COLOURS),
                legend: null,
              },
            },
          },
        ],
      },
      {
        data: { values: tags },
        layer: [
          {
            mark: { ...tag, stroke: COLOURS.ground, strokeWidth: 4, strokeJoin: "round" },
            encoding: { x: a, y: b, text: { field: "name" } },
          },
          {
            mark: tag,
            encoding: {
              x: a,
              y: b,
              text: { field: "name" },
              fill: {
                field: "name",
                type: "nominal",
                scale: colour(TRANSECT_COLOURS),
                legend: null,
              },
            },
          },
        ],
      },
    ],
  });
}
