/**
 * All that a training run needs to go on as if it had never stopped: weights, moving averages,
 * Adam's moments, the step, and what has been logged. Order and noise need no state, as they are
 * functions of seed and step. One file, replaced by renaming, so that a kill leaves the old one or
 * the new one.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** Named float32 tensors. */
export type Arrays = Record<string, { readonly shape: number[]; readonly values: Float32Array }>;

/** A state of training between two steps. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  /** Sums of the loss terms over the steps done of the current epoch, by term. */
  readonly sums: Readonly<Record<string, number>>;
  /** Finished epochs' lines of `metrics.jsonl`. */
  readonly history: readonly Readonly<Record<string, number>>[];
  readonly arrays: Arrays;
}

const FILE = "checkpoint.bin";
const MAGIC = "punctured-vae checkpoint 1\n";

/** Values of tensors, read back from the device. */
export async function readArrays(tensors: ReadonlyMap<string, tf.Tensor>): Promise<Arrays> {
  const arrays: Arrays = {};
  for (const [name, tensor] of tensors) {
    arrays[name] = { shape: tensor.shape, values: await tensor.data() as Float32Array };
  }
  return arrays;
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
}

/** Replaces the checkpoint in a folder. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const { arrays, ...rest } = checkpoint;
  const names = Object.keys(arrays);
  const header = new TextEncoder().encode(
    MAGIC + JSON.stringify({ ...rest, arrays: names.map((name) => [name, arrays[name].shape]) }) +
      "\n",
  );
  const temporary = `${directory}/${FILE}.new`;
  {
    using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
    await writeAll(file, header);
    for (const name of names) {
      const { buffer, byteOffset, byteLength } = arrays[name].values;
      await writeAll(file, new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));
    }
    await file.syncData();
  }
  await Deno.rename(temporary, `${directory}/${FILE}`);
}

type Header = Omit<Checkpoint, "arrays"> & { arrays: [string, number[]][] };

function parseHeader(text: string): Header | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Reads the checkpoint of a folder; `null` where there is none, or none that is whole. */
export async function readCheckpoint(directory: string): Promise<Checkpoint | null> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(`${directory}/${FILE}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const magic = new TextEncoder().encode(MAGIC);
  const end = bytes.indexOf(10, magic.length);
  if (end < 0 || new TextDecoder().decode(bytes.subarray(0, magic.length)) !== MAGIC) return null;
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(magic.length, end)));
  if (!header) return null;
  const { arrays: shapes, ...rest } = header;
  const arrays: Arrays = {};
  let at = end + 1;
  for (const [name, shape] of shapes) {
    const length = 4 * shape.reduce((product, side) => product * side, 1);
    if (at + length > bytes.length) return null;
    // A copy, since the header leaves the values unaligned.
    const values = new Float32Array(bytes.slice(at, at + length).buffer);
    arrays[name] = { shape, values };
    at += length;
  }
  return { ...rest, arrays };
}
