/**
 * The published network (Lin 2021, part 2) as plain TF.js layers, scalable in width and image
 * size. Encoder: four blocks of convolution 3×3 ('valid'), ReLU and max pooling, then a dense
 * layer to the latent mean. Decoder: dense, three blocks of upsampling, transposed convolution,
 * ReLU and batch normalisation, then two 1×1 layers. Plain layers, so that a saved model loads in
 * any TF.js program; {@linkcode Vae} runs the same variables through faster blocks.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../random.ts";
import { type PosteriorName, POSTERIORS } from "./posteriors.ts";
import { DECODER_FILTERS, dividedFilters, ENCODER_FILTERS } from "./widths.ts";

/** Fully resolved parameters of a network. */
export interface Architecture {
  /** Side of the square images, in pixels; a multiple of 8, at least 32. */
  readonly size: number;
  /** Divides the published numbers of filters, from 1; 1 is the published network. */
  readonly divide: number;
  /** Dimensions of the latent space, from 1; 3 as published. */
  readonly latents: number;
  /**
   * How the posterior's scale is had: σ fixed at 0.1 (published), or a learned log-variance. With
   * "none" there is no noise: a plain autoencoder. With "truth" there is no encoder either: the
   * decoder learns from the true parameters.
   */
  readonly posterior: PosteriorName;
}

/** Standard deviation of a fixed posterior (published: z = μ + 0.1·ε). */
export const FIXED_SIGMA = 0.1;

/** Added to the variance by every batch normalisation, as published. */
export const BATCH_NORM_EPSILON = 1e-3;

/** Share of the old moving moments kept at each step, as published. */
export const BATCH_NORM_MOMENTUM = 0.99;

/** Channels of the small image that the decoder starts from; not divided, as it is narrow. */
const SEED_CHANNELS = 16;

/** The two halves of a network, as TF.js models. */
export interface Network {
  /** N×S×S×1 in [0, 1] → N×latents (μ); with a learned posterior, [μ, ln σ²]; `null` with truth. */
  readonly encoder: tf.LayersModel | null;
  /** N×latents → N×S×S×1 in (0, 1). */
  readonly decoder: tf.LayersModel;
}

/**
 * Builds the layers with the published initial weights: every kernel from N(0, 0.05²), biases 0.
 *
 * @param seed draws the weights; the same on every backend
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createNetwork } from "./architecture.ts";
 *
 * const { encoder } = createNetwork({ size: 64, divide: 4, latents: 3, posterior: "fixed" }, 0);
 * assertEquals(encoder!.inputs[0].shape, [null, 64, 64, 1]);
 * ```
 */
export function createNetwork(architecture: Architecture, seed: number): Network {
  const network = createLayers(architecture);
  initialise(network, seed);
  return network;
}

/** Builds the layers with weights that are to be overwritten. */
export function createLayers(architecture: Architecture): Network {
  return {
    encoder: POSTERIORS[architecture.posterior].encoder ? createEncoder(architecture) : null,
    decoder: createDecoder(architecture),
  };
}

// The layers' own initialiser is stated in the saved configuration and then overwritten by
// `initialise`: TF.js 4.22 takes seed 0 for "unseeded", and draws a layer's weights when it is
// built. This can go when a layer can be built from given weights.
function kernelInitializer() {
  return tf.initializers.randomNormal({ mean: 0, stddev: 0.05, seed: 1 });
}

function createEncoder(architecture: Architecture): tf.LayersModel {
  const { size, latents, posterior } = architecture;
  const input = tf.input({ shape: [size, size, 1], name: "image" });
  let x: tf.SymbolicTensor = input;
  ENCODER_FILTERS.forEach((filters, block) => {
    const convolution = tf.layers.conv2d({
      name: `encoder_conv_${block + 1}`,
      filters: dividedFilters(filters, architecture.divide),
      kernelSize: 3,
      padding: "valid",
      activation: "relu",
      kernelInitializer: kernelInitializer(),
    });
    const pool = tf.layers.maxPooling2d({
      name: `encoder_pool_${block + 1}`,
      poolSize: 2,
      padding: "same",
    });
    x = pool.apply(convolution.apply(x)) as tf.SymbolicTensor;
  });
  x = tf.layers.flatten({ name: "encoder_flatten" }).apply(x) as tf.SymbolicTensor;
  const head = (name: string) =>
    tf.layers.dense({ name, units: latents, kernelInitializer: kernelInitializer() })
      .apply(x) as tf.SymbolicTensor;
  const outputs = posterior === "learned" ? [head("mean"), head("log_variance")] : head("mean");
  return tf.model({ name: "encoder", inputs: input, outputs });
}

function createDecoder(architecture: Architecture): tf.LayersModel {
  const { size, latents } = architecture;
  const side = size / 8;
  const input = tf.input({ shape: [latents], name: "latent" });
  const expand = tf.layers.dense({
    name: "decoder_dense",
    units: side * side * SEED_CHANNELS,
    useBias: false,
    activation: "relu",
    kernelInitializer: kernelInitializer(),
  });
  const reshape = tf.layers.reshape({
    name: "decoder_reshape",
    targetShape: [side, side, SEED_CHANNELS],
  });
  let x = reshape.apply(expand.apply(input)) as tf.SymbolicTensor;
  DECODER_FILTERS.forEach((filters, block) => {
    const upsample = block < 3;
    if (upsample) {
      x = tf.layers.upSampling2d({ name: `decoder_up_${block + 1}`, size: [2, 2] })
        .apply(x) as tf.SymbolicTensor;
    }
    const convolution = tf.layers.conv2dTranspose({
      name: `decoder_conv_${block + 1}`,
      filters: dividedFilters(filters, architecture.divide),
      kernelSize: upsample ? 3 : 1,
      padding: "same",
      activation: "relu",
      kernelInitializer: kernelInitializer(),
    });
    const norm = tf.layers.batchNormalization({
      name: `decoder_norm_${block + 1}`,
      momentum: BATCH_NORM_MOMENTUM,
      epsilon: BATCH_NORM_EPSILON,
    });
    x = norm.apply(convolution.apply(x)) as tf.SymbolicTensor;
  });
  const output = tf.layers.conv2dTranspose({
    name: "decoder_output",
    filters: 1,
    kernelSize: 1,
    padding: "same",
    activation: "sigmoid",
    kernelInitializer: kernelInitializer(),
  });
  return tf.model({
    name: "decoder",
    inputs: input,
    outputs: output.apply(x) as tf.SymbolicTensor,
  });
}

function initialise({ encoder, decoder }: Network, seed: number): void {
  const random = createRandom(seed, "weights");
  for (const layer of [...encoder?.layers ?? [], ...decoder.layers]) {
    const kernel = layer.weights.find(({ name }) => name.includes("kernel"));
    if (!kernel) continue;
    const shape = kernel.shape as number[];
    const values = random.normalInto(new Float32Array(tf.util.sizeFromShape(shape)));
    for (let i = 0; i < values.length; i++) values[i] *= 0.05;
    const tensor = tf.tensor(values, shape);
    kernel.write(tensor);
    tensor.dispose();
  }
}

/** The layers between an input image and its reconstruction from μ: encoder, then decoder. */
export function joinNetwork(
  { encoder, decoder }: { encoder: tf.LayersModel; decoder: tf.LayersModel },
): tf.LayersModel {
  const [image] = encoder.inputs;
  const [mean] = encoder.outputs;
  const reconstruction = decoder.apply(mean) as tf.SymbolicTensor;
  return tf.model({ name: "vae", inputs: image, outputs: reconstruction });
}
