/**
 * The comparison of a study's arms as a stage: evaluations in, tables with intervals out.
 *
 * @module
 */

import type { DigestedStage } from "../results/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";
import { type SweepParameters, sweepSchema } from "./sweep_schema.ts";

/** Name, version and code of a comparison as a stage. */
export const SWEEP: DigestedStage = { name: "sweep", version: 1, module: import.meta.url };

/** What decides the bytes of a comparison. */
export const SWEEP_FINGERPRINT: Fingerprint = { backend: null, libraries: {}, flags: {} };

/** The stage that compares arms, each evaluation under its own role. */
export function sweepStage(roles: readonly string[]): Stage<SweepParameters> {
  return {
    ...SWEEP,
    schema: sweepSchema,
    inputs: Object.fromEntries(roles.map((role) => [role, "evaluate"])),
    slug: ({ study, profile, arms }) =>
      `${study}-${profile}-a${arms.length}-n${arms[0].replicates.length}`,
    run() {
      throw new Error("not yet");
    },
  };
}
