import fc from "fast-check";
import { twoNN } from "../../../lib/measure/latent/intrinsic_dimension.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined } from "../defined.ts";

const dimensionOf = (...given: Parameters<typeof twoNN>) => defined(twoNN(...given));

/** Codes uniform on a line, a square or a cube of three dimensions. */
function cube(dimensions: number, { count = 1000, seed = 0 } = {}): Float64Array {
  const random = createRandom(seed, "dimension");
  return Float64Array.from(
    { length: 3 * count },
    (_, i) => i % 3 < dimensions ? random.uniform() : 0.5,
  );
}

function meanOverSeeds(dimensions: number, seeds: number): number {
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    sum += dimensionOf(cube(dimensions, { seed }), { latents: 3 });
  }
  return sum / seeds;
}

/** The rows in another order. */
function shuffled(codes: Float64Array, seed: number): Float64Array {
  const order = createRandom(seed, "dimension/order").permutation(codes.length / 3);
  return Float64Array.from([...order].flatMap((row) => [...codes.subarray(3 * row, 3 * row + 3)]));
}

Deno.test("twoNN() of three points on a line is the slope worked out by hand", () => {
  // Ratios 3, 2 and 1.5; the largest is left out.
  const codes = Float64Array.of(0, 1, 3);
  const [x1, x2, y1, y2] = [1.5, 2, 1.5, 3].map(Math.log);
  const expected = (x1 * y1 + x2 * y2) / (x1 ** 2 + x2 ** 2);
  assertAlmostEquals(dimensionOf(codes, { latents: 1 }), expected, 1e-12);
  assertAlmostEquals(dimensionOf(codes, { latents: 1, discard: 0.5 }), 1, 1e-12);
  assertAlmostEquals(dimensionOf(codes, { latents: 1, discard: 0 }), expected, 1e-12);
  assertAlmostEquals(dimensionOf(codes, { latents: 1, discard: 0.99 }), 1, 1e-12);
});

Deno.test("twoNN() is 1.01 for a line, 1.99 for a square and 2.93 for a cube, on average", () => {
  // Of 30 sets the mean strays by 0.008, 0.016 and 0.023.
  assertAlmostEquals(meanOverSeeds(1, 30), 1.006, 0.03);
  assertAlmostEquals(meanOverSeeds(2, 30), 1.99, 0.05);
  assertAlmostEquals(meanOverSeeds(3, 30), 2.927, 0.075);
});

Deno.test("twoNN() follows a surface that is bent", () => {
  const square = cube(2);
  const bent = square.map((x, i) => {
    const angle = 3 * square[i - i % 3];
    return i % 3 === 0 ? Math.cos(angle) : i % 3 === 2 ? Math.sin(angle) : 3 * x;
  });
  assertAlmostEquals(dimensionOf(bent, { latents: 3 }), 2, 0.25);
});

Deno.test("twoNN() counts jitter once it is as large as the distance between neighbours", () => {
  const random = createRandom(0, "dimension/jitter");
  const thick = (size: number) => cube(2).map((x) => x + size * random.normal());
  assert(dimensionOf(thick(1e-5), { latents: 3 }) < 2.2);
  assert(dimensionOf(thick(0.05), { latents: 3 }) > 2.5);
});

Deno.test("twoNN() does not depend on the order, the place or the scale of the codes", () => {
  const seed = fc.integer({ min: 0, max: 1000 });
  const scale = fc.double({ min: 0.001, max: 1000, noNaN: true });
  const shift = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(seed, scale, shift, (seed, factor, offset) => {
      const codes = cube(1 + seed % 3, { count: 100, seed });
      const expected = twoNN(codes, { latents: 3 });
      assertEquals(twoNN(shuffled(codes, seed), { latents: 3 }), expected);
      const moved = codes.map((x, i) => factor * (x + offset * (i % 3)));
      const found = twoNN(moved, { latents: 3 });
      if (expected === null) assertEquals(found, null);
      else assertAlmostEquals(defined(found), expected, 1e-6);
    }),
  );
});

Deno.test("twoNN() counts equal codes once", () => {
  const codes = cube(2, { count: 200 });
  const doubled = new Float64Array(2 * codes.length);
  doubled.set(codes);
  doubled.set(shuffled(codes, 1), codes.length);
  assertEquals(twoNN(doubled, { latents: 3 }), twoNN(codes, { latents: 3 }));
});

Deno.test("twoNN() of more than 2000 codes takes 2000 at equal steps", () => {
  const codes = cube(2, { count: 4000 });
  const half = Float64Array.from([...codes].filter((_, i) => Math.floor(i / 3) % 2 === 0));
  assertEquals(twoNN(codes, { latents: 3 }), twoNN(half, { latents: 3 }));
  assertAlmostEquals(dimensionOf(cube(2, { count: 2500 }), { latents: 3 }), 2, 0.25);
});

Deno.test("twoNN() of fewer than 3 distinct codes has no value", () => {
  assertEquals(twoNN(Float64Array.of(1, 2, 3), { latents: 3 }), null);
  assertEquals(twoNN(new Float32Array(300).fill(0.1), { latents: 3 }), null);
  assertEquals(twoNN(Float64Array.of(0, 1, 0, 1, 0, 1), { latents: 1 }), null);
  assertEquals(twoNN(Float64Array.of(0, -0, 0, 1), { latents: 1 }), null);
});

/** Points of the unit square laid out in columns and rows, bent into three dimensions. */
function sheet(points: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(points.flatMap(([x, y]) => [
    Math.cos(3 * x) + 0.3 * y,
    Math.sin(3 * x) * (1 + 0.5 * y),
    1.5 * y + 0.2 * Math.sin(5 * x * y),
  ]));
}

function grid(columns: number, rows = columns): number[][] {
  return Array.from(
    { length: columns * rows },
    (_, i) => [(i % columns) / (columns - 1), Math.floor(i / columns) / (rows - 1)],
  );
}

Deno.test("twoNN() of a lattice has no value, flat or bent, even or with a little jitter", () => {
  const random = createRandom(0, "dimension/lattice");
  for (const points of [grid(10), grid(20), grid(40), grid(40, 25)]) {
    assertEquals(twoNN(Float64Array.from(points.flat()), { latents: 2 }), null);
    const bent = sheet(points);
    assertEquals(twoNN(bent, { latents: 3 }), null);
    const jittered = bent.map((x) => x + 1e-4 * random.normal());
    assertEquals(twoNN(jittered, { latents: 3 }), null);
  }
  const line = Float64Array.from({ length: 600 }, (_, i) => (Math.floor(i / 3) / 100) ** (i % 3));
  assertEquals(twoNN(line, { latents: 3 }), null);
});

Deno.test("twoNN() of random points on the same sheet is 2", () => {
  const random = createRandom(0, "dimension/sheet");
  const draw = () => Array.from({ length: 1600 }, () => [random.uniform(), random.uniform()]);
  for (let set = 0; set < 5; set++) {
    assertAlmostEquals(dimensionOf(sheet(draw()), { latents: 3 }), 2, 0.25);
  }
});

Deno.test("twoNN() of pairs that nearly coincide has no value", () => {
  const codes = cube(2, { count: 500 });
  const pairs = Float64Array.from([...codes, ...codes.map((x) => x + 1e-6)]);
  assertEquals(twoNN(pairs, { latents: 3 }), null);
});

Deno.test("twoNN() is finite and not negative whatever the codes", () => {
  const value = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(1e-200, 2e-200, 1e150, 0.1),
    fc.double({ min: -1, max: 1, noNaN: true }),
  );
  fc.assert(fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), (rows) => {
    const dimension = twoNN(Float64Array.from(rows.flat()), { latents: 2 });
    assert(dimension === null || (Number.isFinite(dimension) && dimension > 0), `${dimension}`);
  }));
});

Deno.test("codes and options without a dimension are refused", () => {
  assertThrows(() => twoNN(new Float64Array(7), { latents: 3 }), RangeError, "7 numbers");
  assertThrows(() => twoNN(new Float64Array(0), { latents: 3 }), RangeError, "0 numbers");
  assertThrows(() => twoNN(Float64Array.of(1, NaN, 2), { latents: 1 }), RangeError, "finite");
  const codes = Float64Array.of(1, 2, 4);
  assertThrows(() => twoNN(codes, { latents: 1, discard: 1 }), RangeError, "received 1");
  assertThrows(() => twoNN(codes, { latents: 1, discard: -0.1 }), RangeError, "[0, 1)");
  assertThrows(() => twoNN(codes, { latents: 1, discard: NaN }), RangeError, "received NaN");
});
