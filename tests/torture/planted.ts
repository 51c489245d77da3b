/**
 * Planted nondeterminism: `verify --rerun` is run with stages that write something else each time,
 * and must name what they wrote; and without, when it must find nothing.
 *
 * @module
 */

import { listResults } from "../../lib/results/mod.ts";
import type { Problem } from "../../lib/results/check.ts";
import { type Ran, runScript } from "../end_to_end/helpers.ts";
import type { Ground, Tally } from "./study.ts";

/** The file of each stage that comes out otherwise: text, numbers, weights or pictures. */
export const PLANTED: Readonly<Record<string, string>> = {
  dataset: "images.npy",
  train: "decoder/weights.bin",
  transects: "tables/transects.csv",
  traversals: "samples.npy",
  evaluate: "tables/isolines.csv",
  ablation: "tables/ablation.csv",
  sweep: "figures/methods.svg",
  report: "index.html",
};

/** Options of {@linkcode planted}. */
export interface PlantedOptions extends Omit<Ground, "seed"> {
  /** Whose files are changed. Default: every stage's. */
  readonly stages?: readonly string[];
}

/** What `verify --json` printed. */
function problemsOf({ stdout, stderr }: Ran): Problem[] {
  try {
    return JSON.parse(stdout).problems;
  } catch {
    throw new Error(`verify printed ${stdout || "nothing"}: ${stderr}`);
  }
}

const placeOf = (folder: string, file: string) => `${folder.split("/").at(-2)}: ${file}`;

/** Runs one result of each stage again with its file changed, and without. */
export async function planted(options: PlantedOptions): Promise<Tally> {
  const { workspace, results, stages = Object.keys(PLANTED) } = options;
  const folders = await Promise.all(
    stages.map(async (stage) => (await listResults(results, stage))[0]),
  );
  const preload = `${workspace}/preload.ts`;
  const files = JSON.stringify(stages.map((stage) => PLANTED[stage]));
  await Deno.writeTextFile(
    preload,
    `import { plant } from "${import.meta.resolve("./plant.ts")}";\nplant(${files});\n`,
  );
  const verify = (flags: string[]) =>
    runScript("verify", ["--rerun", "--json", "--quiet", "--results", results, ...folders], {
      cwd: workspace,
      flags,
    });
  const [faulty, clean] = await Promise.all([verify([`--preload=${preload}`]), verify([])]);

  const lost: string[] = [];
  const expected = folders.map((folder, k) => placeOf(folder, PLANTED[stages[k]]));
  const found = problemsOf(faulty).map(({ directory, file }) => placeOf(directory, file));
  for (const place of expected) {
    if (!found.includes(place)) lost.push(`${place} came out otherwise and was not named`);
  }
  for (const place of found) {
    if (!expected.includes(place)) lost.push(`${place} was named without a reason`);
  }
  if (faulty.code !== 1) lost.push(`verify --rerun ended with ${faulty.code}: ${faulty.stderr}`);
  for (const { directory, file, message } of problemsOf(clean)) {
    lost.push(`${placeOf(directory, file)} ${message}, with nothing planted`);
  }
  if (clean.code !== 0) lost.push(`a clean verify --rerun ended with ${clean.code}`);
  const note = `${expected.join(", ")}; the same command finds nothing where none is planted`;
  return { unit: "planted files", tried: expected.length, lost, note };
}
