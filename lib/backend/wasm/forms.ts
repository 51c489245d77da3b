/**
 * The forms in which the kernels of wasm compute a convolution with fewer multiplications than the
 * direct sum.
 *
 * @module
 */

import { type ConvolutionPass, product } from "../passes.ts";
import { multiplications, usesWinograd } from "./winograd_rule.ts";

/**
 * Multiplications of one pass behind an upsampling: nine a pixel of the small image, and a pair of
 * channels (`upsampling.ts`); `null` without an upsampling.
 */
export function nineProducts({ output, filter, upsample }: ConvolutionPass): number | null {
  return upsample ? 9 * product(output) / 4 * filter[2] : null;
}

/**
 * Multiplications in Winograd's form (`winograd.ts`); `null` where it is not used. Only the encoder's
 * block uses it (`pooling.ts`): every other kernel takes the direct sum, whatever its shapes.
 */
export function winograd({ kind, output, filter, pooled }: ConvolutionPass): number | null {
  const [batch, height, width] = output;
  const shape = { batch, height: height + filter[0] - 1, width: width + filter[1] - 1, filter };
  return pooled && usesWinograd(kind, shape) ? multiplications(kind, shape) : null;
}
