/**
 * From a Vega-Lite specification to an SVG file, without a browser, a canvas or a font: all charts
 * of the suite go through here, so that they share one look and the same data gives the same bytes.
 *
 * @module
 */

import * as vega from "vega";
import { compile, type Config, type TopLevelSpec } from "vega-lite";
import { escapeMarkup, xmlText } from "./markup.ts";
import { COLOURS, FONT, OKABE_ITO, textWidth } from "./palette.ts";

/** A chart as Vega-Lite describes it; look and schema are added when it is drawn. */
export type ChartSpec = TopLevelSpec;

/** One of several charts beside each other. */
export type ChartPanel = Extract<ChartSpec, { hconcat: unknown }>["hconcat"][number];

/** One of several charts on top of each other. */
export type ChartLayer = Extract<ChartPanel, { layer: unknown }>["layer"][number];

const LOOK: Config = {
  background: COLOURS.ground,
  font: FONT,
  padding: 12,
  view: { stroke: COLOURS.line },
  range: { category: Object.values(OKABE_ITO) },
  title: {
    anchor: "start",
    frame: "group",
    color: COLOURS.ink,
    fontSize: 15,
    fontWeight: "bold",
    subtitleColor: COLOURS.quiet,
    subtitleFontSize: 12,
    subtitlePadding: 5,
    offset: 12,
  },
  axis: {
    labelFontSize: 11,
    labelColor: COLOURS.quiet,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleColor: COLOURS.ink,
    gridColor: "#eaeef2",
    domainColor: COLOURS.line,
    tickColor: COLOURS.line,
  },
  header: {
    labelFontSize: 13,
    labelFontWeight: "bold",
    labelColor: COLOURS.ink,
    labelAnchor: "start",
  },
  legend: {
    labelFontSize: 12,
    labelColor: COLOURS.ink,
    labelLimit: 400,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titleColor: COLOURS.quiet,
  },
};

// Vega estimates 0.8 em a character where it finds no canvas, which pushes titles off their axes.
// The object is exported but not typed.
interface TextItem {
  text?: unknown;
  fontSize?: number;
}
const { textMetrics } = vega as unknown as {
  textMetrics: { width(item: TextItem, text?: unknown): number };
};
textMetrics.width = (item, text) => textWidth(String(text ?? item.text ?? ""), item.fontSize ?? 11);

/**
 * Draws a chart.
 *
 * @param spec A Vega-Lite specification with its data in it (nothing is fetched). `description`
 * becomes the text that a screen reader speaks.
 * @returns An SVG document. Equal specifications give equal bytes, in any order of calls.
 * @throws {Error} Vega-Lite cannot compile the specification.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { drawChart } from "./chart.ts";
 *
 * const svg = await drawChart({
 *   data: { values: [{ epoch: 1, loss: 0.5 }, { epoch: 2, loss: 0.3 }] },
 *   mark: "line",
 *   encoding: {
 *     x: { field: "epoch", type: "quantitative" },
 *     y: { field: "loss", type: "quantitative" },
 *   },
 * });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function drawChart(spec: ChartSpec): Promise<string> {
  const drawn = previous.then(() => draw(spec));
  previous = drawn.catch(() => {});
  return drawn;
}

// Identifiers of clip paths count up over the life of the process. They are reset for each chart,
// which is only sound while one chart is drawn at a time.
let previous: Promise<unknown> = Promise.resolve();

async function draw(spec: ChartSpec): Promise<string> {
  const compiled = compile(spec, { config: LOOK }).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: "none", logLevel: vega.Error });
  try {
    await view.runAsync();
    vega.resetSVGDefIds();
    // Vega escapes markup in names, and leaves control characters.
    return describe(xmlText(await view.toSVG()), String(spec.description ?? "")) + "\n";
  } finally {
    view.finalize();
  }
}

// Vega writes the description onto the page around a chart, where a file has none.
function describe(svg: string, description: string): string {
  const title = `<title>${escapeMarkup(description)}</title>`;
  return svg.replace(/^<svg ([^>]*)>/, (_, attributes) => `<svg role="img" ${attributes}>${title}`);
}
