/**
 * The measures of an image against its target, in one table: what each is called, in which unit, what
 * it means, which way is better and how it is computed. Tables, dictionary, comparison, figures and
 * report take names, columns, words and directions from here, so that a new measure is one entry.
 *
 * @module
 */

import {
  binaryCrossEntropy,
  dice,
  entropy,
  type FloatImage,
  type ImageShape,
  meanSquaredError,
} from "./image_errors.ts";
import { structuralSimilarity } from "./structural_similarity.ts";

/** A reconstruction beside its target. */
export interface ImagePair extends ImageShape {
  /** Pixels in [0, 1], row-major. */
  readonly target: FloatImage;
  /** Pixels in [0, 1], as many. */
  readonly prediction: FloatImage;
  /** Binary cross-entropy of the pair, mean over pixels, in nats; computed once, when asked for. */
  readonly bce: number;
  /** Entropy of the target, mean over pixels, in nats; computed once, when asked for. */
  readonly entropy: number;
}

/** A table that has a column of a measure only where the measure says so. */
export type MeasureTable = "methods" | "distance";

/** A measure of an image against its target. */
export interface ImageMeasure {
  /** Its column in tables. */
  readonly column: string;
  /** Its name in figures. */
  readonly title: string;
  /** Empty where it has none. */
  readonly unit: string;
  /** What it is, for the data dictionary. */
  readonly meaning: string;
  /** Which way is better; `null` for a property of the target alone. */
  readonly better: "higher" | "lower" | null;
  /**
   * Its value for a perfect reconstruction; `null` where that depends on the image. Networks are
   * compared, and figures drawn, by the measures that have one.
   */
  readonly perfect: number | null;
  /** Digits behind the point in figures. */
  readonly digits: number;
  /** Tables that have its column, besides those of every measure. */
  readonly tables: readonly MeasureTable[];
  /** Computes it. */
  readonly of: (pair: ImagePair) => number;
}

/** The measures by name, in the order of the tables' columns. */
export const MEASURES = {
  bce: {
    column: "bce",
    title: "cross-entropy",
    unit: "nats a pixel",
    meaning: "binary cross-entropy of the reconstruction against the true image",
    better: "lower",
    perfect: null,
    digits: 4,
    tables: [],
    of: ({ bce }: ImagePair): number => bce,
  },
  entropy: {
    column: "entropy",
    title: "entropy of the truth",
    unit: "nats a pixel",
    meaning: "entropy of the true image: the least cross-entropy possible",
    better: null,
    perfect: null,
    digits: 4,
    tables: [],
    of: ({ entropy }: ImagePair): number => entropy,
  },
  bceExcess: {
    column: "bce_excess",
    title: "excess cross-entropy",
    unit: "nats a pixel",
    meaning: "bce − entropy; 0 is perfect",
    better: "lower",
    perfect: 0,
    digits: 4,
    tables: ["methods", "distance"],
    of: ({ bce, entropy }: ImagePair): number => bce - entropy,
  },
  mse: {
    column: "mse",
    title: "mean squared error",
    unit: "",
    meaning: "mean squared error of pixels in [0, 1]",
    better: "lower",
    perfect: 0,
    digits: 4,
    tables: ["methods"],
    of: ({ target, prediction }: ImagePair): number => meanSquaredError(target, prediction),
  },
  ssim: {
    column: "ssim",
    title: "structural similarity",
    unit: "",
    meaning: "structural similarity (Wang et al. 2004), −1 to 1; 1 is perfect",
    better: "higher",
    perfect: 1,
    digits: 3,
    tables: [],
    of: ({ target, prediction, width }: ImagePair): number =>
      structuralSimilarity(target, prediction, { width }),
  },
  dice: {
    column: "dice",
    title: "Dice",
    unit: "",
    meaning: "Dice coefficient on grey values, 0 to 1; 1 is perfect",
    better: "higher",
    perfect: 1,
    digits: 3,
    tables: ["methods", "distance"],
    of: ({ target, prediction }: ImagePair): number => dice(target, prediction),
  },
} as const satisfies Readonly<Record<string, ImageMeasure>>;

/** Name of a measure. */
export type MeasureName = keyof typeof MEASURES;

/** Name of a measure by which networks are compared. */
export type ComparedMeasure = {
  [Name in MeasureName]: typeof MEASURES[Name]["perfect"] extends number ? Name : never;
}[MeasureName];

/** The measure that headlines and figures show where no other is asked for. */
export const MAIN_MEASURE = "dice" satisfies ComparedMeasure;

/** The errors of one reconstruction, or their means over a set, by name of the measure. */
export type ImageErrors = Readonly<Record<MeasureName, number>>;

/** Mean errors of a set of reconstructions. */
export interface MeanErrors extends ImageErrors {
  /** Number of images. */
  readonly count: number;
}

/** Names of all measures, in the order of the tables' columns. */
export const MEASURE_NAMES = Object.keys(MEASURES) as readonly MeasureName[];

/** The facts of a measure. */
function measureOf(name: MeasureName): ImageMeasure {
  return MEASURES[name];
}

/** Names of the measures by which networks are compared, in the order of the columns. */
export const COMPARED_MEASURES: readonly ComparedMeasure[] = MEASURE_NAMES.filter(
  (name): name is ComparedMeasure => measureOf(name).perfect !== null,
);

/** Names of the measures that a table of its own has, the main one first. */
export function measuresIn(table: MeasureTable): MeasureName[] {
  const names = MEASURE_NAMES.filter((name) => measureOf(name).tables.includes(table));
  return names.toSorted((one, other) =>
    Number(other === MAIN_MEASURE) - Number(one === MAIN_MEASURE)
  );
}

/**
 * Puts a reconstruction beside its target.
 *
 * @param target Pixels in [0, 1], row-major.
 * @param prediction Pixels in [0, 1], as many.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { imagePair, MEASURES } from "./measures.ts";
 *
 * const pair = imagePair(Float64Array.of(1, 1, 0), Float64Array.of(1, 0, 0), { width: 3 });
 * assertAlmostEquals(MEASURES.dice.of(pair), 2 / 3);
 * ```
 */
export function imagePair(
  target: FloatImage,
  prediction: FloatImage,
  { width }: ImageShape,
): ImagePair {
  let bce: number | undefined, bound: number | undefined;
  return {
    target,
    prediction,
    width,
    get bce() {
      return bce ??= binaryCrossEntropy(target, prediction);
    },
    get entropy() {
      return bound ??= entropy(target);
    },
  };
}
