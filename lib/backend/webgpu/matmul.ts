/**
 * TF.js's own matrix product, kept from adding in an order that differs from run to run.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import type { Kernel } from "../registry.ts";

/** TF.js's number for its program that has one workgroup a small tile of the output. */
const SMALL_TILES = 2;

/** Shorter inner dimensions are never split. */
const SPLIT_FROM = 2000;

/** Twice 16, the most tiles of the output with which TF.js splits on any adapter. */
const MOST_TILES = 32;

/**
 * The kernel `BatchMatMul`. TF.js 4.22 splits a long inner dimension among workgroups that add their
 * sums atomically where the output is small but not tiny, as in a dense layer after an encoder with
 * more than 42 images: two runs then differ in their last digits. This
 * can go when TF.js adds in order.
 */
export function matMulKernels(backend: WebGPUBackend): Record<string, Kernel> {
  const stock = tf.getKernel("BatchMatMul", "webgpu").kernelFunc;
  return {
    BatchMatMul(inputs, attrs) {
      const flag = tf.env().getNumber("WEBGPU_MATMUL_PROGRAM_TYPE");
      if (flag < 0 && mayBeSplit(inputs, attrs)) {
        tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", SMALL_TILES);
      }
      try {
        return [stock({ inputs, backend, attrs }) as tf.TensorInfo];
      } finally {
        tf.env().set("WEBGPU_MATMUL_PROGRAM_TYPE", flag);
      }
    },
  };
}

/**
 * Whether TF.js might split the product. Up to 128 outputs it gives each a workgroup of its own, and
 * with many tiles of 32×32 one a tile: both add in order.
 */
function mayBeSplit({ a, b }: Record<string, tf.TensorInfo>, attrs: tf.NamedAttrMap): boolean {
  const inner = a.shape.at(attrs.transposeA ? -2 : -1) as number;
  const rows = a.shape.at(attrs.transposeA ? -1 : -2) as number;
  const columns = b.shape.at(attrs.transposeB ? -2 : -1) as number;
  const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  return inner >= SPLIT_FROM && rows * columns > 128 && tiles <= MOST_TILES;
}
