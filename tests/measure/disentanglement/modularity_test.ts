import fc from "fast-check";
import { modularity } from "../../../lib/measure/disentanglement/modularity.ts";
import {
  chanceInformation,
  mutualInformationMatrix,
} from "../../../lib/measure/disentanglement/mutual_information.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined, inUnitInterval } from "../defined.ts";
import { anyData, deadCode, degenerate, square } from "./samples.ts";

Deno.test("modularity() is 1 for codes of one factor each and 0 for codes that know all alike", () => {
  assertEquals(modularity([[1, 0, 4], [0, 2, 0]]), 1);
  assertEquals(modularity([[1, 3], [1, 3], [1, 3]]), 0);
});

Deno.test("modularity() falls with the square of what a code knows of other factors", () => {
  assertAlmostEquals(defined(modularity([[2], [1]])), 3 / 4, 1e-12);
  assertAlmostEquals(defined(modularity([[1], [1], [2]])), 3 / 4, 1e-12);
  assertAlmostEquals(defined(modularity([[1], [0], [2]])), 7 / 8, 1e-12);
  assertAlmostEquals(defined(modularity([[2, 0], [1, 5]])), 7 / 8, 1e-12);
});

Deno.test("modularity() leaves out codes that know nothing, or no more than the minimum", () => {
  assertAlmostEquals(defined(modularity([[2, 0], [1, 0]])), 3 / 4, 1e-12);
  assertAlmostEquals(defined(modularity([[2, 0.1], [1, 0.1]])), 3 / 8, 1e-12);
  assertAlmostEquals(defined(modularity([[2, 0.1], [1, 0.1]], { minimum: 0.1 })), 3 / 4, 1e-12);
});

Deno.test("a dead code reads as a mixed one until the minimum leaves it out", () => {
  const { factors, codes } = square();
  const matrix = mutualInformationMatrix({ factors, codes: [...codes, deadCode(5000)] });
  assert(defined(modularity(matrix)) < 0.85);
  assertAlmostEquals(
    defined(modularity(matrix, { minimum: 2 * chanceInformation(5000) })),
    1,
    0.001,
  );
});

Deno.test("modularity() of one factor, or without any information, has no value", () => {
  assertEquals(modularity([[1, 2]]), null);
  assertEquals(modularity([[0, 0]]), null);
  assertEquals(modularity([[0], [0]]), null);
  assertEquals(modularity([[1], [0.5]], { minimum: 1 }), null);
});

Deno.test("exact factors beside eight dead codes score 1", () => {
  const { factors, codes } = square({ points: 2000 });
  const random = createRandom(1, "tests/dead codes");
  const dead = Array.from({ length: 8 }, () => codes[0].map(() => random.normal()));
  const matrix = mutualInformationMatrix({ factors, codes: [...codes, ...dead] });
  assert(defined(modularity(matrix)) < 0.5);
  const score = modularity(matrix, { minimum: 2 * chanceInformation(2000) });
  assertAlmostEquals(defined(score), 1, 0.005);
});

Deno.test("modularity() of a square falls from aligned to mixed codes", () => {
  const scores = [0, 15, 30, 45].map((degrees) =>
    defined(modularity(mutualInformationMatrix(square({ degrees }))))
  );
  assert(scores[0] > 0.999 && scores[3] < 0.02, `${scores}`);
  assert(scores.every((score, i) => i === 0 || score < scores[i - 1] - 0.005), `${scores}`);
});

Deno.test("modularity() lies in [0, 1] and ignores order and unit", () => {
  const value = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e300, noNaN: true }));
  const row = fc.array(value, { minLength: 3, maxLength: 3 });
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (matrix) => {
    const score = modularity(matrix);
    assert(inUnitInterval(score));
    const reversed = modularity(matrix.toReversed().map((factor) => factor.toReversed()));
    if (score === null) assertEquals(reversed, null);
    else assertAlmostEquals(defined(reversed), score, 1e-12);
  }));
  fc.assert(fc.property(anyData, (data) => {
    const matrix = mutualInformationMatrix(data);
    const score = modularity(matrix);
    assert(inUnitInterval(score));
    const doubled = modularity(matrix.map((factor) => factor.map((x) => 2 * x)));
    if (score === null) assertEquals(doubled, null);
    else assertAlmostEquals(defined(doubled), score, 1e-12);
  }));
});

Deno.test("modularity() of degenerate data is defined, and of a broken table refused", () => {
  for (const [name, data] of Object.entries(degenerate)) {
    const score = modularity(mutualInformationMatrix(data));
    assert(inUnitInterval(score), name);
  }
  assertThrows(() => modularity([[1], []]), RangeError, "Cannot measure the modularity");
  assertThrows(() => modularity([[NaN]]), RangeError, "NaN");
  assertThrows(() => modularity([[1]], { minimum: -1 }), RangeError, "minimum");
});
