/**
 * Runs WGSL of our own on the tensors of TF.js's WebGPU backend, inside its own command encoder, so
 * that our dispatches and those of TF.js keep their order and no synchronisation is needed.
 *
 * A driver compiles each text by itself, for up to seconds. So what depends on the number of images
 * is no part of a text but stands in a small uniform buffer ({@linkcode Dispatch.sizes}): batches of
 * any size share their pipelines. A layer's own shape is part of the text where the inner loop
 * divides by it, since division by a constant is several times as quick; elsewhere it is not, and
 * layers share their pipelines too.
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

/** What is bound, by its name in the code: each is an array of f32, or of vec4<f32>. */
export type Bindings = Readonly<Record<string, Bindable>>;

/** Numbers by name, uploaded; {@linkcode Gpu.withNumbers} makes them. */
export interface Numbers {
  readonly names: readonly string[];
  readonly buffer: GPUBuffer;
}

/** A compute shader and what it is run on. */
export interface Dispatch {
  /** Identifies the code: same key, same WGSL, same names of bindings and sizes. */
  readonly key: string;
  /**
   * WGSL without the declarations of bindings, made where the key is new; `name_at` is the first
   * element of what is bound to a name, and `sizes.name` one of the sizes, a u32.
   */
  readonly code: () => string;
  /** What is only read. */
  readonly reads: Bindings;
  /** What is written. */
  readonly writes: Bindings;
  /**
   * Names of what is bound as vectors of four, for loads of 16 bytes; `name_at` then counts vectors.
   * Tensors and windows must begin and end at a multiple of four.
   */
  readonly vectors?: readonly string[];
  /** Whole numbers from 0 that the code reads and that are no part of its text. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Numbers that differ from step to step: `numbers.name` in the code, an f32. */
  readonly numbers?: Numbers;
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
  uniformPendingDisposal: GPUBuffer[];
}

/** A window's offset must be a multiple of this many bytes, on every adapter. */
export const ALIGNMENT = 256;

/** Recorded dispatches are submitted in batches, as large as keeps memory from waiting for long. */
export const SUBMIT_EVERY = 32;

/** Runs programs on one backend. */
export class Gpu {
  readonly #backend: WebGPUBackend;
  readonly #pipelines = new Map<string, Pipeline>();
  /** Uniform buffers by what they hold. They are of a few bytes each, and a run has some hundred. */
  readonly #uniforms = new Map<string, GPUBuffer>();
  /** Pipelines in the making, while dispatches are only prepared. */
  #pending: Map<string, Promise<void>> | null = null;
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

  /** Records no dispatch of `run` but makes its pipelines, all at once. */
  async prepare(run: () => void): Promise<void> {
    const pending = new Map<string, Promise<void>>();
    this.#pending = pending;
    try {
      run();
    } finally {
      this.#pending = null;
    }
    await Promise.all(pending.values());
  }

  /** How many pipelines there are. */
  get pipelineCount(): number {
    return this.#pipelines.size;
  }

  /** A new float32 tensor, its values undefined. */
  output(shape: readonly number[]): tf.TensorInfo {
    const info = this.#backend.makeTensorInfo([...shape], "float32");
    this.#backend.uploadToGPU(info.dataId);
    return info;
  }

  /**
   * A new tensor that takes over the memory of one that is given up, to be changed in place. Its
   * identity is new because TF.js 4.22 keeps values that were read once, and would give them again. Where
   * another tensor shares the memory, it is copied.
   */
  takeOver(tensor: tf.TensorInfo): tf.TensorInfo {
    const [from, size] = [this.#buffer(tensor), sizeOf(tensor)];
    if (this.#backend.refCount(tensor.dataId) > 1) {
      const copy = this.output(tensor.shape);
      this.copy({ tensor, first: 0, count: size }, { tensor: copy, first: 0 });
      return copy;
    }
    const taken = this.#backend.makeTensorInfo([...tensor.shape], tensor.dtype);
    this.#backend.tensorMap.get(taken.dataId).resource = from;
    this.#backend.tensorMap.get(tensor.dataId).resource = undefined;
    return taken;
  }

  /**
   * Uploads numbers that the dispatches of `use` read, as {@linkcode Dispatch.numbers}. Their buffer is
   * kept until all of these are recorded: a submission in the middle would let it be written again
   * before the rest of them is submitted.
   */
  withNumbers(values: Readonly<Record<string, number>>, use: (numbers: Numbers) => void): void {
    const data = Float32Array.from(Object.values(values));
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.#backend.bufferManager.acquireBuffer(data.byteLength, usage);
    this.#backend.queue.writeBuffer(buffer, 0, data);
    use({ names: Object.keys(values), buffer });
    this.#internals.uniformPendingDisposal.push(buffer);
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
  run(dispatch: Dispatch): void {
    const { key, code, reads, writes, vectors = [], sizes = {}, numbers, workgroups } = dispatch;
    const names = [...Object.keys(reads), ...Object.keys(writes)];
    const windows = [...Object.values(reads), ...Object.values(writes)].map(asWindow);
    const skips = windows.map(({ first }) => first * 4 % ALIGNMENT / 4);
    // Hardly any window begins between two steps: without skips the text needs no additions.
    const skipping = skips.some((skip) => skip > 0);
    const label = skipping ? `${key}, skipping` : key;
    const text = () => declare({ code: code(), reads, writes, vectors, sizes, numbers }, skipping);
    if (this.#pending) {
      if (!this.#pipelines.has(label) && !this.#pending.has(label)) {
        this.#pending.set(label, this.#makeAhead(label, text()));
      }
      return;
    }
    const { pipeline, layout } = this.#pipeline(label, text);
    const entries: GPUBindGroupEntry[] = windows.map(({ tensor, first, count }, binding) => {
      const resource = {
        buffer: this.#buffer(tensor),
        offset: (first - skips[binding]) * 4,
        size: (count + skips[binding]) * 4,
      };
      return { binding, resource };
    });
    const starts = skips.map((skip, k) => vectors.includes(names[k]) ? skip / 4 : skip);
    const whole = [...Object.values(sizes), ...(skipping ? starts : [])];
    if (whole.length > 0) {
      entries.push({ binding: entries.length, resource: { buffer: this.#uniform(whole) } });
    }
    if (numbers) entries.push({ binding: entries.length, resource: { buffer: numbers.buffer } });
    const bindGroup = this.#backend.device.createBindGroup({ layout, entries });
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

  #uniform(whole: readonly number[]): GPUBuffer {
    const key = whole.join();
    let buffer = this.#uniforms.get(key);
    if (!buffer) {
      const { device } = this.#backend;
      buffer = device.createBuffer({
        size: whole.length * 4,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      });
      device.queue.writeBuffer(buffer, 0, Uint32Array.from(whole));
      this.#uniforms.set(key, buffer);
    }
    return buffer;
  }

  #pipeline(label: string, code: () => string): Pipeline {
    const known = this.#pipelines.get(label);
    if (known) return known;
    const { device } = this.#backend;
    return this.#keep(label, device.createComputePipeline(this.#describe(label, code())));
  }

  async #makeAhead(label: string, code: string): Promise<void> {
    const { device } = this.#backend;
    this.#keep(label, await device.createComputePipelineAsync(this.#describe(label, code)));
  }

  #describe(label: string, code: string): GPUComputePipelineDescriptor {
    const module = this.#backend.device.createShaderModule({ label, code });
    return { label, layout: "auto", compute: { module, entryPoint: "main" } };
  }

  #keep(label: string, pipeline: GPUComputePipeline): Pipeline {
    const made = { pipeline, layout: pipeline.getBindGroupLayout(0) };
    this.#pipelines.set(label, made);
    return made;
  }
}

/** A pipeline, and the layout of what it binds. */
interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** The number of elements of a tensor. */
export function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape([...shape]);
}

function asWindow(bindable: Bindable): Window {
  if ("tensor" in bindable) return bindable;
  return { tensor: bindable, first: 0, count: sizeOf(bindable) };
}

function declare(
  { code, reads, writes, vectors, sizes, numbers }:
    & Pick<Dispatch, "reads" | "writes" | "numbers">
    & Required<Pick<Dispatch, "vectors" | "sizes">>
    & { readonly code: string },
  skipping: boolean,
): string {
  const names = [...Object.keys(reads), ...Object.keys(writes)];
  const lines = names.map((name, k) => {
    const access = Object.hasOwn(reads, name) ? "read" : "read_write";
    const type = vectors.includes(name) ? "vec4<f32>" : "f32";
    return `@group(0) @binding(${k}) var<storage, ${access}> ${name}: array<${type}>;`;
  });
  const members = [...Object.keys(sizes), ...(skipping ? names.map((name) => `${name}_at`) : [])];
  const uniform = (name: string, members: readonly string[], type: string) => {
    lines.push(
      `struct ${name}_type { ${members.map((member) => `${member}: ${type}`).join(", ")} }`,
      `@group(0) @binding(${bound++}) var<uniform> ${name}: ${name}_type;`,
    );
  };
  let bound = names.length;
  if (members.length > 0) uniform("sizes", members, "u32");
  if (numbers) uniform("numbers", numbers.names, "f32");
  if (!skipping) lines.push(...names.map((name) => `const ${name}_at = 0u;`));
  const starts = new RegExp(`\\b(${names.join("|")})_at\\b`, "g");
  lines.push(skipping ? code.replaceAll(starts, "sizes.$1_at") : code);
  return withoutSpace(lines.join("\n"));
}

/** A text without indentation, blank lines and lines of comment: less for a driver to read. */
function withoutSpace(text: string): string {
  return text.replaceAll(/^(\s+|\/\/.*\n)+/gm, "");
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
