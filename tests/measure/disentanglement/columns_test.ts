import fc from "fast-check";
import { checkTable, columnsOf, pointCount } from "../../../lib/measure/disentanglement/columns.ts";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("columnsOf() turns rows into columns and loses nothing", () => {
  assertEquals(columnsOf(Float32Array.of(1, 2, 3, 4, 5, 6), { latents: 3 }), [
    Float64Array.of(1, 4),
    Float64Array.of(2, 5),
    Float64Array.of(3, 6),
  ]);
  const shape = fc.record({
    rows: fc.integer({ min: 1, max: 9 }),
    latents: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(fc.property(shape, ({ rows, latents }) => {
    const codes = Float64Array.from({ length: rows * latents }, (_, i) => i);
    const columns = columnsOf(codes, { latents });
    assertEquals(columns.length, latents);
    const back = codes.map((_, i) => columns[i % latents][Math.floor(i / latents)]);
    assertEquals(back, codes);
  }));
});

Deno.test("columnsOf() refuses what is no N × D array", () => {
  assertThrows(() => columnsOf(new Float64Array(7), { latents: 3 }), RangeError, "7 numbers");
  assertThrows(() => columnsOf(new Float64Array(0), { latents: 3 }), RangeError, "0 numbers");
  assertThrows(() => columnsOf(new Float64Array(4), { latents: 1.5 }), RangeError, "D = 1.5");
});

Deno.test("pointCount() counts the points of columns that fit together", () => {
  const [one, two] = [Float32Array.of(1), Float64Array.of(1, 2)];
  assertEquals(pointCount({ factors: [two], codes: [two, two] }), 2);
  const refused = (factors: (Float32Array | Float64Array)[], codes: Float64Array[], part: string) =>
    assertThrows(() => pointCount({ factors, codes }), RangeError, part);
  refused([one], [two], "lengths 1, 2");
  refused([], [two], "0 factors");
  refused([two], [], "0 codes");
  refused([new Float64Array(0)], [new Float64Array(0)], "lengths 0, 0");
  refused([two], [Float64Array.of(1, NaN)], "received NaN");
  refused([two], [Float64Array.of(1, -1e39)], "received -1e+39");
});

Deno.test("checkTable() names what is wrong with a table", () => {
  checkTable([[0, 1], [2, 0]], "look");
  assertThrows(() => checkTable([], "look"), RangeError, "Cannot look");
  assertThrows(() => checkTable([[]], "look"), RangeError, "rows of lengths [0]");
  assertThrows(() => checkTable([[1], [1, 2]], "look"), RangeError, "rows of lengths [1,2]");
  assertThrows(() => checkTable([[1, -2]], "look"), RangeError, "received -2");
  assertThrows(() => checkTable([[1, NaN]], "look"), RangeError, "received NaN");
  assertThrows(() => checkTable([[Infinity]], "look"), RangeError, "received Infinity");
});
