import fc from "fast-check";
import {
  armRows,
  type ComparedArm,
  distanceRows,
  methodRows,
  seedRows,
} from "../../lib/comparison/compare.ts";
import {
  type Evaluated,
  POINT_MEASURES,
  type SetColumns,
} from "../../lib/comparison/evaluations.ts";
import type { Row } from "../../lib/files/tables.ts";
import { comparisonFigures } from "../../lib/comparison/figures.ts";
import { headline, summaryText } from "../../lib/comparison/headline.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const INTERVALS = { intervals: true };

/** Columns of three points with given Dice; every other measure is 1 − Dice. */
function columns(dice: readonly number[], shift = 0): SetColumns {
  const a = Float64Array.from(dice, (_, n) => 1 + n / 10 + shift);
  const values = (of: (x: number) => number) => Float64Array.from(dice, of);
  return {
    a,
    b: a,
    ids: dice.map((_, n) => `hole ${n}`),
    measures: Object.fromEntries(
      POINT_MEASURES.map((name) => [
        name,
        values((x) => name === "dice" || name === "ssim" ? x : 1 - x),
      ]),
    ),
  };
}

function evaluated(
  dice: readonly number[],
  { method = dice, mig = 0, shift = 0 }: {
    method?: readonly number[];
    mig?: number | null;
    shift?: number;
  } = {},
): Evaluated {
  return {
    sets: new Map([["hole", columns(dice, shift)]]),
    methods: new Map([["hole", new Map([["nearest_image", columns(method, shift)]])]]),
    codes: { mig },
    notes: mig === null ? { mig: "no signal" } : {},
    distance: [{
      edge: "hole",
      from: "-0.1",
      to: "0",
      count: "3",
      dice: String(dice[0]),
      bce_excess: "0.1",
      a_error: "0.1",
      b_error: "0.1",
    }],
    lattice: [],
  };
}

function arm(
  name: string,
  pairs: readonly (readonly [model: Evaluated, control: Evaluated | null])[],
  against: string | null = null,
): ComparedArm {
  return {
    name,
    against,
    replicates: pairs.map(([model, control], seed) => ({ seed, model, control })),
  };
}

function find(rows: readonly Row[], wanted: Row): Row {
  const found = rows.filter((row) => Object.entries(wanted).every(([k, v]) => row[k] === v));
  assertEquals(found.length, 1, JSON.stringify(wanted));
  return found[0];
}

const DICE = { set: "hole", measure: "dice" };

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

Deno.test("a figure of arms leaves out what has no value, and says how many seeds have one", async () => {
  const of = (name: string, values: readonly (number | null)[]) => {
    const model = (mig: number | null) => {
      const { sets, ...rest } = evaluated([0.9], { mig });
      return { ...rest, sets: new Map([["validation", sets.get("hole")!]]) };
    };
    return arm(name, values.map((mig) => [model(mig), null]));
  };
  const study = (names: readonly string[]) => ({
    question: "Why?",
    intervals: true,
    arms: names.map((name) => ({ name, settings: {}, hole: "none", replicates: [0, 1, 2] })),
  });
  const draw = async (arms: readonly ComparedArm[]) => {
    const compared = armRows(arms, INTERVALS);
    const names = arms.map(({ name }) => name);
    const tables = { arms, compared, distance: [], methods: [] };
    return (await comparisonFigures(study(names), tables)).get("arms")!;
  };
  const some = await draw([of("live", [0.1, 0.2, 0.3]), of("half", [0.2, null, 0.6])]);
  assert(some.includes("n = 2") && !some.includes("n = 3") && !some.includes("NaN"));
  const none = await draw([of("dead", [null, null, null])]);
  assert(none.includes("Dice on validation") && !none.includes("MIG") && !none.includes("NaN"));
});

Deno.test("the study of families is shown a panel a hole, a row a family, and says what holds", async () => {
  const costs: Record<string, readonly number[]> = {
    "rose of 5 petals, r=0.3": [0.1, 0.11, 0.12],
    "bump, r=0.3": [-0.1, 0, 0.1],
    "rose of 5 petals, r=0.6": [0.3, 0.31, 0.32],
    "bump, r=0.6": [0.2, 0.21, 0.22],
  };
  const arms = Object.entries(costs).map(([name, own]) =>
    arm(
      name,
      own.map((cost) => [
        // Without an encoder there is no figure of methods.
        { ...evaluated([0.5 - cost]), codes: {} },
        { ...evaluated([0.5]), codes: {} },
      ]),
    )
  );
  const study = {
    question: "Does it hold?",
    intervals: true,
    figure: "families" as const,
    arms: Object.keys(costs).map((name) => {
      const radius = Number(name.split("=")[1]);
      return {
        name,
        settings: { family: name.startsWith("bump") ? "bump" : "rose", "hole.radius": radius },
        hole: `disc:1.25,1,${radius}`,
        replicates: [0, 1, 2],
      };
    }),
  };
  const tables = { arms, compared: armRows(arms, INTERVALS), distance: [], methods: [] };
  const svg = (await comparisonFigures(study, tables)).get("arms")!;
  // Lines of a title are broken where they are long.
  const text = textOf(svg);
  assert(
    text.includes(
      "Families that the hole costs Dice by the 95 % interval: " +
        "1 of 2 (disc of radius 0.3), 2 of 2 (disc of radius 0.6)",
    ),
    text.slice(0, 600),
  );
  assert(text.includes("Does it hold?"));
  for (const part of ["bump", "rose of 5 petals"]) assert(text.includes(part), part);
  // The radius stands above the panel and in no row.
  assert(!text.includes("r=0.3"));
});

/** A figure's text, tags away. */
function textOf(svg: string): string {
  return svg.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

/** An arm of two seeds whose hole costs 0.2 and 0.3 of each measure. */
function costlyArm(name: string): ComparedArm {
  return arm(
    name,
    [0.1, 0.2].map((cost) => [
      { ...evaluated([0.7 - cost]), codes: {} },
      { ...evaluated([0.8]), codes: {} },
    ]),
  );
}

Deno.test("a figure that a study asks for goes before a dose that its settings would make", async () => {
  const arms = [2, 3, 6].map((latents) => costlyArm(`${latents} latents, r=0.3`));
  const study = {
    question: "How many latents?",
    intervals: true,
    arms: arms.map(({ name, replicates }) => ({
      name,
      replicates,
      settings: { latents: parseInt(name), "hole.radius": 0.3 },
      hole: "disc:1.25,1,0.3",
    })),
  };
  const tables = { arms, compared: armRows(arms, INTERVALS), distance: [], methods: [] };
  const textWith = async (figure: { figure?: "holes" }) =>
    textOf((await comparisonFigures({ ...study, ...figure }, tables)).get("arms")!);
  const panels = await textWith({ figure: "holes" });
  for (const words of ["disc of radius 0.3", " 2 latents ", " 6 latents "]) {
    assert(panels.includes(words), `${words}: ${panels}`);
  }
  // By the dose there is a panel a measure, and none a hole.
  assert(!(await textWith({})).includes("disc of radius 0.3"));
});

Deno.test("the study of dynamics is shown by epoch: both networks inside the hole, one outside", async () => {
  const dice = (epoch: number) => ({ inside: 0.5 + epoch / 10, control: 0.6 + epoch / 10 });
  const of = (epoch: number) => {
    const { inside, control } = dice(epoch);
    const network = (value: number): Evaluated => ({
      ...evaluated([value]),
      codes: {},
      sets: new Map([["hole", columns([value])], ["validation", columns([0.9])]]),
    });
    return arm(
      `epoch ${epoch}`,
      [0, 0.01].map((shift) => [
        network(inside + shift),
        network(control + shift),
      ]),
    );
  };
  const arms = [1, 2, 3].map(of);
  const study = {
    question: "Later?",
    intervals: true,
    figure: "epochs" as const,
    arms: arms.map(({ name, replicates }, k) => ({
      name,
      replicates,
      // The last arm is the network as training left it.
      settings: (k === 2 ? {} : { "evaluation.epoch": k + 1 }) as Record<string, number>,
      hole: "disc:1.25,1,0.3",
    })),
  };
  const tables = { arms, compared: armRows(arms, INTERVALS), distance: [], methods: [] };
  const svg = (await comparisonFigures(study, tables)).get("arms")!;
  const text = textOf(svg);
  for (const words of ["Later?", "1 − Dice, disc of radius 0.3", "outside the hole", " all "]) {
    assert(text.includes(words), `${words}: ${text}`);
  }
  const [, title] = /<title>([^<]*)<\/title>/.exec(svg)!;
  // 1 − Dice after one epoch, the mean of both seeds, and at the end.
  assert(title.includes("The series punctured goes from 0.395 at 1 to 0.195 at 3."), title);
  assert(title.includes("The series control goes from 0.295 at 1 to 0.095 at 3."), title);
  assert(title.includes("The series outside the hole goes from 0.1 at 1 to 0.1 at 3."), title);
  // The errors of a and b are those of Dice here, so that all three measures are drawn.
  assert(title.includes("error in a (axis units), disc of radius 0.3 against epochs of training"));
});

Deno.test("a dose that is spaced by its ratios has a line for what arms have in common", async () => {
  const leaks = [0, 1, 2, 4];
  const arms = ["r=0.6", "r=0.75"].flatMap((hole) =>
    leaks.map((leak) => costlyArm(`${leak} points inside, ${hole}`))
  );
  const study = {
    question: "How many?",
    intervals: true,
    figure: "ratios" as const,
    arms: arms.map(({ name, replicates }) => ({
      name,
      replicates,
      settings: { leak: Number(name.split(" ")[0]), "hole.radius": Number(name.split("=")[1]) },
      hole: `disc:1.25,1,${name.split("=")[1]}`,
    })),
  };
  const tables = { arms, compared: armRows(arms, INTERVALS), distance: [], methods: [] };
  const svg = (await comparisonFigures(study, tables)).get("arms")!;
  const text = textOf(svg);
  for (const words of ["training points inside the hole", "r=0.6", "r=0.75"]) {
    assert(text.includes(words), `${words}: ${text}`);
  }
  assert(!text.includes("points inside,") && !text.includes("NaN"), text);
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
});

Deno.test("errors of a parameter are drawn in its own unit, and in the plane's where families differ", async () => {
  const seeds = [[0.8, 0.9], [0.7, 0.9]].map(([model, control]) =>
    // Without codes there is nothing to draw but the arms.
    [model, control].map((dice) => ({ ...evaluated([dice, dice]), codes: {} })) as [
      Evaluated,
      Evaluated,
    ]
  );
  const draw = async (settings: readonly Record<string, string>[]) => {
    const arms = settings.map((_, k) => arm(`r${k}`, seeds));
    const compared = armRows(arms, INTERVALS);
    const study = {
      question: "?",
      intervals: true,
      arms: arms.map(({ name, replicates }, k) => ({
        ...{ name, replicates, settings: settings[k], hole: "disc:1.25,1,0.3" },
      })),
    };
    const figures = await comparisonFigures(study, { arms, compared, distance: [], methods: [] });
    return textOf(figures.get("arms")!);
  };
  // The deficit is 0.15 of the plane in both parameters.
  const rose = await draw([{}]);
  for (const words of ["extra error in a (axis units)", "extra error in b (axis units)"]) {
    assert(rose.includes(words), rose);
  }
  assert(rose.includes("0.150") && !rose.includes("13.5"), rose);
  const ellipse = await draw([{ family: "ellipse" }]);
  assert(ellipse.includes("rotation (degrees)") && ellipse.includes("13.50"), ellipse);
  const bump = await draw([{ family: "bump" }]);
  assert(bump.includes("place across") && bump.includes("0.300"), bump);
  const radii = ["0.1", "0.2", "0.3"].map((radius) => ({ "hole.radius": radius }));
  const several = await draw([...radii, { ...radii[0], family: "ellipse" }]);
  assert(several.includes("(units of b)") && !several.includes("degrees"), several);
  assert(several.includes("radius of the hole (units of a and b)"), several);
  assert((await draw(radii)).includes("radius of the hole (axis units)"));
});
