/**
 * The report's script: draws the latent sheet over its still figure, and shows the images of a
 * point on hover. It is bundled as a plain script, since a page opened from disk may load no
 * module, and does without `fetch` for the same reason: the figure lies in the page.
 *
 * @module
 */

import type { PlotlyFigure } from "../../figures/latent_sheet.ts";
import { spriteAt, type SpriteSheet } from "./sprites.ts";

interface SheetData {
  readonly light: PlotlyFigure;
  readonly dark: PlotlyFigure;
  readonly sprites: SpriteSheet & { readonly truth: string; readonly reconstruction: string };
}

interface HoverEvent {
  readonly points: readonly { readonly customdata?: number; readonly text?: string }[];
}

interface PlotElement extends HTMLElement {
  on(event: "plotly_hover", listener: (event: HoverEvent) => void): void;
}

/** Plotly's part that is used here, from the script beside this one. */
interface PlotlyLibrary {
  newPlot(element: HTMLElement, ...figure: unknown[]): Promise<PlotElement>;
  react(element: HTMLElement, ...figure: unknown[]): Promise<PlotElement>;
}

const dark = matchMedia("(prefers-color-scheme: dark)");

function figureOf(data: SheetData): unknown[] {
  const { data: traces, layout, config } = dark.matches ? data.dark : data.light;
  return [traces, layout, config];
}

function hasWebGl(): boolean {
  return document.createElement("canvas").getContext("webgl") !== null;
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
  const words = element("p", { text: "Point at the sheet to see its shapes. Drag to turn it." });
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
  const show = (index: number, text: string) => {
    const { x, y } = spriteAt(sprites, index);
    words.textContent = text.replaceAll("<br>", ", ");
    for (const { part, picture } of shown) {
      part.hidden = false;
      picture.style.backgroundPosition = `${-x}px ${-y}px`;
    }
  };
  return { box, show };
}

async function draw(sheet: HTMLElement, data: SheetData, plotly: PlotlyLibrary): Promise<void> {
  const plot = element("div", { className: "plot" });
  const still = [...sheet.children];
  sheet.append(plot);
  const { box, show } = createPreview(data);
  const drawn = await plotly.newPlot(plot, ...figureOf(data));
  // The still figure stays in the page for print.
  for (const child of still) child.classList.add("still");
  sheet.append(box);
  drawn.on("plotly_hover", ({ points: [point] }) => {
    if (typeof point?.customdata === "number") show(point.customdata, point.text ?? "");
  });
  dark.addEventListener("change", () => plotly.react(plot, ...figureOf(data)));
}

function prepare(sheet: HTMLElement): void {
  const holder = document.querySelector(sheet.dataset.figure ?? "");
  const plotly = (globalThis as unknown as { Plotly?: PlotlyLibrary }).Plotly;
  const why = !plotly ? "plotly.js is not beside this page" : "this browser has no WebGL";
  if (!holder || !plotly || !hasWebGl()) {
    sheet.append(element("p", { className: "missing", text: `Not drawn in 3-D: ${why}.` }));
    return;
  }
  // Drawn when it comes near, so that the page can be read at once.
  const near = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    draw(sheet, JSON.parse(holder.textContent), plotly);
  }, { rootMargin: "600px" });
  near.observe(sheet);
}

for (const sheet of document.querySelectorAll<HTMLElement>(".sheet")) prepare(sheet);
