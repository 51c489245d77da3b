/**
 * Comparing runs: the headline figures of a real run are committed as a *reference*, and a fresh
 * run on another machine is held against it.
 *
 * A reference is a folder `<stage>/<slug>-<key12>/` of copies, without the bulk: each result's
 * `manifest.json`, `metrics.json` and small tables. It cannot serve as an input. Keys and digests
 * of a fresh run may differ from it (another backend, another version), so results are matched by
 * what was asked for: the stage, its parameters, and the same of its inputs, down to the first.
 *
 * @module
 */

import { UsageError } from "../../errors.ts";
import { canonicalJson } from "../../files/canonical_json.ts";
import { type Problem, readMetrics, tryManifest } from "../check.ts";
import { isAbsent, joinPath } from "../../files/paths.ts";
import { sha256File } from "../digest.ts";
import { keyDifferences } from "../key.ts";
import { keyFieldsOf, MANIFEST, type Manifest, METRICS } from "../manifest.ts";
import type { Json } from "../../files/json.ts";
import { listResults } from "../store.ts";

/** How far two figures x (fresh) and y (reference) may lie apart: |x − y| ≤ absolute + relative·|y|. */
export interface Tolerance {
  /** In the figure's own unit, at least 0. */
  readonly absolute: number;
  /** A share of the reference, at least 0. */
  readonly relative: number;
}

/**
 * The tolerance where none is given: wide enough for another backend's rounding to grow over a
 * training run, narrow enough for a Dice of 0.88 not to pass for one of 0.95.
 */
export const TOLERANCE: Tolerance = { absolute: 0.005, relative: 0.03 };

/** Reads a tolerance written `ABSOLUTE,RELATIVE`. Throws SyntaxError where it is none. */
export function parseTolerance(text: string): Tolerance {
  const numbers = text.split(",").map((part) =>
    /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part) : NaN
  );
  if (numbers.length !== 2 || !numbers.every(Number.isFinite)) {
    throw new SyntaxError("write it like 0.02,0.05");
  }
  return { absolute: numbers[0], relative: numbers[1] };
}

/** Tables above this many bytes are left out of a reference. */
const SMALL = 64 * 1024;

function show(value: Json | undefined): string {
  return value === undefined ? "absent" : canonicalJson(value);
}

/** `bceExcess` and `bce-excess` in snake_case. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll("-", "_");
}

/**
 * Members under the names that `others` have for them. Figures are in snake_case; results made
 * before that have some in other spellings, and hold the same figures.
 */
function underNamesOf(
  others: ReadonlyMap<string, Json>,
  members: ReadonlyMap<string, Json>,
): Map<string, Json> {
  const unpaired = new Map(
    [...others.keys()].filter((name) => !members.has(name)).map((name) => [snakeCase(name), name]),
  );
  return new Map([...members].map(([name, value]) => {
    const spelling = others.has(name) ? undefined : unpaired.get(snakeCase(name));
    return [spelling ?? name, value];
  }));
}

/**
 * What differs between two JSON values, a line each such as
 * `dice.hole: 0.88 differs from 0.95 by more than 0.0675`. Numbers may differ within the
 * tolerance, everything else must be equal, but for the spelling of a member's name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compareFigures } from "./reference.ts";
 *
 * assertEquals(compareFigures({ dice: 0.95 }, { dice: 0.96 }), []);
 * ```
 */
export function compareFigures(
  fresh: Json | undefined,
  reference: Json | undefined,
  { tolerance = TOLERANCE, path = "" }: { tolerance?: Tolerance; path?: string } = {},
): string[] {
  const differs = `${path || "its top level"}: ${show(fresh)} differs from ${show(reference)}`;
  if (typeof fresh === "number" && typeof reference === "number") {
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(reference);
    if (Math.abs(fresh - reference) <= allowed) return [];
    return [`${differs} by more than ${Number(allowed.toPrecision(4))}`];
  }
  const nested = (value: Json | undefined) => typeof value === "object" && value !== null;
  if (nested(fresh) && nested(reference) && Array.isArray(fresh) === Array.isArray(reference)) {
    const right = new Map<string, Json>(Object.entries(reference!));
    const left = underNamesOf(right, new Map<string, Json>(Object.entries(fresh!)));
    return [...new Set([...right.keys(), ...left.keys()])].flatMap((name) => {
      const below = path ? `${path}.${name}` : name;
      return compareFigures(left.get(name), right.get(name), { tolerance, path: below });
    });
  }
  return fresh === reference ? [] : [differs];
}

/** A folder and its manifest. */
export interface ResultEntry {
  /** Path of the folder. */
  readonly directory: string;
  /** What its `manifest.json` says. */
  readonly manifest: Manifest;
}

/** The results of a folder whose manifest can be read, finished or not. */
export async function entriesOf(root: string): Promise<ResultEntry[]> {
  const entries: ResultEntry[] = [];
  for (const directory of await listResults(root)) {
    const manifest = await tryManifest(directory);
    if (manifest) entries.push({ directory, manifest });
  }
  return entries;
}

/**
 * Parameters as text, without what computed: a report's name the backend of each result that it shows.
 */
function askedFor(parameters: Json): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(parameters, (name, value) => name === "backend" ? undefined : value)),
  );
}

/** Finds out whether two results answer the same question, whatever computed them. */
function sameExperiment(left: readonly ResultEntry[], right: readonly ResultEntry[]) {
  const byKey = (entries: readonly ResultEntry[]) =>
    new Map(entries.map(({ manifest }) => [manifest.key, manifest]));
  const [leftByKey, rightByKey] = [byKey(left), byKey(right)];
  // A forged manifest can name itself as its input.
  const same = (one: Manifest, other: Manifest, above: readonly Manifest[] = []): boolean => {
    const roles = Object.keys(one.inputs);
    return !above.includes(one) && one.stage === other.stage &&
      askedFor(one.parameters) === askedFor(other.parameters) &&
      roles.length === Object.keys(other.inputs).length &&
      roles.every((role) => {
        const [mine, theirs] = [one.inputs[role], other.inputs[role]];
        if (!theirs) return false;
        if (mine.key === theirs.key) return true;
        const [from, to] = [leftByKey.get(mine.key), rightByKey.get(theirs.key)];
        // An input that was not kept cannot tell two results apart.
        return !from || !to ? mine.stage === theirs.stage : same(from, to, [...above, one]);
      });
  };
  return same;
}

/** Headline figures, or nothing where they are missing or none. */
async function tryMetrics(directory: string): Promise<Json | undefined> {
  try {
    return await readMetrics(directory);
  } catch (error) {
    if (isAbsent(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the files that a reference holds are those of its manifests. */
async function referenceProblems({ directory, manifest }: ResultEntry): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { path, sha256 } of manifest.files) {
    const found = await sha256File(joinPath(directory, path)).catch((error) => {
      if (!isAbsent(error)) throw error;
    });
    if (!found && path === METRICS) {
      problems.push({ directory, file: path, message: "is missing" });
    } else if (found && found.sha256 !== sha256) {
      problems.push({ directory, file: path, message: "does not match its manifest" });
    }
  }
  return problems;
}

/**
 * Compares a fresh results folder with a reference: every result of the reference must have a
 * counterpart whose headline figures agree within the tolerance. Throws UsageError where the
 * reference holds nothing.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const problems = await verifyAgainst("results", "results/reference");
 * ```
 */
export async function verifyAgainst(
  results: string,
  reference: string,
  { tolerance = TOLERANCE }: { tolerance?: Tolerance } = {},
): Promise<Problem[]> {
  const folders = await listResults(reference);
  const expected = await entriesOf(reference);
  if (folders.length === 0) {
    throw new UsageError(
      `Cannot compare with ${reference}: it holds no <stage>/<name>/${MANIFEST}`,
    );
  }
  const fresh = await entriesOf(results);
  const same = sameExperiment(fresh, expected);
  const readable = new Set(expected.map(({ directory }) => directory));
  const problems: Problem[] = folders
    .filter((directory) => !readable.has(directory))
    .map((directory) => ({ directory, file: MANIFEST, message: "is missing or damaged" }));
  const lonely: Problem[] = [];
  for (const entry of expected) {
    const { directory, manifest } = entry;
    const damaged = await referenceProblems(entry);
    problems.push(...damaged);
    if (damaged.length > 0) continue;
    const rank = (other: Manifest) =>
      Number(other.key !== manifest.key) +
      Number(other.fingerprint.backend !== manifest.fingerprint.backend);
    const [match] = fresh.filter((other) => same(other.manifest, manifest))
      .sort((left, right) => rank(left.manifest) - rank(right.manifest));
    if (!match) {
      const others = fresh.filter((other) => other.manifest.stage === manifest.stage)
        .map((other) => keyDifferences(keyFieldsOf(manifest), keyFieldsOf(other.manifest)))
        .sort((left, right) => left.length - right.length);
      const nearest = others.length > 0 ? ` (the nearest differs in ${others[0].join(", ")})` : "";
      const message = `has no counterpart in ${results}${nearest}`;
      lonely.push({ directory, file: ".", message });
      continue;
    }
    const metrics = await tryMetrics(match.directory);
    const differences = compareFigures(metrics, await tryMetrics(directory), { tolerance });
    for (const message of differences) {
      problems.push({ directory: match.directory, file: METRICS, message });
    }
  }
  return [...problems, ...withoutCounterparts(lonely, { reference, expected: expected.length })];
}

/** More results than this without a counterpart, and none with one, are told in one line. */
const FEW = 4;

/** The problems of results without a counterpart: a single one where that is all of many. */
function withoutCounterparts(
  lonely: readonly Problem[],
  { reference, expected }: { readonly reference: string; readonly expected: number },
): readonly Problem[] {
  if (lonely.length <= FEW || lonely.length < expected) return lonely;
  // Typically the results of another profile: a line for each would hide that.
  const message = `holds ${expected} results, and none of them ${
    lonely[0].message.replace(/^has no/, "has a")
  }: are yours of another profile?`;
  return [{ directory: reference, file: ".", message }];
}

/** Options of {@linkcode writeReference}. */
export interface WriteReferenceOptions {
  /** Whether every file is copied, and not headline figures and small tables only. Default false. */
  readonly whole?: boolean;
}

/**
 * Copies what a reference needs of result folders into `reference`, which must not hold them yet.
 * Each folder must be `<results>/<stage>/<name>`. Returns the new folders.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * await writeReference("results/reference", await listResults("results"));
 * ```
 */
export async function writeReference(
  reference: string,
  directories: readonly string[],
  { whole = false }: WriteReferenceOptions = {},
): Promise<string[]> {
  const written: string[] = [];
  for (const directory of directories) {
    const manifest = await tryManifest(directory);
    if (!manifest) {
      throw new UsageError(`Cannot use ${directory}: ${MANIFEST} is missing or damaged`);
    }
    const name = directory.replace(/\/+$/, "").split("/").at(-1)!;
    const target = joinPath(reference, manifest.stage, name);
    const kept = manifest.files.filter(({ path, bytes }) =>
      whole || path === METRICS || (/^tables\/[^/]+\.csv$/.test(path) && bytes <= SMALL)
    );
    for (const path of [MANIFEST, ...kept.map((file) => file.path)]) {
      const copy = joinPath(target, path);
      await Deno.mkdir(copy.slice(0, copy.lastIndexOf("/")), { recursive: true });
      await Deno.copyFile(joinPath(directory, path), copy);
    }
    written.push(target);
  }
  return written;
}
