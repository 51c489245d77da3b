/**
 * Whether networks of one kind fill a hole worse where it is wider in their codes: pairs of networks from
 * several seeds, by what was varied. `scripts/dev/hole_widths.ts` makes the table.
 *
 * @module
 */

import { z } from "zod";
import { DEFAULT_SHAPES } from "../../curve/family.ts";
import { type PairCorrelation, pairCorrelation } from "../../measure/pair_correlation.ts";
import { LEARNED } from "../../measure/image/learned.ts";
import { mean } from "../../measure/statistics.ts";
import { TRAINING_DEFAULTS, TRANSECT_LOSS } from "../../training/defaults.ts";

/** A number of a table. */
export const number = z.string().min(1).transform(Number).pipe(z.number());

/** A share, or an empty cell. */
const share = z.string().transform((text) => text === "" ? undefined : Number(text))
  .pipe(z.number().min(0).max(1).optional());

/** A row of `hole_widths.csv`: a network trained around a disc, and its control. */
export const widthSchema = z.looseObject({
  family: z.string(),
  petals: z.string(),
  hole: z.string(),
  size: number,
  geometry: z.string(),
  stroke: number,
  points: number,
  leak: number,
  divide: number,
  latents: number,
  posterior: z.string(),
  lambda: number,
  penalty: z.string(),
  gamma: number,
  weights: z.string(),
  epochs: number,
  batch: number,
  rate: number,
  decay: z.string(),
  seed: number,
  /** Least distance between the codes of opposite shapes on the edge, in latent units, ≥ 0. */
  narrowest: number,
  /** Mean distance between such codes, in latent units. */
  mean: number,
  /** The least of the control's. */
  control_narrowest: number,
  /**
   * Share of the training images from outside the hole whose codes lie within the loop of its edge, in
   * [0, 1]; of networks with two latents.
   */
  enclosed: share.optional(),
  /** The same of the control. */
  control_enclosed: share.optional(),
  /** Mean Dice inside the hole, in [0, 1]. */
  dice: number,
  /** The same of the control. */
  control_dice: number,
});

/** A pair of networks. */
export type WidthPair = z.infer<typeof widthSchema>;

/** How much worse than its control a network is inside the hole, in Dice. */
export function deficitOf({ dice, control_dice }: WidthPair): number {
  return control_dice - dice;
}

/** Dataset and network of the profile `small`. */
const USUAL = {
  family: DEFAULT_SHAPES.family,
  petals: String(DEFAULT_SHAPES.petals),
  ...{ size: 64, geometry: "square", stroke: 2, points: 5000, leak: 0 },
  ...TRAINING_DEFAULTS,
  ...TRANSECT_LOSS,
};

type Setting = keyof typeof USUAL;

/** What a pair has other than the network of the profile `small`, such as `size 96, stroke 2.21`. */
export function settingWords(pair: WidthPair): string {
  const settings = Object.entries(USUAL) as [Setting, string | number][];
  return settings.filter(([name, usual]) => pair[name] !== usual)
    .map(([name]) => `${name} ${pair[name]}`).join(", ");
}

/** The usual networks around this hole, from this seed on, were trained to test what others had shown. */
const TEST = { hole: "disc:1.25,1,0.6", from: 10 } as const;

function isFresh(pair: WidthPair): boolean {
  return pair.hole === TEST.hole && pair.seed >= TEST.from && settingWords(pair) === "";
}

/** Pairs that differ in their seeds alone. */
export interface WidthGroup {
  readonly hole: string;
  readonly setting: string;
  /** Whether they were trained to test what others had shown. */
  readonly fresh: boolean;
  readonly pairs: readonly WidthPair[];
}

/** Groups of pairs, in the order in which they first stand. */
export function widthGroups(pairs: readonly WidthPair[]): WidthGroup[] {
  const groups = Map.groupBy(
    pairs,
    (pair) => JSON.stringify([pair.hole, settingWords(pair), isFresh(pair)]),
  );
  return [...groups.values()].map((pairs) => ({
    hole: pairs[0].hole,
    setting: settingWords(pairs[0]),
    fresh: isFresh(pairs[0]),
    pairs,
  }));
}

/** How the narrowest width and the deficit go together in a group. */
export interface WidthCorrelation {
  readonly hole: string;
  readonly setting: string;
  readonly fresh: boolean;
  readonly seeds: number;
  /** Means over the group's pairs. */
  readonly deficit: number;
  readonly narrowest: number;
  readonly controlNarrowest: number;
  /** Pearson's correlation of the narrowest width and the deficit, with its 95 % interval. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The same of the mean width. */
  readonly meanEstimate: number;
  readonly meanLow: number;
  readonly meanHigh: number;
}

/** Pearson's correlation of a width and the deficit over pairs. */
export function withDeficit(
  pairs: readonly WidthPair[],
  width: "narrowest" | "mean",
): PairCorrelation {
  return pairCorrelation(pairs.map((pair) => [pair[width], deficitOf(pair)]));
}

/** Groups of five pairs or more, but for kinds of networks that have learned no shapes: their codes may all be one. */
export function widthCorrelations(pairs: readonly WidthPair[]): WidthCorrelation[] {
  return widthGroups(pairs).filter(({ pairs }) => pairs.length >= 5)
    .filter(({ pairs }) => mean(pairs.map(({ control_dice }) => control_dice)) >= LEARNED)
    .map(({ hole, setting, fresh, pairs }) => {
      const { estimate, low, high } = withDeficit(pairs, "mean");
      return {
        hole,
        setting,
        fresh,
        seeds: pairs.length,
        deficit: mean(pairs.map(deficitOf)),
        narrowest: mean(pairs.map(({ narrowest }) => narrowest)),
        controlNarrowest: mean(pairs.map(({ control_narrowest }) => control_narrowest)),
        ...withDeficit(pairs, "narrowest"),
        meanEstimate: estimate,
        meanLow: low,
        meanHigh: high,
      };
    });
}
