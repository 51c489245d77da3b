/**
 * Which pixels of an image the taps of a filter fall on: all that tells a forward pass, an input
 * gradient and a folded upsampling (`../folding.ts`) apart, besides how the filter is packed.
 *
 * @module
 */

/** Which pixels of a source the taps of a filter fall on. */
export interface Geometry {
  /** Rows and columns of the filter. */
  readonly kernel: readonly [number, number];
  /** Rows and columns of the source from one output pixel to the next. */
  readonly step: readonly [number, number];
  /** Rows and columns of zeros above and left of the source, as seen by phase 0. */
  readonly border: readonly [number, number];
  /** 4 where the output's even and odd rows and columns are convolutions of their own. */
  readonly phases: 1 | 4;
}

/** Forward, stride 1, with `border` zeros around: 0 for 'valid', half the filter for 'same'. */
export function plainGeometry([height, width]: readonly number[], border: number): Geometry {
  return { kernel: [height, width], step: [1, 1], border: [border, border], phases: 1 };
}

/** Forward, folded: four 2×2 convolutions. */
export const FOLDED: Geometry = { kernel: [2, 2], step: [1, 1], border: [1, 1], phases: 4 };

/** Back through a folded one. */
export const UNFOLDED: Geometry = { kernel: [4, 4], step: [2, 2], border: [1, 1], phases: 1 };

/** WGSL of a phase's zeros above and left: even rows and columns of a folded output see one. */
export function declarePhase({ phases, border }: Geometry): string {
  return phases === 4
    ? `
  let phase_row = phase / 2u;
  let phase_column = phase % 2u;
  let top = 1 - i32(phase_row);
  let before = 1 - i32(phase_column);`
    : `
  let top = ${border[0]};
  let before = ${border[1]};`;
}

/** WGSL of the pixel of the output that `row` and `column` of a phase are, in image `image`. */
export function outputPixel({ phases }: Geometry, height: number, width: number): string {
  return phases === 4
    ? `(image * ${height}u + row * 2u + phase_row) * ${width}u + column * 2u + phase_column`
    : `(image * ${height}u + row) * ${width}u + column`;
}

/**
 * WGSL that declares `image`, and as u32 the `row` and `column` of a phase, from `position`: the
 * pixel of a phase of some images.
 */
export function declarePosition(height: number, width: number): string {
  return `let image = position / ${height * width}u;
    let row = position / ${width}u % ${height}u;
    let column = position % ${width}u;`;
}

/** WGSL of the source's row and column that the first tap falls on, given `row` and `column`. */
export function firstTap({ step }: Geometry): { row: string; column: string } {
  return {
    row: `i32(row) * ${step[0]} - top`,
    column: `i32(column) * ${step[1]} - before`,
  };
}
