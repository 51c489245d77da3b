/**
 * What the page knows of a run, and the sentences that say it.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import { LEARNED } from "../../measure/image/learned.ts";
import { counted } from "../../words/counted.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import { fixed } from "../../report/page/html.ts";
import type { EpochLine, TrainingProgress } from "../../training/epochs.ts";
import type { DiceMeans } from "./messages.ts";
import {
  DEFAULT_SETTINGS,
  familyIn,
  type LabSettings,
  NETWORKS,
  OPTIMISER,
  shapesWords,
} from "./settings.ts";

/** Whether the workers train, wait or are done; `idle` before the first run. */
export type Phase = "idle" | "training" | "paused" | "done" | "failed";

/** What is known of one of a run's networks. */
export interface NetworkState {
  /** Lines of the epochs that are over. */
  history: readonly EpochLine[];
  /** Mean Dice at the last look. */
  dice?: DiceMeans;
  progress?: TrainingProgress;
  /** Images a second: of the epoch before, at last the median of all. */
  imagesPerSecond?: number;
  /** Which backend computes, and why. */
  reason?: string;
  /** `whole` when all epochs are over, `stopped` before that. */
  end?: "whole" | "stopped";
}

/** What is known of a run. */
export interface RunState {
  readonly settings: LabSettings;
  readonly networks: Record<PairName, NetworkState>;
}

/** A run of which nothing is known yet. */
export function newRun(settings: LabSettings): RunState {
  return { settings, networks: { punctured: { history: [] }, control: { history: [] } } };
}

/**
 * What a hole costs: Dice inside it, the control's less the network's; `undefined` before both have
 * finished an epoch. Networks that were stopped earlier than that have learnt hardly anything.
 */
export function costOf({ networks: { punctured, control } }: RunState): number | undefined {
  if (punctured.history.length === 0 || control.history.length === 0) return undefined;
  if (!punctured.dice || !control.dice) return undefined;
  return control.dice.inside - punctured.dice.inside;
}

/** Whether a person stopped a run before its planned end. */
function wasStopped({ networks }: RunState): boolean {
  return Object.values(networks).some(({ end }) => end === "stopped");
}

/** How far a run's networks are, such as `epoch 3 of 20`; each has its own count where they differ. */
function epochWords({ networks: { punctured, control }, settings: { epochs } }: RunState): string {
  const [own, other] = [punctured.history.length, control.history.length];
  const done = own === other ? String(own) : `${own} (network) and ${other} (control)`;
  return `epoch ${done} of ${epochs}`;
}

/** Where a run was stopped, such as `after epoch 3 of 20`. */
function stopWords(run: RunState): string {
  const none = Object.values(run.networks).every(({ history }) => history.length === 0);
  return none ? `in epoch 1 of ${run.settings.epochs}` : `after ${epochWords(run)}`;
}

/** What a cost beside a control's Dice means, as part of a sentence. */
function verdictOf(cost: number, control: number): string {
  if (control < LEARNED) {
    return "the control does not draw the shapes either, so that this says nothing about the hole; " +
      "more epochs or points may help";
  }
  const words = fixed(Math.abs(cost), 3);
  if (Number(words) === 0) return "the hole costs nothing, both are equal to three digits";
  return cost > 0
    ? `the hole costs ${words} of Dice`
    : `the hole costs nothing, the network is better by ${words} of Dice`;
}

/** The state of a run in a sentence or three. */
export function describeRun(run: RunState): string {
  const { networks: { punctured, control } } = run;
  const cost = costOf(run);
  const stopped = wasStopped(run);
  if (cost === undefined) {
    return stopped
      ? `The run was stopped ${stopWords(run)}. Both networks must finish an epoch before ` +
        "they can be compared."
      : "The networks have not finished their first epoch.";
  }
  const [own, other] = [punctured.dice!, control.dice!];
  const whole = punctured.end === "whole" && control.end === "whole";
  const when = whole ? "" : `${stopped ? "Stopped after" : "After"} ${epochWords(run)}: `;
  return `${when}${
    whole ? "Inside" : "inside"
  } the hole the network that never saw it has a Dice of ` +
    `${own.inside.toFixed(3)}, its control ${other.inside.toFixed(3)}: ` +
    `${verdictOf(cost, other.inside)}. Outside they have ${own.outside.toFixed(3)} and ${
      other.outside.toFixed(3)
    }.`;
}

/** Seconds until both networks are trained; `undefined` before their speed is known. */
export function secondsLeft({ networks }: RunState): number | undefined {
  const left = Object.values(networks).map(({ progress, end }) => {
    if (end) return 0;
    if (!progress) return NaN;
    return (progress.total - progress.step) * OPTIMISER.batch / progress.imagesPerSecond;
  });
  const longest = Math.max(...left);
  return Number.isNaN(longest) ? undefined : longest;
}

/** How much of a run is done, from 0 to 1: of a network that was stopped, what it had reached. */
export function shareDone({ networks }: RunState): number {
  const shares = Object.values(networks).map(({ progress, end }) =>
    end === "whole" ? 1 : progress ? progress.step / progress.total : 0
  );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** How fast a run is, and how long it takes or how it ended, such as `400 + 390 images/s, done`. */
export function speedWords(run: RunState, phase: Phase): string {
  const rates = Object.values(run.networks).flatMap(({ imagesPerSecond, progress }) =>
    imagesPerSecond ?? progress?.imagesPerSecond ?? []
  );
  const left = secondsLeft(run);
  return [
    ...(rates.length > 0 ? [`${rates.map((rate) => rate.toFixed(0)).join(" + ")} images/s`] : []),
    ...(phase === "training" && left !== undefined ? [`about ${Math.ceil(left)} s left`] : []),
    ...(phase === "paused" ? ["paused"] : []),
    ...(phase === "done" ? [wasStopped(run) ? "stopped" : "done"] : []),
  ].join(", ");
}

/**
 * What a run trains on, in a sentence: the control's device too where it is another one, as when WebGPU
 * could not be started a second time.
 */
export function backendWords({ networks: { punctured, control } }: RunState): string {
  if (!punctured.reason) return "";
  return (control.reason ?? punctured.reason) === punctured.reason
    ? `Trains on ${punctured.reason}.`
    : `The network trains on ${punctured.reason}; its control on ${control.reason}.`;
}

/** A run's settings other than its hole, and how long it was, such as `seed 0, 2000 points, 20 epochs`. */
function settingsWords(run: RunState): string {
  const { shapes, seed, epochs, points, network, penalty, posterior, lambda } = run.settings;
  const length = wasStopped(run) ? `stopped ${stopWords(run)}` : counted(epochs, "epoch");
  const { size } = NETWORKS[network];
  const extra = [
    ...(shapes === DEFAULT_SETTINGS.shapes ? [] : [shapesWords(shapes)]),
    ...(network === DEFAULT_SETTINGS.network ? [] : [`${size}×${size} images`]),
    ...(penalty === "none" ? [] : [`penalty ${penalty}`]),
    ...(posterior === "fixed" ? [] : [`posterior ${posterior}`]),
    ...(lambda === DEFAULT_SETTINGS.lambda ? [] : [`λ ${lambda}`]),
  ];
  return `seed ${seed}, ${points} points, ${length}${extra.map((each) => `, ${each}`).join("")}`;
}

/** The hole of a run in words. */
const holeWordsOf = ({ settings }: RunState) => shapeHoleWords(settings.hole, familyIn(settings));

/** What tells a run from others. */
export function runName(run: RunState): string {
  return `${holeWordsOf(run)} (${settingsWords(run)})`;
}

/** A run in a line, for the list of the last ones. */
export function summarise(run: RunState): string {
  const { punctured, control } = run.networks;
  const cost = costOf(run);
  const result = cost === undefined
    ? "no comparison"
    : `inside ${punctured.dice!.inside.toFixed(3)}, control ${control.dice!.inside.toFixed(3)}, ` +
      `cost ${fixed(cost, 3)} of Dice`;
  return `${holeWordsOf(run)}: ${result} (${settingsWords(run)})`;
}
