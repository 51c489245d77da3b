/**
 * The plane on which a hole is drawn: a press within the hole moves it, one on its grip resizes it, one
 * elsewhere draws a new one from its middle. Both have keys too.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName, parameterValue } from "../../curve/family.ts";
import { lengthText, placeText } from "../../curve/parameter_text.ts";
import { type Hole, insideHole } from "../../space/hole.ts";
import { type Point, SPACE } from "../../space/space.ts";
import { ARROWS } from "../page/arrow_keys.ts";
import { fromView, toView } from "../page/geometry.ts";
import { createHoleLine } from "../page/hole_line.ts";
import { createPlaneAxes } from "../page/plane_axes.ts";
import { svg } from "../page/svg.ts";
import {
  gripOf,
  grown,
  HALF,
  handleAt,
  type HoleShape,
  middleOf,
  movedBy,
  REACH,
  stretchedBy,
  stretchedTo,
  tidied,
  toHole,
} from "./hole_shape.ts";

/** The editor on the page. */
export interface HoleEditor {
  /** Shows a hole, and the shape to go on from, in the plane of a family, without telling the page. */
  set(hole: Hole, shown: { readonly shape: HoleShape; readonly family: FamilyName }): void;
  /** Shows the points that train. */
  points(points: readonly Point[]): void;
}

/** A handle that takes the focus. It changes two numbers, so its value is told as text. */
function handle(id: string, label: string, radius: number): SVGElement {
  const made = svg("g", { id, tabindex: 0, role: "slider", "aria-label": label });
  // The outer circle is not seen.
  made.append(
    svg("circle", { r: REACH, class: "reach" }),
    svg("circle", { r: radius, class: "dot" }),
  );
  return made;
}

/** Draws the editor into an empty `<svg>`; `changed` is told what a person draws. */
export function createHoleEditor(
  element: SVGSVGElement,
  changed: (shape: HoleShape) => void,
): HoleEditor {
  const cloud = svg("path", { class: "training", fill: "none" });
  const outline = createHoleLine("lab-plane-frame");
  const middle = handle("hole-middle", "Middle of the hole: arrow keys move it", 6);
  const grip = handle("hole-grip", "Size of the hole: arrow keys change it", 8);
  const axes = createPlaneAxes();
  element.append(
    ...axes.elements,
    cloud,
    ...outline.elements,
    middle,
    grip,
  );

  let shape = tidied({ kind: "disc", a: 1.25, b: 1, halfA: 0.3, halfB: 0.3 });
  let hole = toHole(shape);
  let family: FamilyName = DEFAULT_SHAPES.family;
  /** Names the plane's axes, and the values that the middle's slider has. */
  const showFamily = () => {
    axes.show(family);
    for (const [end, name] of ["aria-valuemin", "aria-valuemax"].entries()) {
      middle.setAttribute(name, String(parameterValue("a", SPACE.a[end], family)));
    }
  };
  showFamily();
  const show = () => {
    outline.show(hole);
    const dot = middleOf(shape);
    for (const [mark, point] of [[middle, dot], [grip, gripOf(shape)]] as const) {
      const { x, y } = toView(point);
      mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    middle.setAttribute("aria-valuenow", parameterValue("a", dot.a, family).toFixed(2));
    middle.setAttribute("aria-valuetext", placeText(shape, family));
    const size = shape.kind === "strip-b" ? shape.halfB : shape.halfA;
    grip.setAttribute("aria-valuenow", size.toFixed(2));
    // One that was typed may be smaller or larger than what is drawn.
    grip.setAttribute("aria-valuemin", Math.min(HALF.low, size).toFixed(2));
    grip.setAttribute("aria-valuemax", Math.max(HALF.high, size).toFixed(2));
    grip.setAttribute("aria-valuetext", sizeText(shape, family));
  };
  const change = (next: HoleShape) => {
    shape = next;
    hole = toHole(shape);
    show();
    changed(shape);
  };

  /** Where the pointer is in the picture. */
  const placeOf = ({ clientX, clientY }: PointerEvent) => {
    const box = element.getBoundingClientRect();
    const { x, y, width } = element.viewBox.baseVal;
    const scale = width / box.width;
    return { x: x + (clientX - box.left) * scale, y: y + (clientY - box.top) * scale };
  };
  const at = (event: PointerEvent) => fromView(placeOf(event), shape.periodic);
  /** What the press that goes on does with each place of the pointer. */
  let drag: ((point: Point) => void) | undefined;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const point = at(event);
    const before = shape;
    const handle = handleAt(shape, placeOf(event));
    if (handle === "grip") {
      drag = (to) => change(stretchedBy(before, { from: point, to }));
      grip.focus();
    } else if (handle === "middle" || insideHole(hole, point)) {
      drag = (to) => change(movedBy(before, { a: to.a - point.a, b: to.b - point.b }));
      middle.focus();
    } else {
      const start = tidied({ ...shape, ...point });
      drag = (to) => change(stretchedTo(start, to));
      change(stretchedTo(start, point));
      grip.focus();
    }
    element.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) drag?.(at(event));
  });
  const onKey = (apply: (by: Point) => HoleShape) => (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    if (!direction) return;
    const step = event.shiftKey ? 0.1 : 0.01;
    change(apply({ a: step * direction.a, b: step * direction.b }));
    event.preventDefault();
  };
  middle.addEventListener("keydown", onKey((by) => movedBy(shape, by)));
  grip.addEventListener("keydown", onKey((by) => grown(shape, by)));
  show();
  return {
    set(shown, next) {
      const isOther = next.family !== family;
      // One that was typed may be finer than what is drawn.
      hole = shown;
      ({ shape, family } = next);
      if (isOther) showFamily();
      show();
    },
    points(points) {
      // A line of no length with round ends is a dot: one element for thousands of points.
      const dots = points.map(toView).map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
      cloud.setAttribute("d", dots.join(""));
    },
  };
}

/** How large a hole is: a disc in units of the plane, the others in those of the parameters. */
function sizeText({ kind, halfA, halfB }: HoleShape, family: FamilyName): string {
  if (kind === "disc") return `radius ${halfA.toFixed(2)}`;
  const wide = (name: "a" | "b", half: number) => lengthText(name, 2 * half, { family });
  if (kind === "box") return `${wide("a", halfA)} wide, ${wide("b", halfB)} high`;
  return kind === "strip-a" ? `${wide("a", halfA)} wide` : `${wide("b", halfB)} wide`;
}
