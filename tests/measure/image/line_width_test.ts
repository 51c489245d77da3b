/** Dice of shapes that are off by the same a and b, by the images that they are drawn in: docs/findings.md. */

import { renderCurves } from "../../../lib/curve/raster.ts";
import { dice } from "../../../lib/measure/image/image_errors.ts";
import { createRandom } from "../../../lib/random.ts";
import { assertAlmostEquals } from "@std/assert";

/** Dice as stated in docs/findings.md, of images as `scale` and the published size have them. */
const STATED = [
  [{ size: 64, stroke: 2 }, 0.84],
  [{ size: 96, stroke: 2.21 }, 0.78],
  [{ size: 128, stroke: 2.38 }, 0.73],
  [{ size: 256, stroke: 4, geometry: "published" }, 0.72],
] as const;

/** Mean extra errors of the small networks in a hole of radius 0.6, axis units. */
const OFF = { a: 0.134, b: 0.159 };

Deno.test("a shape that is off by as much in a and b has less Dice in larger images, whose lines are thinner", () => {
  const random = createRandom(0, "shapes of the hole");
  const sign = () => random.uniform() < 0.5 ? -1 : 1;
  const pairs = Array.from({ length: 300 }, () => {
    const angle = 2 * Math.PI * random.uniform(), distance = 0.6 * Math.sqrt(random.uniform());
    const a = 1.25 + distance * Math.cos(angle), b = 1 + distance * Math.sin(angle);
    return [{ a, b }, { a: a + sign() * OFF.a, b: b + sign() * OFF.b }];
  });
  for (const [options, stated] of STATED) {
    const area = options.size ** 2;
    const [targets, others] = [0, 1].map((k) => {
      const bytes = renderCurves(pairs.map((pair) => pair[k]), options);
      return new Float32Array(bytes).map((value) => value / 255);
    });
    const all = pairs.map((_, n) => {
      const [from, to] = [n * area, (n + 1) * area];
      return dice(targets.subarray(from, to), others.subarray(from, to));
    });
    const mean = all.reduce((sum, value) => sum + value) / all.length;
    assertAlmostEquals(mean, stated, 0.005, `${options.size}²`);
  }
});
