/**
 * Keeps the hand-bumped versions of stages honest: a committed list of the digests of their code.
 * `deno task accept` renews it, after a look at what changed; a test fails until then.
 *
 * @module
 */

import { DATASET } from "../../lib/dataset/stage.ts";
import {
  type AcceptedDigests,
  currentDigests,
  type DigestedStage,
  readAccepted,
  writeAccepted,
} from "../../lib/results/mod.ts";
import { ABLATION } from "../../lib/evaluation/ablation.ts";
import { EVALUATE } from "../../lib/evaluation/stage.ts";
import { REPORT } from "../../lib/report/stage.ts";
import { SWEEP } from "../../lib/comparison/stage.ts";
import { TRAIN } from "../../lib/training/stage.ts";
import { TRANSECTS } from "../../lib/evaluation/transects.ts";
import { TRAVERSALS } from "../../lib/evaluation/traversals.ts";

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
