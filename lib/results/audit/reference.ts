/**
 * Comparing runs: the headline figures of a real run are committed as a *reference*, and a fresh
 * run on another machine is compared with it.
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
import { compareFigures, TOLERANCE, type Tolerance } from "./compare_figures.ts";

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
 * Parameters as text, without what computed: a report's name the backend of each result that it shows,
 * and its key and folder (`shown`).
 */
function askedFor(parameters: Json): string {
  const without = (name: string, value: unknown) =>
    name === "backend" || name === "shown" ? undefined : value;
  return canonicalJson(JSON.parse(JSON.stringify(parameters, without)));
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
