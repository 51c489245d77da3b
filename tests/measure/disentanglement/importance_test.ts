import fc from "fast-check";
import { disentanglementCompleteness } from "../../../lib/measure/disentanglement/dci.ts";
import {
  forestImportance,
  lassoImportance,
} from "../../../lib/measure/disentanglement/importance.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined, inUnitInterval } from "../defined.ts";
import { anyData, deadCode, degenerate, square } from "./samples.ts";

Deno.test("lassoImportance() of a code that equals its factor is 1 − alpha", () => {
  const { factors: [a] } = square({ points: 300 });
  for (const alpha of [0, 0.01, 0.2]) {
    const { importance, informativeness } = lassoImportance(
      { factors: [a], codes: [a.map((x) => 5 - 3 * x)] },
      { alpha, seed: 0 },
    );
    assertAlmostEquals(importance[0][0], 1 - alpha, 1e-9);
    // The prediction is the factor, shrunk by alpha towards the mean of the training points.
    assertAlmostEquals(defined(informativeness[0]), 1 - alpha ** 2, 0.01 * alpha + 1e-9);
  }
});

Deno.test("lassoImportance() of a rotated square is |cos θ| and |sin θ|, less alpha", () => {
  const data = square({ degrees: 30 });
  const { importance, informativeness } = lassoImportance(data, { seed: 1 });
  const [cos, sin] = [Math.sqrt(3) / 2 - 0.01, 0.5 - 0.01];
  [[cos, sin], [sin, cos]].forEach((row, code) =>
    row.forEach((expected, factor) =>
      assertAlmostEquals(importance[code][factor], expected, 0.02, `${code} ${factor}`)
    )
  );
  assert(informativeness.map(defined).every((value) => value > 0.999 && value <= 1));
});

Deno.test("lassoImportance() gives up what alpha makes too dear, and knows what no line follows", () => {
  const { factors, codes } = square({ points: 1000 });
  const dear = lassoImportance({ factors, codes }, { alpha: 1.1, seed: 0 });
  assertEquals(dear.importance, [[0, 0], [0, 0]]);
  assert(dear.informativeness.map(defined).every((value) => value <= 0 && value > -0.1));
  const bent = codes[0].map((x) => (x - 0.5) ** 2);
  const { informativeness: [ofBent] } = lassoImportance({ factors: [factors[0]], codes: [bent] }, {
    seed: 0,
  });
  assert(defined(ofBent) < 0.02, `${ofBent}`);
});

Deno.test("lassoImportance() solves for codes that correlate", () => {
  const { factors: [a, b] } = square({ points: 2000 });
  const sum = a.map((x, i) => x + 0.1 * b[i]);
  // b = 10 (sum − a): the deviations of a and b are equal.
  const { importance } = lassoImportance({ factors: [b], codes: [a, sum] }, { alpha: 0, seed: 0 });
  assertAlmostEquals(importance[0][0], 10, 0.3);
  assertAlmostEquals(importance[1][0], 10, 0.3);
  const twice = lassoImportance({ factors: [a], codes: [a, a] }, { seed: 0 }).importance;
  assertAlmostEquals(twice[0][0] + twice[1][0], 0.99, 1e-9);
});

Deno.test("forestImportance() shares 0.9·a + 0.3·b out at nine to one, and nothing to a dead code", () => {
  const { factors: [a, b] } = square({ points: 1000 });
  const mixed = a.map((x, i) => 0.9 * x + 0.3 * b[i]);
  const { importance, informativeness } = forestImportance(
    { factors: [mixed, b], codes: [b, a, deadCode(1000)] },
    { trees: 5, seed: 0 },
  );
  [[0.1, 1], [0.9, 0], [0, 0]].forEach((row, code) =>
    row.forEach((expected, factor) =>
      assertAlmostEquals(importance[code][factor], expected, 0.02, `${code} ${factor}`)
    )
  );
  assert(
    informativeness.map(defined).every((value) => value > 0.97 && value <= 1),
    `${informativeness}`,
  );
});

Deno.test("forestImportance() follows a relation that no line does, and scores a dead code 0", () => {
  const { factors: [a] } = square({ points: 300 });
  const code = a.map((x) => (x - 0.3) ** 3);
  const bent = a.map((x) => (x - 0.5) ** 2);
  const { informativeness } = forestImportance({ factors: [bent], codes: [code] }, { seed: 0 });
  assert(defined(informativeness[0]) > 0.97, `${informativeness}`);
  const dead = forestImportance({ factors: [a], codes: [deadCode(300)] }, { seed: 0 });
  assert(defined(dead.informativeness[0]) < 0.1, `${dead.informativeness}`);
  assertEquals(dead.importance, [[1]]);
});

Deno.test("forestImportance() shares a factor out among the codes that carry it", () => {
  const { factors: [a, b] } = square({ points: 400 });
  const scores = (codes: readonly Float64Array[], seed: number) => {
    const { importance } = forestImportance({ factors: [a, b], codes }, { seed });
    return { importance, ...disentanglementCompleteness(importance) };
  };
  for (const seed of [0, 1]) {
    for (const copy of [a, a.map((x) => -x), a.map((x) => 2 * x + 1)]) {
      const { importance, completeness, disentanglement } = scores([a, b, copy], seed);
      assertAlmostEquals(importance[0][0], 0.5, 0.02);
      assertAlmostEquals(importance[2][0], 0.5, 0.02);
      // Entropies of a half and a half in base 3, and of 1.
      assertAlmostEquals(completeness!, 1 - Math.log(2) / Math.log(3) / 2, 0.02);
      assertAlmostEquals(disentanglement!, 1, 0.02);
    }
    const twice = scores([a, a, b, b], seed);
    assertAlmostEquals(twice.completeness!, 0.5, 0.02);
    assertAlmostEquals(twice.disentanglement!, 1, 0.02);
    const thrice = forestImportance({ factors: [a], codes: [a, a, a] }, { trees: 60, seed });
    thrice.importance.forEach(([share]) => assertAlmostEquals(share, 1 / 3, 0.17));
  }
});

Deno.test("importances tell aligned codes from mixed ones", () => {
  for (const measure of [lassoImportance, forestImportance]) {
    const scores = [0, 45].map((degrees) =>
      disentanglementCompleteness(measure(square({ points: 300, degrees }), { seed: 0 }).importance)
    );
    const [aligned, mixed] = scores.map((score) =>
      [score.disentanglement, score.completeness].map(defined)
    );
    assert(aligned.every((score) => score > 0.85), measure.name);
    assert(mixed.every((score) => score < 0.1), measure.name);
  }
});

Deno.test("importances are the same for one seed, and others for another", () => {
  const data = square({ points: 80, noise: 0.1 });
  for (const measure of [lassoImportance, forestImportance]) {
    assertEquals(measure(data, { seed: 5 }), measure(data, { seed: 5 }));
    assert(
      measure(data, { seed: 5 }).importance[0][0] !== measure(data, { seed: 6 }).importance[0][0],
    );
  }
});

Deno.test("importances follow the codes when those change places, and ignore place and scale", () => {
  const { factors, codes } = square({ points: 120, degrees: 20, noise: 0.05 });
  const changed = codes.toReversed().map((code) => code.map((x) => 4 * x - 1));
  for (const measure of [lassoImportance, forestImportance]) {
    const before = measure({ factors, codes }, { seed: 0 });
    const after = measure({ factors, codes: changed }, { seed: 0 });
    before.importance.flat().forEach((value, i) =>
      assertAlmostEquals(after.importance.toReversed().flat()[i], value, 1e-6, measure.name)
    );
    before.informativeness.forEach((value, i) =>
      assertAlmostEquals(defined(after.informativeness[i]), defined(value), 1e-6, measure.name)
    );
  }
});

Deno.test("importances are finite and ≥ 0, and R² at most 1, for any data", () => {
  fc.assert(
    fc.property(anyData, fc.nat(), (data, seed) => {
      const all = [lassoImportance(data, { seed }), forestImportance(data, { trees: 2, seed })];
      for (const { importance, informativeness } of all) {
        assertEquals(importance.length, data.codes.length);
        assert(importance.every((row) => row.length === data.factors.length));
        assert(importance.flat().every((value) => value >= 0 && Number.isFinite(value)));
        assert(
          informativeness.every((value) =>
            value === null || (value <= 1 && Number.isFinite(value))
          ),
        );
      }
      const shares = data.factors.map((_, f) =>
        all[1].importance.reduce((sum, row) => sum + row[f], 0)
      );
      assert(shares.every((share) => share === 0 || Math.abs(share - 1) < 1e-9));
    }),
    { numRuns: 60 },
  );
});

Deno.test("importances of degenerate data are finite; constants get 0", () => {
  for (const measure of [lassoImportance, forestImportance]) {
    for (const [name, data] of Object.entries(degenerate)) {
      const { importance, informativeness } = measure(data, { seed: 3 });
      assert(
        [...importance.flat(), ...informativeness.map((value) => value ?? 0)].every(
          Number.isFinite,
        ),
        name,
      );
      const { disentanglement, completeness } = disentanglementCompleteness(importance);
      assert(inUnitInterval(disentanglement) && inUnitInterval(completeness), name);
    }
    assertEquals(measure(degenerate["a constant code"], { seed: 0 }).importance[0], [0, 0]);
    assertEquals(measure(degenerate["a constant factor"], { seed: 0 }), {
      importance: [[0]],
      informativeness: [null],
    });
    assertEquals(measure(degenerate["one point"], { seed: 0 }), {
      importance: [[0, 0], [0, 0]],
      informativeness: [null, null],
    });
  }
});

Deno.test("forestImportance() does not see a factor of two values (a limit of ml-cart 2.1.1)", () => {
  const code = Float64Array.from({ length: 400 }, (_, i) => i);
  const of = (factor: Float64Array) =>
    forestImportance({ factors: [factor], codes: [code] }, { seed: 0 });
  assertEquals(of(code.map((x) => x < 200 ? 0 : 1)).importance, [[0]]);
  const three = of(code.map((x) => x < 100 ? 0 : x < 300 ? 1 : 2));
  assertEquals(three.importance, [[1]]);
  assert(defined(three.informativeness[0]) > 0.95, `${three.informativeness}`);
});

Deno.test("options out of range are refused", () => {
  const data = square({ points: 10 });
  assertThrows(() => lassoImportance(data, { alpha: -1, seed: 0 }), RangeError, "received -1");
  assertThrows(() => lassoImportance(data, { alpha: NaN, seed: 0 }), RangeError, "alpha");
  assertThrows(() => lassoImportance(data, { seed: -1 }), RangeError, "seed");
  assertThrows(() => forestImportance(data, { trees: 0, seed: 0 }), RangeError, "received 0");
  assertThrows(() => forestImportance(data, { trees: 1.5, seed: 0 }), RangeError, "trees");
  assertThrows(() => forestImportance(data, { seed: 0.5 }), RangeError, "seed");
  assertThrows(() => forestImportance({ ...data, codes: [] }, { seed: 0 }), RangeError, "0 codes");
});
