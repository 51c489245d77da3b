/**
 * Which passes of a convolution are computed in Winograd's form, and how many multiplications they
 * take then. A rule on shapes alone, so that the same network gives the same bytes everywhere.
 *
 * @module
 */

/** A pass of a convolution, by what it computes. */
export type Pass = "forward" | "inputGradient" | "filterGradient";

/** A convolution of stride 1 without padding ('valid'). */
export interface ConvolutionShape {
  /** Images. */
  readonly batch: number;
  /** Sides of an input image in pixels. */
  readonly height: number;
  readonly width: number;
  /** The filter's shape: height×width×inputs×outputs. */
  readonly filter: readonly number[];
}

/**
 * Least number of input and of output channels. Below it the transforms, which cost as much a
 * channel whatever the other side's number is, take back what the products save: at 8 channels
 * the filter gradient takes 1.4 times as long as the direct sum, at 12 all passes take less, and at
 * 16 they take 0.7 to 0.9 of it. From 16 on the errors are smaller too.
 */
const LEAST_CHANNELS = 16;

/**
 * Least number of tiles that a filter gradient sums over. With fewer, the direct sum is so short
 * that it is the more accurate one: at 32 tiles of positive inputs its error is 0.8 of this form's,
 * at 98 tiles 1.1 times as large.
 */
const LEAST_TILES = 64;

function tilesOf(batch: number, height: number, width: number): number {
  return batch * Math.ceil(height / 2) * Math.ceil(width / 2);
}

function outputTiles({ batch, height, width, filter }: ConvolutionShape): number {
  return tilesOf(batch, height - filter[0] + 1, width - filter[1] + 1);
}

/**
 * Whether a pass of the encoder's block is computed as F(2², 3²): filters of 3×3 with at least 16
 * input and 16 output channels, and for the gradient of the filter at least 64 tiles of 2×2 outputs.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { usesWinograd } from "./winograd_rule.ts";
 *
 * const layer = { batch: 8, height: 127, width: 127, filter: [3, 3, 64, 64] };
 * assert(usesWinograd("forward", layer));
 * assert(!usesWinograd("forward", { ...layer, filter: [3, 3, 1, 64] }));
 * ```
 */
export function usesWinograd(pass: Pass, shape: ConvolutionShape): boolean {
  const [height, width, inputs, outputs] = shape.filter;
  if (height !== 3 || width !== 3 || Math.min(inputs, outputs) < LEAST_CHANNELS) return false;
  return pass !== "filterGradient" || outputTiles(shape) >= LEAST_TILES;
}

/**
 * Multiplications of a pass's products, in the form that {@linkcode usesWinograd} chooses: 16 a
 * tile and pair of channels, or one a tap, output pixel and pair of channels. The tiles are those
 * of the input image for the gradient of the input. Those of the transforms are not counted: they
 * halve sums of the filter, and else there are none.
 *
 * The direct gradient of the input is counted over the input's pixels, border included, as it is
 * computed.
 */
export function multiplications(pass: Pass, shape: ConvolutionShape): number {
  const { batch, height, width, filter } = shape;
  const [rows, columns, inputs, outputs] = filter;
  const pairs = inputs * outputs;
  const ofInput = pass === "inputGradient";
  if (usesWinograd(pass, shape)) {
    return 16 * pairs * (ofInput ? tilesOf(batch, height, width) : outputTiles(shape));
  }
  const pixels = ofInput ? height * width : (height - rows + 1) * (width - columns + 1);
  return batch * pixels * rows * columns * pairs;
}
