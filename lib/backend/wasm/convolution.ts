/**
 * Convolutions of stride 1 and their gradients on the wasm heap, all as calls of two kernels: one
 * that multiplies pixels by panels, one that gathers panels from pixels. A forward pass and an input
 * gradient differ only in how a filter is packed. Those of an upsampled image are in
 * `upsampling.ts`.
 *
 * @module
 */

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

/** Packs a filter for a forward pass. */
function packForward(heap: Heap, filter: Filter, panels: Address): void {
  const { height, width, inputs, outputs } = filter;
  for (let tap = 0; tap < height * width; tap++) {
    const at = tapAddress(filter, tap);
    heap.kernels.packTap(at, outputs * 4, 4, inputs, outputs, panels, tap, height * width);
  }
}

/** Packs a filter for an input gradient: outputs become inputs, and the last tap the first. */
function packTransposed(heap: Heap, filter: Filter, panels: Address): void {
  const { inputs, outputs } = filter, taps = filter.height * filter.width;
  for (let tap = 0; tap < taps; tap++) {
    const at = tapAddress(filter, taps - 1 - tap);
    heap.kernels.packTap(at, 4, outputs * 4, outputs, inputs, panels, tap, taps);
  }
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
  { bias, relu }: Epilogue,
): void {
  const { x, panels, out, kernel } = operands;
  heap.kernels.convolve(
    x.at,
    x.image,
    x.row,
    x.row,
    x.channels * 4,
    kernel[1] * x.channels,
    kernel[0],
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
  );
}

/**
 * Packs a filter and returns out = relu?(x ⋆ filter + bias). x carries the border that the output's
 * size asks for: none for 'valid', half the filter for 'same'.
 */
export function convolution(
  heap: Heap,
  filter: Filter,
  epilogue: Epilogue,
): (x: Images, out: Images) => void {
  const { height, width, inputs, outputs } = filter;
  const panels = heap.scratch("panels", panelBytes(height * width, inputs, outputs));
  packForward(heap, filter, panels);
  return (x, out) => multiply(heap, { x, panels, out, kernel: [height, width] }, epilogue);
}

/**
 * Packs a filter and returns dx from dy, which carries a border of zeros: the filter less one for
 * 'valid', half of that for 'same'.
 */
export function inputGradient(heap: Heap, filter: Filter): (dy: Images, dx: Images) => void {
  const { height, width, inputs, outputs } = filter;
  const panels = heap.scratch("transposed panels", panelBytes(height * width, outputs, inputs));
  packTransposed(heap, filter, panels);
  const operands = { panels, kernel: [height, width] as const };
  return (dy, dx) => multiply(heap, { x: dy, out: dx, ...operands }, { bias: 0, relu: false });
}

/** A filter gradient under way. */
export interface FilterGradient {
  /** Adds what images x, bordered as for the forward pass, and their dy contribute. */
  add(x: Images, dy: Images): void;
  /** Adds the sum to the filter's memory, which the caller has zeroed. */
  finish(): void;
}

/** Starts the gradient of a filter; only one can be under way. */
export function filterGradient(
  heap: Heap,
  filter: Filter,
  { stride = [1, 1] }: { stride?: readonly [number, number] } = {},
): FilterGradient {
  const { height, width, inputs, outputs } = filter;
  const bytes = panelBytes(height * width, inputs, outputs);
  const panels = heap.scratch("gradient panels", bytes);
  heap.kernels.zero(panels, bytes);
  return {
    add(x, dy) {
      heap.kernels.convolveFilterGradient(
        x.at,
        x.image,
        x.row * stride[0],
        x.row,
        x.channels * 4 * stride[1],
        width * x.channels,
        height,
        dy.at,
        dy.image,
        dy.row,
        dy.channels * 4,
        panels,
        dy.batch,
        dy.height,
        dy.width,
        dy.channels,
      );
    },
    finish() {
      for (let tap = 0; tap < height * width; tap++) {
        const at = tapAddress(filter, tap);
        heap.kernels.unpackTap(panels, tap, height * width, at, outputs * 4, 4, inputs, outputs);
      }
    },
  };
}
