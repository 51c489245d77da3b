/**
 * `deno task pairs`: published reconstructions of P1 beside ours, with errors under each.
 *
 * @module
 */

import { command, flag, runCommand } from "../lib/cli/mod.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import { writeFailure } from "../lib/files/write_failure.ts";
import type { TrainParameters } from "../lib/training/schema.ts";
import type { PairErrors } from "../lib/evaluation/pairs/pairs.ts";
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
  await runCommand(
    spec,
    async ({ theirs, inputs, model, control, noise, seed, out, ...common }) => {
      if (!/\.(svg|png)$/i.test(out)) {
        throw new UsageError(
          `--out must be a file name that ends in .svg or .png, received ${out}`,
        );
      }
      if (seed !== undefined && !noise) {
        throw new UsageError(`--seed must be left out without --noise, received ${seed}`);
      }
      // Loaded here, because help needs none of it.
      const { checkOutputFile } = await import("../lib/results/output_file.ts");
      await checkOutputFile(out, "out");
      const { openResult } = await import("../lib/results/store.ts");
      const { readDatasetFacts } = await import("../lib/dataset/facts.ts");
      const { checkNoise } = await import("../lib/evaluation/check.ts");
      const { checkControl } = await import("../lib/evaluation/transects.ts");
      const { checkPublishedShapes, differenceNotes, layPairs } = await import(
        "../lib/evaluation/pairs/pairs.ts"
      );
      const { selectBackend } = await import("../lib/backend/select.ts");
      const opened = await openResult(model, { stage: "train", flag: "model" });
      checkNoise(noise, opened.parameters as unknown as TrainParameters);
      const facts = await readDatasetFacts(model);
      checkPublishedShapes(facts);
      if (control !== undefined) {
        const beside = await openResult(control, { stage: "train", flag: "control" });
        await checkControl({ model: opened, control: beside }, facts);
      }
      if (!common.quiet) { for (const note of differenceNotes(facts)) console.error(note); }
      const backend = await selectBackend(common.backend);
      if (!common.quiet) console.error(backend.reason);
      const { svg, errors } = await layPairs({
        theirs,
        inputs,
        model,
        control,
        facts,
        noise,
        seed: seed ?? 0,
      });
      backend.check();
      await save(out, svg);
      return {
        text: [...Object.entries(errors).map(line), out].join("\n"),
        json: { file: out, errors },
      };
    },
  );
}

function line([name, { inside, outside }]: [string, PairErrors]): string {
  return `${name}: Dice ${inside.dice.toFixed(3)} inside the hole, ${
    outside.dice.toFixed(3)
  } outside`;
}

async function save(path: string, svg: string): Promise<void> {
  try {
    if (/\.svg$/i.test(path)) return await Deno.writeTextFile(path, svg);
    const { svgToPng } = await import("../lib/figures/png.ts");
    await Deno.writeFile(path, await svgToPng(svg));
  } catch (error) {
    throw writeFailure(
      error,
      (reason) => `--out must be a file that can be written, received ${path}: ${reason}`,
    );
  }
}
