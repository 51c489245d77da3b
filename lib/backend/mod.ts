/**
 * Which TF.js backend runs, and the kernels that TF.js lacks or does slowly.
 *
 * @module
 */

export * from "./adam_step.ts";
export * from "./adapter.ts";
export * from "./backend.ts";
export * from "./blocks.ts";
export * from "./cross_entropy.ts";
export * from "./device_failure.ts";
export * from "./select.ts";
