/**
 * Drawing one shape after another on a native canvas.
 *
 * @module
 */

import { createCanvas } from "@napi-rs/canvas";
import { createRendererOn, type CurveRenderer } from "./drawing.ts";
import type { RenderOptions } from "./geometry.ts";

export type { CurveRenderer };

/**
 * Makes a function that draws shapes one at a time, one canvas for all of them; see
 * {@linkcode createRendererOn}.
 *
 * @throws {RangeError} An option lies outside its range.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createRenderer } from "./renderer.ts";
 *
 * const image = new Uint8Array(64 * 64);
 * createRenderer({ size: 64 })({ a: 1.25, b: 1 }, image);
 * assert(image.includes(255));
 * ```
 */
export function createRenderer(options: RenderOptions): CurveRenderer {
  return createRendererOn(options, (width, height) => {
    const canvas = createCanvas(width, height);
    return { context: canvas.getContext("2d"), pixels: () => canvas.data() };
  });
}
