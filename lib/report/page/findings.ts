/**
 * What was found, in sentences built from the numbers. They say what was measured and on how many
 * runs, and draw no conclusion that the runs do not carry.
 *
 * @module
 */

import { costsBySeed, describeCost, type HoleCost, holeCosts } from "../../measure/hole_costs.ts";
import { describeInterval, type Interval, seedInterval } from "../../measure/intervals.ts";
import type { ReportOutcome } from "./data.ts";
import { fixed, list } from "./html.ts";

/** The headline of a report, in sentences. */
export interface Findings {
  /** Whether each hole is filled, or that there is nothing to compare. */
  readonly answer: string;
  /** What each hole costs, in one sentence; empty where there is nothing to compare. */
  readonly costs: string;
  /** What the numbers mean, and what the control reaches. */
  readonly scale: string;
  /** On how many training runs they rest, and how sure that makes them. */
  readonly footing: string;
}

/**
 * A network nearly fills a hole where the mean Dice inside falls by less than `nearly`, about what the
 * publication's sampling noise costs (0.021, study `flaws`), and does not where it falls by `not` or
 * more, a twentieth of what Dice can be.
 */
const BOUNDS = { nearly: 0.02, not: 0.05 } as const;

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** What a hole costs, with its interval over seeds where there are two or more. */
interface Cost extends HoleCost {
  readonly interval: Interval | null;
}

/**
 * Puts the outcomes into words.
 *
 * @param outcomes Several seeds of the same hole and network are averaged.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { findings } from "./findings.ts";
 *
 * assertStringIncludes(findings([]).answer, "There is no hole with both");
 * ```
 */
export function findings(outcomes: readonly ReportOutcome[]): Findings {
  const costs = holeCosts(outcomes).map((cost): Cost => ({
    ...cost,
    interval: intervalOf(outcomes.filter(({ hole }) => hole === cost.hole)),
  }));
  if (costs.length === 0) {
    return {
      answer: "There is no hole with both a network trained around it and a control, so nothing " +
        "can be said about what a hole costs.",
      costs: "",
      scale: "",
      footing: "deno task reproduce trains both.",
    };
  }
  const [first, ...others] = costs.map(costSentence);
  return {
    answer: answerOf(costs),
    costs: [`Leaving a ${first} inside it`, ...others.map((text) => `a ${text}`)].join("; ") + ".",
    scale: `Nearly: mean Dice falls by less than ${BOUNDS.nearly}; no: by ${BOUNDS.not} or more. ` +
      "Dice is 1 where a reconstruction equals the truth, and 0 where they share no ink. The " +
      "controls, trained on as many images without a hole, reach " +
      list(costs.map(({ control }) => fixed(control, 3))) + " on the same images.",
    footing: footingOf(outcomes, costs),
  };
}

/** Whether each hole is filled, those with the same answer together. */
function answerOf(costs: readonly Cost[]): string {
  const parts = [...Map.groupBy(costs, verdictOf)].map(([verdict, alike]) =>
    `${verdict}, where the hole is a ${alike.map(({ hole }) => hole).join(" or a ")}`
  );
  return parts.map((part) => `${part[0].toUpperCase()}${part.slice(1)}.`).join(" ");
}

function verdictOf({ interval, ...cost }: Cost): string {
  const fall = interval?.estimate ?? -cost.difference;
  if (fall <= 0) return "yes";
  if (fall < BOUNDS.nearly) return "nearly";
  return fall < BOUNDS.not ? "in part" : "no";
}

function costSentence({ interval, ...cost }: Cost, index: number): string {
  const hole = index === 0 ? `${cost.hole} out of training` : cost.hole;
  if (!interval) return `${hole} leaves Dice ${describeCost(cost)}`;
  if (interval.high < 0) {
    const gain = { estimate: -interval.estimate, low: -interval.high, high: -interval.low };
    return `${hole} gains ${describeInterval(gain)} of Dice over the control`;
  }
  return `${hole} costs ${describeInterval(interval)} of Dice`;
}

function footingOf(outcomes: readonly ReportOutcome[], costs: readonly Cost[]): string {
  const compared = new Set(costs.map(({ hole }) => hole));
  const seeds = [
    ...new Set(outcomes.filter(({ hole }) => compared.has(hole)).map(({ seed }) => seed)),
  ].toSorted((one, other) => one - other);
  if (seeds.length === 1) {
    return `These are single training runs, all from one seed (${seeds[0]}): a measurement ` +
      "without an interval. They say how large the difference was here, not how much it varies " +
      "from run to run; --seeds 3 tells.";
  }
  return `These are means over ${NUMBERS[seeds.length] ?? seeds.length} seeds ` +
    `(${seeds.join(", ")}), each network against its own control; in brackets stands the 95 % t ` +
    "interval over seeds." +
    directions(costs, outcomes) +
    unsureOf(
      costs.filter(({ interval }) => interval && interval.low <= 0 && interval.high >= 0),
    );
}

/** In how many seeds a hole costs something: that it does is surer than how much. */
function directions(costs: readonly Cost[], outcomes: readonly ReportOutcome[]): string {
  const seeds = costs.map(({ hole }) => {
    const all = costsBySeed(outcomes.filter((outcome) => outcome.hole === hole));
    return { hole, count: all.length, worse: all.filter((cost) => cost > 0).length };
  });
  if (seeds.every(({ count, worse }) => worse === count)) {
    return " In every seed the network trained around the hole is worse than its control.";
  }
  const word = (count: number) => NUMBERS[count] ?? String(count);
  return seeds.map(({ hole, count, worse }) =>
    ` With the ${hole} it is worse than its control in ${worse === 0 ? "none" : word(worse)} of ${
      word(count)
    } seeds.`
  ).join("");
}

/** Which intervals do not say that a hole costs something. */
function unsureOf(costs: readonly Cost[]): string {
  if (costs.length === 0) return "";
  const holes = list(costs.map(({ hole }) => hole));
  const which = costs.length === 1 ? "The interval" : "The intervals";
  return ` ${which} of the ${holes} ${
    costs.length === 1 ? "contains" : "contain"
  } 0: so few seeds ` +
    "leave open how large the cost is.";
}

/** What the hole costs, with its interval over seeds; `null` from one seed. */
function intervalOf(outcomes: readonly ReportOutcome[]): Interval | null {
  const costs = costsBySeed(outcomes);
  return costs.length < 2 ? null : seedInterval(costs);
}
