/**
 * The training loop and evaluation.
 *
 * @module
 */

export * from "./batches.ts";
export * from "./dataset_facts.ts";
export * from "./evaluate.ts";
export * from "./loop.ts";
export * from "./schema.ts";
