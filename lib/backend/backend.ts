/**
 * What a backend is, apart from what starts one, so that a plan or a help text needs no TF.js.
 *
 * @module
 */

/** Backends that a user can ask for. */
export const BACKENDS = ["auto", "webgpu", "wasm"] as const;

/** What a user asks for: a backend, or the best one present. */
export type BackendRequest = typeof BACKENDS[number];

/** Name of a backend that computes. */
export type BackendName = Exclude<BackendRequest, "auto">;

/** The backend in use. */
export interface Backend {
  /** The TF.js backend. */
  readonly name: BackendName;
  /** Description of the WebGPU adapter, or `null` on wasm. */
  readonly adapter: string | null;
  /** Whether that adapter is the processor itself; `false` on wasm. */
  readonly software: boolean;
  /**
   * Bytes that one binding of the WebGPU adapter may cover. Larger tensors are processed in groups of
   * images, so the order of sums depends on it. Absent on wasm.
   */
  readonly bindingLimit?: number;
  /** One line for the user: what was chosen, and why. */
  readonly reason: string;
  /**
   * The module that starts it, as `import.meta.url`: the libraries that its import graph reaches
   * decide the bytes of what is computed.
   */
  readonly module: string;
  /** Numeric flags that decide the bytes of what is computed. */
  readonly flags: Readonly<Record<string, boolean | number | string>>;
  /** Whether it computes on the processor, so that several processes or threads share the work. */
  readonly onProcessor: boolean;
  /**
   * Steps of training between two readings of the loss, where a reading waits for the device. Every
   * step's loss is read, so that a NaN is dated to its step.
   */
  readonly readEvery: number;
  /** Whether a layer that has diverged can look dead, with a finite loss. */
  readonly hidesNaN: boolean;
  /** Throws a `RunError` where the device was lost or reported a validation error. */
  check(): void;
  /**
   * Makes ahead, and together, the device's programs that `run` would ask for, and computes nothing:
   * what `run` computes has no meaning and must be thrown away. Does not call it on wasm, which has
   * no programs to make.
   *
   * @returns how many were made
   */
  prepare(run: () => void): Promise<number>;
  /**
   * Gives memory back that is kept for reuse and that no tensor uses; nothing on wasm, whose memory
   * only grows. Meant for between two phases of work with different shapes.
   */
  freeUnused(): void;
}

/** Whose kernels compute: ours and TF.js's, or TF.js's alone. */
export type Kernels = "ours" | "stock";
