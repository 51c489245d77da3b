/**
 * Result folders of a report that can stand in a command in the place of `DIR`, so that a reader can
 * paste it.
 *
 * @module
 */

import { shellWord } from "../../cli/shell.ts";
import type { ReportData, Source } from "./data.ts";

/** A flag that takes a result folder. */
type Flag = "dataset" | "model" | "control";

/** Result folders by the flag that takes them, relative to where commands are given. */
export type Folders = { readonly [flag in Flag]?: string };

/** Where a source lies in the usual results folder. */
function placeOf({ path }: Source): string {
  return path.replace(/^\.\.\/\.\.\//, "results/");
}

/** The first network around a hole in a report, its control of the same seed, and their dataset. */
export function foldersOf(report: ReportData): Folders {
  const { outcomes } = report;
  const controlOf = ({ hole, seed }: typeof outcomes[number]) =>
    outcomes.find((other) =>
      other.network === "control" && other.hole === hole && other.seed === seed
    );
  const networks = outcomes.filter(({ network }) => network === "punctured");
  const network = networks.find((each) => controlOf(each) !== undefined) ?? networks[0];
  const control = network && controlOf(network);
  // A network's own command names its dataset where the report has it.
  const [, own] =
    /--dataset (results\/[\w.=-]+\/[\w.=-]+)( |$)/.exec(network?.source.command ?? "") ??
      [];
  const other = network
    ? undefined
    : report.figures.flatMap(({ sources }) => sources).find(({ stage }) => stage === "dataset");
  const dataset = own ?? (other && placeOf(other));
  return {
    ...(dataset ? { dataset } : {}),
    ...(network ? { model: placeOf(network.source) } : {}),
    ...(control ? { control: placeOf(control.source) } : {}),
  };
}

/** A command with folders in the place of each `DIR` whose flag has one. */
export function withFolders(command: string, folders: Folders): string {
  return command.replace(/--(dataset|model|control) DIR\b/g, (whole, flag: Flag) => {
    const folder = folders[flag];
    return folder === undefined ? whole : `--${flag} ${shellWord(folder)}`;
  });
}
