/**
 * The parameter space of the shapes: its ranges, points, holes and transects.
 *
 * @module
 */

export { createRandom, type Random, restoreRandom } from "../random.ts";
export * from "./chord.ts";
export * from "./distance.ts";
export * from "./hole.ts";
export * from "./hole_words.ts";
export * from "./outline.ts";
export * from "./periodic.ts";
export * from "./points.ts";
export * from "./repeats.ts";
export * from "./space.ts";
export * from "./transect.ts";
