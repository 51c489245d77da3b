/**
 * A few steps of training a small network, on the active backend of Deno or of a browser's page.
 *
 * @module
 */

import type { ImageSet } from "../../lib/dataset/image_set.ts";
import type { Architecture } from "../../lib/model/architecture.ts";
import { Vae } from "../../lib/model/vae.ts";
import { Adam } from "../../lib/training/adam.ts";
import { trainingStep } from "../../lib/training/step.ts";
import type { TrainParameters } from "../../lib/training/schema.ts";

/** What is trained, on what. */
export interface FewSteps {
  readonly architecture: Architecture;
  readonly set: ImageSet;
  readonly parameters: Pick<TrainParameters, "loss" | "seed" | "rate" | "batch">;
  /** Number of steps. */
  readonly count: number;
}

/** What a few steps gave. */
export interface Taken {
  /** Loss and its terms of each step. */
  readonly terms: readonly (readonly number[])[];
  /** First moments by variable after the first step: a tenth of its gradients. */
  readonly moments: Readonly<Record<string, Float32Array>>;
}

/** Takes the steps, each on the images that follow the last step's. */
export async function takeSteps(
  { architecture, set, parameters, count }: FewSteps,
  onStep: () => void = () => {},
): Promise<Taken> {
  const { batch, ...rest } = parameters;
  const vae = Vae.create(architecture, rest.seed);
  const adam = new Adam(vae.trainable);
  const terms: number[][] = [];
  let moments: Float32Array = new Float32Array();
  for (let step = 0; step < count; step++) {
    const chosen = Uint32Array.from({ length: batch }, (_, k) => step * batch + k);
    const values = trainingStep(vae, adam, { set, chosen, step, ...rest });
    terms.push([...await values.data()]);
    values.dispose();
    onStep();
    if (step === 0) moments = await adam.moments.first.data<"float32">();
  }
  let start = 0;
  const byVariable = [...vae.trainable].map(([name, { size }]) => {
    start += size;
    return [name, moments.slice(start - size, start)] as const;
  });
  return { terms, moments: Object.fromEntries(byVariable) };
}
