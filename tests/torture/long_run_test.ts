/** How long runs are judged. */

import { assertEquals } from "@std/assert";
import { type Look, quartersOf, whatDrifted } from "./long_run.ts";

/** A process that is looked at each second over 8 epochs of 10 s, after 5 s of starting. */
function run(
  { leak = 0, opening = 0, epoch = (_: number): number => 10, waiting = (_: number): number => 0 } =
    {},
) {
  const ends = [5000];
  for (let k = 0; k < 8; k++) ends.push(ends[k] + 1000 * epoch(k));
  const looks = Array.from({ length: ends[8] / 1000 }, (_, second): Look => ({
    at: 1000 * second,
    memory: 200 + leak * second + 15 * (second % 3),
    openFiles: 20 + Math.floor(opening * second),
    waited: waiting(1000 * second),
  }));
  return quartersOf(looks, ends, 50);
}

Deno.test("quartersOf() gives medians and speed, without what came before training", () => {
  const quarter = { memory: 215, openFiles: 20, stepsPerSecond: 5 };
  assertEquals(run(), [quarter, quarter, quarter, quarter]);
});

Deno.test("whatDrifted() sees leaks and a loss of half the speed, not the first quarter", () => {
  assertEquals(whatDrifted(run()), []);
  // Of the 20 looks of the last quarter the middle ones show 288 and 291 MB: a median of 289.5.
  assertEquals(whatDrifted(run({ leak: 1 })), ["memory grew from 249 to 290 MB"]);
  assertEquals(whatDrifted(run({ opening: 0.1 })), ["open files grew from 23 to 27"]);
  const slow = run({ epoch: (k) => k < 6 ? 10 : 25 });
  assertEquals(whatDrifted(slow), ["steps a second fell from 5 to 2"]);
  assertEquals(whatDrifted(run({ epoch: (k) => k < 2 ? 30 : 10 })), []);
  // The last two epochs, from 65 s on, take 25 s each, of which others have the processors for 15.
  const waiting = (at: number) => Math.max(0, at - 65_000) * 0.6;
  assertEquals(whatDrifted(run({ epoch: (k) => k < 6 ? 10 : 25, waiting })), []);
});

Deno.test("quartersOf() takes the last look before a quarter in which none came", () => {
  const looks = [0, 1, 2, 5].map((at): Look => ({ at, memory: 100 + at, openFiles: 9, waited: 0 }));
  const memory = quartersOf(looks, [0, 1, 2, 4, 6].map((at) => at + 0.5), 1).map(({ memory }) =>
    memory
  );
  assertEquals(memory, [101, 102, 102, 105]);
});
