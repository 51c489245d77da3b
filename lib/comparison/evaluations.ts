/**
 * Evaluations read back from their folders: the numbers of each image, in columns, by set.
 *
 * @module
 */

import { readCsv } from "../files/csv.ts";
import {
  COMPARED_MEASURES,
  MEASURE_NAMES,
  type MeasureName,
  MEASURES,
  measuresIn,
} from "../measure/image/measures.ts";
import { RECOVERY, RECOVERY_BY_DISTANCE } from "../measure/image/recovery.ts";
import type { Metrics, Result } from "../results/stage.ts";
import type { Json } from "../files/json.ts";

/** Columns of numbers, all as long as `a`. */
export interface SetColumns {
  /** Which points: true parameters, in order. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Name and place of each point in its set or its transect, such as `P2 7`: each once. */
  readonly ids: readonly string[];
  /** Values of each measure at each point. */
  readonly measures: Readonly<Record<string, Float64Array>>;
}

/** What a comparison needs of one evaluation. */
export interface Evaluated {
  /** By set: `hole`, `validation`, `transects`. */
  readonly sets: ReadonlyMap<string, SetColumns>;
  /** By set, then method: the measures that methods have. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, SetColumns>>;
  /** Figures of the codes, which have no points; `null` for one that has no value. */
  readonly codes: Readonly<Record<string, number | null>>;
  /** Why a figure of the codes has no value, or what it leaves out, by its name. */
  readonly notes: Readonly<Record<string, string>>;
  /** Rows of `tables/distance.csv`. */
  readonly distance: readonly Record<string, string>[];
  /** Rows of `tables/lattice.csv`. */
  readonly lattice: readonly Record<string, string>[];
}

const columnsOf = (names: readonly MeasureName[]) => names.map((name) => MEASURES[name].column);

/** Measures of each image of `points.csv`, by column: of the image, last first, and of the shape. */
export const POINT_MEASURES: readonly string[] = [
  ...columnsOf(COMPARED_MEASURES).toReversed(),
  ...Object.keys(RECOVERY),
];

/** Measures of each image of `methods.csv`, by column. */
export const METHOD_MEASURES: readonly string[] = columnsOf(measuresIn("methods"));

/** Measures of `distance.csv`, by column; the headline has these too. */
export const DISTANCE_MEASURES: readonly string[] = [
  ...columnsOf(measuresIn("distance")),
  ...RECOVERY_BY_DISTANCE,
];

/** Which way is better, by column. */
const BETTER: ReadonlyMap<string, "higher" | "lower" | null> = new Map([
  ...MEASURE_NAMES.map((name) => [MEASURES[name].column, MEASURES[name].better] as const),
  ...Object.entries(RECOVERY).map(([column, { better }]) => [column, better] as const),
]);

/**
 * How much worse `value` is than `standard` by a measure.
 *
 * @param measure its column
 * @throws {RangeError} No table of measures says which way is better: neither sign would be right.
 */
export function shortfall(measure: string, value: number, standard: number): number {
  const better = BETTER.get(measure);
  if (!better) {
    throw new RangeError(
      `Cannot compare by ${measure}: a measure must say whether higher or lower is better`,
    );
  }
  return better === "higher" ? standard - value : value - standard;
}

/** The three transects count as one set. */
function setOf({ set }: Record<string, string>): string {
  return /^P\d$/.test(set) ? "transects" : set;
}

function columns(
  rows: readonly Record<string, string>[],
  measures: readonly string[],
): SetColumns {
  const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
  return {
    a: column("a"),
    b: column("b"),
    ids: rows.map(({ set, index }) => `${set} ${index}`),
    measures: Object.fromEntries(measures.map((name) => [name, column(name)])),
  };
}

/** Reads an evaluation's tables. */
export async function readEvaluation({ directory, metrics }: Result): Promise<Evaluated> {
  const table = async (name: string) =>
    readCsv(await Deno.readTextFile(`${directory}/tables/${name}.csv`));
  const bySet = Map.groupBy(await table("points"), setOf);
  const methods = Map.groupBy(await table("methods"), setOf);
  return {
    sets: new Map([...bySet].map(([set, rows]) => [set, columns(rows, POINT_MEASURES)])),
    methods: new Map([...methods].map(([set, rows]) => [
      set,
      new Map(
        [...Map.groupBy(rows, ({ method }) => method)]
          .map(([method, list]) => [method, columns(list, METHOD_MEASURES)]),
      ),
    ])),
    codes: codeFigures(metrics),
    notes: codeNotes(metrics),
    distance: await table("distance"),
    lattice: await table("lattice"),
  };
}

function codeNotes({ codes }: Metrics): Record<string, string> {
  return ((codes as Metrics | undefined)?.notes ?? {}) as Record<string, string>;
}

/** Figures of the codes that are vectors where they have a value. */
const VECTORS: ReadonlySet<string> = new Set(["mean", "step_a", "step_b"]);

/**
 * The numbers among the figures of the codes, and how far methods' codes lie from the true ones;
 * `null` for what has no value.
 */
function codeFigures(metrics: Metrics): Record<string, number | null> {
  const numbers = (value: Json | undefined) =>
    Object.entries((value ?? {}) as Metrics).filter(
      (entry): entry is [string, number | null] =>
        typeof entry[1] === "number" || (entry[1] === null && !VECTORS.has(entry[0])),
    );
  const distances = (metrics.code_distances ?? {}) as Metrics;
  return Object.fromEntries([
    ...numbers(metrics.codes),
    ...["hole", "validation"].flatMap((set) =>
      numbers(distances[set]).map(([method, value]) =>
        [`code_distance_${method}_${set}`, value] as const
      )
    ),
  ]);
}
