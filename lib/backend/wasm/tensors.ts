/**
 * Tensors as what the functions of this folder take.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type Filter, type Images, images } from "./convolution.ts";
import type { Heap } from "./heap.ts";

/** A tensor H×W×inputs×outputs as a filter. */
export function filterOf(heap: Heap, tensor: tf.TensorInfo): Filter {
  const [height, width, inputs, outputs] = tensor.shape;
  return { at: heap.address(tensor), height, width, inputs, outputs };
}

/** A tensor N×H×W×C as images. */
export function imagesOf(heap: Heap, tensor: tf.TensorInfo): Images {
  return images(heap.address(tensor), tensor.shape);
}

/** The values of a tensor; valid only until the next allocation. */
export function floatsOf(heap: Heap, tensor: tf.TensorInfo): Float32Array {
  return heap.floats(heap.address(tensor), tf.util.sizeFromShape(tensor.shape));
}
