/**
 * Is it the code or the decoder? New decoders for encoders that are kept as they are: each is trained on
 * the punctured images of one dataset, as the network was, and measured on its hole; the encoder's own
 * decoder was measured on the hole images of its own dataset. If the new decoders of an encoder fill the
 * hole as badly as its own did, the layout of its codes is the reason.
 *
 * ```sh
 * deno run --allow-read --allow-write=results --allow-env --allow-sys --allow-ffi scripts/dev/new_decoders.ts --dataset results/dataset/disc-… results/train/disc-…-punctured-…
 * ```
 *
 * Renews `results/reference/hole-width/new_decoders.csv`; what stands there is not trained again. A minute
 * or two a decoder of the profile `small`.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { z } from "zod";
import { selectBackend } from "../../lib/backend/select.ts";
import { readDataset } from "../../lib/dataset/files.ts";
import type { ImageSet } from "../../lib/dataset/image_set.ts";
import { measureHoleWidth } from "../../lib/evaluation/rim_codes.ts";
import { newDecoderSchema } from "../../lib/findings/hole_width/new_decoders.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { meanErrors } from "../../lib/measure/image/errors.ts";
import { errorsOf } from "../../lib/measure/image/image_set_errors.ts";
import { loadVae } from "../../lib/model/files.ts";
import { reconstruct } from "../../lib/model/inference.ts";
import { Vae } from "../../lib/model/vae.ts";
import { writeChecksums } from "../../lib/results/checksums.ts";
import { openResult } from "../../lib/results/mod.ts";
import { Adam } from "../../lib/training/adam.ts";
import { FIRST_STATE, trainEpochs } from "../../lib/training/epochs.ts";
import { trainSchema } from "../../lib/training/schema.ts";

const FOLDER = "results/reference/hole-width";

const TABLE = `${FOLDER}/new_decoders.csv`;

/** Seeds of the new decoders: of their weights, the order of images and the noise. */
const SEEDS = [100, 101] as const;

const columns = Object.keys(newDecoderSchema.shape);

const trainMetrics = z.object({ hole: z.object({ dice: z.number() }) });

/** A network whose encoder is not trained. */
class FrozenEncoder extends Vae {
  override get trainable(): Vae["trainable"] {
    return new Map([...super.trainable].filter(([name]) => name.startsWith("decoder_")));
  }
}

/** A network with the encoder of another and a decoder of its own, freshly drawn. */
function withNewDecoder(trained: Vae, seed: number): FrozenEncoder {
  const fresh = Vae.create(trained.architecture, seed);
  for (const [name, variable] of fresh.variables) {
    if (!name.startsWith("decoder_")) variable.assign(trained.variables.get(name)!);
  }
  return new FrozenEncoder(fresh.architecture, fresh.network);
}

if (import.meta.main) {
  const { values: { dataset: folder }, positionals } = parseArgs({
    options: { dataset: { type: "string" } },
    allowPositionals: true,
  });
  if (folder === undefined) throw new Error("--dataset must name the dataset to train on");
  const backend = await selectBackend("wasm");
  const dataset = await readDataset(folder);
  const setOf = (indices: ArrayLike<number>): ImageSet => ({ ...dataset, indices });
  const inside: ImageSet = {
    images: dataset.holeImages,
    points: dataset.holePoints,
    size: dataset.size,
    indices: Uint32Array.from(dataset.holePoints.keys()),
  };
  const rows: Record<string, string>[] = await Deno.readTextFile(TABLE).then(readCsv, () => []);
  for (const directory of positionals) {
    const { key, parameters, metrics } = await openResult(directory, { stage: "train" });
    const encoder = key.slice(0, 12);
    const training = trainSchema.parse(parameters);
    const { narrowest } = await measureHoleWidth(directory);
    for (const seed of SEEDS) {
      const same = (row: Record<string, string>) =>
        row.encoder === encoder && Number(row.decoder_seed) === seed;
      if (rows.some(same)) continue;
      const trained = await loadVae(directory);
      const vae = withNewDecoder(trained, seed);
      trained.dispose();
      const adam = new Adam(vae.trainable);
      await trainEpochs(vae, adam, {
        parameters: { ...training, seed },
        training: setOf(dataset.subsets.punctured),
        validation: setOf(dataset.subsets.validation),
        backend,
        from: FIRST_STATE,
        signal: new AbortController().signal,
        pause: 1000,
        hooks: {},
      });
      const dice = async (set: ImageSet) =>
        meanErrors(errorsOf(await reconstruct(vae, set), set)).dice;
      const row = {
        encoder,
        encoder_seed: training.seed,
        decoder_seed: seed,
        narrowest,
        own_dice: trainMetrics.parse(metrics).hole.dice,
        dice: await dice(inside),
        validation_dice: await dice(setOf(dataset.subsets.validation)),
      };
      adam.dispose();
      vae.dispose();
      console.error(JSON.stringify(row));
      rows.push(Object.fromEntries(Object.entries(row).map(([k, value]) => [k, String(value)])));
      await Deno.writeTextFile(TABLE, writeCsv(columns, rows));
      await writeChecksums(FOLDER);
    }
  }
}
