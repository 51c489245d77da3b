/**
 * The report's first figure: its numbers from the training runs, its shapes from the transects.
 *
 * @module
 */

import type { FamilyName } from "../../curve/family.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import { headline, type HeadlineShape } from "../../figures/headline.ts";
import type { ReportFigure, ReportOutcome } from "../mod.ts";
import { type Found } from "./sources.ts";
import { readStack } from "./read.ts";
import { transectRows } from "./walks.ts";

/** Draws it; nothing where no hole has both networks. */
export async function headlineFigure(
  outcomes: readonly ReportOutcome[],
  walks: readonly Found<"transects">[],
  family: FamilyName,
): Promise<ReportFigure | undefined> {
  if (outcomes.length === 0) return undefined;
  const found = await Promise.all(walks.map((walk) => shapeOf(walk, family)));
  const shapes = found.filter((shape) => shape !== undefined);
  return {
    kind: "headline",
    name: "headline",
    svg: await headline(outcomes, shapes, { family }),
    narrow: await headline(outcomes, shapes, { narrow: true, family }),
    note: walks.length === 0 ? "" : "The shape is the middle one of those inside the hole on the " +
      `first transect that crosses it, from the networks of seed ${walks[0].role.seed}.`,
    sources: [...outcomes, ...walks].map(({ source }) => source),
  };
}

/** The middle one of the points inside the hole on the first transect that has any. */
async function shapeOf(
  { role, result }: Found<"transects">,
  family: FamilyName,
): Promise<HeadlineShape | undefined> {
  const rows = await transectRows(result);
  const own = rows.filter(({ network }) => network === "punctured");
  const walk = own.find(({ inside }) => inside)?.transect;
  const inside = own.filter((row) => row.inside && row.transect === walk);
  if (inside.length === 0) return undefined;
  const middle = inside[inside.length >> 1];
  const index = own.indexOf(middle);
  const control = rows.filter(({ network }) => network === "control")[index];
  if (!control) return undefined;
  const [truth, punctured, beside] = await Promise.all(
    ["truth", "reconstruction", "control"].map(async (name) => {
      const { images, shape } = await readStack(`${result.directory}/${name}.npy`);
      const pixels = shape[2] * shape[3];
      return images.subarray(index * pixels, (index + 1) * pixels);
    }),
  );
  return {
    hole: shapeHoleWords(role.hole, family),
    a: middle.a,
    b: middle.b,
    size: Math.sqrt(truth.length),
    truth,
    punctured,
    control: beside,
    dice: { punctured: middle.dice, control: control.dice },
  };
}
