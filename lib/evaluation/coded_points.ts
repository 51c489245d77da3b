/**
 * Points with the codes that a network gives them.
 *
 * @module
 */

import type { Codes } from "../measure/mod.ts";
import type { Axis } from "../space/periodic.ts";
import type { Point } from "../space/space.ts";

/** Codes of some points. */
export interface CodedPoints {
  readonly points: readonly Point[];
  /** μ of each point, N × latents, row-major. */
  readonly codes: Codes;
  readonly latents: number;
  /** The factor whose range begins again where it ends; absent where there is none. */
  readonly periodic?: Axis | undefined;
}
