/**
 * A convolution as what is counted of it: which of its three passes, over which shapes. The nominal
 * count needs no backend; what a backend's kernels really do is in `arithmetic.ts`.
 *
 * @module
 */

/** One pass of a convolution of stride 1. */
export interface ConvolutionPass {
  /** Its output, the gradient of its input, or that of its filter. */
  readonly kind: "forward" | "inputGradient" | "filterGradient";
  /** Shape of its output before any pooling, N×H×W×C. */
  readonly output: readonly number[];
  /** Shape of its filter: height, width, channels in, channels out. */
  readonly filter: readonly number[];
  /** Whether a nearest upsampling ×2 stands before it and is part of it; its filter is then 3×3. */
  readonly upsample: boolean;
  /**
   * Whether it is a pass of the encoder's block, whose kernels pool as well; default false. Kernels
   * may compute the same convolution in one form there and in another elsewhere.
   */
  readonly pooled?: boolean;
}

/** Taps that an output pixel of a folded upsampling sees, of the 9 that the filter has. */
export const FOLDED_TAPS = 4;

/** Product of lengths; 1 of none. */
export function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}

/**
 * Multiplications of a pass by the direct sum over the filter's taps, the same for each of the three;
 * behind an upsampling over the taps that remain when it is folded into the filter (`folding.ts`).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nominalMultiplications } from "./passes.ts";
 *
 * const pass = { kind: "forward", output: [1, 4, 4, 5], filter: [3, 3, 2, 5] } as const;
 * assertEquals(nominalMultiplications({ ...pass, upsample: false }), 4 * 4 * 5 * 9 * 2);
 * assertEquals(nominalMultiplications({ ...pass, upsample: true }), 4 * 4 * 5 * 4 * 2);
 * ```
 */
export function nominalMultiplications({ output, filter, upsample }: ConvolutionPass): number {
  const [height, width, channels] = filter;
  return product(output) * (upsample ? FOLDED_TAPS : height * width) * channels;
}

/** Counts the multiplications of a pass. */
export type PassCount = (pass: ConvolutionPass) => number;
