/**
 * The encoder's block on wasm: convolution, ReLU and max pooling, and the gradient of all three.
 *
 * @module
 */

import { bordered, convolution, filterGradient, inputGradient, interior } from "./convolution.ts";
import type { Heap } from "./heap.ts";
import type { Kernel } from "../registry.ts";
import { filterOf, imagesOf } from "./tensors.ts";
import { winogradConvolution, winogradFilterGradient, winogradInputGradient } from "./winograd.ts";
import { usesWinograd } from "./winograd_rule.ts";

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
      if (usesWinograd("forward", { batch, height, width, filter: filter.shape })) {
        const pooled = heap.address(y);
        const convolve = winogradConvolution(heap, filterOf(heap, filter), { ...epilogue, pooled });
        convolve(imagesOf(heap, x), imagesOf(heap, r));
        return [y, r];
      }
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
      const layer = { batch, height: x.shape[1], width: x.shape[2], filter: filter.shape };
      const dFilter = heap.zeros(filter.shape);
      const start = usesWinograd("filterGradient", layer) ? winogradFilterGradient : filterGradient;
      const gradient = start(heap, filterOf(heap, dFilter));
      gradient.add(imagesOf(heap, x), inner);
      gradient.finish();
      if (!wanted) return [dFilter, dBias];
      const dx = heap.output(x.shape);
      const pack = usesWinograd("inputGradient", layer) ? winogradInputGradient : inputGradient;
      pack(heap, filterOf(heap, filter))(padded, imagesOf(heap, dx));
      return [dFilter, dBias, dx];
    },
  };
}
