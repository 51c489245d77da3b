import { type RecoveredPoint, recoveryArrows } from "../../lib/figures/mod.ts";
import { escapeMarkup } from "../../lib/figures/markup.ts";
import { insideHole, lattice, PUBLISHED_HOLE } from "../../lib/space/mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";

const HOSTILE = `<b x="1">'&`;
const OPTIONS = { hole: PUBLISHED_HOLE, title: `Bent outwards ${HOSTILE}` };

/** Right outside the hole; inside it 0.2 too large in a and 0.1 too small in b. */
function bent(rows: number, columns: number): RecoveredPoint[] {
  return lattice(rows, columns).map(({ a, b }) => {
    const inside = insideHole(PUBLISHED_HOLE, { a, b });
    return { a, b, aFit: inside ? a + 0.2 : a, bFit: inside ? b - 0.1 : b };
  });
}

/** Number of marks of a kind, over all panels. */
function count(svg: string, role: "rule" | "symbol"): number[] {
  const groups = svg.matchAll(
    new RegExp(`<g class="mark-${role} role-mark[^"]*"[^>]*[^/]>(.*?)</g>`, "g"),
  );
  return [...groups].map(([, inner]) => [...inner.matchAll(/<(?:path|line)[^>]*>/g)].length);
}

Deno.test({
  name: "recoveryArrows() draws a well-formed SVG that needs nothing else, without any permission",
  permissions: "none",
  async fn() {
    const panels = [HOSTILE, "control"].map((title) => ({ title, points: bent(9, 9) }));
    const svg = await recoveryArrows(panels, OPTIONS);
    assertWellFormed(svg);
    assertSelfContained(svg);
    assert(!/NaN|undefined|Infinity/.test(svg), "a value is missing");
    assertStringIncludes(svg, escapeMarkup(HOSTILE));
    assertEquals(await recoveryArrows(panels, OPTIONS), svg);
  },
});

Deno.test("recoveryArrows() writes the mean error inside and outside above each panel", async () => {
  const svg = await recoveryArrows([{ title: "network", points: bent(21, 16) }], OPTIONS);
  assertStringIncludes(svg, ">inside off by 0.200 in a, 0.100 in b<");
  assertStringIncludes(svg, ">outside off by 0.000 in a, 0.000 in b<");
  const none = { ...OPTIONS, hole: { kind: "none" } as const };
  const whole = await recoveryArrows([{ title: "network", points: bent(9, 9) }], none);
  assert(!whole.includes(">inside off by"), "an error where no point is");
});

Deno.test("recoveryArrows() has an arrow a point, and a head where it is long enough", async () => {
  const points = bent(9, 9);
  const inside = points.filter((point) => insideHole(PUBLISHED_HOLE, point)).length;
  assert(inside > 0 && inside < points.length);
  const svg = await recoveryArrows([{ title: "network", points }], OPTIONS);
  assertEquals(count(svg, "rule"), [81]);
  assertEquals(count(svg, "symbol").slice(0, 2), [81, inside]);
  assert(!svg.includes("arrows of"), "all are drawn, and nothing is said of a part");
});

Deno.test("recoveryArrows() turns each head along its arrow", async () => {
  for (
    const [aFit, bFit, degrees] of [[1.5, 1, 90], [1, 1.5, 0], [0.5, 1, 270], [1, 0.5, 180]]
  ) {
    const points = [{ a: 1, b: 1, aFit, bFit }];
    const svg = await recoveryArrows([{ title: "network", points }], OPTIONS);
    const [, angle] = /<path aria-label="[^"]*"[^>]*rotate\((-?[\d.]+)\)/.exec(svg) ?? ["", "0"];
    assertEquals((Number(angle) + 360) % 360, degrees);
  }
});

Deno.test("recoveryArrows() draws part of many points evenly, says so, and averages all", async () => {
  const points = bent(41, 31);
  for (const maximum of [1, 7, 250]) {
    const svg = await recoveryArrows([{ title: "network", points }], { ...OPTIONS, maximum });
    const [drawn] = count(svg, "rule");
    assert(drawn <= maximum && drawn >= maximum / 2, `${drawn} arrows of at most ${maximum}`);
    assertStringIncludes(svg, `arrows of ${drawn} of 1271 points, one from each cell of a grid`);
    assertStringIncludes(svg, ">inside off by 0.200 in a, 0.100 in b<");
  }
});

Deno.test("an arrow across the seam of a periodic axis leaves at one end and comes in at the other", async () => {
  // Each way around is 18 degrees, over the seam at 180 degrees, which is 0.
  for (
    const [b, bFit, ways] of [
      [1.9, 0.1, ["171 → 189", "-9 → 9"]],
      [0.1, 1.9, ["9 → -9", "189 → 171"]],
      [0.9, 1.1, ["81 → 99"]],
    ] as const
  ) {
    const panels = [{ title: "network", points: [{ a: 1, b, aFit: 1, bFit }] }];
    const svg = await recoveryArrows(panels, { ...OPTIONS, family: "ellipse" });
    const arrows = svg.matchAll(
      /<line aria-label="[^"]*\(degrees\): ([^;]+);[^"]* bFit: ([^;]+);/g,
    );
    assertEquals<readonly string[]>(
      [...arrows].map(([, from, to]) => `${from} → ${to}`.replaceAll("−", "-")),
      ways,
    );
  }
});

Deno.test("recoveryArrows() leaves out fits that are not finite", async () => {
  const points = [...bent(3, 3), { a: 1, b: 1, aFit: NaN, bFit: 1 }];
  const svg = await recoveryArrows([{ title: "network", points }], OPTIONS);
  assertEquals(count(svg, "rule"), [9]);
});

Deno.test("recoveryArrows() refuses a panel without points", () => {
  const draw = (points: RecoveredPoint[], maximum?: number) => () =>
    recoveryArrows([{ title: "network", points }], { ...OPTIONS, maximum });
  assertThrows(() => recoveryArrows([], OPTIONS), RangeError, "received no panel");
  assertThrows(draw([]), RangeError, "received none for network");
  assertThrows(draw([{ a: 1, b: 1, aFit: NaN, bFit: NaN }]), RangeError, "none for network");
  for (const maximum of [0, NaN]) {
    assertThrows(draw(bent(3, 3), maximum), RangeError, `received ${maximum}`);
  }
});
