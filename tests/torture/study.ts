/**
 * The study that is disturbed, and the count of what it survived.
 *
 * @module
 */

export { STUDIES } from "../shared_study.ts";

/** What a harness tried, and what went wrong. */
export interface Tally {
  /** What one try is, in the plural: `kills`. */
  readonly unit: string;
  /** How often it was tried. */
  readonly tried: number;
  /** A line for each try that was lost; empty where all survived. */
  readonly lost: readonly string[];
  /** What else was counted or measured, for the last column of the table. */
  readonly note: string;
}

/** Where a harness works, and what it works on. */
export interface Ground {
  /** A folder of its own to work in. */
  readonly workspace: string;
  /** Results folder of an undisturbed {@linkcode STUDIES}; only to be read. */
  readonly results: string;
  /** Seed of its random choices. */
  readonly seed: number;
  /** Where to say how far it is. */
  readonly report: (line: string) => void;
}

/** Counts by name as words: `3 parent, 2 child`. */
export function countWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(", ");
}

/** Paths whose entries in two tables of `contents()` differ, or that only one of them has. */
export function differing(
  found: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(found)])]
    .filter((path) => JSON.stringify(found[path]) !== JSON.stringify(expected[path]));
}
