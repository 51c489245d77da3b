import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Shapes } from "../../lib/curve/family.ts";
import { reportNode } from "../../lib/report/node.ts";
import { findComparisons } from "../../lib/study/found_comparisons.ts";
import { publishedPlan } from "../../lib/study/plan.ts";
import { studySeeds } from "../../lib/study/profiles.ts";
import { flipByte, inWorkspace } from "../end_to_end/helpers.ts";
import { makeComparison } from "./made_comparisons.ts";

const SMOKE = { profile: "smoke" } as const;

Deno.test("findComparisons() takes each comparison of a profile over most seeds, and tells of damage", async () => {
  await inWorkspace(async (results) => {
    assertEquals(await findComparisons(`${results}/none`, SMOKE), { comparisons: [], damaged: [] });
    await makeComparison(results, { study: "flaws", profile: "smoke", seeds: 2 });
    const wide = await makeComparison(results, { study: "flaws", profile: "smoke", seeds: 3 });
    const scale = await makeComparison(results, { study: "scale", profile: "smoke", seeds: 2 });
    await makeComparison(results, { study: "scale", profile: "small", seeds: 5 });
    const found = await findComparisons(results, SMOKE);
    assertEquals(found.comparisons.map(({ result }) => result.key), [wide.key, scale.key]);
    assertEquals(found.damaged, []);

    await flipByte(`${wide.directory}/metrics.json`);
    const { comparisons, damaged } = await findComparisons(results, SMOKE);
    assertEquals(comparisons.length, 2, "the one over two seeds takes its place");
    assertEquals(damaged.length, 1);
    assertMatch(damaged[0].message, /flaws-3-.*metrics\.json does not match/);
  });
});

Deno.test("a report shows the comparisons that were found, but not its own study's again", async () => {
  await inWorkspace(async (results) => {
    const flaws = await makeComparison(results, { study: "flaws", profile: "smoke", seeds: 2 });
    // The study's own arm with more seeds, and one of that study under another setting.
    const holes = { study: "holes", profile: "smoke", seeds: 3 } as const;
    const radius = { "hole.radius": 0.3 };
    await makeComparison(results, { ...holes, names: ["r=0.3"], settings: [radius] });
    const learned = await makeComparison(results, {
      ...holes,
      names: ["r=0.3, posterior=learned"],
      settings: [{ ...radius, posterior: "learned" }],
    });
    const { comparisons } = await findComparisons(results, SMOKE);
    const seeds = studySeeds("smoke", { seed: 4, seeds: undefined });
    assertEquals(seeds, { seeds: [4], ablationSeeds: [4] });
    const study = publishedPlan({ profile: "smoke", ...seeds });
    const whole = reportNode(study, { profile: "smoke", backend: "wasm", comparisons });
    assertEquals(Object.values(whole.given!).map(({ key }) => key), [flaws.key, learned.key]);
    const roles = whole.stage.inputs(whole.parameters);
    for (const role of Object.keys(whole.given!)) assertEquals(roles[role], "sweep");
    const bare = reportNode(study, {
      profile: "smoke",
      backend: "wasm",
      comparisons,
      present: () => false,
    });
    assertEquals(Object.keys(bare.given!).length, 3, "nothing of its own stands in their way");
    assert(Object.keys(bare.needs).length === 0);
  });
});

Deno.test("findComparisons() takes what has an arm of the shapes that are asked for, and nothing else", async () => {
  await inWorkspace(async (results) => {
    const common = { profile: "smoke", seeds: 2 } as const;
    const lame = { family: "superellipse" };
    const rose = await makeComparison(results, {
      ...common,
      study: "dose-response",
      settings: [{}],
    });
    const other = await makeComparison(results, { ...common, study: "holes", settings: [lame] });
    const mixed = await makeComparison(results, {
      ...common,
      study: "varied",
      settings: [{}, lame],
    });
    // A setting that was typed is text.
    const three = await makeComparison(results, {
      ...{ ...common, study: "scale" },
      settings: [{ family: "rose", petals: "3" }],
    });
    const keys = async (shapes?: Shapes) =>
      (await findComparisons(results, { ...SMOKE, shapes })).comparisons.map(({ result }) =>
        result.key
      );
    assertEquals(await keys(), [rose.key, mixed.key]);
    assertEquals(await keys({ family: "superellipse" }), [other.key, mixed.key]);
    assertEquals(await keys({ family: "rose", petals: 3 }), [three.key]);
    await flipByte(`${other.directory}/metrics.json`);
    assertEquals(
      (await findComparisons(results, SMOKE)).damaged,
      [],
      "what is damaged is not asked for",
    );
  });
});
