/**
 * The results of one seed that show how a network codes shapes, and which of them a report shows:
 * those of the widest hole, where a hole shows most.
 *
 * @module
 */

import type { FamilyName, Shapes } from "../../curve/family.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { holeArea } from "../../space/hole.ts";
import type { Found } from "./sources.ts";

/** The results of one seed that show its codes. */
export interface CodeResults {
  readonly networks: readonly Found<"train">[];
  readonly walks: readonly Found<"transects">[];
  readonly evaluations: readonly Found<"evaluation">[];
  readonly traversals: readonly Found<"traversals">[];
  /** What the shapes are. */
  readonly shapes: Shapes;
}

/** Name of the figure of the codes, which stands for the sheet where that is not drawn. */
export const LATENT_FIGURE = "latents";

/** The one whose hole is the widest; nothing where there are none. */
export function widest<F extends { readonly role: { readonly hole: string } }>(
  found: readonly F[],
  family: FamilyName,
): F | undefined {
  const area = ({ role }: F) => holeArea(datasetHole({ hole: role.hole, family }));
  return found.toSorted((one, other) => area(other) - area(one))[0];
}

/**
 * The hole whose network both the figure of the codes and the sheet over it show: the widest one that
 * has what both are made from; nothing where none has.
 */
export function sheetHole(
  { networks, walks, traversals, shapes }: Omit<CodeResults, "evaluations">,
): string | undefined {
  const have = (found: readonly { readonly role: { readonly hole: string } }[], hole: string) =>
    found.some(({ role }) => role.hole === hole);
  const trained = networks.filter(({ role }) => role.network === "punctured");
  const both = walks.filter(({ role: { hole } }) => have(traversals, hole) && have(trained, hole));
  return widest(both, shapes.family)?.role.hole;
}
