/**
 * The figure that a report opens with: is the hole filled, compared with what, and how sure is
 * that? For each hole one shape from inside it as both networks reconstruct it, beside the Dice of
 * every training run, paired by seed, with means and intervals.
 *
 * @module
 */

import type { FamilyName } from "../curve/family.ts";
import { placeText } from "../curve/parameter_text.ts";
import { costInterval } from "../measure/cost_interval.ts";
import { describeInterval } from "../measure/intervals.ts";
import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { costsBySeed, describeCost, holeCosts, type HoleOutcome } from "../measure/hole_costs.ts";
import { type ImageStack, imageUrl } from "./images.ts";
import { COLOURS } from "./palette.ts";
import { wrapText } from "./titles.ts";
import { PAIR, type PairName } from "../words/network_names.ts";

/** One network measured inside one hole, for one seed. */
export interface HeadlineOutcome extends HoleOutcome {
  /** Seed of the training run. */
  readonly seed: number;
}

/** A shape inside a hole, and what both networks make of it. */
export interface HeadlineShape {
  /** The hole, in the words of the outcomes. */
  readonly hole: string;
  /** Where the shape lies. */
  readonly a: number;
  readonly b: number;
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** One image each: the truth and the reconstructions. */
  readonly truth: ImageStack;
  readonly punctured: ImageStack;
  readonly control: ImageStack;
  /** Dice of the reconstructions. */
  readonly dice: Readonly<Record<PairName, number>>;
}

const NAMES: Readonly<Record<PairName, string>> = {
  punctured: "trained around it",
  control: "control",
};
const TILE = 92;

/** Widths of a figure's parts, in pixels: beside each other, or below each other. */
interface Layout {
  /** Whether the numbers stand below the images. */
  readonly narrow: boolean;
  /** Room of one image. */
  readonly image: number;
  /** The panel of dots. */
  readonly dots: number;
}

const WIDE: Layout = { narrow: false, image: TILE + 20, dots: 330 };
const NARROW: Layout = { narrow: true, image: TILE + 6, dots: 3 * (TILE + 6) };

/** Options of {@linkcode headline}. */
export interface HeadlineOptions {
  /** Whether it is drawn for a screen of 390 pixels, its parts below each other. Default false. */
  readonly narrow?: boolean;
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
}

/**
 * Draws the figure, one row a hole.
 *
 * @param outcomes One a network, hole and seed; holes without both networks are left out.
 * @param shapes At most one a hole; a hole without has no images.
 * @returns An SVG document.
 * @throws {RangeError} No hole has both networks.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { headline } from "./headline.ts";
 *
 * const svg = await headline([0.97, 0.98].flatMap((inside, seed) => [
 *   { hole: "disc of radius 0.3", network: "punctured", seed, validation: 0.98, inside },
 *   { hole: "disc of radius 0.3", network: "control", seed, validation: 0.98, inside: 0.99 },
 * ]));
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function headline(
  outcomes: readonly HeadlineOutcome[],
  shapes: readonly HeadlineShape[] = [],
  { narrow = false, family }: HeadlineOptions = {},
): Promise<string> {
  const layout = narrow ? NARROW : WIDE;
  const costs = holeCosts(outcomes);
  if (costs.length === 0) {
    throw new RangeError(
      "Cannot draw the headline: a hole must have a network trained around it and a control, " +
        `received ${outcomes.length} outcomes without`,
    );
  }
  const holes = costs.map(({ hole }) => hole);
  const shown = outcomes.filter(({ hole }) => holes.includes(hole));
  const means = holes.flatMap((hole) => summaries(shown.filter((row) => row.hole === hole)));
  const values = [
    ...shown.map(({ inside }) => inside),
    ...means.flatMap(({ low, high }) => [low, high]),
  ].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.004, 0.08 * (high - low));
  const domain = [Math.max(0, low - room), Math.min(1.002, high + room)] as const;
  const titles = costs.map((cost) => title(cost, shown));
  return drawChart({
    description: titles.join(" "),
    spacing: 14,
    vconcat: holes.map((hole, k): ChartPanel => {
      const parts = [
        ...shapes.filter((shape) => shape.hole === hole).map((shape) =>
          shapePanel(shape, { layout, family })
        ),
        dotsPanel(shown.filter((row) => row.hole === hole), {
          means: summaries(shown.filter((row) => row.hole === hole)),
          domain,
          layout,
          title: k === holes.length - 1 ? axisTitle(means) : null,
        }),
      ];
      const text = narrow ? wrapText(titles[k], { width: 330, size: 14 }) : titles[k];
      const title = { text, fontSize: narrow ? 14 : 15, offset: 26, anchor: "start" as const };
      return narrow
        ? { title: { ...title, frame: "bounds" }, spacing: 22, vconcat: parts }
        : { title, spacing: 26, hconcat: parts };
    }),
  });
}

function title(
  cost: ReturnType<typeof holeCosts>[number],
  outcomes: readonly HeadlineOutcome[],
): string {
  const name = cost.hole.charAt(0).toUpperCase() + cost.hole.slice(1);
  const costs = costsBySeed(outcomes.filter(({ hole }) => hole === cost.hole));
  if (costs.length < 2) return `${name}: ${describeCost(cost)} in Dice (one seed, no interval)`;
  return `${name} costs ${describeInterval(costInterval(costs))} of Dice`;
}

/** What is shown; where there is more than one seed, also what marks and brackets are. */
function axisTitle(means: readonly Summary[]): string[] {
  const what = "Dice inside the hole (1 is perfect)";
  if (!means.some(({ low }) => Number.isFinite(low))) return [what];
  return [what, "a small dot a seed, a large one their mean;", "bars, brackets: 95 % intervals"];
}

interface Summary {
  readonly network: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function summaries(outcomes: readonly HeadlineOutcome[]): Summary[] {
  return PAIR.map((role) => {
    const values = outcomes.filter(({ network }) => network === role).map(({ inside }) => inside);
    const network = NAMES[role];
    if (values.length < 2) return { network, mean: values[0], low: NaN, high: NaN };
    // What a Dice lacks to 1 is above zero, as a cost is.
    const { estimate, low, high } = costInterval(values.map((value) => 1 - value));
    return { network, mean: 1 - estimate, low: 1 - high, high: 1 - low };
  });
}

function shapePanel(
  shape: HeadlineShape,
  { layout: { image }, family }: { layout: Layout; family: FamilyName | undefined },
): ChartPanel {
  const place = placeText(shape, family);
  const tiles = [
    { name: "truth", images: shape.truth, under: place, colour: COLOURS.ink },
    ...PAIR.map((role) => ({
      name: NAMES[role],
      images: shape[role],
      under: `Dice ${shape.dice[role].toFixed(3)}`,
      colour: COLOURS[role],
    })),
  ].map(({ images, ...tile }, k) => ({
    ...tile,
    x: k + 0.5,
    url: imageUrl(images, { size: shape.size }),
  }));
  const x = {
    field: "x",
    type: "quantitative" as const,
    scale: { domain: [0, tiles.length], nice: false },
    axis: null,
  };
  const words = (field: string, y: number, bold: boolean): ChartLayer => ({
    mark: { type: "text", fontSize: 12, fontWeight: bold ? "bold" : "normal", baseline: "middle" },
    encoding: {
      x,
      y: { value: y },
      text: { field },
      fill: { field: "colour", type: "nominal", scale: null },
    },
  });
  return {
    width: tiles.length * image,
    height: TILE,
    view: { stroke: null },
    data: { values: tiles },
    layer: [
      {
        mark: { type: "image", width: TILE, height: TILE },
        encoding: { x, y: { value: TILE / 2 }, url: { field: "url" } },
      },
      words("name", -11, true),
      words("under", TILE + 13, false),
    ],
  };
}

function dotsPanel(
  outcomes: readonly HeadlineOutcome[],
  { means, domain, layout, title }: {
    means: readonly Summary[];
    domain: readonly [number, number];
    layout: Layout;
    /** Lines below the axis; none where another panel has them. */
    title: readonly string[] | null;
  },
): ChartPanel {
  const x = (field: string) => ({
    field,
    type: "quantitative" as const,
    scale: { domain: [...domain], zero: false, nice: false },
    title: title && [...title],
    axis: { tickCount: 5 },
  });
  const y = {
    field: "network",
    type: "nominal" as const,
    sort: PAIR.map((role) => NAMES[role]),
    title: null,
    axis: {
      grid: false,
      domain: false,
      ticks: false,
      labelFontSize: 12,
      labelColor: COLOURS.ink,
      labelPadding: 6,
      labelLimit: 200,
      // The name of the network trained around the hole on two lines.
      ...(layout.narrow
        ? {
          labelExpr: `datum.label == "${NAMES.punctured}" ? ["trained", "around it"] : datum.label`,
        }
        : {}),
    },
  };
  const colour = {
    field: "network",
    type: "nominal" as const,
    scale: {
      domain: PAIR.map((role) => NAMES[role]),
      range: PAIR.map((role) => COLOURS[role]),
    },
    legend: null,
  };
  const seeds = outcomes.map(({ network, seed, inside }) => ({
    network: NAMES[network],
    seed,
    inside,
  }));
  const labels = means.map((row) => ({ ...row, text: row.mean.toFixed(3) }));
  return {
    width: layout.dots,
    height: TILE,
    layer: [
      {
        data: { values: seeds },
        mark: { type: "line", stroke: COLOURS.quiet, strokeWidth: 1, opacity: 0.5 },
        encoding: { x: x("inside"), y, detail: { field: "seed" }, order: { field: "network" } },
      },
      {
        data: { values: means.filter(({ low }) => Number.isFinite(low)) },
        mark: { type: "rule", strokeWidth: 3, clip: true },
        encoding: { x: x("low"), x2: { field: "high" }, y, stroke: colour },
      },
      {
        data: { values: seeds },
        mark: { type: "circle", size: 34, opacity: 0.55 },
        encoding: { x: x("inside"), y, fill: colour },
      },
      {
        data: { values: labels },
        mark: { type: "circle", size: 150, opacity: 1 },
        encoding: { x: x("mean"), y, fill: colour },
      },
      // Above the upper dot and below the lower one, where no line between the two passes.
      ...labels.map((label, k): ChartLayer => ({
        data: { values: [label] },
        mark: {
          type: "text",
          baseline: "middle",
          dy: k === 0 ? -15 : 15,
          fontSize: 12,
          fontWeight: "bold",
        },
        encoding: { x: x("mean"), y, text: { field: "text" }, fill: colour },
      })),
    ],
  };
}
