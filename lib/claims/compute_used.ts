/**
 * What the results of a reference took, from what their manifests record.
 *
 * @module
 */

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
