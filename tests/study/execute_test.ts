import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Backend } from "../../lib/backend/backend.ts";
import { RunError, UsageError } from "../../lib/errors.ts";
import type { AnyStage, Stage } from "../../lib/results/stage.ts";
import { dryRun, runNodes } from "../../lib/study/execute.ts";
import type { PlannedStage } from "../../lib/study/plan.ts";
import { type FakeParameters, fakeStage, inFolder } from "../results/fake_stage.ts";

/** What no stage of these plans asks for. */
const NO_BACKEND = { name: "wasm" } as Backend;

const options = (results: string, jobs = 1) => ({
  results,
  jobs,
  quiet: true,
  repair: false,
  backend: NO_BACKEND,
  signal: new AbortController().signal,
});

/** A node of the fake stage, changed where asked for. */
function node(
  id: string,
  { seed, source, stage = {} }: {
    seed: number;
    source?: string;
    stage?: Partial<Stage<FakeParameters>>;
  },
): PlannedStage {
  return {
    id,
    stage: { ...fakeStage, ...stage } as AnyStage,
    parameters: { seed },
    needs: source === undefined ? {} : { source },
  };
}

Deno.test("dryRun() says after which share of the time a reader has the landmark", async () => {
  await inFolder(async (results) => {
    const nodes = [0, 1, 2, 3].map((seed) => node(`fake ${seed}`, { seed }));
    const of = async (id: string, landmark: string | undefined) => {
      const { json } = await dryRun(nodes, {
        ...options(results),
        ...(landmark && { landmark: { id: landmark, say: () => "" } }),
      });
      return json.plan.find((node) => node.id === id)!.why;
    };
    assertStringIncludes(await of("fake 1", "fake 1"), "after about 50 % of the time; ");
    assertStringIncludes(await of("fake 3", "fake 3"), "after about 100 % of the time; ");
    assertEquals(await of("fake 1", undefined), await of("fake 1", "fake 3"));
  });
});

Deno.test("runNodes() names the first stage that failed, and counts the others", async () => {
  const refused = (count: number, results: string) => {
    const command = {
      apart: true,
      inputs: {},
      flags: {},
      arguments: () => {
        throw new RunError("no more room");
      },
    };
    const nodes = Array.from({ length: count }, (_, seed) =>
      node(`fake ${seed}`, {
        seed,
        stage: { command: command as unknown as Stage<FakeParameters>["command"] },
      }));
    return assertRejects(() => runNodes(nodes, options(results, count)), RunError);
  };
  await inFolder(async (results) => {
    assertEquals((await refused(1, results)).message, "fake 0 failed: no more room");
    const { message } = await refused(3, results);
    assertStringIncludes(message, " failed (and 2 more): no more room");
  });
});

Deno.test("runNodes() blames an input that was changed while it ran, and not the user", async () => {
  await inFolder(async (results) => {
    const failing = (change: boolean) => ({
      async run(
        { inputs: { source } }: { inputs: Readonly<Record<string, { directory: string }>> },
      ) {
        if (change) await Deno.writeTextFile(`${source.directory}/tables/sums.csv`, "1");
        throw new UsageError("cannot be read");
      },
    });
    const plan = (change: boolean) => [
      node("first", { seed: 0 }),
      node("second", { seed: 1, source: "first", stage: failing(change) }),
    ];
    const sound = await assertRejects(() => runNodes(plan(false), options(results)), UsageError);
    assertEquals(sound.message, "second failed: cannot be read");
    const { message } = await assertRejects(
      () => runNodes(plan(true), options(results)),
      RunError,
      "second failed: a result was changed while the study ran: ",
    );
    assertStringIncludes(message, "sums.csv");
  });
});
