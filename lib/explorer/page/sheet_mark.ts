/**
 * The mark of the code that is shown, laid over the sheet. As a trace of the figure it would cost
 * 0.3 s of Plotly's work to move (measured on two cores; it makes the whole scene anew), and a drag
 * would wait for it. Can go when Plotly moves a point of one trace for the price of that trace.
 *
 * @module
 */

import { sceneProjection } from "./scene.ts";

/** How long a figure may go on turning after the last event, in milliseconds. */
const AFTERWARDS = 1500;

/** The mark. */
export interface SheetMark {
  /** Moves it to a code, or hides it. */
  set(code: readonly number[] | undefined): void;
  /** Follows the figure, which was drawn or turned. */
  follow(): void;
}

/** Binds an element that lies over the plot, both within one box, to the plot. */
export function createSheetMark(plot: HTMLElement, element: HTMLElement): SheetMark {
  let code: readonly number[] | undefined;
  let until = 0;
  let running = false;

  const place = () => {
    const at = code && sceneProjection(plot)?.(code);
    element.hidden = !at;
    if (!at) return;
    const box = element.parentElement!.getBoundingClientRect();
    const [x, y] = [at.x - box.left, at.y - box.top];
    element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  };
  const run = () => {
    place();
    running = performance.now() < until;
    if (running) requestAnimationFrame(run);
  };
  const follow = () => {
    until = performance.now() + AFTERWARDS;
    if (running) return;
    running = true;
    requestAnimationFrame(run);
  };
  for (const name of ["pointerdown", "pointermove", "pointerup", "wheel", "keydown"] as const) {
    plot.addEventListener(name, follow, { passive: true });
  }
  addEventListener("resize", follow);
  return {
    follow,
    set(other) {
      code = other;
      place();
    },
  };
}
