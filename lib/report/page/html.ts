/**
 * HTML from pieces: every value that is put into a template is escaped, unless it is markup made by
 * a template itself. So a forgotten call cannot let a folder's name become a tag.
 *
 * @module
 */

import { escapeMarkup } from "../../figures/markup.ts";

/** A piece of finished markup. */
export class Html {
  /** The markup. */
  readonly markup: string;

  /** Trusts a text to be markup; everything else goes through {@linkcode html}. */
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: text and numbers are escaped, lists joined, `null` left out. */
export type Piece = Html | string | number | null | readonly Piece[];

function render(piece: Piece): string {
  if (piece === null) return "";
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === "string" || typeof piece === "number") return escapeMarkup(String(piece));
  return piece.map(render).join("");
}

/**
 * Builds markup from a template. Attribute values must stand in quotes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { html } from "./html.ts";
 *
 * assertEquals(
 *   html`<p title="${'"'}">${["a", "<b>"]}</p>`.markup,
 *   '<p title="&quot;">a&lt;b&gt;</p>',
 * );
 * ```
 */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(String.raw({ raw: parts }, ...pieces.map(render)));
}

/** Sets what stands between backquotes as code. */
export function withCode(text: string): Piece {
  return text.split("`").map((part, i) => i % 2 === 1 ? html`<code>${part}</code>` : part);
}

/** A column of a table. */
export interface Column {
  /** Heading, with the unit where there is one. */
  readonly title: string;
  /** Numbers are set flush right in figures of one width. */
  readonly numeric?: boolean;
}

/** A table as plain data. */
export interface TableData {
  /** What the table shows, in a full sentence. */
  readonly caption: string;
  /** Its columns; the first names the row. */
  readonly columns: readonly Column[];
  /** Its cells, as many a row as there are columns. */
  readonly rows: readonly (readonly Piece[])[];
}

/** Sets a table, in a box that scrolls by itself where the page is too narrow for it. */
export function table({ caption, columns, rows }: TableData): Html {
  const kind = (index: number) => columns[index].numeric ? "number" : "text";
  return html`
    <div class="scroll" role="region" aria-label="${caption}" tabindex="0">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>${columns.map(({ title }, i) =>
            html`<th scope="col" class="${kind(i)}">${title}</th>`
          )}</tr>
        </thead>
        <tbody>
    ${rows.map((cells) =>
      html`
        <tr>${cells.map((cell, i) =>
          i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${kind(i)}">${cell}</td>`
        )}</tr>
      `
    )}</tbody>
      </table>
    </div>
  `;
}

/**
 * Writes a number with a fixed count of digits after the point, with a true minus sign; a dash
 * where there is no finite number.
 */
export function fixed(value: number | undefined, digits: number): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  // −0.000 reads as a finding.
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * Turns a relative path into an address: each part is percent-encoded, so that no name can become
 * a query, a fragment or another scheme.
 *
 * @throws {RangeError} The path is absolute, and would name one machine's folders.
 */
export function relativeUrl(path: string): string {
  if (/^([/\\]|[a-z]:[/\\])/i.test(path)) {
    throw new RangeError(
      `Cannot link to the folder: its path must be relative to the report, received ${path}`,
    );
  }
  return path.toWellFormed().split(/[/\\]/).map(encodeURIComponent).join("/");
}

/** Words with commas between them and an "and" before the last. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
