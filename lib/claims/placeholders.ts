/**
 * Sentences with numbers in them: `{cost}` stands for a quantity's mean and interval, `{cost.mean}`
 * for its mean alone, `{cost.range}` for its smallest and largest seed, `{cost.total}` for the sum
 * over its seeds, `{cost.seeds}` for how many seeds it has in words, `{cost.count}` for the same in
 * digits. So a sentence is written once and its numbers follow the tables.
 *
 * @module
 */

/** A placeholder: the quantity's name, and which part of it. */
export const PLACEHOLDER = /\{([a-zA-Z0-9]+)(?:\.(mean|range|total|seeds|count))?\}/g;

/** The quantities that a sentence names. */
export function placeholdersOf(sentence: string): string[] {
  return [...sentence.matchAll(PLACEHOLDER)].map(([, name]) => name);
}
