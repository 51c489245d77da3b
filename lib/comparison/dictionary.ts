/**
 * The data dictionary of a comparison: name, unit and meaning of every column of its tables, written
 * beside them as `tables/dictionary.csv`.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName, planeUnit } from "../curve/family.ts";
import {
  type Column,
  type Dictionary,
  distanceColumns,
  EDGE,
  METHOD,
  METHOD_COLUMNS,
  oneOf,
  plain,
  type Words,
} from "../evaluation/dictionary.ts";

const INTERVAL: Record<string, Column> = {
  seeds: ["", "number of seeds that have a value"],
  estimate: ["as the measure", "mean over seeds of the mean over points; NaN where none has one"],
  low: [
    "as the measure",
    "lower end of the 95 % bootstrap interval over seeds, then points; NaN below two seeds, " +
    "and where no intervals were asked for",
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

const COMPARED_SETS: Words = {
  hole: "",
  validation: "",
  transects: "all three as one",
};

/**
 * Columns of a comparison's tables, by table.
 *
 * @param families what the arms show
 */
export function comparisonDictionary(
  families: readonly FamilyName[] = [DEFAULT_SHAPES.family],
): Dictionary {
  const units = new Set(families.map(planeUnit));
  // Rows of several families stand in one table, each in the units of its own plane.
  const unit = units.size === 1 ? [...units][0] : "units of a and b";
  return {
    arms: {
      ...ARM,
      set: oneOf({ ...COMPARED_SETS, codes: "what has no points" }),
      ...MEASURE,
      quantity: oneOf({
        model: "the arm's network",
        control: "its control",
        deficit:
          "how much worse the model is than its control, point by point (positive where the " +
          "hole costs something)",
        against: "model minus the model of the arm it is held against",
        deficit_against: "its deficit minus that arm's",
      }),
      ...INTERVAL,
      note: [
        "",
        "how many seeds have no value and why, or what the values leave out; empty if neither",
      ],
    },
    seeds: {
      ...ARM,
      seed: ["", "seed of dataset, weights, order and noise"],
      set: oneOf({ ...COMPARED_SETS, codes: "what has no points" }),
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
      set: oneOf(COMPARED_SETS),
      method: oneOf(METHOD),
      measure: oneOf(plain(METHOD_COLUMNS)),
      quantity: oneOf({
        model: "the method's own value",
        gain: "how much better the network's reconstruction is than the method, on the same points",
      }),
      ...INTERVAL,
    },
    distance: {
      ...ARM,
      network: oneOf({ model: "the arm's network", control: "its control" }),
      ...EDGE,
      from: [unit, "lower end of the bin, included"],
      to: [unit, "upper end of the bin, excluded"],
      measure: oneOf(plain(distanceColumns(DEFAULT_SHAPES.family))),
      ...INTERVAL,
    },
  };
}
