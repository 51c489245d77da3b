/**
 * A map of Dice over the plane, which fills in as a network learns, and a point on it to look closer.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName, parameterValue } from "../../curve/family.ts";
import { placeText } from "../../curve/parameter_text.ts";
import type { Hole } from "../../space/hole.ts";
import type { Axis } from "../../space/periodic.ts";
import { type Point, SPACE } from "../../space/space.ts";
import { ARROWS } from "../page/arrow_keys.ts";
import { withinSpace } from "../page/geometry.ts";
import { holePath } from "../page/hole_line.ts";
import { svg } from "../page/svg.ts";
import { MAP_COLUMNS, MAP_ROWS } from "./watched.ts";

/** Side of a cell in the drawing. */
const CELL = 10;

/** Dice at the ends of the scale; what lies below has the colour of the lower end. */
export const SCALE = { low: 0.8, high: 1 };

/** Viridis (van der Walt & Smith 2015) at five places, the first for the lower end. */
const COLOURS = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"].map((hex) =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
);

/** Colour of a Dice coefficient, as CSS has it. */
export function colourOf(dice: number): string {
  const share = Math.min(1, Math.max(0, (dice - SCALE.low) / (SCALE.high - SCALE.low)));
  const place = share * (COLOURS.length - 1);
  const k = Math.min(COLOURS.length - 2, Math.floor(place));
  const mixed = COLOURS[k].map((from, n) =>
    Math.round(from + (place - k) * (COLOURS[k + 1][n] - from))
  );
  return `rgb(${mixed.join(" ")})`;
}

/** A map on the page. */
export interface DiceMap {
  /** Takes all values away, and shows a hole in the plane of a family. */
  clear(hole: Hole, family: FamilyName): void;
  /** Sets some cells. */
  fill(cells: ArrayLike<number>, dice: ArrayLike<number>): void;
  /** Marks a point. */
  mark(point: Point): void;
}

const place = ({ a, b }: Point) => ({
  x: CELL * MAP_COLUMNS * (a - SPACE.a[0]) / (SPACE.a[1] - SPACE.a[0]),
  y: CELL * MAP_ROWS * (1 - (b - SPACE.b[0]) / (SPACE.b[1] - SPACE.b[0])),
});

/**
 * Draws a map into an empty `<svg>`.
 *
 * @param name what it is of, for readers of screens
 * @param moved told where a person puts the point
 */
export function createDiceMap(
  element: SVGSVGElement,
  { name, moved }: { name: string; moved: (point: Point) => void },
): DiceMap {
  element.setAttribute("viewBox", `0 0 ${CELL * MAP_COLUMNS} ${CELL * MAP_ROWS}`);
  const cells = Array.from({ length: MAP_COLUMNS * MAP_ROWS }, (_, n) => {
    const x = CELL * (n % MAP_COLUMNS);
    const y = CELL * (MAP_ROWS - 1 - Math.floor(n / MAP_COLUMNS));
    return svg("rect", { class: "cell", x, y, width: CELL + 0.3, height: CELL + 0.3 });
  });
  // Light under dark, so that it is seen on every colour of the map.
  const outlines = ["outline under", "outline"].map((name) => svg("path", { class: name }));
  const probe = svg("g", {
    class: "probe",
    tabindex: 0,
    role: "slider",
    "aria-label": `Point to look at, ${name}: arrow keys move it`,
  });
  probe.append(svg("circle", { r: 12, class: "reach" }), svg("circle", { r: 4, class: "dot" }));
  element.append(...cells, ...outlines, probe);
  let shown: Point = { a: 1.25, b: 1 };
  let family: FamilyName = DEFAULT_SHAPES.family;
  let periodic: Axis | undefined;
  /** Tells which values the point's slider has. */
  const showRange = () => {
    for (const [end, name] of ["aria-valuemin", "aria-valuemax"].entries()) {
      probe.setAttribute(name, String(parameterValue("a", SPACE.a[end], family)));
    }
  };
  const mark = (point: Point) => {
    shown = withinSpace(point, periodic);
    const { x, y } = place(shown);
    probe.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    probe.setAttribute("aria-valuenow", parameterValue("a", shown.a, family).toFixed(2));
    probe.setAttribute("aria-valuetext", placeText(shown, family));
  };
  const at = ({ clientX, clientY }: PointerEvent): Point => {
    const box = element.getBoundingClientRect();
    return {
      a: SPACE.a[0] + (SPACE.a[1] - SPACE.a[0]) * (clientX - box.left) / box.width,
      b: SPACE.b[1] - (SPACE.b[1] - SPACE.b[0]) * (clientY - box.top) / box.height,
    };
  };
  const move = (point: Point) => {
    mark(point);
    moved(shown);
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    probe.focus();
    move(at(event));
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) move(at(event));
  });
  probe.addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    if (!by) return;
    const step = event.shiftKey ? 0.1 : 0.02;
    move({ a: shown.a + step * by.a, b: shown.b + step * by.b });
    event.preventDefault();
  });
  showRange();
  mark(shown);
  return {
    mark,
    clear(hole, shapes) {
      family = shapes;
      periodic = hole.periodic;
      showRange();
      for (const cell of cells) cell.removeAttribute("style");
      for (const outline of outlines) outline.setAttribute("d", holePath(hole, place));
    },
    fill(places, dice) {
      for (let k = 0; k < places.length; k++) {
        cells[places[k]].setAttribute("style", `fill:${colourOf(dice[k])}`);
      }
    },
  };
}
