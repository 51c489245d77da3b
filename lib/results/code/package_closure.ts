/**
 * What an npm package brings with it: `deno.json` pins the packages that the code names, and
 * `deno.lock` all that these need in turn.
 *
 * @module
 */

import { sha256Fields } from "../digest.ts";

/** The part of `deno.lock` (version 5) that is read. */
export interface LockedPackages {
  /** Packages by `name@version`, after which `_` and packages that it is used with may follow. */
  readonly npm?: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly integrity?: string;
  /** Names, with a version where the lock holds several. */
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

/** An npm package's pinned specifier, with a path into it or without. */
const PACKAGE = /^npm:\/?(@[^/@]+\/[^/@]+|[^/@]+)@([^/]+)/;

/** The npm package of a pinned specifier; `undefined` where it is none's. */
export function packageOf(
  specifier: string,
): { readonly name: string; readonly version: string } | undefined {
  const [, name, version] = PACKAGE.exec(specifier) ?? [];
  return name === undefined ? undefined : { name, version };
}

/**
 * SHA-256 over a package and all that it needs, each with the digest of its archive; empty where
 * the lock does not hold it.
 *
 * @param name of the package with its version, such as `vega@6.4.0`
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { closureDigest } from "./package_closure.ts";
 *
 * const npm = { "a@1.0.0": { integrity: "x", dependencies: ["b"] }, "b@2.0.0": { integrity: "y" } };
 * assertMatch(closureDigest("a@1.0.0", { npm }), /^[0-9a-f]{64}$/);
 * ```
 */
export function closureDigest(name: string, { npm = {} }: LockedPackages): string {
  const keys = Object.keys(npm);
  const found = (wanted: string) => {
    const versioned = wanted.includes("@", 1);
    return keys.find((key) =>
      versioned ? key === wanted || key.startsWith(`${wanted}_`) : key.startsWith(`${wanted}@`)
    );
  };
  const reached = new Set<string>();
  const visit = (wanted: string) => {
    const key = found(wanted);
    if (key === undefined || reached.has(key)) return;
    reached.add(key);
    const { dependencies = [], optionalDependencies = [] } = npm[key];
    for (const dependency of [...dependencies, ...optionalDependencies]) visit(dependency);
  };
  visit(name);
  if (reached.size === 0) return "";
  return sha256Fields(
    "packages/1",
    [...reached].sort().map((key) => [key, npm[key].integrity ?? ""]),
  );
}
