/**
 * Kernels in TF.js's registry. A kernel here is a plain function from tensors by name to tensors.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Tensors by the name that a kernel has for them. */
export type Tensors = Record<string, tf.TensorInfo>;

/** A kernel: makes output tensors from input tensors and attributes. */
export type Kernel = (inputs: Tensors, attrs: tf.NamedAttrMap) => tf.TensorInfo[];

/** What the kernels of the decoder's blocks are asked for. */
export interface BlockAttrs {
  /** Whether a nearest upsampling ×2 stands before the convolution. */
  readonly upsample: boolean;
  /** Whether the filter is that of a transposed convolution, H×W×outputs×inputs. */
  readonly transposed: boolean;
  /** Added to the variance. */
  readonly epsilon: number;
}

/** The attributes of a block's kernel; the tail's has no upsampling. */
export function blockAttrs(attrs: tf.NamedAttrMap): BlockAttrs {
  const { upsample = false, transposed = false, epsilon } = attrs as unknown as Partial<BlockAttrs>;
  return { upsample, transposed, epsilon: epsilon! };
}

/** Registers kernels by name; one of TF.js's own of the same name gives way. */
export function registerKernels(backendName: string, kernels: Record<string, Kernel>): void {
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const outputs = run(inputs as Tensors, attrs ?? {});
        return outputs.length === 1 ? outputs[0] : outputs;
      },
    });
  }
}

/** What TF.js's kernel `Conv2DBackpropFilter` is asked for: strides, padding, the filter's shape. */
export function filterGradientInfo(
  x: tf.TensorInfo,
  attrs: tf.NamedAttrMap,
): { filterShape: number[]; info: tf.backend_util.Conv2DInfo } {
  const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as {
    strides: number | [number, number];
    pad: "valid" | "same" | number;
    dimRoundingMode?: "floor" | "round" | "ceil";
    filterShape: [number, number, number, number];
  };
  const shape = x.shape as [number, number, number, number];
  const info = tf.backend_util.computeConv2DInfo(
    shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return { filterShape, info };
}
