/**
 * What decides a stage's bytes besides its parameters and inputs.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import config from "../../deno.json" with { type: "json" };
import { CHART_LIBRARIES } from "../figures/chart.ts";
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

/** Versions by name, from the configuration that pins them: not every package exports its own. */
export function pinned(...names: (keyof typeof config.imports)[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, config.imports[name].split("@").at(-1)!]),
  );
}

/** Fingerprint of a stage that measures a network. */
export function evaluationFingerprint(backend: Backend): Fingerprint {
  const fingerprint = transectsFingerprint(backend);
  const libraries = { ...fingerprint.libraries, ...pinned("ml-cart", "ml-matrix") };
  return { ...fingerprint, libraries };
}

/** Fingerprint of a comparison: what its intervals are computed and its figures drawn with. */
export const SWEEP_FINGERPRINT: Fingerprint = {
  backend: null,
  libraries: { ...CHART_LIBRARIES, ...pinned("jstat") },
  flags: {},
};

/** Fingerprint of a stage that only tabulates. */
export const TABLE_FINGERPRINT: Fingerprint = { backend: null, libraries: {}, flags: {} };
