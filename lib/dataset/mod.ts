/**
 * Datasets: images, points and who learns from what; built, written and read.
 *
 * @module
 */

export type {
  Fingerprint,
  Json,
  Metrics,
  Progress,
  Result,
  Schema,
  Stage,
  StageRun,
} from "../results/stage.ts";
export type { Geometry } from "../curve/geometry.ts";
export type { Hole, Point, Random } from "../space/mod.ts";
export * from "./dataset.ts";
export * from "./files.ts";
export * from "./npy.ts";
export * from "./parameters.ts";
export {
  formatPoints,
  MAX_POINTS,
  parsePoints,
  pointsDigest,
  readPointsFile,
} from "./points_csv.ts";
export * from "./split.ts";
export * from "./stage.ts";
