/**
 * A short training of the smallest profile, made twice: whether a device gives the same bytes, and
 * its losses, to be compared with another backend's.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { buildDataset, type Dataset } from "../dataset/dataset.ts";
import { resolveDatasetParameters } from "../dataset/parameters.ts";
import { variableValues } from "../model/saving.ts";
import { Vae } from "../model/mod.ts";
import { sha256 } from "../results/digest.ts";
import { PROFILES } from "../study/profiles.ts";
import { Adam } from "../training/adam.ts";
import { epochOrder } from "../training/batches.ts";
import { TRANSECT_LOSS } from "../training/defaults.ts";
import { trainingStep } from "../training/step.ts";
import type { SmokeLosses } from "./messages.ts";

/** Steps of the training. */
const STEPS = 20;

/** The profile that it is of. */
const SMOKE = PROFILES.smoke;

/** Losses and final variables of one training. */
async function trainOnce(dataset: Dataset): Promise<{ losses: number[]; variables: Uint8Array }> {
  const { divide, latents, posterior, batch, rate } = SMOKE.training;
  const vae = Vae.create({ size: SMOKE.dataset.size, divide, latents, posterior }, 0);
  const adam = new Adam(vae.trainable);
  const set = { ...dataset, indices: dataset.subsets.punctured };
  const order = epochOrder(set.indices.length, { seed: 0, epoch: 0 });
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const chosen = order.subarray(step * batch, (step + 1) * batch);
    const terms = trainingStep(vae, adam, {
      ...{ set, chosen, step, rate },
      loss: TRANSECT_LOSS,
      seed: 0,
    });
    losses.push((await terms.data())[0]);
    terms.dispose();
  }
  const values = await variableValues(vae);
  adam.dispose();
  vae.dispose();
  return { losses, variables: new Uint8Array(values.buffer) };
}

/** Trains twice on the active backend. */
export async function measureLosses(backend: Backend): Promise<SmokeLosses> {
  const dataset = await buildDataset(resolveDatasetParameters(SMOKE.dataset));
  const first = await trainOnce(dataset);
  backend.check();
  const second = await trainOnce(dataset);
  const weights = sha256(first.variables);
  return {
    losses: first.losses,
    sameBytesTwice: weights === sha256(second.variables) &&
      first.losses.every((loss, step) => loss === second.losses[step]),
    weights,
  };
}
