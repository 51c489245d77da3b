/**
 * Where the encoder puts the shapes: the codes μ of the training images, one panel for each pair of
 * latent dimensions, with the transects walking through them. A known space that was learned well
 * shows as a sheet on which the colour changes smoothly; a hole shows as a gap that the transects
 * bridge.
 *
 * @module
 */

import { type FamilyName, parameterTitle, parameterValue } from "../curve/family.ts";
import { type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS, TRANSECT_COLOURS } from "./palette.ts";
import { parameterColours, parameterTickProperties } from "./parameter_axis.ts";

/** A training image's shape and code. */
export interface CodedPoint {
  /** Shape parameter a, in axis units. */
  readonly a: number;
  /** Shape parameter b, in axis units. */
  readonly b: number;
  /** Code μ, one value a latent dimension. */
  readonly mu: readonly number[];
}

/** A point of a transect and its code. */
export interface CodedStep {
  /** Name of the transect. */
  readonly transect: string;
  /** Number of the point on it, in order. */
  readonly step: number;
  /** Whether the shape lies inside the hole. */
  readonly inside: boolean;
  /** Code μ, one value a latent dimension. */
  readonly mu: readonly number[];
}

/** What {@linkcode latentScatter} shows. */
export interface LatentScatterData {
  /** Codes of the training images. */
  readonly training: readonly CodedPoint[];
  /** Codes of the transects; may be empty. */
  readonly transects: readonly CodedStep[];
  /** The shape parameter that colours the training images. Default `b`. */
  readonly colourBy?: "a" | "b";
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
  /** Draw no more than about this many training images, each k-th of the list. Default 1000. */
  readonly maximum?: number;
}

/**
 * Draws the codes, one panel for each pair of latent dimensions, three panels a row.
 *
 * @returns An SVG document.
 * @throws {RangeError} There are no codes, or they have fewer than two dimensions.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { latentScatter } from "./latent_scatter.ts";
 *
 * const svg = await latentScatter({
 *   training: [{ a: 1, b: 0.5, mu: [0.1, -0.3, 0] }],
 *   transects: [{ transect: "P1", step: 1, inside: false, mu: [0.2, -0.8, 0] }],
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function latentScatter(data: LatentScatterData): Promise<string> {
  const { training, transects, colourBy = "b", family, maximum = 1000 } = data;
  const latents = training[0]?.mu.length ?? 0;
  if (latents < 2) {
    throw new RangeError(
      `Cannot draw the codes: they need two dimensions or more, received ${latents}`,
    );
  }
  const thin = Math.max(1, Math.ceil(training.length / maximum));
  const shown = training.filter((_, i) => i % thin === 0);
  const names = [...new Set(transects.map(({ transect }) => transect))];
  const colours = names.map((_, i) => TRANSECT_COLOURS[i % TRANSECT_COLOURS.length]);
  // One scale for all axes: how much each dimension is used is part of the message.
  const values = [...shown, ...transects].flatMap(({ mu }) => mu).filter(Number.isFinite);
  const domain = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );

  const panel = ([i, j]: readonly [number, number]): ChartPanel => {
    const axis = (field: string, latent: number) => ({
      field,
      type: "quantitative" as const,
      title: `μ${latent + 1}`,
      scale: { domain, nice: true, zero: false },
      axis: { tickCount: 5 },
    });
    const x = axis("x", i);
    const y = axis("y", j);
    return {
      width: 206,
      height: 206,
      layer: [
        {
          data: {
            values: shown.map((point) => ({
              x: point.mu[i],
              y: point.mu[j],
              shape: parameterValue(colourBy, point[colourBy], family),
            })),
          },
          mark: { type: "circle", size: 12, opacity: 0.8, aria: false },
          encoding: {
            x,
            y,
            color: {
              field: "shape",
              type: "quantitative",
              scale: parameterColours(colourBy, family),
              title: parameterTitle(colourBy, { unit: false, family }),
              legend: {
                orient: "bottom",
                gradientLength: 200,
                ...parameterTickProperties(colourBy, family, { tickCount: 4 }),
              },
            },
          },
        },
        {
          data: {
            values: transects.map(({ transect, step, inside, mu }) => ({
              transect,
              step,
              x: mu[i],
              y: mu[j],
              inside: inside ? "inside the hole" : "",
            })),
          },
          layer: [
            {
              mark: { type: "line", stroke: COLOURS.ground, strokeWidth: 5, opacity: 0.9 },
              encoding: { x, y, detail: { field: "transect" }, order: { field: "step" } },
            },
            {
              mark: { type: "line", strokeWidth: 2.5 },
              encoding: {
                x,
                y,
                order: { field: "step" },
                stroke: {
                  field: "transect",
                  type: "nominal",
                  scale: { domain: names, range: colours },
                  title: "transect",
                  legend: { orient: "bottom", symbolType: "stroke", symbolStrokeWidth: 3 },
                },
              },
            },
            {
              transform: [{ filter: "datum.inside !== ''" }],
              mark: {
                type: "point",
                size: 34,
                fill: COLOURS.ground,
                strokeWidth: 2,
                opacity: 1,
              },
              encoding: {
                x,
                y,
                stroke: {
                  field: "transect",
                  type: "nominal",
                  scale: { domain: names, range: colours },
                },
              },
            },
          ],
        },
      ],
    };
  };

  const pairs = Array.from({ length: latents }, (_, i) => i)
    .flatMap((i) => Array.from({ length: latents - 1 - i }, (_, k) => [i, i + 1 + k] as const));
  return drawChart({
    description: `Codes of ${training.length} training images by pairs of ${latents} latent ` +
      `dimensions, with the transects ${names.join(", ")}.`,
    title: {
      text: "Codes of the training images, and the transects through them",
      subtitle: [
        transects.some(({ inside }) => inside) ? "○ point of a transect inside the hole" : "",
        thin === 1 ? "" : `one training image of every ${thin} is shown`,
      ].filter(Boolean).join("\u2003"),
    },
    columns: 3,
    concat: pairs.map(panel),
  });
}
