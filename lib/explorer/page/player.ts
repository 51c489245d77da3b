/**
 * Walking a point along a transect, to and fro.
 *
 * @module
 */

import type { Point } from "../../space/space.ts";
import { PUBLISHED_TRANSECTS } from "../../space/transect.ts";
import { nextStep, shareAt } from "./to_and_fro.ts";

/** Share of the way between two looks of a smooth walk, and the published steps. */
const SMOOTH = 1 / 84, STEPS = 15;

/** Milliseconds from one place to the next. */
const SMOOTH_PAUSE = 50, STEP_PAUSE = 600;

/** The player on the page. */
export interface Player {
  /** Plays or pauses. */
  toggle(): void;
  /** Pauses. */
  stop(): void;
  /** Whether it plays. */
  readonly playing: boolean;
}

/**
 * Binds the player's controls. A person who asked for less motion gets the published steps.
 *
 * @param events `move` shows a point, and the next place waits until it resolves; `stopped` is told
 * when it no longer plays
 */
export function createPlayer(
  { move, stopped }: { move(point: Point): Promise<unknown>; stopped(): void },
): Player {
  const select = document.getElementById("transect") as HTMLSelectElement;
  const button = document.getElementById("play") as HTMLButtonElement;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  select.append(...PUBLISHED_TRANSECTS.map(({ name }) => new Option(name, name)));
  // A run that was stopped must not go on beside the next one.
  let phase = 0, run = 0;
  const show = () => {
    const { from, to } = PUBLISHED_TRANSECTS.find(({ name }) => name === select.value)!;
    const share = shareAt(phase);
    return move({ a: from.a + share * (to.a - from.a), b: from.b + share * (to.b - from.b) });
  };
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const play = async (mine: number) => {
    while (mine === run) {
      await Promise.all([show(), wait(calm.matches ? STEP_PAUSE : SMOOTH_PAUSE)]);
      if (mine === run) phase = (phase + (calm.matches ? 1 / (STEPS - 1) : SMOOTH)) % 2;
    }
  };
  let playing = false;
  const set = (on: boolean) => {
    if (playing === on) return;
    playing = on;
    button.textContent = on ? "Pause" : "Play";
    run++;
    if (on) play(run);
    else stopped();
  };
  const step = (direction: 1 | -1) => {
    set(false);
    phase = nextStep(shareAt(phase), { direction, steps: STEPS });
    show();
  };
  button.addEventListener("click", () => set(!playing));
  document.getElementById("back")!.addEventListener("click", () => step(-1));
  document.getElementById("forward")!.addEventListener("click", () => step(1));
  select.addEventListener("change", () => {
    phase = 0;
    if (!playing) show();
  });
  return {
    toggle: () => set(!playing),
    stop: () => set(false),
    get playing() {
      return playing;
    },
  };
}
