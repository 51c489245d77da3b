/**
 * Winograd's F(2², 3²) on the wasm heap: a 3×3 convolution of stride 1 and its two gradients with
 * 16 multiplications where the direct sum takes 36 (Winograd 1980; Lavin & Gray 2016, arXiv
 * 1509.09308). Which passes it is used for is in `winograd_rule.ts`; here every number of channels
 * from 4 on is right.
 *
 * Transformed images are never whole in memory: tiles of 2×2 outputs are taken in strips whose
 * scratch memory stays in the second-level cache. Beside it there is only the transformed filter,
 * 16/9 of the filter itself. Both are kept for the next call.
 *
 * @module
 */

import type { Epilogue, Filter, FilterGradient, Images } from "./convolution.ts";
import type { Address, Heap } from "./heap.ts";

/** Positions of a transformed tile, 4×4. */
const POSITIONS = 16;

/** Positions of one row of it. */
const ROW = 4;

/**
 * Bytes of transformed inputs in a strip, unless the fewest tiles need more; half of the smallest
 * second-level cache in use. From a quarter of this to four times as much the time is the same.
 */
const STRIP_BYTES = 128 * 1024;

/** Tiles of a strip: at least one register block, at most what keeps its products in 24 KB. */
const STRIP_TILES = { least: 6, most: 48 } as const;

/** The same for filter gradients, which hold two images' tiles, of one row of positions at a time. */
const GRADIENT_STRIP_BYTES = 256 * 1024;

/**
 * More tiles save reads and writes of the gradient. Fewer make it more accurate: each strip is
 * summed by itself and then added.
 */
const GRADIENT_STRIP_TILES = { least: 8, most: 64 } as const;

function panelBytes(inputs: number, outputs: number): number {
  return POSITIONS * inputs * Math.ceil(outputs / 8) * 32;
}

/** Bytes from one tile to the next. An odd number of 16 bytes spreads tiles over the cache's sets. */
function pixelBytes(channels: number): number {
  return Math.ceil(channels / 8) * 32 + 16;
}

/** Bytes of a strip for one position; 64 more, so that positions begin in different sets. */
function planeBytes(strip: number, pixel: number): number {
  return strip * pixel + 64;
}

/** Tiles a strip, if strips of at most `most` tiles, or of as many as fit, are about equally long. */
function stripTiles(
  { batch, height, width }: Images,
  { fit, least, most }: { fit: number; least: number; most: number },
): number {
  const tiles = batch * Math.ceil(height / 2) * Math.ceil(width / 2);
  const limit = Math.max(least, Math.min(most, fit - fit % least));
  return Math.ceil(tiles / Math.ceil(tiles / limit));
}

/** What a convolution in Winograd's form does beside the sums. */
export interface WinogradEpilogue extends Epilogue {
  /** Address of images for max pooling of the output, 2×2 of stride 2 and clipped ('same'), or 0. */
  readonly pooled?: Address;
}

function convolve(heap: Heap, panels: Address, { bias, relu, pooled = 0 }: WinogradEpilogue) {
  return (x: Images, out: Images): void => {
    const pixel = pixelBytes(x.channels);
    const fit = Math.floor(STRIP_BYTES / (POSITIONS * pixel));
    const even = stripTiles(out, { fit, ...STRIP_TILES });
    const strip = Math.ceil(even / STRIP_TILES.least) * STRIP_TILES.least;
    const plane = planeBytes(strip, pixel);
    heap.kernels.winogradConvolve(
      x.at,
      x.image,
      x.row,
      x.channels * 4,
      x.channels,
      panels,
      bias,
      relu ? 1 : 0,
      out.at,
      out.image,
      out.row,
      out.channels * 4,
      out.batch,
      out.height,
      out.width,
      out.channels,
      pooled,
      strip,
      pixel,
      plane,
      heap.scratch("Winograd strip", POSITIONS * (plane + strip * 32)),
    );
  };
}

/**
 * Packs a 3×3 filter and returns out = relu?(x ⋆ filter + bias), 'valid' of stride 1.
 *
 * The returned function must be called before anything else of this module.
 *
 * @param filter with at least 4 inputs and 4 outputs
 */
export function winogradConvolution(
  heap: Heap,
  { at, inputs, outputs }: Filter,
  epilogue: WinogradEpilogue,
): (x: Images, out: Images) => void {
  const panels = heap.scratch("Winograd panels", panelBytes(inputs, outputs));
  heap.kernels.winogradPack(at, inputs * outputs * 4, outputs * 4, 4, inputs, outputs, panels);
  return convolve(heap, panels, epilogue);
}

/**
 * Packs a 3×3 filter and returns dx from dy, which carries a border of 2 zeros: the convolution of
 * dy with the filter turned by 180°, inputs and outputs exchanged.
 *
 * The returned function must be called before anything else of this module.
 *
 * @param filter with at least 4 inputs and 4 outputs
 */
export function winogradInputGradient(
  heap: Heap,
  { at, inputs, outputs }: Filter,
): (dy: Images, dx: Images) => void {
  const panels = heap.scratch("Winograd panels", panelBytes(outputs, inputs));
  const tap = inputs * outputs * 4;
  heap.kernels.winogradPack(at + 8 * tap, -tap, 4, outputs * 4, outputs, inputs, panels);
  return convolve(heap, panels, { bias: 0, relu: false });
}

/**
 * Starts the gradient of a 3×3 filter; nothing else of this module may be called before it is
 * finished.
 *
 * @param filter the gradient, with at least 4 inputs and 4 outputs
 */
export function winogradFilterGradient(
  heap: Heap,
  { at, inputs, outputs }: Filter,
): FilterGradient {
  const bytes = panelBytes(inputs, outputs);
  const panels = heap.scratch("Winograd panels", bytes);
  heap.kernels.zero(panels, bytes);
  const [vPixel, wPixel] = [pixelBytes(inputs), pixelBytes(outputs)];
  const fit = Math.floor(GRADIENT_STRIP_BYTES / (ROW * (vPixel + wPixel)));
  return {
    add(x, dy) {
      const strip = stripTiles(dy, { fit, ...GRADIENT_STRIP_TILES });
      const [vPlane, wPlane] = [planeBytes(strip, vPixel), planeBytes(strip, wPixel)];
      heap.kernels.winogradFilterGradient(
        x.at,
        x.image,
        x.row,
        x.channels * 4,
        inputs,
        dy.at,
        dy.image,
        dy.row,
        dy.channels * 4,
        panels,
        dy.batch,
        dy.height,
        dy.width,
        outputs,
        strip,
        vPixel,
        vPlane,
        wPixel,
        wPlane,
        heap.scratch("Winograd strip", ROW * (vPlane + wPlane)),
      );
    },
    finish: () => heap.kernels.winogradUnpack(panels, at, inputs, outputs),
  };
}
