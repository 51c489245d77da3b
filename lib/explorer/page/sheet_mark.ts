/**
 * The mark of the code that is shown, laid over the sheet. As a trace of the figure it would cost
 * 0.3 s of Plotly's work to move (measured on two cores; it makes the whole scene anew), and a drag
 * would wait for it. Plotly offers no projection, so its scene is asked for its matrices; Plotly's
 * version is pinned. Can go when Plotly moves a point of one trace for the price of that trace.
 *
 * @module
 */

import { type Lens, project } from "./projection.ts";

/** The part of Plotly's own scene that is used here. */
interface Scene {
  readonly container: HTMLElement;
  readonly dataScale: ArrayLike<number>;
  readonly glplot?: { readonly cameraParams?: Omit<Lens, "dataScale"> };
}

function sceneOf(plot: HTMLElement): Scene | undefined {
  const { _fullLayout: layout } = plot as { _fullLayout?: { scene?: { _scene?: Scene } } };
  return layout?.scene?._scene;
}

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
    const scene = code && sceneOf(plot);
    const camera = scene?.glplot?.cameraParams;
    const at = camera && project(code!, { ...camera, dataScale: scene!.dataScale });
    element.hidden = !at || Math.min(at.x, at.y) < 0 || Math.max(at.x, at.y) > 1;
    if (element.hidden || !at) return;
    const box = element.parentElement!.getBoundingClientRect();
    const picture = scene!.container.getBoundingClientRect();
    const x = picture.left - box.left + at.x * picture.width;
    const y = picture.top - box.top + at.y * picture.height;
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
  for (const name of ["pointerdown", "pointermove", "pointerup", "keydown"] as const) {
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
