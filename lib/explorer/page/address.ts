/**
 * The view as the fragment of the page's address, so that it can be linked.
 *
 * @module
 */

import { inSpace, type Point } from "../../space/space.ts";

/** What a link says. */
export interface Address extends Point {
  /** Id of the first network. */
  readonly first: string;
  /** Id of the second, or `null`. */
  readonly second: string | null;
}

/** The fragment of an address, with its `#`. */
export function formatAddress({ a, b, first, second }: Address): string {
  const parts = new URLSearchParams({ a: a.toFixed(3), b: b.toFixed(3), first });
  if (second !== null) parts.set("second", second);
  return `#${parts}`;
}

/**
 * Reads a fragment. Whatever is missing, outside the space or names no network is left out.
 *
 * @param fragment With or without its `#`.
 * @param ids The networks that there are.
 */
export function parseAddress(fragment: string, ids: ReadonlySet<string>): Partial<Address> {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const [a, b] = ["a", "b"].map((name) => Number(parts.get(name) || NaN));
  const [first, second] = [parts.get("first"), parts.get("second")];
  return {
    ...(inSpace({ a, b }) ? { a, b } : {}),
    ...(first !== null && ids.has(first) ? { first } : {}),
    ...(second !== null && ids.has(second) ? { second } : {}),
    ...(first !== null && second === null ? { second: null } : {}),
  };
}
