/**
 * Uploading by the queue, in place of TF.js's own way.
 *
 * TF.js 4.22 writes a tensor into a mapped buffer of main memory and copies that on the device. Deno
 * (2.9.6) reads a mapped buffer once before it lets anyone write, and on a graphics card such memory
 * is very slow to read: on an H100 the 2 MB of a batch of the published size took 70 ms, most of a
 * step. `GPUQueue.writeBuffer` only writes. This can go when either of the two
 * changes.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** What TF.js 4.22 knows of a tensor. */
interface TensorData {
  readonly dtype: tf.DataType;
  readonly shape: readonly number[];
  values: tf.backend_util.BackendValues | null;
  resource?: GPUBuffer | null;
}

/** Usage of TF.js's buffers of tensors. */
const USAGE = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/** Has a backend upload tensors by the queue from now on. */
export function uploadByQueue(backend: WebGPUBackend): void {
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId) as unknown as TensorData;
    if (data.resource) return;
    const { dtype, shape, values } = data;
    const size = tf.util.sizeFromShape([...shape]) * (dtype === "complex64" ? 8 : 4);
    // A buffer comes back from TF.js's pool only when what was recorded with it is submitted. So
    // nothing that is still to be submitted reads the old values.
    const buffer = backend.bufferManager.acquireBuffer(size, USAGE);
    if (values) {
      backend.queue.writeBuffer(buffer, 0, inFourBytes(values as ArrayLike<number>, dtype));
      data.values = null;
    }
    data.resource = buffer;
  };
}

/** Values as the device has them: of whole numbers and truth values, 32 bits each. */
function inFourBytes(
  values: ArrayLike<number>,
  dtype: tf.DataType,
): Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const [From] = dtype === "int32" || dtype === "bool" ? [Int32Array] : [Float32Array];
  return values instanceof From ? values as Int32Array<ArrayBuffer> : From.from(values);
}
