/**
 * Claims recomputed from the committed tables alone, and compared with what is committed of them.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import { joinPath } from "../files/paths.ts";
import { checksumProblems } from "../results/checksums.ts";
import { SUMMED_REFERENCES } from "../results/store.ts";
import { decide, holds } from "./criterion.ts";
import { measure } from "./quantity.ts";
import type { Claim, Claims, Measured, NumbersTable, Quantity, Rule } from "./schema.ts";
import { mainQuantity } from "./summary.ts";
import { ReferenceTables } from "./tables.ts";
import { measuredText } from "./words.ts";
import { counted } from "../words/counted.ts";

/** A claim with what the tables say of it now. */
export interface Recomputed {
  readonly claim: Claim;
  readonly quantities: Readonly<Record<string, Measured>>;
  readonly criteria: Readonly<Record<string, boolean>>;
  /** The rule that decides: its verdict and its sentence. */
  readonly rule: Rule;
}

/** Recomputes quantities. Throws RunError where a table is missing, changed or lacks the rows. */
export async function recomputeQuantities(
  quantities: Readonly<Record<string, Quantity>>,
  tables: ReferenceTables,
): Promise<Record<string, Measured>> {
  const entries = await Promise.all(
    Object.entries(quantities).map(async ([name, { from }]) =>
      [name, await measure(from, tables)] as const
    ),
  );
  return Object.fromEntries(entries);
}

/**
 * Recomputes one claim.
 *
 * @throws {RunError} A table is missing, was changed or lacks the rows, or a criterion asks for what
 * its quantity lacks.
 */
export async function recompute(claim: Claim, tables: ReferenceTables): Promise<Recomputed> {
  const quantities = await recomputeQuantities(claim.quantities, tables);
  const criteria = Object.fromEntries(
    Object.entries(claim.criteria).map(([name, criterion]) => {
      try {
        return [name, holds(criterion, quantities[criterion.quantity])];
      } catch (error) {
        if (!(error instanceof RunError)) throw error;
        throw new RunError(`the criterion ${name}: ${error.message}`);
      }
    }),
  );
  return { claim, quantities, criteria, rule: decide(claim.rules, criteria) };
}

/** A claim as one line, and what is wrong with it. */
export interface CheckedClaim {
  readonly id: string;
  /** Recomputed; absent where it could not be. */
  readonly verdict?: string;
  /** Verdict and main number, committed and recomputed. */
  readonly line: string;
  /** Empty where the committed claim is what the tables say. */
  readonly problems: readonly string[];
}

/** How far a committed number may lie from the recomputed one: rounding of another processor. */
const ROUNDING = 1e-9;

/** Quantities whose committed numbers are not the recomputed ones. */
function staleNumbers(
  committed: Readonly<Record<string, Measured>>,
  now: Readonly<Record<string, Measured>>,
): string[] {
  const near = (one: number | null | undefined, other: number | null) =>
    one === other ||
    (typeof one === "number" && other !== null &&
      Math.abs(one - other) <= ROUNDING * Math.max(1, Math.abs(other)));
  // Sentences are made of the values of seeds too.
  const alike = (one: Measured["values"], other: Measured["values"]) =>
    one === null || other === null
      ? one === other
      : one.length === other.length && one.every((value, n) => near(value, other[n]));
  return [...new Set([...Object.keys(committed), ...Object.keys(now)])].filter((name) => {
    const [before, after] = [committed[name], now[name]];
    return !before || !after || before.seeds !== after.seeds ||
      !alike(before.values, after.values) ||
      !(["estimate", "low", "high"] as const).every((part) => near(before[part], after[part]));
  });
}

const RENEW = "deno task docs:commands renews them";

async function checkClaim(claim: Claim, tables: ReferenceTables): Promise<CheckedClaim> {
  const { id, title, verdict, found } = claim;
  const name = mainQuantity(claim);
  const { digits } = claim.quantities[name];
  const committed = found.quantities[name];
  const ours = committed ? measuredText(committed, digits) : "none";
  let now: Recomputed;
  try {
    now = await recompute(claim, tables);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return {
      id,
      line: `${id}: ${verdict} (${title}); ${name} ${ours}, recomputed: not possible`,
      problems: [`${id}: ${error.message}`],
    };
  }
  const again = now.quantities[name];
  const seeds = counted(again.seeds, "seed");
  const stale = staleNumbers(found.quantities, now.quantities);
  const turned = Object.keys(now.criteria).filter((key) =>
    found.criteria[key] !== now.criteria[key]
  );
  const flipped = now.rule.verdict === verdict
    ? []
    : [`${id}: the committed verdict is "${verdict}", and the tables give "${now.rule.verdict}"`];
  const outdated = [...stale, ...turned];
  return {
    id,
    verdict: now.rule.verdict,
    line: `${id}: ${now.rule.verdict} (${title}); ` +
      `${name} ${ours}, recomputed ${measuredText(again, digits)} from ${seeds}`,
    problems: [
      ...flipped,
      ...outdated.length === 0
        ? []
        : [`${id}: the committed numbers of ${outdated.join(", ")} are not the tables' (${RENEW})`],
    ],
  };
}

async function checkTable(
  { id, quantities, found }: NumbersTable,
  tables: ReferenceTables,
): Promise<string[]> {
  try {
    const stale = staleNumbers(found, await recomputeQuantities(quantities, tables));
    return stale.length === 0
      ? []
      : [`${id}: the committed numbers of ${stale.join(", ")} are not the tables' (${RENEW})`];
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return [`${id}: ${error.message}`];
  }
}

/**
 * Recomputes every claim from the tables of a reference and compares it with what is committed; and
 * compares the files that no stage made, such as those beside the publication's numbers, with their
 * digests.
 *
 * @param reference Folder such as `results/reference`.
 */
export async function checkClaims(
  all: Claims,
  reference: string,
): Promise<{ readonly claims: readonly CheckedClaim[]; readonly problems: readonly string[] }> {
  const tables = new ReferenceTables(reference);
  const claims = await Promise.all(all.claims.map((claim) => checkClaim(claim, tables)));
  const beside = await Promise.all(all.tables.map((table) => checkTable(table, tables)));
  const changed = await Promise.all(SUMMED_REFERENCES.map(async (name) => {
    const folder = joinPath(reference, name);
    return (await checksumProblems(folder)).map((line) => joinPath(folder, line));
  }));
  return {
    claims,
    problems: [...claims.flatMap(({ problems }) => problems), ...beside.flat(), ...changed.flat()],
  };
}

/** The claims with `found` made anew from the tables; the verdicts stay as they were committed. */
export async function renewed(all: Claims, reference: string): Promise<Claims> {
  const tables = new ReferenceTables(reference);
  const claims = await Promise.all(all.claims.map(async (claim) => {
    const { quantities, criteria } = await recompute(claim, tables);
    return { ...claim, found: { quantities, criteria } };
  }));
  const beside = await Promise.all(all.tables.map(async (table) => ({
    ...table,
    found: await recomputeQuantities(table.quantities, tables),
  })));
  return { ...all, claims, tables: beside };
}

/** Claims whose committed verdict is not the one that their committed numbers give. */
export function flippedVerdicts(
  { claims }: Claims,
): { readonly claim: Claim; readonly verdict: string }[] {
  return claims.map((claim) => ({
    claim,
    verdict: decide(claim.rules, claim.found.criteria).verdict,
  })).filter(({ claim, verdict }) => verdict !== claim.verdict);
}
