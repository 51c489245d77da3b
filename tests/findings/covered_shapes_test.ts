import fc from "fast-check";
import {
  coveredShapes,
  type HoleShape,
  type SheetShape,
} from "../../lib/findings/covered_shapes.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const FOLDED: SheetShape = { own: { a: 2, b: 0 }, code: [0, 0], enclosed: true };
const BESIDE: SheetShape = { own: { a: 0.5, b: 2 }, code: [5, 5], enclosed: false };

/** A shape of the hole at a code, which comes out as `fit`. */
function shape(code: number[], fit: HoleShape["fit"], deficit: number, depth = 0.05): HoleShape {
  return { own: { a: 1, b: 1 }, code, fit, deficit, depth };
}

Deno.test("coveredShapes() counts by the nearest code, the deficit and what comes out", () => {
  const hole = [
    shape([0.1, 0], { a: 1.9, b: 0 }, 0.5),
    shape([2, 2], { a: 1.1, b: 1 }, 0.1),
    // The nearest code is not folded, and what comes out is that shape.
    shape([3, 3], { a: 0.5, b: 1.9 }, 0.3),
    shape([9, 9], { a: 1, b: 1 }, -0.1),
  ];
  const { covered, coveredDeficit, coveredToOther, toOther } = coveredShapes(hole, [
    FOLDED,
    BESIDE,
  ]);
  assertEquals([covered, coveredToOther, toOther], [0.5, 0.5, 0.5]);
  assertAlmostEquals(coveredDeficit, 0.6 / 0.8, 1e-12);
});

Deno.test("coveredShapes() tells how far what comes out is, and compares shapes that are as deep", () => {
  const [onFold, beside] = [[0, 0], [5, 5]];
  const own = { a: 1, b: 1 }, near = { a: 1.5, b: 0.5 };
  const counted = coveredShapes([
    // In the first band: two covered ones, 0.5 and 0.7, and two others, 0.1 and 0.3.
    shape(onFold, near, 0.5, 0.02),
    shape(onFold, FOLDED.own, 0.7, 0.08),
    shape(beside, own, 0.1, 0.04),
    shape(beside, own, 0.3, 0.06),
    // In the second one of each, 0.2 and 0.1; in the third none to compare with.
    shape(onFold, own, 0.2, 0.12),
    shape(beside, own, 0.1, 0.18),
    shape(onFold, own, 9, 0.25),
  ], [FOLDED, BESIDE]);
  const away = Math.hypot(1, 1);
  assertAlmostEquals(counted.coveredFromOwn, (0.5 * away + away) / 4, 1e-12);
  assertAlmostEquals(counted.coveredFromOther, (0.5 * away + 2 * away) / 4, 1e-12);
  assertAlmostEquals(counted.coveredDepth, (0.02 + 0.08 + 0.12 + 0.25) / 4, 1e-12);
  assertAlmostEquals(counted.openDepth, (0.04 + 0.06 + 0.18) / 3, 1e-12);
  // Differences 0.4 and 0.1, with weights 1 and 1/2.
  assertAlmostEquals(counted.moreAtDepth, (0.4 + 0.05) / 1.5, 1e-12);
});

Deno.test("without a fold no shape is covered", () => {
  const { covered, coveredDeficit, coveredToOther, moreAtDepth } = coveredShapes(
    [shape([0, 0], { a: 2, b: 0 }, 0.5)],
    [{ ...FOLDED, enclosed: false }, BESIDE],
  );
  assertEquals([covered, coveredDeficit, coveredToOther, moreAtDepth], [0, 0, NaN, NaN]);
});

Deno.test("what is counted does not depend on the order of the shapes, nor on a turn of the codes", () => {
  const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
  const point = fc.record({ a: coordinate, b: coordinate });
  const code = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
  const holes = fc.array(
    fc.record({
      ...{ own: point, code, fit: point, deficit: fc.constantFrom(0.25, 0.5, 1) },
      depth: fc.double({ min: 0, max: 0.3, noNaN: true }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  // Two shapes with one code would make the nearest a matter of order.
  const sheets = fc.uniqueArray(fc.record({ own: point, code, enclosed: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
    selector: ({ code: [x, y] }) => x * x + y * y,
  });
  fc.assert(
    fc.property(holes, sheets, (hole, sheet) => {
      const counted = coveredShapes(hole, sheet);
      const turned = <T extends { code: readonly number[] }>(shapes: readonly T[]) =>
        shapes.map((shape) => ({ ...shape, code: [-shape.code[1], shape.code[0]] }));
      assertEquals(coveredShapes(turned(hole), turned(sheet)), counted);
      const again = coveredShapes(hole.toReversed(), sheet);
      for (const name of Object.keys(counted) as (keyof typeof counted)[]) {
        if (Number.isNaN(counted[name])) assertEquals(again[name], NaN);
        else assertAlmostEquals(again[name], counted[name], 1e-9, name);
      }
    }),
  );
});

const FOLDER = new URL("../../results/reference/hole-width/", import.meta.url);

async function read(name: string): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(new URL(name, FOLDER)));
}

Deno.test("the committed shapes have the deficits of the committed pairs", async () => {
  const pairs = (await read("hole_widths.csv")).filter(({ hole }) => hole === "disc:1.25,1,0.6");
  const rows = await read("covered_shapes.csv");
  assertEquals(rows.length, 10);
  for (const { latents, seed, deficit } of rows.filter(({ latents }) => latents === "2")) {
    const [pair] = pairs.filter((pair) => pair.latents === latents && pair.seed === seed);
    assertAlmostEquals(Number(deficit), Number(pair.control_dice) - Number(pair.dice), 1e-9);
  }
});

Deno.test("docs/findings.md tells what became of the covered shapes", async () => {
  const rows = (await read("covered_shapes.csv")).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)]))
  );
  const two = rows.filter(({ latents }) => latents === 2);
  const [fifth, ...four] = two.toSorted((one, other) => one.covered - other.covered);
  const three = rows.filter(({ latents }) => latents === 3);
  const range = (values: number[], digits: number) =>
    `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;
  const percent = (rows: typeof four, of: (row: typeof fifth) => number) =>
    range(rows.map((row) => 100 * of(row)), 0);
  const coveredMean = (row: typeof fifth) => row.deficit * row.covered_deficit / row.covered;
  const openToOther = ({ covered, to_other, covered_to_other }: typeof fifth) =>
    (to_other - covered * covered_to_other) / (1 - covered);
  const restMean = (row: typeof fifth) =>
    row.deficit * (1 - row.covered_deficit) / (1 - row.covered);
  const text = await Deno.readTextFile(new URL("../../docs/findings.md", import.meta.url));
  const section = text.split("\n## Do more dimensions of the code help?\n")[1].split("\n## ")[0]
    .replaceAll(/\s+/g, " ");
  for (
    const words of [
      `In the four networks ${percent(four, ({ covered }) => covered)} % of the hole's shapes`,
      `They make ${percent(four, (row) => row.covered_deficit)} % of the deficit, which is ${
        range(four.map((row) => row.covered_deficit / row.covered), 1)
      } times`,
      `${percent(four, (row) => row.covered_to_other)} % of the covered shapes`,
      `and ${percent(four, openToOther)} % of those that are not covered`,
      `With three latents it is ${percent(three, (row) => row.to_other)} % of all shapes`,
      `(${range(four.map(({ covered_depth }) => covered_depth), 2)} from its edge, others ${
        range(four.map(({ open_depth }) => open_depth), 2)
      })`,
      `is higher by ${range(four.map((row) => coveredMean(row) - restMean(row)), 3)} in the mean`,
      `and by ${range(four.map(({ more_at_depth }) => more_at_depth), 3)} beside`,
      `is ${range(four.map((row) => row.covered_from_own), 2)} from that shape`,
      `and ${range(four.map((row) => row.covered_from_other), 2)} from the other one`,
      `for only ${percent(four, ({ fit_inside }) => fit_inside)} % of what comes out`,
      `with three latents for ${percent(three, ({ fit_inside }) => fit_inside)} %`,
      `a deficit of ${range(four.map(restMean), 3)} in the mean`,
      `with three latents (${range(three.map(({ deficit }) => deficit), 3)})`,
      `In the fifth network ${(100 * fifth.covered).toFixed(0)} % are covered`,
      `(${fifth.more_at_depth.toFixed(3).replace("-", "−")}); for ${
        (100 * fifth.fit_inside).toFixed(0)
      } % of what comes out`,
    ]
  ) assert(section.includes(words), words);
  for (const { covered_deficit, covered_to_other } of four) {
    assert(covered_deficit > 0.5 && covered_to_other > 0.5, "the test was passed");
  }
});
