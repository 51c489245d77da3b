/**
 * The decoder's layers in forward mode: each takes a value and its derivatives, and gives both of
 * its output (Wengert 1964, https://doi.org/10.1145/355586.364791). An image has thousands of pixels
 * and a code a few latents, so one pass forward gives the whole Jacobian where backward mode, which
 * is all that TF.js has, would take one a pixel. A difference of two images would not do: ReLU bends
 * the decoder in every step that is large enough for float32.
 *
 * Plain TF.js operations on every backend; batch normalisation uses given moments.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Convolution, NormalisedConvolution } from "../backend/mod.ts";

/** A tensor and its derivatives by each of D latents, all of one shape. */
export interface Dual<T extends tf.Tensor = tf.Tensor4D> {
  /** The value. */
  readonly value: T;
  /** Its D derivatives, in the unit of the value a latent unit. */
  readonly tangents: readonly T[];
}

/** Mean and variance of each channel. */
export interface Moments {
  /** One mean a channel. */
  readonly mean: tf.Tensor1D;
  /** One variance a channel. */
  readonly variance: tf.Tensor1D;
}

/** Applies a linear operation to value and derivatives. */
export function mapDual<T extends tf.Tensor, U extends tf.Tensor>(
  { value, tangents }: Dual<T>,
  linear: (tensor: T) => U,
): Dual<U> {
  return { value: linear(value), tangents: tangents.map(linear) };
}

/** ReLU; its derivative at 0 is taken as 0. */
export function reluDual<T extends tf.Tensor>({ value, tangents }: Dual<T>): Dual<T> {
  const open = tf.step(value);
  return {
    value: tf.relu(value) as T,
    tangents: tangents.map((tangent) => tf.mul(tangent, open) as T),
  };
}

/** The logistic function, for the pixels' means. */
export function sigmoidDual<T extends tf.Tensor>({ value, tangents }: Dual<T>): Dual<T> {
  const mean = tf.sigmoid(value) as T;
  const slope = tf.mul(mean, tf.sub(1, mean));
  return { value: mean, tangents: tangents.map((tangent) => tf.mul(tangent, slope) as T) };
}

/**
 * Convolution of stride 1 ('same') of N×H×W×C.
 *
 * @returns N×H×W×outputs
 */
export function convolutionDual(x: Dual, { filter, bias }: Convolution): Dual {
  const { value, tangents } = mapDual(x, (tensor) => tf.conv2d(tensor, filter, 1, "same"));
  return { value: tf.add(value, bias), tangents };
}

/**
 * A decoder block as `convReluBatchNorm` of `lib/backend` evaluates it: optional nearest upsampling
 * ×2, convolution, ReLU, batch normalisation with the given moments.
 *
 * @returns N×H×W×outputs, or N×2H×2W×outputs with upsampling
 */
export function convReluBatchNormDual(
  x: Dual,
  { gamma, beta, epsilon, ...convolution }: NormalisedConvolution,
  { upsample, moments: { mean, variance } }: { upsample: boolean; moments: Moments },
): Dual {
  // Of what a layer makes on the way nothing is kept: at full size one tensor is 64 MiB.
  return tf.tidy(() => {
    const [, height, width] = x.value.shape;
    const enlarged = upsample
      ? mapDual(x, (tensor) => tf.image.resizeNearestNeighbor(tensor, [height * 2, width * 2]))
      : x;
    const { value, tangents } = reluDual(convolutionDual(enlarged, convolution));
    const scale = tf.div(gamma, tf.sqrt(tf.add(variance, epsilon)));
    return {
      value: tf.add(tf.mul(tf.sub(value, mean), scale), beta),
      tangents: tangents.map((tangent) => tf.mul(tangent, scale)),
    } as unknown as tf.TensorContainerObject;
  }) as unknown as Dual;
}
