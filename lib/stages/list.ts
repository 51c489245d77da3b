/**
 * The list of stages. What accepts code, runs results again, allows scripts what they need or counts
 * costs takes the stages from here. It cannot lie in `study/`, which the report, itself a stage, imports.
 *
 * @module
 */

import { COMPARISON } from "../comparison/stage.ts";
import { DATASET } from "../dataset/stage.ts";
import { ABLATION } from "../evaluation/ablation_stage.ts";
import { EVALUATE } from "../evaluation/evaluate_stage.ts";
import { TRANSECTS } from "../evaluation/transects_stage.ts";
import { TRAVERSALS } from "../evaluation/traversals_stage.ts";
import { REPORT } from "../report/stage.ts";
import type { AnyStage } from "../results/stage.ts";
import { TRAIN } from "../training/stage.ts";

/** Every stage, each after those that make its inputs. */
export const STAGES: readonly AnyStage[] = [
  DATASET,
  TRAIN,
  TRANSECTS,
  TRAVERSALS,
  ABLATION,
  EVALUATE,
  COMPARISON,
  REPORT,
];
