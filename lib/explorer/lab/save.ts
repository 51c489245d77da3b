/**
 * A run as one file to keep: both networks in the format of TF.js, and all figures.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import { strToU8, type Zippable, zipSync } from "fflate";
import type { RunState } from "./run_state.ts";
import { commandsFor, datasetParameters, trainingParameters } from "./commands.ts";

/** The figures of a run: settings, commands that repeat it, a line for each epoch, Dice. */
export function figuresOf({ settings, networks }: RunState) {
  const filesOf = (subset: PairName) => {
    const { history, dice, imagesPerSecond, reason, end } = networks[subset];
    const training = trainingParameters(settings, subset);
    return { training, end, reason, imagesPerSecond, dice, history };
  };
  return {
    dataset: datasetParameters(settings),
    commands: commandsFor(settings),
    punctured: filesOf("punctured"),
    control: filesOf("control"),
  };
}

/** A zip file of a run: `figures.json`, and a folder for each network. */
export function zipOf(
  run: RunState,
  files: Readonly<Record<PairName, Readonly<Record<string, Uint8Array>>>>,
): Uint8Array<ArrayBuffer> {
  const tree: Zippable = {
    "figures.json": strToU8(JSON.stringify(figuresOf(run), null, 2) + "\n"),
  };
  for (const [subset, each] of Object.entries(files)) {
    for (const [path, bytes] of Object.entries(each)) tree[`${subset}/${path}`] = bytes;
  }
  return zipSync(tree);
}
