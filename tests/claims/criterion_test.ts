/** The closed language of criteria: analytic cases, and properties over random quantities. */

import fc from "fast-check";
import { decide, holds } from "../../lib/claims/criterion.ts";
import { measuredOf } from "../../lib/claims/quantity.ts";
import type { Criterion, Measured, Rule } from "../../lib/claims/schema.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const STATISTICS = ["interval", "mean", "every seed"] as const;
const asked = { words: "…", quantity: "cost" } as const;
const above = (value: number): Criterion => (
  { ...asked, statistic: "interval", comparison: "above", value }
);

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const quantities = fc.array(finite, { minLength: 2, maxLength: 10 }).map(measuredOf);

Deno.test("measuredOf() gives the mean and Student's t interval of known values", () => {
  // Student's t with 2 degrees of freedom has the quantile (2p − 1) √(2 / 4p(1 − p)); s of 1, 2, 3 is 1.
  const { estimate, low, high, seeds } = measuredOf([1, 2, 3]);
  const margin = 0.95 * Math.sqrt(2 / (4 * 0.975 * 0.025)) / Math.sqrt(3);
  assertEquals([estimate, seeds], [2, 3]);
  // jStat's quantile is right to nine digits.
  assertAlmostEquals(low!, 2 - margin, 1e-8);
  assertAlmostEquals(high!, 2 + margin, 1e-8);
  // With 9 degrees of freedom 2.262157162740992; s² of 0, …, 9 is 55/6.
  const ten = measuredOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assertAlmostEquals(ten.high! - 4.5, 2.262157162740992 * Math.sqrt(55 / 6 / 10), 1e-8);
  assertEquals(measuredOf([0.5]), {
    estimate: 0.5,
    low: null,
    high: null,
    seeds: 1,
    values: [0.5],
  });
});

Deno.test("an interval, its mean and its seeds are asked for different things", () => {
  const cost: Measured = { estimate: 2, low: -1, high: 5, seeds: 3, values: [0.5, 2, 3.5] };
  const outcomes = (criterion: object) =>
    STATISTICS.map((statistic) => holds({ ...asked, statistic, ...criterion } as Criterion, cost));
  assertEquals(outcomes({ comparison: "above", value: 0 }), [false, true, true]);
  assertEquals(outcomes({ comparison: "above", value: 1 }), [false, true, false]);
  assertEquals(outcomes({ comparison: "below", value: 5.5 }), [true, true, true]);
  assertEquals(outcomes({ comparison: "below", value: 4 }), [false, true, true]);
  assertEquals(outcomes({ comparison: "within", value: [0, 4] }), [false, true, true]);
  assertEquals(outcomes({ comparison: "excludes zero" }), [false, true, true]);
});

Deno.test("what touches a bound does not hold", () => {
  const touching: Measured = { estimate: 0.5, low: 0, high: 1, seeds: 2, values: [0, 1] };
  for (const statistic of ["interval", "every seed"] as const) {
    for (
      const criterion of [
        { comparison: "above", value: 0 },
        { comparison: "below", value: 1 },
        { comparison: "within", value: [0, 2] },
        { comparison: "within", value: [-1, 1] },
        { comparison: "excludes zero" },
      ]
    ) assert(!holds({ ...asked, statistic, ...criterion } as Criterion, touching));
  }
});

Deno.test("above is below with both signs turned, and within is both", () => {
  fc.assert(fc.property(
    fc.array(finite, { minLength: 2, maxLength: 10 }),
    finite,
    finite,
    fc.constantFrom(...STATISTICS),
    (values, one, other, statistic) => {
      const [own, turned] = [measuredOf(values), measuredOf(values.map((value) => -value))];
      const ask = (comparison: string, value: unknown, measured: Measured) =>
        holds({ ...asked, statistic, comparison, value } as Criterion, measured);
      assertEquals(ask("above", one, own), ask("below", -one, turned));
      if (one === other) return;
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      assertEquals(
        ask("within", [low, high], own),
        ask("above", low, own) && ask("below", high, own),
      );
      const { value: _, ...zero } = { ...asked, statistic, comparison: "excludes zero", value: 0 };
      assertEquals(
        holds(zero as Criterion, own),
        ask("above", 0, own) || ask("below", 0, own),
      );
    },
  ));
});

Deno.test("a criterion that holds at a bound holds at every easier one", () => {
  fc.assert(fc.property(quantities, finite, finite, (measured, one, other) => {
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    if (holds(above(high), measured)) assert(holds(above(low), measured));
  }));
});

Deno.test("an interval that is above a bound has its mean above, and so has every seed", () => {
  fc.assert(fc.property(quantities, finite, (measured, value) => {
    const mean = holds({ ...above(value), statistic: "mean" }, measured);
    for (const statistic of ["interval", "every seed"] as const) {
      // A mean of equal values may round to one beside them.
      if (new Set(measured.values).size > 1 && holds({ ...above(value), statistic }, measured)) {
        assert(mean, JSON.stringify(measured));
      }
    }
  }));
});

Deno.test("one seed has no interval, and an interval without its seeds no every seed", () => {
  const single = measuredOf([1]);
  assertThrows(() => holds(above(0), single), RunError, "at least two seeds");
  assert(holds({ ...above(0), statistic: "mean" }, single));
  const bare: Measured = { estimate: 1, low: 0.5, high: 1.5, seeds: 3, values: null };
  assert(holds(above(0), bare));
  assertThrows(() => holds({ ...above(0), statistic: "every seed" }, bare), RunError, "every seed");
});

Deno.test("the first rule whose conditions are met decides, whatever the outcomes", () => {
  const rules: Rule[] = [
    { holds: ["x"], fails: ["y"], verdict: "reproduced", finding: "1" },
    { holds: ["x", "y"], verdict: "in part", finding: "2" },
    { fails: ["x"], verdict: "not reproduced", finding: "3" },
    { verdict: "not testable as published", finding: "4" },
  ];
  const of = (x: boolean, y: boolean) => decide(rules, { x, y }).finding;
  assertEquals([of(true, false), of(true, true), of(false, true), of(false, false)], [
    ..."1233",
  ]);
  fc.assert(fc.property(fc.boolean(), fc.boolean(), (x, y) => {
    assertEquals(decide(rules.slice(1), { x, y }).finding, x ? (y ? "2" : "4") : "3");
  }));
});
