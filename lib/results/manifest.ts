/**
 * A result's manifest: the file that makes a folder a result. It lists every other file with its
 * size and SHA-256, each field of the key, and what is worth knowing but decides no byte. It holds
 * a digest of itself and is written in one way only, so that a changed byte anywhere is found.
 *
 * @module
 */

import { z } from "zod";
import { canonicalJson, prettyJson } from "../files/canonical_json.ts";
import { type Field, sha256, sha256Fields } from "./digest.ts";
import { fieldDigests, type KeyFields, resultKey } from "./key.ts";
import { parseJson } from "../files/parse_json.ts";
import type { Fingerprint } from "./stage.ts";
import type { Json } from "../files/json.ts";

/** The form of manifest that is written and read. */
const FORMAT = 1;

/** Name of the manifest's file. */
export const MANIFEST = "manifest.json";

/** Name of the headline figures' file. */
export const METRICS = "metrics.json";

/** A file of a result. */
export interface FileEntry {
  /** Relative to the result folder, with `/` between its parts. */
  readonly path: string;
  /** Size. */
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** An input of a result. */
export interface InputEntry {
  /** Stage that made it. */
  readonly stage: string;
  /** Its key. */
  readonly key: string;
  /** Its output digest, which is what the key of this result depends on. */
  readonly outputDigest: string;
}

/** All that a manifest says, its own digest aside. */
export interface Manifest {
  /** Version of the manifest's form. */
  readonly format: 1;
  /** Stage that made the result. */
  readonly stage: string;
  /** Version of the stage. */
  readonly version: number;
  /** The result's key, 64 hexadecimal digits. */
  readonly key: string;
  /** A digest of each field of the key, see `fieldDigests()`. */
  readonly keyFields: Readonly<Record<string, string>>;
  /** Fully resolved parameters. */
  readonly parameters: Json;
  /** Inputs by role. */
  readonly inputs: Readonly<Record<string, InputEntry>>;
  /** Backend, libraries and numeric flags. */
  readonly fingerprint: Fingerprint;
  /** Every file but the manifest, sorted by path. */
  readonly files: readonly FileEntry[];
  /** SHA-256 over the paths and digests of the files. */
  readonly outputDigest: string;
  /** What is recorded and not keyed: Deno, system, adapter, git commit, seconds, and so on. */
  readonly recorded: Readonly<Record<string, Json>>;
}

/** Thrown for a manifest whose form a later version of the suite brought. */
export class NewerManifestError extends SyntaxError {
  /** Its own name. */
  override name = "NewerManifestError";

  /** The message names the form's number. */
  constructor(format: number) {
    super(`is of format ${format}, which a newer version of the suite wrote`);
  }
}

/** Whether a path names a file inside a result folder, written in the one allowed way. */
export function isResultPath(path: string): boolean {
  const parts = path.split("/");
  // Windows drops blanks and dots at a name's end, so that ".. " climbs out of the folder there,
  // as backslashes and drive letters do.
  return parts.every((part) => part !== "" && !/^\s|[\s.]$/.test(part)) &&
    // deno-lint-ignore no-control-regex
    !/[\\:\x00-\x1f]/.test(path) && path.isWellFormed();
}

const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits");
/** The folder of a stage's results. */
const stageName = z.string().regex(/^[A-Za-z0-9_-]+$/, "must be a plain name");
const json = z.json() as z.ZodType<Json>;

const entries = z.array(z.strictObject({
  path: z.string().refine(isResultPath, "must be a relative path inside the folder"),
  bytes: z.int().min(0),
  sha256: digest,
})).refine(
  (files) => files.every(({ path }, i) => i === 0 || files[i - 1].path < path),
  "must be sorted by path and name each file once",
);

const schema = z.strictObject({
  format: z.literal(FORMAT),
  stage: stageName,
  version: z.int(),
  key: digest,
  keyFields: z.record(z.string(), digest),
  parameters: json,
  inputs: z.record(
    z.string(),
    z.strictObject({ stage: stageName, key: digest, outputDigest: digest }),
  ),
  fingerprint: z.strictObject({
    backend: z.enum(["wasm", "webgpu"]).nullable(),
    libraries: z.record(z.string(), z.string()),
    flags: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
  }),
  files: entries,
  outputDigest: digest,
  recorded: z.record(z.string(), json),
  manifestDigest: digest,
});

/** SHA-256 over the paths and digests of files: two results with the same bytes have the same. */
export function outputDigest(files: readonly FileEntry[]): string {
  const sorted = files.toSorted((left, right) => left.path < right.path ? -1 : 1);
  return sha256Fields("output/1", sorted.map(({ path, sha256 }): Field => [path, sha256]));
}

/** The fields of a manifest that its key covers. */
export function keyFieldsOf(manifest: Manifest): KeyFields {
  const { stage, version, parameters, inputs, fingerprint } = manifest;
  const digests = Object.entries(inputs).map(([role, input]) => [role, input.outputDigest]);
  return { stage, version, parameters, inputs: Object.fromEntries(digests), fingerprint };
}

/** The text of `manifest.json`, digest of itself included. */
export function formatManifest(manifest: Manifest): string {
  return prettyJson({ ...manifest, manifestDigest: sha256(canonicalJson(manifest)) });
}

/**
 * Reads the text of a `manifest.json`. Throws SyntaxError with one line on what is wrong: no JSON,
 * a missing or wrong member, a path that leaves the folder, or a text that was changed since it
 * was written; and NewerManifestError where a newer version wrote it.
 */
export function parseManifest(text: string): Manifest {
  const value = parseJson(text);
  const newer = newerFormat(value);
  if (newer !== undefined) throw new NewerManifestError(newer);
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new SyntaxError(`is no manifest (${path.join(".") || "its top level"}: ${message})`);
  }
  const { manifestDigest, ...manifest } = parsed.data;
  const wrong = manifestProblems(manifest);
  if (wrong.length > 0) throw new SyntaxError(wrong[0]);
  if (manifestDigest !== sha256(canonicalJson(manifest)) || text !== formatManifest(manifest)) {
    throw new SyntaxError("was changed after it was written");
  }
  return manifest;
}

/** The form of a manifest that this version does not know yet, if it is one. */
function newerFormat(value: Json): number | undefined {
  if (value === null || typeof value !== "object" || !("format" in value)) return undefined;
  const { format } = value;
  return typeof format === "number" && Number.isInteger(format) && format > FORMAT
    ? format
    : undefined;
}

/** Whether the key, the digests of its fields and the output digest agree with the rest. */
function manifestProblems(manifest: Manifest): string[] {
  const problems: string[] = [];
  const recomputed = fieldDigests(keyFieldsOf(manifest));
  const names = [...new Set([...Object.keys(recomputed), ...Object.keys(manifest.keyFields)])];
  const changed = names.filter((name) => recomputed[name] !== manifest.keyFields[name]);
  if (changed.length > 0) {
    problems.push(`does not agree with its key: ${changed.join(", ")} changed`);
  } else if (resultKey(keyFieldsOf(manifest)) !== manifest.key) {
    problems.push("has a key that its fields do not give");
  }
  if (outputDigest(manifest.files) !== manifest.outputDigest) {
    problems.push("has an output digest that its list of files does not give");
  }
  return problems;
}
