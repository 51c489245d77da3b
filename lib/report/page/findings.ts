/**
 * What was found, in sentences built from the numbers: the answer for each hole, then what is sure
 * of it (the direction) and what is less so (the size). They say what was measured and on how many
 * runs, and draw no conclusion that the runs do not carry.
 *
 * @module
 */

import { costsBySeed, type HoleCost, holeCosts } from "../../measure/hole_costs.ts";
import { costInterval } from "../../measure/cost_interval.ts";
import type { Interval } from "../../measure/intervals.ts";
import { PROFILE_NAMES, studySeeds } from "../../study/profiles.ts";
import type { PairedImages, ReportOutcome } from "./data.ts";
import { fixed, list } from "./html.ts";
import { studyCommand, type StudyData } from "./study_arguments.ts";

/** The headline of a report, in sentences. Each is empty where there is nothing to compare. */
export interface Findings {
  /** Whether each hole is filled and by how much Dice falls, or that nothing can be said. */
  readonly answer: string;
  /** What a hole and Dice are, and what the controls reach. */
  readonly meaning: string;
  /** Whether all seeds, of which there are several, agree on the sign of each cost. */
  readonly certain: boolean;
  /** Which seeds and images say that the hole costs something. */
  readonly direction: string;
  /** Between which values the cost lies. Between backquotes is code. */
  readonly size: string;
  /**
   * What the words of the answer mean, and how likely so many losses are by chance. Between backquotes
   * is code.
   */
  readonly footing: string;
  /** How the intervals are made. */
  readonly method: string;
}

/**
 * The answers, and the falls of the mean Dice inside a hole below which they are given. 0.02 is about
 * what the publication's sampling noise costs (0.021, study `flaws`), 0.05 a twentieth of what Dice
 * can be.
 */
const VERDICTS = [
  { word: "Yes", meaning: "mean Dice does not fall" },
  { word: "Nearly", below: 0.02, meaning: "it falls by less than 0.02" },
  { word: "In part", below: 0.05, meaning: "it falls by 0.02 or more, but less than 0.05" },
  { word: "Not", below: Infinity, meaning: "it falls by 0.05 or more" },
] as const;

const NUMBERS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** The hole of the publication, as outcomes call it. */
const PUBLISHED = "disc of radius 0.3";

/** What a hole costs, seed by seed. */
interface Cost extends HoleCost {
  /** One a seed that has both networks; positive where the hole costs something. */
  readonly bySeed: readonly number[];
  /** Over seeds, where there are two or more. */
  readonly interval: Interval | null;
}

/**
 * Puts the outcomes into words.
 *
 * @param outcomes Several seeds of the same hole and network are averaged.
 * @param images Test images inside the holes on which the two networks were compared one by one.
 * @param study What commands need to know of the study, and its shapes. Default: the usual study.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { findings } from "./findings.ts";
 *
 * assertStringIncludes(findings([]).answer, "There is no hole with both");
 * ```
 */
export function findings(
  outcomes: readonly ReportOutcome[],
  images: readonly PairedImages[] = [],
  study: StudyData = { profile: "small" },
): Findings {
  const costs = holeCosts(outcomes).map((cost): Cost => {
    const bySeed = costsBySeed(outcomes.filter(({ hole }) => hole === cost.hole));
    return { ...cost, bySeed, interval: bySeed.length < 2 ? null : costInterval(bySeed) };
  });
  if (costs.length === 0) {
    return {
      answer: "There is no hole with both a network trained around it and a control, so nothing " +
        "can be said about what a hole costs.",
      meaning: "",
      certain: false,
      direction: "",
      size: "",
      footing: `\`${studyCommand("reproduce", study)}\` trains both.`,
      method: "",
    };
  }
  const published = study.shapes === undefined;
  return {
    answer: costs.map((cost, k) => answerOf(cost, k, published)).join(" "),
    meaning: "Dice says how well a drawing covers the true one: 1 is the same drawing, 0 has no " +
      `ink in common. The ${costs.length === 1 ? "control reaches" : "controls reach"} ${
        list(costs.map(({ control }) => fixed(control, 3)))
      } inside the ${costs.length === 1 ? "hole" : "holes"}.`,
    certain: costs.every(({ bySeed }) => bySeed.length > 1 && agreed(bySeed)),
    direction: directionsOf(costs, images),
    size: sizeOf(costs, study),
    footing: footingOf(costs),
    method: methodOf(costs),
  };
}

/** Where a hole is, as part of a sentence. */
function place(hole: string): string {
  const [, radius] = /^disc of radius ([\d.]+)$/.exec(hole) ?? [];
  return radius ? `at radius ${radius}` : `where the hole is a ${hole}`;
}

/** Whether one hole is filled, and by how much mean Dice falls inside it. */
function answerOf(cost: Cost, index: number, published: boolean): string {
  const fall = fallOf(cost);
  const size = fixed(Math.abs(fall), 3);
  const what = Number(size) === 0
    ? "is that of the control to three digits"
    : `${fall > 0 ? "falls" : "rises"} by ${size}`;
  const inside = index === 0 ? "inside the hole, mean Dice" : "mean Dice";
  const where = published && cost.hole === PUBLISHED
    ? "at the published radius 0.3"
    : place(cost.hole);
  return `${verdictOf(fall).word} ${where}: ${inside} ${what}.`;
}

function fallOf({ interval, difference }: Cost): number {
  return interval?.estimate ?? -difference;
}

function verdictOf(fall: number): typeof VERDICTS[number] {
  const [yes, ...others] = VERDICTS;
  // As it is shown beside the word.
  const shown = Number(fixed(fall, 3));
  // A fall that is no number is none that could be called small.
  return fall <= 0 ? yes : others.find(({ below }) => shown < below) ?? others[2];
}

/** Whether all seeds lose, or all do not. */
function agreed(bySeed: readonly number[]): boolean {
  return bySeed.every((cost) => cost > 0) || bySeed.every((cost) => cost < 0);
}

/** In how many seeds, and on how many images, the networks do worse than their controls. */
function directionsOf(costs: readonly Cost[], images: readonly PairedImages[]): string {
  // Holes of which the same is to be said share a sentence.
  const seeds = [...Map.groupBy(costs, seedsOf)].map(([words, alike]) =>
    `${capital(list(alike.map(({ hole }) => place(hole))))}, ${words}.`
  );
  const paired = costs.flatMap(({ hole }) => images.filter((entry) => entry.hole === hole));
  if (paired.length === 0) return seeds.join(" ");
  const counts = paired.map(({ hole, count, worse }) =>
    `${worse} of ${count} images ${place(hole)}`
  );
  return `${seeds.join(" ")} One by one inside the hole, the network is worse on ${list(counts)}.`;
}

/** How the seeds of a hole stand, as part of a sentence. */
function seedsOf({ bySeed }: Cost): string {
  const worse = bySeed.filter((cost) => cost > 0).length;
  if (bySeed.length === 1) {
    return `the one network trained ${worse === 1 ? "is" : "is not"} worse than its control`;
  }
  const all = seedCount(bySeed.length);
  if (worse === bySeed.length) {
    return `${
      bySeed.length === 2 ? "both" : `all ${NUMBERS[worse] ?? worse}`
    } seeds lose against their control`;
  }
  if (worse === 0) return `none of ${all} loses against its control`;
  return `${NUMBERS[worse] ?? worse} of ${all} ${worse === 1 ? "loses" : "lose"}`;
}

/** Between which values the costs lie. */
function sizeOf(costs: readonly Cost[], study: StudyData): string {
  if (costs.every(({ interval }) => interval === null)) {
    return "One seed does not say how much the fall varies from one training to the next; " +
      `\`${severalSeedsCommand(study)}\` does.`;
  }
  const parts = costs.flatMap(({ hole, interval }) =>
    interval ? [{ ...rangeOf(interval), place: place(hole) }] : []
  );
  const sentences = [...Map.groupBy(parts, ({ verb }) => verb)].map(([verb, alike]) =>
    `${verb} by ${list(alike.map(({ between, place }) => `between ${between} ${place}`))}`
  );
  return `Mean Dice ${list(sentences)} (95 % intervals over seeds).`;
}

/** The command that makes the study with several seeds: as it is, where it has them, else with three. */
function severalSeedsCommand(study: StudyData): string {
  const profile = PROFILE_NAMES.find((name) => name === study.profile);
  const usual = profile ? studySeeds(profile, { seed: 0, seeds: undefined }).seeds.length : 1;
  const several = (study.seeds ?? usual) > 1;
  return studyCommand("reproduce", several ? study : { ...study, seeds: 3 });
}

/** An interval of a fall as a change of Dice: one that holds zero is neither a fall nor a rise. */
function rangeOf({ low, high }: Interval): { verb: string; between: string } {
  const words = (one: number, other: number) => `${fixed(one, 3)} and ${fixed(other, 3)}`;
  if (low >= 0) return { verb: "falls", between: words(low, high) };
  if (high <= 0) return { verb: "rises", between: words(-high, -low) };
  const [least, most] = [fixed(-high, 3), fixed(-low, 3)];
  return { verb: "changes", between: `${least} and +${most}` };
}

/** What the words mean that the answer uses, and no others. */
function wordsOf(costs: readonly Cost[]): string {
  const used = new Set(costs.map((cost) => verdictOf(fallOf(cost))));
  const meanings = VERDICTS.filter((verdict) => used.has(verdict)).map(({ word, meaning }, k) =>
    `“${word}”: ${k === 0 ? meaning.replace(/^it/, "mean Dice") : meaning}`
  );
  return `What the answer’s words mean: ${meanings.join("; ")}.`;
}

function footingOf(costs: readonly Cost[]): string {
  const most = Math.max(...costs.map(({ bySeed }) => bySeed.length));
  // The images of one network share its weights; they are no further trials.
  const chance = most < 2 || most > 10
    ? ""
    : ` If the hole made no difference, all ${seedCount(most)} would lose by chance in one of ${
      2 ** most
    } studies.`;
  return `${wordsOf(costs)}${chance}`;
}

/** How the intervals are made; nothing where there is none. */
function methodOf(costs: readonly Cost[]): string {
  const several = costs.filter(({ interval }) => interval !== null);
  if (several.length === 0) return "";
  const losing = several.filter(({ bySeed }) => bySeed.every((cost) => cost > 0)).length;
  const method = losing === several.length
    ? "of the mean of a log-normal (Olsson 2005), since a cost lies above zero where every seed loses"
    : losing === 0
    ? "Student's t, since not every seed loses"
    : "of the mean of a log-normal (Olsson 2005) where every seed loses, else Student's t";
  return `The intervals of what a hole costs are ${method}.`;
}

function seedCount(count: number): string {
  return `${NUMBERS[count] ?? count} seeds`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
