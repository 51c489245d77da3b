/**
 * Reads all that the reanalysis compares from a committed reference.
 *
 * @module
 */

import { readCsv } from "../../files/csv.ts";
import { readFullCloud, readPartThreeClouds, readSmallClouds, readWalks } from "./ours.ts";
import { readPublished } from "./read_off.ts";
import type { ReanalysisData } from "./reanalysis.ts";

/**
 * Reads the published numbers and ours.
 *
 * @param reference the reference, such as `results/reference`
 * @throws {UsageError} A published table is missing or not as it should be.
 * @throws {RunError} The reference lacks one of ours.
 */
export async function readReanalysis(reference: string): Promise<ReanalysisData> {
  const published = await readPublished(`${reference}/published`);
  const full = `${reference}/full`;
  const { ablation, study } = await readPartThreeClouds(reference);
  return {
    published,
    walks: [
      ...await readWalks(reference, "small"),
      ...await readWalks(full, "full"),
      ...await readWalks(`${reference}/published-rate`, "rate"),
    ],
    clouds: {
      small: await readSmallClouds(reference),
      full: await readFullCloud(full, published.clouds.punctured.codes),
      ablation,
      study,
    },
    p1: readCsv(await Deno.readTextFile(`${reference}/published/p1_errors.csv`)),
  };
}
