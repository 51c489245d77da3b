/**
 * Parts of the page's drawings of the plane.
 *
 * @module
 */

import type { Point } from "../../space/space.ts";
import { toView } from "./geometry.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Makes an element of a drawing. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** The line through points of the plane, as the attribute `d` of a path. */
export function pathThrough(points: readonly Point[], place = toView): string {
  return points.map(place)
    .map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
