/** The publication's paths of codes beside ours: every interval can be seen. */

import { assert, assertEquals } from "@std/assert";
import {
  type BendPoint,
  PUBLISHED_NAMES,
  PUBLISHED_SIZES,
  publishedBends,
} from "../../lib/figures/published.ts";

/** Where the intervals begin, in pixels of their panel. */
function intervals(svg: string): { x: number; y: number }[] {
  const lines = svg.matchAll(
    /<line aria-label="[^"]*high:[^"]*"[^>]*translate\(([-\d.]+),([-\d.]+)\)/g,
  );
  return [...lines].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
}

const points = (["punctured", "control"] as const).flatMap((network) =>
  (["full", "small"] as const).map((size): BendPoint => ({
    transect: "P1",
    series: PUBLISHED_NAMES[network],
    images: PUBLISHED_SIZES[size],
    estimate: 1.3,
    low: network === "control" ? 1.1 : 0.9,
    high: 1.6,
  }))
);

Deno.test("publishedBends() gives each kind and size of network a line of its own", async () => {
  const svg = await publishedBends([{ x: "length over chord", straight: 1, points }], {
    title: "Bends",
  });
  const drawn = intervals(svg);
  assertEquals(drawn.length, 4);
  assertEquals(new Set(drawn.map(({ y }) => y)).size, 4);
});

Deno.test("publishedBends() begins at a straight line, or below where an interval does", async () => {
  const begins = async (own: readonly BendPoint[]) => {
    const svg = await publishedBends([{ x: "length over chord", straight: 1, points: own }], {
      title: "Bends",
    });
    return {
      domain: Number(svg.match(/linear scale with values from ([\d.]+)/)![1]),
      inside: intervals(svg).every(({ x }) => x >= 0),
    };
  };
  const low = await begins(points);
  assert(low.domain < 0.95 && low.inside);
  assertEquals(
    await begins(points.filter(({ series }) => series === PUBLISHED_NAMES.control)),
    { domain: 1, inside: true },
  );
});
