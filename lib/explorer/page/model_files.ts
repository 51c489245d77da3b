/**
 * Reads a network's files as TF.js takes them, and tells how far that is. TF.js itself tells of whole
 * files only.
 *
 * @module
 */

import type * as tfjs from "@tensorflow/tfjs";

/** The part of `model.json` that is used here. */
interface ModelJson {
  readonly modelTopology: Record<string, unknown>;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly tfjs.io.WeightsManifestEntry[];
  }[];
}

async function answerOf(path: string): Promise<Response> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} cannot be read (${answer.status})`);
  return answer;
}

/**
 * What `tf.loadLayersModel()` takes for the files of a network.
 *
 * @param path of its `model.json`; the weights, all float32, lie beside it
 * @param told how much has come, and of how much, in bytes
 */
export function modelFiles(
  path: string,
  told: (bytes: number, all: number) => void,
): tfjs.io.IOHandler {
  return {
    async load() {
      const { modelTopology, weightsManifest } = await (await answerOf(path)).json() as ModelJson;
      const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
      const all = weightSpecs.reduce(
        (sum, { shape }) => sum + 4 * shape.reduce((product, side) => product * side, 1),
        0,
      );
      const weights = new Uint8Array(all);
      let bytes = 0;
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      for (const name of weightsManifest.flatMap(({ paths }) => paths)) {
        const reader = (await answerOf(folder + name)).body!.getReader();
        for (let read; !(read = await reader.read()).done;) {
          if (bytes + read.value.length > all) throw new Error(`${folder + name} is too long`);
          weights.set(read.value, bytes);
          bytes += read.value.length;
          told(bytes, all);
        }
      }
      if (bytes < all) throw new Error(`the weights of ${path} are too short`);
      return { modelTopology, weightSpecs, weightData: weights.buffer };
    },
  };
}
