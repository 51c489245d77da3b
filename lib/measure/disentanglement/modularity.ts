/**
 * Modularity (Ridgeway & Mozer 2018, arXiv 1802.05312, the deviation δ_i from a template that has
 * all of a code's information in its best factor): does a code know one factor only? A factor may
 * be spread over many codes without loss, which is what sets it apart from the mutual information
 * gap.
 *
 * @module
 */

import { checkTable, meanOfDefined } from "./columns.ts";

/** Options of {@linkcode modularity}. */
export interface ModularityOptions {
  /**
   * Codes that know no factor better than this, in nats, are dead and left out. Default 0, as in
   * the paper. Counting in B bins gives a dead code about (B − 1)² / 2N nats with every factor,
   * which reads as a code that mixes them all: set it to twice `chanceInformation()`.
   */
  readonly minimum?: number;
}

/**
 * Mean over the codes of 1 − Σ m² / (m_best² (F − 1)), the sum over all factors but the code's best
 * one.
 *
 * A factor that does not vary is known to no code, which reads as perfect: leave its row out.
 *
 * @param information F rows, one a factor, of D values ≥ 0, one a code, as
 * `mutualInformationMatrix` gives them.
 * @returns A value in [0, 1]; `null` where it has no meaning: with one factor no code can know a
 * second one, and without a code that knows more than the minimum there is nothing to score.
 * @throws {RangeError} The table is empty or ragged, or holds a value that is negative or not
 * finite; `minimum` is negative or not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { modularity } from "./modularity.ts";
 *
 * assertEquals(modularity([[2, 0], [1, 3]]), (3 / 4 + 1) / 2);
 * ```
 */
export function modularity(
  information: readonly (readonly number[])[],
  { minimum = 0 }: ModularityOptions = {},
): number | null {
  checkTable(information, "measure the modularity");
  if (!(minimum >= 0 && minimum < Infinity)) {
    throw new RangeError(
      `Cannot measure the modularity: minimum must be finite and ≥ 0, received ${minimum}`,
    );
  }
  if (information.length === 1) return null;
  const scores = information[0]
    .map((_, code) => information.map((row) => row[code]))
    .filter((code) => Math.max(...code) > minimum)
    .map(codeModularity);
  return meanOfDefined(scores);
}

function codeModularity(code: readonly number[]): number {
  const best = Math.max(...code);
  const squares = code.reduce((sum, value) => sum + (value / best) ** 2, 0);
  return Math.max(0, 1 - (squares - 1) / (code.length - 1));
}
