/**
 * Numbers and tables as text: aligned columns for a terminal, Markdown for a page.
 *
 * @module
 */

/** A table; the first row of `rows` is below `head`. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns whose text stands at the left, from 0; numbers stand at the right. */
  readonly left: readonly number[];
}

/** A positive number with three digits that count: `0.0123`, `4.56`, `78.9`, `1234`. */
export function threeDigits(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Number(Math.abs(value).toPrecision(3))));
  return value.toFixed(Math.max(0, 2 - magnitude));
}

/** A share as a percentage: `0.4`, `12`, `100` before the sign. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value.toFixed(value < 9.95 ? 1 : 0)} %`;
}

function aligned({ head, rows, left }: Table): string[][] {
  const all = [head, ...rows];
  const widths = head.map((_, k) => Math.max(...all.map((row) => row[k].length)));
  return all.map((row) =>
    row.map((cell, k) => left.includes(k) ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))
  );
}

/** Columns two blanks apart, the head above them. */
export function textTable(table: Table): string {
  return aligned(table).map((row) => row.join("  ").trimEnd()).join("\n");
}

/** A text as a cell of a Markdown table: one line, in which a bar ends no cell and nothing is HTML. */
export function markdownCell(text: string): string {
  return text.replaceAll(/[\\|<]/g, "\\$&").replaceAll(/\s*[\r\n]+\s*/g, " ");
}

/** A Markdown table, its source aligned too. */
export function markdownTable(table: Table): string {
  const cells = (row: readonly string[]) => row.map(markdownCell);
  const [head, ...rows] = aligned({
    ...table,
    head: cells(table.head),
    rows: table.rows.map(cells),
  });
  const rule = head.map((cell, k) => {
    const dashes = "-".repeat(Math.max(3, cell.length) - 1);
    return table.left.includes(k) ? `-${dashes}` : `${dashes}:`;
  });
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
