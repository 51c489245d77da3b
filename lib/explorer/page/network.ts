/**
 * A trained network in the browser: TF.js's own layers, loaded from the files that the suite saved.
 * Curves are drawn by the suite's code on the browser's canvas, which gives the bytes that the
 * network was trained on.
 *
 * @module
 */

import type * as tfjs from "@tensorflow/tfjs";
import { createRendererOn, type CurveRenderer } from "../../curve/drawing.ts";
import type { SiteModel } from "../site_data.ts";
import type { Point } from "../../space/space.ts";
import { createDecoder } from "./decoder.ts";
import { tf } from "./library.ts";
import { modelFiles } from "./model_files.ts";

/** What a network makes of one shape. */
export interface Answer {
  /** The true image, S·S in [0, 1], row-major. */
  readonly truth: Float32Array;
  /** μ of the true image. */
  readonly mu: readonly number[];
  /** The decoding of μ, S·S in [0, 1]. */
  readonly image: Float32Array;
}

/** A network that answers. */
export interface Network {
  /** What it is. */
  readonly model: SiteModel;
  /** Draws a shape, encodes it and decodes its code. */
  reconstruct(point: Point): Promise<Answer>;
  /** Draws a shape: S·S bytes. */
  draw(point: Point): Uint8Array;
  /** Codes of several shapes, one array each. */
  encode(points: readonly Point[]): Promise<number[][]>;
  /** The decoding of any code, S·S in [0, 1]. */
  decode(code: readonly number[]): Promise<Float32Array>;
}

/** Draws on a canvas that is read back after every shape, which a graphics card makes slow. */
function createBrowserRenderer(model: SiteModel): CurveRenderer {
  return createRendererOn(model, (width, height) => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    return {
      context: context as never,
      pixels: () => context.getImageData(0, 0, width, height).data,
    };
  });
}

function one(output: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor2D {
  // A learned posterior has its log-variances as a second output.
  return (Array.isArray(output) ? output[0] : output) as tfjs.Tensor2D;
}

/**
 * Loads a network.
 *
 * @param told how much of it is there, from 0 to 1
 *
 * @throws {Error} Its files cannot be loaded, or it takes images of another size than its dataset's.
 */
export async function loadNetwork(
  model: SiteModel,
  told: (share: number) => void = () => {},
): Promise<Network> {
  const parts = [{ bytes: 0, all: 1 }, { bytes: 0, all: 1 }];
  const [encoder, decoder] = await Promise.all(
    [model.encoder, model.decoder].map((path, k) =>
      tf.loadLayersModel(modelFiles(path, (bytes, all) => {
        parts[k] = { bytes, all };
        told((parts[0].bytes + parts[1].bytes) / (parts[0].all + parts[1].all));
      }))
    ),
  );
  const side = encoder.inputs[0].shape[1];
  if (side !== model.size) {
    throw new Error(
      `it takes ${side}×${side} images, and its dataset has ${model.size}×${model.size}`,
    );
  }
  const decode = createDecoder(decoder);
  const { size } = model;
  const area = size * size;
  const render = createBrowserRenderer(model);
  const draw = (point: Point) => {
    const image = new Uint8Array(area);
    render(point, image);
    return image;
  };
  const unit = (bytes: Uint8Array) => Float32Array.from(bytes, (byte) => byte / 255);
  const read = async (tensor: tfjs.Tensor) => {
    const values = await tensor.data();
    tensor.dispose();
    return values as Float32Array;
  };
  return {
    model,
    draw,
    async reconstruct(point) {
      const truth = unit(draw(point));
      // One array, so that the page waits for the device once.
      const both = tf.tidy(() => {
        const images = tf.tensor4d(truth, [1, size, size, 1]);
        const mean = one(encoder.predict(images) as tfjs.Tensor | tfjs.Tensor[]);
        return tf.concat([tf.reshape(mean, [-1]), tf.reshape(decode(mean), [-1])]);
      });
      const values = await read(both);
      const latents = values.length - area;
      return { truth, mu: [...values.subarray(0, latents)], image: values.slice(latents) };
    },
    async encode(points) {
      const images = new Float32Array(points.length * area);
      points.forEach((point, n) => images.set(unit(draw(point)), n * area));
      const mean = tf.tidy(() =>
        one(
          encoder.predict(tf.tensor4d(images, [points.length, size, size, 1])) as
            | tfjs.Tensor
            | tfjs.Tensor[],
        )
      );
      const values = await read(mean);
      const latents = values.length / points.length;
      return points.map((_, n) => [...values.subarray(n * latents, (n + 1) * latents)]);
    },
    async decode(code) {
      return await read(tf.tidy(() => decode(tf.tensor2d([...code], [1, code.length]))));
    },
  };
}
