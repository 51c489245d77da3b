/**
 * Disentanglement and completeness (Eastwood & Williams 2018, ICLR, openreview By-7dz-AZ, section
 * 2). Both read one table, how important each code is for predicting each factor: disentanglement
 * asks whether a code serves one factor, completeness whether a factor lives in one code. Five
 * factors in two codes each are disentangled (1) but not complete (0.699), which a gap between the
 * two best codes cannot tell from a mixed code.
 *
 * A table shows so only where the regressor shares a factor out among the codes that carry it. Our
 * forest does: codes [a, b, a] have completeness 0.68. A lasso gives two equal codes' share to the
 * first of them, completeness 1.
 *
 * `importance.ts` makes such tables, and the third score of the paper, informativeness.
 *
 * @module
 */

import { checkTable } from "./columns.ts";

/** The scores of a table of importances. */
export interface DisentanglementCompleteness {
  /** In [0, 1]; 1 where each code serves one factor. `null` with fewer than two factors. */
  readonly disentanglement: number | null;
  /** In [0, 1]; 1 where each factor is served by one code. `null` with fewer than two codes. */
  readonly completeness: number | null;
}

/** 1 − entropy of two or more shares, in base of their number: 1 where all falls to one of them. */
function concentration(amounts: readonly number[], total: number): number {
  const entropy = amounts.reduce((sum, amount) => {
    const share = amount / total;
    return share > 0 ? sum - share * Math.log(share) : sum;
  }, 0);
  return Math.min(1, Math.max(0, 1 - entropy / Math.log(amounts.length)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Disentanglement: 1 − entropy of a code's importances over the factors, averaged with each code's
 * share of all importance as its weight, so that dead codes count for nothing. Completeness:
 * 1 − entropy of a factor's importances over the codes, averaged over the factors that any code
 * serves. Entropies are in base of the number of factors and of codes.
 *
 * With one factor a code can serve no second one, and with one code a factor lives in no second
 * one: the score would be 1 whatever the code, and is `null`. Where nothing has any importance, both
 * are `null`. A factor that does not vary is served by no code, which reads as perfect: leave its
 * column out.
 *
 * @param importance D rows, one a code, of F values ≥ 0, one a factor, in any unit.
 * @throws {RangeError} The table is empty or ragged, or holds a value that is negative or not
 * finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { disentanglementCompleteness } from "./dci.ts";
 *
 * // Each code serves one factor, but the first factor takes two codes.
 * assertEquals(disentanglementCompleteness([[1, 0], [1, 0], [0, 1]]).disentanglement, 1);
 * ```
 */
export function disentanglementCompleteness(
  importance: readonly (readonly number[])[],
): DisentanglementCompleteness {
  checkTable(importance, "measure disentanglement and completeness");
  const largest = importance.reduce((most, row) => Math.max(most, ...row), 0);
  if (largest === 0) return { disentanglement: null, completeness: null };
  const codes = importance.map((row) => row.map((value) => value / largest));
  const factors = codes[0].map((_, factor) => codes.map((row) => row[factor]));

  return {
    disentanglement: factors.length < 2 ? null : disentanglementOf(codes),
    completeness: codes.length < 2 ? null : completenessOf(factors),
  };
}

function disentanglementOf(codes: readonly (readonly number[])[]): number {
  const totals = codes.map(sum);
  const weighted = codes.map((row, i) =>
    totals[i] > 0 ? totals[i] * concentration(row, totals[i]) : 0
  );
  return Math.min(1, sum(weighted) / sum(totals));
}

function completenessOf(factors: readonly (readonly number[])[]): number {
  const served = factors.filter((column) => sum(column) > 0);
  return sum(served.map((column) => concentration(column, sum(column)))) / served.length;
}
