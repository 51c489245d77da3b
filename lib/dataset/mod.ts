/**
 * Datasets: images, points and who learns from what; built, written and read.
 *
 * @module
 */

export { type FolderState, type OutputFolder, outputFolder } from "../files/output_folder.ts";
export type { Fingerprint, Metrics, Result, Schema, Stage, StageRun } from "../results/stage.ts";
export type { Json } from "../files/json.ts";
export type { Progress } from "../cli/progress.ts";
export type { Geometry } from "../curve/geometry.ts";
export type { Hole, Point, Random } from "../space/mod.ts";
export * from "./dataset.ts";
export * from "./layout.ts";
export * from "./facts.ts";
export * from "./files.ts";
export * from "./image_set.ts";
export * from "../files/npy.ts";
export * from "./parameters.ts";
export {
  formatPoints,
  MAX_POINTS,
  parsePoints,
  pointsDigest,
  readPointsFile,
} from "./points_csv.ts";
export * from "./split.ts";
export * from "./plain_hole.ts";
export * from "./stage.ts";
