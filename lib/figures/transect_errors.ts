/**
 * The error along each transect, of a network trained around the hole against the control that
 * was not: the gap between the two lines inside the shading is what the hole costs.
 *
 * @module
 */

import { type FamilyName, periodicAxis } from "../curve/family.ts";
import { parameterSymbol, shortParameterText } from "../curve/parameter_text.ts";
import { PAIR, type PairName } from "../words/network_names.ts";
import { periodOf } from "../space/periodic.ts";
import { SPACE } from "../space/space.ts";
import { type ChartPanel, drawChart } from "./chart.ts";
import { type ComparedMeasure, MAIN_MEASURE, MEASURES } from "../measure/image/measures.ts";
import { holeShade } from "./hole_shade.ts";
import { COLOURS } from "./palette.ts";

/** How an axis of a measure is titled, for instance `Dice (1 is perfect)`. */
function axisTitle(measure: ComparedMeasure): string {
  const { title, unit, perfect } = MEASURES[measure];
  return `${title} (${unit === "" ? "" : `${unit}, `}${perfect} is perfect)`;
}

/** One reconstruction on a transect. */
export interface TransectRow extends Readonly<Record<ComparedMeasure, number>> {
  /** Name of the transect, for instance `P1`. */
  readonly transect: string;
  /** Number of the point on it, in order. */
  readonly step: number;
  /** Shape parameter a, in axis units. */
  readonly a: number;
  /** Shape parameter b, in axis units. */
  readonly b: number;
  /** Whether the shape lies inside the hole. */
  readonly inside: boolean;
  /** The network that reconstructed it. */
  readonly network: PairName;
}

/** Options of {@linkcode transectErrors}. */
export interface TransectErrorsOptions {
  /** Default `dice`. */
  readonly measure?: ComparedMeasure;
  /** What the figure says. Default `Error along the transects`. */
  readonly title?: string;
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
}

/** What the networks are called in figures. */
export const MODEL_NAMES: Readonly<Record<PairName, string>> = {
  punctured: "trained around the hole",
  control: "control, trained without a hole",
};

/**
 * Says where a transect goes, for instance `P1: a = 1.25, b from 0 to 2`.
 *
 * @param points Its points, in order, at least one.
 * @param family What a and b are; as in the study's shapes where this is absent.
 */
export function describeTransect(
  name: string,
  points: readonly { readonly a: number; readonly b: number }[],
  family?: FamilyName,
): string {
  const first = points[0];
  const last = points[points.length - 1];
  const range = (axis: "a" | "b") => {
    const symbol = parameterSymbol(axis, family);
    const text = (value: number) => shortParameterText(axis, value, family);
    const [from, to] = [text(first[axis]), text(last[axis])];
    const crosses = axis === periodicAxis(family) &&
      points.some((point, k) =>
        k > 0 && Math.abs(point[axis] - points[k - 1][axis]) > periodOf(axis) / 2
      );
    if (crosses) return `${symbol} from ${from} through ${text(SPACE[axis][1])} to ${to}`;
    return first[axis] === last[axis] ? `${symbol} = ${from}` : `${symbol} from ${from} to ${to}`;
  };
  return `${name}: ${range("a")}, ${range("b")}`;
}

/**
 * Draws the error along each transect, one panel a transect, with a common scale.
 *
 * @param rows All points of all transects, of one network or two.
 * @returns An SVG document.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { transectErrors } from "./transect_errors.ts";
 *
 * const point = { a: 1.25, b: 1, inside: true, network: "control", ssim: 1, mse: 0 } as const;
 * const svg = await transectErrors([
 *   { transect: "P1", step: 1, dice: 0.98, bceExcess: 0.01, ...point },
 * ]);
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function transectErrors(
  rows: readonly TransectRow[],
  { measure = MAIN_MEASURE, title = "Error along the transects", family }: TransectErrorsOptions =
    {},
): Promise<string> {
  const names = [...new Set(rows.map(({ transect }) => transect))];
  const networks = PAIR.filter((network) => rows.some((row) => row.network === network));
  const values = rows.map((row) => row[measure]).filter(Number.isFinite);
  const domain = [Math.min(...values), Math.max(...values)];

  const panel = (name: string): ChartPanel => {
    const own = rows
      .filter(({ transect }) => transect === name)
      .toSorted((one, other) => one.step - other.step);
    const hole = own.filter(({ inside }) => inside).map(({ step }) => step);
    const steps = own.map(({ step }) => step);
    const x = {
      field: "step",
      type: "quantitative" as const,
      title: "point on the transect",
      axis: { tickMinStep: 1, format: "d", grid: false },
      scale: {
        domain: [Math.min(...steps) - 0.5, Math.max(...steps) + 0.5],
        nice: false,
      },
    };
    return {
      title: { text: describeTransect(name, own, family), fontSize: 12, offset: 20 },
      width: 270,
      height: 220,
      layer: [
        holeShade(hole.length > 0 ? [Math.min(...hole) - 0.5, Math.max(...hole) + 0.5] : null, x),
        {
          data: {
            values: own.map((row) => ({
              step: row.step,
              value: row[measure],
              network: MODEL_NAMES[row.network],
            })),
          },
          mark: {
            type: "line",
            point: { size: 30 },
            strokeWidth: 2,
          },
          encoding: {
            x,
            y: {
              field: "value",
              type: "quantitative",
              title: axisTitle(measure),
              scale: { domain, zero: false, nice: true },
            },
            color: {
              field: "network",
              type: "nominal",
              title: null,
              scale: {
                domain: networks.map((network) => MODEL_NAMES[network]),
                range: networks.map((network) => COLOURS[network]),
              },
              legend: {
                orient: "bottom",
                symbolType: "stroke",
                symbolStrokeWidth: 3,
              },
            },
          },
        },
      ],
    };
  };

  return drawChart({
    description: `${axisTitle(measure)} along ${names.join(", ")}, the hole shaded.`,
    title,
    hconcat: names.map(panel),
  });
}
