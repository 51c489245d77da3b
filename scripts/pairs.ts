/**
 * `deno task pairs`: published reconstructions of P1 beside ours, with errors under each.
 *
 * @module
 */

import { command, flag, runCommand } from "../lib/cli/mod.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import { MAX_SEED } from "../lib/seed.ts";

export const spec = command({
  name: "pairs",
  summary:
    "Lays images of P1 from your copy of the published repository beside ours, with errors under each. " +
    "Pictures of any size are stretched to the network's, 256 × 256 for the published one; dark ink " +
    "on a light ground is inverted.",
  permissions: ["--allow-read", "--allow-write", ...RASTERISER_PERMISSIONS],
  flags: {
    theirs: flag.path({
      value: "DIR",
      help:
        "their 15 reconstructions of P1, from b = 0 to 2, PNG: a folder, or files by a path with a * in " +
        "the name, in quotes; numbers in names give the order",
    }),
    inputs: flag.path({
      value: "DIR",
      optional: true,
      help: "what their network was shown, likewise, to measure theirs against; default our images",
    }),
    model: flag.path({
      value: "DIR",
      help: "result folder of the train script, best of the published size and geometry",
    }),
    control: flag.path({
      value: "DIR",
      optional: true,
      help: "result folder of its control, for one more row",
    }),
    noise: flag.boolean({ help: "decode z = μ + σ·ε, as the publication did, and not μ" }),
    seed: flag.integer({
      min: 0,
      max: MAX_SEED,
      optional: true,
      help: "of the noise, by default 0",
    }),
    out: flag.path({ value: "FILE", printed: true, help: "SVG or PNG file to write" }),
  },
  examples: [
    'pairs --theirs "theirs/P1_*.png" --model results/reference/full/train/disc-… --out pairs.svg',
  ],
});

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    const { out, seed, noise } = options;
    if (!/\.(svg|png)$/i.test(out)) {
      throw new UsageError(`--out must be a file name that ends in .svg or .png, received ${out}`);
    }
    if (seed !== undefined && !noise) {
      throw new UsageError(`--seed must be left out without --noise, received ${seed}`);
    }
    // Loaded here, because help needs none of it.
    const { pairs } = await import("../lib/commands/pairs.ts");
    return await pairs(options);
  });
}
