/**
 * A decoder that answers faster than its layers do. TF.js computes a transposed convolution as the
 * gradient of a convolution, which its wasm kernel does at a tenth of a convolution's speed. At
 * stride 1 with 'same' padding it is a convolution with the filter turned by 180° and its channels
 * exchanged: the same function. Can go when TF.js's wasm `Conv2DBackpropInput` is fast.
 *
 * @module
 */

import type * as tfjs from "@tensorflow/tfjs";
import { tf } from "./library.ts";

type Step = (x: tfjs.Tensor) => tfjs.Tensor;

/** Decodes latents N×K to images N×S×S×1. Its tensors are the caller's to tidy. */
export type Decoder = (latents: tfjs.Tensor2D) => tfjs.Tensor;

/** Takes the layers of a decoder one by one; those that are slow, in another way. */
export function createDecoder(model: tfjs.LayersModel): Decoder {
  const steps = model.layers
    .filter((layer) => layer.getClassName() !== "InputLayer")
    .map((layer): Step => convolutionOf(layer) ?? ((x) => layer.apply(x) as tfjs.Tensor));
  return (latents) => steps.reduce<tfjs.Tensor>((x, step) => step(x), latents);
}

/** The convolution that a layer is, if it is a transposed one of stride 1. */
function convolutionOf(layer: tfjs.layers.Layer): Step | undefined {
  if (layer.getClassName() !== "Conv2DTranspose") return undefined;
  const { strides, padding, activation } = layer.getConfig() as {
    strides: number[];
    padding: string;
    activation: string;
  };
  const known = { relu: "relu", sigmoid: "sigmoid", linear: "linear" } as const;
  const applied = known[activation as keyof typeof known];
  if (strides.some((stride) => stride !== 1) || padding !== "same" || !applied) return undefined;
  const [kernel, bias] = layer.getWeights();
  const filter = tf.keep(
    tf.tidy(() => tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2])),
  ) as tfjs.Tensor4D;
  return (x) =>
    tf.fused.conv2d({
      x: x as tfjs.Tensor4D,
      filter,
      strides: 1,
      pad: "same",
      bias,
      activation: applied,
    });
}
