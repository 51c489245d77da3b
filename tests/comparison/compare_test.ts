import fc from "fast-check";
import { armRows, distanceRows, methodRows, seedRows } from "../../lib/comparison/compare.ts";
import {
  type Evaluated,
  POINT_MEASURES,
  type SetColumns,
} from "../../lib/comparison/evaluations.ts";
import { headline, summaryText } from "../../lib/comparison/headline.ts";
import { arm, columns, DICE, evaluated, find, INTERVALS } from "./made_up.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("a deficit is positive where the model is worse, whichever way the measure runs", () => {
  const pair = [evaluated([0.8, 0.6, 0.7]), evaluated([0.9, 0.9, 0.9])] as const;
  const rows = armRows([arm("r", [pair, pair])], INTERVALS);
  for (const measure of POINT_MEASURES) {
    const row = find(rows, { arm: "r", set: "hole", measure, quantity: "deficit" });
    assertAlmostEquals(Number(row.estimate), 0.2, 1e-12);
  }
});

Deno.test("seeds that agree leave a bootstrap its points, and a t interval no width", () => {
  const pair = [evaluated([0.8, 0.6, 0.7]), evaluated([0.9, 0.9, 0.9])] as const;
  const row = find(armRows([arm("r", [pair, pair, pair])], INTERVALS), {
    ...DICE,
    quantity: "deficit",
  });
  assertEquals(row.seeds, 3);
  assert(row.low < row.estimate && row.high > row.estimate);
  assertAlmostEquals(Number(row.t_low), Number(row.estimate), 1e-12);
  assertAlmostEquals(Number(row.t_high), Number(row.estimate), 1e-12);
});

Deno.test("arms with the same points are compared point by point, others by their means", () => {
  const base = arm("base", [[evaluated([0.9, 0.5, 0.1]), null], [
    evaluated([0.9, 0.5, 0.1]),
    null,
  ]]);
  const better = (shift: number) =>
    arm("better", [0, 1].map(() => [evaluated([0.95, 0.55, 0.15], { shift }), null]), "base");
  const against = (shift: number) =>
    find(armRows([base, better(shift)], INTERVALS), {
      arm: "better",
      ...DICE,
      quantity: "against",
    });
  for (const shift of [0, 0.01]) {
    const { estimate, low, high } = against(shift);
    // Point by point or by the means: both differences are the same everywhere.
    for (const value of [estimate, low, high]) assertAlmostEquals(Number(value), 0.05, 1e-9);
  }
  const uneven = arm("better", [0, 1].map(() => [evaluated([0.5, 0.9, 0.1]), null]), "base");
  const row = find(armRows([base, uneven], INTERVALS), {
    arm: "better",
    ...DICE,
    quantity: "against",
  });
  assert(Number(row.high) - Number(row.low) > 0.1, "points differ, so the bootstrap is wide");
});

Deno.test("deficit_against is the difference of two arms' deficits", () => {
  const seeds = (model: number, control: number) =>
    [0, 1].map(() =>
      [evaluated([model, model, model]), evaluated([control, control, control])] as const
    );
  const rows = armRows([
    arm("base", seeds(0.8, 0.9)),
    arm("mild", seeds(0.85, 0.9), "base"),
  ], INTERVALS);
  const row = find(rows, { arm: "mild", ...DICE, quantity: "deficit_against" });
  assertAlmostEquals(Number(row.estimate), -0.05, 1e-12);
});

Deno.test("figures of codes have one value a seed, and their own rows", () => {
  const arms = [
    arm("none", [[evaluated([1]), null], [evaluated([1]), null]]),
    arm(
      "dip",
      [[evaluated([1], { mig: 0.2 }), null], [evaluated([1], { mig: 0.4 }), null]],
      "none",
    ),
  ];
  const row = find(armRows(arms, INTERVALS), {
    arm: "dip",
    set: "codes",
    measure: "mig",
    quantity: "against",
  });
  assertAlmostEquals(Number(row.estimate), 0.3, 1e-12);
  // t with one degree of freedom: 12.706 standard errors of 0.1.
  assertAlmostEquals(Number(row.t_high), 0.3 + 1.2706, 1e-3);
});

Deno.test("a control's figures are its own: of the codes, by distance and in the table of seeds", () => {
  const model = evaluated([0.6], { mig: 0.1 });
  const control = evaluated([0.9], { mig: 0.4 });
  const arms = [arm("r", [[model, control], [model, control]])];
  const codes = { set: "codes", measure: "mig" };
  const rows = armRows(arms, INTERVALS);
  for (const [quantity, mig, dice] of [["model", 0.1, 0.6], ["control", 0.4, 0.9]] as const) {
    assertAlmostEquals(Number(find(rows, { ...codes, quantity }).estimate), mig, 1e-12);
    assertAlmostEquals(Number(find(rows, { ...DICE, quantity }).estimate), dice, 1e-12);
    const wanted = { network: quantity, measure: "dice" };
    assertAlmostEquals(
      Number(find(distanceRows(arms, INTERVALS), wanted).estimate),
      dice,
      1e-12,
    );
    for (const row of seedRows(arms).filter(({ measure }) => measure === "mig")) {
      assertEquals(row[quantity], mig);
    }
    for (const row of seedRows(arms).filter(({ measure }) => measure === "dice")) {
      assertEquals(row[quantity], dice);
    }
  }
});

Deno.test("points are the same where both parameters are", () => {
  const of = (shiftB: number) => {
    const [rising, falling] = [[0.9, 0.5, 0.1], [0.1, 0.5, 0.9]];
    const model = (dice: readonly number[], shift: number): Evaluated => ({
      ...evaluated(dice),
      sets: new Map([["hole", columns(dice, 0, shift)]]),
    });
    const arms = [
      arm("base", [0, 1].map(() => [model(rising, 0), null])),
      arm("other", [0, 1].map(() => [model(falling, shiftB), null]), "base"),
    ];
    return find(armRows(arms, INTERVALS), { ...DICE, quantity: "against" });
  };
  // Point by point the differences are −0.8, 0 and 0.8; those of the means are 0.
  assert(Number(of(0).high) > 0.1);
  assertAlmostEquals(Number(of(0.01).high), 0, 1e-12);
});

Deno.test("seeds without a value are left out, counted, and said", () => {
  const of = (name: string, values: readonly (number | null)[], against: string | null = null) =>
    arm(name, values.map((mig) => [evaluated([1], { mig }), null]), against);
  const rows = armRows([
    of("all", [0.1, 0.2, 0.3]),
    of("two", [0.2, null, 0.6], "all"),
    of("one", [null, null, 0.5], "all"),
    of("none", [null, null, null], "all"),
  ], INTERVALS);
  const row = (name: string, quantity = "model") =>
    find(rows, { arm: name, set: "codes", measure: "mig", quantity });
  assertEquals([row("all").seeds, row("all").note], [3, ""]);
  const two = row("two");
  assertEquals([two.seeds, two.note], [2, "1 of 3 seeds without a value: no signal"]);
  // An evaluation of before may have a value that is missing and no reason.
  const silent = { ...evaluated([1], { mig: null }), notes: {} };
  const [quiet] = armRows(
    [arm("a", [[silent, null], [evaluated([1], { mig: 1 }), null]])],
    INTERVALS,
  )
    .filter(({ measure }) => measure === "mig");
  assertEquals(quiet.note, "1 of 2 seeds without a value");
  assertAlmostEquals(Number(two.estimate), 0.4, 1e-12);
  // t with one degree of freedom, standard error 0.2: over the two seeds, not three.
  assertAlmostEquals(Number(two.t_high), 0.4 + 12.706 * 0.2, 1e-3);
  // Paired: seeds 0 and 2, of which both arms have a value.
  assertAlmostEquals(Number(row("two", "against").estimate), (0.1 + 0.3) / 2, 1e-12);
  // Also where it is the other arm that has no value in a seed.
  const other = armRows(
    [of("two", [0.2, null, 0.6]), of("all", [0.1, 0.9, 0.3], "two")],
    INTERVALS,
  );
  const against = find(other, { arm: "all", measure: "mig", quantity: "against" });
  assertEquals([against.seeds, against.note], [
    2,
    "1 of 3 seeds without a value: of the arm against: no signal",
  ]);
  assertAlmostEquals(Number(against.estimate), -0.2, 1e-12);
  assertEquals([row("one").seeds, row("one").estimate, row("one").t_low], [1, 0.5, NaN]);
  assertEquals([row("none").seeds, row("none").estimate], [0, NaN]);

  const table = seedRows([of("two", [0.2, null, 0.6])]).filter(({ set }) => set === "codes");
  assertEquals(table.map(({ model, note }) => [model, note]), [[0.2, ""], ["", "no signal"], [
    0.6,
    "",
  ]]);

  const arms = ["all", "two", "none"].map((name) => ({
    name,
    replicates: [0, 1, 2].map((seed) => ({ seed })),
  }));
  const metrics = headline({ study: "s", question: "Why?", arms }, rows);
  assertEquals(JSON.parse(JSON.stringify(metrics)), metrics);
  const lines = summaryText(metrics).split("\n");
  const line = (name: string) => lines.find((text) => text.startsWith(name))!;
  assert(line("two").includes("(n = 2)") && !line("all").includes("n ="), lines.join("\n"));
  assert(line("none").endsWith("–"));
});

Deno.test("a gain is how much better the reconstruction is than a method", () => {
  const model = evaluated([0.9, 0.9, 0.9], { method: [0.7, 0.8, 0.9] });
  const rows = methodRows([arm("r", [[model, null], [model, null]])], INTERVALS);
  for (const measure of ["dice", "mse", "bce_excess"]) {
    const row = find(rows, { set: "hole", method: "nearest_image", measure, quantity: "gain" });
    assertAlmostEquals(Number(row.estimate), 0.1, 1e-12);
  }
});

Deno.test("a method that leaves out a transect is compared on the points that it has", () => {
  const walks = (names: readonly string[], dice: readonly number[]): SetColumns => ({
    ...columns(dice),
    ids: names.map((name) => `${name} 0`),
  });
  const model: Evaluated = {
    ...evaluated([0.9]),
    sets: new Map([["transects", walks(["P1", "P2", "P3"], [0.5, 0.9, 0.7])]]),
    methods: new Map([
      ["transects", new Map([["cross_fade", walks(["P2", "P3"], [0.9, 0.7])]])],
    ]),
  };
  const rows = methodRows([arm("r", [[model, null], [model, null]])], INTERVALS);
  for (const measure of ["dice", "mse", "bce_excess"]) {
    const row = find(rows, { method: "cross_fade", measure, quantity: "gain" });
    assertAlmostEquals(Number(row.estimate), 0, 1e-12);
  }
});

Deno.test("intervals need two seeds; without them the cells say NaN", () => {
  const one = [arm("r", [[evaluated([0.9]), evaluated([0.9])]])];
  assertThrows(() => armRows(one, INTERVALS), RangeError, "at least 2 seeds are needed");
  const row = find(armRows(one, { intervals: false }), { ...DICE, quantity: "model" });
  assertEquals([row.low, row.high, row.t_low, row.t_high], [NaN, NaN, NaN, NaN]);
});

Deno.test("the table of seeds holds what the estimates are the means of", () => {
  fc.assert(fc.property(
    fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 4,
    }),
    (seeds) => {
      const arms = [arm("r", seeds.map((dice) => [evaluated(dice), evaluated([1, 1, 1])]))];
      const values = seedRows(arms)
        .filter((row) => row.set === "hole" && row.measure === "dice")
        .map(({ model }) => Number(model));
      const { estimate } = find(armRows(arms, { intervals: false }), {
        ...DICE,
        quantity: "model",
      });
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      assertAlmostEquals(Number(estimate), mean, 1e-12);
    },
  ));
});

Deno.test("distances keep the bins that every seed has", () => {
  const rows = distanceRows(
    [arm("r", [[evaluated([0.8]), null], [evaluated([0.6]), null]])],
    INTERVALS,
  );
  const row = find(rows, { edge: "hole", measure: "dice", network: "model" });
  assertAlmostEquals(Number(row.estimate), 0.7, 1e-12);
  assertEquals([row.from, row.to], [-0.1, 0]);
  const odd = evaluated([0.6]);
  const other = { ...odd, distance: [{ ...odd.distance[0], from: "0", to: "0.1" }] };
  const uneven = distanceRows([arm("r", [[evaluated([0.8]), null], [other, null]])], INTERVALS);
  assertEquals(uneven, []);
});

Deno.test("the headline holds estimates and intervals, and its table a line an arm", () => {
  const pair = [evaluated([0.8, 0.6, 0.7]), evaluated([0.9, 0.9, 0.9])] as const;
  const arms = [arm("r=0.3", [pair, pair])];
  const metrics = headline(
    { study: "s", question: "Why?", arms },
    armRows(arms, INTERVALS),
  );
  assertEquals(JSON.parse(JSON.stringify(metrics)), metrics);
  const text = summaryText(metrics);
  assert(text.includes("2 seeds") && text.includes("0.200 [0.200, 0.200]"), text);
  const without = headline(
    { study: "s", question: "Why?", arms },
    armRows(arms, { intervals: false }),
  );
  assert(!JSON.stringify(without).includes("null"));
  assert(!summaryText(without).includes("0.200 ["));
  assert(summaryText(without).includes("2 seeds, no intervals"), summaryText(without));
});

Deno.test("the headline keeps the figures of an arm whatever it is called", () => {
  const pair = [evaluated([0.8]), evaluated([0.9])] as const;
  for (const name of ["constructor", "toString", "__proto__"]) {
    const arms = [arm(name, [pair, pair])];
    const metrics = headline({ study: "s", question: "?", arms }, armRows(arms, INTERVALS));
    const written = JSON.parse(JSON.stringify(metrics));
    assert(Object.hasOwn(written.arms, name), name);
    assertEquals(Object.hasOwn(Object, "hole"), false);
    assert(summaryText(written).includes("0.100 [0.100, 0.100]"), summaryText(written));
  }
});
