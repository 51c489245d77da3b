import { selectBackend } from "../../lib/backend/mod.ts";
import { studyPlan } from "../../lib/study/plan.ts";
import { resolveParameters } from "../../lib/results/mod.ts";
import { assert, assertEquals } from "../assert.ts";

const backend = await selectBackend("wasm");

Deno.test("a plan names each stage once, after all that it needs, with valid parameters", () => {
  const nodes = studyPlan({ profile: "small", seeds: [0, 1], backend });
  const seen = new Set<string>();
  for (const { id, needs, stage, parameters } of nodes) {
    assert(!seen.has(id), `${id} stands twice`);
    for (const [role, need] of Object.entries(needs)) {
      assert(seen.has(need), `${id} needs ${need} before it`);
      assertEquals(stage.inputs[role], nodes.find((node) => node.id === need)!.stage.name);
    }
    resolveParameters(stage, parameters);
    seen.add(id);
  }
});

Deno.test("every punctured run has a control on the same dataset, with the same parameters", () => {
  const nodes = studyPlan({ profile: "small", seeds: [4], backend });
  const runs = nodes.filter(({ role }) => role.kind === "train");
  for (const run of runs.filter(({ role }) => role.kind === "train" && role.arm === "punctured")) {
    const control = runs.find(({ role, needs }) =>
      role.kind === "train" && role.arm === "control" && needs.dataset === run.needs.dataset
    );
    assert(control, `${run.id} has no control`);
    assertEquals({ ...control.parameters as object, subset: "punctured" }, run.parameters);
  }
});

Deno.test("another seed changes every stage's parameters but those of the tables", () => {
  const [first, second] = [0, 1].map((seed) =>
    studyPlan({ profile: "smoke", seeds: [seed], backend })
  );
  first.forEach((node, k) => {
    const same = JSON.stringify(node.parameters) === JSON.stringify(second[k].parameters);
    assertEquals(same, ["transects", "ablation"].includes(node.stage.name), node.id);
  });
});
