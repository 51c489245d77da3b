import { assertEquals } from "@std/assert";
import { pairedImages } from "../../../lib/report/gather/images.ts";
import type { Found } from "../../../lib/report/gather/sources.ts";

const HOLE = "disc:1.25,1,0.3";

/** An evaluation with the given Dice of points of the hole, by a, and one point outside. */
async function evaluation(
  folder: string,
  { network, seed, dice, hole = HOLE }: {
    network: "punctured" | "control";
    seed: number;
    dice: Readonly<Record<string, number>>;
    hole?: string;
  },
): Promise<Found<"evaluation">> {
  const directory = `${folder}/${network}-${seed}`;
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  const rows = Object.entries(dice).map(([a, value]) => `hole,${a},1,${value}`);
  const outside = "validation,0.5,0.5,0.1";
  await Deno.writeTextFile(
    `${directory}/tables/points.csv`,
    ["set,a,b,dice", ...rows, outside, ""].join("\n"),
  );
  return {
    role: { kind: "evaluation", arm: network, network, hole, seed },
    result: { directory },
  } as unknown as Found<"evaluation">;
}

Deno.test("pairedImages() counts pairs of the same image and seed inside the hole", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const found = [
      await evaluation(folder, { network: "punctured", seed: 0, dice: { 1.2: 0.9, 1.3: 0.97 } }),
      // In another order, and with a point that the network has not.
      await evaluation(folder, {
        network: "control",
        seed: 0,
        dice: { 1.4: 0.5, 1.3: 0.96, 1.2: 0.98 },
      }),
      // One pair that is even, and a second one that is lost: the network loses more than it wins.
      await evaluation(folder, { network: "punctured", seed: 1, dice: { 1.2: 0.9, 1.3: 0.8 } }),
      await evaluation(folder, { network: "control", seed: 1, dice: { 1.2: 0.9, 1.3: 0.85 } }),
      // No control of this seed.
      await evaluation(folder, { network: "punctured", seed: 2, dice: { 1.2: 0.1 } }),
    ];
    assertEquals(await pairedImages(found), [{ hole: "disc of radius 0.3", count: 4, worse: 2 }]);
    assertEquals(await pairedImages(found.slice(0, 1)), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
