/**
 * The report: one page that can be opened from a folder, sent or printed. It needs no script and
 * asks no network; the figures lie beside it.
 *
 * @module
 */

import { type FigureKind, type ReportData } from "./data.ts";
import { figure, figurePath, missing } from "./figures.ts";
import { findings } from "./findings.ts";
import { FLAWS } from "./flaws.ts";
import { Html, html, type Piece } from "./html.ts";
import { STYLE } from "./style.ts";
import {
  ablationTable,
  axesTable,
  covarianceTable,
  outcomeTable,
  transectTable,
} from "./tables.ts";

/** A page and the files that it shows. */
export interface RenderedReport {
  /** The page, to be written as `index.html`. */
  readonly html: string;
  /** The figures' documents by path relative to the page, such as `figures/hole.svg`. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Renders a report. The same data gives the same bytes.
 *
 * @throws {RangeError} Two figures have the same name, a name is no plain file name, or the path of
 * a source is absolute.
 *
 * @example
 * ```ts
 * import { renderReport } from "./page.ts";
 *
 * const { html } = renderReport({ profile: "small", settings: [], outcomes: [], figures: [] });
 * ```
 */
export function renderReport(report: ReportData): RenderedReport {
  const files: Record<string, string> = {};
  for (const shown of report.figures) {
    const path = figurePath(shown);
    if (path in files) {
      throw new RangeError(`Cannot render the report: two figures are named ${shown.name}`);
    }
    files[path] = shown.svg;
  }
  return { html: page(report).markup.trimStart(), files };
}

function page(report: ReportData): Html {
  const { sentences, footing } = findings(report.outcomes);
  const parts = sections(report);
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="description" content="${sentences.join(" ")}">
        <title>What a hole in latent space costs: report of profile ${report.profile}</title>
        <style>${new Html(STYLE)}</style>
      </head>
      <body>
        <header>
          <h1>What a hole in latent space costs</h1>
          <p
            class="lede">A variational autoencoder is trained on shapes of a known two-parameter space with a hole punched into it, then asked for the shapes inside the hole. Profile: ${report
              .profile}.</p>
          <div class="finding">
    ${sentences.map((sentence) =>
      html`
        <p>${sentence}</p>
      `
    )}<p class="footing">${footing}</p>
          </div>
          <nav aria-label="Contents">
            <ul>
    ${parts.map(({ id, heading }) =>
      html`
        <li><a href="#${id}">${heading}</a></li>
      `
    )}</ul>
          </nav>
        </header>
        <main>
    ${parts.map(({ id, heading, body }) =>
      html`
        <section id="${id}" aria-labelledby="${id}-heading">
        <h2 id="${id}-heading">${heading}</h2>
        ${body}</section>
      `
    )}</main>
        <footer>
          <p>The experiment reproduced here is M. Lin, “Zero-shot Learning with VAEs”, a study in three parts (2021). Every figure links to the result folders it was made from; <code>deno task verify</code> checks them.</p>
        </footer>
      </body>
    </html>
  `;
}

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Piece;
}

function sections(report: ReportData): Section[] {
  const shown = (kind: FigureKind): Piece => {
    const found = report.figures.filter((one) => one.kind === kind);
    return found.length > 0 ? found.map(figure) : missing(kind);
  };
  const { ablation = [], axes = [], covariances = [], outcomes, settings, transects = [] } = report;
  return [
    {
      id: "asked",
      heading: "What was asked",
      body: html`
        <p>The study asked whether a network that has never seen a region of a shape space can still reconstruct the shapes in it, and showed pictures. This report asks how large the error inside the hole is, against a control: the same network, trained on images from the whole space.</p>
        <p>Reconstructions are compared with the truth by the Dice coefficient, 2Σxy / (Σx² + Σy²) on grey values (1 is perfect), and by the cross-entropy in excess of the target’s own entropy (0 is perfect).</p>
      `,
    },
    {
      id: "found",
      heading: "What was found",
      body: [shown("hole"), outcomes.length > 0 ? outcomeTable(outcomes) : null],
    },
    {
      id: "space",
      heading: "The space and its hole",
      body: [shown("space"), shown("lattice")],
    },
    {
      id: "across",
      heading: "Across the hole",
      body: [
        shown("transect"),
        shown("errors"),
        transects.length > 0 ? transectTable(transects) : null,
      ],
    },
    {
      id: "codes",
      heading: "Training and codes",
      body: [shown("curves"), shown("latents")],
    },
    {
      id: "penalties",
      heading: "Penalties on the codes",
      body: [
        shown("ablation"),
        ablation.length > 0 ? ablationTable(ablation) : null,
        covariances.length > 0 ? covarianceTable(covariances) : null,
        axes.length > 0 ? axesTable(axes) : null,
      ],
    },
    {
      id: "flaws",
      heading: "What was wrong with the publication",
      body: html`
        <dl>
        ${FLAWS.map(({ title, text }) =>
          html`
            <dt>${title}</dt>
            <dd>${text}</dd>
          `
        )}</dl>
      `,
    },
    {
      id: "made",
      heading: "How this was made",
      body: settings.length > 0
        ? html`
          <dl class="settings">
          ${settings.map(([name, value]) =>
            html`
              <dt>${name}</dt>
              <dd>${value}</dd>
            `
          )}</dl>
        `
        : html`
          <p>The settings of each run stand in the manifests of the result folders.</p>
        `,
    },
  ];
}
