/**
 * Evaluations of models held against those of their controls, pair by pair, as a comparison of one arm:
 * what a study does with its networks, for models that were trained elsewhere.
 *
 * @module
 */

import { areUsual } from "../curve/family.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { UsageError } from "../errors.ts";
import type { EvaluationChoice } from "../evaluation/evaluate_parameters.ts";
import { inspectResult } from "../results/check.ts";
import type { Manifest } from "../results/manifest.ts";
import type { Result } from "../results/stage.ts";
import { listResults, openResult, resultsFolderOf } from "../results/store.ts";
import type { TrainParameters } from "../training/schema.ts";
import type { ComparisonParameters } from "./schema.ts";

/** Evaluations, in the order in which they are paired. */
export interface PairedEvaluations {
  /** Of models that were trained around the hole. */
  readonly punctured: readonly Result[];
  /** Of their controls, trained on as many images from everywhere. */
  readonly control: readonly Result[];
}

/** A comparison that is ready to run. */
export interface ModelComparison {
  readonly parameters: ComparisonParameters;
  readonly inputs: Readonly<Record<string, Result>>;
}

/** What is known of an evaluation besides its figures. */
interface Evaluation {
  readonly result: Result;
  readonly manifest: Manifest;
  /** Of the model's training. */
  readonly seed: number;
  /** How it was trained, but for its seed and its images; of a model of the user's own nothing is known. */
  readonly training: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Pairs evaluations by order.
 *
 * Throws UsageError, in one line, where there are not as many of both, one stands twice, an evaluation
 * is of a model that saw other images than its list says, the two of a pair are not of one dataset or
 * a model stands beside a control of another seed while the control of its own is there too, the
 * datasets do not have one hole, one family and images of one kind, or the models were not trained or not
 * evaluated in one way. The seed of a pair is that of its punctured model; where two are equal, pairs are numbered.
 *
 * @param name Names the arm.
 */
export async function compareModels(
  { punctured, control }: PairedEvaluations,
  { name }: { name: string },
): Promise<ModelComparison> {
  if (punctured.length === 0 || punctured.length !== control.length) {
    throw new UsageError(
      "--punctured and --control must name as many evaluations, at least one each, received " +
        `${punctured.length} and ${control.length}`,
    );
  }
  const given = [...punctured, ...control];
  // One folder may be spelt in two ways.
  const twice = given.find(({ key }, n) => given.findIndex((other) => other.key === key) !== n);
  if (twice) {
    throw new UsageError(`each evaluation must be named once, received ${twice.directory} twice`);
  }
  const models = await Promise.all(punctured.map((result) => look(result, "punctured")));
  const controls = await Promise.all(control.map((result) => look(result, "control")));
  models.forEach((model, n) => {
    const [one, other] = [model, controls[n]].map(({ manifest }) => manifest.inputs.dataset.key);
    if (one === other) return;
    throw new UsageError(
      `each --control must be of the dataset of its --punctured, in the same order; ` +
        `${controls[n].result.directory} is not of that of ${model.result.directory}`,
    );
  });
  models.forEach((model, n) => {
    if (controls[n].seed === model.seed) return;
    // One dataset may have networks of several seeds. Where no control has the seed, none is meant.
    const meant = controls.find(({ seed }) => seed === model.seed);
    if (meant === undefined) return;
    throw new UsageError(
      `each --control must have the seed of its --punctured, in the same order; ${
        controls[n].result.directory
      } has seed ${controls[n].seed}, ${model.result.directory} has seed ${model.seed}, as ` +
        meant.result.directory,
    );
  });
  const datasets = await Promise.all(models.map((model) => inputOf(model, "dataset")));
  const [kind] = checkSame(
    "all evaluations must be of one hole, one family of shapes and images of one kind",
    datasets.map(({ parameters }) => {
      const { hole, family, petals, size, geometry } = datasetFacts(parameters);
      return { hole, family, petals, size, geometry };
    }),
  );
  checkSame(
    "all models must be evaluated in one way",
    [...models, ...controls].map(({ result }) => {
      const { stroke, noise, epoch } = result.parameters as unknown as EvaluationChoice;
      return { stroke, noise, epoch };
    }),
  );
  checkSame(
    "all networks must be trained in one way",
    [...models, ...controls].flatMap(({ training }) => training ? [training] : []),
  );
  const seeds = models.map(({ seed }) => seed);
  const differ = new Set(seeds).size === seeds.length;
  const role = (list: keyof PairedEvaluations, n: number) => `${list}-${n}`;
  return {
    parameters: {
      study: "models",
      question: "Does the model fill the hole?",
      profile: "own",
      intervals: models.length > 1,
      arms: [{
        name,
        settings: {
          family: kind.family,
          ...(areUsual(kind) || kind.petals === undefined ? {} : { petals: kind.petals }),
        },
        against: null,
        hole: kind.hole,
        replicates: models.map((_, n) => ({
          seed: differ ? seeds[n] : n,
          model: role("punctured", n),
          control: role("control", n),
        })),
      }],
    },
    inputs: Object.fromEntries([
      ...punctured.map((result, n) => [role("punctured", n), result]),
      ...control.map((result, n) => [role("control", n), result]),
    ]),
  };
}

/** Throws UsageError where values differ, naming what and how; else gives them back. */
function checkSame<T extends Readonly<Record<string, unknown>>>(
  rule: string,
  values: readonly T[],
): readonly T[] {
  const [first] = values;
  for (const value of values) {
    const names = Object.keys({ ...first, ...value });
    const name = names.find((name) => value[name] !== first[name]);
    if (name === undefined) continue;
    const text = (one: unknown) => one === undefined ? "none" : String(one);
    throw new UsageError(
      `${rule}, received ${name} ${text(first[name])} and ${text(value[name])}`,
    );
  }
  return values;
}

async function look(result: Result, list: keyof PairedEvaluations): Promise<Evaluation> {
  const manifest = (await inspectResult(result.directory)).manifest!;
  const { own } = result.parameters as unknown as EvaluationChoice;
  const parameters = own ? undefined : (await inputOf({ result, manifest }, "model")).parameters;
  const { subset, seed } = parameters ?? { subset: own!.trainedOn, seed: own!.seed };
  if (subset !== list) {
    throw new UsageError(
      `--${list} must name evaluations of models trained on the ${list} images, ` +
        `${result.directory} is of one trained on the ${subset} images`,
    );
  }
  const training = parameters && trainedHow(parameters as unknown as TrainParameters);
  return { result, manifest, seed: Number(seed), training };
}

/** What must be equal of networks that are compared; weights that were kept on the way change nothing. */
function trainedHow(
  { subset: _, seed: __, snapshots: ___, loss, ...rest }: TrainParameters,
): Readonly<Record<string, unknown>> {
  return { ...rest, ...loss };
}

/** What an evaluation was made from, which lies in the same results folder. */
async function inputOf(
  { result: { directory }, manifest }: Pick<Evaluation, "result" | "manifest">,
  role: "dataset" | "model",
): Promise<{ parameters: Record<string, unknown> }> {
  const { key, stage } = manifest.inputs[role];
  const results = resultsFolderOf(directory);
  const folder = (await listResults(results, stage)).find((path) =>
    path.endsWith(key.slice(0, 12))
  );
  if (folder === undefined) {
    throw new UsageError(
      `${directory} must lie in the results folder of its ${role}, ${stage} ${key.slice(0, 12)}, ` +
        `which is not in ${results}`,
    );
  }
  const { parameters } = await openResult(folder, { stage });
  return { parameters: parameters as Record<string, unknown> };
}
