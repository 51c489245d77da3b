/**
 * The data dictionary: name, unit and meaning of every column of the tables that an evaluation and
 * a sweep write. It is written beside the tables as `tables/dictionary.csv`, so that a statistician
 * needs nothing but the folder.
 *
 * @module
 */

import { DEFAULT_FAMILY, FAMILIES, type ShapeParameter } from "../curve/family.ts";
import {
  MEASURE_NAMES,
  type MeasureName,
  MEASURES,
  measuresIn,
} from "../measure/image/measures.ts";
import { RECOVERY, RECOVERY_BY_DISTANCE } from "../measure/image/recovery.ts";

/** A column: its unit and what it holds. */
export type Column = readonly [unit: string, meaning: string];

const POINT: Record<string, Column> = Object.fromEntries(
  Object.entries<ShapeParameter>(FAMILIES[DEFAULT_FAMILY].parameters).map(
    ([name, { words, unit, range }]) => [
      name,
      [unit, `true ${words} of the shape, ${range.join(" to ")}`],
    ],
  ),
);

const SET: Record<string, Column> = {
  set: ["", "hole (fresh points in the hole), validation (outside it), or a transect P1, P2, P3"],
  index: ["", "number of the point in the dataset's table (validation), else within its set"],
};

/** Columns of measures of the image. */
function errorColumns(names: readonly MeasureName[] = MEASURE_NAMES): Record<string, Column> {
  return Object.fromEntries(
    names.map((name) => MEASURES[name]).map((
      { column, unit, meaning },
    ) => [column, [unit, meaning]]),
  );
}

/** Columns of measures of the shape that fits it best. */
function recoveryColumns(
  columns: readonly string[] = Object.keys(RECOVERY),
): Record<string, Column> {
  return Object.fromEntries(
    columns.map((column) => [column, [RECOVERY[column].unit, RECOVERY[column].meaning]]),
  );
}

const METHOD_COLUMNS = errorColumns(measuresIn("methods"));

const DISTANCE_COLUMNS = {
  ...errorColumns(measuresIn("distance")),
  ...recoveryColumns(RECOVERY_BY_DISTANCE),
};

/** Names in a list, for instance `dice, bce_excess or mse`. */
function alternatives(columns: Record<string, Column>): string {
  return Object.keys(columns).join(", ").replace(/, ([^,]*)$/, " or $1");
}

const INSIDE: Record<string, Column> = {
  inside_hole: ["", "1 in the hole, 0 outside"],
};

/** Columns of an evaluation's tables, by table; `mu_1`, … and `angle_1`, … stand for each latent. */
export const EVALUATION_DICTIONARY: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  points: {
    ...SET,
    ...POINT,
    hole_distance: ["axis units", "signed distance to the hole's edge; negative inside"],
    edge_distance: ["axis units", "distance to the nearest edge of the space"],
    ...errorColumns(),
    a_fit: ["axis units", "a of the shape that fits the reconstruction best"],
    b_fit: ["axis units", "b of that shape"],
    ...recoveryColumns(),
    mu_k: ["latent units", "μ of the true image, dimension k; the true code of a decoder alone"],
  },
  distance: {
    edge: [
      "",
      "hole: signed distance to the hole's edge; space: distance to the edge of the space",
    ],
    from: ["axis units", "lower end of the bin, included"],
    to: ["axis units", "upper end of the bin, excluded"],
    count: ["images", "images of the sets hole and validation in the bin"],
    ...DISTANCE_COLUMNS,
  },
  lattice: {
    ...POINT,
    ...INSIDE,
    ...errorColumns(),
    mu_k: ["latent units", "μ of the true image, dimension k"],
  },
  methods: {
    ...SET,
    ...POINT,
    method: [
      "",
      "nearest-image and nearest-point: training image nearest in pixels, in (a, b); cross-fade: " +
      "of the images at both ends of the shortest chord through the point, or of the transect's " +
      "crossing; pca-latents and pca-50: principal components, as many as latents, or 50; " +
      "latent-line: the same line between the encodings of both ends; attribute-vectors: the " +
      "nearest encoding outside the hole plus the mean steps for more a and b; predicted-code: μ " +
      "that a polynomial fitted outside the hole predicts",
    ],
    ...METHOD_COLUMNS,
  },
  latents: {
    latent: ["", "latent dimension, from 1"],
    signal: ["latent units²", "variance of μ over all points of the dataset"],
    noise: ["latent units²", "mean of the posterior's variance σ² over them"],
    kl: ["nats", "mean KL divergence of the latent from its prior, ½ (μ² + σ² − ln σ² − 1)"],
    active_unit: ["", "1 where the signal exceeds 0.01 (Burda et al. 2016), else 0"],
    scored: ["", "1 where the signal exceeds the noise, so that scores of the codes count it"],
  },
  scores: {
    measure: [
      "",
      "name of a score of the codes in metrics.json, made of the latents that are scored",
    ],
    value: ["as the measure", "its value; empty where it has none"],
    note: ["", "why it has no value, or what it leaves out"],
  },
  covariance: {
    i: ["", "latent dimension, from 1"],
    j: ["", "latent dimension, from 1"],
    covariance: ["latent units²", "covariance of μ_i and μ_j over all points of the dataset"],
    correlation: ["", "their correlation, −1 to 1"],
  },
  axes: {
    component: ["", "principal axis by falling variance, from 1"],
    share: ["", "its share of the variance of μ, 0 to 1"],
    angle_k: ["degrees", "its angle to latent axis k, 0 to 90"],
  },
  factors: {
    factor: ["", "a or b"],
    latent: ["", "latent dimension, from 1; one that is not scored has empty cells"],
    mutual_information: [
      "nats",
      "mutual information of factor and code in 20 × 20 bins of equal frequency; empty for a " +
      "factor that does not vary, as are the next three",
    ],
    r2: ["", "R² of the factor by a line in the code, 0 to 1"],
    importance_lasso: ["", "|coefficient| of the standardised code in a Lasso (DCI)"],
    importance_forest: ["", "importance of the code in a random forest (DCI)"],
  },
  isolines: {
    constant: ["", "which parameter is constant on the line: a or b"],
    value: ["axis units", "its value"],
    crosses_hole: ["", "1 where the line crosses the hole"],
    turning: [
      "radians",
      "angle through which the line of μ turns; 0 is straight; empty, as the next two, where no " +
      "latent changes along the line by more than its noise",
    ],
    arc_over_chord: ["", "length of the line of μ over the distance of its ends; 1 is straight"],
    straightness: ["", "share of the line's variance along its best straight line, 0 to 1"],
  },
  volume: {
    ...POINT,
    ...INSIDE,
    volume: [
      "pixels² / latent units²",
      "volume element of the decoder's pull-back metric on the sheet of μ, from the decoder's " +
      "exact derivative at the point",
    ],
  },
};

const INTERVAL: Record<string, Column> = {
  seeds: ["", "number of seeds that have a value"],
  estimate: ["as the measure", "mean over seeds of the mean over points; NaN where none has one"],
  low: [
    "as the measure",
    "lower end of the 95 % bootstrap interval over seeds, then points; NaN below two seeds",
  ],
  high: ["as the measure", "its upper end"],
  t_low: [
    "as the measure",
    "lower end of the 95 % t interval over seeds; it holds the true mean in 95 % of studies where " +
    "the seeds' values are normal, in less where they are skewed (0.88 for 3 exponential ones)",
  ],
  t_high: ["as the measure", "its upper end"],
};

const ARM: Record<string, Column> = {
  arm: ["", "name of the arm in its study"],
};

const MEASURE: Record<string, Column> = {
  measure: [
    "",
    "name of a measure: a column of an evaluation's points.csv or a figure of its codes",
  ],
};

/** Columns of a sweep's tables, by table. */
export const SWEEP_DICTIONARY: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  arms: {
    ...ARM,
    set: ["", "hole, validation, transects (all three), or codes for what has no points"],
    ...MEASURE,
    quantity: [
      "",
      "model; control; deficit: how much worse the model is than its control, point by point " +
      "(positive where the hole costs something); against: model minus the arm it is held " +
      "against; deficit-against: its deficit minus that arm's",
    ],
    ...INTERVAL,
    note: [
      "",
      "how many seeds have no value and why, or what the values leave out; empty if neither",
    ],
  },
  seeds: {
    ...ARM,
    seed: ["", "seed of dataset, weights, order and noise"],
    set: ["", "as in arms"],
    ...MEASURE,
    model: [
      "as the measure",
      "mean over the points of the set, or the figure itself; empty where it has no value",
    ],
    control: ["as the measure", "the same of the control; empty where there is none"],
    note: ["", "why the model's figure has no value, or what it leaves out"],
  },
  methods: {
    ...ARM,
    set: ["", "hole, validation or transects (all three)"],
    method: ["", "reconstruction, or one of the methods of an evaluation's methods.csv"],
    measure: ["", alternatives(METHOD_COLUMNS)],
    quantity: ["", "model, control, or deficit, as in arms"],
    ...INTERVAL,
  },
  distance: {
    ...ARM,
    network: ["", "model or control"],
    edge: ["", "hole: signed distance to the hole's edge; space: distance to the space's edge"],
    from: ["axis units", "lower end of the bin, included"],
    to: ["axis units", "upper end of the bin, excluded"],
    measure: ["", alternatives(DISTANCE_COLUMNS)],
    ...INTERVAL,
  },
};

/** The dictionary as rows of `tables/dictionary.csv`. */
export function dictionaryRows(
  dictionary: typeof EVALUATION_DICTIONARY,
): { table: string; column: string; unit: string; meaning: string }[] {
  return Object.entries(dictionary).flatMap(([table, columns]) =>
    Object.entries(columns).map(([column, [unit, meaning]]) => ({ table, column, unit, meaning }))
  );
}
