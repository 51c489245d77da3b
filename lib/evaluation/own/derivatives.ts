/**
 * Derivatives of a decoder that can only be run: differences of fourth order in the step.
 *
 * @module
 */

/** Step, in root mean squares of the codes from their mean. */
const STEP = 0.05;

/** Offsets and weights of the five-point rule: f′(x) ≈ Σ w·f(x + o·h) / h, with error O(h⁴). */
const RULE = [[-2, 1 / 12], [-1, -2 / 3], [1, 2 / 3], [2, -1 / 12]] as const;

/** Codes, and the directions in which they move. */
export interface Moves {
  /** N × L, row-major. */
  readonly codes: Float32Array;
  /** Latents L. */
  readonly latents: number;
  /** Each N × L: a step of every code. */
  readonly directions: readonly Float32Array[];
}

/**
 * Derivatives of what is decoded, a unit of each direction: for each N × P.
 *
 * The step is 0.05 of the codes' spread. Of pixels in float32 the rounding error is then some 10⁻⁵ a
 * spread, and that of the rule is as small where images change no faster than a wave of the spread's
 * length does.
 *
 * @param decode images of codes, N × P
 */
export async function centralDerivatives(
  decode: (codes: Float32Array) => Promise<Float32Array>,
  { codes, latents, directions }: Moves,
): Promise<Float32Array<ArrayBuffer>[]> {
  const step = STEP * spreadOf(codes, latents);
  const derivatives: Float32Array<ArrayBuffer>[] = [];
  for (const direction of directions) {
    let sums: Float64Array | undefined;
    for (const [offset, weight] of RULE) {
      const images = await decode(codes.map((value, i) => value + offset * step * direction[i]));
      sums ??= new Float64Array(images.length);
      for (let i = 0; i < images.length; i++) sums[i] += weight / step * images[i];
    }
    derivatives.push(Float32Array.from(sums!));
  }
  return derivatives;
}

/** Root mean square of the codes from their mean, over all latents; 1 where they are all the same. */
function spreadOf(codes: Float32Array, latents: number): number {
  const count = codes.length / latents;
  const means = new Float64Array(latents);
  codes.forEach((value, i) => means[i % latents] += value / count);
  let sum = 0;
  codes.forEach((value, i) => sum += (value - means[i % latents]) ** 2);
  return Math.sqrt(sum / codes.length) || 1;
}
