/**
 * Figures that may have no value. A score of codes without a signal, or of a factor that does not
 * vary, is a number like any other and means nothing: it is `null`, with a note that says why. A
 * note may also stand beside a value that leaves something out.
 *
 * @module
 */

import type { Metrics } from "../results/stage.ts";

/** A figure with a note. */
export interface Score {
  readonly value: number | null;
  /** Why there is no value, or what it leaves out; "" where there is nothing to say. */
  readonly note: string;
}

/** Scores by name. */
export type Scores = Readonly<Record<string, Score>>;

/** What stands between a score and its meaning: the first entry that holds is its note. */
export type Obstacles = readonly (readonly [holds: boolean, note: string])[];

/** A note where the codes have no signal at all. */
const NO_SIGNAL = "no latent has a signal above its noise";

/** A note where a measure compares latents and only one has a signal. */
const ONE_SIGNAL = "only one latent has a signal above its noise";

/** A note where a measure needs to decode and the decoder is not at hand. */
export const NO_DECODER = "it needs the decoder, and only the model's outputs are known";

/** A note where a measure needs to encode other images and the encoder is not at hand. */
export const NO_ENCODER = "it needs the encoder, and only the model's outputs are known";

/** What stands in the way of a measure that needs some latents with a signal. */
export function needsLatents(scored: number, least: 1 | 2): Obstacles {
  return [[scored === 0, NO_SIGNAL], [least === 2 && scored === 1, ONE_SIGNAL]];
}

/**
 * Measures something unless there is an obstacle.
 *
 * @param measure Its value; `null` or an infinite one counts as absent for the reason `otherwise`.
 */
export function score(
  obstacles: Obstacles,
  measure: () => number | null,
  { otherwise = "not defined for these codes", note = "" } = {},
): Score {
  const obstacle = obstacles.find(([holds]) => holds);
  if (obstacle) return { value: null, note: obstacle[1] };
  const value = measure();
  return value !== null && Number.isFinite(value)
    ? { value, note }
    : { value: null, note: otherwise };
}

/** Scores as members of `metrics.json`. */
export function scoreMetrics(scores: Scores): Metrics {
  return Object.fromEntries(Object.entries(scores).map(([name, { value }]) => [name, value]));
}

/** The notes that say something, by the name of their score. */
export function scoreNotes(scores: Scores): Record<string, string> {
  return Object.fromEntries(
    Object.entries(scores).filter(([, { note }]) => note !== "").map((
      [name, { note }],
    ) => [name, note]),
  );
}

/** Scores as rows of a table; a score without a value has an empty cell. */
export function scoreRows(scores: Scores): { measure: string; value: number | ""; note: string }[] {
  return Object.entries(scores).map(([measure, { value, note }]) => ({
    measure,
    value: value ?? "",
    note,
  }));
}
