/**
 * A network of this suite as an evaluation sees it.
 *
 * @module
 */

import { decoderDerivatives } from "../model/decoder_derivatives.ts";
import { decodeLatents, encodeMeans, encodePosteriors, encodeSamples } from "../model/inference.ts";
import type { Vae } from "../model/mod.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import { createRandom } from "../random.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";
import type { EvaluationHelper } from "./helpers.ts";

/**
 * A network that encodes and decodes on the current backend.
 *
 * @param helpers workers with the same network that take a share
 */
export function trainedModel(vae: Vae, helpers?: readonly EvaluationHelper[]): EvaluatedModel {
  const { latents, posterior } = vae.architecture;
  const shared = { helpers };
  return {
    latents,
    encodes: POSTERIORS[posterior].encoder,
    noise: POSTERIORS[posterior].noise,
    close: () => vae.dispose(),
    async reconstruct(set, { noise, seed }) {
      const means = await encodeMeans(vae, set, shared);
      const codes = noise
        ? await encodeSamples(vae, set, createRandom(seed, `evaluation/noise/${set.name}`))
        : means;
      return { means, images: await decodeLatents(vae, codes, shared) };
    },
    posteriors: (set) => encodePosteriors(vae, set, shared),
    encode: (set) => encodeMeans(vae, set, shared),
    decode: (codes) => decodeLatents(vae, codes, shared),
    derivatives: (codes, directions) => decoderDerivatives(vae, { latents: codes, directions }),
  };
}
