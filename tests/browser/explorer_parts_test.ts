/**
 * The parts of the explorer's page that need no browser.
 */

import fc from "fast-check";
import { isSoftware } from "../../lib/explorer/page/adapter.ts";
import { formatAddress, parseAddress } from "../../lib/explorer/page/address.ts";
import { differenceColour, differencePixels, greyPixels } from "../../lib/explorer/page/colour.ts";
import { describePoint, fromView, middleOf, toView } from "../../lib/explorer/page/geometry.ts";
import { createLatency } from "../../lib/explorer/page/latency.ts";
import { latestOnly } from "../../lib/explorer/page/latest.ts";
import { sliderRanges } from "../../lib/explorer/page/ranges.ts";
import { nextStep, shareAt } from "../../lib/explorer/page/to_and_fro.ts";
import { spriteAt } from "../../lib/report/sheet/sprites.ts";
import { inSpace, parseHole, SPACE } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

const within = ([low, high]: readonly [number, number]) =>
  fc.double({ min: low, max: high, noNaN: true });
const point = fc.record({ a: within(SPACE.a), b: within(SPACE.b) });

Deno.test("a place in the picture is the point that is drawn there", () => {
  fc.assert(fc.property(point, (given) => {
    const back = fromView(toView(given));
    assertAlmostEquals(back.a, given.a, 1e-9);
    assertAlmostEquals(back.b, given.b, 1e-9);
  }));
  assert(toView({ a: 1, b: 2 }).y < toView({ a: 1, b: 0 }).y, "b grows upwards");
});

Deno.test("a place beyond the plane is the nearest point of it", () => {
  fc.assert(fc.property(fc.integer(), fc.integer(), (x, y) => {
    assert(inSpace(fromView({ x, y })));
  }));
  assertEquals(fromView({ x: -1e6, y: 1e6 }), { a: 0.5, b: 0 });
});

Deno.test("Home is the middle of the hole", () => {
  assertEquals(middleOf(parseHole("disc:1.3,0.9,0.2")), { a: 1.3, b: 0.9 });
  const strip = middleOf(parseHole("strip:a,1,1.4"));
  assertAlmostEquals(strip.a, 1.2, 1e-12);
  assertEquals(strip.b, 1);
  assertEquals(middleOf(parseHole("none")), { a: 1.25, b: 1 });
});

Deno.test("a point is said with its place", () => {
  const hole = parseHole("disc:1.25,1,0.3");
  assertEquals(describePoint({ a: 1.25, b: 1 }, hole), "a = 1.25, b = 1.00, inside the hole");
  assertEquals(describePoint({ a: 0.5, b: 0 }, hole), "a = 0.50, b = 0.00, outside the hole");
  assertEquals(describePoint({ a: 0.5, b: 0 }, parseHole("none")), "a = 0.50, b = 0.00");
  assertEquals(
    describePoint({ a: 1.25, b: 1 }, hole, { spared: true }),
    "a = 1.25, b = 1.00, inside the hole, which this network has seen",
  );
});

Deno.test("a view survives its address", () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 5 });
  fc.assert(fc.property(ids, point, fc.boolean(), (names, { a, b }, alone) => {
    const [first, other] = names;
    const second = alone ? null : other;
    const read = parseAddress(formatAddress({ a, b, first, second }), new Set(names));
    assertEquals([read.first, read.second], [first, second]);
    assertAlmostEquals(read.a!, a, 5.1e-4);
    assertAlmostEquals(read.b!, b, 5.1e-4);
  }));
});

Deno.test("whatever an address says that cannot be shown is left out", () => {
  const ids = new Set(["one"]);
  assertEquals(parseAddress("", ids), {});
  assertEquals(parseAddress("#a=9&b=1&first=two&second=three", ids), {});
  assertEquals(parseAddress("#a=1&first=one", ids), { first: "one", second: null });
  assertEquals(parseAddress("#a=&b=1", ids), {});
  fc.assert(fc.property(fc.string(), (text) => {
    const { a = 1, b = 1, first = "one" } = parseAddress(text, ids);
    assert(inSpace({ a, b }) && ids.has(first));
  }));
});

Deno.test("latency is the median of the last values", () => {
  const latency = createLatency(3);
  assert(Number.isNaN(latency.median()));
  for (const value of [100, 1, 2, 3]) latency.add(value);
  assertEquals([latency.median(), latency.count], [2, 4]);
  const even = createLatency();
  for (const value of [4, 1, 3, 2]) even.add(value);
  assertEquals(even.median(), 2.5);
});

Deno.test("latestOnly() runs one at a time, and of those that wait only the last", async () => {
  const gates: (() => void)[] = [], begun: number[] = [];
  const run = latestOnly(async (input: number) => {
    begun.push(input);
    await new Promise<void>((resolve) => gates.push(resolve));
  });
  const done = [run(1), run(2), run(3)];
  assertEquals(await done[1], false, "2 is overtaken by 3");
  assertEquals(begun, [1]);
  gates[0]();
  assertEquals(await done[0], true);
  await Promise.resolve();
  gates[1]();
  assertEquals(await done[2], true);
  assertEquals(begun, [1, 3]);
});

Deno.test("latestOnly() goes on after a failure", async () => {
  const run = latestOnly((input: number) =>
    input < 0 ? Promise.reject(new Error("no")) : Promise.resolve()
  );
  const failed = run(-1), next = run(1);
  await assertRejects(() => failed, Error, "no");
  assertEquals(await next, true);
});

Deno.test("sliders reach a fifth beyond the codes", () => {
  assertEquals(sliderRanges([[0, 5], [10, 5]]), [{ min: -2, max: 12 }, { min: 4, max: 6 }]);
  assertEquals(sliderRanges([]), []);
});

Deno.test("shareAt() goes there and comes back by the same way", () => {
  assertEquals([0, 0.25, 1, 1.25, 2].map(shareAt), [0, 0.25, 1, 0.75, 0]);
  assertEquals(shareAt(-0.25), 0.25);
  fc.assert(fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (phase) => {
    const share = shareAt(phase);
    assert(share >= 0 && share <= 1);
    assertAlmostEquals(shareAt(phase + 2), share, 1e-12);
  }));
});

Deno.test("nextStep() goes to the next published step from wherever a walk is", () => {
  const forth = (share: number) => nextStep(share, { direction: 1, steps: 15 });
  const back = (share: number) => nextStep(share, { direction: -1, steps: 15 });
  assertAlmostEquals(forth(0), 1 / 14, 1e-12);
  assertAlmostEquals(forth(0.5), 8 / 14, 1e-12);
  assertAlmostEquals(back(0.5), 6 / 14, 1e-12);
  assertAlmostEquals(forth(0.51), 8 / 14, 1e-12);
  assertEquals([forth(1), back(0)], [1, 0]);
  let share = 0;
  for (let k = 0; k < 14; k++) share = forth(share);
  assertAlmostEquals(share, 1, 1e-12);
});

Deno.test("a difference is white where there is none, and its colours say its sign", () => {
  assertEquals(differenceColour(0), [255, 255, 255]);
  assertEquals(differenceColour(-1), differenceColour(-5));
  const [red, , blue] = differenceColour(0.8);
  assert(red > blue, "too much ink is warm");
  const rgba = new Uint8ClampedArray(8);
  differencePixels([0, 1], [0, 0], rgba);
  assertEquals([...rgba], [255, 255, 255, 255, 213, 94, 0, 255]);
  greyPixels([0, 1], rgba);
  assertEquals([...rgba], [0, 0, 0, 255, 255, 255, 255, 255]);
});

Deno.test("software adapters are known by what they say", () => {
  assert(isSoftware({ description: "llvmpipe (LLVM 19)" }));
  assert(isSoftware({ architecture: "SwiftShader" }) && isSoftware({ isFallbackAdapter: true }));
  assert(!isSoftware({ vendor: "nvidia", architecture: "hopper" }));
});

Deno.test("spriteAt() counts along rows", () => {
  const sheet = { size: 64, columns: 24 };
  assertEquals([0, 23, 24].map((index) => spriteAt(sheet, index)), [
    { x: 0, y: 0 },
    { x: 23 * 64, y: 0 },
    { x: 0, y: 64 },
  ]);
});
