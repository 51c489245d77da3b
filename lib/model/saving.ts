/**
 * Saving networks in TF.js's own format: `model.json` and `weights.bin` in a folder each for the
 * encoder, the decoder and the whole (image → reconstruction from μ). A page saves by it too.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { OutputFolder } from "../files/output_folder.ts";
import { joinNetwork } from "./architecture.ts";
import type { Vae } from "./vae.ts";

async function saveModel(model: tf.LayersModel, out: OutputFolder, folder: string): Promise<void> {
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    const { modelTopology, weightSpecs, format } = artifacts;
    const manifest = {
      format,
      modelTopology,
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    };
    const data = tf.io.concatenateArrayBuffers(([] as ArrayBuffer[]).concat(artifacts.weightData!));
    await out.write(`${folder}/model.json`, JSON.stringify(manifest) + "\n");
    await out.write(`${folder}/weights.bin`, new Uint8Array(data));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  }));
}

/**
 * Writes `encoder/`, `decoder/` and `model/` into a folder, and `architecture.json`; of a decoder
 * trained alone, `decoder/` only.
 */
export async function saveVae(vae: Vae, out: OutputFolder): Promise<void> {
  const { encoder, decoder } = vae.network;
  await saveModel(decoder, out, "decoder");
  if (encoder) {
    await saveModel(encoder, out, "encoder");
    await saveModel(joinNetwork({ encoder, decoder }), out, "model");
    // The whole has the decoder for a layer, and TF.js frees a layer's variables only after one call of
    // this for each model that it is in. The whole's own would free the encoder's variables as well.
    decoder.dispose();
  }
  const description = JSON.stringify(vae.architecture, null, 2) + "\n";
  await out.write("architecture.json", description);
}

/** Path of the weights after an epoch, within a network's folder. */
export function snapshotPath(epoch: number): string {
  return `epochs/${epoch}.bin`;
}

/** All variables of a network as they are, one after another in the network's order. */
export async function variableValues(vae: Vae): Promise<Float32Array<ArrayBuffer>> {
  const values = await Promise.all([...vae.variables.values()].map((variable) => variable.data()));
  const all = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of values) {
    all.set(part as Float32Array, at);
    at += part.length;
  }
  return all;
}
