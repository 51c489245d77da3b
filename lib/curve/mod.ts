/**
 * The families of shapes, of which the study's is R(θ) = b·cos 5θ + a, and their images.
 *
 * @module
 */

export type { Point } from "../space/space.ts";
export * from "./curve.ts";
export * from "./family.ts";
export * from "./fit.ts";
export * from "./geometry.ts";
export * from "../files/png.ts";
export * from "./raster.ts";
export * from "./rasteriser.ts";
export * from "./renderer.ts";
export * from "./resample.ts";
