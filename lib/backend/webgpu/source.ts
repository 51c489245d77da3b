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
   * WGSL for four channels from a multiple of four, where the number of channels is one: of what all
   * pixels share, `fn channels(channel: u32) -> Channels` with the type `Channels`, and
   * `fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32>`. A thread that stays with its
   * channels loads the first once.
   */
  readonly vectorCode: string;
  /** Names of what `vectorCode` reads as vectors. */
  readonly vectors: readonly string[];
}

/** Whether a source's channels can be read by four. */
export function isWide({ shape }: Source): boolean {
  return shape[3] % 4 === 0;
}

/** The vector code of a source whose pixels share nothing. */
const NOTHING_SHARED = `
alias Channels = u32;
fn channels(channel: u32) -> Channels { return channel; }`;

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
    vectorCode: `${NOTHING_SHARED}
fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32> {
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
struct Channels { scale: vec4<f32>, shift: vec4<f32> }
fn channels(channel: u32) -> Channels {
  let at = scaling_at + channel / 4u;
  return Channels(scaling[at], scaling[at + ${channels / 4}u]);
}
fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32> {
  return fma(images[images_at + (pixel * ${channels}u + channel) / 4u], own.scale, own.shift);
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
  const names = [
    ...["source", "channels", "Channels"],
    ...[...Object.keys(source.perImage), ...Object.keys(source.shared ?? {})],
  ];
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
