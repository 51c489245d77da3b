/**
 * Dividing work among helpers. Everyone gets whole batches, the same as one alone would compute, so
 * that the bytes do not depend on how many there are.
 *
 * @module
 */

/** A share of some images or codes: from the first to before the last. */
export interface Share {
  /** Index of the first. */
  readonly from: number;
  /** Index after the last. */
  readonly to: number;
}

/** One's own share, and those of the helpers, none empty. */
export interface Shares<H> {
  /** The first, which may be empty. */
  readonly own: Share;
  /** The others, in order. */
  readonly others: readonly (Share & { readonly helper: H })[];
}

/**
 * Divides `count` images in whole batches.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sharesOf } from "./shares.ts";
 *
 * const { own, others } = sharesOf(100, { batch: 32, helpers: ["one"] });
 * assertEquals([own, others], [{ from: 0, to: 64 }, [{ helper: "one", from: 64, to: 100 }]]);
 * ```
 */
export function sharesOf<H>(
  count: number,
  { batch, helpers = [] }: { readonly batch: number; readonly helpers?: readonly H[] | undefined },
): Shares<H> {
  const batches = Math.ceil(count / batch);
  const edge = (k: number) =>
    Math.min(count, batch * Math.ceil(batches * k / (helpers.length + 1)));
  const others = helpers.map((helper, k) => ({ helper, from: edge(k + 1), to: edge(k + 2) }));
  return { own: { from: 0, to: edge(1) }, others: others.filter(({ from, to }) => to > from) };
}

/** Asks all helpers at once. What fails is told to whoever waits, and not before. */
export function together<T>(
  others: readonly T[],
  ask: (other: T) => Promise<void>,
): Promise<unknown> {
  const all = Promise.all(others.map(ask));
  all.catch(() => undefined);
  return all;
}

/** Positions 0 to count − 1 in runs of `length`, the last perhaps shorter. */
export function* chunks(count: number, length: number): Generator<number[]> {
  for (let start = 0; start < count; start += length) {
    yield Array.from({ length: Math.min(length, count - start) }, (_, i) => start + i);
  }
}
