/**
 * Walking along a transect, to its end and back. Where a walk is stands as its phase: from 0 to 1
 * on the way there, from 1 to 2 on the way back.
 *
 * @module
 */

/** The share of the way, in [0, 1], at a phase; phases repeat every 2. */
export function shareAt(phase: number): number {
  const within = ((phase % 2) + 2) % 2;
  return within <= 1 ? within : 2 - within;
}

/**
 * The share of the way at the next of `steps` equally spaced places, ends included, in a direction;
 * the end itself beyond it.
 *
 * @param share Where the walk is, in [0, 1].
 * @param direction 1 towards the end, −1 towards the beginning.
 */
export function nextStep(
  share: number,
  { direction, steps }: { direction: 1 | -1; steps: number },
): number {
  const place = share * (steps - 1);
  // A place within rounding of a step is that step.
  const next = direction > 0 ? Math.floor(place + 1e-6) + 1 : Math.ceil(place - 1e-6) - 1;
  return Math.min(1, Math.max(0, next / (steps - 1)));
}
