/**
 * The libraries that the page loads as scripts beside its own, as globals.
 *
 * @module
 */

import type * as tfjs from "@tensorflow/tfjs";
import type * as tfjsWasm from "@tensorflow/tfjs-backend-wasm";
import { loadScript } from "./scripts.ts";

/** TF.js with its wasm backend, as `vendor/tf.js` and `vendor/tf-backend-wasm.js` define it. */
export type TensorFlow = typeof tfjs & { readonly wasm: typeof tfjsWasm };

/** The part of Plotly that the page uses. */
export interface Plotly {
  /** Draws a figure anew. */
  react(element: HTMLElement, ...figure: unknown[]): Promise<unknown>;
  /** Takes a figure away. */
  purge(element: HTMLElement): void;
  /** Changes axes, camera or legend of a figure. */
  relayout(element: HTMLElement, change: Readonly<Record<string, unknown>>): Promise<unknown>;
}

const globals = globalThis as unknown as { readonly tf: TensorFlow; readonly Plotly?: Plotly };

/** TF.js. */
export const tf: TensorFlow = globals.tf;

/**
 * Plotly, which is loaded when it is first asked for: it weighs as much as all else together.
 *
 * @throws {Error} Its script could not be loaded.
 */
export async function loadPlotly(): Promise<Plotly> {
  await loadScript("vendor/plotly.js");
  if (!globals.Plotly) throw new Error("vendor/plotly.js does not define Plotly");
  return globals.Plotly;
}

/**
 * Adds the WebGPU backend to TF.js.
 *
 * @throws {Error} Its script could not be loaded.
 */
export async function loadWebGpuBackend(): Promise<void> {
  await loadScript("vendor/tf-backend-webgpu.js");
}
