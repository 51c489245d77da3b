/**
 * Pixels as a user's own model gives them: in [0, 1], or logits.
 *
 * @module
 */

import { UsageError } from "../../errors.ts";

/** What a model's pixels are. */
export interface Pixels {
  /** Whether they are logits, whose logistic function is the pixel. */
  readonly logits: boolean;
}

/** A mean of float32 pixels may leave [0, 1] by a rounding error. */
const TOLERANCE = 1e-6;

/**
 * Turns values into pixels in [0, 1], in place.
 *
 * @param options `name`: what errors call their source
 * @throws {UsageError} In one line: a value is not finite, or lies outside [0, 1] and they are no
 * logits.
 */
export function readPixels(
  values: Float32Array,
  { logits, name }: Pixels & { name: string },
): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      throw new UsageError(`${name} must hold finite pixels, received ${value} at element ${i}`);
    }
    if (logits) {
      values[i] = 1 / (1 + Math.exp(-value));
      continue;
    }
    if (value < -TOLERANCE || value > 1 + TOLERANCE) {
      const hint = value > 1 && value <= 255 ? "divide by 255, or " : "";
      throw new UsageError(
        `${name} must hold pixels from 0 to 1, received ${value} at element ${i}: ` +
          `${hint}give --logits where they are logits`,
      );
    }
    values[i] = Math.min(1, Math.max(0, value));
  }
}
