import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { ComparisonParameters } from "../../lib/comparison/schema.ts";
import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { datasetHole } from "../../lib/curve/family_hole.ts";
import type { DatasetParameters } from "../../lib/dataset/parameters.ts";
import { canonicalJson } from "../../lib/files/canonical_json.ts";
import type { Json } from "../../lib/files/json.ts";
import { holeArea } from "../../lib/space/hole.ts";
import { UsageError } from "../../lib/errors.ts";
import { resolveParameters } from "../../lib/results/mod.ts";
import { planOf, publishedPlan, workOf } from "../../lib/study/plan.ts";
import { PROFILES, studySeeds } from "../../lib/study/profiles.ts";
import { STAGE_OF_ROLE } from "../../lib/study/roles.ts";
import { STUDIES } from "../../lib/study/studies.ts";
import { parseVary, variedStudy } from "../../lib/study/vary.ts";
import { type Study } from "../../lib/study/arms.ts";
import type { TrainParameters } from "../../lib/training/mod.ts";

Deno.test("a plan names each stage once, after all that it needs, with valid parameters", () => {
  const nodes = publishedPlan({ profile: "small", seeds: [0, 1] });
  const seen = new Set<string>();
  for (const { id, needs, stage, parameters, role } of nodes) {
    assert(!seen.has(id), `${id} stands twice`);
    for (const [role, need] of Object.entries(needs)) {
      assert(seen.has(need), `${id} needs ${need} before it`);
      assertEquals(
        stage.inputs(parameters)[role],
        nodes.find((node) => node.id === need)!.stage.name,
      );
    }
    resolveParameters(stage, parameters);
    assertEquals(STAGE_OF_ROLE[role.kind], stage.name);
    seen.add(id);
  }
});

Deno.test("smoke has each kind of stage, a network with its control, and two arms to compare", () => {
  const kinds = (profile: "smoke" | "paper") => {
    const counts: Record<string, number> = {};
    for (const { stage } of publishedPlan({ profile, seeds: [0] })) {
      counts[stage.name] = (counts[stage.name] ?? 0) + 1;
    }
    return counts;
  };
  assertEquals(kinds("smoke"), {
    dataset: 1,
    train: 4,
    transects: 1,
    traversals: 1,
    ablation: 1,
    evaluate: 2,
    sweep: 1,
  });
  assertEquals(Object.keys(kinds("paper")), Object.keys(kinds("smoke")));
  // Every name in the profile is that of an arm.
  const { holes, ablation } = PROFILES.smoke.arms!;
  const known = STUDIES.published.arms.map(({ name }) => name);
  assertEquals([...holes, ...ablation].filter((name) => !known.includes(name)), []);
  assertEquals(studySeeds("smoke", { seed: 3, seeds: undefined }).seeds, [3]);
});

Deno.test("every punctured run has a control on the same dataset, with the same parameters", () => {
  const nodes = publishedPlan({ profile: "small", seeds: [4] });
  const runs = nodes.filter(({ role }) => role.kind === "train");
  for (
    const run of runs.filter(({ role }) => role.kind === "train" && role.network === "punctured")
  ) {
    const control = runs.find(({ role, needs }) =>
      role.kind === "train" && role.network === "control" && needs.dataset === run.needs.dataset
    );
    assert(control, `${run.id} has no control`);
    assertEquals({ ...control.parameters as object, subset: "punctured" }, run.parameters);
  }
});

Deno.test("another seed changes every stage's parameters but those of the tables", () => {
  const [first, second] = [0, 1].map((seed) => publishedPlan({ profile: "smoke", seeds: [seed] }));
  first.forEach((node, k) => {
    const same = JSON.stringify(node.parameters) === JSON.stringify(second[k].parameters);
    const seedless = ["transects", "traversals", "ablation", "evaluate"];
    assertEquals(same, seedless.includes(node.stage.name), node.id);
  });
});

const COMPARISON = { profile: "small", seeds: [0, 1], intervals: true } as const;

Deno.test("a sweep trains, controls and evaluates every arm for every seed, and compares last", () => {
  for (const study of Object.values(STUDIES)) {
    const nodes = planOf(study, COMPARISON);
    const seen = new Map<string, typeof nodes[number]>();
    for (const node of nodes) {
      assert(!seen.has(node.id), `${node.id} stands twice`);
      for (const [role, need] of Object.entries(node.needs)) {
        assert(seen.has(need), `${node.id} needs ${need} before it`);
        assertEquals(node.stage.inputs(node.parameters)[role], seen.get(need)!.stage.name);
      }
      resolveParameters(node.stage, node.parameters);
      seen.set(node.id, node);
    }
    const last = nodes.at(-1)!;
    assertEquals(last.stage.name, "sweep");
    const { arms } = last.parameters as ComparisonParameters;
    assertEquals(arms.map(({ name }) => name), study.arms.map(({ name }) => name));
    const standards = ({ arms }: Study) => arms.map(({ against = null }) => against);
    assertEquals(arms.map(({ against }) => against), standards(study));
    for (const { name, replicates } of arms) {
      assertEquals(replicates.map(({ seed }) => seed), [0, 1]);
      for (const { model, control } of replicates) {
        const trained = (role: string) => {
          const evaluation = seen.get(last.needs[role])!;
          return seen.get(evaluation.needs.model)!.parameters as TrainParameters;
        };
        const { subset, ...rest } = trained(model);
        assertEquals(control === null, subset === "full", name);
        if (control !== null) assertEquals(trained(control), { ...rest, subset: "control" });
      }
    }
  }
});

Deno.test("arms that differ only in how they are evaluated share their networks", () => {
  const nodes = planOf(STUDIES.flaws, COMPARISON);
  const count = (stage: string) => nodes.filter((node) => node.stage.name === stage).length;
  // Five arms at two radii for two seeds, each with a control; noise needs no training of its own.
  assertEquals(count("evaluate"), 5 * 2 * 2 * 2);
  assertEquals(count("train"), 4 * 2 * 2 * 2);
});

Deno.test("a sweep with intervals needs two seeds", () => {
  const sweep = (intervals: boolean) =>
    planOf(STUDIES.published, { ...COMPARISON, seeds: [0], intervals }).at(-1)!;
  const { stage, parameters } = sweep(false);
  resolveParameters(stage, parameters);
  const refused = sweep(true);
  const message = "intervals: must be false with fewer than 2 seeds";
  assertThrows(() => resolveParameters(refused.stage, refused.parameters), Error, message);
});

Deno.test("a sweep refuses two arms that are one run, and names an arm that does nothing", () => {
  const plan = (...vary: string[]) =>
    planOf(variedStudy(undefined, vary.map(parseVary)), { ...COMPARISON, profile: "smoke" });
  for (const vary of ["size=32,1x", "lambda=0.008,8e-3", "divide=8,1x"]) {
    assertThrows(() => plan(vary), UsageError, "are the same run");
  }
  const message = "arm loss=none gamma=0.01: gamma must be 0 with loss none, received 0.01";
  assertThrows(() => plan("loss=none,dip-i", "gamma=0.01,0.1"), UsageError, message);
  assertEquals(plan("loss=none,dip-i").filter(({ stage }) => stage.name === "train").length, 8);
});

Deno.test("the published study evaluates its holes' networks and compares them last", () => {
  const nodes = publishedPlan({ profile: "small", seeds: [0, 1, 2], ablationSeeds: [0] });
  const count = (stage: string) => nodes.filter((node) => node.stage.name === stage).length;
  // Two holes, each with a control, for three seeds; the four arms of the ablation for one.
  assertEquals(count("train"), 2 * 2 * 3 + 4);
  assertEquals(count("evaluate"), 2 * 2 * 3);
  assertEquals([count("ablation"), count("traversals")], [1, 2]);
  const { stage, parameters } = nodes.at(-1)!;
  assertEquals([stage.name, (parameters as ComparisonParameters).intervals], ["sweep", true]);
  const single = publishedPlan({ profile: "small", seeds: [5] }).at(-1)!;
  assertEquals((single.parameters as ComparisonParameters).intervals, false);
});

Deno.test("the study's comparison is the one that sweep makes of its holes", () => {
  const options = { profile: "small", seeds: [0, 1, 2] } as const;
  const [study, sweep] = [
    publishedPlan(options).at(-1)!,
    planOf(STUDIES.holes, { ...options, intervals: true }).at(-1)!,
  ];
  assertEquals(study.parameters, sweep.parameters);
});

Deno.test("the study of other shapes is the same one of other datasets, and none for its own shapes", () => {
  const options = { profile: "small", seeds: [0, 1] } as const;
  const plain = publishedPlan(options);
  assertEquals(publishedPlan({ ...options, shapes: DEFAULT_SHAPES }), plain);
  const other = publishedPlan({ ...options, shapes: { family: "rose", petals: 3 } });
  assertEquals(
    other.map(({ id, stage }) => [id, stage.name]),
    plain.map(({ id, stage }) => [id, stage.name]),
  );
  const datasets = other.filter(({ stage }) => stage.name === "dataset");
  assert(datasets.length > 0);
  for (const { parameters } of datasets) assertEquals((parameters as DatasetParameters).petals, 3);
  const { arms } = other.at(-1)!.parameters as ComparisonParameters;
  assert(arms.every(({ settings }) => settings.family === "rose" && settings.petals === 3));
});

Deno.test("the study of families has holes of one area, and shares its roses with the dose-response", () => {
  const of = (name: "families" | "dose-response") =>
    planOf(STUDIES[name], { profile: "small", seeds: [0], intervals: false });
  const [families, doses] = [of("families"), of("dose-response")];
  const inputs = (nodes: typeof families, id: string) => {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    return canonicalJson(workOf(byId.get(id)!, byId) as unknown as Json);
  };
  for (const radius of [0.3, 0.6]) {
    for (const network of ["", " control"]) {
      assertEquals(
        inputs(families, `evaluate rose of 5 petals, r=${radius}${network} seed 0`),
        inputs(doses, `evaluate r=${radius}${network} seed 0`),
      );
    }
    const areas = families.filter(({ id }) => id.includes(`r=${radius}`) && /^dataset/.test(id))
      .map(({ parameters }) => holeArea(datasetHole(parameters as DatasetParameters)));
    assertEquals(areas.length, 6);
    for (const area of areas) assertAlmostEquals(area, Math.PI * radius ** 2, 1e-9);
  }
  const { arms } = STUDIES.families;
  assertEquals(STUDIES.families.seeds, 5);
  assertEquals(
    arms.map(({ name }) => name).filter((name) => name.endsWith("r=0.3")),
    ["rose of 5 petals", "rose of 3 petals", "rose of 7 petals", "superellipse", "bump", "ellipse"]
      .map((name) => `${name}, r=0.3`),
  );
  for (const { name, against } of arms) {
    if (name.startsWith("rose of 5")) assertEquals(against, undefined);
    else assert(arms.some((arm) => arm.name === against), name);
  }
});
