/**
 * Nearest upsampling ×2 and the 3×3 convolution after it on the wasm heap, as nine products
 * (`../folding.ts`). Differences of the small image exist for a few of its rows at a time, so that
 * scratch memory does not grow with an image's height.
 *
 * Every layer takes this form. Against four folded convolutions, which need 16 products, each pass
 * of each of the network's layers took 1.1 to 2 times less time, from 8 channels on small images to 128
 * on large ones. With 4 channels or fewer the gradients take up to twice as long, tens of
 * microseconds a batch, which is no reason to keep a second form.
 *
 * @module
 */

import type { Epilogue, Filter, FilterGradient, Images } from "./convolution.ts";
import type { Address, Heap } from "./heap.ts";

/** Bytes of a strip of packed gradients: it and a panel stay in the second-level cache. */
const STRIP_BYTES = 24576;

/** Pixels that a filter gradient sums at once: packed, they stay in the first-level cache. */
const CHUNK = 64;

function panelBytes(inputs: number, outputs: number): number {
  return 9 * inputs * Math.ceil(outputs / 8) * 32;
}

/**
 * Packs a filter and returns out = relu?(upsampled x ⋆ filter + bias), 'same'. x carries no border;
 * out has twice its sides.
 */
export function upsampledConvolution(
  heap: Heap,
  { at, inputs, outputs }: Filter,
  { bias, relu }: Epilogue,
): (x: Images, out: Images) => void {
  const panels = heap.scratch("panels", panelBytes(inputs, outputs));
  const tap = inputs * outputs * 4;
  heap.kernels.packProducts(at, tap, outputs * 4, 4, inputs, outputs, panels, 0, 1, 2);
  const offsets = wholeBlocks(heap, bias, outputs);
  return (x, out) => {
    const rows = heap.scratch("differences", 576 + 20 * (x.width + 1) * inputs);
    for (let n = 0; n < x.batch; n++) {
      heap.kernels.convolveUpsampled(
        x.at + n * x.image,
        x.height,
        x.width,
        inputs,
        panels,
        offsets,
        relu ? 1 : 0,
        out.at + n * out.image,
        outputs,
        rows,
      );
    }
  };
}

/** A copy of the biases, or zeros without them, in whole blocks of eight. */
function wholeBlocks(heap: Heap, bias: Address, outputs: number): Address {
  const length = 8 * Math.ceil(outputs / 8);
  const at = heap.scratch("biases", length * 4);
  const values = heap.floats(at, length).fill(0);
  if (bias) values.set(heap.floats(bias, outputs));
  return at;
}

/**
 * Packs a filter and returns dx, of the small image, from dy of the large one. dy carries one border
 * of zeros.
 */
export function upsampledInputGradient(
  heap: Heap,
  { at, inputs, outputs }: Filter,
): (dy: Images, dx: Images) => void {
  const panels = heap.scratch("transposed panels", panelBytes(outputs, inputs));
  const tap = inputs * outputs * 4;
  heap.kernels.packProducts(at, tap, 4, outputs * 4, outputs, inputs, panels, 2, 0, 1);
  const pixels = Math.max(6, 6 * Math.floor(STRIP_BYTES / (72 * outputs)));
  const sums = 32 * Math.ceil(inputs / 8);
  return (dy, dx) => {
    const strip = Math.min(pixels, dx.height * dx.width);
    const packed = heap.scratch("differences", strip * (12 * outputs + sums));
    for (let n = 0; n < dx.batch; n++) {
      heap.kernels.upsampledInputGradient(
        dy.at + n * dy.image + dy.row + dy.channels * 4,
        dy.row,
        dx.height,
        dx.width,
        outputs,
        panels,
        dx.at + n * dx.image,
        inputs,
        strip,
        packed,
      );
    }
  };
}

/**
 * Starts the gradient of a filter from images x without a border and dy of twice their sides; only
 * one can be under way.
 */
export function upsampledFilterGradient(
  heap: Heap,
  { at, inputs, outputs }: Filter,
): FilterGradient {
  const bytes = panelBytes(inputs, outputs);
  const panels = heap.scratch("gradient panels", bytes);
  heap.kernels.zero(panels, bytes);
  return {
    add(x, dy) {
      const { rows, strip } = chunkOf(x);
      const pixels = 3 * (rows + 1) * (x.width + 1);
      const chunk = heap.scratch("differences", pixels * inputs * 4 + rows * strip * 1152);
      for (let n = 0; n < x.batch; n++) {
        heap.kernels.upsampledFilterGradient(
          x.at + n * x.image,
          x.height,
          x.width,
          inputs,
          dy.at + n * dy.image,
          dy.row,
          outputs,
          panels,
          rows,
          strip,
          chunk,
        );
      }
    },
    finish() {
      heap.kernels.unpackProducts(panels, at, inputs, outputs);
    },
  };
}

/** Rows and columns that a filter gradient sums at once. */
function chunkOf({ height, width }: Images): { rows: number; strip: number } {
  const strips = Math.ceil(width / CHUNK);
  const rows = strips > 1 ? 1 : Math.min(height, Math.floor(CHUNK / width));
  return { rows, strip: Math.ceil(width / strips) };
}
