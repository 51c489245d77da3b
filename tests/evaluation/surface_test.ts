import { measureSurface } from "../../lib/evaluation/surface.ts";
import { LATTICE } from "../../lib/space/points.ts";
import { trainedModel } from "../../lib/evaluation/trained_model.ts";
import { lattice, parseHole } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";
import { logisticDecoder } from "../model/logistic_decoder.ts";

const LATENTS = 3;

/** A sheet that is not in proportion to (a, b), so that the tangents matter. */
const codeOf = (a: number, b: number) => [a + 0.3 * b, 0.5 * b * b + 0.1, 0.4 * a * a * b];

/** Its steps for more a and for more b. */
const tangentsOf = (a: number, b: number) => [[1, 0, 0.8 * a * b], [0.3, b, 0.4 * a * a]];

/** Area of the parallelogram of two vectors. */
function areaOf(one: readonly number[], other: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, k) => sum + value * y[k], 0);
  return Math.sqrt(dot(one, one) * dot(other, other) - dot(one, other) ** 2);
}

testOnBackends("the volume element of σ(c·z) is that of its exact derivative", async () => {
  const { vae, weights } = logisticDecoder({ size: 32, latents: LATENTS });
  const points = lattice(LATTICE.rows, LATTICE.columns);
  const means = Float32Array.from(points.flatMap(({ a, b }) => codeOf(a, b)));
  const hole = parseHole("disc:1.25,1,0.3");
  const { volume, scores } = await measureSurface(trainedModel(vae), {
    means,
    points,
    size: 32,
    hole,
    scored: [0, 1, 2],
    noise: [0.01, 0.01, 0.01],
  });
  assert(volume.length > 50);
  const expected = (a: number, b: number) => {
    const along = (step: readonly number[], pixel: number) =>
      weights(pixel).reduce((sum, weight, k) => sum + weight * step[k], 0);
    const pixels = Array.from({ length: 32 * 32 }, (_, pixel) => {
      const mean = 1 / (1 + Math.exp(-along(codeOf(a, b), pixel)));
      return { pixel, slope: mean * (1 - mean) };
    });
    const [one, other] = tangentsOf(a, b);
    const changes = [one, other].map((step) =>
      pixels.map(({ pixel, slope }) => slope * along(step, pixel))
    );
    return areaOf(changes[0], changes[1]) / areaOf(one, other);
  };
  const sums = [0, 0], counts = [0, 0];
  for (const { a, b, volume: value, inside_hole } of volume) {
    const exact = expected(Number(a), Number(b));
    assertAlmostEquals(Number(value) / exact, 1, 1e-4, `(${a}, ${b})`);
    sums[Number(inside_hole)] += exact;
    counts[Number(inside_hole)]++;
  }
  const [outside, inside] = sums.map((sum, k) => sum / counts[k]);
  assertAlmostEquals(Number(scores.volume_inside.value) / inside, 1, 1e-4);
  assertAlmostEquals(Number(scores.volume_outside.value) / outside, 1, 1e-4);
  const ratio = inside / outside;
  assertAlmostEquals(Number(scores.volume_ratio.value), ratio, 1e-4 * ratio);
});

Deno.test("a score of lines is the mean over all of them, across the hole or not", async () => {
  const points = lattice(LATTICE.rows, LATTICE.columns);
  // A line of constant b is an arc that turns by b² in all.
  const means = Float32Array.from(points.flatMap(({ a, b }) => {
    const turn = b ** 2, along = (a - 0.5) / 1.5;
    return turn === 0
      ? [along, 0, b]
      : [Math.sin(turn * along) / turn, (1 - Math.cos(turn * along)) / turn, b];
  }));
  const { isolines, scores } = await measureSurface({}, {
    ...{ means, points, size: 32, hole: parseHole("disc:1.25,1,0.3") },
    scored: [0, 1, 2],
    noise: [1e-6, 1e-6, 1e-6],
  });
  const mean = (rows: typeof isolines, column: string) =>
    rows.reduce((sum, row) => sum + Number(row[column]), 0) / rows.length;
  for (const [constant, count] of [["a", LATTICE.columns], ["b", LATTICE.rows]] as const) {
    const lines = isolines.filter((row) => row.constant === constant);
    const apart = lines.filter(({ crosses_hole }) => crosses_hole === 0);
    assertEquals(lines.length, count);
    for (const column of ["turning", "straightness"]) {
      const found = Number(scores[`${column}_iso_${constant}`].value);
      assertAlmostEquals(found, mean(lines, column), 1e-12, `${column} ${constant}`);
      assert(Math.abs(found - mean(apart, column)) > 1e-3, `${column} ${constant}`);
    }
  }
  for (const { turning, value } of isolines.filter(({ constant }) => constant === "b")) {
    assertAlmostEquals(Number(turning), Number(value) ** 2, 0.4);
  }
});

Deno.test("a line crosses a hole wherever it does so, between points of the lattice too", async () => {
  const points = lattice(LATTICE.rows, LATTICE.columns);
  const means = Float32Array.from(points.flatMap(({ a, b }) => [a, b, a * b]));
  const crossing = async (hole: string, periodic?: "b") => {
    const { isolines } = await measureSurface({}, {
      ...{ means, points, size: 32, hole: parseHole(hole, { periodic }) },
      scored: [0, 1, 2],
      noise: [1e-6, 1e-6, 1e-6],
    });
    return (["a", "b"] as const).map((constant) =>
      isolines.filter((row) => row.constant === constant && row.crosses_hole === 1)
        .map(({ value }) => Math.round(1000 * Number(value)) / 1000)
    );
  };
  const all = (axis: "a" | "b") =>
    [...new Set(points.map((point) => Math.round(1000 * point[axis]) / 1000))].sort((x, y) =>
      x - y
    );
  const [a, b] = [all("a"), all("b")];
  // A strip between two lines of constant a is crossed by every line of constant b.
  assertEquals(await crossing("strip:a,1.01,1.02"), [[], b]);
  assertEquals(await crossing("none"), [[], []]);
  const disc = await crossing("disc:1.25,1,0.3");
  assertEquals(disc, [
    a.filter((value) => Math.abs(value - 1.25) <= 0.3),
    b.filter((value) => Math.abs(value - 1) <= 0.3),
  ]);
  // One whose centre lies outside of the range.
  assertEquals(
    (await crossing("disc:0.4,1,0.2"))[1],
    b.filter((value) => Math.hypot(0.1, value - 1) <= 0.2),
  );
  // Where b is periodic, its last line is the first one, and counts once.
  const [, seam] = await crossing("strip:b,1.8,2.2", "b");
  assertEquals(seam, b.filter((value) => value < 2 && (value >= 1.8 || value <= 0.2)));
});
