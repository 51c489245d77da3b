/**
 * The algebra of folded upsampling, as lists of filter taps.
 *
 * Nearest upsampling ×2 followed by a 3×3 convolution reads each small pixel several times. Of its
 * output, every pixel of one phase (even or odd row, even or odd column) sees just 2×2 small pixels,
 * with sums of the 3×3 taps as weights: four 2×2 convolutions of the small image are the same
 * function for 2.25 times fewer multiplications, and the upsampled image never exists.
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
