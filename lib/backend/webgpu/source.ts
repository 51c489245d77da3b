/**
 * What convolutions and filter gradients read: a tensor, or numbers that are computed from some on
 * the way and never stored.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { Bindable, Window } from "./gpu.ts";

/** Where the numbers of a source come from: a tensor, or what is computed from some on the way. */
export interface Source {
  /** Identifies `code`. */
  readonly key: string;
  /** N×H×W×C: the shape, and what is bound to `names[0]`. */
  readonly images: tf.TensorInfo;
  /** Further tensors with the batch as first dimension. */
  readonly perImage?: readonly tf.TensorInfo[];
  /** Further tensors that all images share. */
  readonly shared?: readonly tf.TensorInfo[];
  /** Names of all these in `code`. */
  readonly names: readonly string[];
  /** WGSL of `fn source(pixel: u32, channel: u32) -> f32`. */
  readonly code: string;
}

/** A tensor N×H×W×C as it is. */
export function plainSource(images: tf.TensorInfo): Source {
  const channels = images.shape[3];
  return {
    key: `plain ${channels}`,
    images,
    names: ["images"],
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  return images[images_at + pixel * ${channels}u + channel];
}`,
  };
}

/** A source's tensors, cut to a group of images. */
export function sourceReads(
  { images, perImage = [], shared = [] }: Source,
  window: (tensor: tf.TensorInfo) => Window,
): Bindable[] {
  return [...[images, ...perImage].map(window), ...shared];
}
