import {
  armRows,
  type ComparedArm,
  distanceRows,
  methodRows,
} from "../../lib/comparison/compare.ts";
import type { Evaluated } from "../../lib/comparison/evaluations.ts";
import { comparisonFigures } from "../../lib/comparison/figures.ts";
import { arm, columns, evaluated, INTERVALS } from "./made_up.ts";
import { seedValues } from "../../lib/comparison/shown_measures.ts";
import { assert, assertAlmostEquals } from "@std/assert";

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
    // Every seed loses, and the t interval of three has zero in it; a bootstrap of them has not.
    "bump, r=0.3": [0.01, 0.05, 0.09],
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

Deno.test("the hole of the costliest arm is shown by distance, over the plane, and beside methods", async () => {
  const network = (dice: number): Evaluated => ({
    ...evaluated([dice], { method: [dice - 0.25] }),
    lattice: [0, 0.1].map((less, k) => ({ a: `${1 + k}`, b: `${2 * k}`, dice: `${dice - less}` })),
  });
  const of = (name: string, cost: number) =>
    arm(name, [0, 0.02].map((more) => [network(0.9 - cost - more), network(0.9)]));
  const arms = [of("cheap", 0.1), of("dear", 0.3)];
  const study = {
    question: "?",
    intervals: true,
    arms: arms.map(({ name, replicates }) => ({
      ...{ name, replicates, settings: {}, hole: "disc:1.25,1,0.3" },
    })),
  };
  const figures = await comparisonFigures(study, {
    arms,
    compared: armRows(arms, INTERVALS),
    distance: distanceRows(arms, INTERVALS),
    methods: methodRows(arms, INTERVALS),
  });
  const titleOf = (name: string) => /<title>([^<]*)<\/title>/.exec(figures.get(name)!)![1];
  // A t interval with one degree of freedom: 0.31 ± 12.7 · 0.01.
  assert(titleOf("arms").includes("dear is 0.310, interval 0.183 to 0.437."), titleOf("arms"));
  for (const name of ["distance", "error_map", "methods"]) {
    assert(textOf(figures.get(name)!).includes(": dear"), name);
  }
  const distance = titleOf("distance");
  for (const words of ["punctured is 0.41 at -0.05.", "control is 0.1 at -0.05."]) {
    assert(distance.includes(words), distance);
  }
  const map = titleOf("error_map");
  for (const [panel, worst] of [["trained around the hole", "0.51"], ["control", "0.2"]]) {
    assert(map.includes(`${panel}: the largest 1 − Dice, ${worst}, is at a = 2, b = 2`), map);
  }
  assert(titleOf("methods").includes("nearest image is 0.250"), titleOf("methods"));
});

Deno.test("the dots of a figure are its seeds: what the hole costs each, in the title's unit", () => {
  const { replicates } = arm("r", [[evaluated([0.7]), evaluated([0.9])]]);
  const shown = { set: "hole", measure: "dice", title: "", digits: 3, scale: 10 };
  const values = (quantity: string) =>
    seedValues({ name: "r", against: null, replicates }, { ...shown, quantity });
  assertAlmostEquals(values("deficit")[0], 2, 1e-12);
  assertAlmostEquals(values("model")[0], 7, 1e-12);
});

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
  // A scale of logarithms alone has no place for 0.
  assert(!/NaN|Infinity/.test(svg));
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

/** A study whose arms cost 0.1 and 0.2 of Dice, and its figure of the arms. */
async function armsSvg(
  arms: Readonly<Record<string, Record<string, string | number>>>,
  figure?: "epochs",
): Promise<string> {
  const made = Object.keys(arms).map(costlyArm);
  const study = {
    ...{ question: "?", intervals: true, ...(figure && { figure }) },
    arms: Object.entries(arms).map(([name, settings]) => (
      { name, settings, hole: "disc:1.25,1,0.3", replicates: [0, 1] }
    )),
  };
  const tables = { arms: made, compared: armRows(made, INTERVALS), distance: [], methods: [] };
  return (await comparisonFigures(study, tables)).get("arms")!;
}

Deno.test("a dose is dropped from the names of its lines, and no other setting of the same value", async () => {
  const arms = [1, 2, 4, 8].flatMap((leak) =>
    [2, 4].map((epochs) => [`leak=${leak} epochs=${epochs}`, { leak, epochs }] as const)
  );
  const text = textOf(await armsSvg(Object.fromEntries(arms)));
  assert(text.includes("epochs=2") && text.includes("epochs=4"));
  assert(!text.includes("VAE") && !text.includes("leak="), text.slice(0, 800));
  const radii = Object.fromEntries(
    [0.3, 0.45, 0.6].map((radius) => [`r=${radius}`, { "hole.radius": radius }]),
  );
  assert(textOf(await armsSvg(radii)).includes("VAE"));
});

Deno.test("a line joins the epochs of one kind of network, and several kinds stand side by side", async () => {
  const epochs = { "after epoch 1": { "evaluation.epoch": 1 }, "at the end": {} };
  assert(textOf(await armsSvg(epochs, "epochs")).includes("epochs of training"));
  const varied = Object.fromEntries(
    [3, 6].flatMap((latents) =>
      Object.entries(epochs).map(([name, settings]) => [
        `${name}, latents=${latents}`,
        { ...settings, latents },
      ])
    ),
  );
  const text = textOf(await armsSvg(varied, "epochs"));
  assert(!text.includes("epochs of training"));
  for (const name of Object.keys(varied)) assert(text.includes(name), name);
});
