/**
 * What decides a stage's bytes besides its parameters and inputs.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { RASTERISER } from "../curve/rasteriser.ts";
import type { Fingerprint } from "../results/stage.ts";

/** Fingerprint of what a backend computes. */
export function backendFingerprint(backend: Backend): Fingerprint {
  return { backend: backend.name, libraries: backend.libraries, flags: backend.flags };
}

/** Fingerprint of a stage that draws images and runs a network on them. */
export function transectsFingerprint(backend: Backend): Fingerprint {
  const fingerprint = backendFingerprint(backend);
  return { ...fingerprint, libraries: { ...fingerprint.libraries, ...RASTERISER } };
}

/** Fingerprint of a stage that only tabulates. */
export const TABLE_FINGERPRINT: Fingerprint = { backend: null, libraries: {}, flags: {} };
