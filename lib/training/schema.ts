/**
 * Parameters of a training run. A value that would do nothing beside the others is refused: it
 * would stand in the result's name and in a study's arms as if it had done something.
 *
 * @module
 */

import { z } from "zod";
import { NETWORK_NAMES } from "../words/network_names.ts";
import { UsageError } from "../errors.ts";
import { LEAST_WEIGHT } from "../model/loss_parameters.ts";
import { PENALTIES, PENALTY_NAMES } from "../model/penalties.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import { architectureSchema, lossSchema } from "../model/schemas.ts";
import { TRUE_LATENTS } from "../model/true_codes.ts";
import { canonicalDivide } from "../model/widths.ts";
import { MAX_SEED } from "../seed.ts";

/** How the learning rate goes from the first step to the last. */
export const DECAYS = ["constant", "cosine"] as const;

/** Smaller steps are lost in float32, whose least normal number is 1.2e-38; 1e-12 is generous. */
const LEAST_RATE = 1e-12;

/** Each parameter by itself. */
const unchecked = z.strictObject({
  ...architectureSchema.omit({ size: true }).shape,
  subset: z.enum(NETWORK_NAMES),
  loss: lossSchema,
  epochs: z.int().min(1).max(10_000),
  batch: z.int().min(1).max(1024),
  /** Adam's learning rate; 1e-4 as published. */
  rate: z.number().positive().max(1),
  /** `cosine` lets the rate fall to 0 along half a cosine (Loshchilov & Hutter 2017). */
  decay: z.enum(DECAYS),
  /** Whether the weights after each epoch are kept, to be evaluated; absent where they are not. */
  snapshots: z.literal(true).exactOptional(),
  /** Draws the weights, the order of the images and the noise ε. */
  seed: z.int().min(0).max(MAX_SEED),
});

/** Fully resolved parameters of a training run; the image size is the dataset's. */
export const trainSchema = unchecked.superRefine((parameters, context) => {
  for (const { path, message } of withoutEffect(parameters)) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
});

/** Fully resolved parameters of a training run. */
export type TrainParameters = z.infer<typeof trainSchema>;

/** A value that does nothing beside the others, and what is allowed. */
interface WithoutEffect {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * What of a run's parameters does nothing. The test `tests/training/settings_effect_test.ts`
 * changes every setting alone and finds those that are missing here.
 */
function* withoutEffect(
  { divide, posterior, latents, loss, epochs, batch, rate, snapshots }: z.infer<typeof unchecked>,
): Generator<WithoutEffect> {
  const must = (path: string, what: string, given: string | number): WithoutEffect => ({
    path: path.split("."),
    message: `must be ${what}, received ${given}`,
  });
  const same = canonicalDivide(divide);
  if (divide !== same) yield must("divide", `${same}, which gives the same network`, divide);
  if (snapshots && epochs === 1) {
    // The weights after the last epoch are those of the network.
    yield must("snapshots", "left out with a single epoch", "true");
  }
  if (rate < LEAST_RATE) yield must("rate", `at least ${LEAST_RATE}`, rate);
  for (const weight of ["lambda", "gamma"] as const) {
    const given = loss[weight];
    if (given === 0 || given >= LEAST_WEIGHT) continue;
    yield must(`loss.${weight}`, `0 or at least ${LEAST_WEIGHT}`, given);
  }
  const { penalty, gamma, weights } = loss;
  const least = PENALTIES[penalty];
  const { encoder, noise } = POSTERIORS[posterior];
  const beside = `with posterior ${posterior}`;
  if (!noise && loss.lambda !== 0) {
    // Without noise there is no KL divergence to weigh.
    yield must("loss.lambda", `0 ${beside}`, loss.lambda);
  }
  if (!encoder) {
    // The decoder alone, on the true parameters: no code can be changed.
    if (latents !== TRUE_LATENTS) yield must("latents", `${TRUE_LATENTS} ${beside}`, latents);
    if (penalty !== "none") yield must("loss.penalty", `none ${beside}`, penalty);
  } else if (!noise && least.noise) {
    const others = PENALTY_NAMES.filter((name) => !PENALTIES[name].noise).join(", ");
    yield must("loss.penalty", `one of ${others} ${beside}`, penalty);
  }
  if (penalty === "none") {
    if (gamma !== 0) yield must("loss.gamma", "0 with penalty none", gamma);
  } else {
    if (gamma === 0) yield must("loss.gamma", `more than 0 with penalty ${penalty}`, gamma);
    if (latents < least.latents) {
      yield must("latents", `at least ${least.latents} with penalty ${penalty}`, latents);
    }
    if (batch < least.batch) {
      yield must("batch", `at least ${least.batch} with penalty ${penalty}`, batch);
    }
  }
  if (batch === 1 && weights === "published") {
    // One weight a batch of one image is one weight an image.
    yield must("loss.weights", "none or per-image with batch 1", weights);
  }
}

/**
 * Throws UsageError where a run's parameters do not fit the images that it would train on: a batch
 * larger than their number, a decay over a single step, or a subset that is the full set.
 *
 * @param subsets indices of the dataset's images, by use
 */
export function checkImages(
  { batch, epochs, decay, subset }: TrainParameters,
  subsets: Readonly<Record<TrainParameters["subset"], ArrayLike<number>>>,
): void {
  const count = subsets[subset].length;
  if (subset !== "full" && count === subsets.full.length) {
    throw new UsageError(
      `--subset must be full where no training image lies in the hole, received ${subset}`,
    );
  }
  if (count < batch) {
    throw new UsageError(
      `--batch must be at most the ${count} training images of the ${subset} subset, ` +
        `received ${batch}`,
    );
  }
  if (decay !== "constant" && epochs * Math.ceil(count / batch) === 1) {
    throw new UsageError(`--decay must be constant where there is one step, received ${decay}`);
  }
}
