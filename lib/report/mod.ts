/**
 * The report: a static page made from plain data and finished figures.
 *
 * @module
 */

export * from "./page/data.ts";
export * from "./page/claims.ts";
export * from "./page/html.ts";
export * from "./page/figures.ts";
export * from "./page/findings.ts";
export * from "./page/methods.ts";
export * from "./page/flaws.ts";
export * from "./page/tables.ts";
export * from "./page/page.ts";
