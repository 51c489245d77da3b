import { createPartClock, measureEvaluation } from "../../lib/bench/evaluation_times.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { useBackend } from "../backend/devices.ts";

/** A clock whose time the test sets, in seconds. */
function fake() {
  let time = 0;
  const clock = createPartClock("first", { now: () => time * 1000 });
  return { clock, pass: (seconds: number) => void (time += seconds) };
}

Deno.test("a clock of parts gives each its time, and that within an object a part of its own", () => {
  const { clock, pass } = fake();
  class Fitter {
    #calls = 0;
    readonly name = "fitter";
    fit(seconds: number) {
      pass(seconds);
      return ++this.#calls;
    }
  }
  const fitter = clock.within("fits", new Fitter());
  pass(1);
  assertEquals([fitter.fit(10), fitter.fit(20), fitter.name], [1, 2, "fitter"]);
  pass(2);
  clock.turnTo("second");
  pass(4);
  fitter.fit(40);
  clock.turnTo("first");
  pass(8);
  assertEquals(clock.seconds(), { first: 11, fits: 70, second: 4 });
  assertEquals(Object.keys(clock.seconds()), ["first", "fits", "second"]);
});

Deno.test("a clock of parts comes back from what throws and from what is awaited", async () => {
  const { clock, pass } = fake();
  const object = clock.within("inner", {
    throws() {
      pass(1);
      throw new Error("wrong");
    },
    async waits() {
      await Promise.resolve();
      pass(2);
    },
    async rejects() {
      await Promise.resolve();
      pass(4);
      throw new Error("late");
    },
  });
  assertThrows(() => object.throws(), Error, "wrong");
  await object.waits();
  await assertRejects(() => object.rejects(), Error, "late");
  pass(8);
  assertEquals(clock.seconds(), { first: 8, inner: 7 });
});

Deno.test("an evaluation is measured, and its parts add up to it [wasm]", async () => {
  const backend = await useBackend("wasm");
  const workload = { size: 32, divide: 64, batch: 4 };
  const dataset = { points: 80, holePoints: 6, geometry: "square" } as const;
  const found = await measureEvaluation(workload, { backend, seconds: 1e-6, dataset });
  assertEquals([found.points, found.images.hole], [80, 6]);
  assert(found.images.validation > 0);
  for (const part of ["reconstructs", "fits", "encodes", "measures", "compares"]) {
    assert(found.parts[part] > 0, `${part}: ${JSON.stringify(found.parts)}`);
  }
  const sum = Object.values(found.parts).reduce((all, seconds) => all + seconds, 0);
  assertAlmostEquals(sum, found.seconds, 1e-9);
});
