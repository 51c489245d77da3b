/**
 * Parameters of a report: the results it may show, and the part each plays.
 *
 * @module
 */

import { z } from "zod";
import { PROFILES } from "../study/profiles.ts";

const seed = z.int().min(0);

/** A result that a report may show, and the part it plays. */
const memberSchema = z.strictObject({
  /** Role of the input that holds it. */
  input: z.string(),
  backend: z.enum(["wasm", "webgpu"]).nullable(),
  role: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("dataset"), hole: z.string(), seed }),
    z.strictObject({
      kind: z.literal("train"),
      arm: z.enum(["punctured", "control"]),
      hole: z.string(),
      seed,
    }),
    z.strictObject({ kind: z.literal("arm"), arm: z.string(), seed }),
    z.strictObject({ kind: z.literal("transects"), hole: z.string(), seed }),
    z.strictObject({ kind: z.literal("traversals"), hole: z.string(), seed }),
    z.strictObject({
      kind: z.literal("evaluation"),
      arm: z.string(),
      network: z.enum(["punctured", "control", "full"]),
      hole: z.string(),
      seed,
    }),
    z.strictObject({ kind: z.literal("ablation"), seed }),
    z.strictObject({ kind: z.literal("sweep"), study: z.string(), seed }),
  ]),
});

/** Fully resolved parameters of a report: the results it may show. */
export const reportSchema = z.strictObject({
  profile: z.enum(PROFILES),
  members: z.array(memberSchema),
});

/** Fully resolved parameters of a report. */
export type ReportParameters = z.infer<typeof reportSchema>;
