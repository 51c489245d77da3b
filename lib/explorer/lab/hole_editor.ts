/**
 * The plane on which a hole is drawn: a press within the hole moves it, one on its grip resizes it, one
 * elsewhere draws a new one from its middle. Both have keys too.
 *
 * @module
 */

import { parameterTitle } from "../../curve/family.ts";
import { type Hole, insideHole } from "../../space/hole.ts";
import { holeOutline } from "../../space/outline.ts";
import type { Point } from "../../space/space.ts";
import { ARROWS } from "../page/arrow_keys.ts";
import { fromView, toView } from "../page/geometry.ts";
import { axisNumbers, axisTitles, planeFrame } from "../page/plane_axes.ts";
import { pathThrough, svg } from "../page/svg.ts";
import { gripOf, grown, type HoleShape, stretchedTo, tidied, toHole } from "./hole_shape.ts";

/** The editor on the page. */
export interface HoleEditor {
  /** Shows a hole, and the shape to go on from, without telling the page. */
  set(hole: Hole, shape: HoleShape): void;
  /** Shows the points that train. */
  points(points: readonly Point[]): void;
}

/** A handle that takes the focus. It changes two numbers, so its value is told as text. */
function handle(id: string, label: string, radius: number): SVGElement {
  const made = svg("g", { id, tabindex: 0, role: "slider", "aria-label": label });
  // Fingers need 44 pixels; the outer circle is not seen.
  made.append(svg("circle", { r: 22, class: "reach" }), svg("circle", { r: radius, class: "dot" }));
  return made;
}

/** Draws the editor into an empty `<svg>`; `changed` is told what a person draws. */
export function createHoleEditor(
  element: SVGSVGElement,
  changed: (shape: HoleShape) => void,
): HoleEditor {
  const cloud = svg("path", { class: "training", fill: "none" });
  const outline = svg("path", { class: "hole" });
  const middle = handle("hole-middle", "Middle of the hole: arrow keys move it", 6);
  const grip = handle("hole-grip", "Size of the hole: arrow keys change it", 8);
  const titles = axisTitles();
  for (const name of ["a", "b"] as const) {
    titles[name].textContent = parameterTitle(name, { unit: false });
  }
  element.append(
    planeFrame(),
    ...axisNumbers(),
    titles.a,
    titles.b,
    cloud,
    outline,
    middle,
    grip,
  );

  let shape = tidied({ kind: "disc", a: 1.25, b: 1, halfA: 0.3, halfB: 0.3 });
  let hole = toHole(shape);
  const show = () => {
    outline.setAttribute("d", `${pathThrough(holeOutline(hole))}Z`);
    for (const [mark, point] of [[middle, shape], [grip, gripOf(shape)]] as const) {
      const { x, y } = toView(point);
      mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    middle.setAttribute("aria-valuenow", shape.a.toFixed(2));
    middle.setAttribute("aria-valuetext", `a = ${shape.a.toFixed(2)}, b = ${shape.b.toFixed(2)}`);
    const size = shape.kind === "strip-b" ? shape.halfB : shape.halfA;
    grip.setAttribute("aria-valuenow", size.toFixed(2));
    grip.setAttribute(
      "aria-valuetext",
      shape.kind === "disc"
        ? `radius ${size.toFixed(2)}`
        : shape.kind === "box"
        ? `${(2 * shape.halfA).toFixed(2)} wide, ${(2 * shape.halfB).toFixed(2)} high`
        : `${(2 * size).toFixed(2)} wide`,
    );
  };
  const change = (next: HoleShape) => {
    shape = tidied(next);
    hole = toHole(shape);
    show();
    changed(shape);
  };

  const at = ({ clientX, clientY }: PointerEvent) => {
    const box = element.getBoundingClientRect();
    const scale = element.viewBox.baseVal.width / box.width;
    return fromView({ x: (clientX - box.left) * scale, y: (clientY - box.top) * scale });
  };
  /** What the press that goes on does with each place of the pointer. */
  let drag: ((point: Point) => void) | undefined;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const point = at(event);
    const { a, b } = shape;
    if (event.target instanceof Node && grip.contains(event.target)) {
      drag = (to) => change(stretchedTo(shape, to));
      grip.focus();
    } else if (insideHole(hole, point)) {
      drag = (to) => change({ ...shape, a: a + to.a - point.a, b: b + to.b - point.b });
      middle.focus();
    } else {
      const start = { ...shape, ...point };
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
  middle.addEventListener(
    "keydown",
    onKey((by) => ({ ...shape, a: shape.a + by.a, b: shape.b + by.b })),
  );
  grip.addEventListener("keydown", onKey((by) => grown(shape, by)));
  show();
  return {
    set(shown, next) {
      // One that was typed may be finer than what is drawn.
      hole = shown;
      shape = next;
      show();
    },
    points(points) {
      // A line of no length with round ends is a dot: one element for thousands of points.
      const dots = points.map(toView).map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
      cloud.setAttribute("d", dots.join(""));
    },
  };
}
