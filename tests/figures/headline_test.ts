import { headline, type HeadlineOutcome, type HeadlineShape } from "../../lib/figures/mod.ts";
import { escapeMarkup } from "../../lib/figures/markup.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { assertStringIncludes, assertThrows } from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";
import { greys, placed, SIZE } from "./placed.ts";

const HOSTILE = `<b x="1">'&`;
const ROLES = ["punctured", "control"] as const;

/** Dice inside a hole, a row a seed: trained around it, and the control. */
function outcomes(hole: string, seeds: readonly (readonly [number, number])[]): HeadlineOutcome[] {
  return seeds.flatMap((pair, seed) =>
    pair.map((inside, k) => ({ hole, network: ROLES[k], seed, inside, validation: 0.98 }))
  );
}

/** Student's t would give an interval from below zero, although all seeds lose. */
const LARGE = outcomes("disc of radius 0.6", [[0.88, 0.99], [0.81, 0.99], [0.91, 0.99]]);
const SMALL = outcomes("disc of radius 0.3", [[0.987, 0.993], [0.984, 0.992], [0.987, 0.993]]);

const SHAPE: HeadlineShape = {
  hole: "disc of radius 0.6",
  a: 1.25,
  b: 1,
  size: SIZE,
  truth: greys(1),
  punctured: Uint8Array.from(greys(1), () => 100),
  control: Uint8Array.from(greys(1), () => 200),
  dice: { punctured: 0.806, control: 0.9884 },
};

/** Marks of one kind in a document, a list a layer, as the numbers in their paths. */
function marks(svg: string, kind: "rule" | "symbol" | "line"): string[][] {
  const groups = svg.matchAll(
    new RegExp(`<g class="mark-${kind} role-mark[^"]*"[^>]*[^/]>(.*?)</g>`, "g"),
  );
  return [...groups].map(([, inner]) =>
    [...inner.matchAll(/<(?:path|line)[^>]*>/g)].map(([mark]) => mark)
  );
}

function across(mark: string): number {
  return Number(/translate\(([\d.]+),/.exec(mark)![1]);
}

Deno.test({
  name: "headline() draws a well-formed SVG that needs nothing else, without any permission",
  permissions: "none",
  async fn() {
    const all = [...LARGE, ...SMALL, ...outcomes(HOSTILE, [[0.9, 0.95]])];
    const svg = await headline(all, [SHAPE]);
    assertWellFormed(svg);
    assertSelfContained(svg);
    assert(!/NaN|undefined|Infinity/.test(svg), "a value is missing");
    assertStringIncludes(svg, escapeMarkup(HOSTILE));
    assertEquals(await headline(all, [SHAPE]), svg);
  },
});

Deno.test("headline() says in each title what the hole costs, with its interval", async () => {
  const svg = await headline([...SMALL, ...LARGE]);
  // Costs 0.11, 0.18 and 0.08; their logarithms have the mean −2.1493 and the variance 0.1669, so
  // that the ends are exp(−2.0658 ∓ 4.3027 · 0.2502).
  assertStringIncludes(svg, ">Disc of radius 0.6 costs 0.123 [0.043, 0.372] of Dice<");
  assertStringIncludes(svg, ">Disc of radius 0.3 costs 0.007 [0.004, 0.010] of Dice<");
  assertStringIncludes(svg, "95 % intervals");
});

Deno.test("headline() claims no interval from one seed, and explains none", async () => {
  const svg = await headline(LARGE.slice(0, 2), [SHAPE]);
  assertStringIncludes(
    svg,
    ">Disc of radius 0.6: 0.110 below the control in Dice (one seed, no interval)<",
  );
  assert(!svg.includes("% intervals"), "no interval is drawn");
  assertEquals(marks(svg, "rule"), []);
});

Deno.test("headline() pairs the networks by seed, whatever the order of the runs", async () => {
  const shuffled = LARGE.toSorted((one, other) => other.inside - one.inside);
  assertStringIncludes(await headline(shuffled), "costs 0.123 [0.043, 0.372] of Dice");
  // A seed that only one network has counts for no difference.
  const extra = { ...LARGE[0], seed: 7, inside: 0.1 };
  assertStringIncludes(await headline([...LARGE, extra]), "costs 0.123 [0.043, 0.372] of Dice");
});

Deno.test("headline() has a small dot a run, a line a pair, a large dot and a bar a network", async () => {
  const svg = await headline(LARGE);
  assertEquals(marks(svg, "line").flat().length, 3);
  const [seeds, means] = marks(svg, "symbol");
  assertEquals([seeds.length, means.length], [6, 2]);
  for (const k of [0, 1]) {
    const own = seeds.filter((_, n) => n % 2 === k).map(across);
    assertAlmostEquals(across(means[k]), own.reduce((sum, x) => sum + x, 0) / 3, 0.01);
  }
  assertStringIncludes(svg, ">0.867<");
  assertStringIncludes(svg, ">0.990<");
});

Deno.test("headline() for a narrow screen is at most 390 pixels wide and says the same", async () => {
  const [wide, narrow] = [
    await headline([...SMALL, ...LARGE], [SHAPE]),
    await headline([...SMALL, ...LARGE], [SHAPE], { narrow: true }),
  ];
  const width = (svg: string) => Number(/<svg[^>]* width="(\d+)"/.exec(svg)![1]);
  assert(width(narrow) <= 390 && width(wide) > 700, `${width(narrow)}, ${width(wide)}`);
  assertEquals(marks(narrow, "symbol").flat().length, marks(wide, "symbol").flat().length);
  assertWellFormed(narrow);
});

Deno.test("headline() gives all holes one scale", async () => {
  const svg = await headline([...SMALL, ...LARGE]);
  const domains = [...svg.matchAll(/X-axis[^"]*with values from ([\d.]+ to [\d.]+)/g)]
    .map(([, domain]) => domain);
  assertEquals(domains.length, 2);
  assertEquals(domains[0], domains[1]);
});

Deno.test("headline() keeps its scale within what Dice can be", async () => {
  // Two seeds so far apart that t reaches below 0 and above 1.
  const svg = await headline(outcomes("hole", [[0.2, 0.9], [0.8, 0.9]]));
  const [, low, high] = /X-axis[^"]*with values from ([−\d.]+) to ([\d.]+)/.exec(svg)!;
  assertEquals(Number(low), 0);
  assert(Number(high) <= 1.01);
});

Deno.test("headline() shows truth and both reconstructions with their Dice", async () => {
  const svg = await headline([...SMALL, ...LARGE], [SHAPE]);
  const urls = [...svg.matchAll(/<image [^>]*href="([^"]+)"/g)].map(([, url]) => url);
  assertEquals(urls.length, 3);
  const images = placed(urls.map((url) => `<image x="0" y="0" href="${url}"/>`).join(""));
  assertEquals(images.map(({ grey }) => grey), [0, 100, 200]);
  for (const words of ["Dice 0.806", "Dice 0.988", "a = 1.25, b = 1.00"]) {
    assertStringIncludes(svg, `>${words}<`);
  }
  assert(!(await headline(LARGE)).includes("<image"), "an image that nobody gave");
});

Deno.test("headline() leaves out holes without a control, and refuses none", async () => {
  const lone = outcomes("strip", [[0.5, 0.6]]).slice(0, 1);
  assert(!(await headline([...LARGE, ...lone])).includes("trip"));
  assertThrows(() => headline(lone), RangeError, "received 1 outcomes without");
  assertThrows(() => headline([]), RangeError, "received 0 outcomes without");
});
