/**
 * How far a slider goes.
 *
 * @module
 */

/** The range of each slider: that of the codes, and a fifth of it beyond on either side. */
export function sliderRanges(
  codes: readonly (readonly number[])[],
): { min: number; max: number }[] {
  const latents = codes[0]?.length ?? 0;
  return Array.from({ length: latents }, (_, k) => {
    // No spread into a call's arguments: there are as many codes as the dataset has points.
    const low = codes.reduce((least, code) => Math.min(least, code[k]), Infinity);
    const high = codes.reduce((most, code) => Math.max(most, code[k]), -Infinity);
    const room = 0.2 * (high - low) || 1;
    return { min: low - room, max: high + room };
  });
}
