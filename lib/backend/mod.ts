/**
 * Which TF.js backend runs, and the kernels that TF.js lacks or does slowly.
 *
 * @module
 */

export * from "./blocks.ts";
export * from "./select.ts";
