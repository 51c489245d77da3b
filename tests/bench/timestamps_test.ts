import fc from "fast-check";
import { secondsPerTick, timestampClock, type Timestamps } from "../../lib/bench/timestamps.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

/**
 * A device and a wall clock that move only when they are used. A tick takes `tick` nanoseconds; a
 * pass starts some milliseconds after its call, and its answer comes some milliseconds later.
 */
function fakeDevice(tick: number, delays: () => number = () => 5) {
  let milliseconds = 1000;
  const ticks = () => BigInt(Math.round(milliseconds * 1e6 / tick));
  const wait = (time: number) => void (milliseconds += time);
  const timestamps: Timestamps = {
    mark() {
      wait(delays());
      const found = ticks();
      wait(delays());
      return Promise.resolve(found);
    },
    around(work) {
      wait(delays());
      const start = ticks();
      work();
      const end = ticks();
      wait(delays());
      return Promise.resolve([start, end]);
    },
  };
  return { timestamps, now: () => milliseconds, wait };
}

Deno.test("work is timed in seconds whatever a tick of the device is", async () => {
  for (const tick of [1, 10, 1000 / 19.2, 1000 / 12]) {
    const { timestamps, now, wait } = fakeDevice(tick);
    const clock = await timestampClock(timestamps, now);
    for (const milliseconds of [0.5, 3, 200]) {
      assertAlmostEquals(
        await clock(() => wait(milliseconds)),
        milliseconds / 1000,
        2e-5 * milliseconds,
      );
    }
  }
});

Deno.test("a tick of a nanosecond is found exactly, any other to 2 %, however late answers come", async () => {
  const delay = fc.double({ min: 0.01, max: 30, noNaN: true });
  const tick = fc.oneof(fc.constant(1), fc.double({ min: 1.2, max: 1000, noNaN: true }));
  await fc.assert(fc.asyncProperty(tick, fc.array(delay, { minLength: 2 }), async (tick, late) => {
    let calls = 0;
    const { timestamps, now } = fakeDevice(tick, () => late[calls++ % late.length]);
    const found = await secondsPerTick(timestamps, now);
    if (tick === 1) assertEquals(found, 1e-9);
    else assertAlmostEquals(found / (tick * 1e-9), 1, 0.02);
    assert(now() < 1000 + 5000 + 120, "calibrating took longer than it may");
  }));
});

Deno.test("timestamps that stand still, run backwards or jump are refused in one line", async () => {
  const faults: ((n: number) => bigint)[] = [
    () => 7n,
    (n) => BigInt(1e6 - n),
    // A counter that starts again with each submission.
    (n) => BigInt(n % 3),
    // One that runs a hundred times faster after a while.
    (n) => BigInt(n < 5 ? n * 1000 : n * 100_000),
  ];
  for (const fault of faults) {
    const { timestamps, now } = fakeDevice(1);
    let n = 0;
    const mark = async () => {
      await timestamps.mark();
      return fault(n++);
    };
    const error = await assertRejects(
      () => secondsPerTick({ mark }, now),
      RunError,
      "do not follow the wall clock",
    );
    assert(!error.message.includes("\n"));
  }
});
