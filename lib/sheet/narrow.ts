/**
 * The sheet in a narrow picture, where the axes' words are as large as in a wide one and need more room.
 *
 * @module
 */

import type { Eye } from "./camera.ts";

/** Below this width, in pixels, the scale of colours lies above or below the picture. */
export const NARROW = 480;

/**
 * How much farther away the view is than fills the picture: the axes' words lie outside the sheet, and
 * are as large in a narrow picture. Found by eye at widths of 288, 358 and 432 pixels.
 */
export function roomAt(width: number): number {
  return Math.max(1.1, 1.15 + 0.0024 * (432 - width));
}

/** What is read of an axis. */
export interface Axis {
  readonly title?: { readonly text: string };
  readonly nticks?: number;
  readonly tickfont?: { readonly size: number };
}

/** What is read of a scene. */
export interface Scene {
  readonly camera: { readonly eye: Eye };
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly zaxis: Axis;
}

/**
 * An axis with few and small numbers, and its name without the unit.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { plainAxis } from "./narrow.ts";
 *
 * assertEquals(plainAxis({ title: { text: "μ₁ (latent units)" } }).title?.text, "μ₁");
 * ```
 */
export function plainAxis({ title, ...rest }: Axis): Axis {
  const small = { ...rest, nticks: 5, tickfont: { size: 10 } };
  return title ? { ...small, title: { text: title.text.replace(/ \(.*\)$/, "") } } : small;
}
