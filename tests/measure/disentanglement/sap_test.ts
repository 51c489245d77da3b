import fc from "fast-check";
import { separatedAttributePredictability } from "../../../lib/measure/disentanglement/sap.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined, inUnitInterval } from "../defined.ts";
import { anyData, degenerate, rotate } from "./samples.ts";

/** A grid over the rectangle of these half widths: its axes correlate with nothing. */
function grid(halfA = 1, halfB = 1, side = 30): Float64Array[] {
  const at = (i: number) => (2 * i + 1) / side - 1;
  const axis = (place: (i: number) => number) =>
    Float64Array.from({ length: side ** 2 }, (_, i) => place(i));
  return [axis((i) => halfA * at(i % side)), axis((i) => halfB * at(Math.floor(i / side)))];
}

Deno.test("separatedAttributePredictability() of a rotated square is |cos 2θ|", () => {
  const factors = grid();
  for (const degrees of [0, 10, 30, 45, 60, 90]) {
    const { score, r2 } = separatedAttributePredictability({
      factors,
      codes: rotate(factors, degrees),
    });
    const angle = degrees * Math.PI / 180;
    assertAlmostEquals(defined(score), Math.abs(Math.cos(2 * angle)), 1e-9, `at ${degrees}°`);
    assertAlmostEquals(r2[0][0], Math.cos(angle) ** 2, 1e-9);
    assertAlmostEquals(r2[1][0], Math.sin(angle) ** 2, 1e-9);
  }
});

Deno.test("separatedAttributePredictability() weighs a rotated rectangle by its variances", () => {
  const factors = grid(2, 1);
  const { r2 } = separatedAttributePredictability({ factors, codes: rotate(factors, 30) });
  // The first code is cos 30° a − sin 30° b, with variances 4 and 1: 3 + 1/4 in all.
  assertAlmostEquals(r2[0][0], 3 / 3.25, 1e-9);
  assertAlmostEquals(r2[1][0], 0.25 / 3.25, 1e-9);
});

Deno.test("separatedAttributePredictability() takes the best code's lead over the next one", () => {
  const [a, b] = grid();
  const mixed = a.map((x, i) => x + b[i]);
  assertAlmostEquals(
    defined(separatedAttributePredictability({ factors: [a], codes: [b, mixed, a] }).score),
    0.5,
    1e-9,
  );
  assertAlmostEquals(
    defined(separatedAttributePredictability({ factors: [a], codes: [mixed] }).score),
    0.5,
    1e-9,
  );
  // A relation that no line follows.
  const bent = a.map((x) => x ** 2);
  assertAlmostEquals(
    defined(separatedAttributePredictability({ factors: [a], codes: [bent] }).score),
    0,
    1e-9,
  );
});

Deno.test("separatedAttributePredictability() ignores the order, place, sign and scale of the codes", () => {
  const scale = fc.constantFrom(-8, -0.1, 0.3, 5);
  fc.assert(fc.property(anyData, scale, ({ factors, codes }, factor) => {
    const { score } = separatedAttributePredictability({ factors, codes });
    assert(inUnitInterval(score));
    const changed = separatedAttributePredictability({
      factors,
      codes: codes.toReversed().map((code) => code.map((x) => factor * x + 7)),
    });
    if (score === null) assertEquals(changed.score, null);
    else assertAlmostEquals(defined(changed.score), score, 1e-9);
  }));
});

Deno.test("separatedAttributePredictability() of degenerate data lies in [0, 1], constants have R² 0", () => {
  for (const [name, data] of Object.entries(degenerate)) {
    const { score, r2 } = separatedAttributePredictability(data);
    assert([score, ...r2.flat()].every(inUnitInterval), name);
  }
  const { r2 } = separatedAttributePredictability(degenerate["a constant code"]);
  assertEquals(r2.map((row) => row[0]), [0, 0]);
  assertEquals(separatedAttributePredictability(degenerate["a constant factor"]).score, null);
  // Left out of the mean, not counted as 0.
  const [a, b] = grid();
  const constant = a.map(() => 0.1);
  const of = (factors: Float64Array[]) =>
    separatedAttributePredictability({ factors, codes: [a, b] }).score;
  assertAlmostEquals(defined(of([a, constant])), defined(of([a])), 1e-12);
  assertThrows(
    () => separatedAttributePredictability({ factors: grid(), codes: [] }),
    RangeError,
    "0 codes",
  );
});
