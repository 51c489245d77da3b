/**
 * The latent sheet beside the pictures, with the code that is shown.
 *
 * @module
 */

import { latentSheet, type PlotlyFigure, type SheetPoint } from "../../figures/latent_sheet.ts";
import { parseHole } from "../../space/hole.ts";
import { lattice } from "../../space/points.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";
import { type Eye, turned } from "../../report/sheet/camera.ts";
import { loadPlotly, type Plotly } from "./library.ts";
import type { Network } from "./network.ts";
import { createSheetMark } from "./sheet_mark.ts";

/** Values of b and of a on the sheet's lattice: a step of 0.1 in both. */
const ROWS = 21, COLUMNS = 16;

/** Shapes that are encoded at once: a drag waits for no more. */
const BATCH = 8;

/** The sheet on the page. */
export interface Sheet {
  /** Takes the sheet away, until another is shown. */
  clear(): void;
  /**
   * Encodes a lattice with a network and draws it. Stops without drawing when another is shown, or
   * the sheet is cleared.
   *
   * @param network the network
   * @param idle resolves when the page has nothing more urgent to do
   */
  show(network: Network, idle: () => Promise<void>): Promise<void>;
  /** Marks a code. */
  mark(code: readonly number[]): void;
}

/** A sheet within an element, with a mark over it; `note` says what is shown, or why nothing is. */
export function createSheet(
  element: HTMLElement,
  { mark, note }: { mark: HTMLElement; note: HTMLElement },
): Sheet {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let turn = 0;
  const sheetMark = createSheetMark(element, mark);
  let marker: readonly number[] = [];
  let figure: (() => PlotlyFigure) | undefined;
  let plotly: Plotly | undefined;

  const draw = async () => {
    if (!figure || !plotly) return;
    const { data, layout, config } = figure();
    // The plane beside it says which line is which; a legend would take a third of the height.
    const shown = { ...layout, showlegend: false, uirevision: "kept" };
    await plotly.react(element, data, shown, config);
    sheetMark.set(marker);
    sheetMark.follow();
  };
  dark.addEventListener("change", draw);

  element.tabIndex = 0;
  element.role = "application";
  element.ariaLabel = "The latent sheet in 3-D: arrow keys turn it";
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !figure || !plotly) return;
    const { layout } = element as unknown as {
      layout: { scene: { camera: { eye: Eye } } };
    };
    const eye = turned(layout.scene.camera.eye, event.key);
    if (!eye) return;
    event.preventDefault();
    plotly.relayout(element, { "scene.camera.eye": eye });
  });

  const clear = () => {
    turn++;
    figure = undefined;
    sheetMark.set(undefined);
    plotly?.purge(element);
    note.textContent = "Loading the network…";
  };

  return {
    clear,
    async show(network, idle) {
      clear();
      const mine = turn;
      const { latents, hole, family } = network.model;
      if (latents !== 2 && latents !== 3) {
        note.textContent = `A code of ${latents} dimensions cannot be drawn as a sheet.`;
        element.hidden = true;
        return;
      }
      element.hidden = false;
      await idle();
      const library = loadPlotly();
      // Whether it is there is looked at when it is needed.
      library.catch(() => {});
      const walks = PUBLISHED_TRANSECTS.map((transect) => ({
        name: transect.name,
        points: transectPoints(transect),
      }));
      const points = [...lattice(ROWS, COLUMNS), ...walks.flatMap(({ points }) => points)];
      const codes: number[][] = [];
      while (codes.length < points.length) {
        await idle();
        if (mine !== turn) return;
        codes.push(...await network.encode(points.slice(codes.length, codes.length + BATCH)));
        note.textContent = `Encoding the sheet: ${codes.length} of ${points.length} shapes`;
      }
      try {
        plotly = await library;
      } catch (error) {
        if (mine === turn) note.textContent = `No sheet is drawn: ${(error as Error).message}.`;
        return;
      }
      if (mine !== turn) return;
      const coded = points.map((point, n): SheetPoint => ({ ...point, mu: codes[n] }));
      let from = ROWS * COLUMNS;
      const transects = walks.map(({ name, points }) => {
        from += points.length;
        return { name, points: coded.slice(from - points.length, from) };
      });
      figure = () =>
        latentSheet({
          lattice: coded.slice(0, ROWS * COLUMNS),
          columns: COLUMNS,
          transects,
          hole: parseHole(hole),
          family,
          theme: dark.matches ? "dark" : "light",
        });
      await draw();
      note.textContent =
        "The sheet: where the encoder puts the plane. Drag, or use the arrow keys, to turn it.";
    },
    mark(code) {
      marker = code;
      if (figure) sheetMark.set(marker);
    },
  };
}
