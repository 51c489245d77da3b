/**
 * The publication's own figures measured again: each quantity of the published network beside the
 * same of ours, by the same functions on the same points. One row a quantity, for
 * `results/reference/published/reanalysis.csv`.
 *
 * The scale of codes follows from the weight of the prior and the size of images, and their axes
 * from chance. So a turn, a ratio of length and chord, shares of variance and a dimension can be
 * compared between networks (`invariant` 1); lengths and deviations cannot (0), and stand there
 * because they were published. A correlation of latents changes with a rotation: 0 too.
 *
 * @module
 */

import type { Row } from "../../files/tables.ts";
import { seedInterval } from "../../measure/intervals.ts";
import { lineCurvature } from "../../measure/latent/curvature.ts";
import { polyline } from "../../measure/latent/polyline.ts";
import { MEASURES } from "../../measure/image/measures.ts";
import { mean } from "../../measure/statistics.ts";
import { createRandom } from "../../random.ts";
import { insideHole, PUBLISHED_HOLE } from "../../space/hole.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";
import { type Cloud, type NetworkKind, rootMean, type Walks } from "./ours.ts";
import {
  type Published,
  PUBLISHED_MEASURES,
  type PublishedCloud,
  type PublishedErrors,
} from "./read_off.ts";

/** Columns of the table, in order. */
export const REANALYSIS_COLUMNS: readonly string[] = [
  "name",
  "published",
  "mean",
  "low",
  "high",
  "interval",
  "seeds",
  "unit",
  "invariant",
  "source",
];

/** All that is compared. */
export interface ReanalysisData {
  readonly published: Published;
  readonly walks: readonly Walks[];
  readonly clouds: {
    readonly small: readonly Cloud[];
    readonly full: readonly Cloud[];
    readonly ablation: readonly Cloud[];
    readonly study: readonly Cloud[];
  };
  /** Rows of `p1_errors.csv`. */
  readonly p1: readonly Readonly<Record<string, string | number>>[];
}

interface Quantity {
  readonly name: string;
  /** `undefined` where nothing was published. */
  readonly published?: number;
  /** One value a network. */
  readonly ours: readonly number[];
  readonly unit: string;
  readonly invariant: boolean;
  readonly source: string;
}

/** A row; the interval is Student's t over seeds, at 95 %, where there are two or more. */
function row({ name, published, ours, unit, invariant, source }: Quantity): Row {
  const { low, high } = ours.length > 1 ? seedInterval(ours) : { low: "", high: "" };
  return {
    name,
    published: published ?? "",
    mean: ours.length > 0 ? mean(ours) : "",
    low,
    high,
    interval: ours.length > 1 ? "95 % t over seeds" : "",
    seeds: ours.length,
    unit,
    invariant: invariant ? 1 : 0,
    source,
  };
}

/** `small`, `full` and `rate`, each with `_control` for the controls. */
function groupOf({ kind, subset }: Pick<Walks, "kind" | "subset">): string {
  return subset === "control" ? `${kind}_control` : kind;
}

/** Where the tables lie, in results/reference. */
const FOLDERS: Readonly<Record<NetworkKind, string>> = {
  small: "",
  full: "full/",
  rate: "published-rate/",
};

/** What is measured of a path of codes. */
const PATH: Readonly<
  Record<string, { unit: string; invariant: boolean; of: (codes: Float64Array) => number }>
> = {
  turn: { unit: "radians", invariant: true, of: (codes) => polyline(codes, LATENTS).turn },
  turn_misread: { unit: "radians", invariant: true, of: misreadTurn },
  smoothed_turn: {
    unit: "radians",
    invariant: true,
    of: (codes) => lineCurvature(codes, LATENTS).turning,
  },
  length_over_chord: {
    unit: "",
    invariant: true,
    of: (codes) => lineCurvature(codes, LATENTS).arcOverChord,
  },
  length: {
    unit: "latent units",
    invariant: false,
    of: (codes) => polyline(codes, LATENTS).length,
  },
  chord: { unit: "latent units", invariant: false, of: (codes) => polyline(codes, LATENTS).chord },
};

const LATENTS = { latents: 3 };

/** Error of reading a coordinate off a figure, as a share of a path's mean step. */
const READING_ERROR = 0.1;

const READINGS = 200;

/**
 * What the turn of our codes would be, had they been read off a figure too: its mean over 200
 * readings, each coordinate with a normal error of a tenth of the mean step. The published codes have
 * such an error in them, of a size that is not known, and any error adds turn.
 */
function misreadTurn(codes: Float64Array): number {
  const random = createRandom(0, "reanalysis/reading");
  const error = READING_ERROR * polyline(codes, LATENTS).length / (codes.length / 3 - 1);
  return mean(Array.from(
    { length: READINGS },
    () => polyline(codes.map((x) => x + error * random.normal()), LATENTS).turn,
  ));
}

function pathRows({ published, walks }: ReanalysisData): Row[] {
  return [...published.walks].flatMap(([transect, codes]) =>
    Object.entries(PATH).flatMap(([quantity, { unit, invariant, of }]) =>
      walks.map((group) =>
        row({
          name: `${transect}_${quantity}_${groupOf(group)}`,
          published: quantity === "turn_misread" ? PATH.turn.of(codes) : of(codes),
          ours: group.seeds.map((seed) => of(seed.get(transect)!)),
          unit,
          invariant,
          source: `transect_codes.csv; ${FOLDERS[group.kind]}transects/*/tables/transects.csv`,
        })
      )
    )
  );
}

/**
 * Distance between the codes of the two points of a transect that lie before and behind the hole, and
 * nearest to it, in latent units.
 */
function across(name: string, codes: Float64Array): number {
  const hole = PUBLISHED_HOLE;
  const transect = PUBLISHED_TRANSECTS.find((walk) => walk.name === name)!;
  const inside = transectPoints(transect).map((point) => insideHole(hole, point));
  const [before, behind] = [inside.indexOf(true) - 1, inside.lastIndexOf(true) + 1];
  const { latents } = LATENTS;
  return polyline(codes.subarray(latents * before, latents * (behind + 1)), LATENTS).chord;
}

/** How a network's walks go across the hole: each of them, and the least distance by the largest. */
function acrossRows({ published, walks }: ReanalysisData): Row[] {
  const names = [...published.walks.keys()];
  const narrow = (codes: ReadonlyMap<string, Float64Array>) => {
    const distances = names.map((name) => across(name, codes.get(name)!));
    return Math.min(...distances) / Math.max(...distances);
  };
  return walks.flatMap((group) => {
    const source = `transect_codes.csv; ${FOLDERS[group.kind]}transects/*/tables/transects.csv`;
    const distances = names.map((name): Quantity => ({
      name: `${name}_across_${groupOf(group)}`,
      published: across(name, published.walks.get(name)!),
      ours: group.seeds.map((seed) => across(name, seed.get(name)!)),
      unit: "latent units",
      invariant: false,
      source,
    }));
    const ratio: Quantity = {
      name: `across_narrowest_by_widest_${groupOf(group)}`,
      published: narrow(published.walks),
      ours: group.seeds.map(narrow),
      unit: "",
      invariant: true,
      source,
    };
    return [...distances, ratio].map(row);
  });
}

/** Means over the points of a region, and the difference of the two. */
const REGIONS: Readonly<
  Record<string, (values: readonly { inside: boolean; value: number }[]) => number>
> = {
  outside: (values) => mean(values.filter(({ inside }) => !inside).map(({ value }) => value)),
  inside: (values) => mean(values.filter(({ inside }) => inside).map(({ value }) => value)),
  inside_minus_outside: (values) => REGIONS.inside(values) - REGIONS.outside(values),
};

/** The published errors of P1 by region, by the names that rows have. */
export function publishedRegion(
  p1: readonly PublishedErrors[],
  { region, measure }: { region: string; measure: string },
): number {
  return REGIONS[region](p1.map(({ inside, errors }) => ({ inside, value: errors[measure] })));
}

function p1Rows({ published, p1 }: ReanalysisData): Row[] {
  const cells = p1.map((row) => ({
    network: String(row.network),
    seed: Number(row.seed),
    draw: Number(row.draw),
    inside: Number(row.inside) === 1,
    row,
  }));
  const networks = [...new Set(cells.map(({ network }) => network))];
  return networks.flatMap((network) =>
    [false, true].flatMap((noise) =>
      Object.keys(REGIONS).flatMap((region) =>
        PUBLISHED_MEASURES.map((name) => MEASURES[name]).map(({ column: measure, unit }): Row => {
          const own = cells.filter((cell) => cell.network === network && cell.draw > 0 === noise);
          const ours = [...Map.groupBy(own, ({ seed }) => seed).values()].map((cells) =>
            REGIONS[region](
              cells.map(({ inside, row }) => ({ inside, value: Number(row[measure]) })),
            )
          );
          const draws = new Set(own.map(({ draw }) => draw)).size;
          const group = network === "control" ? "full_control" : "full";
          return row({
            name: `P1_${region}_${measure}_${group}${noise ? "_noise" : ""}`,
            published: publishedRegion(published.p1, { region, measure }),
            ours,
            unit,
            invariant: true,
            source: "p1_reconstruction.csv; p1_errors.csv" +
              (noise ? `, mean of ${draws} draws of the noise` : ""),
          });
        })
      )
    )
  );
}

function cloudRows(
  { name, published, ours, source }: {
    name: string;
    published: PublishedCloud;
    ours: readonly Cloud[];
    source: string;
  },
): Row[] {
  const numbers = (values: readonly (number | null | undefined)[]) =>
    values.filter((value): value is number => typeof value === "number");
  const rows: Quantity[] = [
    {
      name: `${name}_twonn`,
      published: published.twoNN,
      ours: numbers(ours.map(({ twoNN }) => twoNN)),
      unit: "dimensions",
      invariant: true,
      source,
    },
    ...published.shares.map((share, k) => ({
      name: `${name}_share_${k + 1}`,
      published: share,
      ours: numbers(ours.map(({ shares }) => shares?.[k])),
      unit: "",
      invariant: true,
      source,
    })),
    {
      name: `${name}_largest_correlation`,
      published: Math.max(...published.correlations.map(Math.abs)),
      ours: numbers(ours.map(({ largestCorrelation }) => largestCorrelation)),
      unit: "",
      invariant: false,
      source,
    },
    {
      name: `${name}_deviation`,
      published: rootMean(published.deviations.map((value) => value ** 2)),
      ours: numbers(ours.map(({ deviation }) => deviation)),
      unit: "latent units",
      invariant: false,
      source,
    },
  ];
  return rows.filter(({ ours }) => ours.length > 0).map(row);
}

/** The table of the reanalysis. */
export function reanalysisRows(data: ReanalysisData): Row[] {
  const { clouds, published: { clouds: published } } = data;
  return [
    ...pathRows(data),
    ...acrossRows(data),
    ...p1Rows(data),
    ...cloudRows({
      name: "cloud_small",
      published: published.punctured,
      ours: clouds.small,
      source: "clouds.csv; evaluate/*/tables: all points of the dataset, TwoNN of 2000 others",
    }),
    ...cloudRows({
      name: "cloud_full",
      published: published.punctured,
      ours: clouds.full,
      source: "clouds.csv; full/train/*/tables/latents.csv, as many training codes",
    }),
    ...cloudRows({
      name: "cloud_part_3_small",
      published: published["part-3"],
      ours: clouds.study,
      source: "clouds.csv; studies/disentanglement, arm published, fixed σ",
    }),
    ...cloudRows({
      name: "cloud_part_3_ablation",
      published: published["part-3"],
      ours: clouds.ablation,
      source: "clouds.csv; ablation/*/tables, arm published",
    }),
  ];
}
