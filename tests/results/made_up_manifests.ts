/**
 * Arbitrary manifests and parts of them, for properties of what reads or describes them.
 *
 * @module
 */

import fc from "fast-check";
import { fieldDigests, resultKey } from "../../lib/results/key.ts";
import { keyFieldsOf, type Manifest, outputDigest } from "../../lib/results/manifest.ts";

const digit = fc.constantFrom(..."0123456789abcdef");
/** A SHA-256. */
export const digest = fc.string({ unit: digit, minLength: 64, maxLength: 64 });
/** A plain name. */
export const name = fc.stringMatching(/^[a-z][A-Za-z0-9_.-]{0,11}$/);
/** The name of a stage. */
const stage = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,11}$/);
const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 })
  // deno-lint-ignore no-control-regex
  .filter((text) => !/[/\\:\x00-\x1f]/.test(text) && !/^\s|[\s.]$/.test(text));
/** A path that a result may have, with characters that are awkward elsewhere. */
export const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));

/** A JSON value without a member `__proto__`, which cannot be written in a literal. */
export const json = fc.jsonValue({ maxDepth: 3 })
  .filter((value) => !JSON.stringify(value).includes("__proto__"))
  .map((value) => JSON.parse(JSON.stringify(value)));

/** Made-up manifests whose digests agree. */
export const manifests: fc.Arbitrary<Manifest> = fc.record({
  stage,
  version: fc.integer(),
  parameters: json,
  inputs: fc.dictionary(name, fc.record({ stage, key: digest, outputDigest: digest })),
  fingerprint: fc.record({
    backend: fc.constantFrom("wasm" as const, "webgpu" as const, null),
    libraries: fc.dictionary(name, name),
    flags: fc.dictionary(name, fc.oneof(fc.boolean(), fc.integer(), name)),
  }),
  files: fc.uniqueArray(fc.record({ path, bytes: fc.nat(), sha256: digest }), {
    selector: (file) => file.path,
    minLength: 1,
    maxLength: 4,
  }),
  recorded: fc.dictionary(name, json),
}).map((made) => {
  const files = made.files.toSorted((left, right) => left.path < right.path ? -1 : 1);
  const draft = { ...made, format: 1 as const, files, key: "", keyFields: {}, outputDigest: "" };
  const fields = keyFieldsOf(draft);
  const manifest: Manifest = {
    ...draft,
    key: resultKey(fields),
    keyFields: fieldDigests(fields),
    outputDigest: outputDigest(files),
  };
  // As read from a file: fast-check's dictionaries may have no prototype.
  return JSON.parse(JSON.stringify(manifest));
});
