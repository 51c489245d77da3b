/**
 * The families of shapes beside each other: what each parameter does to a shape while the other one
 * stays in the middle of its range.
 *
 * @module
 */

import { familyOf, type Shapes } from "../curve/family.ts";
import { shortParameterText } from "../curve/parameter_text.ts";
import { type Point, SPACE } from "../space/space.ts";
import { imageCount, type ImageStack, imageUrl } from "./images.ts";
import { COLOURS } from "./palette.ts";
import { picture, PITCH, svg, text, TILE } from "./tiles.ts";

/** Shapes of one kind. */
export interface FamilyRow {
  /** Which they are. */
  readonly shapes: Shapes;
  /** Their images at the points of {@linkcode familyPoints}, in order. */
  readonly images: ImageStack;
}

/** Images along each parameter. */
const STEPS = 5;

/** Space between the two parameters' images, in pixels. */
const GAP = 24;

/** The points that are shown: a rising with b in the middle, then b rising with a in the middle. */
export function familyPoints(): Point[] {
  const along = (name: keyof Point) => {
    const [low, high] = SPACE[name];
    return Array.from({ length: STEPS }, (_, k) => low + (high - low) * k / (STEPS - 1));
  };
  const middle = (name: keyof Point) => (SPACE[name][0] + SPACE[name][1]) / 2;
  return [
    ...along("a").map((a) => ({ a, b: middle("b") })),
    ...along("b").map((b) => ({ a: middle("a"), b })),
  ];
}

/** What a parameter is, and its values at both ends. */
function parameterWords(name: keyof Point, { family }: Shapes): string {
  const { symbol, words } = familyOf(family).parameters[name];
  const [low, high] = SPACE[name].map((end) => shortParameterText(name, end, family));
  return `${symbol}: ${words}, ${low} to ${high}`;
}

/**
 * Draws the families, a row each.
 *
 * @param rows families, from top to bottom
 * @param options `size`: width and height of each image, in pixels
 * @returns An SVG document.
 * @throws {RangeError} A row has not an image for each of {@linkcode familyPoints}.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { familiesMontage } from "./families.ts";
 *
 * const rows = [{ shapes: { family: "bump" as const }, images: new Uint8Array(10 * 16 * 16) }];
 * assert(familiesMontage(rows, { size: 16 }).startsWith("<svg"));
 * ```
 */
export function familiesMontage(
  rows: readonly FamilyRow[],
  { size }: { readonly size: number },
): string {
  const points = familyPoints();
  const [left, top, height] = [108, 12, TILE + 30];
  const x = (k: number) => left + k * PITCH + (k < STEPS ? 0 : GAP);
  const parts = rows.flatMap(({ shapes, images }, row) => {
    const count = imageCount(images, { size });
    if (count !== points.length) {
      throw new RangeError(
        `Cannot draw the families: each must have ${points.length} images, received ${count}`,
      );
    }
    const y = top + row * height;
    const petals = shapes.petals === undefined ? [] : [`${shapes.petals} petals`];
    return [
      ...[shapes.family, ...petals].map((line, k) =>
        text([14, y + TILE / 2 + 15 * k], line, { size: 12, bold: k === 0 })
      ),
      ...points.map((_, k) => {
        const image = images.subarray(k * size * size, (k + 1) * size * size);
        return picture([x(k), y], imageUrl(image, { size }));
      }),
      ...(["a", "b"] as const).map((name, k) =>
        text([x(k * STEPS), y + TILE + 14], parameterWords(name, shapes), {
          colour: COLOURS.quiet,
        })
      ),
    ];
  });
  const title = `Shapes of ${rows.length} kinds, along each of their two parameters.`;
  return svg([x(points.length) + 8, top + rows.length * height + 4], title, parts);
}
