/**
 * A model of the user's own as flags of the evaluation's command line, and back.
 *
 * @module
 */

import { flag } from "../../cli/flags.ts";
import { setting } from "../../cli/setting.ts";
import { UsageError } from "../../errors.ts";
import { argumentsOf } from "../../results/command.ts";
import { type ArrayFile, findArray, findOnnx, type OnnxFile } from "./model_files.ts";
import { LAYOUTS, ownFields, type OwnModel } from "./schema.ts";

/** What runs ONNX files, as `deno.json` has it. */
export const RUNTIME = "onnxruntime-web@1.30.0";

/** What a model's name may be, in the words of a flag. */
export const MODEL_NAME = {
  value: "WORD",
  allowed: "a word of at most 40 letters, digits, dots, hyphens and underscores",
};

/** Flags of a model of one's own. */
export const ownFlags = {
  reconstructions: flag.path({
    value: "FILE",
    optional: true,
    help:
      ".npy file, instead of --model: what your own model made of test_imgs of dataset --npz, in order",
  }),
  codes: flag.path({
    value: "FILE",
    optional: true,
    help: ".npy file, beside --reconstructions: its codes of imgs, then of test_imgs",
  }),
  "onnx-encoder": flag.path({
    value: "FILE",
    optional: true,
    help: "ONNX file, instead of --model: your own model's encoder, images to codes",
  }),
  "onnx-decoder": flag.path({
    value: "FILE",
    optional: true,
    help: "ONNX file: its decoder, codes to images",
  }),
  logits: flag.boolean({ help: "your own model's pixels are logits, and not from 0 to 1" }),
  layout: flag.choice(LAYOUTS, {
    optional: true,
    help: "how the encoder's images lie in memory; default as its input says",
  }),
  name: flag.parsed(readModelName, {
    ...MODEL_NAME,
    optional: true,
    help: `names your own model in folders and tables; default ${ownFields.name.parse(undefined)}`,
  }),
  subset: setting(ownFields.trainedOn, {
    optional: true,
    help: "which training images of the dataset your own model saw",
  }),
  seed: setting(ownFields.seed.unwrap(), {
    optional: true,
    help: `number of your own model's run, which also draws what an evaluation draws; default ${
      ownFields.seed.parse(undefined)
    }`,
  }),
};

/** A name from a command line; throws TypeError where it is none. */
export function readModelName(text: string): string {
  const read = ownFields.name.safeParse(text);
  if (!read.success) throw new TypeError("no such word");
  return read.data;
}

/** Values of {@linkcode ownFlags}. */
export interface OwnOptions {
  readonly reconstructions?: string | undefined;
  readonly codes?: string | undefined;
  readonly onnxEncoder?: string | undefined;
  readonly onnxDecoder?: string | undefined;
  readonly logits: boolean;
  readonly layout?: typeof LAYOUTS[number] | undefined;
  readonly name?: string | undefined;
  readonly subset?: OwnModel["trainedOn"] | undefined;
  readonly seed?: number | undefined;
}

/** Files of a model of one's own. */
export type OwnFiles =
  | { readonly reconstructions: ArrayFile; readonly codes: ArrayFile | undefined }
  | { readonly encoder: OnnxFile; readonly decoder: OnnxFile };

/**
 * Throws UsageError where the flags do not name one model: a network of this suite, outputs, or an
 * encoder with a decoder.
 */
export function checkModel(
  { model, stroke, epoch, noise, ...own }: OwnOptions & {
    readonly model?: string | undefined;
    readonly stroke?: number | undefined;
    readonly epoch?: number | undefined;
    readonly noise: boolean;
  },
): void {
  const refuse = (what: string): never => {
    throw new UsageError(what);
  };
  const { reconstructions, codes, onnxEncoder, onnxDecoder, layout, subset } = own;
  const onnx = onnxEncoder !== undefined || onnxDecoder !== undefined;
  const sources = [model !== undefined, reconstructions !== undefined, onnx];
  if (sources.filter(Boolean).length !== 1) {
    refuse(
      "one model must be given: --model, --reconstructions, or --onnx-encoder and --onnx-decoder",
    );
  }
  if (onnx && (onnxEncoder === undefined || onnxDecoder === undefined)) {
    refuse("--onnx-encoder and --onnx-decoder must be given together");
  }
  const only = (flagName: string, given: boolean, beside: string, allowed: boolean) => {
    if (given && !allowed) refuse(`--${flagName} must be left out without ${beside}`);
  };
  only("codes", codes !== undefined, "--reconstructions", reconstructions !== undefined);
  only("layout", layout !== undefined, "--onnx-encoder", onnx);
  for (const name of ["name", "subset", "seed"] as const) {
    only(name, own[name] !== undefined, "a model of your own", model === undefined);
  }
  only("logits", own.logits, "a model of your own", model === undefined);
  only("epoch", epoch !== undefined, "--model", model !== undefined);
  only("noise", noise, "--model or --onnx-encoder", reconstructions === undefined);
  only("stroke", stroke !== undefined, "--model or --onnx-encoder", reconstructions === undefined);
  if (model === undefined && subset === undefined) {
    refuse(
      "--subset must say which training images your own model saw: punctured, control or full",
    );
  }
}

/** Finds the files that the flags name; nothing where they name none. */
export async function findOwnFiles(
  { reconstructions, codes, onnxEncoder, onnxDecoder }: OwnOptions,
): Promise<OwnFiles | undefined> {
  if (reconstructions !== undefined) {
    return {
      reconstructions: await findArray("--reconstructions", reconstructions),
      codes: codes === undefined ? undefined : await findArray("--codes", codes),
    };
  }
  if (onnxEncoder === undefined || onnxDecoder === undefined) return undefined;
  return {
    encoder: await findOnnx("--onnx-encoder", onnxEncoder),
    decoder: await findOnnx("--onnx-decoder", onnxDecoder),
  };
}

/** The model that flags and files name. */
export function ownModel(
  { name = ownFields.name.parse(undefined), subset, seed = 0, logits, layout }: OwnOptions,
  found: OwnFiles,
): OwnModel {
  const files: OwnModel["files"] = "encoder" in found
    ? {
      encoder: found.encoder.sha256,
      decoder: found.decoder.sha256,
      ...(layout === undefined ? {} : { layout }),
      runtime: RUNTIME,
    }
    : {
      reconstructions: found.reconstructions.sha256,
      ...(found.codes ? { codes: found.codes.sha256 } : {}),
    };
  return { name, trainedOn: subset!, seed, logits, files };
}

/** The flags that ask for a model; the files are the user's, and parameters hold their digests alone. */
export function ownArguments({ name, trainedOn, seed, logits, files }: OwnModel): string[] {
  const named = "encoder" in files
    ? {
      "onnx-encoder": "FILE",
      "onnx-decoder": "FILE",
      ...(files.layout ? { layout: files.layout } : {}),
    }
    : { reconstructions: "FILE", ...(files.codes ? { codes: "FILE" } : {}) };
  return [
    ...argumentsOf({ ...named, name, subset: trainedOn, seed }),
    ...(logits ? ["--logits"] : []),
  ];
}
