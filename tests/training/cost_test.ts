import { resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { networkCost } from "../../lib/training/cost.ts";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { TINY } from "./fixtures.ts";

Deno.test("networkCost() counts the steps of whole batches, and memory by batch, width and size", () => {
  const costOf = (
    { divide = 1, points = 1000, size = 256, batch = 8, passes = 3, trained = 8 } = {},
  ) =>
    networkCost({
      training: { ...TINY, divide, batch: trained },
      dataset: resolveDatasetParameters({ points, size, holePoints: 100 }),
    }, { batch, passes });
  // The last batch of a pass may be smaller, and is a step all the same.
  assertEquals(costOf({ points: 1001 }).steps, 126 * 3);
  assertEquals(costOf({ trained: 16 }).steps, 63 * 3);
  // Part of a pass is at least a step.
  assertEquals(costOf({ passes: 0.001 }).steps, 1);

  const images = 3 * 1100 * 256 ** 2 / 1e6;
  assertAlmostEquals(costOf().memory, 600 + 2400 + images, 1);
  assertAlmostEquals(costOf({ divide: 4 }).memory, 600 + 2400 / 4 + images, 1);
  assertAlmostEquals(costOf({ batch: 16 }).memory, 600 + 2 * 2400 + images, 1);
  assertAlmostEquals(costOf({ size: 128 }).memory, 600 + 2400 / 4 + images / 4, 1);

  const { operations } = costOf();
  assertAlmostEquals(costOf({ passes: 6 }).operations / operations, 2, 1e-12);
  assertAlmostEquals(costOf({ points: 2000 }).operations / operations, 2, 1e-12);
});
