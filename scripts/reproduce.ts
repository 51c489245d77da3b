/**
 * `deno task reproduce`: the whole study, from nothing to a page of figures.
 *
 * @module
 */

import { command, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { shapeFlags } from "../lib/dataset/image_flags.ts";
import { firstSeedFlag, profileFlag, runFlags, seedsFlag } from "../lib/study/flags.ts";
import { type Profile, PROFILE_NAMES, PROFILES } from "../lib/study/profiles.ts";

/** How many seeds each profile has of one part of the study, in words. */
function seedsByProfile(part: keyof Profile["seeds"]): string {
  const groups = Map.groupBy(PROFILE_NAMES, (name) => PROFILES[name].seeds[part]);
  const words = [...groups].map(([seeds, names]) => `${seeds} on ${names.join(", ")}`);
  return groups.size === 1 ? `${[...groups.keys()][0]}` : words.join("; ");
}

export const spec = command({
  name: "reproduce",
  summary: "Runs the whole study: datasets, networks, controls, evaluation, ablation, report.",
  permissions: [
    "--allow-read",
    "--allow-write=results",
    "--allow-run=deno",
    ...RASTERISER_PERMISSIONS,
  ],
  flags: {
    profile: profileFlag(
      "how large: smoke (a minute), small (a laptop), full (the published size), paper (as published)",
    ),
    seed: firstSeedFlag,
    seeds: seedsFlag({
      optional: true,
      help: `number of seeds; default for the holes: ${seedsByProfile("holes")}; ` +
        `for the ablation: ${seedsByProfile("ablation")}`,
    }),
    ...shapeFlags,
    ...runFlags,
  },
  examples: [
    "reproduce --profile smoke",
    "reproduce --seeds 1 --jobs 2",
    "reproduce --profile smoke --family superellipse",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async ({ profile, seed, seeds, family, petals, ...options }) => {
    // Loaded here, because help needs none of it.
    const { reproduce } = await import("../lib/commands/reproduce.ts");
    const { shapesFromFlags } = await import("../lib/dataset/shapes.ts");
    const { studySeeds } = await import("../lib/study/profiles.ts");
    const shapes = shapesFromFlags({ family, petals });
    return await reproduce(
      { profile, shapes, ...studySeeds(profile, { seed, seeds }) },
      { ...options, signal: interruptSignal() },
    );
  });
}
