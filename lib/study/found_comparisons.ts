/**
 * Comparisons that lie in a results folder already: a report shows them beside its own study.
 *
 * @module
 */

import { someShow } from "../comparison/arm_shapes.ts";
import { DEFAULT_SHAPES, type Shapes } from "../curve/family.ts";
import { UsageError } from "../errors.ts";
import { canonicalJson } from "../files/canonical_json.ts";
import { openResult } from "../results/mod.ts";
import { entriesOf } from "../results/audit/reference.ts";
import type { Result } from "../results/stage.ts";
import type { ProfileName } from "./profiles.ts";
import { type ComparisonParameters, comparisonSchema } from "../comparison/schema.ts";

/** A comparison that was found. */
export interface FoundComparison {
  readonly result: Result;
  readonly parameters: ComparisonParameters;
}

/** What was found, and what was passed over. */
export interface FoundComparisons {
  /** In order of study, then of key. */
  readonly comparisons: readonly FoundComparison[];
  /** Comparisons that are there but were changed, with a line on each. */
  readonly damaged: readonly { readonly directory: string; readonly message: string }[];
}

/** What a comparison asks, whatever its seeds: equal for two of the same study and arms. */
export function armsText({ study, arms }: Pick<ComparisonParameters, "study" | "arms">): string {
  return canonicalJson([study, arms.map(({ name, settings }) => [name, settings])]);
}

/** Which comparisons are looked for. */
export interface ComparisonSearch {
  readonly profile: ProfileName;
  /** What at least one of their arms shows. Default the study's shapes. */
  readonly shapes?: Shapes | undefined;
}

/**
 * The comparisons of a profile that have an arm of some shapes, one for each list of arms: the one
 * over most seeds, and of several the one whose key comes first.
 *
 * @param results The results folder; one that is absent holds none.
 */
export async function findComparisons(
  results: string,
  { profile, shapes = DEFAULT_SHAPES }: ComparisonSearch,
): Promise<FoundComparisons> {
  const comparisons: FoundComparison[] = [], damaged: FoundComparisons["damaged"][number][] = [];
  for (const { directory, manifest } of await entriesOf(results)) {
    if (manifest.stage !== "sweep") continue;
    const { success, data: parameters } = comparisonSchema.safeParse(manifest.parameters);
    if (!success || parameters.profile !== profile) continue;
    if (!someShow(parameters.arms, shapes)) continue;
    try {
      comparisons.push({ result: await openResult(directory, { stage: "sweep" }), parameters });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      damaged.push({ directory, message: error.message });
    }
  }
  const seedsOf = ({ parameters: { arms } }: FoundComparison) => arms[0].replicates.length;
  const best = [...Map.groupBy(comparisons, ({ parameters }) => armsText(parameters)).values()].map(
    (
      same,
    ) =>
      same.toSorted((one, other) =>
        seedsOf(other) - seedsOf(one) || (one.result.key < other.result.key ? -1 : 1)
      )[0],
  );
  const rank = ({ parameters: { study }, result }: FoundComparison) => `${study} ${result.key}`;
  return { comparisons: best.toSorted((one, other) => rank(one) < rank(other) ? -1 : 1), damaged };
}
