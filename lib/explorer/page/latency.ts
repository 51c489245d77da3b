/**
 * How long the page took to answer, over its last answers.
 *
 * @module
 */

/** The last values of a series, and their median. */
export interface Latency {
  /** Adds a value, in milliseconds. */
  add(value: number): void;
  /** Median of the values kept, in milliseconds; NaN before the first. */
  median(): number;
  /** Number of values ever added. */
  readonly count: number;
}

/**
 * Keeps the last values.
 *
 * @param capacity How many are kept, at least 1.
 */
export function createLatency(capacity = 50): Latency {
  const values: number[] = [];
  let count = 0;
  return {
    add(value) {
      values.push(value);
      count++;
      if (values.length > capacity) values.shift();
    },
    median() {
      const sorted = values.toSorted((one, other) => one - other);
      const middle = sorted.length >> 1;
      if (sorted.length === 0) return NaN;
      return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    },
    get count() {
      return count;
    },
  };
}
