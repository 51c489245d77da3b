/**
 * All measures of one trained network, and the tables that hold them.
 *
 * @module
 */

export * from "./dictionary.ts";
export * from "./evaluate.ts";
export { type Draw, drawer, type Drawing } from "./sets.ts";
