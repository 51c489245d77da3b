/**
 * What a run shows: its losses, the shapes across its hole, a shape that is looked at, maps of Dice,
 * and in words what the hole costs and how far the run is.
 *
 * @module
 */

import { PAIR, type PairName } from "../../words/network_names.ts";
import { parameterSymbol, placeText } from "../../curve/parameter_text.ts";
import { insideHole } from "../../space/hole.ts";
import type { Point } from "../../space/space.ts";
import { middleOf } from "../page/geometry.ts";
import { latestOnly } from "../page/latest.ts";
import { createDiceMap } from "./dice_map.ts";
import { find } from "./elements.ts";
import { createLossChart } from "./loss_chart.ts";
import type { Glance } from "./messages.ts";
import {
  backendWords,
  describeRun,
  type Phase,
  type RunState,
  shareDone,
  speedWords,
} from "./run_state.ts";
import { familyIn, holeIn } from "./settings.ts";
import { createShapeRows, createShapeTrio, OWNERS } from "./tiles.ts";
import { type Trainer } from "./trainer.ts";
import { rowAcross } from "./watched.ts";

/** What is asked of a run while it is shown. */
export interface Shown {
  /** The run, if there is one. */
  run(): RunState | undefined;
  phase(): Phase;
  /** Its networks, where they can be asked. */
  trainer(): Trainer | undefined;
}

/** The part of the page that shows a run. */
export interface RunView {
  /** Empties all for a run that begins. */
  clear(): void;
  /** Shows what one of its networks makes of the shapes that are watched. */
  glance(subset: PairName, glance: Glance): void;
  /** Asks the networks again for the shape that is looked at. */
  lookAgain(): void;
  /** Writes losses, words and rates at the next frame: both workers tell much. */
  show(): void;
}

/** Makes the part of the page that shows a run, and listens to where a person looks. */
export function createRunView({ run, phase, trainer }: Shown): RunView {
  const chart = createLossChart(find("losses"));
  const rows = createShapeRows(find("rows"));
  const trio = createShapeTrio(find("trio"));
  let probed: Point;
  const sayPlace = (words: string) => find<HTMLElement>("place").textContent = words;
  /** Takes the shape away that was looked at. */
  const clearShape = () => {
    trio.clear();
    // The line keeps its height.
    sayPlace("\u00a0");
  };
  /** Shows that no network draws a shape: its run failed, or another one has taken its place. */
  const showNone = (point: Point) => {
    clearShape();
    if (phase() !== "failed") return;
    const place = placeText(point, familyIn(run()!.settings));
    sayPlace(`${place}: the run failed, so that no network draws this shape`);
  };
  const probe = latestOnly(async (point: Point) => {
    const shown = await trainer()?.show(point);
    if (!shown) return showNone(point);
    trio.show("truth", shown.punctured.truth, OWNERS.truth);
    for (const subset of PAIR) {
      const { image, dice } = shown[subset];
      trio.show(subset, image, `${OWNERS[subset]}, Dice ${dice.toFixed(3)}`);
    }
    const { settings } = run()!;
    const inside = insideHole(holeIn(settings), point);
    const place = placeText(point, familyIn(settings));
    sayPlace(`${place}, ${inside ? "inside" : "outside"} the hole`);
  });
  const mark = (point: Point) => {
    probed = point;
    for (const subset of PAIR) maps[subset].mark(point);
  };
  const lookAt = (point: Point) => {
    mark(point);
    probe(point).catch(() => showNone(point));
  };
  const maps = {
    punctured: createDiceMap(find("map-punctured"), { name: "network", moved: lookAt }),
    control: createDiceMap(find("map-control"), { name: "control", moved: lookAt }),
  };
  const showNow = () => {
    const shown = run();
    if (!shown) return;
    const { networks, settings: { epochs } } = shown;
    find<HTMLElement>("verdict").textContent = describeRun(shown);
    chart.show(
      { punctured: networks.punctured.history, control: networks.control.history },
      epochs,
    );
    find<HTMLProgressElement>("progress").value = shareDone(shown);
    find<HTMLElement>("speed").textContent = speedWords(shown, phase());
    find<HTMLElement>("backend").textContent = backendWords(shown);
  };
  let due = false;
  return {
    clear() {
      const { settings } = run()!;
      const hole = holeIn(settings), family = familyIn(settings);
      for (const subset of PAIR) maps[subset].clear(hole, family);
      for (const name of ["a", "b"] as const) {
        find<HTMLElement>(`map-${name}`).textContent = parameterSymbol(name, family);
      }
      rows.clear(rowAcross(hole).map((point) => insideHole(hole, point)));
      clearShape();
      mark(middleOf(hole));
      find<HTMLElement>("results").hidden = false;
    },
    glance(subset, { truth, row, cells, cellDice }) {
      rows.show("truth", truth);
      rows.show(subset, row);
      maps[subset].fill(cells, cellDice);
    },
    lookAgain: () => lookAt(probed),
    show() {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        showNow();
      });
    },
  };
}
