/**
 * The explorer's view as the fragment of the page's address, so that it can be linked.
 *
 * @module
 */

import { type Point, SPACE } from "../../space/space.ts";
import type { SiteModel } from "../site_data.ts";

/** What a link says. */
export interface Address extends Point {
  /** Id of the first network. */
  readonly first: string;
  /** Id of the second, or `null`. */
  readonly second: string | null;
  /** A code of the first network that is shown in the place of μ, or `null`. */
  readonly code: readonly number[] | null;
}

/** The fragment of an address, with its `#`. */
export function formatAddress({ a, b, first, second, code }: Address): string {
  const parts = new URLSearchParams({ a: a.toFixed(3), b: b.toFixed(3), first });
  if (second !== null) parts.set("second", second);
  if (code !== null) parts.set("z", code.map((value) => value.toFixed(3)).join(","));
  // A comma is allowed in a fragment as it is.
  return `#${`${parts}`.replaceAll("%2C", ",")}`;
}

/** What a fragment asks for. */
export interface ParsedAddress {
  /** What it says that can be shown. */
  readonly asked: Partial<Address>;
  /** A line on each part that cannot. */
  readonly wrong: readonly string[];
}

/** What is known of the networks when an address is read. */
export interface AddressContext {
  /** Those that there are, by id. */
  readonly models: ReadonlyMap<string, Pick<SiteModel, "latents">>;
  /** Id of the one whose code `z` is where the address names no network. */
  readonly first: string;
}

/** Parts that an address has; `explore` alone names the view. */
const NAMES: ReadonlySet<string> = new Set(["a", "b", "first", "second", "z", "explore"]);

/** A value as it is told: not all of a long one. */
export const quoted = (value: string) => value.length > 40 ? `${value.slice(0, 40)}…` : value;

/** A number as people write it; NaN for anything else, such as `0x1` or no text. */
const numberOf = (text: string) =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;

/**
 * Reads a fragment. A link that names a network and no second one, or one that is not there, shows it
 * alone.
 *
 * @param fragment With or without its `#`.
 */
export function parseAddress(fragment: string, { models, first }: AddressContext): ParsedAddress {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const asked: { -readonly [name in keyof Address]?: Address[name] } = {};
  const wrong: string[] = [];
  for (const name of new Set(parts.keys())) {
    if (!NAMES.has(name)) wrong.push(`${quoted(name)} is not known: a, b, first, second, z are`);
  }
  for (const name of ["a", "b"] as const) {
    const text = parts.get(name);
    if (text === null) continue;
    const [low, high] = SPACE[name];
    const value = numberOf(text);
    if (value >= low && value <= high) asked[name] = value;
    else wrong.push(`${name} must be a number from ${low} to ${high}, received ${quoted(text)}`);
  }
  for (const name of ["first", "second"] as const) {
    const id = parts.get(name);
    if (id === null) continue;
    if (models.has(id)) asked[name] = id;
    else wrong.push(`${name} must be a network of this page, received ${quoted(id)}`);
  }
  // Neither is a second one that is not there replaced: that of another network would be shown.
  if (asked.first !== undefined && asked.second === undefined) asked.second = null;
  const code = parts.get("z");
  if (code !== null) {
    const latents = models.get(asked.first ?? first)!.latents;
    const values = code.split(",").map(numberOf);
    if (values.length === latents && values.every(Number.isFinite)) asked.code = values;
    else wrong.push(`z must be ${latents} numbers with commas, received ${quoted(code)}`);
  }
  return { asked, wrong };
}
