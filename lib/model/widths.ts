/**
 * Numbers of filters of a network whose widths are divided.
 *
 * @module
 */

/** Filters of the four encoder blocks, before dividing. */
export const ENCODER_FILTERS = [64, 64, 128, 128] as const;

/** Filters of the three upsampling blocks and of the 1×1 block, before dividing. */
export const DECODER_FILTERS = [64, 64, 128, 256] as const;

/** Number of filters after dividing, rounded down; at least 1. */
export function dividedFilters(filters: number, divide: number): number {
  return Math.max(1, Math.floor(filters / divide));
}

/**
 * The largest divisor that gives the same network. Above 20 several do, since widths are rounded
 * down: 52 to 64 all give widths of 1, 2 and 4. The widest layer decides, as the others' widths are
 * fixed parts of it.
 *
 * @param divide from 1 to 64
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { canonicalDivide } from "./widths.ts";
 *
 * assertEquals(canonicalDivide(8), 8);
 * assertEquals(canonicalDivide(60), 64);
 * ```
 */
export function canonicalDivide(divide: number): number {
  const widest = Math.max(...ENCODER_FILTERS, ...DECODER_FILTERS);
  return Math.floor(widest / dividedFilters(widest, divide));
}
