import { UsageError } from "../../lib/errors.ts";
import { foreseeStage, runStage } from "../../lib/results/mod.ts";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { fakeOptions, fakeStage, inFolder } from "./fake_stage.ts";

Deno.test("foreseeStage() says cached or to run as runStage() then does", async () => {
  await inFolder(async (results) => {
    const options = fakeOptions(results);
    const before = await foreseeStage(fakeStage, options);
    assertEquals([before.state, before.why], ["to run", "no result of this stage yet"]);
    const { result } = await runStage(fakeStage, options);
    assertEquals([before.key, before.directory], [result.key, result.directory]);
    const after = await foreseeStage(fakeStage, options);
    assertEquals([after.state, after.result], ["cached", result]);
  });
});

Deno.test("foreseeStage() names the parameter in which the nearest result differs", async () => {
  await inFolder(async (results) => {
    await runStage(fakeStage, fakeOptions(results, { seed: 0, steps: 9 }));
    await runStage(fakeStage, fakeOptions(results, { seed: 0 }));
    const { state, why } = await foreseeStage(fakeStage, fakeOptions(results, { seed: 3 }));
    assertEquals(state, "to run");
    assertMatch(why, /the nearest \(seed0-[0-9a-f]{12}\) differs in parameters\.seed: 0 → 3$/);
    const newer = { ...fakeStage, version: 2 };
    const { why: version } = await foreseeStage(newer, fakeOptions(results, { seed: 0 }));
    assertMatch(version, /differs in version: 1 → 2$/);
  });
});

Deno.test("foreseeStage() waits for an input that is to be run, but checks parameters at once", async () => {
  await inFolder(async (results) => {
    const options = { ...fakeOptions(results), inputs: { source: "to run" as const } };
    const plan = await foreseeStage(fakeStage, options);
    assertEquals(plan, {
      state: "to run",
      key: null,
      directory: null,
      why: "its source must be run first",
    });
    const roles = Array.from({ length: 200 }, (_, k) => [`seed-${k}`, "to run"] as const);
    const many = await foreseeStage(fakeStage, { ...options, inputs: Object.fromEntries(roles) });
    assertEquals(many.why, "its seed-0, seed-1 and 198 more must be run first");
    const wrong = { ...options, parameters: { seed: -1 } };
    await assertRejects(() => foreseeStage(fakeStage, wrong), UsageError);
  });
});

Deno.test("foreseeStage() tells a damaged result and computes nothing", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    await Deno.remove(`${result.directory}/images.npy`);
    const { state, why } = await foreseeStage(fakeStage, fakeOptions(results));
    assertEquals(state, "damaged");
    assertStringIncludes(why, "images.npy is missing");
  });
});
