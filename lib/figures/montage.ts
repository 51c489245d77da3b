/**
 * Montages: the images themselves, which is what the study showed, with what it left out (the
 * hole's extent, the error, a control) written beside them. White ink on black, as the networks see
 * them.
 *
 * @module
 */

import { type FamilyName, parameterTitle } from "../curve/family.ts";
import { parameterScale, parameterSymbol, parameterText } from "../curve/parameter_text.ts";
import { type ComparedMeasure, MAIN_MEASURE } from "../measure/image/measures.ts";
import { SPACE } from "../space/space.ts";
import { imageCount, type ImageStack, imageUrl } from "./images.ts";
import { COLOURS } from "./palette.ts";
import { picture, PITCH, type Position, svg, text, TILE } from "./tiles.ts";
import { drawNarrowStrips } from "./narrow_strips.ts";
import { drawStrips, type Strip } from "./strips.ts";
import type { TransectRow } from "./transect_errors.ts";
import type { PairName } from "../words/network_names.ts";

/** Options of {@linkcode latticeMontage}. */
export interface LatticeOptions {
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** Number of values of b. Default 10. */
  readonly rows?: number;
  /** Number of values of a. Default 10. */
  readonly columns?: number;
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
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
  const { size, rows = 10, columns = 10, family } = options;
  const count = imageCount(images, { size });
  if (count !== rows * columns) {
    throw new RangeError(
      `Cannot draw the lattice: it needs ${rows} × ${columns} images, received ${count}`,
    );
  }
  const [left, top] = [58, 44];
  const bottom = top + rows * PITCH;
  const right = left + columns * PITCH;
  const value = (name: "a" | "b", i: number, last: number) => {
    const [low, high] = SPACE[name];
    const coordinate = last === 0 ? (low + high) / 2 : low + ((high - low) * i) / last;
    return parameterText(name, coordinate, { family, digits: latticeDigits(name, family) });
  };
  const parts = [text([left, 24], "Shapes of the parameter space", { size: 15, bold: true })];
  for (let row = 0; row < rows; row++) {
    const y = bottom - (row + 1) * PITCH;
    const b = value("b", row, rows - 1);
    parts.push(text([left - 8, y + TILE / 2 + 4], b, { anchor: "end", colour: COLOURS.quiet }));
    for (let column = 0; column < columns; column++) {
      const start = (row * columns + column) * size * size;
      const url = imageUrl(images.subarray(start, start + size * size), { size });
      parts.push(picture([left + column * PITCH, y], url));
    }
  }
  for (let column = 0; column < columns; column++) {
    const at: Position = [left + column * PITCH + TILE / 2, bottom + 12];
    const a = value("a", column, columns - 1);
    parts.push(text(at, a, { anchor: "middle", colour: COLOURS.quiet }));
  }
  const centre = (start: number, end: number) => (start + end) / 2;
  parts.push(
    text([centre(left, right), bottom + 32], `${parameterTitle("a", { family })} →`, {
      size: 12,
      anchor: "middle",
    }),
    text([18, centre(top, bottom)], `${parameterTitle("b", { family })} →`, {
      size: 12,
      anchor: "middle",
      turned: true,
    }),
  );
  const [a, b] = [parameterSymbol("a", family), parameterSymbol("b", family)];
  const title = `${rows} × ${columns} shapes, ${a} rising to the right and ${b} upwards.`;
  return svg([right + 16, bottom + 46], title, parts);
}

/** Digits of a lattice's values: its steps are wide, and its margins are narrow. */
function latticeDigits(name: "a" | "b", family: FamilyName | undefined): number {
  return Math.max(0, Math.floor(2 - Math.log10(parameterScale(name, family))));
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
  /** What the figure says. Default: where the transect goes. */
  readonly title?: string;
  /** Whether it is drawn upright, for a narrow screen. Default false. */
  readonly narrow?: boolean;
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
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
 *   rows: [{ transect: "P1", step: 1, network: "punctured", ...point }],
 *   size: 16,
 *   truth: new Uint8Array(256),
 *   reconstruction: new Float32Array(256),
 * });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function transectMontage(data: TransectMontageData): string {
  const { rows, size, truth, family, measure = MAIN_MEASURE } = data;
  const pointsOf = (network: PairName) =>
    rows.filter((row) => row.network === network).toSorted((one, other) => one.step - other.step);
  const points = pointsOf("punctured");
  const strips: Strip[] = [
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
      errors: pointsOf("control").map((row) => row[measure]),
    });
  }
  strips.push(...(data.further ?? []).map((row) => ({ ...row, colour: COLOURS.quiet })));
  const draw = data.narrow ? drawNarrowStrips : drawStrips;
  return draw(strips, { points, size, measure, title: data.title, family });
}
