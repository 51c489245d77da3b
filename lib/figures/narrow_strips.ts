/**
 * Strips of images turned upright, for a telephone and for a column in print: a row a point of the
 * transect, a column a way of getting the image. Of the points outside the hole only the nearest
 * ones are shown, so that the frame around the hole is in sight.
 *
 * @module
 */

import { parameterSymbol, parameterText } from "../curve/parameter_text.ts";
import { MEASURES } from "../measure/image/measures.ts";
import { imageUrl } from "./images.ts";
import { COLOURS, textWidth } from "./palette.ts";
import { wrapText } from "./titles.ts";
import type { Strip, StripsOptions } from "./strips.ts";
import { picture, PITCH, type Position, svg, text, TILE } from "./tiles.ts";
import { describeTransect } from "./transect_errors.ts";

/** Points shown on either side of the hole. */
const BESIDE = 1;

/** Room of the coordinates at least. */
const LEAST_LEFT = 46;

const [LINE, ROW, HEAD] = [13, TILE + 18, 11];

/**
 * Draws the strips upright.
 *
 * @param strips Each with as many images, and errors, as there are points.
 * @returns An SVG document. Without a point in the hole, every second point is shown.
 */
export function drawNarrowStrips(strips: readonly Strip[], options: StripsOptions): string {
  const { points, size, measure, family, title = "" } = options;
  const inside = points.flatMap(({ inside }, n) => inside ? [n] : []);
  const shown = points.map((_, n) => n).filter((n) =>
    inside.length === 0 ? n % 2 === 0 : n >= inside[0] - BESIDE && n <= inside.at(-1)! + BESIDE
  );
  const places = points.map((point) =>
    (["a", "b"] as const).map((name) =>
      `${parameterSymbol(name, family)} ${parameterText(name, point[name], { family })}`
    )
  );
  const left = Math.max(
    LEAST_LEFT,
    12 + Math.max(...places.flat().map((words) => textWidth(words, 11))),
  );
  const width = left + strips.length * PITCH + 12;
  const walk = describeTransect(points[0].transect, points, family);
  const { title: measureTitle, digits } = MEASURES[measure];
  const lines = wrapText(title || walk, { width: width - 16, size: 13 });
  const below = wrapText(
    `${title ? `${walk}. ` : ""}${measureTitle} under each reconstruction`,
    { width: width - 16, size: 11 },
  );
  const heads = strips.map(({ label }) => wrapText(label.join(" "), { width: TILE, size: HEAD }));
  const top = 10 + 17 * lines.length + 15 * below.length + 8;
  const under = top + LINE * Math.max(...heads.map((head) => head.length)) + 4;
  const parts = [
    ...lines.map((line, k) => text([8, 22 + 17 * k], line, { size: 13, bold: true })),
    ...below.map((line, k) =>
      text([8, 22 + 17 * lines.length + 15 * k], line, { colour: COLOURS.quiet })
    ),
    ...strips.flatMap(({ colour }, column) =>
      heads[column].map((line, k) =>
        text(
          [
            left + column * PITCH + TILE / 2,
            under - 6 - LINE * (heads[column].length - 1 - k),
          ],
          line,
          { size: HEAD, anchor: "middle", bold: true, colour },
        )
      )
    ),
  ];
  // The frame needs a line for its name above its first row.
  const gap = (n: number) => inside.length > 0 && n >= inside[0] ? 18 : 0;
  const y = (n: number) => under + shown.indexOf(n) * ROW + gap(n);
  if (inside.length > 0) {
    const [from, to] = [y(inside[0]) - 20, y(inside.at(-1)!) + ROW - 2];
    parts.push(
      `<rect x="4" y="${from}" width="${width - 8}" height="${to - from}" rx="3" ` +
        `fill="${COLOURS.hole}" fill-opacity="0.25" stroke="${COLOURS.hole}" stroke-width="2.5"/>`,
      text([width / 2, from + 14], "inside the hole", { size: 12, anchor: "middle", bold: true }),
    );
  }
  for (const n of shown) {
    const { inside } = points[n];
    places[n].forEach((words, k) =>
      parts.push(text([8, y(n) + TILE / 2 - 2 + 14 * k], words, { colour: COLOURS.ink }))
    );
    strips.forEach(({ images, errors }, column) => {
      const error = errors?.[n];
      if (errors && error === undefined) return;
      const at: Position = [left + column * PITCH, y(n)];
      const start = n * size * size;
      parts.push(picture(at, imageUrl(images.subarray(start, start + size * size), { size })));
      if (error === undefined) return;
      parts.push(
        text([at[0] + TILE / 2, at[1] + TILE + 13], error.toFixed(digits), {
          anchor: "middle",
          bold: inside,
        }),
      );
    });
  }
  const height = y(shown.at(-1)!) + ROW + 6;
  return svg(
    [width, height],
    `${walk}: ${shown.length} of ${points.length} shapes and their reconstructions.`,
    parts,
  );
}
