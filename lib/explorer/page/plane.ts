/**
 * The (a, b) plane: training points, hole, transects, and a point to drag. a grows to the right and
 * b upwards.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName, parameterValue } from "../../curve/family.ts";
import { parameterSymbol } from "../../curve/parameter_text.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { type Point, SPACE } from "../../space/space.ts";
import { ARROWS } from "./arrow_keys.ts";
import { PUBLISHED_TRANSECTS } from "../../space/transect.ts";
import { describePoint, fromView, middleOf, toView, withinSpace } from "./geometry.ts";
import { createHoleLine } from "./hole_line.ts";
import { createPlaneAxes } from "./plane_axes.ts";
import { pathThrough, svg } from "./svg.ts";

/** What the plane tells the page. */
export interface PlaneEvents {
  /** The person moved the point, by an event of that time (as `performance.now()` has it). */
  move(point: Point, since: number): void;
  /** The person asked to play or pause. */
  play(): void;
}

/** The plane on the page. */
export interface Plane {
  /** Shows another network's dataset: its hole, what a and b are, the points that it learnt from. */
  show(
    shown: { hole: string; family: FamilyName; spared: boolean; training: readonly Point[] },
  ): void;
  /**
   * Moves the handle without telling the page.
   *
   * @param moving more follows at once, so that a reader of screens is not told of this place
   */
  place(point: Point, options?: { moving?: boolean }): void;
}

/** Draws the plane into an empty `<svg>` and listens to pointer and keys. */
export function createPlane(element: SVGSVGElement, events: PlaneEvents): Plane {
  let family: FamilyName = DEFAULT_SHAPES.family, spared = false;
  let hole = datasetHole({ hole: "none", family });
  let shown: Point = middleOf(hole);
  const axes = createPlaneAxes();
  const training = svg("path", { class: "training", fill: "none" });
  const outline = createHoleLine("plane-frame");
  const handle = svg("g", {
    id: "handle",
    tabindex: 0,
    role: "slider",
  });
  handle.append(svg("circle", { r: 10 }), svg("circle", { r: 5, class: "core" }));
  element.append(
    ...axes.elements,
    training,
    ...outline.elements,
    ...PUBLISHED_TRANSECTS.map(({ from, to }) =>
      svg("path", { class: "transect", d: pathThrough([from, to]), fill: "none" })
    ),
    ...PUBLISHED_TRANSECTS.map(transectLabel),
    handle,
  );

  const place = (point: Point, { moving = false } = {}) => {
    shown = withinSpace(point, hole.periodic);
    const { x, y } = toView(shown);
    handle.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
    if (moving) return;
    handle.setAttribute("aria-valuenow", value("a", shown.a).toFixed(2));
    handle.setAttribute("aria-valuetext", describePoint(shown, hole, { spared, family }));
  };
  /** Names the handle, which has one value although it changes two: that of a, and both as text. */
  const nameHandle = () => {
    const symbols = (["a", "b"] as const).map((name) => parameterSymbol(name, family));
    handle.setAttribute("aria-label", `Shape parameters ${symbols.join(" and ")}`);
    for (const [end, name] of ["aria-valuemin", "aria-valuemax"].entries()) {
      handle.setAttribute(name, String(value("a", SPACE.a[end])));
    }
  };
  const value = (name: "a" | "b", coordinate: number) => parameterValue(name, coordinate, family);
  const move = (point: Point, { timeStamp }: Event) => {
    place(point);
    events.move(shown, timeStamp);
  };
  const at = ({ clientX, clientY }: PointerEvent) => {
    const box = element.getBoundingClientRect();
    const { x, y, width } = element.viewBox.baseVal;
    const scale = width / box.width;
    return fromView(
      { x: x + (clientX - box.left) * scale, y: y + (clientY - box.top) * scale },
      hole.periodic,
    );
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    handle.focus();
    move(at(event), event);
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) move(at(event), event);
  });
  handle.addEventListener("keydown", (event) => {
    const direction = ARROWS[event.key];
    const step = event.shiftKey ? 0.1 : 0.01;
    if (direction) {
      move({ a: shown.a + step * direction.a, b: shown.b + step * direction.b }, event);
    } else if (event.key === "Home") move(middleOf(hole), event);
    else if (event.key === " ") events.play();
    else return;
    event.preventDefault();
  });
  nameHandle();
  place(shown);
  return {
    place,
    show(network) {
      ({ family, spared } = network);
      hole = datasetHole(network);
      axes.show(family);
      nameHandle();
      outline.show(hole);
      // A line of no length with round ends is a dot: one element for thousands of points.
      const dots = network.training.map(toView).map(({ x, y }) =>
        `M${x.toFixed(1)} ${y.toFixed(1)}h0`
      );
      training.setAttribute("d", dots.join(""));
      place(shown);
    },
  };
}

/** The name of a transect, near its end, within the frame. */
function transectLabel({ name, from, to }: (typeof PUBLISHED_TRANSECTS)[number]): SVGElement {
  const [start, end] = [toView(from), toView(to)];
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const [along, beside] = [{ x: (end.x - start.x) / length, y: (end.y - start.y) / length }, 13];
  const made = svg("text", {
    class: "name",
    x: (end.x - 24 * along.x - beside * along.y).toFixed(1),
    y: (end.y - 24 * along.y + beside * along.x + 4).toFixed(1),
    "text-anchor": "middle",
  });
  made.textContent = name;
  return made;
}
