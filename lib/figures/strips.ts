/**
 * Strips of images along one transect, a row a way of getting them: columns inside the hole are
 * framed, and the error stands under each image.
 *
 * @module
 */

import type { FamilyName } from "../curve/family.ts";
import { parameterSymbol, parameterText } from "../curve/parameter_text.ts";
import { type ComparedMeasure, MEASURES } from "../measure/image/measures.ts";
import { imageCount, type ImageStack, imageUrl } from "./images.ts";
import { COLOURS } from "./palette.ts";
import { picture, PITCH, type Position, svg, text, TILE } from "./tiles.ts";
import { describeTransect } from "./transect_errors.ts";

/** A row of images. */
export interface Strip {
  /** Its name, a line each. */
  readonly label: readonly string[];
  /** What else is said of it, in lines below its name. Default nothing. */
  readonly note?: readonly string[];
  /** Colour of its name. Default ink. */
  readonly colour?: string;
  /** As many images as there are points. */
  readonly images: ImageStack;
  /** The error under each image; where one is `undefined`, no image is shown. Default no errors. */
  readonly errors?: readonly (number | undefined)[];
}

/** A point of the transect. */
export interface StripPoint {
  /** Name of the transect. */
  readonly transect: string;
  readonly a: number;
  readonly b: number;
  /** Whether it lies in the hole. */
  readonly inside: boolean;
}

/** Options of {@linkcode drawStrips}. */
export interface StripsOptions {
  /** The points, in order; at least one. */
  readonly points: readonly StripPoint[];
  /** Width and height of each image, in pixels. */
  readonly size: number;
  /** What the errors are. */
  readonly measure: ComparedMeasure;
  /** What the figure says. Default: where the transect goes. */
  readonly title?: string;
  /** What a and b are in the shapes; as in those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
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

const AXES = ["a", "b"] as const;

/** Height of a line of a label, in pixels. */
const LINE = 15;

/**
 * Draws the strips.
 *
 * @returns An SVG document.
 * @throws {RangeError} A strip has not as many images, or errors, as there are points.
 */
export function drawStrips(strips: readonly Strip[], options: StripsOptions): string {
  const { points, size, measure, family } = options;
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
  const walk = describeTransect(points[0].transect, points, family);
  const [left, top] = [118, 72];
  const height = TILE + 20;
  // Two lines of coordinates stand under the strips.
  const bottom = top + strips.length * height;
  const right = left + points.length * PITCH;
  const parts = [
    text([14, 26], options.title ?? walk, { size: 15, bold: true }),
    text(
      [14, 45],
      `${options.title ? `${walk}. ` : ""}${name} under each reconstruction`,
      { size: 12, colour: COLOURS.quiet },
    ),
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
  strips.forEach(({ label, note = [], colour, images, errors }, row) => {
    const y = top + row * height;
    const lines = label.length + note.length;
    const at = (i: number): Position => [14, y + TILE / 2 + 4 + (i - (lines - 1) / 2) * LINE];
    label.forEach((line, i) => parts.push(text(at(i), line, { size: 12, bold: true, colour })));
    note.forEach((line, i) => parts.push(text(at(label.length + i), line, { size: 12 })));
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
  points.forEach((point, column) => {
    const x = left + column * PITCH + TILE / 2;
    AXES.forEach((axis, i) => {
      const at: Position = [x, bottom + 14 + 14 * i];
      const value = parameterText(axis, point[axis], { family });
      parts.push(text(at, value, { anchor: "middle", colour: COLOURS.quiet }));
    });
  });
  AXES.forEach((axis, i) => {
    const at: Position = [left - 8, bottom + 14 + 14 * i];
    const symbol = parameterSymbol(axis, family);
    parts.push(text(at, symbol, { anchor: "end", colour: COLOURS.quiet }));
  });
  const title = `${walk}: ${points.length} shapes, their reconstructions and the ${name} of each.`;
  return svg([right + 14, bottom + 40], title, parts);
}
