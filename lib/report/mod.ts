/**
 * The report: a static page made from plain data and finished figures.
 *
 * @module
 */

export * from "./data.ts";
export * from "./html.ts";
export * from "./figures.ts";
export * from "./findings.ts";
export * from "./flaws.ts";
export * from "./tables.ts";
export * from "./page.ts";
