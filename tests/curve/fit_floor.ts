/**
 * How far the fit errs on clean renders of each family: the table of `lib/curve/fit.ts`.
 *
 *     deno run -A tests/curve/fit_floor.ts 1000
 *
 * @module
 */

import { FAMILIES, type Family, FAMILY_NAMES, periodicAxis } from "../../lib/curve/family.ts";
import type { Shapes } from "../../lib/curve/family.ts";
import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { RECOVERY } from "../../lib/measure/image/recovery.ts";
import { createRandom } from "../../lib/random.ts";
import { samplePoints } from "../../lib/space/points.ts";
import type { Point } from "../../lib/space/space.ts";

/** Every kind of shapes that can be asked for. */
export const ALL_SHAPES: readonly Shapes[] = FAMILY_NAMES.flatMap((family) => {
  const entry: Family = FAMILIES[family];
  return entry.petals ? entry.petals.map((petals) => ({ family, petals })) : [{ family }];
});

/** Shapes in the words of a table. */
export function shapesName({ family, petals }: Shapes): string {
  return petals === undefined ? family : `${family}, ${petals} petals`;
}

/** Errors of a and b, in the plane's units, by the shorter way around a periodic one. */
export interface Floor {
  readonly mean: Point;
  readonly largest: Point;
}

/** The fit's errors on clean 8-bit renders of random points. */
export function fitFloor(
  shapes: Shapes,
  { size, count }: { readonly size: number; readonly count: number },
): Floor {
  const drawing = { size, ...shapes };
  const { fit } = createCurveFitter(drawing);
  const points = samplePoints(count, createRandom(5, "tests/families"));
  const errors = points.map((point) => {
    const image = Float32Array.from(renderCurve(point, drawing), (value) => value / 255);
    const found = fit(image);
    const periodic = periodicAxis(shapes.family);
    return {
      a: RECOVERY.a_error.of(found, point, periodic),
      b: RECOVERY.b_error.of(found, point, periodic),
    };
  });
  const over = (of: (values: readonly number[]) => number) => ({
    a: of(errors.map(({ a }) => a)),
    b: of(errors.map(({ b }) => b)),
  });
  return {
    mean: over((values) => values.reduce((sum, value) => sum + value) / count),
    largest: over((values) => Math.max(...values)),
  };
}

if (import.meta.main) {
  const count = Number(Deno.args[0] ?? 1000);
  for (const size of [64, 32]) {
    for (const shapes of ALL_SHAPES) {
      const { mean, largest } = fitFloor(shapes, { size, count });
      const cell = ({ a, b }: Point) => `${a.toFixed(4)}, ${b.toFixed(4)}`;
      console.log(`| ${size}² | ${shapesName(shapes)} | ${cell(mean)} | ${cell(largest)} |`);
    }
  }
}
