/**
 * Flags that the commands of a whole study share.
 *
 * @module
 */

import { type Flag, flag } from "../cli/flags.ts";
import { MAX_SEED } from "../seed.ts";
import { PROFILE_NAMES } from "./profiles.ts";

/** Most replicates of a study. */
const MAX_SEEDS = 1000;

/** The flag of the profile. `help` says what it decides. */
export function profileFlag(help: string) {
  return flag.choice(PROFILE_NAMES, { default: "small", help });
}

/** The first seed; all replicates' seeds must be seeds. */
export const firstSeedFlag: Flag<number> = flag.integer({
  min: 0,
  max: MAX_SEED - MAX_SEEDS,
  default: 0,
  help: "the first seed",
});

/** The flag of the number of replicates, which a profile may decide where it is not given. */
export function seedsFlag<
  const O extends { readonly optional: true } | { readonly default: number },
>(
  options: O & { readonly help: string },
) {
  return flag.integer({ min: 1, max: MAX_SEEDS, ...options });
}

/** How the stages of a study are run. */
export const runFlags = {
  jobs: flag.integer({
    min: 1,
    max: 256,
    optional: true,
    help: "stages at once; as many as processors on wasm, 1 on webgpu",
  }),
  repair: flag.boolean({
    help: "move changed results to .damaged/ and compute them again",
  }),
  "dry-run": flag.boolean({ help: "say which stages are cached or to run, and why" }),
};
