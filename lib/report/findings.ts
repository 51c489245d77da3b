/**
 * What was found, in sentences built from the numbers. They say what was measured and on how many
 * runs, and draw no conclusion that the runs do not carry.
 *
 * @module
 */

import { describeCost, holeCosts } from "../figures/mod.ts";
import { describeInterval, seedInterval } from "../measure/intervals.ts";
import type { ReportOutcome } from "./data.ts";

/** The headline of a report, in sentences. */
export interface Findings {
  /** One sentence a hole, or one that says that there is nothing to compare. */
  readonly sentences: readonly string[];
  /** On how many training runs they rest. */
  readonly footing: string;
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/**
 * Puts the outcomes into words.
 *
 * @param outcomes Several seeds of the same hole and network are averaged.
 *
 * @example
 * ```ts
 * import { findings } from "./findings.ts";
 *
 * findings([]).sentences; // ["There is no hole with both …"]
 * ```
 */
export function findings(outcomes: readonly ReportOutcome[]): Findings {
  const costs = holeCosts(outcomes);
  if (costs.length === 0) {
    return {
      sentences: [
        "There is no hole with both a network trained around it and a control, so nothing can be " +
        "said about what a hole costs.",
      ],
      footing: "deno task reproduce trains both.",
    };
  }
  const sentences = costs.map((cost) =>
    `With a ${cost.hole} left out of training, the mean Dice inside it is ` +
    `${cost.punctured.toFixed(3)}; a control that saw the inside reaches ` +
    `${cost.control.toFixed(3)}. That is ${describeCost(cost)}` +
    `${intervalOf(outcomes.filter(({ hole }) => hole === cost.hole))}.`
  );
  const compared = new Set(costs.map(({ hole }) => hole));
  const seeds = [
    ...new Set(outcomes.filter(({ hole }) => compared.has(hole)).map(({ seed }) => seed)),
  ].toSorted((one, other) => one - other);
  const footing = seeds.length === 1
    ? `These are single training runs, all from one seed (${seeds[0]}): a measurement without an ` +
      `interval. They say how large the difference was here, not how much it varies from run to run.`
    : `These are means over ${NUMBERS[seeds.length] ?? seeds.length} seeds ` +
      `(${seeds.join(", ")}).`;
  return { sentences, footing };
}

/** The interval of the difference to the control over seeds, in words; none from one seed. */
function intervalOf(outcomes: readonly ReportOutcome[]): string {
  const differences = [...Map.groupBy(outcomes, ({ seed }) => seed).values()].flatMap((pair) => {
    const inside = (role: string) => pair.find(({ model }) => model === role)?.inside ?? NaN;
    const difference = inside("punctured") - inside("control");
    return Number.isFinite(difference) ? [difference] : [];
  });
  if (differences.length < 2) return "";
  const { low, high } = seedInterval(differences);
  const [, bounds] = describeInterval({ estimate: 0, low, high }).match(/(\[.*\])/)!;
  return ` (difference over ${differences.length} seeds, 95 % t interval ${bounds})`;
}
