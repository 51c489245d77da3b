/**
 * The figures on the page, with their captions and what they were made from.
 *
 * @module
 */

import { areUsual, DEFAULT_SHAPES, type Shapes } from "../../curve/family.ts";
import type { CommittedPart, FigureKind, ReportData, ReportFigure, Source } from "./data.ts";
import { type Html, html, type Piece, relativeUrl, table } from "./html.ts";
import { foldersOf, withFolders } from "./folders.ts";
import { kindOf } from "./kinds.ts";
import { profileArguments, studyCommand } from "./study_arguments.ts";
import { counted } from "../../words/counted.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Path of a figure's file within the report folder, as `svg` or `png`.
 *
 * @throws {RangeError} The name holds more than letters, digits, `.`, `_` and `-`.
 */
export function figurePath(
  { name }: Pick<ReportFigure, "name">,
  ending: "svg" | "png" = "svg",
): string {
  if (!NAME.test(name)) {
    throw new RangeError(
      `Cannot name the figure: letters, digits, ".", "_" and "-" are allowed, received ` +
        JSON.stringify(name),
    );
  }
  return `figures/${name}.${ending}`;
}

/** A link to a result folder by its stage and key, with its seed and backend. */
export function sourceLink({ stage, key, seed, backend, path }: Omit<Source, "command">): Html {
  const on = (seed === null ? "" : `, seed ${seed}`) + (backend === null ? "" : `, ${backend}`);
  return html`<a href="${relativeUrl(path)}/">${stage} <code>${key.slice(0, 12)}</code></a>${on}`;
}

/** Width, height and title of an SVG document, as its first tags give them. */
function describeSvg(svg: string): { width: number; height: number; title: string } {
  const tag = /<svg\b[^>]*>/.exec(svg)?.[0] ?? "";
  const side = (name: string) => Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(tag)?.[1]);
  const title = /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? "";
  const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };
  return {
    width: Math.ceil(side("width")) || 900,
    height: Math.ceil(side("height")) || 400,
    title: title.replace(/&(lt|gt|quot|#39|amp);/g, (_, name) => entities[name]),
  };
}

/** All figures of a report, those drawn from what is committed too. */
export function figuresOf({ figures, committed = [] }: ReportData): ReportFigure[] {
  return [...figures, ...committed.flatMap(({ figure }) => figure ?? [])];
}

/** Path of a figure's upright variant within the report folder. */
export function narrowPath({ name }: Pick<ReportFigure, "name">): string {
  return figurePath({ name: `${name}-narrow` });
}

/**
 * Sets a figure with its caption and the results it was made from.
 *
 * @param options `captionless`: its kind's caption stands elsewhere on the page. `shapes`: those of
 * the report, where they are not the publication's
 */
export function figure(
  shown: ReportFigure,
  { captionless = false, shapes }: { captionless?: boolean; shapes?: Shapes | undefined } = {},
): Html {
  const { caption } = kindOf(shown.kind, shapes);
  const { title } = describeSvg(shown.svg);
  return html`
    <figure id="${shown.name}" class="kind-${shown.kind}${shown.narrow ? " has-narrow" : ""}">
      <div class="scroll picture" role="region" aria-label="${title || caption}" tabindex="0">
        <a href="${figurePath(shown)}">${picture(shown)}</a>${shown.narrow
          ? html`<a class="narrow" href="${narrowPath(shown)}">${narrowPicture(shown)}</a>`
          : null}
      </div>
      ${captioned([captionless ? "" : caption, shown.note ?? ""], shown)}
    </figure>
  `;
}

/**
 * Figures of one kind: the caption once, then those that are shown at once, then the folded ones.
 *
 * @param folds what the folded ones are, in a few words
 * @param shapes those of the report, where they are not the publication's
 */
export function figureGroup(
  figures: readonly ReportFigure[],
  folds: string,
  shapes?: Shapes,
): Piece {
  const open = figures.filter(({ folded }) => !folded);
  const folded = figures.filter(({ folded }) => folded);
  const set = (one: ReportFigure, captionless: boolean) => figure(one, { captionless, shapes });
  return [
    open.length === 0 ? null : html`
      <div class="group-${open[0].kind}">${open.map((one, k) => set(one, k > 0))}</div>
    `,
    folded.length === 0
      ? null
      : fold(folds, folded.map((one, k) => set(one, open.length > 0 || k > 0))),
  ];
}

/**
 * What stands in the page only where a reader unfolds it.
 *
 * @param name class of the element: what is called `fold` is left out in print
 */
export function fold(summary: string, body: Piece, name = "fold"): Html {
  return html`
    <details class="${name}">
      <summary>${summary}</summary>
      ${body}</details>
  `;
}

/** A figure's picture, no narrower than its text is legible. */
export function picture(shown: ReportFigure): Html {
  const { width, height, title } = describeSvg(shown.svg);
  // A figure shrinks with the page only as far as its text stays legible, then its box scrolls.
  const least = Math.min(width, Math.max(340, Math.round(width * 0.66)));
  const path = figurePath(shown);
  return html`
    <img src="${path}" width="${width}" height="${height}"
      style="min-width:${least}px; --width:${width}px"
      alt="${title}">
  `;
}

/** The upright variant: a style sheet shows it in place of the wide one. */
function narrowPicture(shown: ReportFigure): Html {
  const { width, height, title } = describeSvg(shown.narrow!);
  return html`
    <img src="${narrowPath(shown)}" width="${width}" height="${height}" style="--width:${width}px"
      alt="${title}">
  `;
}

/** Caption, links to the picture's files, and the results that it was made from. */
export function captioned(
  sentences: readonly string[],
  { name, sources }: Pick<ReportFigure, "name" | "sources">,
): Html {
  const words = sentences.filter(Boolean).join(" ");
  const made = sources.length === 0
    ? "For papers"
    : `Made from ${counted(sources.length, "result")}; for papers`;
  return html`
    <figcaption>
      ${words ? html`<p>${words}</p>` : null}
      <details class="sources">
        <summary>${made}</summary>
        ${sources.length === 0 ? null : html`
          <ul>
          ${sources.map((source) =>
            html`
              <li>${sourceLink(source)}: <code>${source.command}</code></li>
            `
          )}</ul>
        `}
        <p class="files">The figure as <a href="${figurePath({
          name,
        })}">SVG</a>, <a href="${figurePath(
          { name },
          "png",
        )}">PNG</a></p>
      </details>
    </figcaption>
  `;
}

/** What is committed, in the place of a part that was not computed. */
export function committedPart(part: CommittedPart, report: ReportData): Html {
  return html`
    <div class="committed">
      <p>${part.text} <code>${commandFor(part.kind, report)}</code> and then <code>${studyCommand(
        "report",
        report,
      )}</code> compute this part.</p>
      ${part.figure ? figure(part.figure) : null}
      ${committedTable(part)}
    </div>
  `;
}

/** The committed numbers; folded where a figure shows them. */
function committedTable({ kind, figure, table: numbers }: CommittedPart): Html | null {
  if (!numbers) return null;
  const set = table({
    caption: `The committed results: ${
      kindOf(kind).name
    }. Brackets are 95 % t intervals over seeds.`,
    columns: numbers.heads.map((title) => ({ title })),
    rows: numbers.rows,
  });
  return figure ? fold("The numbers of this figure", set) : set;
}

/** The command that makes what a kind of figure is drawn from. */
function commandFor(kind: FigureKind, report: ReportData): string {
  const { shapes = DEFAULT_SHAPES, profile, seed = 0 } = report;
  const { command } = kindOf(kind, shapes);
  if (command === "deno task reproduce") return studyCommand("reproduce", report);
  // Training alone has the settings of one profile and seed 0, whatever the dataset.
  const trains = /^deno task (train|ablation)/.test(command);
  if (trains && !(profile === "small" && seed === 0)) return studyCommand("reproduce", report);
  if (!/^deno task sweep/.test(command)) return withFolders(command, foldersOf(report));
  const vary = areUsual(shapes)
    ? []
    : Object.entries(shapes).map(([name, value]) => `--vary ${name}=${value}`);
  return [command, ...profileArguments(report), ...vary].join(" ");
}

/** A line in the place of a figure that is missing, with the commands that get it. */
export function missing(kind: FigureKind, report: ReportData): Html {
  const { name } = kindOf(kind, report.shapes);
  const command = commandFor(kind, report);
  const page = studyCommand("report", report);
  const then = command.startsWith("deno task reproduce")
    ? html`<code>${command}</code> makes this part`
    : html`<code>${command}</code> and then <code>${page}</code> make this part`;
  return html`
    <p class="missing">This report lacks ${name}: ${then}.</p>
  `;
}

/** Every result that a figure was made from, once, with the figures made from it. */
export function provenanceTable({ figures, sheet }: ReportData): Html | null {
  const shown = [
    ...figures.map(({ name, sources }) => ({ name, sources })),
    ...(sheet ? [{ name: sheet.still, sources: sheet.sources }] : []),
  ];
  const results = Map.groupBy(
    shown.flatMap(({ name, sources }) => sources.map((source) => ({ name, source }))),
    ({ source }) => source.key,
  );
  if (results.size === 0) return null;
  return table({
    caption:
      "The results behind the figures. A key is the SHA-256 of all that decides a result's " +
      "bytes; deno task verify checks the folder against it.",
    columns: [{ title: "Result" }, { title: "Command" }, { title: "Figures" }],
    rows: [...results.values()].map((uses) => [
      sourceLink(uses[0].source),
      html`<code>${uses[0].source.command}</code>`,
      [...new Set(uses.map(({ name }) => name))].map((name, k) =>
        html`${k > 0 ? ", " : ""}<a href="#${name}">${name}</a>`
      ),
    ]),
  });
}
