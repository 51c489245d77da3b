/**
 * Criteria and rules: from recomputed quantities to a verdict.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import type { Criterion, Measured, Rule } from "./schema.ts";

/** What a criterion looks at: all of an interval, the mean, or every seed. */
function valuesAsked(
  statistic: Criterion["statistic"],
  { estimate, low, high, seeds, values }: Measured,
): readonly number[] {
  if (statistic === "mean") return [estimate];
  if (statistic === "every seed") {
    if (values === null) throw new RunError("its table does not hold every seed");
    return values;
  }
  if (low === null || high === null) {
    throw new RunError(`an interval needs at least two seeds, and there is ${seeds}`);
  }
  return [low, high];
}

/**
 * Whether a criterion holds. What merely touches a bound does not hold: an interval that ends at 0
 * does not exclude it. That a criterion does not hold is no evidence that its opposite does.
 *
 * @throws {RunError} The quantity lacks what is asked of it: an interval of one seed, or seeds of
 * which the table keeps only the interval.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { holds } from "./criterion.ts";
 *
 * const cost = { estimate: 0.1, low: -0.01, high: 0.21, seeds: 3, values: [0.05, 0.1, 0.15] };
 * const above = { words: "costs", quantity: "cost", comparison: "above", value: 0 } as const;
 * assertEquals(holds({ ...above, statistic: "interval" }, cost), false);
 * assertEquals(holds({ ...above, statistic: "every seed" }, cost), true);
 * ```
 */
export function holds(criterion: Criterion, measured: Measured): boolean {
  const values = valuesAsked(criterion.statistic, measured);
  const [smallest, largest] = [Math.min(...values), Math.max(...values)];
  switch (criterion.comparison) {
    case "above":
      return smallest > criterion.value;
    case "below":
      return largest < criterion.value;
    case "within":
      return smallest > criterion.value[0] && largest < criterion.value[1];
    case "excludes zero":
      return smallest > 0 || largest < 0;
  }
}

/**
 * The first rule whose conditions are met.
 *
 * @param rules The last one has no condition, as the schema demands.
 * @param outcomes Whether each criterion holds.
 */
export function decide(
  rules: readonly Rule[],
  outcomes: Readonly<Record<string, boolean>>,
): Rule {
  return rules.find(({ holds = [], fails = [] }) =>
    holds.every((name) => outcomes[name]) && fails.every((name) => !outcomes[name])
  )!;
}
