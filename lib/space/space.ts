/**
 * The space of the study: the rectangle of shape parameters (a, b) from which every
 * image is drawn (Lin 2021, part 1: a ∈ [0.5, 2], b ∈ [0, 2]).
 *
 * @module
 */

/** A point of the parameter space: the shape R(θ) = b·cos 5θ + a. */
export interface Point {
  /** Mean radius, in axis units, within {@linkcode SPACE}.a. */
  readonly a: number;
  /** Petal amplitude, in axis units, within {@linkcode SPACE}.b. */
  readonly b: number;
}

/** Closed ranges of the two shape parameters. */
export const SPACE: Readonly<Record<"a" | "b", readonly [low: number, high: number]>> = {
  a: [0.5, 2],
  b: [0, 2],
};

/** Whether a point lies in the space, its edges included. NaN lies outside. */
export function inSpace({ a, b }: Point): boolean {
  return a >= SPACE.a[0] && a <= SPACE.a[1] && b >= SPACE.b[0] && b <= SPACE.b[1];
}
