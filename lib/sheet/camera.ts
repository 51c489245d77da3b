/**
 * Turning a view around the middle of a scene.
 *
 * @module
 */

/** Where a view is from, in any unit of length; z points up. */
export interface Eye {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * Where the view has to be from in a narrow picture: Plotly fits the height alone, so what fills a
 * wide picture is cut off at both sides of a narrow one.
 *
 * @param picture Width and height, in pixels.
 */
export function steppedBack(
  { x, y, z }: Eye,
  { width, height }: { readonly width: number; readonly height: number },
): Eye {
  const factor = Math.max(1, height / width);
  return { x: factor * x, y: factor * y, z: factor * z };
}

const STEP = Math.PI / 18;

/** Straight from above or below, a view has no upper side. */
const STEEPEST = Math.PI / 2 - Math.PI / 36;

const STEPS: Readonly<Record<string, readonly [azimuth: number, elevation: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/**
 * Where the view is from after a key: an arrow turns it by 10°, no steeper than 85°, at the same
 * distance.
 *
 * @param key Name of the key, as `KeyboardEvent` has it.
 * @returns Nothing for other keys.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { turned } from "./camera.ts";
 *
 * const { x, z } = turned({ x: 2, y: 0, z: 0 }, "ArrowUp")!;
 * assertAlmostEquals(x, 1.97, 0.01);
 * assertAlmostEquals(z, 0.35, 0.01);
 * ```
 */
export function turned({ x, y, z }: Eye, key: string): Eye | undefined {
  const step = Object.hasOwn(STEPS, key) ? STEPS[key] : undefined;
  if (!step) return undefined;
  const distance = Math.hypot(x, y, z);
  const azimuth = Math.atan2(y, x) + step[0];
  const rise = Math.atan2(z, Math.hypot(x, y)) + step[1];
  const elevation = Math.min(STEEPEST, Math.max(-STEEPEST, rise));
  return {
    x: distance * Math.cos(elevation) * Math.cos(azimuth),
    y: distance * Math.cos(elevation) * Math.sin(azimuth),
    z: distance * Math.sin(elevation),
  };
}
