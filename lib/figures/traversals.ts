/**
 * What a decoder makes of codes: along each latent axis, and around the codes of given images.
 *
 * @module
 */

import type { FamilyName } from "../curve/family.ts";
import { parameterSymbol, parameterText } from "../curve/parameter_text.ts";
import { imageCount, type ImageStack, imageUrl } from "./images.ts";
import { COLOURS } from "./palette.ts";
import { picture, PITCH, svg, text, TILE } from "./tiles.ts";

/** Decoded codes along each latent axis. */
export interface TraversalsData {
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** latents × steps images. */
  readonly images: ImageStack;
  /** Distance of each step from the middle, in standard deviations of the codes, rising. */
  readonly deviations: readonly number[];
  /** Standard deviation of each latent over the training images. */
  readonly spreads: readonly number[];
}

/**
 * Draws the traversals, a row a latent dimension.
 *
 * @returns An SVG document.
 * @throws {RangeError} There are not latents × steps images.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { traversalMontage } from "./traversals.ts";
 *
 * const images = new Float32Array(2 * 3 * 16 * 16);
 * const svg = traversalMontage({ size: 16, images, deviations: [-1, 0, 1], spreads: [0.9, 1.1] });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function traversalMontage(
  { size, images, deviations, spreads }: TraversalsData,
): string {
  checkCount(images, { size, rows: spreads.length, columns: deviations.length });
  const [left, top] = [118, 72];
  const bottom = top + spreads.length * (TILE + 12);
  const parts = [
    text([14, 26], "Along each latent axis", { size: 15, bold: true }),
    text([14, 45], "standard deviations of the codes from the middle", {
      size: 12,
      colour: COLOURS.quiet,
    }),
    ...deviations.map((deviation, column) =>
      text([left + column * PITCH + TILE / 2, top - 8], signed(deviation), {
        anchor: "middle",
        colour: COLOURS.quiet,
      })
    ),
  ];
  spreads.forEach((spread, row) => {
    const y = top + row * (TILE + 12);
    parts.push(
      text([14, y + TILE / 2 - 4], `μ${row + 1}`, { size: 12, bold: true }),
      text([14, y + TILE / 2 + 12], `spread ${spread.toFixed(2)}`, { colour: COLOURS.quiet }),
      ...tiles(images, { size, row, columns: deviations.length, left, y }),
    );
  });
  const title = `Decoded codes along ${spreads.length} latent axes, ${deviations.length} each.`;
  return svg([left + deviations.length * PITCH + 14, bottom + 8], title, parts);
}

/** Images whose posterior was sampled. */
export interface SamplesData {
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** One true image a point. */
  readonly truth: ImageStack;
  /** points × (1 + samples) images: the decoding of μ, then of each sample. */
  readonly images: ImageStack;
  /** The points, in order. */
  readonly points: readonly { readonly a: number; readonly b: number; readonly inside: boolean }[];
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
}

/**
 * Draws posterior samples, a row a point: truth, decoding of μ, samples.
 *
 * @returns An SVG document.
 * @throws {RangeError} The numbers of images and points do not fit.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { samplesMontage } from "./traversals.ts";
 *
 * const svg = samplesMontage({
 *   size: 16,
 *   truth: new Uint8Array(256),
 *   images: new Float32Array(3 * 256),
 *   points: [{ a: 1.25, b: 1, inside: true }],
 * });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function samplesMontage({ size, truth, images, points, family }: SamplesData): string {
  const columns = imageCount(images, { size }) / points.length;
  checkCount(truth, { size, rows: points.length, columns: 1 });
  checkCount(images, { size, rows: points.length, columns: Math.ceil(columns) });
  const [left, top] = [118, 72];
  const heads = ["truth", "from μ", ...(columns > 1 ? ["samples of q(z|x)"] : [])];
  const width = left + (columns + 1) * PITCH;
  const parts = [
    text([14, 26], "Posterior samples", { size: 15, bold: true }),
    text([14, 45], "framed: inside the hole", { size: 12, colour: COLOURS.quiet }),
    ...heads.map((head, k) =>
      k < 2
        ? text([left + k * PITCH + TILE / 2, top - 8], head, { anchor: "middle" })
        : text([left + k * PITCH, top - 8], head)
    ),
  ];
  const parameter = (name: "a" | "b", coordinate: number) =>
    `${parameterSymbol(name, family)} = ${parameterText(name, coordinate, { family })}`;
  points.forEach(({ inside, ...point }, row) => {
    const y = top + row * PITCH;
    if (inside) {
      parts.push(
        `<rect x="${left - 3}" y="${y - 3}" width="${width - left + 2}" height="${TILE + 6}" ` +
          `rx="3" fill="${COLOURS.hole}" fill-opacity="0.25" stroke="${COLOURS.hole}" ` +
          `stroke-width="2.5"/>`,
      );
    }
    parts.push(
      text([14, y + TILE / 2 - 3], parameter("a", point.a)),
      text([14, y + TILE / 2 + 12], parameter("b", point.b)),
      ...tiles(truth, { size, row, columns: 1, left, y }),
      ...tiles(images, { size, row, columns, left: left + PITCH, y }),
    );
  });
  const title = `${points.length} images, their reconstructions and ${columns - 1} posterior ` +
    "samples of each.";
  return svg([width + 14, top + points.length * PITCH + 8], title, parts);
}

function signed(value: number): string {
  const size = Math.abs(value).toFixed(1);
  return Number(size) === 0 ? "0" : `${value < 0 ? "−" : "+"}${size}`;
}

function checkCount(
  images: ImageStack,
  { size, rows, columns }: { size: number; rows: number; columns: number },
): void {
  const count = imageCount(images, { size });
  if (count !== rows * columns) {
    throw new RangeError(
      `Cannot draw the montage: it needs ${rows} × ${columns} images, received ${count}`,
    );
  }
}

function tiles(
  images: ImageStack,
  { size, row, columns, left, y }: {
    size: number;
    row: number;
    columns: number;
    left: number;
    y: number;
  },
): string[] {
  return Array.from({ length: columns }, (_, column) => {
    const start = (row * columns + column) * size * size;
    const url = imageUrl(images.subarray(start, start + size * size), { size });
    return picture([left + column * PITCH, y], url);
  });
}
