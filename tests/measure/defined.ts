/**
 * What tests say of scores that may be absent.
 *
 * @module
 */

/** A score that must be there. */
export function defined(score: number | null): number {
  if (score === null) throw new Error("The score is null");
  return score;
}

/** Whether a score lies in [0, 1], or there is none. */
export function inUnitInterval(score: number | null): boolean {
  return score === null || (score >= 0 && score <= 1);
}
