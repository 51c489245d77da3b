/**
 * How much arithmetic a training step is, from shapes alone: what a measured time is set against.
 * A multiplication and the addition that follows it count as two operations. Counted are the
 * convolutions and matrix products; what else there is (pooling, normalisation, Adam) takes less
 * than a hundredth of it, and is bound by memory.
 *
 * A nearest upsampling ×2 with the 3×3 convolution after it counts as it is computed: folded into
 * 2×2 taps an output pixel by our kernels, with all 3×3 by TF.js's own.
 *
 * @module
 */

import type { Architecture } from "./architecture.ts";

/** A call of a kernel, as far as its arithmetic depends on it. */
export interface KernelCall {
  /** Name in TF.js's registry. */
  readonly name: string;
  /** Shapes of the inputs by their names. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Shapes of the outputs, in order. */
  readonly outputs: readonly (readonly number[])[];
  /** The kernel's attributes. */
  readonly attrs: Readonly<Record<string, unknown>>;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}

/** Taps that an output pixel of a folded upsampling sees, of the 9 that the filter has. */
const FOLDED_TAPS = 4;

/** Multiplications of one pass through a block's convolution, given the output before pooling. */
function pass({ inputs, attrs }: KernelCall, output: readonly number[]): number {
  const [height, width, channels] = inputs.filter;
  const taps = attrs.upsample ? FOLDED_TAPS : height * width;
  return product(output) * taps * channels;
}

/** Multiplications of a call, by kernel; the gradients are those of input and filter. */
const MULTIPLICATIONS: Readonly<Record<string, (call: KernelCall) => number>> = {
  ConvReluPool: (call) => pass(call, call.outputs[1]),
  ConvReluPoolGradient: (call) => pass(call, call.inputs.r) * (call.attrs.inputGradient ? 2 : 1),
  ConvReluBatchNorm: (call) => pass(call, call.outputs[0]),
  ConvReluScale: (call) => pass(call, call.outputs[0]),
  ConvReluBatchNormGradient: (call) => 2 * pass(call, call.inputs.r),
  ConvReluBatchNormDot: (call) => pass(call, call.outputs[1]) + product(call.outputs[1]),
  ConvReluScaleDot: (call) => pass(call, call.outputs[1]) + product(call.outputs[1]),
  ConvReluBatchNormDotGradient: (call) => 2 * (pass(call, call.inputs.r) + product(call.inputs.r)),
  BatchMatMul: matrixProduct,
  _FusedMatMul: matrixProduct,
  Conv2D: convolution,
  FusedConv2D: convolution,
  Conv2DBackpropInput: ({ inputs }) => product(inputs.dy) * product(inputs.filter.slice(0, 3)),
  Conv2DBackpropFilter: ({ inputs, outputs }) =>
    product(inputs.dy) * product(outputs[0].slice(0, 3)),
};

function convolution({ inputs, outputs }: KernelCall): number {
  return product(outputs[0]) * product(inputs.filter.slice(0, 3));
}

function matrixProduct({ inputs, outputs, attrs }: KernelCall): number {
  return product(outputs[0]) * (inputs.a.at(attrs.transposeA ? -2 : -1) as number);
}

/**
 * Floating-point operations of a kernel's call, or `null` where they are not counted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { callOperations } from "./arithmetic.ts";
 *
 * const inputs = { a: [2, 3], b: [3, 5] };
 * assertEquals(
 *   callOperations({ name: "BatchMatMul", inputs, outputs: [[2, 5]], attrs: {} }),
 *   60,
 * );
 * ```
 */
export function callOperations(call: KernelCall): number | null {
  const count = MULTIPLICATIONS[call.name];
  return count ? 2 * count(call) : null;
}

/** One convolution or dense layer of the network, as one image goes through it. */
interface Pass {
  readonly multiplications: number;
  /** Whether a gradient of its input is wanted: not where that is the data. */
  readonly inputGradient: boolean;
}

/**
 * Floating-point operations of a training step, an image: forward, gradients of inputs and filters.
 *
 * @param architecture the network; widths as `lib/model` scales them
 * @param options whether upsampling is folded into the convolution after it (default true)
 */
export function stepOperations(
  { size, divide, latents, posterior }: Architecture,
  { folded = true }: { folded?: boolean } = {},
): number {
  const scaled = (filters: number) => Math.max(1, Math.floor(filters / divide));
  const passes: Pass[] = [];
  const add = (multiplications: number, inputGradient = true) =>
    passes.push({ multiplications, inputGradient });

  let [side, channels] = [size, 1];
  for (const filters of [64, 64, 128, 128].map(scaled)) {
    add((side - 2) ** 2 * 9 * channels * filters, side < size);
    [side, channels] = [Math.ceil((side - 2) / 2), filters];
  }
  const heads = posterior === "learned" ? 2 : 1;
  add(side ** 2 * channels * latents * heads);

  [side, channels] = [size / 8, 16];
  add(latents * side ** 2 * channels);
  for (const filters of [64, 64, 128].map(scaled)) {
    side *= 2;
    add(side ** 2 * (folded ? FOLDED_TAPS : 9) * channels * filters);
    channels = filters;
  }
  const tail = scaled(256);
  add(side ** 2 * channels * tail);
  add(side ** 2 * tail);

  return passes.reduce(
    (sum, { multiplications, inputGradient }) =>
      sum + 2 * multiplications * (inputGradient ? 3 : 2),
    0,
  );
}
