/**
 * How much arithmetic a training step is, from shapes alone: what a measured time is set against.
 * A multiplication and the addition that follows it count as two operations. Counted are the
 * convolutions and matrix products; what else there is (pooling, normalisation, Adam) takes less
 * than a hundredth of it, and is bound by memory.
 *
 * The nominal count is the direct sum's, the same for every machine and kernel, so that rates can be
 * compared. A nearest upsampling ×2 with the 3×3 convolution after it counts 2×2 taps an output
 * pixel for our kernels, as many as differ from each other, and all 3×3 for TF.js's own. Given a
 * backend's count of a pass (`lib/backend/arithmetic.ts`), both functions say what is really done.
 *
 * @module
 */

import {
  type ConvolutionPass,
  nominalMultiplications,
  type PassCount,
  product,
} from "../backend/passes.ts";
import type { Architecture } from "./architecture.ts";
import { POSTERIORS } from "./posteriors.ts";

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

/** What a call computes: passes of convolutions, and multiplications of other products. */
interface CallArithmetic {
  readonly passes?: readonly ConvolutionPass[];
  readonly others?: number;
}

/** Passes of a kernel's convolution, given the shape of its output. */
function passes(
  { inputs: { filter }, attrs }: KernelCall,
  output: readonly number[],
  kinds: readonly ConvolutionPass["kind"][],
): ConvolutionPass[] {
  return kinds.map((kind) => ({ kind, output, filter, upsample: attrs.upsample === true }));
}

/** Those of the encoder's block, given the shape of the convolution's output before pooling. */
function pooledPasses(...given: Parameters<typeof passes>): ConvolutionPass[] {
  return passes(...given).map((pass) => ({ ...pass, pooled: true }));
}

const FORWARD = ["forward"] as const;
const GRADIENTS = ["inputGradient", "filterGradient"] as const;

/** What a call computes, by kernel; the gradients are those of input and filter. */
const ARITHMETIC: Readonly<Record<string, (call: KernelCall) => CallArithmetic>> = {
  ConvReluPool: (call) => ({ passes: pooledPasses(call, call.outputs[1], FORWARD) }),
  ConvReluPoolGradient: (call) => ({
    passes: pooledPasses(
      call,
      call.inputs.r,
      call.attrs.inputGradient ? GRADIENTS : ["filterGradient"],
    ),
  }),
  ConvReluBatchNorm: (call) => ({ passes: passes(call, call.outputs[0], FORWARD) }),
  ConvReluBatchNormLater: (call) => ({ passes: passes(call, call.outputs[0], FORWARD) }),
  ConvReluScaleLater: (call) => ({ passes: passes(call, call.outputs[0], FORWARD) }),
  ConvReluScale: (call) => ({ passes: passes(call, call.outputs[0], FORWARD) }),
  ConvReluBatchNormGradient: (call) => ({ passes: passes(call, call.inputs.r, GRADIENTS) }),
  ConvReluBatchNormDot: withDot,
  ConvReluScaleDot: withDot,
  ConvReluBatchNormDotGradient: (call) => ({
    passes: passes(call, call.inputs.r, GRADIENTS),
    others: 2 * product(call.inputs.r),
  }),
  BatchMatMul: matrixProduct,
  _FusedMatMul: matrixProduct,
  Conv2D: (call) => ({ passes: passes(call, call.outputs[0], FORWARD) }),
  FusedConv2D: (call) => ({ passes: passes(call, call.outputs[0], FORWARD) }),
  Conv2DBackpropInput: (call) => ({ passes: passes(call, call.inputs.dy, ["inputGradient"]) }),
  Conv2DBackpropFilter: ({ inputs: { dy }, outputs: [filter] }) => ({
    passes: [{ kind: "filterGradient", output: dy, filter, upsample: false }],
  }),
};

function withDot(call: KernelCall): CallArithmetic {
  const [, output] = call.outputs;
  return { passes: passes(call, output, FORWARD), others: product(output) };
}

function matrixProduct({ inputs, outputs, attrs }: KernelCall): CallArithmetic {
  return { others: product(outputs[0]) * (inputs.a.at(attrs.transposeA ? -2 : -1) as number) };
}

/** How multiplications are counted. */
export interface CountOptions {
  /** Counts those of a convolution's pass. Default the nominal ones. */
  readonly count?: PassCount;
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
export function callOperations(
  call: KernelCall,
  { count = nominalMultiplications }: CountOptions = {},
): number | null {
  if (!Object.hasOwn(ARITHMETIC, call.name)) return null;
  const { passes = [], others = 0 } = ARITHMETIC[call.name](call);
  return 2 * passes.reduce((sum, pass) => sum + count(pass), others);
}

/** A layer of the network, as a batch goes through it: a convolution, or another product. */
type Layer =
  & {
    /** Whether a gradient of its input is wanted: not where that is the data. */
    readonly inputGradient: boolean;
  }
  & (
    | Pick<ConvolutionPass, "output" | "filter" | "upsample" | "pooled">
    | { readonly multiplications: number }
  );

/** The layers of the network, for a batch of images; a decoder alone has no encoder. */
function layersOf(
  { size, divide, latents, posterior }: Architecture,
  { batch }: { readonly batch: number },
): Layer[] {
  const scaled = (filters: number) => Math.max(1, Math.floor(filters / divide));
  const layers: Layer[] = [];
  let [side, channels] = [size, 1];
  const convolve = (width: number, filters: number, { upsample = false, pooled = false } = {}) => {
    layers.push({
      output: [batch, side, side, filters],
      filter: [width, width, channels, filters],
      ...{ upsample, pooled },
      inputGradient: layers.length > 0,
    });
    channels = filters;
  };
  const multiply = (multiplications: number) =>
    layers.push({
      multiplications: batch * multiplications,
      // The input of a decoder alone is the true (a, b).
      inputGradient: layers.length > 0,
    });

  const { encoder } = POSTERIORS[posterior];
  if (encoder) {
    for (const filters of [64, 64, 128, 128].map(scaled)) {
      side -= 2;
      convolve(3, filters, { pooled: true });
      side = Math.ceil(side / 2);
    }
    const heads = posterior === "learned" ? 2 : 1;
    multiply(side ** 2 * channels * latents * heads);
  }

  [side, channels] = [size / 8, 16];
  multiply(latents * side ** 2 * channels);
  for (const filters of [64, 64, 128].map(scaled)) {
    side *= 2;
    convolve(3, filters, { upsample: true });
  }
  convolve(1, scaled(256));
  multiply(side ** 2 * channels);
  return layers;
}

/**
 * Floating-point operations of a training step, an image: forward, gradients of inputs and filters.
 *
 * @param architecture the network; widths as `lib/model` scales them
 * @param options whether upsampling is folded into the convolution after it (default true), how a
 * pass is counted, and images a step, on which that may depend (default 1)
 */
export function stepOperations(
  architecture: Architecture,
  { folded = true, count = nominalMultiplications, batch = 1 }: CountOptions & {
    readonly folded?: boolean;
    readonly batch?: number;
  } = {},
): number {
  const multiplications = layersOf(architecture, { batch }).map((layer) => {
    if ("multiplications" in layer) {
      return (layer.inputGradient ? 3 : 2) * layer.multiplications;
    }
    const { inputGradient, ...shapes } = layer;
    const kinds = [...FORWARD, ...(inputGradient ? GRADIENTS : ["filterGradient"] as const)];
    return kinds.reduce(
      (sum, kind) => sum + count({ ...shapes, kind, upsample: folded && shapes.upsample }),
      0,
    );
  });
  return 2 * multiplications.reduce((sum, own) => sum + own, 0) / batch;
}
