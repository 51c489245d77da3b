import { type CorrelationEntry, correlationFigure } from "../../lib/figures/mod.ts";
import { escapeMarkup } from "../../lib/figures/markup.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";

const HOSTILE = `<b x="1">'&`;

/** Entries of a symmetric matrix with 1 on the diagonal and one value elsewhere. */
function arm(name: string, value: number, latents = 3): CorrelationEntry[] {
  const indices = Array.from({ length: latents }, (_, k) => k + 1);
  return indices.flatMap((i) =>
    indices.map((j) => ({ arm: name, i, j, correlation: i === j ? 1 : value }))
  );
}

/** Fill of each cell, in the order of the entries. */
function fills(svg: string): string[] {
  const [, cells] = /<g class="mark-rect role-mark[^"]*"[^>]*[^/]>(.*?)<\/g>/.exec(svg)!;
  return [...cells.matchAll(/<path[^>]* fill="([^"]+)"/g)].map(([, fill]) => fill);
}

Deno.test({
  name: "correlationFigure() draws a well-formed SVG that needs nothing else, without permission",
  permissions: "none",
  async fn() {
    const entries = [...arm(HOSTILE, -0.3), ...arm("covariance", 0.05)];
    const svg = await correlationFigure(entries);
    assertWellFormed(svg);
    assertSelfContained(svg);
    assert(!/NaN|undefined|Infinity/.test(svg), "a value is missing");
    assertStringIncludes(svg, escapeMarkup(HOSTILE));
    assertEquals(await correlationFigure(entries), svg);
  },
});

Deno.test("correlationFigure() writes each number, and the covariance where it is given", async () => {
  const entries = arm("none", -0.314).map((entry) => ({ ...entry, covariance: 0.0456 }));
  const numbers = (svg: string, text: string) => svg.split(`>${text}<`).length - 1;
  const svg = await correlationFigure(entries);
  assertEquals(["1.00", "−0.31", "0.046"].map((text) => numbers(svg, text)), [3, 6, 9]);
  assertStringIncludes(svg, "below it their covariance");
  const plain = await correlationFigure(arm("none", -0.001));
  assertEquals(["1.00", "0.00", "−0.00"].map((text) => numbers(plain, text)), [3, 6, 0]);
  assert(!plain.includes("below it"), "nothing stands below");
});

Deno.test("correlationFigure() names the arm whose codes correlate least", async () => {
  const svg = await correlationFigure([...arm("none", -0.3), ...arm("covariance", 0.05)]);
  assertStringIncludes(svg, ">Least correlation of codes: covariance, at most 0.05<");
  assertStringIncludes(svg, ">off the diagonal ≤ 0.30<");
  assertStringIncludes(
    await correlationFigure(arm("none", -0.3)),
    ">Codes correlate by at most 0.30<",
  );
});

Deno.test("correlationFigure() goes from blue through white to orange without a jump", async () => {
  const of = async (value: number) => {
    const [, fill] = fills(await correlationFigure(arm("none", value)));
    return fill.match(/\d+/g)!.map(Number);
  };
  assertEquals(await of(-1), [0, 114, 178]);
  assertEquals(await of(0), [255, 255, 255]);
  assertEquals(await of(1), [213, 94, 0]);
  const [below, above] = [await of(-0.02), await of(0.02)];
  below.forEach((value, k) => assert(Math.abs(value - above[k]) < 8, `${below}, then ${above}`));
});

Deno.test("correlationFigure() sorts ten dimensions and more by their number", async () => {
  const svg = await correlationFigure(arm("none", 0.1, 11).toReversed());
  const [axis] = /<g class="mark-text role-axis-label".*?<\/g>/.exec(svg)!;
  const labels = [...axis.matchAll(/>(μ\d+)</g)].map(([, label]) => label);
  assertEquals(labels, Array.from({ length: 11 }, (_, k) => `μ${k + 1}`));
});

Deno.test("correlationFigure() refuses no entries", () => {
  assertThrows(() => correlationFigure([]), RangeError, "received none");
});
