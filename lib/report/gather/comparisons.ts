/**
 * Comparisons of arms in a report: their own figures, each in the section that it belongs to.
 *
 * @module
 */

import { allShow } from "../../comparison/arm_shapes.ts";
import type { Shapes } from "../../curve/family.ts";
import type { FigureKind, ReportFigure } from "../mod.ts";
import type { Metrics } from "../../results/stage.ts";
import { distanceInWords, methodsInWords, readComparison } from "./methods.ts";
import { type Found, slug } from "./sources.ts";
import type { ComparisonParameters } from "../../comparison/schema.ts";
import type { StudyName } from "../../study/studies.ts";
import { counted } from "../../words/counted.ts";

/**
 * Which of a study's figures are shown, and as what. Studies not named show their arms. Those of
 * methods and distance are drawn again from the tables, with names in words.
 */
const SHOWN: Readonly<
  Partial<Record<StudyName, readonly (readonly [file: string, kind: FigureKind])[]>>
> = {
  holes: [["error_map", "map"], ["distance", "distance"], ["methods", "methods"]],
  "dose-response": [["arms", "dose"]],
  disentanglement: [["arms", "penalties"]],
  "total-correlation": [["arms", "penalties"]],
};

/**
 * The figures of a comparison that its folder holds. One that compares the report's shapes with
 * others stands among the further studies: a figure of its own section would not say whose it is.
 *
 * @param evaluations of the networks that it compares, as far as they are there
 * @param shapes those of the report
 */
export async function figuresOfComparison(
  sweep: Found<"sweep">,
  { evaluations, shapes }: { evaluations: readonly Found<"evaluation">[]; shapes: Shapes },
): Promise<ReportFigure[]> {
  const { role, result, source } = sweep;
  const { study, question, arms } = result.parameters as unknown as ComparisonParameters;
  const figures: ReportFigure[] = [];
  const comparison = role.study === "holes" ? await readComparison(sweep) : undefined;
  const drawn = async (file: string) => {
    if (comparison && file === "methods") return await methodsInWords(comparison);
    if (comparison && file === "distance") return await distanceInWords(comparison, evaluations);
    return await readFigure(`${result.directory}/figures`, file);
  };
  const own = allShow(arms, shapes) ? SHOWN[role.study as StudyName] : undefined;
  for (const [file, kind] of own ?? [["arms", "study"] as const]) {
    const svg = await drawn(file);
    if (svg === undefined) continue;
    const over = `over ${counted(arms[0].replicates.length, "seed")}.`;
    figures.push({
      kind,
      name: `${slug(study)}-${slug(file)}-${result.key.slice(0, 6)}`,
      svg,
      note: file === "arms"
        ? [`${question} ${arms.length} arms ${over}`, missingText(result.metrics)]
          .filter(Boolean).join(" ")
        : `This is the hole that costs most, ${over}`,
      sources: [source],
    });
  }
  return figures;
}

/**
 * Which arms have seeds without a score of their codes, and why; "" where all have one.
 *
 * @param metrics Headline figures of a comparison.
 */
export function missingText({ arms = {}, order = [] }: Metrics): string {
  const texts = (order as string[]).flatMap((name) => {
    const codes = ((arms as Metrics)[name] as Metrics | undefined)?.codes ?? {};
    const figures = Object.values(codes) as Record<string, Metrics | undefined>[];
    const notes = figures.flatMap(({ model }) => model?.note ? [String(model.note)] : []);
    return notes.length === 0 ? [] : [`${name}: ${[...new Set(notes)].join("; ")}.`];
  });
  return texts.length === 0 ? "" : `Scores of codes, by arm: ${texts.join(" ")}`;
}

async function readFigure(folder: string, name: string): Promise<string | undefined> {
  // Comparisons before version 3 wrote error-map.svg.
  for (const file of new Set([name, name.replaceAll("_", "-")])) {
    try {
      return await Deno.readTextFile(`${folder}/${file}.svg`);
    } catch (error) {
      // A comparison draws what its arms allow: without a hole there is no map of one.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
