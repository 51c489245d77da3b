/**
 * The report: one page that can be opened from a folder, sent or printed. It asks no network; its
 * figures lie beside it, and its one script draws the latent sheet over a still figure.
 *
 * @module
 */

import { DEFAULT_SHAPES, familyOf, formulaOf, type Shapes } from "../../curve/family.ts";
import { themed } from "../../figures/theme.ts";
import type { FigureKind, ReportData, ReportFigure, ReportLacking, ReportSheet } from "./data.ts";
import { claimsSection } from "./claims.ts";
import {
  captioned,
  committedPart,
  figure,
  figureGroup,
  figurePath,
  figuresOf,
  fold,
  missing,
  narrowPath,
  picture,
  provenanceTable,
} from "./figures.ts";
import { type Findings, findings } from "./findings.ts";
import { FLAWS } from "./flaws.ts";
import { Html, html, list, type Piece, withCode } from "./html.ts";
import { linearFinding, methodWords } from "./methods.ts";
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
  /** Documents and pictures by path relative to the page, such as `figures/hole.svg`. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Whether the page runs `plotly.js` and `report.js`, which must lie beside it. */
  readonly scripted: boolean;
}

/** Files of the pictures that a sheet shows on hover, relative to the page. */
const SPRITES = { truth: "figures/sheet-truth.png", reconstruction: "figures/sheet-decoded.png" };

const PROFILE_NOTES: Readonly<Record<string, string>> = {
  smoke:
    "This page answers nothing: the profile smoke hardly trains its networks, to show that all parts run.",
};

/**
 * Renders a report. The same data gives the same bytes.
 *
 * @throws {RangeError} Two figures have the same name, a name is no plain file name, or the path of
 * a source is absolute.
 *
 * @example
 * ```ts
 * import { assertMatch } from "@std/assert";
 * import { renderReport } from "./page.ts";
 *
 * const { html } = renderReport({ profile: "small", settings: [], outcomes: [], figures: [] });
 * assertMatch(html, /^<!doctype html>/i);
 * ```
 */
export function renderReport(report: ReportData): RenderedReport {
  const files: Record<string, string | Uint8Array> = {};
  for (const shown of figuresOf(report)) {
    const path = figurePath(shown);
    if (path in files) {
      throw new RangeError(`Cannot render the report: two figures are named ${shown.name}`);
    }
    files[path] = themed(shown.svg);
    if (shown.narrow) files[narrowPath(shown)] = themed(shown.narrow);
  }
  if (report.sheet) {
    files[SPRITES.truth] = report.sheet.sprites.truth;
    files[SPRITES.reconstruction] = report.sheet.sprites.reconstruction;
  }
  const scripted = report.sheet !== undefined;
  return { html: page(report, { scripted }).markup.trimStart(), files, scripted };
}

function page(report: ReportData, { scripted }: { scripted: boolean }): Html {
  const { answer, ...rest } = findings(report.outcomes, report.images, report);
  const caution = linearFinding(report.methods ?? []);
  // Before the numbers, which would look like an answer.
  const note = PROFILE_NOTES[report.profile];
  const parts = sections(report);
  const headline = report.figures.find(({ kind }) => kind === "headline");
  const lacking = report.lacking ? lackingSentence(report.lacking) : null;
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="description" content="${answer}">
        <link rel="icon" href="data:,">
        <title>Can a VAE draw shapes that it never saw? Report of profile ${report
          .profile}</title>
        <style>${new Html(STYLE)}</style>
        ${scripted
          ? html`
            <script src="plotly.js" defer></script>
            <script src="report.js" defer></script>
          `
          : null}
      </head>
      <body>
        <header>
          <h1>Can a VAE draw shapes that it never saw?</h1>
          <p class="lede">A family of shapes has two parameters. A hole is cut out of the plane of these parameters, and a variational autoencoder is trained on images of the other shapes alone. Does it draw the shapes inside the hole as well as a control does, which saw as many images without a hole?${report
              .shapes
            ? shapesSentence(report.shapes)
            : null}</p>
          <div class="finding">
            ${note
              ? html`
                <p class="answer">${note}</p>
                <p>${answer}</p>
              `
              : html`
                <p class="answer">${answer}</p>
              `}
            ${rest.meaning ? html`<p>${rest.meaning}</p>` : null}
            ${sure(rest)}
            ${caution ? html`<p>${caution}</p>` : null}
            ${committedSizes(report)}
            <p class="footing">${withCode(rest.footing)} Profile: ${report.profile}.</p>
          </div>
          ${[lacking, report.claims ? claimsSection(report.claims) : null]}
          ${[
            headline ? figure(headline, { shapes: report.shapes }) : missing("headline", report),
          ]}
          ${report.outcomes.length > 0 ? numbers(report.outcomes, rest.method) : null}
          <nav aria-label="Contents">
            <ol>
    ${parts.map(({ id, heading }, k) =>
      html`
        <li><span class="count">${k + 1}</span> <a href="#${id}">${heading}</a></li>
      `
    )}</ol>
          </nav>
        </header>
        <main>
    ${parts.map(({ id, heading, body }, k) =>
      html`
        <section id="${id}" aria-labelledby="${id}-heading">
        <h2 id="${id}-heading"><span class="count">${k + 1}</span> ${heading}</h2>
        ${body}</section>
      `
    )}</main>
        <footer>
          <p>The experiment reproduced here is M. Lin, “Zero-shot Learning with VAEs”, a study in three parts (2021). Every figure names the results it was made from; <code>deno task verify</code> checks them.</p>
        </footer>
      </body>
    </html>
  `;
}

/** Which shapes the report is about. */
function shapesSentence(shapes: Shapes): Html {
  const petals = shapes.petals === undefined ? "" : ` with ${shapes.petals} petals`;
  return html`
    The shapes here are those of the family ${shapes
      .family}${petals}, and not the publication’s: ${familyOf(shapes.family).draws}; ${formulaOf(
        shapes,
      )}.
  `;
}

/** What is sure of the answer, and what is less so. */
function sure(
  { certain, direction, size }: Pick<Findings, "certain" | "direction" | "size">,
): Html | null {
  if (!direction) return null;
  return html`
    <ul class="sure">
      <li><strong>${certain ? "Certain" : "Not certain"}: the direction.</strong> ${direction}</li>
      <li><strong>Not certain: the size.</strong> ${withCode(size)}</li>
    </ul>
  `;
}

/** What is committed of sizes that this page did not compute. */
function committedSizes({ claims, outcomes }: ReportData): Html | null {
  if (!claims) return null;
  const wide = outcomes.length > 0 && !outcomes.some(({ hole }) => hole === "disc of radius 0.6");
  return html`
    <p>${wide ? `${claims.atWideSize} ` : ""}${claims.atPublishedSize}</p>
  `;
}

/** That the page is not the whole study's yet. */
function lackingSentence({ parts, command }: ReportLacking): Html {
  return html`
    <p
      class="missing">This page was made before its study was finished. It lacks ${list(
        parts,
      )}: <code>${command}</code> makes what is missing, and ends with the path of the whole page.</p>
  `;
}

interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Piece;
}

function sections(report: ReportData): Section[] {
  const figuresOfKind = (kind: FigureKind) => report.figures.filter((one) => one.kind === kind);
  const committed = (kind: FigureKind) => report.committed?.find((part) => part.kind === kind);
  const shown = (kind: FigureKind, folds = "Further figures"): Piece => {
    if (figuresOfKind(kind).length > 0) {
      return figureGroup(figuresOfKind(kind), folds, report.shapes);
    }
    const part = committed(kind);
    return part ? committedPart(part, report) : missing(kind, report);
  };
  const { ablation = [], axes = [], covariances = [], settings, transects = [] } = report;
  const sheet = report.sheet && report.figures.find(({ name }) => name === report.sheet!.still);
  return [
    {
      id: "space",
      heading: "The space, its hole and the samples",
      body: html`
        <div class="pair">${[shown("space"), shown("lattice")]}</div>
      `,
    },
    {
      id: "across",
      heading: "Across the hole, image by image",
      body: [
        shown("transect", "The other walks, image by image"),
        shown("errors", "The error along the walks"),
        transects.length > 0 ? fold("Mean Dice along each walk", transectTable(transects)) : null,
      ],
    },
    { id: "where", heading: "Where in the space it errs", body: shown("map") },
    {
      id: "methods",
      heading: "Other ways to the same shapes",
      body: [
        linearFinding(report.methods ?? []) || null,
        shown("methods"),
        figuresOfKind("methods").length > 0 ? methodList(report.shapes) : null,
      ].map((piece) => typeof piece === "string" ? html`<p>${piece}</p>` : piece),
    },
    {
      id: "dose",
      heading: "From the edge inwards, from small holes to wide ones",
      body: [shown("distance"), shown("dose")],
    },
    { id: "recovery", heading: "Which shape came out instead", body: shown("recovery") },
    {
      id: "sheet",
      heading: "The sheet of codes",
      body: sheet ? sheetFigure(report.sheet!, sheet) : shown("latents"),
    },
    {
      id: "walks",
      heading: "Latent traversals and posterior samples",
      body: [shown("traversals"), shown("samples", "Posterior samples")],
    },
    {
      id: "penalties",
      heading: "Penalties on the codes",
      body: [
        shown("ablation"),
        shown("penalties"),
        shown("correlation", "Correlations of the codes, arm by arm"),
        ablation.length + covariances.length + axes.length > 0
          ? fold("The numbers of the arms", [
            ablation.length > 0 ? ablationTable(ablation) : null,
            covariances.length > 0 ? covarianceTable(covariances) : null,
            axes.length > 0 ? axesTable(axes) : null,
          ])
          : null,
      ],
    },
    { id: "studies", heading: "Further studies", body: shown("study") },
    {
      id: "flaws",
      heading: "What was wrong with the publication",
      body: FLAWS.map(({ title, text, here }) =>
        fold(title, html`<p>${withCode(text)} Here: ${withCode(here)}</p>`, "flaw")
      ),
    },
    {
      id: "made",
      heading: "How this was made",
      body: [
        settings.length > 0
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
        shown("curves", "Training curves"),
        report.figures.length > 0
          ? fold("Every result, its command and its figures", provenanceTable(report))
          : null,
      ],
    },
  ];
}

/** The numbers behind the answer, and what they measure. */
function numbers(outcomes: ReportData["outcomes"], method: string): Html {
  return fold("The numbers of each training run, and how they are measured", [
    html`
      <p>Reconstructions are compared with the truth by the Dice coefficient, 2Σxy / (Σx² + Σy²) on grey values (1 is perfect), and by the cross-entropy in excess of the target’s own entropy (0 is perfect).${method
        ? ` ${method}`
        : ""}</p>
    `,
    outcomeTable(outcomes),
  ]);
}

/** What each method is, in a line. */
function methodList({ family }: Shapes = DEFAULT_SHAPES): Html {
  return html`
    <dl class="method-list">
    ${Object.values(methodWords(family)).map(({ name, how }) =>
      html`
        <div>
          <dt>${name}</dt>
          <dd>${how}</dd>
        </div>
      `
    )}</dl>
  `;
}

/** The sheet: a still figure that a script replaces, and what it needs for that. */
function sheetFigure(sheet: ReportSheet, still: ReportFigure): Html {
  const { size, columns } = sheet.sprites;
  const data = JSON.stringify({
    light: sheet.light,
    dark: sheet.dark,
    sprites: { size, columns, ...SPRITES },
    // A "<" could end the element that holds this.
  }).replaceAll("<", "\\u003c").replaceAll("&", "\\u0026");
  return html`
    <figure id="${still.name}">
      <div class="sheet picture" data-figure="#latent-sheet-data">${picture(still)}</div>
      <script type="application/json" id="latent-sheet-data">${new Html(data)}</script>
      ${captioned([sheet.caption], { name: still.name, sources: sheet.sources })}
    </figure>
  `;
}
