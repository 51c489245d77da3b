/**
 * Words about the shapes that are shown: what they are, and what keys change.
 *
 * @module
 */

import { areUsual, familyOf, formulaOf, isCoordinate, type Shapes } from "../../curve/family.ts";
import { lengthText, parameterSymbol } from "../../curve/parameter_text.ts";
import type { SiteModel } from "../site_data.ts";

/** How far a key moves the point, in units of the plane. */
const STEP = 0.01;

/** What shapes are, in a sentence; none for the study's, which go without saying. */
export function sentenceOf(shapes: Shapes): string {
  if (areUsual(shapes)) return "";
  const { draws } = familyOf(shapes.family);
  return `The shapes: ${draws}; ${formulaOf(shapes)}.`;
}

/** What to try with a network, in a sentence: only one around a hole has never seen the shapes in it. */
export function introWords({ subset, hole }: Pick<SiteModel, "subset" | "hole">): string {
  if (subset === "punctured" && hole !== "none") {
    return "Drag the point into the hole and watch what the network makes of shapes it has never seen.";
  }
  const seen = hole === "none" ? "" : " It has seen those in the hole, too.";
  return `Drag the point over the plane and watch what the network makes of the shapes.${seen}`;
}

/**
 * What arrow keys do, as the parts of a sentence: after the keys to either side, after those up and
 * down, and after Shift.
 */
export function keyWords(
  { family }: Shapes,
): { readonly across: string; readonly up: string; readonly more: string } {
  const [a, b] = [parameterSymbol("a", family), parameterSymbol("b", family)];
  if (isCoordinate("a", family) && isCoordinate("b", family)) {
    return { across: `change ${a}`, up: `change ${b} by ${STEP}`, more: `by ${10 * STEP}` };
  }
  const by = (name: "a" | "b") => lengthText(name, STEP, { family });
  return {
    across: `change ${a} by ${by("a")}`,
    up: `change ${b} by ${by("b")}`,
    more: "by ten times that",
  };
}
