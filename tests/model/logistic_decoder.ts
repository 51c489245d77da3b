/**
 * A decoder whose images are known in closed form: every layer but the first and the last passes
 * its input on, so that a pixel is σ(c·z) with constants c of its own. Upsampled from 4×4, pixels
 * come in blocks of 8×8 (or larger) that share their constants. Shared by tests.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { Vae } from "../../lib/model/mod.ts";

/** The network, and the constants of each of its pixels, one a latent. */
export interface LogisticDecoder {
  readonly vae: Vae;
  readonly weights: (pixel: number) => readonly number[];
}

/** Makes the decoder; latents must be ≥ 0, as a ReLU follows the first layer. */
export function logisticDecoder(
  { size, latents }: { size: number; latents: number },
): LogisticDecoder {
  const vae = Vae.create({ size, divide: 64, latents, posterior: "truth" }, 0);
  const side = size / 8;
  const constant = (latent: number, cell: number) =>
    0.2 + 2 * ((7 * cell + 5 * latent * (cell + 1)) % 11) / 11;
  set(vae, "decoder_dense/kernel", (i) => {
    const [latent, unit] = [Math.floor(i / (side * side * 16)), i % (side * side * 16)];
    return unit % 16 === 0 ? constant(latent, unit / 16) : 0;
  });
  for (let block = 1; block <= 4; block++) {
    const shape = vae.variables.get(`decoder_conv_${block}/kernel`)!.shape as number[];
    const [height, width, outputs, inputs] = shape;
    const centre = (Math.floor(height / 2) * width + Math.floor(width / 2)) * outputs * inputs;
    set(vae, `decoder_conv_${block}/kernel`, (i) => i === centre ? 1 : 0);
    set(vae, `decoder_conv_${block}/bias`, () => 0);
    set(vae, `decoder_norm_${block}/gamma`, () => 1);
    set(vae, `decoder_norm_${block}/beta`, () => 0);
    set(vae, `decoder_norm_${block}/moving_mean`, () => 0);
    set(vae, `decoder_norm_${block}/moving_variance`, () => 1 - 1e-3);
  }
  set(vae, "decoder_output/kernel", (i) => i === 0 ? 1 : 0);
  set(vae, "decoder_output/bias", () => 0);
  return {
    vae,
    weights: (pixel) => {
      const [row, column] = [Math.floor(pixel / size), pixel % size];
      const cell = Math.floor(row / 8) * side + Math.floor(column / 8);
      return Array.from({ length: latents }, (_, latent) => constant(latent, cell));
    },
  };
}

function set(vae: Vae, name: string, value: (i: number) => number): void {
  const variable = vae.variables.get(name)!;
  const tensor = tf.tensor(
    Float32Array.from({ length: variable.size }, (_, i) => value(i)),
    variable.shape,
  );
  variable.assign(tensor as tf.Variable);
  tensor.dispose();
}
