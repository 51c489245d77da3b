/**
 * Montages: the images themselves, which is what the study showed, with what it left out (the
 * hole's extent, the error, a control) written beside them. White ink on black, as the networks see
 * them.
 *
 * @module
 */

import { parameterTitle } from "../curve/family.ts";
import { type ComparedMeasure, MAIN_MEASURE, MEASURES } from "../measure/image/measures.ts";
import { SPACE } from "../space/space.ts";
import { imageCount, type ImageStack, imageUrl } from "./images.ts";
import { COLOURS } from "./palette.ts";
import { picture, PITCH, type Position, svg, text, TILE } from "./tiles.ts";
import { describeTransect, type TransectRow } from "./transect_errors.ts";
import type { ModelRole } from "../measure/model_role.ts";

/** Options of {@linkcode latticeMontage}. */
export interface LatticeOptions {
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** Number of values of b. Default 10. */
  readonly rows?: number;
  /** Number of values of a. Default 10. */
  readonly columns?: number;
}

/**
 * Draws images of a lattice over the space as the plane they come from: a to the right, b upwards.
 *
 * @param images rows × columns images in the order of `lattice()`: row by row, b rising, and within
 * a row a rising.
 * @returns An SVG document.
 * @throws {RangeError} There are not rows × columns images.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { latticeMontage } from "./montage.ts";
 *
 * const svg = latticeMontage(new Uint8Array(4 * 16 * 16), { size: 16, rows: 2, columns: 2 });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function latticeMontage(images: ImageStack, options: LatticeOptions): string {
  const { size, rows = 10, columns = 10 } = options;
  const count = imageCount(images, { size });
  if (count !== rows * columns) {
    throw new RangeError(
      `Cannot draw the lattice: it needs ${rows} × ${columns} images, received ${count}`,
    );
  }
  const [left, top] = [58, 44];
  const bottom = top + rows * PITCH;
  const right = left + columns * PITCH;
  const value = ([low, high]: readonly [number, number], i: number, last: number) =>
    (last === 0 ? (low + high) / 2 : low + ((high - low) * i) / last).toFixed(2);
  const parts = [text([left, 24], "Shapes of the parameter space", { size: 15, bold: true })];
  for (let row = 0; row < rows; row++) {
    const y = bottom - (row + 1) * PITCH;
    const b = value(SPACE.b, row, rows - 1);
    parts.push(text([left - 8, y + TILE / 2 + 4], b, { anchor: "end", colour: COLOURS.quiet }));
    for (let column = 0; column < columns; column++) {
      const start = (row * columns + column) * size * size;
      const url = imageUrl(images.subarray(start, start + size * size), { size });
      parts.push(picture([left + column * PITCH, y], url));
    }
  }
  for (let column = 0; column < columns; column++) {
    const at: Position = [left + column * PITCH + TILE / 2, bottom + 12];
    const a = value(SPACE.a, column, columns - 1);
    parts.push(text(at, a, { anchor: "middle", colour: COLOURS.quiet }));
  }
  const centre = (start: number, end: number) => (start + end) / 2;
  parts.push(
    text([centre(left, right), bottom + 32], `${parameterTitle("a")} →`, {
      size: 12,
      anchor: "middle",
    }),
    text([18, centre(top, bottom)], `${parameterTitle("b")} →`, {
      size: 12,
      anchor: "middle",
      turned: true,
    }),
  );
  const title = `${rows} × ${columns} shapes, a rising to the right and b upwards.`;
  return svg([right + 16, bottom + 46], title, parts);
}

/** What {@linkcode transectMontage} shows: one transect. */
export interface TransectMontageData {
  /** Its points with their errors, of one network or two; both walk the same points. */
  readonly rows: readonly TransectRow[];
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** The true images, in order. */
  readonly truth: ImageStack;
  /** Reconstructions of the network trained around the hole, in order. */
  readonly reconstruction: ImageStack;
  /** Reconstructions of the control, in order. */
  readonly control?: ImageStack;
  /** The error under each image. Default `dice`. */
  readonly measure?: ComparedMeasure;
  /** Other ways to the same images, below the networks'. Default none. */
  readonly further?: readonly MontageRow[];
}

/** A row of images that no network made. */
export interface MontageRow {
  /** Its name, a line each. */
  readonly label: readonly string[];
  /** As many images as there are points. */
  readonly images: ImageStack;
  /** The error under each image; where it is `undefined`, no image is shown. */
  readonly errors: readonly (number | undefined)[];
}

/** First and last index of each run of `true`. */
function runs(flags: readonly boolean[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  flags.forEach((flag, i) => {
    if (!flag) return;
    if (i > 0 && flags[i - 1]) found[found.length - 1][1] = i;
    else found.push([i, i]);
  });
  return found;
}

/**
 * Draws one transect as a strip: the truth, what the network trained around the hole makes of it,
 * and the control. The columns inside the hole are framed, and the error stands under each image.
 *
 * @returns An SVG document.
 * @throws {RangeError} The stacks and rows do not hold the same number of points.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { transectMontage } from "./montage.ts";
 *
 * const point = { a: 1.25, b: 1, inside: true, bceExcess: 0, mse: 0, ssim: 1, dice: 1 };
 * const svg = transectMontage({
 *   rows: [{ transect: "P1", step: 1, model: "punctured", ...point }],
 *   size: 16,
 *   truth: new Uint8Array(256),
 *   reconstruction: new Float32Array(256),
 * });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function transectMontage(data: TransectMontageData): string {
  const { rows, size, truth, measure = MAIN_MEASURE } = data;
  const of = (model: ModelRole) =>
    rows.filter((row) => row.model === model).toSorted((one, other) => one.step - other.step);
  const points = of("punctured");
  const strips: (Omit<MontageRow, "errors"> & Partial<MontageRow> & { colour?: string })[] = [
    { label: ["truth"], images: truth },
    {
      label: ["trained around", "the hole"],
      colour: COLOURS.punctured,
      images: data.reconstruction,
      errors: points.map((row) => row[measure]),
    },
  ];
  if (data.control) {
    strips.push({
      label: ["control, trained", "without a hole"],
      colour: COLOURS.control,
      images: data.control,
      errors: of("control").map((row) => row[measure]),
    });
  }
  strips.push(...(data.further ?? []).map((row) => ({ ...row, colour: COLOURS.quiet })));
  for (const { images, errors, label } of strips) {
    const counts = [imageCount(images, { size }), errors?.length ?? points.length];
    if (counts.some((count) => count !== points.length)) {
      throw new RangeError(
        `Cannot draw the transect: ${label.join(" ")} must have ${points.length} images and as ` +
          `many errors, received ${counts.join(" and ")}`,
      );
    }
  }

  const { title: measureTitle, unit, digits } = MEASURES[measure];
  const name = measureTitle + (unit === "" ? "" : ` (${unit})`);
  const [left, top] = [118, 72];
  const height = TILE + 20;
  // Two lines of coordinates stand under the strips.
  const bottom = top + strips.length * height;
  const right = left + points.length * PITCH;
  const parts = [
    text([14, 26], describeTransect(points[0].transect, points), { size: 15, bold: true }),
    text([14, 45], `${name} under each reconstruction`, { size: 12, colour: COLOURS.quiet }),
  ];
  for (const [first, last] of runs(points.map(({ inside }) => inside))) {
    const x = left + first * PITCH - 4;
    const width = (last - first + 1) * PITCH + 4;
    parts.push(
      `<rect x="${x}" y="${top - 4}" width="${width}" height="${bottom - top + 4}" rx="3" ` +
        `fill="${COLOURS.hole}" fill-opacity="0.25" stroke="${COLOURS.hole}" stroke-width="2.5"/>`,
      text([x + width / 2, top - 11], "inside the hole", {
        size: 12,
        anchor: "middle",
        bold: true,
      }),
    );
  }
  strips.forEach(({ label, colour, images, errors }, row) => {
    const y = top + row * height;
    label.forEach((line, i) => {
      const offset = TILE / 2 + 4 + (i - (label.length - 1) / 2) * 15;
      parts.push(text([14, y + offset], line, { size: 12, bold: true, colour }));
    });
    points.forEach(({ inside }, column) => {
      const x = left + column * PITCH;
      const start = column * size * size;
      const error = errors?.[column];
      if (errors && error === undefined) return;
      parts.push(picture([x, y], imageUrl(images.subarray(start, start + size * size), { size })));
      if (error === undefined) return;
      parts.push(
        text([x + TILE / 2, y + TILE + 13], error.toFixed(digits), {
          anchor: "middle",
          bold: inside,
        }),
      );
    });
  });
  points.forEach(({ a, b }, column) => {
    const x = left + column * PITCH + TILE / 2;
    [a, b].forEach((value, i) => {
      const at: Position = [x, bottom + 14 + 14 * i];
      parts.push(text(at, value.toFixed(2), { anchor: "middle", colour: COLOURS.quiet }));
    });
  });
  ["a", "b"].forEach((axis, i) => {
    const at: Position = [left - 8, bottom + 14 + 14 * i];
    parts.push(text(at, axis, { anchor: "end", colour: COLOURS.quiet }));
  });
  const title = `${describeTransect(points[0].transect, points)}: ${points.length} shapes, their ` +
    `reconstructions and the ${name} of each.`;
  return svg([right + 14, bottom + 40], title, parts);
}
