/**
 * Recomputed quantities in words, and sentences filled with them.
 *
 * @module
 */

import { describeInterval } from "../measure/intervals.ts";
import { PLACEHOLDER } from "./placeholders.ts";
import type { Measured, Quantity } from "./schema.ts";

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A count in words up to ten, in digits above. */
export function countText(count: number): string {
  return WORDS[count] ?? String(count);
}

/** `one seed`, `three seeds`. */
export function seedsText(seeds: number): string {
  return `${countText(seeds)} ${seeds === 1 ? "seed" : "seeds"}`;
}

/** A number with a true minus sign; what rounds to zero has none. */
export function numberText(value: number, digits: number): string {
  const size = Math.abs(value).toFixed(digits);
  return value < 0 && Number(size) > 0 ? `−${size}` : size;
}

/**
 * Mean and 95 % interval; from one seed the mean alone, which says so.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { measuredText } from "./words.ts";
 *
 * const one = { estimate: 0.5, low: null, high: null, seeds: 1, values: [0.5] };
 * assertEquals(measuredText(one, 2), "0.50 (one seed)");
 * assertEquals(measuredText({ ...one, low: 0.4, high: 0.6, seeds: 3 }, 1), "0.5 [0.4, 0.6]");
 * ```
 */
export function measuredText({ estimate, low, high, seeds }: Measured, digits: number): string {
  if (low === null || high === null) {
    return `${numberText(estimate, digits)} (${seedsText(seeds)})`;
  }
  return describeInterval({ estimate, low, high }, { digits });
}

/** What a sentence's placeholders stand for. */
export interface Numbers {
  readonly quantities: Readonly<Record<string, Pick<Quantity, "digits">>>;
  readonly found: Readonly<Record<string, Measured>>;
}

/**
 * A sentence with its numbers.
 *
 * @throws {RangeError} It names a quantity that is not there, or the range or total of one that is
 * not kept seed by seed.
 */
export function filled(sentence: string, { quantities, found }: Numbers): string {
  return sentence.replaceAll(PLACEHOLDER, (_, name: string, part?: string) => {
    if (!Object.hasOwn(quantities, name) || !Object.hasOwn(found, name)) {
      throw new RangeError(`Cannot fill the sentence: there is no quantity ${name}`);
    }
    const { digits } = quantities[name];
    const measured = found[name];
    if (part === "mean") return numberText(measured.estimate, digits);
    if (part === "seeds") return seedsText(measured.seeds);
    if (part === "count") return String(measured.seeds);
    if (part === undefined) return measuredText(measured, digits);
    if (measured.values === null) {
      throw new RangeError(`Cannot fill the sentence: ${name} is not kept seed by seed`);
    }
    if (part === "total") {
      return numberText(measured.values.reduce((sum, value) => sum + value, 0), digits);
    }
    const [low, high] = [Math.min(...measured.values), Math.max(...measured.values)];
    return `${numberText(low, digits)} to ${numberText(high, digits)}`;
  });
}
