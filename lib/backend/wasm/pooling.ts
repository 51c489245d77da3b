/**
 * The encoder's block on wasm: convolution, ReLU and max pooling, and the gradient of all three.
 *
 * @module
 */

import { bordered, convolution, filterGradient, inputGradient, interior } from "./convolution.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "../registry.ts";
import { filterOf, imagesOf } from "./tensors.ts";

/** Kernels `ConvReluPool` and its gradient; contracts in `../blocks.ts`. */
export function poolingKernels(heap: Heap): Record<string, Kernel> {
  return {
    ConvReluPool({ x, filter, bias }) {
      const [batch, height, width] = x.shape;
      const [kernelHeight, kernelWidth, , channels] = filter.shape;
      const shape = [batch, height - kernelHeight + 1, width - kernelWidth + 1, channels];
      const r = heap.output(shape);
      const y = heap.output([batch, Math.ceil(shape[1] / 2), Math.ceil(shape[2] / 2), channels]);
      const epilogue = { bias: heap.address(bias), relu: true };
      const convolve = convolution(heap, filterOf(heap, filter), epilogue);
      convolve(imagesOf(heap, x), imagesOf(heap, r));
      heap.kernels.maxPool(
        heap.address(r),
        heap.address(y),
        shape[0],
        shape[1],
        shape[2],
        channels,
      );
      return [y, r];
    },

    ConvReluPoolGradient({ dy, x, filter, r, y }, { inputGradient: wanted }) {
      const [batch, height, width, channels] = r.shape;
      const border = filter.shape[0] - 1;
      const padded = bordered(heap, r.shape, ["dy", border]);
      const inner = interior(padded, border);
      const dBias = heap.zeros([channels]);
      heap.kernels.maxPoolGradient(
        heap.address(r),
        heap.address(y),
        heap.address(dy),
        1,
        inner.at,
        inner.image,
        inner.row,
        heap.address(dBias),
        batch,
        height,
        width,
        channels,
      );
      const dFilter = heap.zeros(filter.shape);
      const gradient = filterGradient(heap, filterOf(heap, dFilter));
      gradient.add(imagesOf(heap, x), inner);
      gradient.finish();
      if (!wanted) return [dFilter, dBias];
      const dx = heap.output(x.shape);
      inputGradient(heap, filterOf(heap, filter))(padded, imagesOf(heap, dx));
      return [dFilter, dBias, dx];
    },
  };
}
