/**
 * Who learns from what. Every arm of the study shares one validation set, and the punctured arm has
 * a control that misses as many images, but at random: a difference between the two is then due to
 * *where* images are missing and not to how many there are or to which ones measure them.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { createRandom } from "../random.ts";
import { firstIndices } from "../space/repeats.ts";
import { formatHole, type Hole, insideHole } from "../space/hole.ts";
import type { Point } from "../space/space.ts";

/** Indices of points, ascending, for each use. */
export interface Subsets {
  /** Training set of all points that are not for validation. */
  readonly full: Uint32Array<ArrayBuffer>;
  /** `full` without the points in the hole, but for those that leak. */
  readonly punctured: Uint32Array<ArrayBuffer>;
  /** `full` without as many points as the hole removed, chosen at random. */
  readonly control: Uint32Array<ArrayBuffer>;
  /** Validation points outside the hole: what measures ordinary reconstruction. */
  readonly validation: Uint32Array<ArrayBuffer>;
  /** Validation points in the hole. */
  readonly validationInHole: Uint32Array<ArrayBuffer>;
}

/** How points are split. */
export interface SplitOptions {
  /** What the punctured set leaves out. */
  readonly hole: Hole;
  /** Share of the distinct points that never trains, 0 < validation < 1. */
  readonly validation: number;
  /**
   * Distinct training points that the punctured set keeps inside the hole; default 0. They are drawn
   * at random, and those of a smaller number are among those of a larger one.
   */
  readonly leak?: number;
  /** 0 to 2³² − 1. */
  readonly seed: number;
}

/**
 * Splits points. Points that repeat (the same a and b, to the last bit) are one distinct point: its
 * copies all go where it goes, so that no image that trains also validates, and none that the
 * control misses is left to it as a copy.
 *
 * A share `validation` of the distinct points, at least one, is chosen by a permutation that depends
 * on the seed and their number only, not on the hole; so does the order in which the control drops
 * points, so that a larger hole's control misses all that a smaller one's does. The control drops as
 * many distinct points as the hole removes of each number of copies, and so as many images too.
 *
 * Throws UsageError where no image is left to train or to validate on, where more points are to leak
 * than lie in the hole, and where the control could only miss the very points that the hole removes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createRandom, PUBLISHED_HOLE, samplePoints } from "../space/mod.ts";
 * import { splitPoints } from "./split.ts";
 *
 * const points = samplePoints(5000, createRandom(0, "points"));
 * const { control, punctured } = splitPoints(points, {
 *   hole: PUBLISHED_HOLE,
 *   validation: 0.1,
 *   seed: 0,
 * });
 * assertEquals(control.length === punctured.length, true);
 * ```
 */
export function splitPoints(
  points: readonly Point[],
  { hole, validation, leak = 0, seed }: SplitOptions,
): Subsets {
  const firsts = firstIndices(points);
  const indices = Uint32Array.from(points.keys());
  const distinct = indices.filter((index) => firsts[index] === index);
  const order = createRandom(seed, "dataset/validation").permutation(distinct.length);
  const validationCount = Math.max(1, Math.round(validation * distinct.length));
  const held = marks(points.length, order.subarray(0, validationCount).map((i) => distinct[i]));
  const inside = points.map((point) => insideHole(hole, point));
  const chosen = indices.filter((index) => held[firsts[index]]);
  const full = indices.filter((index) => !held[firsts[index]]);
  const leaks = leaking(full, { firsts, inside, leak, seed });
  const removed = inside.map((within, index) => within && !leaks[firsts[index]]);
  const subsets = {
    full,
    punctured: full.filter((index) => !removed[index]),
    control: dropAtRandom(full, { firsts, removed, seed }),
    validation: chosen.filter((index) => !inside[index]),
    validationInHole: chosen.filter((index) => inside[index]),
  };
  for (const [name, what] of [["punctured", "training"], ["validation", "validation"]] as const) {
    if (subsets[name].length > 0) continue;
    const repeated = distinct.length < points.length;
    throw new UsageError(
      `the hole ${formatHole(hole)} leaves no ${what} image of ${points.length} points ` +
        (repeated ? `(${distinct.length} distinct, ` : "(") +
        `${validationCount} of them for validation): a smaller hole or more ` +
        `${repeated ? "distinct " : ""}points are needed`,
    );
  }
  if (isForced(full, { firsts, removed })) {
    throw new UsageError(
      `the hole ${formatHole(hole)} removes points that repeat as often as no others do, so that ` +
        "a control of as many images could only miss the same ones: more distinct points are needed",
    );
  }
  return subsets;
}

/** What is known of each point, by index. */
interface Facts {
  /** Index of the first point that is the same. */
  readonly firsts: Uint32Array;
  /** Whether the punctured set misses the point. */
  readonly removed: readonly boolean[];
}

function marks(length: number, indices: Iterable<number>): Uint8Array {
  const marked = new Uint8Array(length);
  for (const index of indices) marked[index] = 1;
  return marked;
}

/** Which distinct points of the hole stay with the punctured set, by the index where they stand first. */
function leaking(
  full: Uint32Array<ArrayBuffer>,
  { firsts, inside, leak, seed }: {
    readonly firsts: Uint32Array;
    readonly inside: readonly boolean[];
    readonly leak: number;
    readonly seed: number;
  },
): Uint8Array {
  const distinct = full.filter((index) => firsts[index] === index && inside[index]);
  if (leak > distinct.length) {
    throw new UsageError(
      `leak must be at most the ${distinct.length} training points in the hole, received ${leak}`,
    );
  }
  const order = createRandom(seed, "dataset/leak").permutation(distinct.length);
  return marks(firsts.length, order.subarray(0, leak).map((i) => distinct[i]));
}

/** How often each point stands among the training points, by the index where it stands first. */
function countCopies(full: Uint32Array, firsts: Uint32Array): Uint32Array {
  const copies = new Uint32Array(firsts.length);
  for (const index of full) copies[firsts[index]]++;
  return copies;
}

/** Training points less as many as the hole removes, distinct ones at random with their copies. */
function dropAtRandom(
  full: Uint32Array<ArrayBuffer>,
  { firsts, removed, seed }: Facts & { readonly seed: number },
): Uint32Array<ArrayBuffer> {
  const copies = countCopies(full, firsts);
  const distinct = full.filter((index) => firsts[index] === index);
  /** Distinct points still to drop, by how often they stand. */
  const due = new Map<number, number>();
  for (const index of distinct) {
    if (removed[index]) due.set(copies[index], (due.get(copies[index]) ?? 0) + 1);
  }
  const dropped = new Uint8Array(firsts.length);
  for (const i of createRandom(seed, "dataset/control").permutation(distinct.length)) {
    const index = distinct[i];
    const left = due.get(copies[index]) ?? 0;
    if (left === 0) continue;
    due.set(copies[index], left - 1);
    dropped[index] = 1;
  }
  return full.filter((index) => !dropped[firsts[index]]);
}

/** Whether the hole removes something, and all that repeats as often as what it removes. */
function isForced(full: Uint32Array, { firsts, removed }: Facts): boolean {
  const copies = countCopies(full, firsts);
  const numbers = new Set(full.filter((index) => removed[index]).map((i) => copies[firsts[i]]));
  return numbers.size > 0 &&
    full.every((index) => removed[index] || !numbers.has(copies[firsts[index]]));
}
