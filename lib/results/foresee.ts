/**
 * Says what a run would do without doing it: which results are there, which must be computed, and
 * why, by comparing a key's fields with those of the nearest result that is there.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { tryManifest } from "./check.ts";
import { keyDifferences } from "./key.ts";
import { keyFieldsOf } from "./manifest.ts";
import { resolveParameters, resolveRun, type RunOptions } from "./resolve.ts";
import type { Result, Stage } from "./stage.ts";
import { findResult, listResults } from "./store.ts";

/** What {@linkcode foreseeStage} is told. */
export interface ForeseeOptions extends Omit<RunOptions, "inputs"> {
  /** Inputs by role; `"to run"` for one that is not there yet. Default none. */
  readonly inputs?: Readonly<Record<string, Result | "to run">>;
}

/** What would happen, and why. */
export interface Foreseen {
  /** `damaged`: the result folder is there and was changed, so that a run would refuse it. */
  readonly state: "cached" | "to run" | "damaged";
  /** The result's key; null as long as an input is to be run. */
  readonly key: string | null;
  /** The result's folder; null as long as an input is to be run. */
  readonly directory: string | null;
  /** The result, when cached. */
  readonly result?: Result;
  /** One line. */
  readonly why: string;
}

/** At most three lines as one. */
function few(lines: readonly string[]): string {
  const more = lines.length > 3 ? `, and ${lines.length - 3} more` : "";
  return lines.slice(0, 3).join(", ") + more;
}

/** Names as part of a sentence; of many, such as the hundreds that a comparison is made of, two. */
function someOf(names: readonly string[]): string {
  if (names.length <= 3) return names.join(" and ");
  return `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

/**
 * Plans a stage. Throws like `runStage()` on a wrong parameter or input; a damaged result is told,
 * not thrown.
 */
export async function foreseeStage<P>(
  stage: Stage<P>,
  options: ForeseeOptions,
): Promise<Foreseen> {
  const ready: Record<string, Result> = {};
  const missing: string[] = [];
  for (const [role, input] of Object.entries(options.inputs ?? {})) {
    if (input === "to run") missing.push(role);
    else ready[role] = input;
  }
  if (missing.length > 0) {
    resolveParameters(stage, options.parameters);
    const why = `its ${someOf(missing)} must be run first`;
    return { state: "to run", key: null, directory: null, why };
  }
  const { key, directory, fields } = resolveRun(stage, { ...options, inputs: ready });
  try {
    const result = await findResult({ key, directory });
    if (result) {
      return { state: "cached", key, directory, result, why: "every file is as recorded" };
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { state: "damaged", key, directory, why: error.message };
  }
  let nearest: { name: string; differences: string[] } | undefined;
  for (const folder of await listResults(options.results, stage.name)) {
    const manifest = await tryManifest(folder);
    if (!manifest) continue;
    const differences = keyDifferences(keyFieldsOf(manifest), fields);
    if (!nearest || differences.length < nearest.differences.length) {
      nearest = { name: folder.slice(folder.lastIndexOf("/") + 1), differences };
    }
  }
  const why = nearest === undefined
    ? "no result of this stage yet"
    : nearest.differences.length === 0
    ? `${nearest.name} has this key but another folder name`
    : `no result with this key; the nearest (${nearest.name}) differs in ${
      few(nearest.differences)
    }`;
  return { state: "to run", key, directory, why };
}
