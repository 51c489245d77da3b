/**
 * Convolutions of stride 1 and their gradients on the wasm heap, all as calls of two kernels: one
 * that multiplies pixels by panels, one that gathers panels from pixels. What differs between a
 * forward pass, an input gradient and a folded upsampling (`../folding.ts`) is only how a filter is
 * packed and how the pixels are strided.
 *
 * @module
 */

import { PHASES, plainTaps, TRANSPOSED_FOLD } from "../folding.ts";
import type { Address, Heap } from "./heap.ts";

/** Images in the heap: N×H×W×C float32, rows and images possibly further apart than W and H ask. */
export interface Images {
  readonly at: Address;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Bytes from one row to the next. */
  readonly row: number;
  /** Bytes from one image to the next. */
  readonly image: number;
}

/** A filter in the heap, laid out as TF's HWIO: height×width×inputs×outputs. */
export interface Filter {
  readonly at: Address;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Densely packed images at an address. */
export function images(
  at: Address,
  [batch, height, width, channels]: readonly number[],
): Images {
  const row = width * channels * 4;
  return { at, batch, height, width, channels, row, image: height * row };
}

/** The same images without `border` pixels on each side. */
export function interior(outer: Images, border: number): Images {
  return {
    ...outer,
    at: outer.at + border * (outer.row + outer.channels * 4),
    height: outer.height - 2 * border,
    width: outer.width - 2 * border,
  };
}

/** Scratch images with a border of zeros; the inside is undefined. */
export function bordered(heap: Heap, shape: readonly number[], border: [string, number]): Images {
  const [batch, height, width, channels] = shape;
  const [name, size] = border;
  const dimensions = [batch, height + 2 * size, width + 2 * size, channels];
  const bytes = 4 * dimensions.reduce((product, length) => product * length);
  const outer = images(heap.scratch(name, bytes), dimensions);
  if (size > 0) {
    heap.kernels.zeroBorder(
      outer.at,
      outer.image,
      outer.row,
      channels * 4,
      size,
      batch,
      outer.height,
    );
  }
  return outer;
}

/** A copy in scratch memory with `border` pixels of zeros around each image. */
export function pad(heap: Heap, x: Images, border: [string, number]): Images {
  if (border[1] === 0) return x;
  const outer = bordered(heap, [x.batch, x.height, x.width, x.channels], border);
  const inner = interior(outer, border[1]);
  heap.kernels.copyImages(
    x.at,
    inner.at,
    inner.image,
    inner.row,
    x.batch,
    x.height,
    x.width * x.channels * 4,
  );
  return outer;
}

/** One image of several. */
export function imageAt(all: Images, n: number): Images {
  return { ...all, at: all.at + n * all.image, batch: 1 };
}

function panelBytes(taps: number, inputs: number, outputs: number): number {
  return taps * inputs * Math.ceil(outputs / 8) * 32;
}

function tapAddress({ at, inputs, outputs }: Filter, tap: number): Address {
  return at + tap * inputs * outputs * 4;
}

function packForward(heap: Heap, filter: Filter, [panels, sums]: [Address, number[][]]): void {
  const { inputs, outputs } = filter;
  sums.forEach((taps, tap) =>
    taps.forEach((from, k) => {
      const at = tapAddress(filter, from), add = k === 0 ? 0 : 1;
      heap.kernels.packTap(at, outputs * 4, 4, inputs, outputs, panels, tap, sums.length, add);
    })
  );
}

function packTransposed(heap: Heap, filter: Filter, [panels, sums]: [Address, number[][]]): void {
  const { inputs, outputs } = filter;
  sums.forEach((taps, tap) =>
    taps.forEach((from, k) => {
      const at = tapAddress(filter, from), add = k === 0 ? 0 : 1;
      heap.kernels.packTap(at, 4, outputs * 4, outputs, inputs, panels, tap, sums.length, add);
    })
  );
}

function unpack(heap: Heap, filter: Filter, [panels, sums]: [Address, number[][]]): void {
  const { inputs, outputs } = filter;
  sums.forEach((taps, tap) =>
    taps.forEach((to) => {
      const at = tapAddress(filter, to);
      heap.kernels.unpackTap(panels, tap, sums.length, at, outputs * 4, 4, inputs, outputs);
    })
  );
}

/** What is done to the sums of a convolution before they are stored. */
export interface Epilogue {
  /** Address of one bias a channel, or 0. */
  readonly bias: Address;
  readonly relu: boolean;
}

function multiply(
  heap: Heap,
  operands: { x: Images; panels: Address; out: Images; kernel: readonly [number, number] },
  { bias, relu, step = 1, spread = 1 }: Epilogue & { step?: number; spread?: number },
): void {
  const { x, panels, out, kernel } = operands;
  heap.kernels.convolve(
    x.at,
    x.image,
    x.row * step,
    x.row,
    x.channels * 4 * step,
    kernel[1] * x.channels,
    kernel[0],
    panels,
    bias,
    relu ? 1 : 0,
    out.at,
    out.image,
    out.row * spread,
    out.channels * 4 * spread,
    out.batch,
    out.height / spread,
    out.width / spread,
    out.channels,
  );
}

/** Whether a convolution is preceded by nearest upsampling ×2; its filter is then 3×3. */
export interface Upsampling {
  readonly upsample?: boolean;
}

/**
 * Packs a filter and returns out = relu?(x ⋆ filter + bias). x carries the border that the output's
 * size asks for: none for 'valid', half the filter for 'same', 1 where it is upsampled.
 */
export function convolution(
  heap: Heap,
  filter: Filter,
  { upsample, ...epilogue }: Epilogue & Upsampling,
): (x: Images, out: Images) => void {
  const { height, width, inputs, outputs } = filter;
  if (!upsample) {
    const panels = heap.scratch("panels", panelBytes(height * width, inputs, outputs));
    packForward(heap, filter, [panels, plainTaps(filter)]);
    return (x, out) => multiply(heap, { x, panels, out, kernel: [height, width] }, epilogue);
  }
  const bytes = panelBytes(4, inputs, outputs);
  const all = heap.scratch("panels", 4 * bytes);
  PHASES.forEach(({ taps }, k) => packForward(heap, filter, [all + k * bytes, taps]));
  return (x, out) =>
    PHASES.forEach(({ py, px }, k) => {
      const operands = {
        x: { ...x, at: x.at + py * x.row + px * x.channels * 4 },
        panels: all + k * bytes,
        out: { ...out, at: out.at + py * out.row + px * out.channels * 4 },
        kernel: [2, 2] as const,
      };
      multiply(heap, operands, { ...epilogue, spread: 2 });
    });
}

/**
 * Packs a filter and returns dx from dy, which carries a border of zeros: the filter less one for
 * 'valid', half of that for 'same', 1 where x was upsampled.
 */
export function inputGradient(
  heap: Heap,
  filter: Filter,
  { upsample }: Upsampling = {},
): (dy: Images, dx: Images) => void {
  const { height, width, inputs, outputs } = filter;
  const sums = upsample ? TRANSPOSED_FOLD : plainTaps(filter).reverse();
  const panels = heap.scratch("transposed panels", panelBytes(sums.length, outputs, inputs));
  packTransposed(heap, filter, [panels, sums]);
  const kernel = upsample ? [4, 4] as const : [height, width] as const;
  const epilogue = { bias: 0, relu: false, step: upsample ? 2 : 1 };
  return (dy, dx) => multiply(heap, { x: dy, panels, out: dx, kernel }, epilogue);
}

/** A filter gradient under way. */
export interface FilterGradient {
  /** Adds what images x, bordered as for {@linkcode convolution}, and their dy contribute. */
  add(x: Images, dy: Images): void;
  /** Adds the sum to the filter's memory, which the caller has zeroed. */
  finish(): void;
}

/** Starts the gradient of a filter; only one can be under way. */
export function filterGradient(
  heap: Heap,
  filter: Filter,
  { upsample, stride = [1, 1] }: Upsampling & { stride?: readonly [number, number] } = {},
): FilterGradient {
  const { height, width, inputs, outputs } = filter;
  const phases = upsample ? PHASES : [{ py: 0, px: 0, taps: plainTaps(filter) }];
  const [kernelRows, kernelColumns] = upsample ? [2, 2] : [height, width];
  const spread = upsample ? 2 : 1;
  const bytes = panelBytes(kernelRows * kernelColumns, inputs, outputs);
  const all = heap.scratch("gradient panels", phases.length * bytes);
  heap.kernels.zero(all, phases.length * bytes);
  return {
    add(x, dy) {
      phases.forEach(({ py, px }, k) =>
        heap.kernels.convolveFilterGradient(
          x.at + py * x.row + px * x.channels * 4,
          x.image,
          x.row * stride[0],
          x.row,
          x.channels * 4 * stride[1],
          kernelColumns * x.channels,
          kernelRows,
          dy.at + py * dy.row + px * dy.channels * 4,
          dy.image,
          dy.row * spread,
          dy.channels * 4 * spread,
          all + k * bytes,
          dy.batch,
          dy.height / spread,
          dy.width / spread,
          dy.channels,
        )
      );
    },
    finish() {
      phases.forEach(({ taps }, k) => unpack(heap, filter, [all + k * bytes, taps]));
    },
  };
}
