/**
 * Frame, numbers and words around a drawing of the plane: what they say depends on the family of
 * shapes.
 *
 * @module
 */

import { type FamilyName, parameterTitle } from "../../curve/family.ts";
import { parameterTicks } from "../../curve/parameter_text.ts";
import { FRAME, toView } from "./geometry.ts";
import { svg } from "./svg.ts";

/** The frame. */
function planeFrame(): SVGElement {
  const { left, top, width, height } = FRAME;
  return svg("rect", { class: "frame", x: left, y: top, width, height });
}

/** What lies around the plane. */
export interface PlaneAxes {
  /** Frame, numbers and words, to stand below all else. */
  readonly elements: readonly SVGElement[];
  /** Shows the parameters of a family. */
  show(family: FamilyName): void;
}

/** Makes the axes; they say nothing before a family is shown. */
export function createPlaneAxes(): PlaneAxes {
  const numbers = svg("g");
  const titles = { a: svg("text", TITLE_PLACES.a), b: svg("text", TITLE_PLACES.b) };
  return {
    elements: [planeFrame(), numbers, titles.a, titles.b],
    show(family) {
      numbers.replaceChildren(...axisNumbers(family));
      for (const name of ["a", "b"] as const) {
        titles[name].textContent = parameterTitle(name, { unit: false, family });
      }
    },
  };
}

/** Where the words along the axes stand. */
const TITLE_PLACES = {
  a: {
    x: FRAME.left + FRAME.width / 2,
    y: FRAME.top + FRAME.height + 34,
    "text-anchor": "middle",
  },
  b: {
    x: 5,
    y: FRAME.top + FRAME.height / 2,
    "text-anchor": "middle",
    transform: `rotate(-90 5 ${FRAME.top + FRAME.height / 2})`,
  },
};

/** The numbers along the axes. */
function axisNumbers(family: FamilyName): SVGElement[] {
  const { left, top, height } = FRAME;
  const words = (text: string, attributes: Readonly<Record<string, string | number>>) => {
    const made = svg("text", attributes);
    made.textContent = text;
    return made;
  };
  return [
    ...parameterTicks("a", family).map(({ coordinate, label }) => {
      const { x } = toView({ a: coordinate, b: 0 });
      return words(label, { x, y: top + height + 18, "text-anchor": "middle" });
    }),
    ...parameterTicks("b", family).map(({ coordinate, label }) => {
      const { y } = toView({ a: 0.5, b: coordinate });
      return words(label, { x: left - 6, y: y + 4, "text-anchor": "end" });
    }),
  ];
}
