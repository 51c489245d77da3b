/**
 * A model that is known by its encoder and decoder as ONNX files.
 *
 * @module
 */

import type { ImageSet } from "../../dataset/image_set.ts";
import { UsageError } from "../../errors.ts";
import { evaluationBatch } from "../../model/inference.ts";
import { createRandom } from "../../random.ts";
import type { EvaluatedModel } from "../evaluated_model.ts";
import { pixelsOf } from "../sets.ts";
import { centralDerivatives } from "./derivatives.ts";
import { type OnnxFile, readWhole } from "./model_files.ts";
import {
  loadOnnxRuntime,
  type OnnxRuntime,
  type OnnxSession,
  type OnnxTensor,
} from "./onnx_runtime.ts";
import { type Pixels, readPixels } from "./pixels.ts";
import type { LAYOUTS } from "./schema.ts";

/** Encoder and decoder. */
export interface OnnxFiles {
  /** n × 1 × S × S or n × S × S × 1 in [0, 1] → codes n × L, and ln σ² where it has a second output. */
  readonly encoder: OnnxFile;
  /** Codes n × L → n images of S × S pixels, in any shape. */
  readonly decoder: OnnxFile;
}

/** How the files are to be read. */
export interface OnnxOptions extends Pixels {
  /** Side S of an image. */
  readonly size: number;
  /** How images lie in memory. Absent: as the encoder's input says. */
  readonly layout?: typeof LAYOUTS[number] | undefined;
}

/**
 * Loads both and runs each once.
 *
 * Throws UsageError, in one line, where a file is no model that the library runs, or its inputs and
 * outputs are not those of an encoder and a decoder of such images.
 */
export async function onnxModel(
  files: OnnxFiles,
  { size, layout, logits }: OnnxOptions,
): Promise<EvaluatedModel> {
  const runtime = await loadOnnxRuntime();
  const encoder = await openEncoder(runtime, files.encoder, { size, layout });
  const decoder = await openDecoder(runtime, files.decoder, { size, latents: encoder.latents });
  const area = size ** 2, { latents, noise } = encoder;
  const posteriors = async (set: ImageSet) => {
    const means = new Float32Array(set.indices.length * latents);
    const logVariances = new Float32Array(means.length);
    const batch = encoder.batch ?? evaluationBatch(size);
    const all = Uint32Array.from(set.indices);
    for (let from = 0; from < all.length; from += batch) {
      const indices = all.subarray(from, from + batch);
      const found = await encoder.run(pixelsOf({ ...set, indices }), indices.length);
      means.set(found.means, from * latents);
      if (found.logVariances) logVariances.set(found.logVariances, from * latents);
    }
    return { means, logVariances };
  };
  const decode = async (codes: Float32Array) => {
    const count = codes.length / latents;
    const images = new Float32Array(count * area);
    const batch = decoder.batch ?? evaluationBatch(size);
    for (let from = 0; from < count; from += batch) {
      const to = Math.min(from + batch, count);
      const part = codes.slice(from * latents, to * latents);
      images.set(await decoder.run(part, to - from), from * area);
    }
    readPixels(images, { logits, name: `an output of ${files.decoder.name}` });
    return images;
  };
  return {
    latents,
    encodes: true,
    noise,
    async reconstruct(set, choice) {
      const { means, logVariances } = await posteriors(set);
      const codes = means.slice();
      if (choice.noise) {
        const random = createRandom(choice.seed, `evaluation/noise/${set.name}`);
        const noises = random.normalInto(new Float32Array(codes.length));
        for (let i = 0; i < codes.length; i++) {
          codes[i] += Math.exp(logVariances[i] / 2) * noises[i];
        }
      }
      return { means, images: await decode(codes) };
    },
    posteriors,
    encode: async (set) => (await posteriors(set)).means,
    decode,
    derivatives: (codes, directions) => centralDerivatives(decode, { codes, latents, directions }),
  };
}

/** A dimension that the model leaves open has a name or a number below 1. */
function fixed(dimension: number | string | undefined): number | undefined {
  return typeof dimension === "number" && dimension >= 1 ? dimension : undefined;
}

/** The library's level at which only what ends the process is told; all else is in an error. */
const SILENT = 4;

async function open({ InferenceSession }: OnnxRuntime, file: OnnxFile): Promise<OnnxSession> {
  try {
    return await InferenceSession.create(await readWhole(file), {
      executionProviders: ["wasm"],
      logSeverityLevel: SILENT,
    });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw refused(file, "must be a model that onnxruntime-web runs", error);
  }
}

function refused({ name }: OnnxFile, what: string, error: unknown): UsageError {
  const said = error instanceof Error ? error.message : String(error);
  const [line] = said.split("\n").map((text) => text.trim()).filter(Boolean);
  return new UsageError(`${name} ${what}: ${(line ?? "").slice(0, 200)}`);
}

/** Name and shape of a session's only input, of float32. */
function onlyInput(session: OnnxSession, file: OnnxFile, what: string) {
  const inputs = session.inputMetadata;
  const [input] = inputs;
  if (inputs.length === 1 && input.isTensor && input.type === "float32") {
    return { name: input.name, shape: input.shape };
  }
  const received = inputs.map((each) =>
    each.isTensor ? `${each.name}: ${each.type}[${each.shape.join(", ")}]` : each.name
  );
  throw new UsageError(
    `${file.name} must have one input, ${what} of float32, received ${received.join("; ")}`,
  );
}

/** What an encoder makes of some images. */
interface Encoded {
  readonly means: Float32Array;
  readonly logVariances: Float32Array | undefined;
}

async function openEncoder(
  runtime: OnnxRuntime,
  file: OnnxFile,
  { size, layout }: Pick<OnnxOptions, "size" | "layout">,
) {
  const session = await open(runtime, file);
  const images = `images n × 1 × ${size} × ${size} or n × ${size} × ${size} × 1`;
  const { name, shape } = onlyInput(session, file, images);
  const [first, ...rest] = shape;
  const batch = fixed(first);
  const fits = (wanted: readonly number[]) =>
    rest.length === 3 && rest.every((length, k) => (fixed(length) ?? wanted[k]) === wanted[k]);
  const shapes = { nchw: [1, size, size], nhwc: [size, size, 1] };
  const possible = layout ? [layout] : (["nchw", "nhwc"] as const);
  const found = possible.filter((each) => fits(shapes[each]));
  if (found.length === 0) {
    throw new UsageError(`${file.name} must take ${images}, takes [${shape.join(", ")}]`);
  }
  if (found.length === 2) {
    throw new UsageError(
      `--layout must be given for ${file.name}, whose input [${shape.join(", ")}] does not say it`,
    );
  }
  const { outputNames } = session;
  if (outputNames.length > 2) {
    throw new UsageError(
      `${file.name} must have one output, codes n × L, or a second with ln σ², ` +
        `received ${outputNames.join(", ")}`,
    );
  }
  const run = async (pixels: Float32Array, count: number): Promise<Encoded> => {
    const outputs = await runSession(runtime, session, {
      ...{ file, name, batch, count, row: shapes[found[0]] },
      values: pixels,
    });
    const [means, logVariances] = outputNames.map((each) => rowsOf(outputs[each], count, file));
    if (logVariances && logVariances.length !== means.length) {
      throw new UsageError(
        `${file.name} must give as many ln σ² as codes, gives ${logVariances.length / count} and ` +
          `${means.length / count} an image`,
      );
    }
    for (const values of [means, ...(logVariances ? [logVariances] : [])]) {
      const wrong = values.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) {
        throw new UsageError(`${file.name} must give finite codes, gave ${values[wrong]}`);
      }
    }
    return { means, logVariances };
  };
  const { means } = await run(new Float32Array(size ** 2), 1);
  return { batch, run, latents: means.length, noise: outputNames.length === 2 };
}

async function openDecoder(
  runtime: OnnxRuntime,
  file: OnnxFile,
  { size, latents }: { size: number; latents: number },
) {
  const session = await open(runtime, file);
  const { name, shape } = onlyInput(session, file, `codes n × ${latents}`);
  const [first, width] = shape;
  if (shape.length !== 2 || (fixed(width) ?? latents) !== latents) {
    throw new UsageError(
      `${file.name} must take codes n × ${latents}, as the encoder gives them, ` +
        `takes [${shape.join(", ")}]`,
    );
  }
  const batch = fixed(first);
  const [output] = session.outputNames;
  const run = async (codes: Float32Array, count: number): Promise<Float32Array> => {
    const outputs = await runSession(runtime, session, {
      ...{ file, name, batch, count, row: [latents] },
      values: codes,
    });
    return rowsOf(outputs[output], count, file);
  };
  const image = await run(new Float32Array(latents), 1);
  if (image.length !== size ** 2) {
    throw new UsageError(
      `${file.name} must give images of ${size}×${size} pixels, gives ${image.length} an image`,
    );
  }
  return { batch, run };
}

/** Runs a session on rows; where its batch is fixed, on as many, of which the last may be empty. */
async function runSession(
  { Tensor }: OnnxRuntime,
  session: OnnxSession,
  { file, name, batch, count, row, values }: {
    file: OnnxFile;
    name: string;
    batch: number | undefined;
    count: number;
    row: readonly number[];
    values: Float32Array;
  },
): Promise<Readonly<Record<string, OnnxTensor>>> {
  const rows = batch ?? count;
  const filled = new Float32Array(rows * row.reduce((product, length) => product * length, 1));
  filled.set(values);
  try {
    return await session.run({ [name]: new Tensor("float32", filled, [rows, ...row]) });
  } catch (error) {
    throw refused(file, `failed on ${count} rows`, error);
  }
}

/** The first rows of an output. */
function rowsOf(output: OnnxTensor, count: number, file: OnnxFile): Float32Array {
  const { data, dims } = output;
  if (!(data instanceof Float32Array) || dims.length < 1 || dims[0] < count) {
    throw new UsageError(
      `${file.name} must give a row of float32 for each of its input's, gives ${output.type}` +
        `[${dims.join(", ")}] for ${count}`,
    );
  }
  return data.slice(0, data.length / dims[0] * count);
}
