/**
 * Renews the committed references from finished results: `deno task reference`. The results that a
 * report was made from become `results/reference`: manifests, headline figures and small tables.
 * Each comparison of a study becomes `results/reference/studies/<study>`, whole: its tables and
 * figures are what the study found.
 *
 * @module
 */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  entriesOf,
  type Manifest,
  type ResultEntry,
  STUDY_REFERENCES,
  writeReference,
} from "../../lib/results/mod.ts";

/** The results that reports were made from, directly or not; the reports only repeat them. */
function behindReports(entries: readonly ResultEntry[]): ResultEntry[] {
  const wanted = new Set<string>();
  const add = ({ inputs }: Manifest) => {
    for (const { key } of Object.values(inputs)) {
      if (wanted.has(key)) continue;
      wanted.add(key);
      const entry = entries.find(({ manifest }) => manifest.key === key);
      if (entry) add(entry.manifest);
    }
  };
  for (const { manifest } of entries) if (manifest.stage === "report") add(manifest);
  return entries.filter(({ manifest }) => wanted.has(manifest.key));
}

/**
 * The study of a comparison; `undefined` where it is no plain name. It becomes the name of a folder,
 * which is emptied first.
 */
function studyOf({ manifest: { parameters } }: ResultEntry): string | undefined {
  const { study } = parameters as { readonly study?: unknown };
  return typeof study === "string" && /^[a-z][a-z0-9-]*$/.test(study) ? study : undefined;
}

async function renew(
  reference: string,
  directories: readonly string[],
  options: { whole?: boolean } = {},
): Promise<void> {
  const stages = new Set(directories.map((directory) => directory.split("/").at(-2)));
  for (const stage of stages) {
    await Deno.remove(`${reference}/${stage}`, { recursive: true }).catch(() => {});
  }
  const written = await writeReference(reference, directories, options);
  for (const folder of written) console.log(folder);
}

if (import.meta.main) {
  const { values: { cwd }, positionals } = parseArgs({
    options: { cwd: { type: "string", default: "." } },
    allowPositionals: true,
  });
  const given = positionals.map((path) => resolve(cwd, path));
  const [results = "results", reference = "results/reference"] = given;
  const entries = await entriesOf(results);
  const reported = behindReports(entries).map(({ directory }) => directory);
  const sweeps = entries.filter(({ manifest }) => manifest.stage === "sweep");
  if (reported.length + sweeps.length === 0) {
    console.error(`No report and no sweep in ${results}: run deno task reproduce or sweep first`);
    Deno.exit(1);
  }
  const unnamed = sweeps.find((entry) => studyOf(entry) === undefined);
  if (unnamed) {
    console.error(`${unnamed.directory} is of no study that a folder can be called after`);
    Deno.exit(1);
  }
  if (reported.length > 0) await renew(reference, reported);
  for (const [study, list] of Map.groupBy(sweeps, studyOf)) {
    const directories = list.map(({ directory }) => directory);
    await renew(`${reference}/${STUDY_REFERENCES}/${study}`, directories, { whole: true });
  }
}
