/**
 * What a reader of screens is told of the shape that is shown.
 *
 * @module
 */

/** What is shown of a request. */
export interface Spoken {
  /** The shape, and where it lies. */
  readonly place: string;
  /** Whether a code that is no shape's is shown in its place. */
  readonly isCode: boolean;
  /** Whether the first network has answered: it may not be loaded yet. */
  readonly isAnswered: boolean;
  /** Dice of each network that has answered; of a code there is none. */
  readonly dices: readonly number[];
}

/**
 * What is shown, in words.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { spokenWords } from "./spoken_words.ts";
 *
 * const shown = { place: "a = 1.25, b = 1.00", isCode: false };
 * assertEquals(
 *   spokenWords({ ...shown, isAnswered: true, dices: [0.95, 0.98] }),
 *   "a = 1.25, b = 1.00: Dice 0.950 and 0.980",
 * );
 * assertEquals(
 *   spokenWords({ ...shown, isAnswered: false, dices: [] }),
 *   "a = 1.25, b = 1.00: loading the network",
 * );
 * ```
 */
export function spokenWords({ place, isCode, isAnswered, dices }: Spoken): string {
  // A Dice of the second network alone would be taken for that of the first.
  if (!isAnswered) return `${isCode ? "A code off the sheet" : place}: loading the network`;
  if (isCode) return "A code off the sheet, decoded";
  return `${place}: Dice ${dices.map((dice) => dice.toFixed(3)).join(" and ")}`;
}
