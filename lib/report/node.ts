/**
 * The report as the last node of a study's plan, and as an early one that shows its first part.
 *
 * @module
 */

import type { BackendName } from "../backend/backend.ts";
import type { ComparisonParameters } from "../comparison/schema.ts";
import { areUsual, type Shapes } from "../curve/family.ts";
import { armsText, type FoundComparison } from "../study/found_comparisons.ts";
import { inOrder } from "../study/order.ts";
import type { Node, PlannedStage } from "../study/plan.ts";
import type { ProfileName } from "../study/profiles.ts";
import type { ReportParameters } from "./schema.ts";
import { REPORT } from "./stage.ts";

/** What a report shows besides its study, and how much of it. */
export interface ReportNodeOptions {
  readonly profile: ProfileName;
  /** Name of the backend that computes the study. */
  readonly backend: BackendName;
  /** Limits the report to results that are there. Default all. */
  readonly present?: (id: string) => boolean;
  /**
   * Comparisons that lie in the results folder already and have an arm of the study's shapes, to be
   * shown beside it. Default none.
   */
  readonly comparisons?: readonly FoundComparison[];
  /** The study's shapes, where they are not the publication's. */
  readonly shapes?: Shapes | undefined;
}

/** Id of the node that reports on what is computed first. */
export const FIRST_PAGE = "first page";

/**
 * A study in the order in which it is computed, with a report of its first part as soon as that is
 * done, called {@linkcode FIRST_PAGE}, and the whole report at the end.
 */
export function reportedPlan(
  study: readonly Node[],
  options: Omit<ReportNodeOptions, "present">,
): PlannedStage[] {
  const { first, rest } = inOrder(study);
  const report = reportNode(study, options);
  if (first.length === 0) return [...rest, report];
  const ids = new Set(first.map(({ id }) => id));
  // Without the studies that lie there already: the page would be made anew after each of them.
  const { profile, backend, shapes } = options;
  const page = reportNode(study, { profile, backend, shapes, present: (id) => ids.has(id) });
  return [...first, { ...page, id: FIRST_PAGE }, ...rest, report];
}

/** The node that reports on a study. */
export function reportNode(
  study: readonly Node[],
  { profile, backend, present = () => true, comparisons = [], shapes }: ReportNodeOptions,
): PlannedStage {
  const input = (id: string) => id.replaceAll(/[^A-Za-z0-9.=-]+/g, "-");
  const nodes = study.filter(({ id }) => present(id));
  // Where the study's own comparison is shown, another of the same arms would be a second answer.
  const own = new Set(
    nodes.flatMap(({ role, parameters }) =>
      role.kind === "sweep" ? [armsText(parameters as ComparisonParameters)] : []
    ),
  );
  const given = Object.fromEntries(
    comparisons.filter(({ parameters }) => !own.has(armsText(parameters)))
      .map((
        { parameters, result },
      ) => [input(`sweep ${parameters.study} ${result.key.slice(0, 12)}`), { parameters, result }]),
  );
  const lacks = study.filter(({ id }) => !present(id)).map(({ role }) => role);
  const parameters: ReportParameters = {
    profile,
    ...(lacks.length > 0 ? { lacks } : {}),
    ...(shapes === undefined || areUsual(shapes) ? {} : shapes),
    members: [
      ...nodes.map(({ id, role, stage }) => ({
        input: input(id),
        backend: stage.needs.backend ? backend : null,
        role,
      })),
      ...Object.entries(given).map(([role, { parameters: { study, arms } }]) => ({
        input: role,
        backend: null,
        role: { kind: "sweep" as const, study, seed: arms[0].replicates[0].seed },
      })),
    ],
  };
  return {
    id: "report",
    stage: REPORT,
    parameters,
    needs: Object.fromEntries(nodes.map(({ id }) => [input(id), id])),
    given: Object.fromEntries(Object.entries(given).map(([role, { result }]) => [role, result])),
  };
}
