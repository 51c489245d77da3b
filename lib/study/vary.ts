/**
 * The language of `--vary`: settings and the values they take, as arms of their own or under each
 * arm of a declared study.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { crossed, type Study, under } from "./arms.ts";
import { checkSetting, type SettingName } from "./settings.ts";
import { STUDIES, type StudyName } from "./studies.ts";

/** A `--vary` argument: a setting and the values it takes. */
export type Varied = readonly [name: SettingName, values: readonly string[]];

/**
 * Reads `name=value,value,…`. Values that hold commas themselves (holes) are separated by `;`.
 *
 * Throws UsageError, naming what is allowed, on an unknown name, no value, a value outside its
 * range or one that stands twice.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseVary } from "./vary.ts";
 *
 * assertEquals(parseVary("hole.radius=0.3,0.6"), ["hole.radius", ["0.3", "0.6"]]);
 * ```
 */
export function parseVary(text: string): Varied {
  const [name, list] = text.split(/=(.*)/s);
  if (list === undefined || list === "") {
    throw new UsageError(
      `--vary must be a setting and its values, such as size=32,64, received ${text}`,
    );
  }
  const values = list.split(name === "hole" ? ";" : ",").map((value) => value.trim());
  for (const value of values) {
    try {
      checkSetting(name, value);
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(`--vary: ${error.message}`) : error;
    }
  }
  const twice = values.find((value, k) => values.indexOf(value) < k);
  if (twice !== undefined) {
    throw new UsageError(`--vary ${name}: values must differ, received ${twice} twice`);
  }
  return [name as SettingName, values];
}

/**
 * The study that `--study` and `--vary` ask for: the declared arms, each under every combination of
 * the varied settings. Without a declared study one arm is varied, the published hole's; without
 * either it is the published study.
 *
 * Throws UsageError on a setting that is varied twice, or that the declared arms set themselves.
 */
export function variedStudy(declared: StudyName | undefined, varied: readonly Varied[]): Study {
  const names = varied.map(([name]) => name);
  const twice = names.find((name, k) => names.indexOf(name) < k);
  if (twice !== undefined) throw new UsageError(`--vary must name ${twice} once, with all values`);
  if (varied.length === 0) return STUDIES[declared ?? "published"];
  const base: Study = declared
    ? STUDIES[declared]
    : { name: "varied", question: "", arms: [{ name: "", settings: {} }] };
  const taken = names.find((name) => base.arms.some(({ settings }) => name in settings));
  if (taken !== undefined) {
    throw new UsageError(`--vary ${taken}: the arms of ${base.name} set it already`);
  }
  return {
    ...base,
    question: base.question || `How do the results depend on ${names.join(" and ")}?`,
    arms: under(base.arms, crossed(varied)),
  };
}
