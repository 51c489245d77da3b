/**
 * The address that stands for the settings of a run.
 *
 * @module
 */

import { PENALTY_NAMES } from "../../model/penalties.ts";
import { formatHole } from "../../space/hole.ts";
import { quoted } from "../page/address.ts";
import { readHole } from "./lab_hole.ts";
import {
  consistent,
  DEFAULT_SETTINGS,
  LAB_POSTERIORS,
  LAB_SHAPES,
  type LabSettings,
  NETWORKS,
  numberWords,
  RANGES,
  readNumber,
} from "./settings.ts";

/** The fragment of the page's address that stands for settings, with its `#`. */
export function formatLabAddress(settings: LabSettings): string {
  // The study's shapes go without saying, as in every link from before there could be others.
  const { shapes, ...rest } = settings;
  const parts = Object.entries(shapes === DEFAULT_SETTINGS.shapes ? rest : settings)
    .map(([name, value]) => `${name}=${value}`);
  return `#lab&${parts.join("&")}`;
}

/** Settings of an address, and what of it was not taken, in words. */
export interface LabAddress {
  readonly settings: LabSettings;
  /** A sentence for each value that cannot be. */
  readonly troubles: readonly string[];
}

/** Parts that an address has; `lab` alone names the view. */
const NAMES: ReadonlySet<string> = new Set(["lab", ...Object.keys(DEFAULT_SETTINGS)]);

/** Reads a fragment. What is missing is as it is by default, and so is what cannot be. */
export function parseLabAddress(fragment: string): LabAddress {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const troubles = Array.from(new Set(parts.keys()))
    .filter((name) => !NAMES.has(name))
    .map((name) =>
      `The address has ${quoted(name)}, which is not known: ${
        Object.keys(DEFAULT_SETTINGS).join(", ")
      } are.`
    );
  const take = <T>(name: keyof LabSettings, read: (text: string) => T | string): T => {
    const text = parts.get(name);
    const standard = DEFAULT_SETTINGS[name] as T;
    if (text === null) return standard;
    try {
      return read(text) as T;
    } catch (error) {
      troubles.push(`The address has ${name}=${quoted(text)}: ${(error as Error).message}.`);
      return standard;
    }
  };
  const number = (name: keyof typeof RANGES) =>
    take(name, (text) => {
      const value = readNumber(name, text);
      if (value !== undefined) return value;
      throw new RangeError(`it must be ${numberWords(name)}`);
    });
  const choice = <K extends "shapes" | "network" | "posterior" | "penalty">(
    name: K,
    choices: readonly LabSettings[K][],
  ) =>
    take<LabSettings[K]>(name, (text) => {
      const found = choices.find((each) => each === text);
      if (found !== undefined) return found;
      throw new RangeError(`it must be one of ${choices.join(", ")}`);
    });
  const shapes = choice("shapes", Object.keys(LAB_SHAPES));
  const settings: LabSettings = {
    shapes,
    hole: take("hole", (text) => formatHole(readHole(text, LAB_SHAPES[shapes].family))),
    seed: number("seed"),
    points: number("points"),
    epochs: number("epochs"),
    network: choice("network", Object.keys(NETWORKS) as LabSettings["network"][]),
    posterior: choice("posterior", LAB_POSTERIORS),
    lambda: number("lambda"),
    penalty: choice("penalty", PENALTY_NAMES),
  };
  const allowed = consistent(settings);
  if (parts.has("penalty") && allowed.penalty !== settings.penalty) {
    troubles.push(
      `The address has penalty=${settings.penalty}, which the lab cannot train with ` +
        `posterior ${settings.posterior}.`,
    );
  }
  return { settings: allowed, troubles };
}
