/**
 * Cross-entropy from logits on wasm.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import type { Kernel } from "../registry.ts";
import { floatsOf } from "./tensors.ts";

/** Kernels of `../cross_entropy.ts`. */
export function crossEntropyKernels(heap: Heap): Record<string, Kernel> {
  return {
    LogitsCrossEntropy({ logits, targets }) {
      const batch = logits.shape[0], length = tf.util.sizeFromShape(logits.shape) / batch;
      const out = heap.output([batch]);
      const values = floatsOf(heap, out);
      const [l, x] = [heap.address(logits), heap.address(targets)];
      for (let n = 0; n < batch; n++) {
        const offset = n * length * 4;
        values[n] = heap.kernels.crossEntropy(l + offset, x + offset, length) / length;
      }
      return [out];
    },

    LogitsCrossEntropyGradient({ dy, logits, targets }) {
      const batch = logits.shape[0], length = tf.util.sizeFromShape(logits.shape) / batch;
      const out = heap.output(logits.shape);
      const scales = floatsOf(heap, dy);
      const [l, x, to] = [logits, targets, out].map((tensor) => heap.address(tensor));
      for (let n = 0; n < batch; n++) {
        const at = n * length * 4, scale = scales[n] / length;
        heap.kernels.crossEntropyGradient(l + at, x + at, scale, to + at, length);
      }
      return [out];
    },
  };
}
