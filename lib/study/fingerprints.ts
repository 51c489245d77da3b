/**
 * What decides a stage's bytes besides its parameters and inputs.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import config from "../../deno.json" with { type: "json" };
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

/** Libraries that measures are computed with. */
const MEASURING = ["ml-cart", "ml-matrix", "ml-random-forest"] as const;

/** Fingerprint of a stage that measures a network. */
export function evaluationFingerprint(backend: Backend): Fingerprint {
  const fingerprint = transectsFingerprint(backend);
  // These packages do not export their version, and the configuration pins it.
  const versions = MEASURING.map((name) => [name, config.imports[name].split("@").at(-1)!]);
  return {
    ...fingerprint,
    libraries: { ...fingerprint.libraries, ...Object.fromEntries(versions) },
  };
}

/** Fingerprint of a stage that only tabulates. */
export const TABLE_FINGERPRINT: Fingerprint = { backend: null, libraries: {}, flags: {} };
