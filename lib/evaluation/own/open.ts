/**
 * Opening a model of the user's own, whichever form its files have.
 *
 * @module
 */

import type { Dataset } from "../../dataset/mod.ts";
import { UsageError } from "../../errors.ts";
import type { Hole } from "../../space/hole.ts";
import type { EvaluatedModel } from "../evaluated_model.ts";
import type { Draw } from "../sets.ts";
import type { OwnFiles } from "./flags.ts";
import { onnxModel } from "./onnx.ts";
import { outputsModel } from "./outputs.ts";
import type { OwnModel } from "./schema.ts";

/** What a model is opened with. */
export interface OwnOpening {
  readonly files: OwnFiles;
  readonly dataset: Dataset;
  readonly hole: Hole;
  /** Draws test images. */
  readonly draw: Draw;
  /** Whether z = μ + σ·ε is to be decoded. */
  readonly noise: boolean;
}

/**
 * Opens a model of the user's own.
 *
 * Throws UsageError, in one line, where a file is not what it must be.
 */
export async function openOwn(
  { logits, files: said }: OwnModel,
  { files, noise, ...images }: OwnOpening,
): Promise<EvaluatedModel> {
  if (!("encoder" in files)) return await outputsModel(files, { ...images, logits });
  const layout = "encoder" in said ? said.layout : undefined;
  const model = await onnxModel(files, { size: images.dataset.size, layout, logits });
  if (noise && !model.noise) {
    throw new UsageError(
      `--noise must be left out with ${files.encoder.name}, which has no second output with ln σ²`,
    );
  }
  return model;
}
