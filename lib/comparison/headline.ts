/**
 * The headline figures of a comparison, for `metrics.json`, and as a table for the terminal.
 *
 * @module
 */

import type { Metrics } from "../results/stage.ts";
import type { Row } from "../files/tables.ts";
import { DISTANCE_MEASURES } from "./evaluations.ts";

/** What is kept of the table of arms: sets, and their measures. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  hole: DISTANCE_MEASURES,
  validation: DISTANCE_MEASURES,
  codes: [
    "mig",
    "sap",
    "dci_forest_disentanglement",
    "max_abs_correlation",
    "largest_axis_angle",
    "step_a_axis_angle",
    "step_b_axis_angle",
    "code_distance_predicted_code_hole",
    "code_distance_predicted_code_validation",
  ],
};

/** What is known of the arms besides their rows. */
interface Compared {
  readonly study: string;
  readonly question: string;
  readonly arms: readonly {
    readonly name: string;
    readonly replicates: readonly { seed: number }[];
  }[];
}

/**
 * `arms.<arm>.<set>.<measure>.<quantity>` → estimate (`null` where no seed has a value) and, where
 * there are any, intervals; `seeds` and `note` where some seeds have no value, or the values leave
 * something out. `order` has the arms as the study has them, since stored members are sorted.
 */
export function headline({ study, question, arms }: Compared, rows: readonly Row[]): Metrics {
  // A map, since an arm may be called as a member that every object inherits.
  const figures = new Map<string, Record<string, Record<string, Metrics>>>();
  for (const row of rows) {
    const [arm, set, measure] = [row.arm, row.set, row.measure].map(String);
    if (!KEPT[set]?.includes(measure)) continue;
    if (!figures.has(arm)) figures.set(arm, {});
    const measures = figures.get(arm)![set] ??= {};
    (measures[measure] ??= {})[String(row.quantity)] = {
      ...Object.fromEntries(
        ["estimate", "low", "high", "t_low", "t_high"]
          .filter((name) => Number.isFinite(row[name]))
          .map((name) => [name, row[name]]),
      ),
      ...(Number.isFinite(row.estimate) ? {} : { estimate: null }),
      ...(row.note ? { seeds: row.seeds, note: row.note } : {}),
    };
  }
  return {
    study,
    question,
    seeds: arms[0].replicates.map(({ seed }) => seed),
    order: arms.map(({ name }) => name),
    arms: Object.fromEntries(figures),
  };
}

/** A line an arm: what is worst about it, with its 95 % t interval where there is one. */
export function summaryText({ study, question, seeds, order, arms }: Metrics): string {
  const all = (seeds as number[]).length;
  const entries = (order as string[]).map((name) => [name, (arms as Metrics)[name]] as const);
  const cell = (value: unknown, digits: number) => {
    const { estimate, t_low: low, t_high: high, seeds: count = all } = (value ?? {}) as Record<
      string,
      number
    >;
    if (!Number.isFinite(estimate)) return "–";
    const interval = low === undefined ? "" : ` [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
    return estimate.toFixed(digits) + interval + (count < all ? ` (n = ${count})` : "");
  };
  const at = (arm: unknown, path: string, digits = 3) =>
    cell(
      path.split(".").reduce<unknown>((value, name) => (value as Metrics | undefined)?.[name], arm),
      digits,
    );
  const columns: readonly (readonly [title: string, path: string])[] = [
    ["Dice, validation", "validation.dice.model"],
    ["Dice in hole", "hole.dice.model"],
    ["deficit to control", "hole.dice.deficit"],
    ["extra error in a", "hole.a_error.deficit"],
    ["extra error in b", "hole.b_error.deficit"],
    ["MIG", "codes.mig.model"],
  ];
  const table = [
    ["arm", ...columns.map(([title]) => title)],
    ...entries.map(([name, arm]) => [name, ...columns.map(([, path]) => at(arm, path))]),
  ];
  const widths = table[0].map((_, k) => Math.max(...table.map((row) => [...row[k]].length)));
  const lines = table.map((row) =>
    row.map((text, k) => text.padEnd(widths[k])).join("  ").trimEnd()
  );
  return [
    `${study}: ${question}`,
    all === 1
      ? "one seed, no interval"
      : entries.some(([, arm]) => hasInterval(arm))
      ? `${all} seeds; [95 % t interval over seeds]`
      : `${all} seeds, no intervals`,
    ...lines,
    ...(entries.some(([, arm]) => hasNote(arm))
      ? ["– or n: some seeds have no value; tables/arms.csv says why"]
      : []),
  ].join("\n");
}

/** Whether any figure of an arm has an interval: a study can be made without. */
function hasInterval(arm: unknown): boolean {
  if (typeof arm !== "object" || arm === null) return false;
  return "t_low" in arm || Object.values(arm).some(hasInterval);
}

/** Whether a figure that the table shows has a note. */
function hasNote(arm: unknown): boolean {
  const mig = ((arm as Metrics | undefined)?.codes as Metrics | undefined)?.mig as Metrics;
  return ((mig?.model ?? {}) as Metrics).note !== undefined;
}
