import { assert, assertEquals, assertMatch } from "@std/assert";
import { reportNode } from "../../lib/report/node.ts";
import { findSweeps } from "../../lib/study/found_sweeps.ts";
import { studyPlan } from "../../lib/study/plan.ts";
import { studySeeds } from "../../lib/study/profiles.ts";
import { flipByte, inWorkspace } from "../end_to_end/helpers.ts";
import { makeSweep } from "./sweeps.ts";

Deno.test("findSweeps() takes each comparison of a profile over most seeds, and tells of damage", async () => {
  await inWorkspace(async (results) => {
    assertEquals(await findSweeps(`${results}/none`, "smoke"), { sweeps: [], damaged: [] });
    await makeSweep(results, { study: "flaws", profile: "smoke", seeds: 2 });
    const wide = await makeSweep(results, { study: "flaws", profile: "smoke", seeds: 3 });
    const scale = await makeSweep(results, { study: "scale", profile: "smoke", seeds: 2 });
    await makeSweep(results, { study: "scale", profile: "small", seeds: 5 });
    const found = await findSweeps(results, "smoke");
    assertEquals(found.sweeps.map(({ result }) => result.key), [wide.key, scale.key]);
    assertEquals(found.damaged, []);

    await flipByte(`${wide.directory}/metrics.json`);
    const { sweeps, damaged } = await findSweeps(results, "smoke");
    assertEquals(sweeps.length, 2, "the one over two seeds takes its place");
    assertEquals(damaged.length, 1);
    assertMatch(damaged[0].message, /flaws-3-.*metrics\.json does not match/);
  });
});

Deno.test("a report shows the comparisons that were found, but not its own study's again", async () => {
  await inWorkspace(async (results) => {
    const flaws = await makeSweep(results, { study: "flaws", profile: "smoke", seeds: 2 });
    await makeSweep(results, { study: "holes", profile: "smoke", seeds: 3 });
    const { sweeps } = await findSweeps(results, "smoke");
    const seeds = studySeeds("smoke", { seed: 4, seeds: undefined });
    assertEquals(seeds, { seeds: [4], ablationSeeds: [4] });
    const study = studyPlan({ profile: "smoke", ...seeds });
    const whole = reportNode(study, { profile: "smoke", backend: "wasm", sweeps });
    assertEquals(Object.values(whole.given!).map(({ key }) => key), [flaws.key]);
    const roles = whole.stage.inputs(whole.parameters);
    for (const role of Object.keys(whole.given!)) assertEquals(roles[role], "sweep");
    const bare = reportNode(study, {
      profile: "smoke",
      backend: "wasm",
      sweeps,
      present: () => false,
    });
    assertEquals(Object.keys(bare.given!).length, 2, "nothing of its own stands in their way");
    assert(Object.keys(bare.needs).length === 0);
  });
});
