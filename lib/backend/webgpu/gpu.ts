/**
 * Runs WGSL of our own on the tensors of TF.js's WebGPU backend, inside its own command encoder, so
 * that our dispatches and those of TF.js keep their order and no synchronisation is needed.
 *
 * Shapes are constants of the WGSL text, not uniforms: a step of training has the same shapes
 * every time, so each pipeline is compiled once, divisions by a constant are cheap, loops can be
 * unrolled, and nothing is uploaded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** What a dispatch binds: a tensor, or a window of one that is too large to bind at once. */
export interface Window {
  readonly tensor: tf.TensorInfo;
  /** Index of the first element. */
  readonly first: number;
  /** Number of elements. */
  readonly count: number;
}

/** A tensor by itself, or a window of one. */
export type Bindable = tf.TensorInfo | Window;

/** A compute shader. Binding k is declared as `name`, an array of f32. */
export interface Program {
  /** Names of read-only bindings. */
  readonly reads: readonly string[];
  /** Names of bindings that are written. */
  readonly writes: readonly string[];
  /** WGSL without the declarations of bindings; `name_at` is the window's first element. */
  readonly code: string;
}

/** A dispatch of a {@linkcode Program}. */
export interface Dispatch {
  /** Identifies the program: same key, same WGSL. */
  readonly key: string;
  /** Makes the program where the key is new. */
  readonly program: () => Program;
  /** Tensors to read, in the program's order. */
  readonly reads: readonly Bindable[];
  /** Tensors to write. */
  readonly writes: readonly Bindable[];
  /** Number of workgroups in x, y and z. */
  readonly workgroups: readonly [number, number?, number?];
}

// Members of WebGPUBackend 4.22 that its types call private. There is no public way to record a
// dispatch of one's own; this can go when TF.js offers one.
interface Internals {
  commandEncoder: GPUCommandEncoder;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
}

/** A window's offset must be a multiple of this many bytes, on every adapter. */
const ALIGNMENT = 256;

/** Recorded dispatches are submitted in batches, as large as keeps memory from waiting for long. */
const SUBMIT_EVERY = 32;

/** Runs programs on one backend. */
export class Gpu {
  readonly #backend: WebGPUBackend;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  /** Bytes that one binding may cover. */
  readonly bindingLimit: number;

  /** @param options `bindingLimit` below the device's own is for tests of chunking. */
  constructor(backend: WebGPUBackend, { bindingLimit }: { bindingLimit?: number } = {}) {
    this.#backend = backend;
    this.bindingLimit = bindingLimit ?? backend.device.limits.maxStorageBufferBindingSize;
  }

  get #internals(): Internals {
    return this.#backend as unknown as Internals;
  }

  /** A new float32 tensor, its values undefined. */
  output(shape: readonly number[]): tf.TensorInfo {
    const info = this.#backend.makeTensorInfo([...shape], "float32");
    this.#backend.uploadToGPU(info.dataId);
    return info;
  }

  /** A new one-dimensional tensor of these values. */
  input(values: readonly number[]): tf.TensorInfo {
    return this.#backend.makeTensorInfo([values.length], "float32", Float32Array.from(values));
  }

  /** Gives back a tensor that {@linkcode output} made and no kernel returns. */
  dispose(...tensors: readonly tf.TensorInfo[]): void {
    for (const { dataId } of tensors) this.#backend.disposeData(dataId);
  }

  #buffer({ dataId }: tf.TensorInfo): GPUBuffer {
    this.#backend.uploadToGPU(dataId);
    this.#internals.commandQueueOwnedIds.add(dataId);
    return this.#backend.tensorMap.get(dataId).resource as GPUBuffer;
  }

  /** Records a dispatch. */
  run({ key, program, reads, writes, workgroups }: Dispatch): void {
    const windows = [...reads, ...writes].map(asWindow);
    const skips = windows.map(({ first }) => first * 4 % ALIGNMENT / 4);
    const pipeline = this.#pipeline(`${key}@${skips}`, () => declare(program(), skips));
    const bindGroup = this.#backend.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: windows.map(({ tensor, first, count }, binding) => {
        const resource = {
          buffer: this.#buffer(tensor),
          offset: (first - skips[binding]) * 4,
          size: (count + skips[binding]) * 4,
        };
        return { binding, resource };
      }),
    });
    this.#backend.ensureCommandEncoderReady();
    const internals = this.#internals;
    internals.computePassEncoder ??= internals.commandEncoder.beginComputePass();
    internals.computePassEncoder.setPipeline(pipeline);
    internals.computePassEncoder.setBindGroup(0, bindGroup);
    internals.computePassEncoder.dispatchWorkgroups(...workgroups);
    if (++internals.dispatchCountInPass >= SUBMIT_EVERY) {
      this.#backend.endComputePassEncoder();
      this.#backend.submitQueue();
    }
  }

  /** Copies `count` elements from one tensor into another. */
  copy(from: Window, to: { readonly tensor: tf.TensorInfo; readonly first: number }): void {
    const [source, target] = [this.#buffer(from.tensor), this.#buffer(to.tensor)];
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    const { commandEncoder } = this.#internals;
    const bytes = from.count * 4;
    commandEncoder.copyBufferToBuffer(source, from.first * 4, target, to.first * 4, bytes);
  }

  #pipeline(key: string, code: () => string): GPUComputePipeline {
    let pipeline = this.#pipelines.get(key);
    if (!pipeline) {
      const { device } = this.#backend;
      const module = device.createShaderModule({ label: key, code: code() });
      pipeline = device.createComputePipeline({
        label: key,
        layout: "auto",
        compute: { module, entryPoint: "main" },
      });
      this.#pipelines.set(key, pipeline);
    }
    return pipeline;
  }
}

/** The number of elements of a tensor. */
export function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape([...shape]);
}

function asWindow(bindable: Bindable): Window {
  if ("tensor" in bindable) return bindable;
  return { tensor: bindable, first: 0, count: sizeOf(bindable) };
}

function declare({ reads, writes, code }: Program, skips: readonly number[]): string {
  const declarations = [...reads, ...writes].map((name, k) => {
    const access = k < reads.length ? "read" : "read_write";
    return `@group(0) @binding(${k}) var<storage, ${access}> ${name}: array<f32>;\n` +
      `const ${name}_at = ${skips[k]}u;`;
  });
  return `${declarations.join("\n")}\n${code}`;
}

/**
 * Groups of images, as large as every tensor's share of a group can be bound. `tensors` all have
 * the batch as their first dimension.
 *
 * @throws {RangeError} where a single image is too large to bind
 */
export function imageGroups(
  gpu: Gpu,
  tensors: readonly tf.TensorInfo[],
): { images: number; window: (tensor: tf.TensorInfo) => Window }[] {
  const batch = tensors[0].shape[0];
  const largest = Math.max(...tensors.map((tensor) => sizeOf(tensor) / batch * 4));
  const most = Math.floor((gpu.bindingLimit - ALIGNMENT) / largest);
  if (most < 1) {
    throw new RangeError(
      `Cannot bind an image of ${largest} bytes: the adapter binds at most ${gpu.bindingLimit}`,
    );
  }
  return Array.from({ length: Math.ceil(batch / most) }, (_, k) => {
    const start = k * most, images = Math.min(most, batch - start);
    return {
      images,
      window: (tensor) => {
        const size = sizeOf(tensor) / batch;
        return { tensor, first: start * size, count: images * size };
      },
    };
  });
}
