/**
 * Evaluations of a study's arms compared: tables with intervals, headline figures, and pictures.
 *
 * @module
 */

export * from "./compare.ts";
export * from "./evaluations.ts";
export * from "./figures.ts";
export * from "./headline.ts";
