/**
 * Keeps the hand-bumped versions of stages honest: a committed list of the digests of their code.
 * `deno task accept` renews it, after a look at what changed; a test fails until then.
 *
 * @module
 */

import {
  type AcceptedDigests,
  currentDigests,
  readAccepted,
  writeAccepted,
} from "../../lib/results/mod.ts";
import { STAGES } from "../../lib/stages/list.ts";

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
