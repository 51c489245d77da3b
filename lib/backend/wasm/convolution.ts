/**
 * Convolutions of stride 1 and their gradients on the wasm heap, all as calls of two kernels: one
 * that multiplies pixels by panels, one that gathers panels from pixels. What differs between a
 * forward pass, an input gradient and a folded upsampling is only how a filter is packed and how
 * the pixels are strided.
 *
 * Folding: nearest upsampling ×2 followed by a 3×3 convolution reads each small pixel several
 * times. Of its output, every pixel of one phase (even or odd row, even or odd column) sees just
 * 2×2 small pixels, with sums of the 3×3 taps as weights: four 2×2 convolutions of the small image
 * are the same function for 2.25 times fewer multiplications, and the upsampled image never exists.
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

/** Rows (or columns) of a 3×3 filter that fall on small pixel `[phase][offset]` after upsampling. */
const FOLDED_TAPS = [[[0], [1, 2]], [[0, 1], [2]]] as const;

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
  if (size > 0) heap.kernels.zero(outer.at, bytes);
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

function panelBytes(taps: number, inputs: number, outputs: number): number {
  return taps * inputs * Math.ceil(outputs / 8) * 32;
}

function packForward(heap: Heap, filter: Filter): Address {
  const { at, height, width, inputs, outputs } = filter;
  const taps = height * width;
  const panels = heap.scratch("panels", panelBytes(taps, inputs, outputs));
  for (let tap = 0; tap < taps; tap++) {
    const from = at + tap * inputs * outputs * 4;
    heap.kernels.packTap(from, outputs * 4, 4, inputs, outputs, panels, tap, taps, 0);
  }
  return panels;
}

function packTransposed(heap: Heap, filter: Filter): Address {
  const { at, height, width, inputs, outputs } = filter;
  const taps = height * width;
  const panels = heap.scratch("panels", panelBytes(taps, outputs, inputs));
  for (let tap = 0; tap < taps; tap++) {
    const from = at + (taps - 1 - tap) * inputs * outputs * 4;
    heap.kernels.packTap(from, 4, outputs * 4, outputs, inputs, panels, tap, taps, 0);
  }
  return panels;
}

function foldPhase(heap: Heap, filter: Filter, phase: readonly [number, number]): Address {
  const { at, inputs, outputs } = filter;
  const panels = heap.scratch("panels", panelBytes(4, inputs, outputs));
  for (let tap = 0; tap < 4; tap++) {
    let add = 0;
    for (const ky of FOLDED_TAPS[phase[0]][tap >> 1]) {
      for (const kx of FOLDED_TAPS[phase[1]][tap & 1]) {
        const from = at + (ky * 3 + kx) * inputs * outputs * 4;
        heap.kernels.packTap(from, outputs * 4, 4, inputs, outputs, panels, tap, 4, add);
        add = 1;
      }
    }
  }
  return panels;
}

/** The 4×4 filter of stride 2 that takes a gradient back through upsampling and convolution. */
function foldTransposed(heap: Heap, filter: Filter): Address {
  const { at, inputs, outputs } = filter;
  const panels = heap.scratch("panels", panelBytes(16, outputs, inputs));
  for (let py = 0; py < 2; py++) {
    for (let px = 0; px < 2; px++) {
      for (let offset = 0; offset < 4; offset++) {
        const [dy, dx] = [offset >> 1, offset & 1];
        const tap = (3 - 2 * dy - py) * 4 + (3 - 2 * dx - px);
        let add = 0;
        for (const ky of FOLDED_TAPS[py][dy]) {
          for (const kx of FOLDED_TAPS[px][dx]) {
            const from = at + (ky * 3 + kx) * inputs * outputs * 4;
            heap.kernels.packTap(from, 4, outputs * 4, outputs, inputs, panels, tap, 16, add);
            add = 1;
          }
        }
      }
    }
  }
  return panels;
}

/** Options of {@linkcode convolve} and {@linkcode convolveUpsampled}. */
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

/** out = relu?(x ⋆ filter + bias), 'valid': out is smaller than x by the filter less one. */
export function convolve(
  heap: Heap,
  { x, filter, out }: { x: Images; filter: Filter; out: Images },
  epilogue: Epilogue,
): void {
  const panels = packForward(heap, filter);
  multiply(heap, { x, panels, out, kernel: [filter.height, filter.width] }, epilogue);
}

/** dx from dy, which carries a border of zeros: the filter less one for 'valid', half of it for 'same'. */
export function inputGradient(
  heap: Heap,
  { dy, filter, dx }: { dy: Images; filter: Filter; dx: Images },
): void {
  const panels = packTransposed(heap, filter);
  const kernel = [filter.height, filter.width] as const;
  multiply(heap, { x: dy, panels, out: dx, kernel }, { bias: 0, relu: false });
}

/** Adds to a filter gradient (zeroed by the caller) that of {@linkcode convolve}. */
export function filterGradient(
  heap: Heap,
  { x, dy, filter }: { x: Images; dy: Images; filter: Filter },
  stride: readonly [number, number] = [1, 1],
): void {
  const taps = filter.height * filter.width;
  const bytes = panelBytes(taps, filter.inputs, filter.outputs);
  const panels = heap.scratch("panels", bytes);
  heap.kernels.zero(panels, bytes);
  heap.kernels.convolveFilterGradient(
    x.at,
    x.image,
    x.row * stride[0],
    x.row,
    x.channels * 4 * stride[1],
    filter.width * x.channels,
    filter.height,
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
  const { at, inputs, outputs } = filter;
  for (let tap = 0; tap < taps; tap++) {
    const to = at + tap * inputs * outputs * 4;
    heap.kernels.unpackTap(panels, tap, taps, to, outputs * 4, 4, inputs, outputs);
  }
}

/** out = relu?(upsample₂(x) ⋆ filter + bias), 'same', for a 3×3 filter; x carries a border of 1. */
export function convolveUpsampled(
  heap: Heap,
  { x, filter, out }: { x: Images; filter: Filter; out: Images },
  epilogue: Epilogue,
): void {
  for (let py = 0; py < 2; py++) {
    for (let px = 0; px < 2; px++) {
      const panels = foldPhase(heap, filter, [py, px]);
      const from = { ...x, at: x.at + py * x.row + px * x.channels * 4 };
      const to = { ...out, at: out.at + py * out.row + px * out.channels * 4 };
      const operands = { x: from, panels, out: to, kernel: [2, 2] as const };
      multiply(heap, operands, { ...epilogue, spread: 2 });
    }
  }
}

/** dx of {@linkcode convolveUpsampled} from dy, which carries a border of 1. */
export function upsampledInputGradient(
  heap: Heap,
  { dy, filter, dx }: { dy: Images; filter: Filter; dx: Images },
): void {
  const panels = foldTransposed(heap, filter);
  const operands = { x: dy, panels, out: dx, kernel: [4, 4] as const };
  multiply(heap, operands, { bias: 0, relu: false, step: 2 });
}

/** Adds to a filter gradient (zeroed by the caller) that of {@linkcode convolveUpsampled}. */
export function upsampledFilterGradient(
  heap: Heap,
  { x, dy, filter }: { x: Images; dy: Images; filter: Filter },
): void {
  const { at, inputs, outputs } = filter;
  const bytes = panelBytes(4, inputs, outputs);
  const panels = heap.scratch("panels", bytes);
  for (let py = 0; py < 2; py++) {
    for (let px = 0; px < 2; px++) {
      heap.kernels.zero(panels, bytes);
      heap.kernels.convolveFilterGradient(
        x.at + py * x.row + px * x.channels * 4,
        x.image,
        x.row,
        x.row,
        x.channels * 4,
        2 * x.channels,
        2,
        dy.at + py * dy.row + px * dy.channels * 4,
        dy.image,
        dy.row * 2,
        dy.channels * 8,
        panels,
        dy.batch,
        dy.height / 2,
        dy.width / 2,
        dy.channels,
      );
      for (let tap = 0; tap < 4; tap++) {
        for (const ky of FOLDED_TAPS[py][tap >> 1]) {
          for (const kx of FOLDED_TAPS[px][tap & 1]) {
            const to = at + (ky * 3 + kx) * inputs * outputs * 4;
            heap.kernels.unpackTap(panels, tap, 4, to, outputs * 4, 4, inputs, outputs);
          }
        }
      }
    }
  }
}
