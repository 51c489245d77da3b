/**
 * A result's key: what it was made from, as one number. It covers all that decides the bytes and
 * nothing else, so that a change of a log interval reruns nothing and a change of a seed never
 * finds an old result.
 *
 * @module
 */

import { canonicalJson } from "../files/canonical_json.ts";
import { type Field, sha256Fields } from "./digest.ts";
import type { Fingerprint } from "./stage.ts";
import type { Json } from "../files/json.ts";

/** All that decides the bytes of a result. */
export interface KeyFields {
  /** Name of the stage. */
  readonly stage: string;
  /** The stage's version, bumped by hand. */
  readonly version: number;
  /** Fully resolved parameters, the seed included. */
  readonly parameters: Json;
  /** Output digest of each input, by role. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Backend, libraries and numeric flags. */
  readonly fingerprint: Fingerprint;
}

function fieldsOf({ stage, version, parameters, inputs, fingerprint }: KeyFields): Field[] {
  const roles = Object.keys(inputs).sort();
  return [
    ["stage", stage],
    ["version", canonicalJson(version)],
    ["parameters", canonicalJson(parameters)],
    ...roles.map((role): Field => [`inputs.${role}`, inputs[role]]),
    ["backend", canonicalJson(fingerprint.backend)],
    ["libraries", canonicalJson(fingerprint.libraries)],
    ["flags", canonicalJson(fingerprint.flags)],
  ];
}

/**
 * The key, 64 hexadecimal digits. The order of members and roles does not matter. Throws TypeError
 * where a parameter or flag is no JSON value.
 *
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { resultKey } from "./key.ts";
 *
 * const key = resultKey({
 *   stage: "dataset",
 *   version: 1,
 *   parameters: { points: 5000, seed: 1 },
 *   inputs: {},
 *   fingerprint: { backend: null, libraries: { "@napi-rs/canvas": "1.0.11" }, flags: {} },
 * });
 * assertMatch(key, /^[0-9a-f]{64}$/);
 * ```
 */
export function resultKey(fields: KeyFields): string {
  return sha256Fields("result-key/1", fieldsOf(fields));
}

/**
 * A digest for each field of the key by itself, by name. Stored beside the key: where the two no
 * longer agree, these tell which field was changed.
 */
export function fieldDigests(fields: KeyFields): Record<string, string> {
  return Object.fromEntries(
    fieldsOf(fields).map(([name, value]) => [name, sha256Fields("key-field/1", [[name, value]])]),
  );
}

/** A JSON value as leaves by path, for instance `parameters.seed`. */
function leaves(value: Json, path: string): [string, Json][] {
  if (value === null || typeof value !== "object") return [[path, value]];
  const entries = Object.entries(value);
  if (entries.length === 0) return [[path, value]];
  return entries.flatMap(([name, member]) => leaves(member, `${path}.${name}`));
}

/**
 * What differs between two results' keys, a line each such as `parameters.seed: 0 → 1`; empty
 * where the keys are equal.
 */
export function keyDifferences(from: KeyFields, to: KeyFields): string[] {
  const flat = ({ stage, version, parameters, inputs, fingerprint }: KeyFields) =>
    new Map([
      ["stage", stage],
      ["version", version],
      ...leaves(parameters, "parameters"),
      ...Object.entries(inputs).map(([role, digest]) =>
        [`inputs.${role}`, digest.slice(0, 12)] as const
      ),
      ["backend", fingerprint.backend],
      ...leaves(fingerprint.libraries, "libraries"),
      ...leaves(fingerprint.flags, "flags"),
    ]);
  const before = flat(from);
  const after = flat(to);
  const show = (value: Json | undefined) =>
    value === undefined ? "absent" : typeof value === "string" ? value : canonicalJson(value);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => show(before.get(path)) !== show(after.get(path)))
    .map((path) => `${path}: ${show(before.get(path))} → ${show(after.get(path))}`);
}
