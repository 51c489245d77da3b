import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { drawer, drawOnce } from "../../lib/evaluation/sets.ts";
import { createRandom } from "../../lib/random.ts";
import { type Point, samplePoints } from "../../lib/space/mod.ts";
import { assertEquals } from "@std/assert";

Deno.test("drawOnce() gives the images of draw(), and draws each point once", async () => {
  const draw = await drawer({ ...DEFAULT_SHAPES, size: 16, geometry: "square", stroke: 2 });
  const points = samplePoints(6, createRandom(0, "points"));
  const drawn: Point[] = [];
  const counting = (asked: readonly Point[]) => {
    drawn.push(...asked);
    return draw(asked);
  };
  const once = drawOnce(counting, [draw(points.slice(0, 2))]);
  for (
    const asked of [[3, 1, 3, 0], [4, 3], [], [5, 2, 1, 4]].map((n) => n.map((i) => points[i]))
  ) {
    assertEquals(once(asked), draw(asked));
  }
  assertEquals(new Set(drawn), new Set(points.slice(2)));
  // A point that one call asks for twice is drawn twice in it.
  assertEquals(drawn.length, 5);
});
