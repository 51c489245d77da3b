/**
 * The libraries that the page loads as scripts beside its own, as globals.
 *
 * @module
 */

import type * as tfjs from "@tensorflow/tfjs";
import type * as tfjsWasm from "@tensorflow/tfjs-backend-wasm";

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

/** Plotly, or nothing where its script did not load. */
export const plotly: Plotly | undefined = globals.Plotly;
