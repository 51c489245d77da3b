/**
 * The last runs, one below the other: what each made of the shapes across its hole, what the hole
 * cost, and its settings.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import { insideHole } from "../../space/hole.ts";
import type { Glance } from "./messages.ts";
import { costOf, runName, type RunState, summarise } from "./run_state.ts";
import { holeIn } from "./settings.ts";
import { createStrip, OWNERS } from "./tiles.ts";
import { rowAcross } from "./watched.ts";

/** Runs that are kept in the list. */
const KEPT_RUNS = 6;

/** Smallest cost that a full bar can be, so that differences of nothing look like nothing. */
const FULL_BAR = 0.05;

/** The list on the page. */
export interface PastRuns {
  /** Puts a run before all others, with the last look at each of its networks. */
  add(run: RunState, glances: Readonly<Record<PairName, Glance>>): void;
}

function pictureOf(run: RunState, { punctured, control }: Record<PairName, Glance>): HTMLElement {
  const names = document.createElement("div");
  names.className = "names";
  names.append(
    ...Object.values(OWNERS).map((words) => {
      const name = document.createElement("span");
      name.textContent = words;
      return name;
    }),
  );
  const picture = document.createElement("div");
  picture.className = "strip";
  const hole = holeIn(run.settings);
  picture.append(
    names,
    createStrip(
      { truth: punctured.truth, punctured: punctured.row, control: control.row },
      rowAcross(hole).map((point) => insideHole(hole, point)),
    ),
  );
  return picture;
}

/** A run in the list. */
interface PastRun {
  readonly run: RunState;
  readonly item: HTMLElement;
  readonly button: HTMLButtonElement;
  /** The part of its bar that is filled. */
  readonly filled: HTMLElement;
}

/** Makes a run's part of the list; `again` is told when it is to be set again. */
function createPastRun(
  run: RunState,
  { picture, again }: { picture: HTMLElement; again: (run: RunState) => void },
): PastRun {
  const bar = document.createElement("span");
  bar.className = "cost";
  const filled = document.createElement("span");
  bar.append(filled);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Set again";
  button.ariaLabel = `${button.textContent}: ${runName(run)}`;
  button.addEventListener("click", () => again(run));
  const words = document.createElement("div");
  words.append(bar, `${summarise(run)} `, button);
  const item = document.createElement("li");
  item.append(picture, words);
  return { run, item, button, filled };
}

/**
 * Fills an ordered list.
 *
 * @param options `shown` is hidden while there is no run; `again` is told which run is to be set again
 */
export function createPastRuns(
  element: HTMLElement,
  { shown, again }: { shown: HTMLElement; again: (run: RunState) => void },
): PastRuns {
  let past: readonly PastRun[] = [];
  return {
    add(run, glances) {
      const added = createPastRun(run, { picture: pictureOf(run, glances), again });
      const all = [added, ...past];
      past = all.slice(0, KEPT_RUNS);
      shown.hidden = false;
      // Items stay in the page: one that is made again would lose the focus.
      element.prepend(added.item);
      for (const { item } of all.slice(KEPT_RUNS)) {
        const hadFocus = item.contains(document.activeElement);
        item.remove();
        if (hadFocus) past[past.length - 1].button.focus();
      }
      const full = Math.max(FULL_BAR, ...past.map(({ run }) => costOf(run) ?? 0));
      for (const { run, filled } of past) {
        const share = Math.max(0, costOf(run) ?? 0) / full;
        filled.style.width = `${(100 * share).toFixed(1)}%`;
      }
    },
  };
}
