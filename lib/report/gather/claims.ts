/**
 * The published claims for a report, as they are committed: they rest on the reference and not on
 * the results that the report shows.
 *
 * @module
 */

import { committedClaims } from "../../claims/committed.ts";
import { answerOf, claimRow, confoundsOf } from "../../claims/summary.ts";
import type { ReportClaims } from "../page/data.ts";

/** The claims with their committed verdicts and numbers. */
export function gatherClaims(): ReportClaims {
  const all = committedClaims();
  return {
    answer: answerOf(all.claims.map(({ verdict }) => verdict)),
    fixed: all.fixed,
    claims: all.claims.map(claimRow).map(({ claim, published, measured, ours, seeds, finding }) => ({
      title: claim.title,
      part: claim.part,
      verdict: claim.verdict,
      finding,
      evidence: claim.published.evidence,
      published,
      measured,
      ours,
      seeds,
      confounds: confoundsOf(claim).map(({ question, answer }) => ({
        question,
        answer: answer.replaceAll("**", ""),
      })),
      limits: claim.limits,
    })),
  };
}
