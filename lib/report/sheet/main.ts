/**
 * The report's script: draws the latent sheet over its still figure, and shows the images of a
 * point on hover. It is bundled as a plain script, since a page opened from disk may load no
 * module, and does without `fetch` for the same reason: the figure lies in the page.
 *
 * @module
 */

import { type Eye, turned } from "../../sheet/camera.ts";
import { bindGestures } from "../../sheet/gestures.ts";
import { pointBeside, pointText, type SheetFigure, shownFigure } from "./shown_figure.ts";
import { spriteAt, type SpriteSheet } from "./sprites.ts";
import { NARROW } from "../../sheet/narrow.ts";
import { hasWebGl } from "../../sheet/webgl.ts";

/** What is read of a sheet's layout, which Plotly keeps as the reader has it. */
interface SheetLayout {
  readonly scene: { readonly camera: { readonly eye: Eye } };
}

interface SheetData {
  readonly light: SheetFigure;
  readonly dark: SheetFigure;
  readonly sprites: SpriteSheet & { readonly truth: string; readonly reconstruction: string };
}

interface HoverEvent {
  readonly points: readonly { readonly customdata?: number; readonly text?: string }[];
}

interface PlotElement extends HTMLElement {
  readonly layout: SheetLayout;
  on(event: "plotly_hover", listener: (event: HoverEvent) => void): void;
}

/** Plotly's part that is used here, from the script beside this one. */
interface PlotlyLibrary {
  newPlot(element: HTMLElement, ...figure: unknown[]): Promise<PlotElement>;
  purge(element: HTMLElement): void;
  react(element: HTMLElement, ...figure: unknown[]): Promise<PlotElement>;
  relayout(element: HTMLElement, change: Readonly<Record<string, unknown>>): Promise<PlotElement>;
}

const HINT =
  "Point at the sheet to see its shapes. Drag it to turn it; on a phone tap it first. With the " +
  "keyboard, Enter lets the arrow keys turn it, and with Shift choose a shape.";

const dark = matchMedia("(prefers-color-scheme: dark)");

function figureOf(data: SheetData): SheetFigure {
  return dark.matches ? data.dark : data.light;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { className = "", text = "" } = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Two pictures with their names, and what was hovered over. */
function createPreview({ sprites }: SheetData) {
  const box = element("div", { className: "preview" });
  const words = element("p", { text: HINT });
  box.append(words);
  const shown = (["truth", "reconstruction"] as const).map((name) => {
    const part = element("figure");
    const picture = element("div", { className: "sprite" });
    picture.style.width = picture.style.height = `${sprites.size}px`;
    picture.style.backgroundImage = `url("${sprites[name]}")`;
    part.append(picture, element("figcaption", { text: name }));
    part.hidden = true;
    box.append(part);
    return { part, picture };
  });
  const show = (index: number, text: string, { isSpoken }: { readonly isSpoken: boolean }) => {
    // What a pointer passes over would be too much.
    words.ariaLive = isSpoken ? "polite" : "off";
    const { x, y } = spriteAt(sprites, index);
    words.textContent = text.replaceAll("<br>", ", ");
    for (const { part, picture } of shown) {
      part.hidden = false;
      picture.style.backgroundPosition = `${-x}px ${-y}px`;
    }
  };
  return { box, show };
}

/** Lets a page scroll over the sheet until it is clicked or Enter is pressed; then keys act on it. */
function bindHands(
  plot: PlotElement,
  plotly: PlotlyLibrary,
  { choose }: { readonly choose: (key: string) => boolean },
): void {
  plot.tabIndex = 0;
  plot.role = "application";
  plot.ariaLabel = "The latent sheet in 3-D: Enter to turn it by the arrow keys and to choose " +
    "shapes by Shift with them, Escape to leave it";
  bindGestures({ frame: plot, element: plot }, {
    changed() {},
    pick() {},
    key({ key, shiftKey }) {
      if (shiftKey && choose(key)) return true;
      const eye = turned(plot.layout.scene.camera.eye, key);
      if (eye) plotly.relayout(plot, { "scene.camera.eye": eye });
      return eye !== undefined;
    },
  });
}

/** A button for each thing that the sheet can be coloured by. */
function createColours(
  data: SheetData,
  { chosen, choose }: { readonly chosen: number; readonly choose: (number: number) => void },
): HTMLElement {
  const row = element("div", { className: "colours" });
  row.role = "group";
  row.ariaLabel = "Colour of the sheet";
  const buttons = data.light.layout.updatemenus[0].buttons.map(({ label }, number) => {
    const button = element("button", { text: label });
    button.type = "button";
    button.addEventListener("click", () => {
      press(number);
      choose(number);
    });
    return button;
  });
  const press = (number: number) => {
    for (const [k, button] of buttons.entries()) button.ariaPressed = String(k === number);
  };
  press(chosen);
  row.append(...buttons);
  return row;
}

async function draw(sheet: HTMLElement, data: SheetData, plotly: PlotlyLibrary): Promise<void> {
  const still = [...sheet.children];
  const plot = element("div", { className: "plot" });
  let colour = data.light.layout.updatemenus[0].active;
  let point: number | undefined;
  const colours = createColours(data, {
    chosen: colour,
    choose(number) {
      colour = number;
      repaint();
    },
  });
  sheet.append(colours, plot);
  const { box, show } = createPreview(data);
  const shown = () => {
    const size = { width: plot.clientWidth, height: plot.clientHeight };
    return shownFigure(figureOf(data), { colour, point, size });
  };
  let drawn: PlotElement;
  try {
    const { data: traces, layout, config } = shown();
    drawn = await plotly.newPlot(plot, traces, layout, config);
  } catch (error) {
    plotly.purge(plot);
    plot.remove();
    colours.remove();
    return explain(sheet, error instanceof Error ? error.message : String(error));
  }
  /** Draws again in the reader's colours, from where the reader looks or, if asked for, as at first. */
  const repaint = ({ asAtFirst = false } = {}) => {
    const { data: traces, layout, config } = shown();
    const camera = asAtFirst ? {} : { camera: drawn.layout.scene.camera };
    const scene = { ...layout.scene as object, ...camera };
    return plotly.react(plot, traces, { ...layout, scene }, config);
  };
  let narrow = plot.clientWidth < NARROW;
  new ResizeObserver(() => {
    const now = plot.clientWidth < NARROW;
    // A phone that is turned; a page that is printed has no width.
    if (plot.clientWidth === 0 || now === narrow) return;
    narrow = now;
    repaint({ asAtFirst: true });
  }).observe(plot);
  // The still figure stays in the page for print.
  for (const child of still) child.classList.add("still");
  sheet.append(box);
  bindHands(drawn, plotly, {
    choose(key) {
      const next = pointBeside(figureOf(data), point, key);
      if (next === undefined) return false;
      point = next;
      repaint();
      show(next, pointText(figureOf(data), next), { isSpoken: true });
      return true;
    },
  });
  drawn.on("plotly_hover", ({ points: [hovered] }) => {
    if (typeof hovered?.customdata !== "number") return;
    show(hovered.customdata, hovered.text ?? "", { isSpoken: false });
  });
  dark.addEventListener("change", () => repaint());
}

/** Leaves the still figure, and says why. */
function explain(sheet: HTMLElement, why: string): void {
  sheet.append(element("p", { className: "missing", text: `Not drawn in 3-D: ${why}.` }));
}

function prepare(sheet: HTMLElement): void {
  const holder = document.querySelector(sheet.dataset.figure || "none");
  const plotly = (globalThis as unknown as { Plotly?: PlotlyLibrary }).Plotly;
  if (!holder) return explain(sheet, "its data is not in this page");
  if (!plotly) return explain(sheet, "plotly.js is not beside this page");
  if (!hasWebGl()) return explain(sheet, "this browser has no WebGL");
  // Drawn when it comes near, so that the page can be read at once.
  const near = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    draw(sheet, JSON.parse(holder.textContent), plotly);
  }, { rootMargin: "600px" });
  near.observe(sheet);
}

for (const sheet of document.querySelectorAll<HTMLElement>(".sheet")) prepare(sheet);
