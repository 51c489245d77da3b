/**
 * Saving and loading networks in TF.js's own format: `model.json` and `weights.bin` in a folder
 * each for the encoder, the decoder and the whole (image → reconstruction from μ).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { UsageError } from "../errors.ts";
import { type Architecture, joinNetwork } from "./architecture.ts";
import { architectureSchema } from "./schemas.ts";
import { Vae } from "./vae.ts";

async function saveModel(model: tf.LayersModel, directory: string): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  await model.save(tf.io.withSaveHandler(async (artifacts) => {
    const { modelTopology, weightSpecs, format } = artifacts;
    const manifest = {
      format,
      modelTopology,
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    };
    const data = tf.io.concatenateArrayBuffers(([] as ArrayBuffer[]).concat(artifacts.weightData!));
    await Deno.writeTextFile(`${directory}/model.json`, JSON.stringify(manifest) + "\n");
    await Deno.writeFile(`${directory}/weights.bin`, new Uint8Array(data));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  }));
}

async function loadModel(directory: string): Promise<tf.LayersModel> {
  try {
    const json = JSON.parse(await Deno.readTextFile(`${directory}/model.json`));
    const data = await Deno.readFile(`${directory}/weights.bin`);
    const artifacts: tf.io.ModelArtifacts = {
      modelTopology: json.modelTopology,
      format: json.format,
      weightSpecs: json.weightsManifest[0].weights,
      weightData: data.buffer,
    };
    return await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UsageError(`Cannot load a TF.js model from ${directory}: ${reason}`);
  }
}

/**
 * Writes `encoder/`, `decoder/` and `model/` into a folder, and `architecture.json`; of a decoder
 * trained alone, `decoder/` only.
 */
export async function saveVae(vae: Vae, directory: string): Promise<void> {
  const { encoder, decoder } = vae.network;
  await saveModel(decoder, `${directory}/decoder`);
  if (encoder) {
    await saveModel(encoder, `${directory}/encoder`);
    await saveModel(joinNetwork({ encoder, decoder }), `${directory}/model`);
  }
  const description = JSON.stringify(vae.architecture, null, 2) + "\n";
  await Deno.writeTextFile(`${directory}/architecture.json`, description);
}

/**
 * Reads what {@linkcode saveVae} wrote.
 *
 * @throws {UsageError} where a file is missing or is no network of ours
 */
export async function loadVae(directory: string): Promise<Vae> {
  let architecture: Architecture;
  try {
    const text = await Deno.readTextFile(`${directory}/architecture.json`);
    architecture = architectureSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(
      `Cannot read ${directory}/architecture.json: not written by the train script`,
    );
  }
  const [encoder, decoder] = await Promise.all([
    architecture.posterior === "truth" ? null : loadModel(`${directory}/encoder`),
    loadModel(`${directory}/decoder`),
  ]);
  return new Vae(architecture, { encoder, decoder });
}
