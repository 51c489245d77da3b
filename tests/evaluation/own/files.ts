/**
 * Files of a model of one's own in a folder that is thrown away. Shared by tests.
 *
 * @module
 */

import { findOnnx } from "../../../lib/evaluation/own/model_files.ts";
import type { OnnxFiles } from "../../../lib/evaluation/own/onnx.ts";

/** Hands a new folder to a test and removes it. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes an encoder and a decoder and finds them as the command does. */
export async function writtenModel(
  folder: string,
  { encoder, decoder }: { encoder: Uint8Array; decoder: Uint8Array },
): Promise<OnnxFiles> {
  const [one, other] = [`${folder}/encoder.onnx`, `${folder}/decoder.onnx`];
  await Deno.writeFile(one, encoder);
  await Deno.writeFile(other, decoder);
  return {
    encoder: await findOnnx("--onnx-encoder", one),
    decoder: await findOnnx("--onnx-decoder", other),
  };
}
