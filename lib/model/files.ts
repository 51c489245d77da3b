/**
 * Loading networks that `saving.ts` wrote, after a look at every size: the files may be anybody's.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { UsageError } from "../errors.ts";
import { type Architecture, createLayers } from "./architecture.ts";
import { snapshotPath } from "./saving.ts";
import { architectureSchema } from "./schemas.ts";
import { Vae } from "./vae.ts";

const savedWeights = z.object({
  weightsManifest: z.tuple([z.object({
    weights: z.array(z.object({
      name: z.string(),
      shape: z.array(z.int().min(0)),
      dtype: z.literal("float32"),
    })),
  })]),
});

/**
 * Writes saved weights into layers of ours. The saved topology is for other programs: built from
 * it, a file of a hundred bytes could ask for layers that fill the memory.
 */
async function loadWeights(model: tf.LayersModel, directory: string): Promise<void> {
  const refuse = (reason: string): never => {
    throw new UsageError(`Cannot load the ${model.name} from ${directory}: ${reason}`);
  };
  const read = async <T>(name: string, use: (path: string) => Promise<T>): Promise<T> => {
    try {
      return await use(`${directory}/${name}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable || !(error instanceof Error)) throw error;
      return refuse(`${name}: ${error.message.split("\n")[0]}`);
    }
  };
  const text = await read("model.json", (path) => Deno.readTextFile(path));
  const json = await read("model.json", () => Promise.resolve().then(() => JSON.parse(text)));
  const parsed = savedWeights.safeParse(json);
  if (!parsed.success) return refuse("model.json lists no float32 weights");
  const [{ weights }] = parsed.data.weightsManifest;
  const expected = model.weights.map(({ originalName, shape }) => ({ name: originalName, shape }));
  const words = (list: readonly { name: string; shape: readonly (number | null)[] }[]) =>
    list.map(({ name, shape }) => `${name} ${shape.join("×")}`);
  const [found, wanted] = [words(weights), words(expected)];
  const odd = wanted.findIndex((weight, i) => weight !== found[i]);
  if (odd >= 0 || found.length !== wanted.length) {
    const k = odd >= 0 ? odd : wanted.length;
    const given = (found[k] ?? "nothing").slice(0, 80);
    refuse(`weight ${k + 1} must be ${wanted[k] ?? "none"}, received ${given}`);
  }
  const sizes = expected.map(({ shape }) => tf.util.sizeFromShape(shape as number[]));
  const bytes = 4 * sizes.reduce((sum, size) => sum + size, 0);
  const { size } = await read("weights.bin", (path) => Deno.stat(path));
  if (size !== bytes) refuse(`weights.bin must have ${bytes} bytes, received ${size}`);
  const { buffer } = await read("weights.bin", (path) => Deno.readFile(path));
  let at = 0;
  model.weights.forEach((weight, i) => {
    const tensor = tf.tensor(new Float32Array(buffer, at, sizes[i]), weight.shape as number[]);
    weight.write(tensor);
    tensor.dispose();
    at += 4 * sizes[i];
  });
}

/**
 * Sets all variables of a network to values that {@linkcode variableValues} gave.
 *
 * @throws {RangeError} They are not as many as the network has.
 */
export function setVariableValues(vae: Vae, values: Float32Array): void {
  const sizes = [...vae.variables.values()].map(({ size }) => size);
  const count = sizes.reduce((sum, size) => sum + size, 0);
  if (values.length !== count) {
    throw new RangeError(
      `Cannot set the variables: there must be ${count} values, received ${values.length}`,
    );
  }
  let at = 0;
  for (const variable of vae.variables.values()) {
    const value = tf.tensor(values.slice(at, at + variable.size), variable.shape);
    variable.assign(value as tf.Variable);
    value.dispose();
    at += variable.size;
  }
}

/**
 * Frees a network, or an optimiser's moments, where a block ends, also by an error:
 * `using _network = freed(vae)`. A process that runs one stage after another would else keep them all.
 */
export function freed(owner: Pick<Vae, "dispose">): Disposable {
  return { [Symbol.dispose]: () => owner.dispose() };
}

/**
 * Reads a network as it was after an epoch of its training, where its weights were kept.
 *
 * @param epoch from 1; below the number of epochs
 * @throws {UsageError} where they were not kept, a file is missing, or is no network of ours
 */
export async function loadSnapshot(directory: string, epoch: number): Promise<Vae> {
  const vae = await loadVae(directory);
  const path = `${directory}/${snapshotPath(epoch)}`;
  try {
    const { buffer } = await Deno.readFile(path);
    setVariableValues(vae, new Float32Array(buffer));
  } catch (error) {
    vae.dispose();
    if (error instanceof Deno.errors.NotCapable || !(error instanceof Error)) throw error;
    throw new UsageError(`Cannot read ${path}: ${error.message.split("\n")[0]}`);
  }
  return vae;
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
  const network = createLayers(architecture);
  const { encoder, decoder } = network;
  try {
    if (encoder) await loadWeights(encoder, `${directory}/encoder`);
    await loadWeights(decoder, `${directory}/decoder`);
  } catch (error) {
    encoder?.dispose();
    decoder.dispose();
    throw error;
  }
  return new Vae(architecture, network);
}
