/**
 * The figures of a comparison: arms against a dose where one is varied, else side by side; then,
 * for the arm that its hole costs most, where the errors lie and what simpler methods do there.
 * Bands and bars are 95 % t intervals over seeds, which few seeds do not make too narrow where
 * their effects are normal.
 *
 * @module
 */

import { planeUnit } from "../curve/family.ts";
import { armsFigure, doseFigure, epochsFigure, holesFigure, oneLineAHole } from "./arm_figures.ts";
import type { ComparedArm } from "./compare.ts";
import { distanceFigure, mapFigure, methodsFigure } from "./hole_figures.ts";
import {
  codesOf,
  type ComparedStudy,
  deficitsOf,
  DICE_DEFICIT,
  familyIn,
  rowOf,
  subtitleOf,
  type Tables,
} from "./shown_measures.ts";

/** Every figure of a comparison as an SVG document, by file name without its ending. */
export async function comparisonFigures(
  study: ComparedStudy,
  tables: Tables,
): Promise<Map<string, string>> {
  const figures = new Map<string, string>();
  // Arms with a control and a hole: without either there is no deficit.
  const punctured = tables.arms.filter(({ name }) => rowOf(tables.compared, name, DICE_DEFICIT));
  const shown = punctured.length > 0 ? deficitsOf(study) : codesOf(study);
  // A figure that the study names is drawn, even if its settings look like a dose.
  const named = study.figure !== undefined && study.figure !== "ratios" && punctured.length > 0;
  const dose = named ? undefined : doseSetting(study);
  const ofArms = () => {
    if (dose) return doseFigure(study, tables, { dose, shown });
    if (!named) return armsFigure(study, tables, shown);
    if (study.figure !== "epochs") return holesFigure(study, tables);
    // A line joins the epochs of one kind of network.
    return oneLineAHole(study) ? epochsFigure(study, tables) : armsFigure(study, tables, shown);
  };
  figures.set("arms", await ofArms());
  const worst = costliest(punctured, tables);
  if (!worst) return figures;
  const { hole, settings } = study.arms.find(({ name }) => name === worst.name)!;
  const unit = planeUnit(familyIn(settings));
  figures.set(
    "distance",
    await distanceFigure(worst, tables, { subtitle: subtitleOf(study), unit }),
  );
  figures.set(
    "error_map",
    await mapFigure(worst, { hole, family: familyIn(settings) }),
  );
  const methods = await methodsFigure(worst, tables, subtitleOf(study));
  if (methods) figures.set("methods", methods);
  return figures;
}

/** The setting that takes most different numbers, at least three. */
function doseSetting({ arms }: ComparedStudy): string | undefined {
  const names = [...new Set(arms.flatMap(({ settings }) => Object.keys(settings)))];
  const values = (name: string) => new Set(arms.map(({ settings }) => settings[name]));
  return names
    .filter((name) => arms.every(({ settings }) => Number.isFinite(Number(settings[name]))))
    .filter((name) => values(name).size >= 3)
    .toSorted((one, other) => values(other).size - values(one).size)[0];
}

/** The arm whose hole costs most Dice, of those of which it is known where their errors lie. */
function costliest(
  punctured: readonly ComparedArm[],
  { compared, distance }: Tables,
): ComparedArm | undefined {
  const cost = ({ name }: ComparedArm) => Number(rowOf(compared, name, DICE_DEFICIT)!.estimate);
  // Only an arm with an encoder has methods in its latent space; one without is taken where none has.
  const encoding = punctured
    .filter(({ replicates }) => Object.keys(replicates[0].model.codes).length > 0);
  const placed = punctured.filter(({ name }) => distance.some(({ arm }) => arm === name));
  return (encoding.length > 0 ? encoding : placed)
    .toSorted((one, other) => cost(other) - cost(one))[0];
}
