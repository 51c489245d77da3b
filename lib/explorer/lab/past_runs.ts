/**
 * The last runs, one below the other: what each made of the shapes across its hole, what the hole
 * cost, and its settings.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import { insideHole } from "../../space/hole.ts";
import type { Glance } from "./messages.ts";
import { costOf, type RunState, summarise } from "./run_state.ts";
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

function barOf(share: number): HTMLElement {
  const bar = document.createElement("span");
  bar.className = "cost";
  const filled = document.createElement("span");
  filled.style.width = `${(100 * share).toFixed(1)}%`;
  bar.append(filled);
  return bar;
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
  const past: { readonly run: RunState; readonly picture: HTMLElement }[] = [];
  const itemOf = ({ run, picture }: typeof past[number], full: number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Set again";
    button.addEventListener("click", () => again(run));
    const words = document.createElement("div");
    const cost = Math.max(0, costOf(run) ?? 0);
    words.append(barOf(cost / full), `${summarise(run)} `, button);
    const item = document.createElement("li");
    item.append(picture, words);
    return item;
  };
  return {
    add(run, glances) {
      past.unshift({ run, picture: pictureOf(run, glances) });
      past.length = Math.min(past.length, KEPT_RUNS);
      shown.hidden = false;
      const full = Math.max(FULL_BAR, ...past.map(({ run }) => costOf(run) ?? 0));
      element.replaceChildren(...past.map((each) => itemOf(each, full)));
    },
  };
}
