/**
 * Numbers with their nouns.
 *
 * @module
 */

/**
 * A number of things in words, where the noun's plural ends in s.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { counted } from "./counted.ts";
 *
 * assertEquals([0, 1, 2].map((n) => counted(n, "epoch")), ["no epochs", "1 epoch", "2 epochs"]);
 * ```
 */
export function counted(count: number, noun: string): string {
  return `${count || "no"} ${noun}${count === 1 ? "" : "s"}`;
}
