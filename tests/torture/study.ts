/**
 * The study that is disturbed, and the count of what it survived.
 *
 * @module
 */

/** The study: one seed of the smoke profile, on the backend whose bytes repeat. */
export const STUDY = ["--profile", "smoke", "--seeds", "1", "--backend", "wasm", "--jobs", "2"];

/** What a harness tried, and what went wrong. */
export interface Tally {
  /** What was done, and how often. */
  readonly tried: Readonly<Record<string, number>>;
  /** A line for each thing that was lost; empty where all survived. */
  readonly lost: readonly string[];
}
