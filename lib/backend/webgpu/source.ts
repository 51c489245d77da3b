/**
 * What convolutions and filter gradients read: a tensor, or numbers that are computed from some on
 * the way and never stored.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { Bindings, Window } from "./gpu.ts";

/** Where the numbers of a source come from: a tensor, or what is computed from some on the way. */
export interface Source {
  /** Identifies `code`. */
  readonly key: string;
  /** Shape N×H×W×C of the numbers. */
  readonly shape: readonly number[];
  /** Tensors with the batch as first dimension, by their names in `code`. */
  readonly perImage: Readonly<Record<string, tf.TensorInfo>>;
  /** Tensors that all images share. */
  readonly shared?: Readonly<Record<string, tf.TensorInfo>>;
  /** WGSL of `fn source(pixel: u32, channel: u32) -> f32`. */
  readonly code: string;
  /**
   * WGSL of `fn source(pixel: u32, channel: u32) -> vec4<f32>`: four channels from a multiple of
   * four, where the channels are one.
   */
  readonly vectorCode: string;
  /** Names of what `vectorCode` reads as vectors. */
  readonly vectors: readonly string[];
}

/** Whether a source's channels can be read by four. */
export function isWide({ shape }: Source): boolean {
  return shape[3] % 4 === 0;
}

/** A tensor N×H×W×C as it is. */
export function plainSource(images: tf.TensorInfo): Source {
  const channels = images.shape[3];
  return {
    key: `plain ${channels}`,
    shape: images.shape,
    perImage: { images },
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  return images[images_at + pixel * ${channels}u + channel];
}`,
    vectorCode: `
fn source(pixel: u32, channel: u32) -> vec4<f32> {
  return images[images_at + (pixel * ${channels}u + channel) / 4u];
}`,
    vectors: ["images"],
  };
}

/**
 * A tensor r, N×H×W×C, normalised: r·scale + shift, of scaling 2×C. It would be as large as r, and
 * written and read once more.
 */
export function scaledSource(r: tf.TensorInfo, scaling: tf.TensorInfo): Source {
  const channels = r.shape[3];
  return {
    key: `scaled ${channels}`,
    shape: r.shape,
    perImage: { images: r },
    shared: { scaling },
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  let at = scaling_at + channel;
  return fma(images[images_at + pixel * ${channels}u + channel], scaling[at], scaling[at + ${channels}u]);
}`,
    vectorCode: `
fn source(pixel: u32, channel: u32) -> vec4<f32> {
  let at = scaling_at + channel / 4u;
  let value = images[images_at + (pixel * ${channels}u + channel) / 4u];
  return fma(value, scaling[at], scaling[at + ${channels / 4}u]);
}`,
    vectors: ["images", "scaling"],
  };
}

/** The input of a block: as it is, or still to be scaled. */
export function inputSource({ x, scaling }: { x: tf.TensorInfo; scaling?: tf.TensorInfo }): Source {
  return scaling ? scaledSource(x, scaling) : plainSource(x);
}

/** The same source under names of its own, for a shader that has another one. */
export function renamed(source: Source, prefix: string): Source {
  const names = ["source", ...Object.keys(source.perImage), ...Object.keys(source.shared ?? {})];
  const pattern = new RegExp(`\\b(${names.join("|")})(_at)?\\b`, "g");
  const rename = (code: string) => code.replaceAll(pattern, `${prefix}_$1$2`);
  const keys = (tensors: Source["perImage"]) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [`${prefix}_${name}`, tensor]),
    );
  return {
    ...source,
    perImage: keys(source.perImage),
    shared: keys(source.shared ?? {}),
    code: rename(source.code),
    vectorCode: rename(source.vectorCode),
    vectors: source.vectors.map((name) => `${prefix}_${name}`),
  };
}

/** A source's tensors, cut to a group of images. */
export function sourceReads(
  { perImage, shared = {} }: Source,
  window: (tensor: tf.TensorInfo) => Window,
): Bindings {
  const cut = Object.entries(perImage).map(([name, tensor]) => [name, window(tensor)]);
  return { ...Object.fromEntries(cut), ...shared };
}
