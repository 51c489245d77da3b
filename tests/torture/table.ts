/**
 * What was tried, survived and lost, as a Markdown table within a page.
 *
 * @module
 */

import { markdownCell } from "../../lib/bench/tables.ts";
import type { Tally } from "./study.ts";

const BEGIN = "<!-- made by deno task torture: begin -->";
const END = "<!-- end -->";
const HEAD = [
  "| what | tried | survived | lost | seconds | of what, and what was seen |",
  "| ---- | ----- | -------: | ---: | ------: | -------------------------- |",
];

/** A row of the table. */
export function tableRow(
  name: string,
  { unit, tried, lost, note }: Tally,
  seconds: number,
): string {
  const survived = Math.max(0, tried - lost.length);
  const cells = [name, `${tried} ${unit}`, survived, lost.length, seconds, markdownCell(note)];
  return `| ${cells.join(" | ")} |`;
}

/** Replaces the rows between the page's two marks. Throws RangeError where it has none. */
export async function renewTable(path: string, rows: readonly string[]): Promise<void> {
  const page = await Deno.readTextFile(path);
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new RangeError(`Cannot renew the table: ${path} must hold ${BEGIN} and ${END}`);
  }
  const table = [...HEAD, ...rows].join("\n");
  await Deno.writeTextFile(
    path,
    `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`,
  );
}
