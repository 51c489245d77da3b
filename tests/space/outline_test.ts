import { PUBLISHED_HOLE } from "../../lib/space/hole.ts";
import { holeOutline } from "../../lib/space/outline.ts";
import { assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("holeOutline() closes around exactly the hole", () => {
  const disc = holeOutline(PUBLISHED_HOLE);
  for (const { a, b } of disc) assertAlmostEquals(Math.hypot(a - 1.25, b - 1), 0.3, 1e-12);
  assertAlmostEquals(disc[0].a, disc[disc.length - 1].a, 1e-12);
  const box = holeOutline({ kind: "box", a: [0.6, 0.9], b: [1, 1.5] });
  assertEquals(box[0], { a: 0.6, b: 1 });
  assertEquals(box[2], { a: 0.9, b: 1.5 });
  const strip = holeOutline({ kind: "strip", axis: "b", low: 0.2, high: 0.4 });
  assertEquals(strip.map(({ b }) => b), [0.2, 0.2, 0.4, 0.4, 0.2]);
  assertEquals(strip.map(({ a }) => a), [0.5, 2, 2, 0.5, 0.5]);
  assertEquals(holeOutline({ kind: "none" }), []);
});
