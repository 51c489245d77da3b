/**
 * The data dictionary: name, unit and meaning of every column of an evaluation's tables. It is
 * written beside the tables as `tables/dictionary.csv`, so that a statistician needs nothing but the
 * folder.
 *
 * Figures on disk are named in snake_case: files, columns, members of `metrics.json`, and the words
 * of a column. Three names of training are not, because its bytes decide the keys of all that is
 * made from it: `bceExcess`, `betaEffective` and `validationLoss` in its `metrics.json` (and the
 * members of its `metrics.jsonl`).
 *
 * @module
 */

import {
  coordinateUnit,
  DEFAULT_SHAPES,
  type FamilyName,
  familyOf,
  isCoordinate,
  periodicAxis,
  planeUnit,
} from "../curve/family.ts";
import { type Point, SPACE } from "../space/space.ts";
import {
  MEASURE_NAMES,
  type MeasureName,
  MEASURES,
  measuresIn,
} from "../measure/image/measures.ts";
import { RECOVERY, RECOVERY_BY_DISTANCE } from "../measure/image/recovery.ts";

/** A column: its unit, what it holds, and the words that it may hold where they are a few. */
export type Column = readonly [unit: string, meaning: string, words?: readonly string[]];

/** Words that a column may hold, and what each means ("" where that is plain). */
export type Words = Readonly<Record<string, string>>;

/** A column of a few words: its meaning lists them, so that text and list cannot differ. */
export function oneOf(words: Words, about = ""): Column {
  const names = Object.keys(words);
  const listed = names.every((name) => words[name] === "")
    ? names.join(", ").replace(/, ([^,]*)$/, " or $1")
    : names.map((name) => words[name] ? `${name}: ${words[name]}` : name).join("; ");
  return ["", about ? `${about}: ${listed}` : listed, names];
}

/** A column of 1 and 0. */
function flag(yes: string, no: string): Column {
  return oneOf({ 1: yes, 0: no });
}

/** Columns of a point of the plane, as a family of shapes calls them. */
function pointColumns(family: FamilyName): Record<keyof Point, Column> {
  const column = (name: keyof Point): Column => {
    const { words, unit, range, periodic } = familyOf(family).parameters[name];
    const own = SPACE[name].join(" to ");
    if (isCoordinate(name, family)) return [unit, `true ${words} of the shape, ${own}`];
    const ends = periodic ? ", both of which are the same shape" : "";
    return [
      coordinateUnit(name, family),
      `true ${words} of the shape, ${own} for ${range.join(" to ")} ${unit}${ends}`,
    ];
  };
  return { a: column("a"), b: column("b") };
}

const SET: Record<string, Column> = {
  set: oneOf({
    hole: "fresh points in the hole",
    validation: "points outside it that no network was trained on",
    P1: "the published transect of constant a = 1.25",
    P2: "that of constant b = 1",
    P3: "that from (a, b) = (0.5, 2) to (2, 0)",
  }),
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

/** Columns of measures of the shape that fits it best, in a family's units. */
function recoveryColumns(
  family: FamilyName,
  columns: readonly string[] = Object.keys(RECOVERY),
): Record<string, Column> {
  const { parameters } = familyOf(family);
  return Object.fromEntries(columns.map((column) => {
    const { parameter, meaning } = RECOVERY[column];
    if (!parameter) return [column, ["", meaning]];
    const around = parameters[parameter].periodic ? ", by the shorter way around" : "";
    return [column, [coordinateUnit(parameter, family), meaning + around]];
  }));
}

/** Columns of the measures that every method has. */
export const METHOD_COLUMNS = errorColumns(measuresIn("methods"));

/** Columns of the measures that are averaged by distance. */
export function distanceColumns(family: FamilyName): Record<string, Column> {
  return {
    ...errorColumns(measuresIn("distance")),
    ...recoveryColumns(family, RECOVERY_BY_DISTANCE),
  };
}

/** Names of columns as words whose meaning stands elsewhere. */
export function plain(columns: Record<string, Column>): Words {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, ""]));
}

const INSIDE: Record<string, Column> = {
  inside_hole: flag("in the hole", "outside"),
};

/** Columns that say from which edge a distance is. */
export const EDGE: Record<string, Column> = {
  edge: oneOf({
    hole: "signed distance to the hole's edge; negative inside",
    space: "distance to the nearest edge of the space",
  }),
};

/** The methods, and what each does. */
export const METHOD: Words = {
  nearest_image: "training image nearest in pixels",
  nearest_point: "training image nearest in (a, b)",
  cross_fade: "of the images at both ends of the shortest chord through the point, or of the " +
    "transect's crossing",
  pca_latents: "principal components, as many as latents",
  pca_50: "50 principal components",
  latent_line: "a straight line between the codes of the cross-fade's two images",
  attribute_vectors: "the nearest code outside the hole plus the mean steps for more a and b",
  predicted_code: "μ that a polynomial fitted outside the hole predicts",
};

const FACTORS: Words = { a: "", b: "" };

/** Columns of tables, by table. */
export type Dictionary = Readonly<Record<string, Readonly<Record<string, Column>>>>;

/**
 * Columns of an evaluation's tables, by table; `mu_k` and `angle_k` stand for each latent.
 *
 * @param family what the parameters are called; that of the study where none is given
 */
export function evaluationDictionary(family: FamilyName = DEFAULT_SHAPES.family): Dictionary {
  const point = pointColumns(family);
  const unit = planeUnit(family);
  const periodic = periodicAxis(family);
  const unless = (text: string) => periodic ? text : "";
  return {
    points: {
      ...SET,
      ...point,
      hole_distance: [unit, "signed distance to the hole's edge; negative inside"],
      edge_distance: [unit, "distance to the nearest edge of the space"],
      ...errorColumns(),
      a_fit: [coordinateUnit("a", family), "a of the shape that fits the reconstruction best"],
      b_fit: [coordinateUnit("b", family), "b of that shape"],
      ...recoveryColumns(family),
      mu_k: ["latent units", "μ of the true image, dimension k; the true code of a decoder alone"],
    },
    distance: {
      ...EDGE,
      from: [unit, "lower end of the bin, included"],
      to: [unit, "upper end of the bin, excluded"],
      count: ["images", "images of the sets hole and validation in the bin"],
      ...distanceColumns(family),
    },
    lattice: {
      ...point,
      ...INSIDE,
      ...errorColumns(),
      mu_k: ["latent units", "μ of the true image, dimension k; the true code of a decoder alone"],
    },
    methods: {
      ...SET,
      ...point,
      method: oneOf(METHOD),
      ...METHOD_COLUMNS,
    },
    latents: {
      latent: ["", "latent dimension, from 1"],
      signal: ["latent units²", "variance of μ over all points of the dataset"],
      noise: ["latent units²", "mean of the posterior's variance σ² over them"],
      kl: ["nats", "mean KL divergence of the latent from its prior, ½ (μ² + σ² − ln σ² − 1)"],
      active_unit: flag("the signal exceeds 0.01 (Burda et al. 2016)", "it does not"),
      scored: flag(
        "the signal exceeds the noise, so that scores of the codes count it",
        "it does not",
      ),
    },
    scores: {
      measure: [
        "",
        "name of a score in metrics.json, made of the latents that are scored: a member of codes, " +
        "or code_distance_METHOD_SET for code_distances.SET.METHOD",
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
      factor: oneOf(FACTORS),
      latent: ["", "latent dimension, from 1; one that is not scored has empty cells"],
      mutual_information: [
        "nats",
        "mutual information of factor and code in 20 × 20 bins of equal frequency; empty for a " +
        "factor that does not vary, as are the next three" +
        unless(`, which a periodic factor (${periodic}) does not have`),
      ],
      r2: ["", "R² of the factor by a line in the code, 0 to 1"],
      importance_lasso: ["", "|coefficient| of the standardised code in a Lasso (DCI)"],
      importance_forest: ["", "importance of the code in a random forest (DCI)"],
    },
    isolines: {
      constant: oneOf(FACTORS, "which parameter is constant on the line"),
      value: [unit, "its value"],
      crosses_hole: flag("the line crosses the hole", "it does not"),
      turning: [
        "radians",
        "angle through which the line of μ turns; 0 is straight; empty, as the next two, where no " +
        "latent changes along the line by more than its noise" +
        unless(`, and where the line is closed, since ${periodic} varies along it`),
      ],
      arc_over_chord: ["", "length of the line of μ over the distance of its ends; 1 is straight"],
      straightness: ["", "share of the line's variance along its best straight line, 0 to 1"],
    },
    volume: {
      ...point,
      ...INSIDE,
      volume: [
        "pixels² / latent units²",
        "volume element of the decoder's pull-back metric on the sheet of μ, from the decoder's " +
        "exact derivative at the point",
      ],
    },
  };
}

/** The dictionary as rows of `tables/dictionary.csv`. */
export function dictionaryRows(
  dictionary: Dictionary,
): { table: string; column: string; unit: string; meaning: string }[] {
  return Object.entries(dictionary).flatMap(([table, columns]) =>
    Object.entries(columns).map(([column, [unit, meaning]]) => ({ table, column, unit, meaning }))
  );
}
