/**
 * What a page does not compute, but the suite has committed: how a hole's cost grows with its
 * radius, what the published deviations do, and what the penalties do. The numbers are those of
 * `docs/claims.json`.
 *
 * @module
 */

import { committedClaims } from "../../claims/committed.ts";
import type { Claims, NumbersTable } from "../../claims/schema.ts";
import { claimRow, confoundsOf, filledRows } from "../../claims/summary.ts";
import { doseResponse } from "../../figures/dose_response.ts";
import type { CommittedPart, FigureKind, ReportFigure } from "../page/data.ts";

const PREFACE = "Not computed for this page; this is committed with the suite (profile small).";

/** The parts in whose place the page would show nothing. */
export async function committedParts(kinds: ReadonlySet<FigureKind>): Promise<CommittedPart[]> {
  const claims = committedClaims();
  const parts = [await dosePart(claims), penaltiesPart(claims), deviationsPart(claims)];
  return parts.filter((part) => part !== undefined && !kinds.has(part.kind)) as CommittedPart[];
}

function tableOf({ tables }: Claims, name: NumbersTable["id"]): NumbersTable {
  return tables.find(({ id }) => id === name)!;
}

async function dosePart(claims: Claims): Promise<CommittedPart> {
  const doses = tableOf(claims, "doses");
  const found = Object.entries(doses.quantities).flatMap(([name, { from }]) => {
    const radius = from.kind === "arm" && from.of === "deficit"
      ? /^r=([\d.]+)$/.exec(from.arm)
      : null;
    return radius ? [{ x: Number(radius[1]), ...doses.found[name] }] : [];
  });
  const seeds = Math.max(...found.map(({ seeds }) => seeds));
  const svg = await doseResponse(
    found.map(({ x, estimate, low, high }) => ({
      x,
      series: "VAE",
      estimate,
      low: low ?? undefined,
      high: high ?? undefined,
    })),
    {
      title: "What a hole costs inside it, by its radius",
      subtitle: `committed with the suite: mean over ${seeds} seeds and 95 % t interval; small ` +
        "dots are seeds",
      x: "radius of the hole (axis units)",
      y: "Dice deficit in the hole",
      seeds: found.flatMap(({ x, values }) =>
        (values ?? []).map((value) => ({ x, series: "VAE", value }))
      ),
    },
  );
  const figure: ReportFigure = { kind: "dose", name: "dose-committed", svg, sources: [] };
  const rows = filledRows(doses);
  return { kind: "dose", text: PREFACE, figure, table: { heads: doses.heads, rows } };
}

function penaltiesPart({ claims }: Claims): CommittedPart | undefined {
  const claim = claims.find(({ id }) => id === "loss-does-not-disentangle");
  if (!claim) return undefined;
  // The first of its questions is the one after the weight of the penalty.
  const [{ answer }] = confoundsOf(claim);
  return {
    kind: "penalties",
    text: [PREFACE, claimRow(claim).finding, answer.replaceAll("**", "")].join(" "),
  };
}

function deviationsPart(claims: Claims): CommittedPart {
  const deviations = tableOf(claims, "deviations");
  return {
    kind: "study",
    text: `${PREFACE} The table says what the publication's deviations from a plain ` +
      "comparison cost.",
    table: { heads: deviations.heads, rows: filledRows(deviations) },
  };
}
