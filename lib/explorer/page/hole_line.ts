/**
 * The line around a hole in a drawing of the plane.
 *
 * @module
 */

import type { Hole } from "../../space/hole.ts";
import { holeOutlines } from "../../space/outline.ts";
import { FRAME, toView } from "./geometry.ts";
import { pathThrough, svg } from "./svg.ts";

/** The line as the attribute `d` of a path: a second part where it crosses the seam of an axis. */
export function holePath(hole: Hole, place = toView): string {
  return holeOutlines(hole).map((outline) => `${pathThrough(outline, place)}Z`).join("");
}

/** A line in the plane's frame. */
export interface HoleLine {
  /** The elements of the drawing. */
  readonly elements: readonly SVGElement[];
  /** Shows a hole, or none. */
  show(hole: Hole): void;
}

/**
 * Makes a line of class `hole`. On a plane with a seam what lies beyond the frame is part of the other
 * end, and is not drawn twice.
 *
 * @param id of the frame that it is cut to; unique in the page
 */
export function createHoleLine(id: string): HoleLine {
  const { left, top, width, height } = FRAME;
  const clip = svg("clipPath", { id });
  clip.append(svg("rect", { x: left, y: top, width, height }));
  const line = svg("path", { class: "hole" });
  return {
    elements: [clip, line],
    show(hole) {
      line.setAttribute("d", holePath(hole));
      if (hole.periodic) line.setAttribute("clip-path", `url(#${id})`);
      else line.removeAttribute("clip-path");
    },
  };
}
