/**
 * The training loop.
 *
 * @module
 */

export * from "./batches.ts";
export * from "./loop.ts";
export * from "./schema.ts";
export { rateAt, type Step, trainingStep } from "./step.ts";
