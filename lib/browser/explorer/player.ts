/**
 * Walking a point along a transect, to and fro.
 *
 * @module
 */

import type { Point } from "../../space/space.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";
import { toAndFro } from "./to_and_fro.ts";

/** Places of a smooth walk, and of one in the published steps. */
const SMOOTH = 85, STEPS = 15;

/** Milliseconds from one place to the next. */
const SMOOTH_PAUSE = 50, STEP_PAUSE = 600;

/** The player on the page. */
export interface Player {
  /** Plays or pauses. */
  toggle(): void;
  /** Pauses. */
  stop(): void;
}

/**
 * Binds the player's controls. A person who asked for less motion gets the published steps.
 *
 * @param move shows a point; the next place waits until it resolves
 */
export function createPlayer(move: (point: Point) => Promise<unknown>): Player {
  const select = document.getElementById("transect") as HTMLSelectElement;
  const button = document.getElementById("play") as HTMLButtonElement;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  select.append(...PUBLISHED_TRANSECTS.map(({ name }) => new Option(name, name)));
  let at = 0, playing = false;
  const transect = () => PUBLISHED_TRANSECTS.find(({ name }) => name === select.value)!;
  const show = (places: number) => move(transectPoints(transect(), places)[toAndFro(at, places)]);
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  const run = async () => {
    while (playing) {
      const places = calm.matches ? STEPS : SMOOTH;
      await Promise.all([show(places), wait(calm.matches ? STEP_PAUSE : SMOOTH_PAUSE)]);
      at++;
    }
  };
  const set = (on: boolean) => {
    if (playing === on) return;
    playing = on;
    button.textContent = on ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(on));
    if (on) run();
  };
  const step = (direction: number) => {
    set(false);
    at += direction;
    show(STEPS);
  };
  button.addEventListener("click", () => set(!playing));
  document.getElementById("back")!.addEventListener("click", () => step(-1));
  document.getElementById("forth")!.addEventListener("click", () => step(1));
  select.addEventListener("change", () => at = 0);
  return { toggle: () => set(!playing), stop: () => set(false) };
}
