/**
 * The latent sheet beside the pictures, with the code that is shown. A point of its lattice can be
 * chosen on it.
 *
 * @module
 */

import { parameterSymbol } from "../../curve/parameter_text.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { latentSheet, type PlotlyFigure, type SheetPoint } from "../../figures/latent_sheet.ts";
import type { Axis } from "../../space/periodic.ts";
import { LATTICE, lattice } from "../../space/points.ts";
import type { Point } from "../../space/space.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";
import { type Eye, turned } from "../../sheet/camera.ts";
import { loadPlotly, type Plotly } from "./library.ts";
import { nearestPlace } from "./nearest.ts";
import type { Network } from "./network.ts";
import { eyeOf, sceneProjection } from "./scene.ts";
import { bindGestures } from "../../sheet/gestures.ts";
import { neighbour } from "../../sheet/lattice_step.ts";
import { hasWebGl } from "../../sheet/webgl.ts";
import { fitted } from "./sheet_layout.ts";
import { createSheetMark } from "./sheet_mark.ts";
import { HANDLING, noSheet, undrawable } from "./sheet_words.ts";

const POINTS = lattice(LATTICE.rows, LATTICE.columns);

/** Shapes that are encoded at once: a drag waits for no more. */
const BATCH = 8;

/** How far from a point of the lattice a click may be that chooses it, in pixels. */
const REACH = 40;

/** How much nearer a key brings the sheet. */
const ZOOM = 1.15;

/** Milliseconds that a width must rest before the sheet is drawn for it: that takes longer than a frame. */
const RESIZE_PAUSE = 100;

/** What is said about the sheet, and around it. */
export interface SheetParts {
  /** The box around the sheet and its mark. */
  readonly frame: HTMLElement;
  readonly mark: HTMLElement;
  /** Says what is shown, or why nothing is. */
  readonly note: HTMLElement;
  /** Buttons with `data-colour`, which is what the sheet is coloured by. */
  readonly colours: HTMLElement;
}

/** The sheet on the page. */
export interface Sheet {
  /** Takes the sheet away, until another is shown, and says why; by default that one is loading. */
  clear(why?: string): void;
  /**
   * Encodes a lattice with a network and draws it. Stops without drawing when another is shown, or
   * the sheet is cleared.
   *
   * @param network the network
   * @param idle resolves when the page has nothing more urgent to do
   */
  show(network: Network, idle: () => Promise<void>): Promise<void>;
  /** Marks a code, and remembers the shape that stands at it. */
  mark(code: readonly number[], point: Point): void;
}

/**
 * A sheet within an element.
 *
 * @param pick a person chose a shape on it, by an event of that time
 */
export function createSheet(
  element: HTMLElement,
  { frame, mark, note, colours }: SheetParts,
  pick: (point: Point, since: number) => void,
): Sheet {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let turn = 0;
  const sheetMark = createSheetMark(element, mark);
  let marker: readonly number[] = [];
  let shape: Point = POINTS[0];
  let colour: "a" | "b" = "b";
  let periodic: Axis | undefined;
  let codes: readonly (readonly number[])[] = [];
  let figure: (() => PlotlyFigure) | undefined;
  let plotly: Plotly | undefined;

  /** Width for which it was drawn as it is now; 0 while it is not. */
  let drawnWidth = 0;
  /** Width of Plotly's picture, which may be an earlier one; 0 where there is none. */
  let plottedWidth = 0;
  const draw = async () => {
    if (!figure || !plotly) return;
    // While the page's other view is shown it has no width.
    const width = drawnWidth = element.clientWidth;
    if (width === 0) return;
    const { data, layout, config } = fitted(figure(), width);
    const isResized = plottedWidth !== 0 && width !== plottedWidth;
    plottedWidth = width;
    const mine = turn;
    await plotly.react(element, data, layout, config);
    // What is drawn again keeps its size, and Plotly does not look at one that is hidden.
    if (isResized && mine === turn) await plotly.relayout(element, { autosize: true });
    sheetMark.set(marker);
    sheetMark.follow();
  };
  dark.addEventListener("change", draw);
  let resting: ReturnType<typeof setTimeout> | undefined;
  new ResizeObserver(() => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const { clientWidth } = element;
      if (clientWidth !== 0 && clientWidth !== drawnWidth) draw();
    }, RESIZE_PAUSE);
  }).observe(element);

  const buttons = [...colours.querySelectorAll<HTMLButtonElement>("button[data-colour]")];
  const press = () => {
    for (const button of buttons) button.ariaPressed = String(button.dataset.colour === colour);
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      colour = button.dataset.colour as "a" | "b";
      press();
      draw();
    });
  }
  press();

  element.tabIndex = 0;
  element.role = "application";
  element.ariaLabel = "The latent sheet in 3-D: Enter to turn it and to choose shapes";
  const move = (eye: Eye) => plotly?.relayout(element, { "scene.camera.eye": eye });
  bindGestures({ frame, element }, {
    changed: (active) => {
      if (figure) note.textContent = active ? HANDLING.active : HANDLING.waits;
    },
    pick(at, since) {
      const place = figure && sceneProjection(element);
      if (!place) return;
      const chosen = nearestPlace(codes.map(place), at, { reach: REACH });
      if (chosen !== undefined) pick(POINTS[chosen], since);
    },
    key({ key, shiftKey, timeStamp }) {
      if (!figure || !plotly) return false;
      const beside = shiftKey ? neighbour(shape, key, { ...LATTICE, periodic }) : undefined;
      if (beside) {
        // At once, so that a second press before the answer goes on from there.
        shape = beside;
        pick(beside, timeStamp);
        return true;
      }
      const eye = eyeOf(element);
      if (!eye) return false;
      const factor = key === "+" ? 1 / ZOOM : key === "-" ? ZOOM : undefined;
      const next = factor ? scaled(eye, factor) : turned(eye, key);
      if (next) move(next);
      return next !== undefined;
    },
  });

  const clear = (why = "Loading the network…") => {
    turn++;
    figure = undefined;
    codes = [];
    sheetMark.set(undefined);
    plotly?.purge(element);
    plottedWidth = 0;
    colours.hidden = true;
    note.textContent = why;
  };

  return {
    clear,
    async show(network, idle) {
      clear();
      const mine = turn;
      const { latents, family } = network.model;
      const hole = datasetHole(network.model);
      periodic = hole.periodic;
      for (const button of buttons) {
        const name = button.dataset.colour as "a" | "b";
        button.textContent = `colour by ${parameterSymbol(name, family)}`;
      }
      const drawable = latents === 2 || latents === 3;
      frame.hidden = !drawable || !hasWebGl();
      if (frame.hidden) {
        note.textContent = drawable ? noSheet("this browser has no WebGL") : undrawable(latents);
        return;
      }
      await idle();
      if (mine !== turn) return;
      const library = loadPlotly();
      // Whether it is there is looked at when it is needed.
      library.catch(() => {});
      const walks = PUBLISHED_TRANSECTS.map((transect) => ({
        name: transect.name,
        points: transectPoints(transect),
      }));
      const points = [...POINTS, ...walks.flatMap(({ points }) => points)];
      const encoded: number[][] = [];
      while (encoded.length < points.length) {
        await idle();
        if (mine !== turn) return;
        encoded.push(...await network.encode(points.slice(encoded.length, encoded.length + BATCH)));
        note.textContent = `Encoding the sheet: ${encoded.length} of ${points.length} shapes`;
      }
      try {
        plotly = await library;
      } catch (error) {
        if (mine === turn) note.textContent = noSheet((error as Error).message);
        return;
      }
      if (mine !== turn) return;
      const coded = points.map((point, n): SheetPoint => ({ ...point, mu: encoded[n] }));
      let from = POINTS.length;
      const transects = walks.map(({ name, points }) => {
        from += points.length;
        return { name, points: coded.slice(from - points.length, from) };
      });
      codes = encoded.slice(0, POINTS.length);
      figure = () =>
        latentSheet({
          lattice: coded.slice(0, POINTS.length),
          columns: LATTICE.columns,
          transects,
          hole,
          family,
          theme: dark.matches ? "dark" : "light",
          colour,
        });
      await draw();
      if (mine !== turn) return;
      colours.hidden = false;
      note.textContent = frame.hasAttribute("data-active") ? HANDLING.active : HANDLING.waits;
    },
    mark(code, point) {
      marker = code;
      shape = point;
      if (figure) sheetMark.set(marker);
    },
  };
}

function scaled({ x, y, z }: Eye, factor: number): Eye {
  return { x: factor * x, y: factor * y, z: factor * z };
}
