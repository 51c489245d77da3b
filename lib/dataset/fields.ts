/**
 * What each parameter of a dataset may be: the ranges, choices and defaults that its schema and its
 * flags share.
 *
 * @module
 */

import { z } from "zod";
import { GEOMETRIES, MAX_STROKE, SIZE_RANGE } from "../curve/geometry.ts";
import { MAX_SEED } from "../seed.ts";
import { PUBLISHED_HOLE_TEXT } from "../space/hole.ts";
import { MAX_POINTS } from "./points_csv.ts";
import { familyFields } from "./shapes.ts";

/**
 * Range, choices and default of each parameter. A stroke is one that can be asked for; where the
 * family draws no line, none can be, and 0 is stored.
 */
export const datasetFields = {
  points: z.int().min(1).max(MAX_POINTS).default(5000),
  seed: z.int().min(0).max(MAX_SEED).default(0),
  size: z.int().min(SIZE_RANGE[0]).max(SIZE_RANGE[1]).default(64),
  geometry: z.enum(GEOMETRIES).default("square"),
  stroke: z.number().gt(0).max(MAX_STROKE),
  hole: z.string().default(PUBLISHED_HOLE_TEXT),
  validation: z.number().gt(0).max(0.9).default(0.1),
  // 0 where there is no hole, and only there.
  holePoints: z.int().min(0).max(MAX_POINTS).default(500),
  leak: z.int().min(0).max(MAX_POINTS).default(0),
  ...familyFields,
};
