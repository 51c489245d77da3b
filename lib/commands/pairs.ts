/**
 * What `deno task pairs` does: lays published reconstructions of P1 beside ours, in one picture.
 *
 * @module
 */

import { selectBackend } from "../backend/select.ts";
import type { Outcome } from "../cli/run_command.ts";
import { readDatasetFacts } from "../dataset/facts.ts";
import { checkNoise } from "../evaluation/check.ts";
import {
  checkPublishedShapes,
  differenceNotes,
  layPairs,
  type PairErrors,
} from "../evaluation/pairs/pairs.ts";
import { checkControl } from "../evaluation/transects.ts";
import { checkOutputFile, writeOutputFile } from "../results/output_file.ts";
import { openResult } from "../results/store.ts";
import type { TrainParameters } from "../training/schema.ts";

/** What is laid beside what. */
export interface PairsOptions {
  /** Their reconstructions: a folder, or files by a path with a `*` in the name. */
  readonly theirs: string;
  /** What their network was shown, likewise; our images where not given. */
  readonly inputs?: string | undefined;
  /** Result folders of our network and of its control. */
  readonly model: string;
  readonly control?: string | undefined;
  /** Decodes z = μ + σ·ε, and not μ. */
  readonly noise: boolean;
  /** Of the noise, by default 0. */
  readonly seed?: number | undefined;
  /** The picture, `.svg` or `.png`. */
  readonly out: string;
  readonly backend: "auto" | "webgpu" | "wasm";
  readonly quiet: boolean;
}

/** Writes the picture, which is the outcome. */
export async function pairs(
  { theirs, inputs, model, control, noise, seed, out, ...common }: PairsOptions,
): Promise<Outcome> {
  await checkOutputFile(out, "out");
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
  await writeOutputFile(out, /\.svg$/i.test(out) ? svg : await toPng(svg), "out");
  return {
    text: [...Object.entries(errors).map(line), out].join("\n"),
    json: { file: out, errors },
  };
}

async function toPng(svg: string): Promise<Uint8Array> {
  // Loaded here, because a picture as SVG needs no renderer.
  const { svgToPng } = await import("../figures/png.ts");
  return await svgToPng(svg);
}

function line([name, { inside, outside }]: [string, PairErrors]): string {
  return `${name}: Dice ${inside.dice.toFixed(3)} inside the hole, ${
    outside.dice.toFixed(3)
  } outside`;
}
