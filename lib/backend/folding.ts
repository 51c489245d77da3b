/**
 * The algebra of nearest upsampling ×2 followed by a 3×3 convolution, 'same'. The upsampled image,
 * in which each small pixel stands four times, never exists in either of its two forms.
 *
 * **Folded**, as WebGPU computes it and this file lists it: every output of one phase (even or odd
 * row, even or odd column) sees just 2×2 small pixels, with sums of the 3×3 taps as weights. Four
 * 2×2 convolutions take 16 multiplications a small pixel (and pair of channels) where the plain form
 * takes 36.
 *
 * **Nine products**, as wasm computes it (`wasm/upsampling.ts`). Along one axis, with taps w0, w1,
 * w2, S = w0 + w1 + w2 and D[n] = x[n−1] − x[n], where pixels outside are 0:
 *
 * - output 2n = S·x[n] + w0·D[n], output 2n + 1 = S·x[n] − w2·D[n+1]: three products for two outputs.
 * - With e and o the gradient at even and odd pixels, dx[n] = S·(e[n] + o[n]) + w0·(e[n+1] − e[n])
 *   − w2·(o[n] − o[n−1]).
 * - With A = Σ x[n]·(e[n] + o[n]), B = Σ D[n]·e[n] and C = Σ D[n+1]·o[n], dw0 = A + B, dw1 = A and
 *   dw2 = A − C.
 *
 * Along both axes at once these are nine products, of x, its differences of columns, of rows, and of
 * both, with nine combinations of the taps.
 *
 * @module
 */

/** Rows (or columns) of a 3×3 filter that fall on small pixel `[phase][offset]` after upsampling. */
const FOLDED_TAPS = [[[0], [1, 2]], [[0, 1], [2]]] as const;

/** One of the four phases of the output of a folded upsampling. */
export interface Phase {
  /** Row of the phase, 0 or 1. */
  readonly py: number;
  /** Column of the phase, 0 or 1. */
  readonly px: number;
  /** For each of 2×2 small pixels, row by row, the taps of the 3×3 filter that add up on it. */
  readonly taps: number[][];
}

/** The phases of folded upsampling, row by row. */
export const PHASES: readonly Phase[] = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([py, px]) => ({
  py,
  px,
  taps: [0, 1, 2, 3].map((tap) =>
    FOLDED_TAPS[py][tap >> 1].flatMap((ky) => FOLDED_TAPS[px][tap & 1].map((kx) => ky * 3 + kx))
  ),
}));

/** Each tap of a filter by itself. */
export function plainTaps({ height, width }: { height: number; width: number }): number[][] {
  return Array.from({ length: height * width }, (_, tap) => [tap]);
}

function transposedFold(): number[][] {
  const sums: number[][] = Array.from({ length: 16 }, () => []);
  for (const { py, px, taps } of PHASES) {
    taps.forEach((from, offset) => {
      const [dy, dx] = [offset >> 1, offset & 1];
      sums[(3 - 2 * dy - py) * 4 + (3 - 2 * dx - px)] = from;
    });
  }
  return sums;
}

/**
 * The 4×4 filter of stride 2, on a gradient with one border of zeros, that takes it back through
 * convolution and upsampling: for each of its taps, those of the 3×3 filter that add up to it.
 */
export const TRANSPOSED_FOLD: number[][] = transposedFold();
