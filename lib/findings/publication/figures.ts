/**
 * The figures of the reanalysis, from its table and from the errors along P1.
 *
 * @module
 */

import {
  type BendPoint,
  PUBLISHED_NAMES,
  PUBLISHED_SIZES,
  publishedBends,
  publishedErrors,
} from "../../figures/published.ts";
import type { SeriesPoint } from "../../figures/series.ts";
import type { Row } from "../../files/tables.ts";
import { mean } from "../../measure/statistics.ts";
import type { ReanalysisData } from "./reanalysis.ts";
import { counted } from "../../words/counted.ts";
import { PAIR } from "../../words/network_names.ts";

/** The figures by file name: `p1.svg` and `bends.svg`. */
export async function reanalysisFigures(
  data: ReanalysisData,
  rows: readonly Row[],
): Promise<Record<string, string>> {
  return { "p1.svg": await p1Figure(data), "bends.svg": await bendsFigure(rows) };
}

/** Where P1 enters and leaves the published hole, a disc of radius 0.3 around b = 1. */
const ON_P1 = [0.7, 1.3] as const;

async function p1Figure({ published, p1 }: ReanalysisData): Promise<string> {
  const noisy = p1.filter(({ draw }) => Number(draw) > 0);
  const draws = new Set(noisy.map(({ seed, draw }) => `${seed} ${draw}`)).size;
  const seeds = new Set(noisy.map(({ seed }) => seed)).size;
  const ours = PAIR.flatMap((network) =>
    [...Map.groupBy(noisy.filter((row) => row.network === network), ({ b }) => Number(b))]
      .map(([b, rows]): SeriesPoint => {
        const values = rows.map(({ dice }) => Number(dice));
        return {
          x: b,
          series: PUBLISHED_NAMES[network],
          estimate: mean(values),
          low: Math.min(...values),
          high: Math.max(...values),
        };
      })
  );
  const theirs = published.p1.map(({ b, errors }): SeriesPoint => ({
    x: b,
    series: PUBLISHED_NAMES.published,
    estimate: errors.dice,
  }));
  return await publishedErrors([...theirs, ...ours], {
    title: "In the hole the published reconstructions get much worse, ours a little",
    subtitle: `Dice along P1 at the published size. Ours: mean, least and most of ${draws} draws ` +
      `of the sampling noise that the published ones have too, over ${counted(seeds, "seed")}.`,
    x: "b (axis units), at a = 1.25",
    y: "Dice (1 is perfect)",
    hole: ON_P1,
  });
}

async function bendsFigure(rows: readonly Row[]): Promise<string> {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const cell = (value: string | number) => value === "" ? undefined : Number(value);
  const seedsOf = (size: string) => counted(Number(byName.get(`P1_turn_${size}`)!.seeds), "seed");
  const points = (quantity: string): BendPoint[] =>
    ["P1", "P2", "P3"].flatMap((transect) => {
      const row = (group: string) => byName.get(`${transect}_${quantity}_${group}`)!;
      const ours = PAIR.flatMap((network) =>
        (["small", "full"] as const).map((size): BendPoint => {
          const own = row(network === "control" ? `${size}_control` : size);
          return {
            transect,
            series: PUBLISHED_NAMES[network],
            images: PUBLISHED_SIZES[size],
            estimate: Number(own.mean),
            low: cell(own.low),
            high: cell(own.high),
          };
        })
      );
      return [{
        transect,
        series: PUBLISHED_NAMES.published,
        images: PUBLISHED_SIZES.full,
        estimate: Number(row("small").published),
      }, ...ours];
    });
  return await publishedBends([
    { x: "turn over 15 points (radians)", straight: 0, points: points("turn") },
    { x: "length over chord", straight: 1, points: points("length_over_chord") },
  ], {
    title:
      "Published codes turn more than the mean of ours; their length over chord hardly stands out",
    subtitle:
      `Ours: the mean of ${seedsOf("full")} at 256² and of ${seedsOf("small")} at 64², with ` +
      "95 % t intervals. Neither number changes with the scale or rotation of codes.",
  });
}
