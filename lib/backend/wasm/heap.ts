/**
 * Our SIMD module inside the memory of TF.js's wasm backend: no tensor is copied to be computed on.
 * The backend's memory is an import of the module, a tensor's address is its `memoryOffset`, and
 * scratch memory comes from the backend's own allocator.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { RunError } from "../../errors.ts";

/** A byte address in the memory of TF.js's wasm backend. */
export type Address = number;

/** The functions of `assembly/`, which documents them. Addresses and strides in bytes. */
export interface Kernels {
  packTap(
    filter: Address,
    inputStride: number,
    outputStride: number,
    inputs: number,
    outputs: number,
    panels: Address,
    tap: number,
    taps: number,
  ): void;
  unpackTap(
    panels: Address,
    tap: number,
    taps: number,
    filter: Address,
    inputStride: number,
    outputStride: number,
    inputs: number,
    outputs: number,
  ): void;
  convolve(
    x: Address,
    xImage: number,
    xStepY: number,
    xRow: number,
    xPixel: number,
    run: number,
    kernelRows: number,
    panels: Address,
    bias: Address,
    relu: number,
    out: Address,
    outImage: number,
    outRow: number,
    outPixel: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  convolveFilterGradient(
    x: Address,
    xImage: number,
    xStepY: number,
    xRow: number,
    xPixel: number,
    run: number,
    kernelRows: number,
    dy: Address,
    dyImage: number,
    dyRow: number,
    dyPixel: number,
    panels: Address,
    batch: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  packProducts(
    filter: Address,
    tapStride: number,
    inputStride: number,
    outputStride: number,
    inputs: number,
    outputs: number,
    panels: Address,
    sumPlace: number,
    firstPlace: number,
    lastPlace: number,
  ): void;
  unpackProducts(panels: Address, filter: Address, inputs: number, outputs: number): void;
  convolveUpsampled(
    x: Address,
    height: number,
    width: number,
    inputs: number,
    panels: Address,
    bias: Address,
    relu: number,
    out: Address,
    outputs: number,
    scratch: Address,
  ): void;
  upsampledInputGradient(
    dy: Address,
    dyRow: number,
    height: number,
    width: number,
    outputs: number,
    panels: Address,
    dx: Address,
    inputs: number,
    strip: number,
    scratch: Address,
  ): void;
  upsampledFilterGradient(
    x: Address,
    height: number,
    width: number,
    inputs: number,
    dy: Address,
    dyRow: number,
    outputs: number,
    panels: Address,
    rows: number,
    strip: number,
    scratch: Address,
  ): void;
  winogradPack(
    first: Address,
    tap: number,
    inputStride: number,
    outputStride: number,
    inputs: number,
    outputs: number,
    panels: Address,
  ): void;
  winogradUnpack(panels: Address, filter: Address, inputs: number, outputs: number): void;
  winogradConvolve(
    x: Address,
    xImage: number,
    xRow: number,
    xPixel: number,
    inputs: number,
    panels: Address,
    bias: Address,
    relu: number,
    out: Address,
    outImage: number,
    outRow: number,
    outPixel: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
    pooled: Address,
    strip: number,
    vPixel: number,
    vPlane: number,
    scratch: Address,
  ): void;
  winogradFilterGradient(
    x: Address,
    xImage: number,
    xRow: number,
    xPixel: number,
    inputs: number,
    dy: Address,
    dyImage: number,
    dyRow: number,
    dyPixel: number,
    panels: Address,
    batch: number,
    height: number,
    width: number,
    channels: number,
    strip: number,
    vPixel: number,
    vPlane: number,
    wPixel: number,
    wPlane: number,
    scratch: Address,
  ): void;
  dotPixels(
    x: Address,
    filter: Address,
    bias: Address,
    out: Address,
    pixels: number,
    channels: number,
  ): void;
  copyImages(
    x: Address,
    out: Address,
    outImage: number,
    outRow: number,
    batch: number,
    height: number,
    rowBytes: number,
  ): void;
  zero(at: Address, bytes: number): void;
  zeroBorder(
    at: Address,
    image: number,
    row: number,
    pixel: number,
    border: number,
    batch: number,
    height: number,
  ): void;
  maxPool(
    x: Address,
    out: Address,
    batch: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  maxPoolGradient(
    x: Address,
    y: Address,
    dy: Address,
    relu: number,
    dx: Address,
    dxImage: number,
    dxRow: number,
    bias: Address,
    batch: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  channelSums(
    x: Address,
    y: Address,
    pixels: number,
    channels: number,
    sums: Address,
    products: Address,
  ): void;
  weightedSums(
    x: Address,
    weight: Address,
    pixels: number,
    channels: number,
    sums: Address,
    total: Address,
  ): void;
  scaleChannels(
    x: Address,
    scale: Address,
    shift: Address,
    out: Address,
    pixels: number,
    channels: number,
  ): void;
  batchNormGradient(
    r: Address,
    dy: Address,
    dyPixel: number,
    a: Address,
    b: Address,
    d: Address,
    bias: Address,
    out: Address,
    outImage: number,
    outRow: number,
    batch: number,
    height: number,
    width: number,
    channels: number,
  ): void;
  crossEntropy(logits: Address, targets: Address, length: number): number;
  crossEntropyGradient(
    logits: Address,
    targets: Address,
    scale: number,
    out: Address,
    length: number,
  ): void;
  adam(
    value: Address,
    first: Address,
    second: Address,
    gradient: Address,
    newValue: Address,
    newFirst: Address,
    newSecond: Address,
    length: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
}

/** The part of tfjs-backend-wasm 4.22 that we rely on beyond its published types. */
interface WasmInternals {
  wasm: {
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): Address;
    _free(at: Address): void;
  };
  dataIdMap: { get(dataId: object): { memoryOffset: Address } };
}

/**
 * The kernels' two builds. Their addresses are written out, since by that a stage's digest of code
 * finds them (`lib/results/code/module_graph.ts`).
 */
const FUSED = new URL("./kernels.wasm", import.meta.url);
const BASELINE = new URL("./kernels_baseline.wasm", import.meta.url);

/** Bytes of a build, by fetch, which a browser has too, and which finds a package's file on a server. */
async function bytesOf(build: URL): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(build);
  // A server's page that says "not found" is no module either, and would pass for an old engine.
  if (!answer.ok) {
    throw new RunError(`The kernels are missing: ${answer.status} for ${build.pathname}`);
  }
  return await answer.bytes();
}

/**
 * Makes an allocation that finds no memory an error. tfjs-backend-wasm 4.22 takes the address 0 that
 * it is given then for a tensor's, and asks for 4 GiB and more modulo 2^32, since a size is 32 bits
 * wide there: of 4 GiB and 64 bytes it is given 64 bytes. In both cases kernels write over whatever
 * lies there and numbers come out wrong. It can go when TF.js checks size and address itself.
 */
function refuseMissingMemory(wasm: WasmInternals["wasm"]): void {
  // At its first call the engine's wrapper puts itself in the place of what is there.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (bytes) => {
    const at = bytes < 2 ** 32 ? allocate(bytes) : 0;
    if (at !== 0 || bytes === 0) return at;
    throw new RunError(
      `wasm, which has 4 GiB at most, has no memory for ${Math.ceil(bytes / 2 ** 20)} MiB more: ` +
        "smaller batches or images take less",
    );
  };
}

/** The backend's memory with our kernels in it. */
export class Heap {
  readonly kernels: Kernels;
  /** Whether the build with relaxed SIMD (fused multiply-add) is in use. */
  readonly relaxed: boolean;
  readonly #backend: BackendWasm;
  readonly #internals: WasmInternals;
  readonly #scratch = new Map<string, { at: Address; bytes: number }>();

  private constructor(backend: BackendWasm, instance: WebAssembly.Instance, relaxed: boolean) {
    this.#backend = backend;
    this.#internals = backend as unknown as WasmInternals;
    this.kernels = instance.exports as unknown as Kernels;
    this.relaxed = relaxed;
  }

  /**
   * Puts the kernels into the memory of an initialised wasm backend.
   *
   * From then on an allocation that finds no memory throws RunError.
   *
   * @param backend the value of `tf.backend()` while `wasm` is active
   * @param options `relaxed: false` forces the plain SIMD build; by default it is used only where
   * the engine does not validate relaxed SIMD.
   */
  static async create(backend: BackendWasm, options: { relaxed?: boolean } = {}): Promise<Heap> {
    const { wasm } = backend as unknown as WasmInternals;
    const { memory } = wasm.asm;
    refuseMissingMemory(wasm);
    const fused = options.relaxed === false ? null : await bytesOf(FUSED);
    const relaxed = fused !== null && WebAssembly.validate(fused);
    const binary = relaxed ? fused : await bytesOf(BASELINE);
    const { instance } = await WebAssembly.instantiate(binary, {
      // abort is imported by every AssemblyScript module; nothing of ours calls it.
      env: { memory, abort: () => undefined },
    });
    return new Heap(backend, instance, relaxed);
  }

  /** Address of a tensor's first value. It holds until the tensor is disposed. */
  address(tensor: tf.TensorInfo): Address {
    return this.#internals.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** The same memory as another tensor; it is freed with the last of them. */
  share({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
    this.#backend.incRef(dataId);
    return { dataId, shape, dtype };
  }

  /** A new, uninitialised float32 tensor. */
  output(shape: number[]): tf.TensorInfo {
    return this.#backend.makeOutput(shape, "float32");
  }

  /** Frees a tensor that no kernel returns. */
  dispose({ dataId }: tf.TensorInfo): void {
    this.#backend.disposeData(dataId);
  }

  /** A new float32 tensor of zeros. */
  zeros(shape: number[]): tf.TensorInfo {
    const tensor = this.output(shape);
    this.kernels.zero(this.address(tensor), 4 * tf.util.sizeFromShape(shape));
    return tensor;
  }

  /**
   * Scratch memory that lives until the next call with the same name; contents are undefined. One
   * block a name is kept and grown, since a step asks for the same sizes again and again.
   */
  scratch(name: string, bytes: number): Address {
    const known = this.#scratch.get(name);
    if (known && known.bytes >= bytes) return known.at;
    if (known) {
      this.#internals.wasm._free(known.at);
      // The next allocation may fail, and nobody may then be given what was freed.
      this.#scratch.delete(name);
    }
    const at = this.#internals.wasm._malloc(bytes);
    this.#scratch.set(name, { at, bytes });
    return at;
  }

  /** A view of memory as float32; valid only until the next allocation, which may move it. */
  floats(at: Address, length: number): Float32Array {
    return new Float32Array(this.#internals.wasm.asm.memory.buffer, at >>> 0, length);
  }

  /** A view of memory as float64; valid only until the next allocation, which may move it. */
  doubles(at: Address, length: number): Float64Array {
    return new Float64Array(this.#internals.wasm.asm.memory.buffer, at >>> 0, length);
  }
}
