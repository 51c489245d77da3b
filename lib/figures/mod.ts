/**
 * Figures: functions from plain data to an SVG document, without a browser, a canvas, a font or a
 * permission. The same data gives the same bytes.
 *
 * @module
 */

export type { Hole, Point, Transect } from "../space/mod.ts";
export * from "./palette.ts";
export * from "./markup.ts";
export * from "./chart.ts";
export * from "./images.ts";
export * from "./parameter_space.ts";
export * from "./training_curves.ts";
export * from "./transect_errors.ts";
export * from "./latent_scatter.ts";
export * from "./ablation.ts";
export * from "./montage.ts";
export * from "./series.ts";
export * from "./series_colours.ts";
export * from "./titles.ts";
export * from "./domain.ts";
export * from "./dose_response.ts";
export * from "./forest.ts";
export * from "./error_map.ts";
export * from "./distance_profile.ts";
export * from "./theme.ts";
export * from "./png.ts";
export * from "./latent_sheet.ts";
export * from "./recovery.ts";
export * from "./traversals.ts";
export * from "./correlation.ts";
export * from "./headline.ts";
export * from "./families.ts";
export * from "./published.ts";
export * from "./hole_widths.ts";
export * from "./hole_loops.ts";
