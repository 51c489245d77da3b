/** The codes of the edge of a hole, of a committed network. */

import { selectBackend } from "../../lib/backend/select.ts";
import { measureHoleWidth, rimPoints } from "../../lib/evaluation/rim_codes.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { widthSchema } from "../../lib/findings/hole_width/pairs.ts";
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

const REFERENCE = decodeURIComponent(new URL("../../results/reference", import.meta.url).pathname);

/** The folder of a result of a stage. */
function folderOf(parent: string, start: string): string {
  const found = [...Deno.readDirSync(parent)].filter(({ name }) => name.startsWith(start));
  assertEquals(found.length, 1, start);
  return `${parent}/${found[0].name}`;
}

Deno.test("the points of a rim lie on it, and the second half lies opposite the first", () => {
  const points = rimPoints({ a: 1.25, b: 1, radius: 0.3 }, 48);
  assertEquals(points[0], { a: 1.55, b: 1 });
  points.forEach(({ a, b }, k) => {
    assertAlmostEquals(Math.hypot(a - 1.25, b - 1), 0.3, 1e-12);
    const other = points[(k + 24) % 48];
    assertAlmostEquals((a + other.a) / 2, 1.25, 1e-12);
    assertAlmostEquals((b + other.b) / 2, 1, 1e-12);
  });
});

Deno.test("a committed network has the width that is committed", async () => {
  await selectBackend("wasm");
  const widths = readCsv(await Deno.readTextFile(`${REFERENCE}/hole-width/hole_widths.csv`))
    .map((row) => widthSchema.parse(row));
  const own = widths.find(({ hole, size, seed, rate }) =>
    hole === "disc:1.25,1,0.3" && size === 256 && seed === 0 && rate === 1e-3
  )!;
  const network = folderOf(
    `${REFERENCE}/full/train`,
    "disc-1.25-1-0.3-punctured-none-l0.008-w1-e5-s0-",
  );
  const { narrowest, mean, widest, direction } = await measureHoleWidth(network);
  assertAlmostEquals(narrowest, own.narrowest, 1e-4);
  assertAlmostEquals(mean, Number(own.mean), 1e-4);
  assertAlmostEquals(widest, Number(own.widest), 1e-4);
  assertAlmostEquals(direction, Number(own.direction), 1e-9);
});

Deno.test("a hole that is no disc is refused in one line", async () => {
  const folder = await Deno.makeTempDir();
  const facts = { size: 32, geometry: "square", stroke: 1, hole: "strip:a,1,1.2" };
  await Deno.writeTextFile(`${folder}/dataset.json`, JSON.stringify(facts));
  await assertRejects(() => measureHoleWidth(folder), Error, "the hole must be a disc");
  await Deno.remove(folder, { recursive: true });
});
