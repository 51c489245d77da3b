/**
 * What an arm of a study may change, by name: the vocabulary of `--vary` and of the declared
 * studies. A setting is read by the very flag of the script that takes it, so that a sweep allows
 * what the scripts allow.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName, hasStroke, periodicAxis } from "../curve/family.ts";
import { usualStroke } from "../curve/geometry.ts";
import { datasetFields } from "../dataset/fields.ts";
import { datasetHole, holeText } from "../curve/family_hole.ts";
import { type DatasetParameters, resolveDatasetParameters } from "../dataset/parameters.ts";
import { UsageError } from "../errors.ts";
import { type Flag, flag } from "../cli/flags.ts";
import { setting } from "../cli/setting.ts";
import { PENALTIES } from "../model/penalties.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import { architectureSchema, SIZE_RULE } from "../model/schemas.ts";
import { TRUE_LATENTS } from "../model/true_codes.ts";
import { formatHole, PUBLISHED_HOLE_TEXT } from "../space/hole.ts";
import { type TrainParameters, trainSchema } from "../training/schema.ts";
import type { ProfileName } from "./profiles.ts";
import { checkEvaluation } from "../evaluation/check.ts";
import { evaluateSchema, type EvaluationChoice } from "../evaluation/evaluate_parameters.ts";
import { TRANSECT_LOSS } from "../training/defaults.ts";
import { PROFILES } from "./profiles.ts";
import { defaultSubset, optimiserFlags, trainFlags } from "../training/flags.ts";

const { seed: _, ...network } = optimiserFlags;
const { loss, lambda, gamma, weights } = trainFlags;

/** What a setting is under a profile, given the profile's own value. */
type Relative = (standard: number) => number;

/** A number, or a multiple of the profile's own such as `0.5x`. */
function relative(
  number: Flag<number>,
  { round = (value) => value }: { round?: (value: number) => number } = {},
): Flag<Relative> {
  const allowed = `${number.allowed}, or a multiple of the profile's own such as 0.5x`;
  const read = (name: string, [text]: readonly string[]): Relative => {
    const factor = /^(\d+\.?\d*|\.\d+)x$/.exec(text)?.[1];
    const plain = (value: string, given: string) => {
      try {
        return number.read(name, [value]);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        throw new UsageError(`${name} must be ${allowed}, received ${given}`);
      }
    };
    if (factor === undefined) {
      const value = plain(text, text);
      return () => value;
    }
    return (standard) => {
      const value = round(Number(factor) * standard);
      return plain(String(value), `${text}, which is ${value} here`);
    };
  };
  return { ...number, allowed, read, default: undefined };
}

const stroke = relative(
  setting(datasetFields.stroke, { help: "width of the line" }),
);

const whole = { round: Math.round };

/** Half of 1 is no whole number, and must not come out as 1 again. */
const wholeFromOne = (value: number) => value < 1 ? value : Math.round(value);

const SETTING_FLAGS = {
  hole: flag.parsed(holeText, {
    allowed: `a hole such as ${PUBLISHED_HOLE_TEXT}`,
    help: "what is left out",
  }),
  "hole.radius": flag.number({
    min: 0,
    exclusiveMin: true,
    max: 3,
    help: "radius of the hole, a disc",
  }),
  leak: setting(datasetFields.leak, { help: "training points in the hole that are kept" }),
  family: setting(datasetFields.family, { help: "family of the shapes" }),
  petals: setting(datasetFields.petals.unwrap(), { help: "petals of a rose" }),
  points: relative(setting(datasetFields.points, { help: "points of the dataset" }), whole),
  // The network halves an image three times.
  size: relative(
    setting(datasetFields.size, { help: "side of an image" }),
    { round: (value) => 8 * Math.round(value / 8) },
  ),
  stroke,
  subset: flag.choice(["punctured", "full"], { help: "which images are trained on" }),
  loss,
  lambda,
  gamma,
  weights,
  ...network,
  divide: relative(network.divide, { round: wholeFromOne }),
  epochs: relative(network.epochs, { round: wholeFromOne }),
  rate: relative(network.rate),
  "evaluation.stroke": stroke,
  snapshots: flag.choice(["on"], { help: "keep the weights after each epoch" }),
  "evaluation.epoch": setting(evaluateSchema.shape.epoch.unwrap(), {
    help: "the epoch after which the network is evaluated",
  }),
  "evaluation.noise": flag.choice(["on", "off"], { help: "z = μ + σ·ε at evaluation, or μ" }),
} as const;

/** Name of a setting. */
export type SettingName = keyof typeof SETTING_FLAGS;

/** Names of all settings, in the order in which they are listed. */
export const SETTING_NAMES = Object.keys(SETTING_FLAGS) as readonly SettingName[];

/** What an arm sets, as a user would type it. What is not set is the profile's. */
export type Settings = Readonly<Partial<Record<SettingName, string | number>>>;

/** A run of an arm: every parameter of its stages. */
export interface ArmRun {
  readonly dataset: DatasetParameters;
  readonly training: TrainParameters;
  readonly evaluation: EvaluationChoice;
}

/**
 * Checks a setting's name and value.
 *
 * Throws UsageError, naming what is allowed, on an unknown name or a value outside its range.
 */
export function checkSetting(name: string, value: string): asserts name is SettingName {
  if (!Object.hasOwn(SETTING_FLAGS, name)) {
    throw new UsageError(
      `a setting must be one of ${SETTING_NAMES.join(", ")}, received ${name || "none"}`,
    );
  }
  try {
    SETTING_FLAGS[name as SettingName].read(name, [value]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message.replace(/^--/, ""));
  }
}

/**
 * The parameters of an arm's stages under a profile, for one seed. Subset "punctured" and the
 * objective of the published transects, unless set.
 *
 * Throws UsageError on a setting that is unknown, outside its range, or at odds with another.
 */
export function resolveArm(
  settings: Settings,
  { profile, seed }: { profile: ProfileName; seed: number },
): ArmRun {
  const value = <N extends SettingName, D>(name: N, standard: D) => {
    const given = settings[name];
    if (given === undefined) return standard;
    checkSetting(name, String(given));
    type Value = (typeof SETTING_FLAGS)[N] extends Flag<infer T> ? T : never;
    return SETTING_FLAGS[name].read(name, [String(given)]) as Value;
  };
  for (const [name, given] of Object.entries(settings)) checkSetting(name, String(given));
  const { dataset, training } = PROFILES[profile];
  const scaled = (
    name: "size" | "points" | "divide" | "epochs" | "rate" | "stroke" | "evaluation.stroke",
    standard: number,
    none = standard,
  ) => value(name, undefined)?.(standard) ?? none;
  const size = scaled("size", dataset.size);
  if (!architectureSchema.shape.size.safeParse(size).success) {
    throw new UsageError(
      `size must be one that the network can halve three times, ${SIZE_RULE}, ` +
        `received ${size}`,
    );
  }
  const family = value("family", DEFAULT_SHAPES.family);
  const standardStroke = usualStroke({ family, geometry: dataset.geometry, size });
  for (const name of ["stroke", "evaluation.stroke"] as const) {
    if (settings[name] === undefined || hasStroke(family)) continue;
    throw new UsageError(
      `${name} must be left out with family ${family}, received ${settings[name]}`,
    );
  }
  const drawn = scaled("stroke", standardStroke);
  const penalty = value("loss", TRANSECT_LOSS.penalty);
  const posterior = value("posterior", training.posterior);
  const { encoder, noise } = POSTERIORS[posterior];
  const resolved = resolveDatasetParameters({
    ...dataset,
    points: scaled("points", dataset.points),
    size,
    stroke: drawn,
    hole: holeOf(settings),
    leak: value("leak", 0),
    family,
    ...(settings.petals === undefined ? {} : { petals: value("petals", 0) }),
    seed,
  });
  const run = {
    dataset: resolved,
    training: {
      divide: scaled("divide", training.divide),
      latents: value("latents", encoder ? training.latents : TRUE_LATENTS),
      posterior,
      subset: value("subset", defaultSubset(resolved.hole)),
      loss: {
        lambda: value("lambda", noise ? TRANSECT_LOSS.lambda : 0),
        penalty,
        gamma: value("gamma", undefined) ?? PENALTIES[penalty].gamma,
        weights: value("weights", TRANSECT_LOSS.weights),
      },
      epochs: scaled("epochs", training.epochs),
      batch: value("batch", training.batch),
      rate: scaled("rate", training.rate),
      decay: value("decay", training.decay),
      ...(value("snapshots", "off") === "on" ? { snapshots: true as const } : {}),
      seed,
    },
    evaluation: {
      stroke: scaled("evaluation.stroke", standardStroke, drawn),
      noise: value("evaluation.noise", "off") === "on",
      ...(settings["evaluation.epoch"] === undefined
        ? {}
        : { epoch: value("evaluation.epoch", 0) }),
    },
  };
  checkRun(run);
  return run;
}

/**
 * Throws UsageError where a run's parameters are at odds, or one of them does nothing beside the
 * others, so that a study is refused before any of it is computed.
 */
function checkRun({ dataset, training, evaluation }: ArmRun): void {
  const parsed = trainSchema.safeParse(training);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    // The penalty's setting is called loss.
    const setting = path.map(String).join(".").replace(/^loss\./, "").replace("penalty", "loss");
    throw new UsageError(`${setting} ${message.replace(" penalty ", " loss ")}`);
  }
  if (periodicAxis(dataset.family) === "b" && training.loss.weights !== "none") {
    throw new UsageError(
      `weights must be none with family ${dataset.family}, whose b is periodic, received ` +
        training.loss.weights,
    );
  }
  if (training.subset !== "full" && dataset.hole === "none") {
    throw new UsageError(`subset must be full without a hole, received ${training.subset}`);
  }
  checkEvaluation(evaluation, training);
}

/**
 * The hole that settings ask for: their own as it was typed, or the published one, with their radius
 * where that is set.
 *
 * Throws UsageError where a radius is set beside a hole that is no disc or has another radius, since
 * one of the two would then do nothing.
 */
export function holeOf(settings: Settings): string {
  const { family = DEFAULT_SHAPES.family, hole: given } = settings;
  const text = String(given ?? PUBLISHED_HOLE_TEXT);
  if (settings["hole.radius"] === undefined) return text;
  const radius = Number(settings["hole.radius"]);
  const hole = datasetHole({ hole: text, family: family as FamilyName });
  if (hole.kind !== "disc") {
    throw new UsageError(`hole.radius must go with a disc, received hole ${text}`);
  }
  if (given !== undefined && hole.radius !== radius) {
    throw new UsageError(
      `hole.radius must be that of the hole ${text} or be left out, received ${radius}`,
    );
  }
  return formatHole({ ...hole, radius });
}
