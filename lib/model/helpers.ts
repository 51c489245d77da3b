/**
 * Helpers of inference: workers that hold the same network and take their share of what is encoded
 * and decoded, so that one evaluation uses more than one core. TF.js's wasm backend has no threads
 * under Deno. Each helper gets whole batches, the same as one thread would compute, so that the bytes
 * do not depend on how many there are.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import type { EncodedPosteriors, Helper, Helpers } from "./inference.ts";

/** Which network the helpers load. */
export interface HeldNetwork {
  /** Folder of the trained network. */
  readonly directory: string;
  /** Epoch whose weights are used; the last where this is absent. */
  readonly epoch: number | undefined;
  /** The module that starts the wasm backend, as `Backend.module`. */
  readonly backend: string;
}

/** What a helper is asked. */
export type HelperRequest =
  | { readonly id: number; readonly load: HeldNetwork }
  | { readonly id: number; readonly decode: Float32Array }
  | { readonly id: number; readonly encode: Uint8Array; readonly size: number };

/** What it answers. */
export type HelperAnswer =
  | { readonly id: number; readonly value: Float32Array<ArrayBuffer> | EncodedPosteriors | true }
  | { readonly id: number; readonly failure: string };

/** Nobody helps. */
export const ALONE: Helpers = { all: [], ready: Promise.resolve(), close: () => undefined };

/**
 * Starts helpers on the wasm backend. They load while the caller goes on.
 *
 * @param count how many
 * @param network what they load
 */
export function startHelpers(count: number, network: HeldNetwork): Helpers {
  const started = Array.from({ length: count }, () => startHelper(network));
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
  network: HeldNetwork,
): { worker: Worker; helper: Helper; loaded: Promise<true> } {
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
    const error = new RunError(`a helper of inference failed: ${event.message}`);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  const ask = <T>(request: Record<string, unknown>, transfer: Transferable[] = []): Promise<T> => {
    const id = count++;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    pending.set(id, { resolve: resolve as Pending["resolve"], reject });
    worker.postMessage({ id, ...request }, transfer);
    return promise;
  };
  return {
    worker,
    loaded: ask({ load: network }),
    helper: {
      decode: (latents) => ask({ decode: latents }),
      encode: (images, size) => ask({ encode: images, size }),
    },
  };
}
