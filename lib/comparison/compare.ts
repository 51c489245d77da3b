/**
 * Arms compared with their controls and with each other. The seed is the unit: whatever is compared
 * is paired by seed, point by point where the points are the same, and its interval is drawn over
 * seeds first, then over points.
 *
 * @module
 */

import type { Row } from "../files/tables.ts";
import { hierarchicalBootstrap, seedInterval } from "../measure/intervals.ts";
import { mean } from "../measure/statistics.ts";
import {
  DISTANCE_MEASURES,
  type Evaluated,
  METHOD_MEASURES,
  POINT_MEASURES,
  type SetColumns,
  shortfall,
} from "./evaluations.ts";

/** An arm with its evaluations, one replicate a seed. */
export interface ComparedArm {
  readonly name: string;
  /** Name of the arm it is held against. */
  readonly against: string | null;
  readonly replicates: readonly Replicate[];
}

/** One seed of an arm. */
export interface Replicate {
  readonly seed: number;
  readonly model: Evaluated;
  /** `null` where the arm trains on the full set. */
  readonly control: Evaluated | null;
}

/** How a comparison is made. */
export interface CompareOptions {
  /** Whether intervals are given; there must then be at least two seeds. */
  readonly intervals: boolean;
}

/** Values by seed: of each point, or one number a seed. */
type Groups = readonly ArrayLike<number>[];

/** Resamples of every bootstrap. */
const RESAMPLES = 1000;

const SETS = ["hole", "validation", "transects"] as const;

/** Estimate and intervals as cells; NaN where there is no seed, or no intervals are asked for. */
export function intervalCells(groups: Groups, { intervals }: CompareOptions): Row {
  const means = groups.map(mean);
  const row = { seeds: groups.length, estimate: mean(means) };
  if (!intervals) return { ...row, low: NaN, high: NaN, t_low: NaN, t_high: NaN };
  const { low, high } = hierarchicalBootstrap(groups, { resamples: RESAMPLES });
  const t = seedInterval(means);
  return { ...row, low, high, t_low: t.low, t_high: t.high };
}

/** Elementwise, for each seed. */
function zip(
  one: Groups,
  other: Groups,
  combine: (left: number, right: number) => number,
): Groups {
  return one.map((values, s) =>
    Float64Array.from(values, (value, n) => combine(value, other[s][n]))
  );
}

function samePoints(one: SetColumns, other: SetColumns): boolean {
  return one.a.length === other.a.length &&
    one.a.every((a, n) => a === other.a[n] && one.b[n] === other.b[n]);
}

/** An arm's values of one measure on one set. */
interface Values {
  readonly points: readonly SetColumns[];
  readonly model: Groups;
  readonly control: Groups | null;
  readonly deficit: Groups | null;
}

function valuesOf({ replicates }: ComparedArm, set: string, measure: string): Values | undefined {
  const points = replicates.map(({ model }) => model.sets.get(set));
  if (points.some((columns) => columns === undefined)) return undefined;
  const valuesOf = (evaluated: Evaluated) => evaluated.sets.get(set)!.measures[measure];
  const model = replicates.map((replicate) => valuesOf(replicate.model));
  const controls = replicates.map(({ control }) => control);
  const control = controls.includes(null) ? null : controls.map((entry) => valuesOf(entry!));
  const worse = (left: number, right: number) => shortfall(measure, left, right);
  return {
    points: points as SetColumns[],
    model,
    control,
    deficit: control && zip(model, control, worse),
  };
}

/** Differences by seed: of points where both arms have the same, else of their means. */
function differences(one: Groups, other: Groups, paired: boolean): Groups {
  const minus = (left: number, right: number) => left - right;
  if (paired) return zip(one, other, minus);
  return one.map((values, s) => [mean(values) - mean(other[s])]);
}

/**
 * A row for each arm, set, measure and quantity: `model`, `control`, `deficit`, `against` and
 * `deficit_against`, as the data dictionary has them.
 *
 * @throws {RangeError} Intervals are asked for and an arm has fewer than two seeds.
 */
export function armRows(arms: readonly ComparedArm[], options: CompareOptions): Row[] {
  const rows: Row[] = [];
  const add = (arm: string, set: string, measure: string) => (quantity: string, groups: Groups) =>
    rows.push({ arm, set, measure, quantity, ...intervalCells(groups, options), note: "" });
  for (const arm of arms) {
    const base = arms.find(({ name }) => name === arm.against);
    for (const set of SETS) {
      for (const measure of POINT_MEASURES) {
        const values = valuesOf(arm, set, measure);
        if (!values) continue;
        const row = add(arm.name, set, measure);
        row("model", values.model);
        if (values.control) row("control", values.control);
        if (values.deficit) row("deficit", values.deficit);
        const standard = base && valuesOf(base, set, measure);
        if (!standard) continue;
        const paired = values.points.every((columns, s) => samePoints(columns, standard.points[s]));
        row("against", differences(values.model, standard.model, paired));
        if (values.deficit && standard.deficit) {
          row("deficit_against", differences(values.deficit, standard.deficit, paired));
        }
      }
    }
    for (const measure of codeMeasures(arm)) {
      const row = (quantity: string, values: CodeValues) =>
        rows.push({
          arm: arm.name,
          set: "codes",
          measure,
          quantity,
          ...codeCells(values, options),
        });
      const own = codeValues(arm, measure, "model")!;
      row("model", own);
      const control = codeValues(arm, measure, "control");
      if (control) row("control", control);
      const standard = base && codeValues(base, measure, "model");
      if (standard) row("against", pairedDifferences(own, standard));
    }
  }
  return rows;
}

/** Figures of the codes that every seed of an arm has. */
function codeMeasures({ replicates }: ComparedArm): string[] {
  return Object.keys(replicates[0].model.codes).filter((name) =>
    replicates.every(({ model }) => name in model.codes)
  );
}

/** A figure of the codes by seed, with the notes on it. */
type CodeValues = readonly { readonly value: number | null; readonly note: string }[];

function codeValues(
  { replicates }: ComparedArm,
  measure: string,
  network: "model" | "control",
): CodeValues | undefined {
  const evaluations = replicates.map((replicate) => replicate[network]);
  if (evaluations.some((found) => found?.codes[measure] === undefined)) return undefined;
  return evaluations.map((found) => ({
    value: found!.codes[measure],
    note: found!.notes[measure] ?? "",
  }));
}

/** Differences of the seeds of which both have a value. */
function pairedDifferences(one: CodeValues, other: CodeValues): CodeValues {
  return one.map(({ value, note }, s) => {
    const standard = other[s];
    if (value === null) return { value, note };
    if (standard.value === null) {
      return { value: null, note: `of the arm against: ${standard.note}` };
    }
    return { value: value - standard.value, note };
  });
}

/**
 * Estimate and intervals over the seeds that have a value, and a note: how many have none and why,
 * or what their values leave out. A seed without a value is no seed with a bad one: it is left out,
 * and `seeds` counts the others.
 */
function codeCells(values: CodeValues, { intervals }: CompareOptions): Row {
  const groups = values.flatMap(({ value }) => value === null ? [] : [[value]]);
  // An arm of one seed is refused where intervals are asked for; one seed that is left is not.
  const few = groups.length < 2 && groups.length < values.length;
  return {
    ...intervalCells(groups, { intervals: intervals && !few }),
    note: notesText(values),
  };
}

function notesText(values: CodeValues): string {
  const missing = values.filter(({ value }) => value === null);
  const notes = [...new Set((missing.length > 0 ? missing : values).map(({ note }) => note))]
    .filter((note) => note !== "").join("; ");
  if (missing.length === 0) return notes;
  const why = notes === "" ? "" : `: ${notes}`;
  return `${missing.length} of ${values.length} seeds without a value${why}`;
}

/** A row for each arm, seed, set and measure, for statistics of one's own. */
export function seedRows(arms: readonly ComparedArm[]): Row[] {
  return arms.flatMap((arm) =>
    arm.replicates.flatMap(({ seed, model, control }) => [
      ...SETS.flatMap((set) => {
        const columns = model.sets.get(set);
        if (!columns) return [];
        return POINT_MEASURES.map((measure): Row => ({
          arm: arm.name,
          seed,
          set,
          measure,
          model: mean(columns.measures[measure]),
          control: control ? mean(control.sets.get(set)!.measures[measure]) : "",
          note: "",
        }));
      }),
      ...Object.entries(model.codes).map(([measure, value]): Row => ({
        arm: arm.name,
        seed,
        set: "codes",
        measure,
        model: value ?? "",
        control: control?.codes[measure] ?? "",
        note: model.notes[measure] ?? "",
      })),
    ])
  );
}

/**
 * A row for each arm, set, method, measure and quantity: `model` (the method's own value) and
 * `gain`, by how much the network's reconstruction is better than the method on the same points.
 */
export function methodRows(arms: readonly ComparedArm[], options: CompareOptions): Row[] {
  const rows: Row[] = [];
  for (const { name, replicates } of arms) {
    for (const set of SETS) {
      const methods = replicates[0].model.methods.get(set)?.keys() ?? [];
      for (const method of methods) {
        const columns = replicates.map(({ model }) => model.methods.get(set)?.get(method));
        if (columns.some((entry) => entry === undefined)) continue;
        // A method may leave out a whole transect.
        const places = columns.map((entry, seed) => {
          const own = replicates[seed].model.sets.get(set)!.ids;
          const place = new Map(own.map((id, n) => [id, n]));
          return entry!.ids.map((id) => place.get(id)!);
        });
        for (const measure of METHOD_MEASURES) {
          const theirs = columns.map((entry) => entry!.measures[measure]);
          const ours = replicates.map(({ model }, s) => {
            const all = model.sets.get(set)!.measures[measure];
            return places[s].map((n) => all[n]);
          });
          const gain = zip(theirs, ours, (other, own) => shortfall(measure, other, own));
          for (const [quantity, groups] of [["model", theirs], ["gain", gain]] as const) {
            rows.push({
              arm: name,
              set,
              method,
              measure,
              quantity,
              ...intervalCells(groups, options),
            });
          }
        }
      }
    }
  }
  return rows;
}

/** A row for each arm, network, edge, bin of distance and measure; bins that all seeds have. */
export function distanceRows(arms: readonly ComparedArm[], options: CompareOptions): Row[] {
  return arms.flatMap(({ name, replicates }) =>
    (["model", "control"] as const).flatMap((network) => {
      const tables = replicates.flatMap((replicate) => replicate[network]?.distance ?? []);
      const bins = Map.groupBy(tables, ({ edge, from, to }) => `${edge} ${from} ${to}`);
      return [...bins.values()].filter((list) => list.length === replicates.length)
        .flatMap((list) =>
          DISTANCE_MEASURES.map((measure): Row => ({
            arm: name,
            network,
            edge: list[0].edge,
            from: Number(list[0].from),
            to: Number(list[0].to),
            measure,
            ...intervalCells(list.map((row) => [Number(row[measure])]), options),
          }))
        );
    })
  );
}
