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
    const values = codes.map((code) => code[k]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = 0.2 * (high - low) || 1;
    return { min: low - room, max: high + room };
  });
}
