/**
 * The result store: a stage's output becomes a folder named by the hash of all that decides it,
 * with a manifest that lists every byte. See `stage.ts` for what a stage is.
 *
 * @module
 */

export { type FolderState, type OutputFolder, outputFolder } from "../files/output_folder.ts";
export * from "../files/canonical_json.ts";
export {
  describeProblem,
  findResult,
  listResults,
  type OpenOptions,
  openResult,
  PICTURES,
  resultsFolderOf,
  STUDY_REFERENCES,
} from "./store.ts";
export * from "./resolve.ts";
export { type Inspection, inspectResult, type Problem } from "./check.ts";
export * from "./digest.ts";
export * from "./key.ts";
export * from "./manifest.ts";
export * from "./code/fingerprint.ts";
export * from "./code/module_graph.ts";
export { clearLeftovers, type LockOptions, PARTIAL } from "./lock.ts";
export { type Foreseen, type ForeseeOptions, foreseeStage } from "./foresee.ts";
export * from "./audit/compare_figures.ts";
export * from "./audit/reference.ts";
export * from "./audit/write_reference.ts";
export { setAsideDamaged, type SetAsideOptions } from "./repair.ts";
export * from "./run.ts";
export type { Flags } from "../cli/command.ts";
export type { Flag } from "../cli/flags.ts";
export * from "./stage.ts";
export * from "./audit/inputs.ts";
export * from "./audit/verify.ts";
