/**
 * What a report does not show of its study, in words: a page that was made before the study was
 * finished says so itself.
 *
 * @module
 */

import type { Shapes } from "../../curve/family.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import { studySeeds } from "../../study/profiles.ts";
import type { Role } from "../../study/roles.ts";
import type { ReportData, ReportLacking } from "../page/data.ts";
import { list } from "../page/html.ts";
import { studyArguments } from "../page/study_arguments.ts";
import { type ReportParameters, reportShapes } from "../schema.ts";

/** What the page says that it lacks, or `undefined` where it shows all of its study. */
export function lackingOf(parameters: ReportParameters): ReportLacking | undefined {
  const { profile, members, lacks } = parameters;
  if (lacks === undefined || lacks.length === 0) return undefined;
  const shown = members.map(({ role }) => role);
  const shapes = reportShapes(parameters);
  const flags = studyArguments({ shapes, ...seedsOf(parameters) });
  return {
    parts: partsOf(lacks, { shown, shapes }),
    // The command that makes the whole study.
    command: [`deno task reproduce --profile ${profile}`, ...flags].join(" "),
  };
}

type Of<K extends Role["kind"]> = Extract<Role, { kind: K }>;

function only<K extends Role["kind"]>(roles: readonly Role[], ...kinds: K[]): Of<K>[] {
  return roles.filter((role): role is Of<K> => kinds.includes(role.kind as K));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function partsOf(
  lacks: readonly Role[],
  { shown, shapes }: { shown: readonly Role[]; shapes: Shapes },
): string[] {
  const trained = distinct(only(shown, "train").map(({ seed }) => seed));
  const missing = only(lacks, "train");
  const seeds = distinct(missing.map(({ seed }) => seed)).filter((seed) => !trained.includes(seed));
  // Of a seed that is missing altogether it goes without saying that each of its parts is.
  const own = lacks.filter(({ seed }) => !seeds.includes(seed));
  const holes = distinct(only(own, "train").map(({ hole }) => hole));
  const later = own.filter((role) => !("hole" in role) || !holes.includes(role.hole));
  const ablations = distinct(only(lacks, "arm", "ablation").map(({ seed }) => seed));
  return [
    seeds.length > 0 ? seedWords(seeds) : null,
    ...holes.map((hole) => `networks of the ${shapeHoleWords(hole, shapes.family)}`),
    counted(only(later, "evaluation").length, ["evaluation of one network", "evaluations"]),
    counted(only(later, "transects").length, ["walk across a hole", "walks across holes"]),
    counted(only(later, "traversals").length, ["latent traversal", "latent traversals"]),
    ablations.length === 0
      ? null
      : `the ablation${only(shown, "ablation").length > 0 ? ` of ${seedWords(ablations)}` : ""}`,
    ...only(lacks, "sweep").map(({ study }) => `the comparison of the study ${study}`),
  ].filter((part) => part !== null);
}

function seedWords(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? "seed" : "seeds"} ${list(seeds.map(String))}`;
}

function counted(count: number, [one, many]: readonly [string, string]): string | null {
  return count === 0 ? null : count === 1 ? `the ${one}` : `${count} ${many}`;
}

/** The seeds of a study, as its page needs to know them for its commands. */
export function seedsOf(
  { profile, members, lacks = [] }: Pick<ReportParameters, "profile" | "members" | "lacks">,
): Pick<ReportData, "seed" | "seeds"> {
  const study = [...members.map(({ role }) => role), ...lacks];
  const ascending = (roles: readonly Role[]) =>
    distinct(roles.map(({ seed }) => seed)).toSorted((one, other) => one - other);
  const seeds = ascending(only(study, "train"));
  // Without a study of its own a page shows comparisons that were found.
  if (seeds.length === 0) return {};
  const [seed] = seeds;
  const usual = studySeeds(profile, { seed, seeds: undefined });
  const asUsual = String(usual.seeds) === String(seeds) &&
    String(usual.ablationSeeds) === String(ascending(only(study, "ablation")));
  return { ...(seed === 0 ? {} : { seed }), ...(asUsual ? {} : { seeds: seeds.length }) };
}
