import { attributeVectors, type EncodedPoints, measureCodes } from "../../lib/evaluation/codes.ts";
import { distanceRows } from "../../lib/evaluation/distances.ts";
import { forestImportance, lassoImportance } from "../../lib/measure/disentanglement/importance.ts";
import { mutualInformation } from "../../lib/measure/disentanglement/mutual_information.ts";
import { separatedAttributePredictability } from "../../lib/measure/disentanglement/sap.ts";
import { createRandom } from "../../lib/random.ts";
import { lattice, parseHole, type Point, samplePoints } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const POINTS = samplePoints(2000, createRandom(0, "points"));

/** Points that a dimension is measured on. */
const DRAWN = samplePoints(2000, createRandom(1, "points"));

type Code = (point: Point) => readonly number[];

/** Codes of points by one function of each, and σ² of every latent, by default that of σ = 0.1. */
function coded(
  code: Code,
  { points = POINTS, noise = 0.01 }: { points?: readonly Point[]; noise?: number } = {},
): EncodedPoints {
  const rows = points.map(code);
  const codes = Float64Array.from(rows.flat());
  return {
    points,
    codes,
    latents: rows[0].length,
    logVariances: codes.map(() => Math.log(noise)),
    drawn: Float64Array.from(DRAWN.flatMap(code)),
  };
}

/** Scores that must be there, and other figures. */
function figures(...given: Parameters<typeof coded>): Record<string, number> {
  const { metrics, scores } = measureCodes(coded(...given), { seed: 0 });
  const values = Object.entries(scores).flatMap(([name, { value }]) =>
    value === null ? [] : [[name, value]]
  );
  return { ...metrics, ...Object.fromEntries(values) };
}

/** Names of the scores without a value, and the notes on them. */
function missing(...given: Parameters<typeof coded>): Record<string, string> {
  const { scores } = measureCodes(coded(...given), { seed: 0 });
  const absent = Object.entries(scores).filter(([, { value }]) => value === null);
  return Object.fromEntries(absent.map(([name, { note }]) => [name, note]));
}

/** A source of normal numbers that gives a point the same ones whenever it is asked. */
function noiseOf(point: Point, name: string): number {
  return createRandom(Math.floor(2 ** 20 * (point.a + 3 * point.b)), name).normal();
}

Deno.test("attributeVectors() of a plane are its slopes, wherever it starts", () => {
  const { a, b } = attributeVectors(coded(({ a, b }) => [2 * a - b + 5, 3 * b, -a]));
  const near = (got: readonly number[], expected: readonly number[]) =>
    got.forEach((value, k) => assertAlmostEquals(value, expected[k], 1e-9));
  near(a!, [2, 0, -1]);
  near(b!, [-1, 3, 0]);
});

Deno.test("codes that are the factors, each in its own latent, are measured as aligned", () => {
  const found = figures(({ a, b }) => [a, b]);
  assertEquals(found.count, POINTS.length);
  for (const name of ["r2_linear_a", "r2_linear_b", "r2_nonlinear_a", "r2_nonlinear_b"]) {
    assertAlmostEquals(found[name], 1, 1e-9, name);
  }
  assertAlmostEquals(found.step_a_axis_angle, 0, 1e-6);
  assertAlmostEquals(found.step_b_axis_angle, 0, 1e-6);
  assertAlmostEquals(found.steps_angle, 90, 1e-6);
  assert(found.mig > 0.9 && found.sap > 0.95 && found.dci_forest_disentanglement > 0.9);
  assertAlmostEquals(found.intrinsic_dimension, 2, 0.2);
});

Deno.test("kl is the sum over latents in nats, and steps are the slopes", () => {
  const points = POINTS.slice(0, 200);
  const code: Code = ({ a, b }) => [2 * a - b, 3 * b, 0.5 - a];
  const { metrics, tables } = measureCodes(coded(code, { points, noise: 0.04 }), { seed: 0 });
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const divergences = [0, 1, 2].map((k) =>
    mean((point) => (code(point)[k] ** 2 + 0.04 - Math.log(0.04) - 1) / 2)
  );
  assertAlmostEquals(Number(metrics.kl), divergences[0] + divergences[1] + divergences[2], 1e-9);
  tables.latents.forEach(({ kl }, k) => assertAlmostEquals(Number(kl), divergences[k], 1e-9));
  [2, 0, -1].forEach((slope, k) =>
    assertAlmostEquals((metrics.step_a as number[])[k], slope, 1e-9)
  );
  [-1, 3, 0].forEach((slope, k) =>
    assertAlmostEquals((metrics.step_b as number[])[k], slope, 1e-9)
  );
});

Deno.test("a principal axis has its angle to each latent under that latent's number", () => {
  // Along (cos 30°, 0, sin 30°), and hardly along the second latent.
  const turned = Math.PI / 6;
  const code: Code = ({ a }) => [Math.cos(turned) * a, 0, Math.sin(turned) * a];
  const { tables } = measureCodes(coded(code, { points: POINTS.slice(0, 200) }), { seed: 0 });
  const [first] = tables.axes;
  [30, 90, 60].forEach((angle, k) =>
    assertAlmostEquals(Number(first[`angle_${k + 1}`]), angle, 1e-6)
  );
});

Deno.test("the table of factors has every measure of its own factor and latent", () => {
  const points = POINTS.slice(0, 600);
  // The second latent has no signal: it has rows, and nothing in them.
  const codes: Code[] = [({ a, b }) => [a + 0.3 * b], () => [0], ({ a, b }) => [b ** 2 - 0.1 * a]];
  const encoded = coded((point) => codes.flatMap((code) => code(point)), { points });
  const { tables, scored } = measureCodes(encoded, { seed: 4 });
  assertEquals([...scored], [0, 2]);
  const columns = {
    factors: [points.map(({ a }) => a), points.map(({ b }) => b)].map((x) => Float64Array.from(x)),
    codes: scored.map((k) => Float64Array.from(points, (point) => codes[k](point)[0])),
  };
  const { r2 } = separatedAttributePredictability(columns);
  const lasso = lassoImportance(columns, { seed: 4 }).importance;
  const forest = forestImportance(columns, { seed: 4 }).importance;
  const expected = ["a", "b"].flatMap((factor, f) =>
    [0, -1, 1].map((k, latent) => ({
      factor,
      latent: latent + 1,
      mutual_information: k < 0 ? "" : mutualInformation(columns.factors[f], columns.codes[k]),
      r2: k < 0 ? "" : r2[f][k],
      importance_lasso: k < 0 ? "" : lasso[k][f],
      importance_forest: k < 0 ? "" : forest[k][f],
    }))
  );
  assertEquals(tables.factors as unknown, expected);
});

Deno.test("codes turned by 45° tell as much of the factors, and separate nothing", () => {
  // a has the smaller range: both as wide as the other, so that the turn mixes them evenly.
  const found = figures(({ a, b }) => [(a - 1.25) / 0.75 + (b - 1), (a - 1.25) / 0.75 - (b - 1)]);
  assertAlmostEquals(found.r2_linear_a, 1, 1e-9);
  // The factors of 2000 points are not quite uncorrelated, so the slopes not quite even.
  assertAlmostEquals(found.step_a_axis_angle, 45, 1e-6);
  assertAlmostEquals(found.step_b_axis_angle, 45, 1e-6);
  assert(found.mig < 0.05 && found.sap < 0.05);
});

Deno.test("a bent sheet is predicted better by a polynomial than by a plane", () => {
  const found = figures(({ a, b }) => [a, (b - 1) ** 2 * Math.sign(b - 1), 0]);
  assert(found.r2_nonlinear_b > found.r2_linear_b + 0.02);
});

Deno.test("every score of codes whose spread is below their noise is null, with the reason", () => {
  // As a collapsed network has them: the factors, a thousandth as large as the posterior's σ.
  const collapsed = ({ a, b }: Point) => [1e-3 * a, 1e-3 * b, 1e-4 * (a + b)];
  const { metrics, scores, scored, tables } = measureCodes(coded(collapsed, { noise: 1 }), {
    seed: 0,
  });
  assertEquals(scored, []);
  assertEquals([metrics.active_units, metrics.scored_latents], [0, 0]);
  assert(Number(metrics.kl) < 1e-4);
  for (const [name, { value, note }] of Object.entries(scores)) {
    assertEquals([value, note], [null, "no latent has a signal above its noise"], name);
  }
  assertEquals(tables.latents.map((row) => row.scored), [0, 0, 0]);
  assertEquals(tables.factors.map((row) => row.mutual_information), new Array(6).fill(""));
});

Deno.test("the same codes under a noise that they exceed have every score", () => {
  const small = ({ a, b }: Point) => [1e-3 * a, 1e-3 * b];
  assertEquals(missing(small, { noise: 1e-9 }), {});
  const found = figures(small, { noise: 1e-9 });
  assert(found.mig > 0.9 && found.modularity > 0.99);
  // None of them varies by 0.01, the threshold of an active unit.
  assertEquals([found.active_units, found.scored_latents], [0, 2]);
});

Deno.test("latents without a signal change no score of the others", () => {
  const exact = ({ a, b }: Point) => [a, b];
  const withDead = (point: Point) => [
    ...exact(point),
    ...Array.from({ length: 8 }, (_, k) => 0.01 * noiseOf(point, `dead ${k}`)),
  ];
  const [alone, beside] = [figures(exact), figures(withDead)];
  assertEquals([beside.active_units, beside.scored_latents], [2, 2]);
  for (const name of ["mig", "sap", "modularity", "total_correlation", "intrinsic_dimension"]) {
    assertEquals(beside[name], alone[name], name);
  }
  assert(beside.modularity > 0.999, `${beside.modularity}`);
});

Deno.test("codes that vary and know no factor do not lower modularity", () => {
  const found = figures((point) => [
    point.a,
    point.b,
    ...Array.from({ length: 8 }, (_, k) => noiseOf(point, `noise ${k}`)),
  ]);
  assertEquals(found.scored_latents, 10);
  assert(found.modularity > 0.99, `${found.modularity}`);
});

Deno.test("one latent with a signal has no score that compares latents", () => {
  const notes = missing(({ a, b }) => [a + 0.3 * b, 0, 0]);
  const comparing = [
    "max_abs_correlation",
    "total_correlation",
    "largest_axis_angle",
    "step_a_axis_angle",
    "step_b_axis_angle",
    "steps_angle",
    "dci_lasso_completeness",
    "dci_forest_completeness",
  ];
  assertEquals(Object.keys(notes).toSorted(), comparing.toSorted());
  assert(
    Object.values(notes).every((note) => note === "only one latent has a signal above its noise"),
  );
});

Deno.test("a factor that does not vary is left out, and said", () => {
  for (const [kept, left] of [["a", "b"], ["b", "a"]] as const) {
    const points = POINTS.map((point) => ({ ...point, [left]: 0.7 }));
    const code = (point: Point) => [point[kept], 0.5 * noiseOf(point, "other")];
    const { metrics, scores } = measureCodes(coded(code, { points }), { seed: 0 });
    assertEquals(metrics.left_out_factors, [left]);
    for (
      const name of [
        "modularity",
        "dci_lasso_disentanglement",
        "dci_forest_disentanglement",
        `dci_forest_informativeness_${left}`,
        `r2_linear_${left}`,
        `step_${left}_axis_angle`,
        "steps_angle",
      ]
    ) assertEquals(scores[name], { value: null, note: `${left} does not vary` }, name);
    for (const name of ["mig", "sap"]) {
      assertEquals(scores[name].note, `of ${kept} alone: ${left} does not vary`);
      assert(Number(scores[name].value) > 0.9, name);
    }
    assert(Number(scores[`r2_linear_${kept}`].value) > 0.99);
  }
});

Deno.test("a dimension is measured on random points, whatever the dataset's are", () => {
  const bent = ({ a, b }: Point) => [Math.cos(2 * a), Math.sin(2 * a) * (1 + b), b];
  const found = figures(bent, { points: lattice(40, 40) });
  assertAlmostEquals(found.intrinsic_dimension, 2, 0.2);
});

Deno.test("few points, and a factor of two values, have no score that they cannot give", () => {
  const few = missing(({ a, b }) => [a, b], { points: POINTS.slice(0, 150) });
  assertEquals(few.mig, "150 points are too few for 20 × 20 bins");
  assertEquals(few.modularity, few.mig);
  const points = POINTS.map(({ a, b }) => ({ a, b: b < 1 ? 0.5 : 1.5 }));
  const notes = missing(({ a, b }) => [a, b], { points });
  assert(notes.dci_forest_disentanglement.includes("two values"));
  assertEquals(notes.mig, undefined);
});

Deno.test("a latent that others determine makes the total correlation infinite, and so null", () => {
  const notes = missing(({ a, b }) => [a, b, 2 * a]);
  assert(notes.total_correlation.includes("linear function"));
});

Deno.test("measureCodes() of a constant code, or of one point, has values or reasons throughout", () => {
  const finite = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.every(finite)
      : typeof value === "object" && value !== null
      ? Object.values(value).every(finite)
      : typeof value === "string" || typeof value === "boolean" || value === null ||
        Number.isFinite(value);
  const one = { ...coded(({ a, b }) => [a, b], { points: [{ a: 1, b: 1 }] }) };
  for (const encoded of [coded(() => [1, 1, 1]), one]) {
    const measured = measureCodes(encoded, { seed: 0 });
    assert(finite(measured));
    assert(
      Object.values(measured.scores).every(({ value, note }) => value !== null || note !== ""),
    );
  }
});

Deno.test("distanceRows() averages by distance to the hole's edge and to the space's", () => {
  const measured = [
    { a: 1.25, b: 1, dice: 0.5 },
    { a: 1.25, b: 1.02, dice: 0.7 },
    { a: 1.25, b: 1.35, dice: 0.9 },
  ].map(({ a, b, dice }) => ({
    point: { a, b },
    errors: { bce: 0, entropy: 0, bceExcess: 0, mse: 0, ssim: 0, dice },
    fit: { a: a + 0.1, b: b - 0.2, residual: 0 },
  }));
  const rows = distanceRows(measured, parseHole("disc:1.25,1,0.3"));
  const hole = rows.filter(({ edge }) => edge === "hole");
  assertEquals(hole.map(({ from, to, count }) => [from, to, count]), [[-0.3, -0.2, 2], [
    0,
    0.1,
    1,
  ]]);
  assertAlmostEquals(Number(hole[0].dice), 0.6, 1e-12);
  for (const { a_error, b_error } of rows) {
    assertAlmostEquals(Number(a_error), 0.1, 1e-12);
    assertAlmostEquals(Number(b_error), 0.2, 1e-12);
  }
  assertEquals(rows.filter(({ edge }) => edge === "space").length, 2);
  // Of a grid with steps as wide as the bins, each point begins one: (21 − 2k) × (16 − 2k) less the next.
  const grid = distanceRows(
    lattice(21, 16).map((point) => ({ ...measured[0], point })),
    { kind: "none" },
  );
  assertEquals(grid.map(({ from, to, count }) => [from, to, count]), [
    ...[[0, 0.1, 70], [0.1, 0.2, 62], [0.2, 0.3, 54], [0.3, 0.4, 46]],
    ...[[0.4, 0.5, 38], [0.5, 0.6, 30], [0.6, 0.7, 22], [0.7, 0.8, 14]],
  ]);
  assert(distanceRows(measured, { kind: "none" }).every(({ edge }) => edge === "space"));
});
