/**
 * Helpers of an evaluation: workers that hold the same network and take their share of what is
 * encoded, decoded and fitted, so that one evaluation uses more than one core. TF.js's wasm backend
 * has no threads under Deno.
 *
 * @module
 */

import type { CurveFit } from "../curve/fit.ts";
import type { RenderOptions } from "../curve/geometry.ts";
import { RunError } from "../errors.ts";
import type { EncodedPosteriors, Helper } from "../model/inference.ts";

/** A network that helpers load. */
export interface HelperNetwork {
  /** Folder of the trained network. */
  readonly directory: string;
  /** Epoch whose weights are used; the last where this is `undefined`. */
  readonly epoch: number | undefined;
  /** The module that starts the wasm backend, as `Backend.module`. */
  readonly backend: string;
}

/** What the helpers load. */
export interface HelperTask {
  /** The network; absent where helpers only fit shapes. */
  readonly network: HelperNetwork | undefined;
  /** How the shapes are drawn that reconstructions are fitted with. */
  readonly drawing: RenderOptions;
}

/** What a helper is asked. */
export type HelperRequest =
  | { readonly id: number; readonly load: HelperTask }
  | { readonly id: number; readonly decode: Float32Array }
  | { readonly id: number; readonly encode: Uint8Array; readonly size: number }
  | { readonly id: number; readonly fit: Float32Array; readonly size: number };

/** What it answers. */
export type HelperAnswer =
  | {
    readonly id: number;
    readonly value: Float32Array<ArrayBuffer> | EncodedPosteriors | CurveFit[] | true;
  }
  | { readonly id: number; readonly failure: string };

/** One helper; made by {@linkcode startHelpers}. */
export interface EvaluationHelper extends Helper {
  /** The shapes nearest to images, count × S × S in [0, 1]. */
  fit(images: Float32Array, size: number): Promise<CurveFit[]>;
}

/** Helpers that were started. */
export interface StartedHelpers {
  /** The helpers, none where nobody helps. */
  readonly all: readonly EvaluationHelper[];
  /** Settles when all have loaded; what is asked of one before that would wait. */
  readonly ready: Promise<unknown>;
  /** Ends them. */
  close(): void;
}

/** Starts helpers on the wasm backend. They load while the caller goes on. */
export function startHelpers(count: number, task: HelperTask): StartedHelpers {
  const started = Array.from({ length: count }, () => startHelper(task));
  const ready = Promise.all(started.map(({ loaded }) => loaded));
  // Told to whoever waits for it.
  ready.catch(() => undefined);
  return {
    all: started.map(({ helper }) => helper),
    ready,
    close: () => started.forEach(({ worker }) => worker.terminate()),
  };
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function startHelper(
  task: HelperTask,
): { worker: Worker; helper: EvaluationHelper; loaded: Promise<true> } {
  const worker = new Worker(new URL("./helper_worker.ts", import.meta.url), { type: "module" });
  const pending = new Map<number, Pending>();
  let count = 0;
  worker.onmessage = ({ data }: MessageEvent<HelperAnswer>) => {
    const { resolve, reject } = pending.get(data.id)!;
    pending.delete(data.id);
    if ("failure" in data) reject(new RunError(data.failure));
    else resolve(data.value);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const error = new RunError(`a helper of the evaluation failed: ${event.message}`);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const ask = <T>(request: Record<string, unknown>): Promise<T> => {
    const id = count++;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    pending.set(id, { resolve: resolve as Pending["resolve"], reject });
    worker.postMessage({ id, ...request });
    return promise;
  };
  return {
    worker,
    loaded: ask({ load: task }),
    helper: {
      decode: (latents) => ask({ decode: latents }),
      encode: (images, size) => ask({ encode: images, size }),
      fit: (images, size) => ask({ fit: images, size }),
    },
  };
}
