/**
 * What a study is made of: arms, each with the settings that it changes, and how lists of arms are
 * combined.
 *
 * @module
 */

import type { ComparisonFigure } from "../comparison/schema.ts";
import type { ProfileName } from "./profiles.ts";
import type { SettingName, Settings } from "./settings.ts";

/** One arm of a study. Trained on a punctured set it has a control: as many images, none spared. */
export interface Arm {
  /** Unique in its study; stands in every table and figure. */
  readonly name: string;
  /** What it changes of the profile's default run. */
  readonly settings: Settings;
  /** Profiles that have it; all where absent. */
  readonly profiles?: readonly ProfileName[];
  /** Name of the arm that it is held against, seed by seed; none for the standard itself. */
  readonly against?: string;
}

/** A question and its arms. */
export interface Study {
  readonly name: string;
  /** One sentence. */
  readonly question: string;
  readonly arms: readonly Arm[];
  /** How the comparison shows its arms; by the dose or side by side where absent. */
  readonly figure?: ComparisonFigure;
  /** Replicates where no number is asked for; three where absent. */
  readonly seeds?: number;
}

/** Every combination of settings, the last varying fastest, named by their values. */
export function crossed(
  vary: readonly (readonly [name: SettingName, values: readonly (string | number)[]])[],
): Arm[] {
  return vary.reduce<Arm[]>(
    (arms, [setting, values]) =>
      arms.flatMap(({ name, settings }) =>
        values.map((value) => ({
          name: [name, `${setting}=${value}`].filter(Boolean).join(" "),
          settings: { ...settings, [setting]: value },
        }))
      ),
    [{ name: "", settings: {} }],
  );
}

/** The same arms under further settings, each keeping its name before the new ones'. */
export function under(arms: readonly Arm[], others: readonly Arm[]): Arm[] {
  return arms.flatMap(({ name, settings, against, ...rest }) =>
    others.map((other) => ({
      ...rest,
      name: [name, other.name].filter(Boolean).join(", "),
      settings: { ...settings, ...other.settings },
      ...(against === undefined ? {} : { against: `${against}, ${other.name}` }),
    }))
  );
}
