/**
 * All that a training run needs to go on as if it had never stopped: weights, moving averages,
 * Adam's moments, the step, and what has been logged. Order and noise need no state, as they are
 * functions of seed and step. One file, replaced by renaming, so that a kill leaves the old one or
 * the new one; it begins with a digest of the rest, so that no rot is trained on.
 *
 * @module
 */

import { createHash } from "node:crypto";
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
/** Stands before the digest of all that follows the first line. */
const MAGIC = "punctured-vae checkpoint 2 ";

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

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** Replaces the checkpoint in a folder. */
export async function writeCheckpoint(directory: string, checkpoint: Checkpoint): Promise<void> {
  const { arrays, ...rest } = checkpoint;
  const shapes = Object.entries(arrays).map(([name, { shape }]) => [name, shape]);
  const header = `${JSON.stringify({ ...rest, arrays: shapes })}\n`;
  const parts = [
    new TextEncoder().encode(header),
    ...Object.values(arrays).map(({ values }) => bytesOf(values)),
  ];
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  const temporary = `${directory}/${FILE}.new`;
  {
    using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
    await writeAll(file, new TextEncoder().encode(`${MAGIC}${hash.digest("hex")}\n`));
    for (const part of parts) await writeAll(file, part);
    await file.syncData();
  }
  await Deno.rename(temporary, `${directory}/${FILE}`);
}

/**
 * Reads the checkpoint of a folder; `null` where there is none, or none that is as it was written:
 * training then begins anew.
 */
export async function readCheckpoint(directory: string): Promise<Checkpoint | null> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(`${directory}/${FILE}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  const first = bytes.indexOf(10);
  const body = bytes.subarray(first + 1);
  const digest = createHash("sha256").update(body).digest("hex");
  if (new TextDecoder().decode(bytes.subarray(0, first)) !== MAGIC + digest) return null;
  const end = body.indexOf(10);
  const { arrays: shapes, ...rest } = JSON.parse(new TextDecoder().decode(body.subarray(0, end)));
  const arrays: Arrays = {};
  let at = end + 1;
  for (const [name, shape] of shapes as [string, number[]][]) {
    const length = 4 * shape.reduce((product, side) => product * side, 1);
    // A copy, since the header leaves the values unaligned.
    arrays[name] = { shape, values: new Float32Array(body.slice(at, at + length).buffer) };
    at += length;
  }
  return { ...rest, arrays };
}
