/**
 * The two networks of a hole on the same test images, one by one.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName } from "../../curve/family.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import type { PairedImages } from "../page/data.ts";
import { type Found } from "./sources.ts";
import { readTable } from "./read.ts";

/** Counts the images inside each hole on which a network is worse than its control. */
export async function pairedImages(
  evaluations: readonly Found<"evaluation">[],
  family: FamilyName = DEFAULT_SHAPES.family,
): Promise<PairedImages[]> {
  const holes = Map.groupBy(evaluations, ({ role }) => role.hole);
  const counted = await Promise.all([...holes].map(async ([hole, own]) => {
    const seeds = [...new Set(own.map(({ role }) => role.seed))];
    const pairs = await Promise.all(seeds.map(async (seed) => {
      const dice = async (network: string) => {
        const found = own.find(({ role }) => role.seed === seed && role.network === network);
        return found ? await diceInside(found) : undefined;
      };
      return [await dice("punctured"), await dice("control")] as const;
    }));
    let [count, worse] = [0, 0];
    for (const [network, control] of pairs) {
      for (const [place, value] of network ?? []) {
        const other = control?.get(place);
        if (other === undefined) continue;
        count++;
        if (value < other) worse++;
      }
    }
    return { hole: shapeHoleWords(hole, family), count, worse };
  }));
  return counted.filter(({ count }) => count > 0);
}

/** Dice of each test image inside the hole, by its place in the plane. */
async function diceInside({ result }: Found<"evaluation">): Promise<Map<string, number>> {
  const rows = await readTable(result, "points");
  return new Map(
    rows.filter(({ set }) => set === "hole").map(({ a, b, dice }) => [`${a} ${b}`, Number(dice)]),
  );
}
