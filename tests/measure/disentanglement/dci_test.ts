import fc from "fast-check";
import { disentanglementCompleteness } from "../../../lib/measure/disentanglement/dci.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { inUnitInterval } from "../defined.ts";

function expectScores(
  importance: number[][],
  disentanglement: number | null,
  completeness: number | null,
) {
  const scores = disentanglementCompleteness(importance);
  const expected = { disentanglement, completeness };
  for (const name of ["disentanglement", "completeness"] as const) {
    const [found, value] = [scores[name], expected[name]];
    if (found === null || value === null) assertEquals(found, value, name);
    else assertAlmostEquals(found, value, 1e-12, name);
  }
}

function table(codes: number, factors: number, at: (code: number, factor: number) => number) {
  return Array.from(
    { length: codes },
    (_, i) => Array.from({ length: factors }, (_, j) => at(i, j)),
  );
}

const TWO_OF_TEN = 1 - Math.log(2) / Math.log(10);

Deno.test("disentanglementCompleteness() of one code a factor is 1 and 1", () => {
  expectScores(table(5, 5, (i, j) => i === j ? 3 : 0), 1, 1);
  expectScores([[0, 1e-9], [1e9, 0]], 1, 1);
});

Deno.test("five factors in two codes each are disentangled, but not complete", () => {
  assertAlmostEquals(TWO_OF_TEN, 0.699, 1e-3);
  expectScores(table(10, 5, (i, j) => Math.floor(i / 2) === j ? 1 : 0), 1, TWO_OF_TEN);
});

Deno.test("one code that serves two of ten factors is disentangled by 0.699", () => {
  expectScores(table(1, 10, (_, j) => j < 2 ? 1 : 0), TWO_OF_TEN, null);
  // Each of ten factors in its own code but for that pair, which one code serves: 8 + 2 × 0.699.
  const importance = table(10, 10, (i, j) => i === j || (i === 0 && j === 1) ? 1 : 0);
  importance[1][1] = 0;
  expectScores(importance, (8 + 2 * TWO_OF_TEN) / 10, 1);
});

Deno.test("codes that serve all factors alike score 0", () => {
  expectScores(table(3, 2, () => 0.5), 0, 0);
});

Deno.test("a code weighs as much as its share of the importance, a factor as any other", () => {
  // 9/10 of the importance lies in a pure code, 1/10 in a mixed one.
  expectScores([[9, 0], [0.5, 0.5]], 0.9, (1 - entropy(9 / 9.5) + 1) / 2);
  function entropy(p: number) {
    return -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
  }
});

Deno.test("dead codes and unserved factors do not zero the rest", () => {
  expectScores([[1, 0], [0, 1], [0, 0]], 1, 1);
  expectScores([[1, 0, 0], [0, 1, 0]], 1, 1);
  expectScores([[1, 0], [1, 0]], 1, 0);
});

Deno.test("one factor, one code and no importance at all have no score that means anything", () => {
  expectScores([[1], [1]], null, 0);
  expectScores([[1, 1]], 0, null);
  expectScores([[2]], null, null);
  expectScores([[0, 0], [0, 0]], null, null);
  expectScores([[0]], null, null);
});

Deno.test("disentanglementCompleteness() lies in [0, 1] and ignores order and unit", () => {
  const size = fc.record({
    codes: fc.integer({ min: 1, max: 5 }),
    factors: fc.integer({ min: 1, max: 4 }),
  });
  const value = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e300, noNaN: true }));
  const tables = size.chain(({ codes, factors }) =>
    fc.array(fc.array(value, { minLength: factors, maxLength: factors }), {
      minLength: codes,
      maxLength: codes,
    })
  );
  fc.assert(fc.property(tables, (importance) => {
    const { disentanglement, completeness } = disentanglementCompleteness(importance);
    assert(inUnitInterval(disentanglement) && inUnitInterval(completeness));
    expectScores(
      importance.toReversed().map((row) => row.toReversed()),
      disentanglement,
      completeness,
    );
    const largest = Math.max(...importance.flat());
    const bounded = importance.map((row) => row.map((x) => largest === 0 ? 0 : x / largest));
    expectScores(bounded, disentanglement, completeness);
  }));
});

Deno.test("a table with a hole or a negative value is refused", () => {
  assertThrows(() => disentanglementCompleteness([]), RangeError, "Cannot measure disentanglement");
  assertThrows(() => disentanglementCompleteness([[1, 2], [1]]), RangeError, "lengths [2,1]");
  assertThrows(() => disentanglementCompleteness([[-1]]), RangeError, "received -1");
});
