/**
 * What the results of a reference took, from what their manifests record.
 *
 * @module
 */

import { z } from "zod";
import { entriesOf } from "../results/audit/reference.ts";

/** What the results of one stage on one kind of machine took. */
export interface ComputeUsed {
  readonly stage: string;
  /** The backend as recorded, adapter included; `none` where nothing was computed on one. */
  readonly backend: string;
  readonly results: number;
  /** Wall time, summed over the results. */
  readonly hours: number;
}

/** Sums by stage and machine over the results of folders, in the order in which they occur. */
export async function computeUsed(folders: readonly string[]): Promise<ComputeUsed[]> {
  const all = (await Promise.all(folders.map(entriesOf))).flat();
  const groups = Map.groupBy(all, ({ manifest: { stage, fingerprint, recorded } }) => {
    const device = typeof recorded.adapter === "string" ? ` on ${recorded.adapter}` : "";
    return JSON.stringify([stage, fingerprint.backend ? fingerprint.backend + device : "none"]);
  });
  return [...groups].map(([key, entries]) => {
    const [stage, backend] = JSON.parse(key) as [string, string];
    const seconds = entries.reduce(
      (sum, { manifest: { recorded } }) => sum + Number(recorded.wallSeconds ?? 0),
      0,
    );
    return { stage, backend, results: entries.length, hours: seconds / 3600 };
  });
}

/** How many networks a study compared. */
export interface StudyNetworks {
  readonly study: string;
  /** Networks trained for it, its controls too; noise and strokes of an evaluation need no other. */
  readonly networks: number;
  readonly evaluations: number;
  /** Evaluations that a study before this one has as well. */
  readonly shared: number;
}

const compared = z.object({
  arms: z.array(z.object({
    settings: z.record(z.string(), z.json()),
    replicates: z.array(z.object({ seed: z.int(), control: z.string().nullable() })),
  })),
});

/**
 * Counts of every study under a folder, from the manifests of their comparisons, which name each
 * evaluation by its key.
 *
 * @param folder Such as `results/reference/studies`, with one folder a study.
 */
export async function studyNetworks(folder: string): Promise<StudyNetworks[]> {
  const known = new Set<string>();
  const counts: StudyNetworks[] = [];
  for (const study of await studiesIn(folder)) {
    for (const { manifest } of await entriesOf(`${folder}/${study}`)) {
      if (manifest.stage !== "sweep") continue;
      const { arms } = compared.parse(manifest.parameters);
      const networks = arms.flatMap(({ settings, replicates }) =>
        replicates.flatMap(({ seed, control }) => {
          const trained = JSON.stringify([seed, ofTraining(settings)]);
          return control === null ? [trained] : [trained, `control ${trained}`];
        })
      );
      const keys = Object.values(manifest.inputs).map(({ key }) => key);
      counts.push({
        study,
        networks: new Set(networks).size,
        evaluations: keys.length,
        shared: keys.filter((key) => known.has(key)).length,
      });
      for (const key of keys) known.add(key);
    }
  }
  return counts;
}

async function studiesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) if (isDirectory) names.push(name);
  return names.sort();
}

/** Settings that decide a network: those of an evaluation do not. */
function ofTraining(settings: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(settings).filter(([name]) => !name.startsWith("evaluation."))
    .toSorted(([one], [other]) => one < other ? -1 : 1);
}
