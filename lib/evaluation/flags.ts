/**
 * How a network is evaluated, as flags of a command line, and back: `evaluate` reads them, and what
 * starts that script writes them.
 *
 * @module
 */

import { flag } from "../cli/parse.ts";
import { MAX_STROKE } from "../curve/geometry.ts";
import type { EvaluationChoice } from "./schema.ts";

/** Flags of an evaluation. */
export const evaluationFlags = {
  stroke: flag.number({
    min: 0,
    exclusiveMin: true,
    max: MAX_STROKE,
    optional: true,
    help: "line width of the images shown to the network; default that of its dataset",
  }),
  noise: flag.boolean({ help: "decode z = μ + σ·ε, as the publication did, and not μ" }),
};

/** The command line that asks for a given evaluation. */
export function evaluationArguments({ stroke, noise }: EvaluationChoice): string[] {
  return ["--stroke", String(stroke), ...(noise ? ["--noise"] : [])];
}
