/** Measures of a factor whose range begins again where it ends. */

import { attributeVectors, inputsOf, measureCodes } from "../../lib/evaluation/codes.ts";
import { distanceRows } from "../../lib/evaluation/distances.ts";
import { evaluationDictionary } from "../../lib/evaluation/dictionary.ts";
import { trueCodes } from "../../lib/model/true_codes.ts";
import { nearestPoints } from "../../lib/measure/baselines/nearest.ts";
import { meanRecovery, recoveryRow } from "../../lib/measure/image/recovery.ts";
import { createRandom } from "../../lib/random.ts";
import { type Axis, onCircle, parseHole, type Point, samplePoints } from "../../lib/space/mod.ts";
import { pointDistance } from "../../lib/space/distance.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const POINTS = samplePoints(2000, createRandom(0, "points"));
const DRAWN = samplePoints(2000, createRandom(1, "points"));

/** Measures codes that are a function of each point, under σ = 0.1. */
function measured(code: (point: Point) => readonly number[], periodic?: Axis) {
  const codes = Float64Array.from(POINTS.flatMap(code));
  const { metrics, scores } = measureCodes({
    points: POINTS,
    codes,
    latents: code(POINTS[0]).length,
    periodic,
    logVariances: codes.map(() => Math.log(0.01)),
    drawn: Float64Array.from(DRAWN.flatMap(code)),
  }, { seed: 0 });
  return { metrics, scores };
}

const cylinder = ({ a, b }: Point) => [a, ...onCircle("b", b)];

Deno.test("a code that is a circle tells a periodic factor by a line, and only so", () => {
  const { scores, metrics } = measured(cylinder, "b");
  assertAlmostEquals(scores.r2_linear_b.value!, 1, 1e-9);
  assertAlmostEquals(scores.r2_linear_a.value!, 1, 1e-9);
  assertEquals(scores.r2_linear_b.note, "mean over cosine and sine: b is periodic");
  assertEquals(scores.r2_linear_a.note, "");
  // Taken for a number of a line, it is not.
  assert(measured(cylinder).scores.r2_linear_b.value! < 0.7);
  // Nor is a number of a line the code of a circle: it jumps at the seam.
  assert(measured(({ a, b }) => [a, b], "b").scores.r2_linear_b.value! < 0.7);
  assertEquals([metrics.step_b, metrics.left_out_factors], [null, []]);
  assert(Array.isArray(metrics.step_a));
});

Deno.test("what a periodic factor cannot be asked for is left out with a note", () => {
  const { scores } = measured(cylinder, "b");
  for (
    const name of [
      "step_b_axis_angle",
      "steps_angle",
      "dci_lasso_disentanglement",
      "dci_forest_disentanglement",
      "dci_lasso_informativeness_b",
      "dci_forest_informativeness_b",
    ]
  ) {
    assertEquals(scores[name].value, null, name);
    assert(scores[name].note.startsWith("b is periodic"), `${name}: ${scores[name].note}`);
  }
  for (const name of ["sap", "dci_lasso_completeness", "dci_forest_completeness"]) {
    assert(scores[name].value! > 0, name);
    assertEquals(scores[name].note, "of a alone: b is periodic");
  }
  // Bins of it are bins as any.
  assert(scores.mig.value !== null && scores.modularity.value !== null);
  assertAlmostEquals(scores.step_a_axis_angle.value!, 0, 1);
});

Deno.test("nothing of it depends on where the seam of the factor lies", () => {
  const turned = ({ a, b }: Point) => [a, ...onCircle("b", b + 0.7)];
  const [one, other] = [measured(cylinder, "b").scores, measured(turned, "b").scores];
  for (const name of ["r2_linear_b", "r2_nonlinear_b", "sap", "step_a_axis_angle"]) {
    assertAlmostEquals(one[name].value!, other[name].value!, 0.01, name);
  }
});

Deno.test("attributeVectors() of a cylinder are the slopes over a, cosine and sine", () => {
  const codes = Float64Array.from(POINTS.flatMap((point) => {
    const [a, cosine, sine] = cylinder(point);
    return [2 * a - cosine + 5, 3 * sine + a];
  }));
  const found = attributeVectors({ points: POINTS, codes, latents: 2, periodic: "b" });
  const expected = [[2, 1], [-1, 0], [0, 3]];
  found.slopes.forEach((slope, input) =>
    slope.forEach((value, k) => assertAlmostEquals(value, expected[input][k], 1e-9))
  );
  assertEquals(found.a, found.slopes[0]);
  assertEquals(found.b, null);
  assertEquals([...inputsOf([{ a: 1, b: 0.5 }])], [1, 0.5]);
  const [a, cosine, sine] = inputsOf([{ a: 1, b: 0.5 }], "b");
  assertEquals(a, 1);
  assertAlmostEquals(cosine, 0, 1e-12);
  assertAlmostEquals(sine, 1, 1e-12);
});

Deno.test("true codes of a periodic factor have no seam, mean 0 and variance 1", () => {
  const [low, high] = [trueCodes([{ a: 1, b: 0 }], "b"), trueCodes([{ a: 1, b: 2 }], "b")];
  low.forEach((value, k) => assertAlmostEquals(value, high[k], 1e-6));
  const codes = trueCodes(POINTS, "b");
  for (const k of [0, 1, 2]) {
    const own = codes.filter((_, i) => i % 3 === k);
    const mean = own.reduce((sum, x) => sum + x) / own.length;
    assertAlmostEquals(mean, 0, 0.05);
    assertAlmostEquals(own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / own.length, 1, 0.06);
  }
  // None lies near the origin, of which a decoder without a bias sees nothing.
  for (let n = 0; n < POINTS.length; n++) {
    assertAlmostEquals(Math.hypot(codes[3 * n + 1], codes[3 * n + 2]), Math.SQRT2, 1e-6);
  }
});

Deno.test("a recovered periodic parameter errs by the shorter way around", () => {
  const found = { fit: { a: 1.1, b: 1.95, residual: 0 }, point: { a: 1, b: 0.05 } };
  assertAlmostEquals(recoveryRow(found).b_error, 1.9, 1e-12);
  assertAlmostEquals(recoveryRow(found, { periodic: "b" }).b_error, 0.1, 1e-12);
  assertAlmostEquals(recoveryRow(found, { periodic: "b" }).a_error, 0.1, 1e-12);
  assertAlmostEquals(meanRecovery([found], { periodic: "b" }).b_error, 0.1, 1e-12);
});

Deno.test("the nearest point may lie across the seam", () => {
  const references = samplePoints(200, createRandom(4, "references"));
  const queries = samplePoints(50, createRandom(5, "queries"));
  const found = nearestPoints(queries, references, { periodic: "b" });
  const across = queries.filter((query, n) => {
    const distance = (point: Point) => pointDistance(query, point, "b");
    assert(references.every((point) => distance(point) >= distance(references[found[n]])));
    return Math.abs(references[found[n]].b - query.b) > 1;
  });
  assert(across.length > 0);
});

Deno.test("distanceRows() of a periodic axis have neither its seam nor an edge of it", () => {
  const hole = parseHole("strip:b,1.8,2.2", { periodic: "b" });
  const rows = distanceRows(
    [{
      point: { a: 1.25, b: 0.05 },
      errors: { dice: 1 } as never,
      fit: { a: 1.25, b: 1.95, residual: 0 },
    }],
    hole,
  );
  const row = (edge: string) => rows.find((each) => each.edge === edge)!;
  assertAlmostEquals(Number(row("hole").from), -0.2, 1e-9);
  assertAlmostEquals(Number(row("space").from), 0.7, 1e-9);
  assertAlmostEquals(Number(row("hole").b_error), 0.1, 1e-9);
});

Deno.test("the dictionary says what a coordinate of each family stands for", () => {
  const point = (family: "rose" | "bump" | "ellipse") => evaluationDictionary(family).points;
  assertEquals(point("rose").b, ["axis units", "true petal amplitude of the shape, 0 to 2"]);
  assertEquals(point("bump").a, [
    "units of a",
    "true place across of the shape, 0.5 to 2 for -1.5 to 1.5 axis units",
  ]);
  assertEquals(
    point("ellipse").b[1],
    "true rotation of the shape, 0 to 2 for 0 to 180 degrees, both of which are the same shape",
  );
  assert(point("ellipse").b_error[1].endsWith("by the shorter way around"));
  assert(!point("rose").b_error[1].includes("way around"));
});
