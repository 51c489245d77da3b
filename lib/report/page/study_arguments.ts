/**
 * The flags of a study: `reproduce` makes the study with them, and `report` its page.
 *
 * @module
 */

import { DEFAULT_SHAPES } from "../../curve/family.ts";
import { shapeArguments } from "../../dataset/image_flags.ts";
import type { ReportData } from "./data.ts";

/** Shapes and seeds as they are typed; nothing for those that go without saying. */
export function studyArguments(
  { shapes = DEFAULT_SHAPES, seed = 0, seeds }: Pick<ReportData, "shapes" | "seed" | "seeds">,
): string[] {
  return [
    ...shapeArguments(shapes),
    ...(seed === 0 ? [] : [`--seed ${seed}`]),
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
  ];
}

/** The profile of a report as it is typed; nothing for the one that goes without saying. */
export function profileArguments({ profile }: Pick<ReportData, "profile">): string[] {
  return profile === "small" ? [] : [`--profile ${profile}`];
}

/** What commands need to know of a report's study. */
export type StudyData = Pick<ReportData, "profile" | "shapes" | "seed" | "seeds">;

/** The command that makes a report's whole study, or its page. */
export function studyCommand(task: "reproduce" | "report", study: StudyData): string {
  return [`deno task ${task}`, ...profileArguments(study), ...studyArguments(study)].join(" ");
}
