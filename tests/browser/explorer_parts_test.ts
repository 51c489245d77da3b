/**
 * The parts of the explorer's page that need no browser.
 */

import fc from "fast-check";
import { formatAddress, parseAddress } from "../../lib/explorer/page/address.ts";
import { askedBackend, candidates } from "../../lib/explorer/page/backend_choice.ts";
import { differenceColour, differencePixels, greyPixels } from "../../lib/explorer/page/colour.ts";
import {
  describePoint,
  FRAME,
  fromView,
  middleOf,
  toView,
  withinSpace,
} from "../../lib/explorer/page/geometry.ts";
import { createLatency } from "../../lib/explorer/page/latency.ts";
import { neighbour } from "../../lib/sheet/lattice_step.ts";
import { nearestPlace } from "../../lib/explorer/page/nearest.ts";
import { spokenWords } from "../../lib/explorer/page/spoken_words.ts";
import { pictureLabels } from "../../lib/explorer/page/picture_labels.ts";
import { FIRST_WORDS, secondAfter, secondWords } from "../../lib/explorer/page/pairs.ts";
import { undrawable } from "../../lib/explorer/page/sheet_words.ts";
import { fitted } from "../../lib/explorer/page/sheet_layout.ts";
import { introWords, keyWords, sentenceOf } from "../../lib/explorer/page/shape_words.ts";
import { viewOf } from "../../lib/explorer/page/view.ts";
import { latentSheet } from "../../lib/figures/latent_sheet.ts";
import { latestOnly } from "../../lib/explorer/page/latest.ts";
import { sliderRanges } from "../../lib/explorer/page/ranges.ts";
import { nextStep, shareAt } from "../../lib/explorer/page/to_and_fro.ts";
import { spriteAt } from "../../lib/report/sheet/sprites.ts";
import { inSpace, LATTICE, lattice, parseHole, SPACE } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertRejects } from "@std/assert";

const within = ([low, high]: readonly [number, number]) =>
  fc.double({ min: low, max: high, noNaN: true });
const POINTS = lattice(LATTICE.rows, LATTICE.columns);
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

Deno.test("on a plane with a seam a place beyond it is the same shape at the other end", () => {
  fc.assert(fc.property(point, fc.integer({ min: -3, max: 3 }), ({ a, b }, turns) => {
    const found = withinSpace({ a, b: b + 2 * turns }, "b");
    assert(inSpace(found));
    const apart = Math.abs(found.b - b);
    assert(Math.min(apart, 2 - apart) < 1e-9);
    assertEquals(found.a, a);
  }));
  // Both ends can be shown, and nothing changes along the other axis.
  assertEquals(withinSpace({ a: 9, b: 2 }, "b"), { a: 2, b: 2 });
  const view = { x: toView({ a: 1, b: 1 }).x, y: FRAME.top - FRAME.height / 20 };
  const { a, b } = fromView(view, "b");
  assertAlmostEquals(a, 1, 1e-9);
  assertAlmostEquals(b, 0.1, 1e-9);
});

Deno.test("Home is the middle of the hole", () => {
  assertEquals(middleOf(parseHole("strip:b,1.9,2.3", { periodic: "b" })).b.toFixed(6), "0.100000");
  assertEquals(middleOf(parseHole("disc:1.3,0.9,0.2")), { a: 1.3, b: 0.9 });
  assertEquals(middleOf(parseHole("disc:2.3,1,0.5")), { a: 2, b: 1 }, "within the plane");
  const strip = middleOf(parseHole("strip:a,1,1.4"));
  assertAlmostEquals(strip.a, 1.2, 1e-12);
  assertEquals(strip.b, 1);
  assertEquals(middleOf(parseHole("none")), { a: 1.25, b: 1 });
});

Deno.test("words of the shapes and of keys are the family's", () => {
  assertEquals(sentenceOf({ family: "rose", petals: 5 }), "");
  assertEquals(
    sentenceOf({ family: "rose", petals: 3 }).endsWith("; R(θ) = b·cos 3θ + a."),
    true,
  );
  assertEquals(keyWords({ family: "rose", petals: 5 }), {
    across: "change a",
    up: "change b by 0.01",
    more: "by 0.1",
  });
  assertEquals(keyWords({ family: "ellipse" }), {
    across: "change a by 0.01",
    up: "change φ by 0.9°",
    more: "by ten times that",
  });
  const family = "bump";
  const hole = parseHole("disc:1.25,1,0.3");
  assertEquals(
    describePoint({ a: 0.5, b: 1 }, hole, { family }),
    "x = −1.50, y = 0.00, outside the hole",
  );
});

Deno.test("the page begins with what its network has seen", () => {
  const words = (subset: "punctured" | "control" | "full", hole = "disc:1.25,1,0.3") =>
    introWords({ subset, hole });
  assertMatch(words("punctured"), /into the hole .* shapes it has never seen\.$/);
  for (const subset of ["control", "full"] as const) {
    assertMatch(words(subset), /makes of the shapes\. It has seen those in the hole, too\.$/);
  }
  assertMatch(words("full", "none"), /makes of the shapes\.$/);
  assertMatch(words("punctured", "none"), /^Drag the point over the plane/);
});

Deno.test("a code that is no picture is told with the number of its dimensions", () => {
  assertEquals(undrawable(1), "A code of 1 dimension cannot be drawn as a sheet.");
  assertEquals(undrawable(8), "A code of 8 dimensions cannot be drawn as a sheet.");
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

const known = (ids: readonly string[], latents = 3) =>
  new Map(ids.map((id) => [id, { latents }] as const));

Deno.test("what is shown is said with the Dice that there are, or that a network is loading", () => {
  const shown = { place: "a = 1.00, b = 0.50", isCode: false, isAnswered: true };
  const words = [[0.9, 0.95], [0.9]].map((dices) => spokenWords({ ...shown, dices }));
  assertEquals(words, [`${shown.place}: Dice 0.900 and 0.950`, `${shown.place}: Dice 0.900`]);
  const waiting = { ...shown, isAnswered: false };
  // The second network may have answered already.
  for (const dices of [[], [0.95]]) {
    assertEquals(spokenWords({ ...waiting, dices }), `${shown.place}: loading the network`);
  }
  assertEquals(
    [shown, waiting].map((each) => spokenWords({ ...each, isCode: true, dices: [0.95] })),
    ["A code off the sheet, decoded", "A code off the sheet: loading the network"],
  );
});

Deno.test("a view survives its address", () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 5 });
  const codes = fc.option(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: 3,
    maxLength: 3,
  }));
  fc.assert(fc.property(ids, point, fc.boolean(), codes, (names, { a, b }, alone, code) => {
    const [first, other] = names;
    const second = alone ? null : other;
    const fragment = formatAddress({ a, b, first, second, code });
    const { asked, wrong } = parseAddress(fragment, { models: known(names), first: other });
    assertEquals(wrong, []);
    assertEquals([asked.first, asked.second], [first, second]);
    assertAlmostEquals(asked.a!, a, 5.1e-4);
    assertAlmostEquals(asked.b!, b, 5.1e-4);
    assertEquals(asked.code?.length, code?.length);
    code?.forEach((value, k) => assertAlmostEquals(asked.code![k], value, 5.1e-4));
  }));
});

Deno.test("whatever an address says that cannot be shown is left out and told", () => {
  const models = known(["one"]);
  const read = (fragment: string) => parseAddress(fragment, { models, first: "one" });
  assertEquals(read(""), { asked: {}, wrong: [] });
  assertEquals(read("#explore"), { asked: {}, wrong: [] });
  assertEquals(read("#a=9&b=1&first=two&second=three"), {
    asked: { b: 1 },
    wrong: [
      "a must be a number from 0.5 to 2, received 9",
      "first must be a network of this page, received two",
      "second must be a network of this page, received three",
    ],
  });
  assertEquals(read("#a=1&first=one").asked, { a: 1, first: "one", second: null });
  assertEquals(read("#first=one&second=zzz"), {
    asked: { first: "one", second: null },
    wrong: ["second must be a network of this page, received zzz"],
  });
  assertEquals(read("#a=&b=0x1&c=1").wrong, [
    "c is not known: a, b, first, second, z are",
    "a must be a number from 0.5 to 2, received ",
    "b must be a number from 0 to 2, received 0x1",
  ]);
  assertEquals(read("#z=1,-2,.5").asked, { code: [1, -2, 0.5] });
  for (const z of ["1,2", "1,2,3,4", "1,2,x", "1,2,1e999", ""]) {
    assertEquals(read(`#z=${z}`), {
      asked: {},
      wrong: [`z must be 3 numbers with commas, received ${z}`],
    });
  }
  fc.assert(fc.property(fc.string(), (text) => {
    const { a = 1, b = 1, first = "one" } = read(text).asked;
    assert(inSpace({ a, b }) && models.has(first));
  }));
});

Deno.test("the lab's addresses are those that begin with its name", () => {
  for (const fragment of ["#lab", "#lab&hole=disc:1,1,0.3", "#lab?seed=1"]) {
    assertEquals(viewOf(fragment), "lab", fragment);
  }
  for (const fragment of ["", "#", "#explore", "#a=1&b=1", "#first=lab", "#labour=1"]) {
    assertEquals(viewOf(fragment), "explore", fragment);
  }
});

Deno.test("a backend that an address asks for comes first, another name is told", () => {
  assertEquals(askedBackend(""), {});
  assertEquals(askedBackend("?backend=webgl&x=1"), { asked: "webgl" });
  for (const name of ["cpu", "", "WebGPU", "constructor"]) {
    assertEquals(askedBackend(`?backend=${name}`), {
      wrong: `backend must be one of webgpu, wasm, webgl, received ${name}`,
    });
  }
});

Deno.test("WebGPU runs by itself on hardware alone, and on software when it is asked for", () => {
  const names = (...given: Parameters<typeof candidates>) =>
    candidates(...given).map(({ name }) => name);
  assertEquals(names({}), ["webgpu", "wasm", "webgl"]);
  assertEquals(names({ software: true }), ["wasm", "webgl"]);
  assertEquals(names({ missing: "no WebGPU adapter" }), ["wasm", "webgl"]);
  assertEquals(names({ software: true }, "webgpu"), ["webgpu", "wasm", "webgl"]);
  assertEquals(names({}, "wasm"), ["wasm", "webgpu", "webgl"]);
  assertEquals(names({ missing: "none" }, "webgl"), ["webgl", "wasm"]);
  assertEquals(candidates({ software: true })[0].why, "the WebGPU adapter is software");
  assertEquals(candidates({}, "wasm")[0].why, "asked for by the address");
  assertEquals(
    candidates({ software: true }, "webgpu")[0].why,
    "asked for by the address, on a software adapter",
  );
  // What cannot run is not tried, and the reason stays.
  assertEquals(candidates({ missing: "no WebGPU adapter" }, "webgpu")[0], {
    name: "wasm",
    why: "no WebGPU adapter",
  });
});

Deno.test("the second network follows the first, unless a person chose it", () => {
  const [one, two] = [{ id: "1", partner: "1c" }, { id: "2", partner: "2c" }];
  const alone = { id: "full", partner: null };
  assertEquals(secondAfter("1c", { before: one, after: two }), "2c");
  assertEquals(secondAfter("1c", { before: one, after: alone }), null);
  assertEquals(secondAfter(null, { before: alone, after: two }), "2c");
  assertEquals(secondAfter("full", { before: one, after: two }), "full");
  assertEquals(secondAfter(null, { before: one, after: two }), null);
  assertEquals(secondAfter("2", { before: one, after: two }), "2c", "not the same one twice");
});

Deno.test("captions and words for pictures say what the second network is", () => {
  const control = { id: "1c", subset: "control" } as const;
  const roles = [
    secondWords({ partner: "1c" }, control),
    secondWords({ partner: "1" }, { id: "1", subset: "punctured" }),
    secondWords({ partner: "2c" }, control),
  ];
  assertEquals(roles.map(({ caption }) => caption), ["control", "around the hole", "the other"]);
  assertEquals(roles.map((role) => pictureLabels(role, "reconstruction").image), [
    "The shape as the control has it",
    "The shape as the network around the hole has it",
    "The shape as the other network has it",
  ]);
  assertEquals(
    pictureLabels(roles[2], "reconstruction").difference,
    "Difference of the other network from the truth",
  );
  assertEquals(pictureLabels(FIRST_WORDS, "code").image, "The code as the network decodes it");
  assertEquals(pictureLabels(undefined, "nothing").image, "No second network");
});

Deno.test("a click means the nearest point, and of those about as near the one in front", () => {
  const at = { x: 10, y: 10 };
  const place = (x: number, depth = 1) => ({ x, y: 10, depth });
  const nearest = (...places: Parameters<typeof nearestPlace>[0]) =>
    nearestPlace(places, at, { reach: 40 });
  assertEquals(nearest(), undefined);
  assertEquals(nearest(place(60)), undefined, "out of reach");
  assertEquals(nearest(place(30), undefined, place(12)), 2);
  assertEquals(nearest(place(11, 5), place(14, 3)), 1, "the nearer lies behind");
  assertEquals(nearest(place(11, 5), place(30, 3)), 0, "the one in front is too far away");
});

Deno.test("arrows go from point to point of the lattice, and stay on it", () => {
  const size = { rows: 21, columns: 16 };
  const near = (from: { a: number; b: number }, key: string, to: { a: number; b: number }) => {
    const { a, b } = neighbour(from, key, size)!;
    assertAlmostEquals(a, to.a, 1e-12);
    assertAlmostEquals(b, to.b, 1e-12);
  };
  near({ a: 1.23, b: 0.98 }, "ArrowRight", { a: 1.3, b: 1 });
  near({ a: 1.23, b: 0.98 }, "ArrowDown", { a: 1.2, b: 0.9 });
  near({ a: 2, b: 2 }, "ArrowUp", { a: 2, b: 2 });
  near({ a: 0.5, b: 0 }, "ArrowLeft", { a: 0.5, b: 0 });
  // The last row of a plane with a seam is its first: the row above it is the second.
  const seam = (b: number, key: string) =>
    neighbour({ a: 1, b }, key, { ...size, periodic: "b" })!.b;
  assertAlmostEquals(seam(2, "ArrowUp"), 0.1, 1e-12);
  assertAlmostEquals(seam(0, "ArrowDown"), 1.9, 1e-12);
  assertAlmostEquals(seam(1.9, "ArrowUp"), 2, 1e-12);
  assertEquals(neighbour({ a: 1, b: 1 }, "toString", size), undefined);
  fc.assert(
    fc.property(point, fc.constantFrom("ArrowUp", "ArrowDown", "ArrowLeft"), (from, key) => {
      const { a, b } = neighbour(from, key, size)!;
      assert(POINTS.some((each) => Math.hypot(each.a - a, each.b - b) < 1e-9));
    }),
  );
});

Deno.test("the sheet's figure has no buttons of its own, and its scale below a narrow picture", () => {
  const points = POINTS.map(({ a, b }) => ({ a, b, mu: [a, b, a * b] }));
  const figure = latentSheet({ lattice: points, columns: 16, hole: parseHole("none") });
  const [narrow, wide] = [288, 700].map((width) => fitted(figure, width));
  const scale = ({ data }: typeof figure) =>
    (data[0] as { colorbar: Record<string, unknown> }).colorbar.orientation;
  assertEquals([scale(narrow), scale(wide)], ["h", "v"]);
  const distance = ({ layout }: typeof figure) => {
    const { x, y, z } = (layout as {
      scene: { camera: { eye: { x: number; y: number; z: number } } };
    }).scene.camera.eye;
    return Math.hypot(x, y, z);
  };
  assert(distance(narrow) > distance(wide) && distance(wide) > distance(figure));
  for (const { layout, config } of [narrow, wide]) {
    assert(!("updatemenus" in layout) && layout.showlegend === false && config.scrollZoom);
  }
  assert("updatemenus" in figure.layout, "the figure itself is left as it was");
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
  // As many as a dataset may have points.
  const many = Array.from({ length: 200_000 }, (_, n) => [n % 11]);
  assertEquals(sliderRanges(many), [{ min: -2, max: 12 }]);
  const places = many.map(([x], n) => ({ x, y: 0, depth: n }));
  assertEquals(nearestPlace(places, { x: 0, y: 0 }, { reach: 1 }), 0);
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

Deno.test("spriteAt() counts along rows", () => {
  const sheet = { size: 64, columns: 24 };
  assertEquals([0, 23, 24].map((index) => spriteAt(sheet, index)), [
    { x: 0, y: 0 },
    { x: 23 * 64, y: 0 },
    { x: 0, y: 64 },
  ]);
});
