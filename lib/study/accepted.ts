/**
 * Keeps the hand-bumped versions of stages honest: a committed list of the digests of their code.
 * `deno task accept` renews it, after a look at what changed; a test fails until then.
 *
 * @module
 */

import { DATASET } from "../dataset/stage.ts";
import {
  type AcceptedDigests,
  currentDigests,
  type DigestedStage,
  readAccepted,
  writeAccepted,
} from "../results/mod.ts";
import { ABLATION } from "./ablation_stage.ts";
import { EVALUATE } from "./evaluate_stage.ts";
import { REPORT } from "./report_stage.ts";
import { SWEEP } from "./sweep_stage.ts";
import { TRAIN } from "./train_stage.ts";
import { TRANSECTS } from "./transects_stage.ts";
import { TRAVERSALS } from "./traversals_stage.ts";

/** Every stage of the study. */
export const STAGES: readonly DigestedStage[] = [
  DATASET,
  TRAIN,
  TRANSECTS,
  TRAVERSALS,
  ABLATION,
  EVALUATE,
  SWEEP,
  REPORT,
];

/** The digests of the stages' code now. */
export function stageDigests(): Promise<AcceptedDigests> {
  return currentDigests(STAGES);
}

if (import.meta.main) {
  const before: AcceptedDigests = await readAccepted().catch(() => ({}));
  const now = await stageDigests();
  for (const [name, { version, digest }] of Object.entries(now)) {
    const same = before[name]?.digest === digest;
    console.log(`${name} version ${version}: ${same ? "unchanged" : "accepted"}`);
  }
  await writeAccepted(now);
}
