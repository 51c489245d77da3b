/**
 * A variational autoencoder (Kingma & Welling 2014) over the variables of a {@linkcode Network},
 * run through the fused blocks of `lib/backend`: the same function as the layers, faster.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  convReluBatchNormDot,
  convReluBatchNormLater,
  convReluPool,
  type NormalisedConvolution,
  type Scaled,
} from "../backend/blocks.ts";
import { drawLatents } from "../backend/latents.ts";
import { moveAverages } from "../backend/moving_average.ts";
import { turnedFilter } from "../backend/turned_filter.ts";
import {
  type Architecture,
  BATCH_NORM_EPSILON,
  BATCH_NORM_MOMENTUM,
  createNetwork,
  FIXED_SIGMA,
  type Network,
} from "./architecture.ts";
import { POSTERIORS } from "./posteriors.ts";
import {
  convolutionDual,
  convReluBatchNormDual,
  type Dual,
  mapDual,
  reluDual,
  sigmoidDual,
} from "./forward_mode.ts";

/** Posterior q(z|x) of a batch: a Gaussian with diagonal covariance. */
export interface Posterior {
  /** N×latents. */
  readonly mean: tf.Tensor2D;
  /** ln σ², N×latents; constant for a fixed posterior, 0 and without meaning where there is no noise. */
  readonly logVariance: tf.Tensor2D;
}

/** Whether batch normalisation uses the batch's moments (and moves the averages) or the averages. */
export type Mode = "training" | "evaluation";

/** A network ready to be trained and evaluated. */
export class Vae {
  /** What the network is. */
  readonly architecture: Architecture;
  /** Its layers, whose variables are used and trained in place. */
  readonly network: Network;
  readonly #variables = new Map<string, tf.Variable>();

  /** Wraps existing layers; {@linkcode Vae.create} makes new ones. */
  constructor(architecture: Architecture, network: Network) {
    this.architecture = architecture;
    this.network = network;
    for (const model of [network.encoder, network.decoder]) {
      if (!model) continue;
      for (const layer of model.layers) {
        for (const weight of layer.weights) {
          const part = weight.originalName.split("/").pop() as string;
          this.#variables.set(`${layer.name}/${part}`, weight.read() as tf.Variable);
        }
      }
    }
  }

  /** A network with freshly drawn weights. */
  static create(architecture: Architecture, seed: number): Vae {
    return new Vae(architecture, createNetwork(architecture, seed));
  }

  /** Every variable by layer and part, for instance `encoder_conv_1/kernel`, in network order. */
  get variables(): ReadonlyMap<string, tf.Variable> {
    return this.#variables;
  }

  /** The variables that training changes by gradient: all but the moving moments. */
  get trainable(): ReadonlyMap<string, tf.Variable> {
    return new Map([...this.#variables].filter(([name]) => !name.includes("/moving_")));
  }

  /** Frees the variables. */
  dispose(): void {
    this.network.encoder?.dispose();
    this.network.decoder.dispose();
  }

  #variable<T extends tf.Tensor>(name: string): T {
    const variable = this.#variables.get(name);
    if (!variable) throw new Error(`The network has no variable ${name}`);
    return variable as unknown as T;
  }

  /**
   * q(z|x) of images N×S×S×1 in [0, 1].
   *
   * @throws {TypeError} The network has no encoder: its latents are the true parameters.
   */
  encode(images: tf.Tensor4D): Posterior {
    if (!POSTERIORS[this.architecture.posterior].encoder) {
      throw new TypeError("Cannot encode images: the latents of this network are given");
    }
    return tf.tidy(() => {
      let x = images;
      for (let block = 1; block <= 4; block++) {
        const layer = {
          filter: this.#variable<tf.Tensor4D>(`encoder_conv_${block}/kernel`),
          bias: this.#variable<tf.Tensor1D>(`encoder_conv_${block}/bias`),
        };
        x = convReluPool(x, layer, { inputGradient: block > 1 });
      }
      const flat = tf.reshape(x, [images.shape[0], -1]) as tf.Tensor2D;
      const dense = (name: string) =>
        tf.add(
          tf.matMul(flat, this.#variable<tf.Tensor2D>(`${name}/kernel`)),
          this.#variable<tf.Tensor1D>(`${name}/bias`),
        ) as tf.Tensor2D;
      const mean = dense("mean");
      const logVariance = this.#logVariance(mean, dense);
      return { mean, logVariance } as unknown as tf.TensorContainerObject;
    }) as unknown as Posterior;
  }

  #logVariance(mean: tf.Tensor2D, dense: (name: string) => tf.Tensor2D): tf.Tensor2D {
    const { posterior } = this.architecture;
    if (posterior === "learned") return dense("log_variance");
    if (!POSTERIORS[posterior].noise) return tf.zerosLike(mean);
    return tf.fill(mean.shape, 2 * Math.log(FIXED_SIGMA)) as tf.Tensor2D;
  }

  /**
   * z = μ + σ·ε for noise ε of the same shape (the reparametrisation, Kingma & Welling 2014); μ
   * itself where there is no noise.
   */
  sample({ mean, logVariance }: Posterior, noise: tf.Tensor2D): tf.Tensor2D {
    if (!POSTERIORS[this.architecture.posterior].noise) return mean.clone();
    return tf.tidy(() => drawLatents(mean, logVariance, noise));
  }

  /** Logits N×S×S×1 of the pixels' Bernoulli means for latents N×latents. */
  decode(latents: tf.Tensor2D, mode: Mode): tf.Tensor4D {
    return tf.tidy(() => {
      const side = this.architecture.size / 8;
      const expanded = tf.relu(
        tf.matMul(latents, this.#variable<tf.Tensor2D>("decoder_dense/kernel")),
      );
      const values = tf.reshape(expanded, [latents.shape[0], side, side, -1]) as tf.Tensor4D;
      let x: Scaled = { values, scaling: null };
      for (let block = 1; block <= 3; block++) {
        const options = { upsample: true, ...this.#normalisation(block, mode) };
        x = convReluBatchNormLater(x, this.#transposedLayer(block), options);
      }
      const tail = {
        ...this.#transposedLayer(4),
        outFilter: this.#filter("decoder_output"),
        outBias: this.#variable<tf.Tensor1D>("decoder_output/bias"),
      };
      return convReluBatchNormDot(x, tail, this.#normalisation(4, mode));
    });
  }

  /**
   * The pixels' Bernoulli means N×S×S×1 for latents N×D, and their exact derivatives in some
   * directions, in evaluation mode. Each derivative takes as much memory as the images' decoding.
   *
   * @param directions for each derivative the steps N×D of the latents
   */
  decodeWithDerivatives(latents: tf.Tensor2D, directions: readonly tf.Tensor2D[]): Dual {
    return tf.tidy(() => {
      const [count] = latents.shape;
      const side = this.architecture.size / 8;
      const kernel = this.#variable<tf.Tensor2D>("decoder_dense/kernel");
      const expanded = reluDual({
        value: tf.matMul(latents, kernel) as tf.Tensor2D,
        tangents: directions.map((direction) => tf.matMul(direction, kernel) as tf.Tensor2D),
      });
      let x = mapDual(expanded, (flat) => tf.reshape(flat, [count, side, side, -1]) as tf.Tensor4D);
      for (let block = 1; block <= 4; block++) {
        const options = { upsample: block < 4, moments: this.#moments(block) };
        x = convReluBatchNormDual(x, this.#layer(block), options);
      }
      const output = {
        filter: this.#filter("decoder_output"),
        bias: this.#variable<tf.Tensor1D>("decoder_output/bias"),
      };
      return sigmoidDual(convolutionDual(x, output)) as unknown as tf.TensorContainerObject;
    }) as unknown as Dual;
  }

  /** A block of the decoder, from 1, with the filter of a convolution. */
  #layer(block: number): NormalisedConvolution {
    return {
      ...this.#transposedLayer(block),
      filter: this.#filter(`decoder_conv_${block}`),
      transposed: false,
    };
  }

  /** A block of the decoder, from 1, with the filter that is stored. */
  #transposedLayer(block: number): NormalisedConvolution {
    return {
      filter: this.#variable<tf.Tensor4D>(`decoder_conv_${block}/kernel`),
      transposed: true,
      bias: this.#variable<tf.Tensor1D>(`decoder_conv_${block}/bias`),
      gamma: this.#variable<tf.Tensor1D>(`decoder_norm_${block}/gamma`),
      beta: this.#variable<tf.Tensor1D>(`decoder_norm_${block}/beta`),
      epsilon: BATCH_NORM_EPSILON,
    };
  }

  /** Training moves the averages of a block's moments; evaluation uses them. */
  #normalisation(block: number, mode: Mode) {
    const { mean, variance } = this.#moments(block);
    if (mode === "evaluation") return { moments: { mean, variance } };
    return {
      onMoments: (batchMean: tf.Tensor1D, batchVariance: tf.Tensor1D) => {
        moveAverages([
          { average: mean as unknown as tf.Variable, batch: batchMean },
          { average: variance as unknown as tf.Variable, batch: batchVariance },
        ], BATCH_NORM_MOMENTUM);
      },
    };
  }

  /** The moving averages of a block's moments. */
  #moments(block: number) {
    return {
      mean: this.#variable<tf.Tensor1D>(`decoder_norm_${block}/moving_mean`),
      variance: this.#variable<tf.Tensor1D>(`decoder_norm_${block}/moving_variance`),
    };
  }

  /** The filter of the convolution that equals a transposed one of stride 1 ('same'). */
  #filter(layer: string): tf.Tensor4D {
    return turnedFilter(this.#variable<tf.Tensor4D>(`${layer}/kernel`));
  }
}
