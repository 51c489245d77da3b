/**
 * What is said of repeated measurements: medians, since other work on a machine only ever makes
 * some of them slower, and the range that they spread over.
 *
 * @module
 */

import { median } from "../measure/statistics.ts";

/** Median, smallest and largest of some measurements. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Median and range. Throws RangeError where there is no value. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}
