/**
 * The claims in short: the answer in one sentence, and a row each. The report and the documentation
 * both show them, from what is committed.
 *
 * @module
 */

import type { Claim, NumbersTable } from "./schema.ts";
import { VERDICTS } from "./schema.ts";
import { decide } from "./criterion.ts";
import { countText, filled, measuredText } from "./words.ts";

/** The quantity that the decisive criterion of a claim asks for: the first of its rules' criteria. */
export function mainQuantity({ criteria, rules, quantities }: Claim): string {
  const [first] = rules.flatMap(({ holds = [], fails = [] }) => [...holds, ...fails]);
  return first === undefined ? Object.keys(quantities)[0] : criteria[first].quantity;
}

/** A row of the table of claims. */
export interface ClaimRow {
  readonly claim: Claim;
  /** What the publication's evidence was, figures included. */
  readonly published: string;
  /** The quantity that decides, in words. */
  readonly measured: string;
  /** Its mean and interval. */
  readonly ours: string;
  readonly seeds: number;
  /** What was found, in one sentence or two. */
  readonly finding: string;
}

/** A claim as a row, from its committed numbers. */
export function claimRow(claim: Claim): ClaimRow {
  const name = mainQuantity(claim);
  const { words, digits } = claim.quantities[name];
  const measured = claim.found.quantities[name];
  return {
    claim,
    published: publishedText(claim),
    measured: words,
    ours: measuredText(measured, digits),
    seeds: measured.seeds,
    finding: sentence(claim, decide(claim.rules, claim.found.criteria).finding),
  };
}

/** What was published for a claim. */
function publishedText({ published: { figures } }: Claim): string {
  return figures === "none given" ? "no figures" : figures.join("; ");
}

/** A sentence of a claim with its committed numbers. */
export function sentence({ quantities, found }: Claim, text: string): string {
  const full = filled(text, { quantities, found: found.quantities });
  return full[0].toUpperCase() + full.slice(1);
}

/** The questions after other explanations, each with its answer. */
export function confoundsOf(
  claim: Claim,
): { readonly question: string; readonly answer: string; readonly headline: boolean }[] {
  return claim.confounds.map(({ question, criterion, holds, fails, headline = false }) => {
    const holding = criterion === null || claim.found.criteria[criterion];
    return { question, answer: sentence(claim, holding ? holds : fails!), headline };
  });
}

/**
 * How many claims got which verdict, in one sentence.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { answerOf } from "./summary.ts";
 *
 * assertEquals(
 *   answerOf(["reproduced", "in part", "reproduced"]),
 *   "Of the three published claims, two are reproduced and one is reproduced in part.",
 * );
 * ```
 */
export function answerOf(verdicts: readonly string[]): string {
  const groups = VERDICTS.flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    if (count === 0) return [];
    const words = verdict === "in part" ? "reproduced in part" : verdict;
    return [`${countText(count)} ${count === 1 ? "is" : "are"} ${words}`];
  });
  const all = groups.length < 2
    ? groups.join("")
    : `${groups.slice(0, -1).join(", ")} and ${groups.at(-1)}`;
  return `Of the ${countText(verdicts.length)} published claims, ${all}.`;
}

/** A table of numbers with its cells filled. */
export function filledRows({ rows, quantities, found }: NumbersTable): string[][] {
  return rows.map((cells) => cells.map((cell) => filled(cell, { quantities, found })));
}
