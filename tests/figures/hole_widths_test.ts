/** The width of holes in the code: dots by series, and the loop seen from where it looks widest. */

import { holeLoops } from "../../lib/figures/hole_loops.ts";
import { holeWidths } from "../../lib/figures/hole_widths.ts";
import { COLOURS } from "../../lib/figures/palette.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("holeWidths() draws a dot a network, those of hollow series without a fill", async () => {
  const known = [{ width: 1.2, deficit: 0.05 }, { width: 1.4, deficit: 0.08 }];
  const series = [
    { name: "known", hollow: true, dots: known },
    { name: "new", hollow: false, dots: [{ width: 2, deficit: -0.01 }] },
  ];
  const svg = await holeWidths([{ title: "radius 0.6", series, control: 1.6 }], {
    title: "Widths",
  });
  const drawn = [...svg.matchAll(/aria-roledescription="point"[^>]*fill="([^"]+)"/g)]
    .map(([, fill]) => fill);
  assertEquals(drawn, [COLOURS.ground, COLOURS.ground, COLOURS.punctured]);
  assert(svg.includes("new: width 2.00, deficit -0.010."), "the description has every dot");
  assertThrows(() => holeWidths([], { title: "" }), RangeError);
  const empty = { title: "none", series: [], control: 1 };
  assertThrows(() => holeWidths([empty], { title: "" }), RangeError);
});

/** The corners of the first line in a colour, in pixels. */
function lineIn(svg: string, colour: string): [x: number, y: number][] {
  const [, path] = svg.match(new RegExp(`d="(M[^"]+)"[^>]*stroke="${colour}"`))!;
  return [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

Deno.test("holeLoops() shows the loop where it looks widest, and the narrowest way across it", async () => {
  // An ellipse with half axes 3 and 1 in the plane of (0.6, 0.8, 0) and (0, 0, 1).
  const rim = Float64Array.from(
    Array.from({ length: 48 }, (_, k) => {
      const angle = 2 * Math.PI * k / 48;
      const long = 3 * Math.cos(angle);
      return [5 + 0.6 * long, 0.8 * long, Math.sin(angle)];
    }).flat(),
  );
  const panel = { title: "one", subtitle: "two", training: rim, rim, latents: 3 };
  const svg = await holeLoops([panel], { title: "The loop" });
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const loop = lineIn(svg, COLOURS.hole);
  assertEquals(loop[0], loop[48]);
  const [wide, high] = [0, 1].map((axis) => spread(loop.map((spot) => spot[axis])));
  assertAlmostEquals(wide / high, 3, 1e-2);
  const [one, other] = lineIn(svg, COLOURS.ink);
  assertAlmostEquals(Math.hypot(one[0] - other[0], one[1] - other[1]), high, 1e-2);
  assertThrows(() => holeLoops([{ ...panel, latents: 1 }], { title: "" }), RangeError);
});
