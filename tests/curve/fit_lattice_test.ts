import { renderLattice } from "../../lib/curve/fit_lattice.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("an image is reduced to sums over blocks, the last of a row cut short", () => {
  // 129 and 161 are no whole number of blocks of 2.
  for (const size of [64, 127, 128, 129, 161, 256]) {
    const block = Math.max(1, Math.floor(size / 64));
    const width = Math.ceil(size / block);
    const { reduce } = renderLattice(() => {}, { size, periodic: undefined });
    const image = Float64Array.from({ length: size * size }, (_, n) => (n * 7919) % 101 / 101);
    const expected = new Float64Array(width * width);
    image.forEach((value, n) => {
      const [row, column] = [Math.floor(n / size), n % size].map((at) => Math.floor(at / block));
      expected[row * width + column] += value;
    });
    const reduced = reduce(image);
    assertEquals(reduced.length, expected.length);
    assert(reduced.every((value, n) => Math.abs(value - expected[n]) < 1e-9), `${size}`);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    assertAlmostEquals(sum(reduced), sum(image), 1e-6);
  }
});
