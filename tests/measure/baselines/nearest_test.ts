import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { imageSearch, nearestPoints } from "../../../lib/measure/baselines/nearest.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { testOnBackends, useBackend } from "../../backend/devices.ts";

/** The plain search: float64, the lowest index of equally near images. */
function bruteForce(queries: Float32Array, references: Float32Array, pixels: number): Uint32Array {
  return Uint32Array.from({ length: queries.length / pixels }, (_, query) => {
    let [nearest, least] = [0, Infinity];
    for (let row = 0; row < references.length / pixels; row++) {
      let distance = 0;
      for (let i = 0; i < pixels; i++) {
        distance += (queries[query * pixels + i] - references[row * pixels + i]) ** 2;
      }
      if (distance < least) [nearest, least] = [row, distance];
    }
    return nearest;
  });
}

function uniform(length: number, seed: number): Float32Array<ArrayBuffer> {
  const random = createRandom(seed, "tests/nearest");
  return Float32Array.from({ length }, () => random.uniform());
}

const f32 = (...values: number[]) => Float32Array.from(values);
const pixel = fc.oneof(
  fc.constantFrom(0, 0.1, 0.5, 1),
  fc.float({ min: 0, max: 1, noNaN: true }),
);
const image = fc.array(pixel, { minLength: 3, maxLength: 3 });
// Few different images, many places: duplicates in both sets, and images of one set in the other.
const sets = fc.array(image, { minLength: 1, maxLength: 5 }).chain((images) => {
  const picked = fc.array(fc.constantFrom(...images, [0.25, 0.25, 0.25]), {
    minLength: 1,
    maxLength: 12,
  }).map((rows) => f32(...rows.flat()));
  return fc.record({ queries: picked, references: picked });
});

testOnBackends(
  "imageSearch() agrees with a plain float64 search, duplicates included",
  async () => {
    await fc.assert(fc.asyncProperty(sets, async ({ queries, references }) => {
      const found = await imageSearch(references, { pixels: 3 })(queries);
      assertEquals(found, bruteForce(queries, references, 3));
    }));
  },
);

Deno.test("imageSearch() keeps the lowest index among images almost black", async () => {
  await useBackend("wasm");
  const queries = f32(3.2e-12, 0.1, 4.1e-11);
  const references = f32(3.7e-24, 2.8e-22, 0, 3.6e-34, 6.3e-18, 0, 3.3e-6, 0.5, 0.1);
  assertEquals(await imageSearch(references, { pixels: 3 })(queries), Uint32Array.of(0));
});

testOnBackends("imageSearch() is not misled by float32 cancellation", async () => {
  const pixels = 4096, count = 300;
  const query = uniform(pixels, 1).map((x) => 0.9 + 0.05 * x);
  const order = createRandom(2, "tests/nearest").permutation(count);
  const references = new Float32Array(count * pixels);
  // Squared distances of (2 … 301)² · 10⁻¹⁰, where a float32 ‖q‖² of 3500 resolves 2 · 10⁻⁴.
  order.forEach((rank, row) => {
    references.set(query, row * pixels);
    references[row * pixels + rank] += (rank + 2) * 1e-5;
  });
  const found = await imageSearch(references, { pixels })(query);
  assertEquals([...found], [order.indexOf(0)]);
});

Deno.test("imageSearch() of sets longer than a block keeps the lowest index of ties", async () => {
  await useBackend("wasm");
  // 125 different images of 3 pixels: each comes back in every block.
  const coarse = (count: number, seed: number) =>
    uniform(3 * count, seed).map((x) => Math.floor(5 * x) / 4);
  const [queries, references] = [coarse(1100, 3), coarse(2500, 4)];
  const found = await imageSearch(references, { pixels: 3 })(queries);
  assertEquals(found, bruteForce(queries, references, 3));
  const late = references.slice(3 * 1500).map((x) => x / 2);
  const sparse = new Float32Array(3 * 1500).fill(1);
  const joined = Float32Array.from([...sparse, ...late]);
  assertEquals(
    await imageSearch(joined, { pixels: 3 })(queries),
    bruteForce(queries, joined, 3),
  );
});

Deno.test("imageSearch() finds each image of a set in the set itself", async () => {
  await useBackend("wasm");
  const images = uniform(40 * 64, 5);
  const found = await imageSearch(images, { pixels: 64 })(images);
  assertEquals([...found], Array.from({ length: 40 }, (_, i) => i));
});

Deno.test("imageSearch() survives products that overflow or underflow float32", async () => {
  await useBackend("wasm");
  for (const unit of [1e-30, 1e30]) {
    const references = f32(3 * unit, 0, 2 * unit, 0, unit, unit);
    const queries = f32(2 * unit, 0, unit, unit, 3.1 * unit, 0);
    assertEquals([...await imageSearch(references, { pixels: 2 })(queries)], [1, 2, 0]);
  }
  // The product with the first reference alone overflows, to an estimate of −∞.
  const sets = { queries: f32(2e19), references: f32(1e20, 1e19) };
  assertEquals([...await imageSearch(sets.references, { pixels: 1 })(sets.queries)], [1]);
});

Deno.test("imageSearch() of blank images is the first, and of no query is nothing", async () => {
  await useBackend("wasm");
  const references = new Float32Array(7 * 4);
  const blank = { queries: new Float32Array(2 * 4), references };
  assertEquals([...await imageSearch(blank.references, { pixels: 4 })(blank.queries)], [0, 0]);
  const none = { queries: new Float32Array(0), references };
  assertEquals((await imageSearch(none.references, { pixels: 4 })(none.queries)).length, 0);
});

Deno.test("imageSearch() of bytes and of shapes that are not square agree with a plain search", async () => {
  await useBackend("wasm");
  // A square of which blocks have several pixels, one whose side 16 does not divide, and runs.
  for (const pixels of [32 * 32, 37 * 37, 130 * 130, 1000]) {
    const bytes = (count: number, seed: number) =>
      Uint8Array.from(uniform(count * pixels, seed), (x) => x > 0.8 ? 255 * x : 0);
    const [queries, references] = [bytes(9, pixels), bytes(40, pixels + 1)];
    references.set(queries.subarray(0, pixels), 17 * pixels);
    references.set(queries.subarray(0, pixels), 23 * pixels);
    const unit = (values: Uint8Array) => Float32Array.from(values, (byte) => byte / 255);
    const expected = bruteForce(unit(queries), unit(references), pixels);
    assertEquals(expected[0], 17);
    assertEquals(await imageSearch(references, { pixels })(queries), expected);
    const floats = { queries: unit(queries), references: unit(references) };
    assertEquals(await imageSearch(floats.references, { pixels })(floats.queries), expected);
  }
});

Deno.test("imageSearch() of more references than the backend gets at once agrees with a plain search", async () => {
  await useBackend("wasm");
  const pixels = 256 * 256, count = 1040;
  const random = createRandom(3, "tests/nearest");
  const sparse = (images: number) => {
    const bytes = new Uint8Array(images * pixels);
    for (let n = 0; n < 400 * images; n++) {
      bytes[Math.floor(random.uniform() * bytes.length)] = 255 * random.uniform();
    }
    return bytes;
  };
  const references = sparse(count), query = sparse(1);
  // One lies in the last part, and once more near its end.
  for (const place of [1025, 1030]) references.set(query, place * pixels);
  const unit = (values: Uint8Array) => Float32Array.from(values, (byte) => byte / 255);
  const expected = bruteForce(unit(query), unit(references), pixels);
  assertEquals([...expected], [1025]);
  assertEquals(await imageSearch(references, { pixels })(query), expected);
});

testOnBackends("imageSearch() leaves no tensor behind", async () => {
  const before = tf.memory().numTensors;
  await imageSearch(uniform(60, 7), { pixels: 3 })(uniform(30, 6));
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("imageSearch() refuses sets that are no images, or not finite", async () => {
  const refused = async (queries: Float32Array, references: Float32Array, pixels: number) =>
    (await assertRejects(
      async () => await imageSearch(references, { pixels })(queries),
      RangeError,
    ))
      .message;
  assert((await refused(f32(1), f32(), 1)).includes("must be a reference"));
  assert((await refused(f32(1, 2, 3), f32(1, 2), 2)).includes("queries must be N × P"));
  assert((await refused(f32(1, 2), f32(1), 2)).includes("references must be N × P"));
  assert((await refused(f32(1), f32(1), 0)).includes("P = 0"));
  assert((await refused(f32(1, NaN), f32(1), 1)).includes("image 1"));
  assert((await refused(f32(1), f32(Infinity), 1)).includes("references must be finite"));
});

Deno.test("nearestPoints() takes the closest reference, of ties the lowest index", () => {
  const references = [{ a: 0.5, b: 0 }, { a: 1.5, b: 1 }, { a: 1, b: 1 }, { a: 1.5, b: 1 }];
  assertEquals([...nearestPoints([{ a: 1.25, b: 1 }, { a: 2, b: 2 }], references)], [1, 1]);
  assertEquals([...nearestPoints([{ a: 0.9, b: 1.1 }, { a: 0, b: 0 }], references)], [2, 0]);
  assertEquals(nearestPoints([], references).length, 0);
});

Deno.test("nearestPoints() measures a and b in the same units", () => {
  const references = [{ a: 1, b: 0.3 }, { a: 1.2, b: 0 }];
  assertEquals([...nearestPoints([{ a: 1, b: 0 }], references)], [1]);
});

Deno.test("no reference is closer than the one nearestPoints() takes", () => {
  const coordinate = fc.oneof(
    fc.constantFrom(0.5, 1, 2),
    fc.double({ min: 0, max: 2, noNaN: true }),
  );
  const points = fc.array(fc.record({ a: coordinate, b: coordinate }), {
    minLength: 1,
    maxLength: 10,
  });
  fc.assert(fc.property(points, points, (queries, references) => {
    nearestPoints(queries, references).forEach((nearest, i) => {
      const distances = references.map(({ a, b }) =>
        Math.hypot(a - queries[i].a, b - queries[i].b)
      );
      assertEquals(nearest, distances.indexOf(Math.min(...distances)));
    });
  }));
});

Deno.test("nearestPoints() refuses an empty set of references and points that are not finite", () => {
  const point = { a: 1, b: 1 };
  assertThrows(() => nearestPoints([point], []), RangeError, "must be a reference");
  assertThrows(() => nearestPoints([{ a: NaN, b: 1 }], [point]), RangeError, "(NaN, 1)");
  assertThrows(() => nearestPoints([point], [{ a: 1, b: Infinity }]), RangeError, "(1, Infinity)");
});
