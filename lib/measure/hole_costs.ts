/**
 * What a hole costs: the network trained around it and its control, inside the hole.
 *
 * @module
 */

import { mean } from "./statistics.ts";
import type { PairName } from "../words/network_names.ts";

/** Mean Dice of one network, outside and inside one hole. */
export interface HoleOutcome {
  /** The hole in words, for instance `disc of radius 0.3`; rows of one hole have the same. */
  readonly hole: string;
  /** Which network. */
  readonly network: PairName;
  /** Mean Dice over the validation images outside the hole, in [0, 1]. */
  readonly validation: number;
  /** Mean Dice over the hole's test images, in [0, 1]. */
  readonly inside: number;
}

/** What a hole cost: the two networks inside it, and their difference. */
export interface HoleCost {
  /** The hole in words. */
  readonly hole: string;
  /** Mean Dice inside the hole of the network trained around it. */
  readonly punctured: number;
  /** Mean Dice inside the hole of the control. */
  readonly control: number;
  /** `punctured − control`: negative where the hole costs something. */
  readonly difference: number;
}

/**
 * Compares the two networks inside each hole. Several rows of the same hole and network (several
 * seeds) are averaged; a hole that lacks one of the two is left out.
 *
 * @returns One entry a hole, in order of first appearance.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { holeCosts } from "./hole_costs.ts";
 *
 * const [{ difference }] = holeCosts([
 *   { hole: "r = 0.6", network: "punctured", validation: 0.94, inside: 0.88 },
 *   { hole: "r = 0.6", network: "control", validation: 0.95, inside: 0.96 },
 * ]);
 * assertAlmostEquals(difference!, -0.08);
 * ```
 */
export function holeCosts(outcomes: readonly HoleOutcome[]): HoleCost[] {
  return [...new Set(outcomes.map(({ hole }) => hole))].flatMap((hole) => {
    const inside = (role: PairName) =>
      outcomes.filter((row) => row.hole === hole && row.network === role)
        .map(({ inside }) => inside);
    const pair = { punctured: inside("punctured"), control: inside("control") };
    if (pair.punctured.length === 0 || pair.control.length === 0) return [];
    const [punctured, control] = [mean(pair.punctured), mean(pair.control)];
    const difference = punctured - control;
    return Number.isFinite(difference) ? [{ hole, punctured, control, difference }] : [];
  });
}

/**
 * What a hole cost in each replicate: control minus network, Dice inside the hole. A seed that lacks
 * one of the two is left out.
 *
 * @param outcomes Of one hole, one a network and seed.
 */
export function costsBySeed(
  outcomes: readonly (HoleOutcome & { readonly seed: number })[],
): number[] {
  return [...Map.groupBy(outcomes, ({ seed }) => seed).values()].flatMap((pair) => {
    const inside = (role: PairName) => pair.find(({ network }) => network === role)?.inside ?? NaN;
    const cost = inside("control") - inside("punctured");
    return Number.isFinite(cost) ? [cost] : [];
  });
}

/**
 * Says what a hole cost in words that claim no more than the numbers.
 *
 * @param cost As {@linkcode holeCosts} gives it.
 * @returns For instance `0.080 below the control`, to three digits.
 */
export function describeCost({ difference }: Pick<HoleCost, "difference">): string {
  const size = Math.abs(difference).toFixed(3);
  if (Number(size) === 0) return "equal to the control to three digits";
  return `${size} ${difference < 0 ? "below" : "above"} the control`;
}
