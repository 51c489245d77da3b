/**
 * Frame, numbers and words around a drawing of the plane.
 *
 * @module
 */

import { FRAME, toView } from "./geometry.ts";
import { svg } from "./svg.ts";

/** The frame. */
export function planeFrame(): SVGElement {
  const { left, top, width, height } = FRAME;
  return svg("rect", { class: "frame", x: left, y: top, width, height });
}

/** Places of the words along the axes; what they say depends on the family of shapes. */
export function axisTitles(): Record<"a" | "b", SVGElement> {
  return { a: svg("text", TITLE_PLACES.a), b: svg("text", TITLE_PLACES.b) };
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
export function axisNumbers(): SVGElement[] {
  const { left, top, height } = FRAME;
  const words = (text: string, attributes: Readonly<Record<string, string | number>>) => {
    const made = svg("text", attributes);
    made.textContent = text;
    return made;
  };
  return [
    ...[0.5, 1, 1.5, 2].map((a) => {
      const { x } = toView({ a, b: 0 });
      return words(a.toFixed(1), { x, y: top + height + 18, "text-anchor": "middle" });
    }),
    ...[0, 0.5, 1, 1.5, 2].map((b) => {
      const { y } = toView({ a: 0.5, b });
      return words(b.toFixed(1), { x: left - 6, y: y + 4, "text-anchor": "end" });
    }),
  ];
}
