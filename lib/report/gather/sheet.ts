/**
 * The sheet of codes in a report: where an encoder puts the plane of shapes, in three dimensions,
 * with a picture of every point.
 *
 * @module
 */

import { parameterSymbols, shapeHoleWords } from "../../curve/parameter_text.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { LATTICE } from "../../space/points.ts";
import { latentSheet, type SheetPoint } from "../../figures/latent_sheet.ts";
import type { ReportSheet } from "../mod.ts";
import { type CodeResults, LATENT_FIGURE, sheetHole } from "./code_results.ts";
import { codeOf, readTable } from "./read.ts";
import { spritesOf } from "./sprites.ts";

/** The sheet of the widest hole's network; nothing where a result or a third latent is missing. */
export async function latentSheetOf(results: CodeResults): Promise<ReportSheet | undefined> {
  const { family } = results.shapes;
  const hole = sheetHole(results);
  const traversals = results.traversals.find(({ role }) => role.hole === hole);
  const walk = results.walks.find(({ role }) => role.hole === hole);
  if (!traversals || !walk) return undefined;
  const point = (row: Record<string, string>): SheetPoint => ({
    a: Number(row.a),
    b: Number(row.b),
    mu: codeOf(row),
    dice: Number(row.dice),
  });
  const lattice = (await readTable(traversals.result, "lattice")).map(point);
  if (![2, 3].includes(lattice[0].mu.length)) return undefined;
  const steps = (await readTable(walk.result, "transects"))
    .filter(({ model }) => model === "punctured");
  const transects = [...Map.groupBy(steps, ({ transect }) => transect)].map(([name, rows]) => ({
    name,
    points: rows.map(point),
  }));
  const draw = (theme: "light" | "dark") =>
    latentSheet({
      lattice,
      columns: LATTICE.columns,
      transects,
      hole: datasetHole({ hole: traversals.role.hole, family }),
      family,
      theme,
      colour: "error",
    });
  return {
    still: LATENT_FIGURE,
    caption: "Where the encoder of the network trained around a " +
      `${
        shapeHoleWords(traversals.role.hole, family)
      } puts the plane of shapes: a surface through the codes μ ` +
      `of a lattice over (${
        parameterSymbols(family)
      }), with the hole's edge and the transects drawn on it. Choose what ` +
      "colours it, turn it, and point at it to see the shapes. In print, and where the page cannot " +
      "draw it, the codes of the training images stand in its place by pairs of dimensions. The " +
      `network is of seed ${traversals.role.seed}.`,
    light: draw("light"),
    dark: draw("dark"),
    sprites: await spritesOf(traversals.result, walk.result),
    sources: [traversals.source, walk.source],
  };
}
