import { createHash } from "node:crypto";
import { sha256 } from "@noble/hashes/sha2";
import fc from "fast-check";
import { createRandom, restoreRandom } from "../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const seeds = fc.nat({ max: 2 ** 32 - 1 });

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  let sum = 0, squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] ** 2;
  }
  const mean = sum / values.length;
  return { mean, variance: squares / values.length - mean ** 2 };
}

function correlation(left: Float32Array, right: Float32Array): number {
  const a = moments(left), b = moments(right);
  const product = moments(left.map((value, i) => value * right[i])).mean;
  return (product - a.mean * b.mean) / Math.sqrt(a.variance * b.variance);
}

Deno.test("createRandom() gives the same stream for the same seed and name, seed 0 included", () => {
  const draw = (seed: number, name: string) =>
    Array.from({ length: 5 }, ((random) => () => random.uniform())(createRandom(seed, name)));
  assertEquals(draw(0, "points"), draw(0, "points"));
  const all = [draw(0, "points"), draw(1, "points"), draw(0, "noise"), draw(2 ** 32 - 1, "points")];
  assertEquals(new Set(all.flat()).size, 20);
});

Deno.test("the package's SHA-256 is that of Node's own, so that no key needs its version", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    assertEquals([...sha256(bytes)], [...createHash("sha256").update(bytes).digest()]);
  }));
  // FIPS 180-4, the example of one block.
  const hex = [...sha256(new TextEncoder().encode("abc"))].map((byte) =>
    byte.toString(16).padStart(2, "0")
  ).join("");
  assertEquals(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

Deno.test("createRandom() keeps neighbouring seeds and streams uncorrelated", () => {
  const draw = (seed: number, name: string) =>
    createRandom(seed, name).uniformInto(new Float32Array(20_000));
  const first = draw(0, "a");
  // 1/√20000 is one standard deviation: 5 of them are 0.035.
  for (const other of [draw(1, "a"), draw(2, "a"), draw(0, "b"), draw(0, "aa")]) {
    assertAlmostEquals(correlation(first, other), 0, 0.035);
  }
});

Deno.test("createRandom() rejects what is no unsigned 32-bit integer", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 32, Infinity]) {
    assertThrows(() => createRandom(seed, "x"), RangeError, "seed must be a whole number");
  }
});

Deno.test("uniform() is uniform on [0, 1) down to 53 bits", () => {
  const random = createRandom(3, "uniform");
  const counts = new Uint32Array(100);
  let odd = 0;
  for (let i = 0; i < 100_000; i++) {
    const value = random.uniform();
    assert(value >= 0 && value < 1);
    counts[Math.floor(value * 100)]++;
    odd += (value * 2 ** 53) % 2;
  }
  // χ² with 99 degrees of freedom stays within 99 ± 5·√198.
  const chi = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assertAlmostEquals(chi, 99, 70);
  assertAlmostEquals(odd / 100_000, 0.5, 0.01);
});

Deno.test("uniformInto() never rounds up to 1", () => {
  const values = createRandom(4, "uniform").uniformInto(new Float32Array(200_000));
  assert(values.every((value) => value >= 0 && value < 1));
  const { mean, variance } = moments(values);
  assertAlmostEquals(mean, 0.5, 0.004);
  assertAlmostEquals(variance, 1 / 12, 0.002);
});

Deno.test("normal() has the moments and the distribution of the standard normal", () => {
  const random = createRandom(5, "normal");
  const values = Float64Array.from({ length: 200_000 }, () => random.normal());
  const { mean, variance } = moments(values);
  assertAlmostEquals(mean, 0, 0.012);
  assertAlmostEquals(variance, 1, 0.016);
  assertAlmostEquals(moments(values.map((value) => value ** 3)).mean, 0, 0.05);
  assertAlmostEquals(moments(values.map((value) => value ** 4)).mean, 3, 0.12);
  const below = (limit: number) => values.filter((value) => value < limit).length / values.length;
  assertAlmostEquals(below(-1.959964), 0.025, 0.002);
  assertAlmostEquals(below(1), 0.8413447, 0.005);
  // Both halves of a Box–Muller pair are used, and they are uncorrelated.
  const even = Float32Array.from({ length: 100_000 }, (_, i) => values[2 * i]);
  const odd = Float32Array.from({ length: 100_000 }, (_, i) => values[2 * i + 1]);
  assertAlmostEquals(correlation(even, odd), 0, 0.016);
});

Deno.test("normalInto() draws what normal() draws", () => {
  const one = createRandom(6, "n"), other = createRandom(6, "n");
  one.normal();
  other.normal();
  const values = one.normalInto(new Float32Array(7));
  assertEquals(values, Float32Array.from({ length: 7 }, () => other.normal()));
});

Deno.test("integer() covers 0 … n − 1 evenly and rejects an empty range", () => {
  const random = createRandom(8, "integer");
  const counts = new Uint32Array(7);
  for (let i = 0; i < 70_000; i++) counts[random.integer(7)]++;
  for (const count of counts) assertAlmostEquals(count, 10_000, 500);
  for (const n of [0, -1, 1.5, NaN]) assertThrows(() => random.integer(n), RangeError, "n must be");
});

Deno.test("permutation() holds each number once", () => {
  fc.assert(fc.property(seeds, fc.nat({ max: 300 }), (seed, n) => {
    const order = createRandom(seed, "order").permutation(n);
    assertEquals([...order].sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
  }));
});

Deno.test("permutation() draws all orders equally often", () => {
  const random = createRandom(9, "order");
  const counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = random.permutation(4).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 24);
  for (const count of counts.values()) assertAlmostEquals(count, 1000, 160);
});

Deno.test("restoreRandom() goes on exactly, a left-over normal included", () => {
  fc.assert(fc.property(seeds, fc.nat({ max: 9 }), (seed, drawn) => {
    const random = createRandom(seed, "state");
    for (let i = 0; i < drawn; i++) random.normal();
    const state = random.state();
    const later = restoreRandom(JSON.parse(JSON.stringify(state)));
    assertEquals(random.state(), state);
    const rest = (r: typeof random) => [r.normal(), r.normal(), r.uniform(), r.integer(1000)];
    assertEquals(rest(later), rest(random));
    assertEquals(later.permutation(20), random.permutation(20));
  }));
});

Deno.test("restoreRandom() rejects what is no state", () => {
  const good = createRandom(0, "x").state();
  assertEquals(good.length, 6);
  for (
    const bad of [[], good.slice(1), [...good, 0], [NaN, ...good.slice(1)], [0, 0, 0, 0, 0, 0]]
  ) {
    assertThrows(() => restoreRandom(bad), TypeError, "Cannot restore");
  }
});

Deno.test("createRandom() draws these very numbers, on every platform and in every version", () => {
  const random = createRandom(0, "pinned");
  assertEquals(
    [random.uniform(), random.normal(), random.integer(1000), ...random.permutation(5)],
    [0.7686008441951105, 0.05120079397844649, 757, 4, 2, 0, 3, 1],
  );
});
