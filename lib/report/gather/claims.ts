/**
 * The published claims for a report, as they are committed: they rest on the reference and not on
 * the results that the report shows.
 *
 * @module
 */

import { committedClaims } from "../../claims/committed.ts";
import { answerOf, claimRow, confoundsOf, sentence } from "../../claims/summary.ts";
import type { ReportClaims } from "../page/data.ts";

/** The claim whose quantities hold the published size. */
const SIZE_CLAIM = "interpolation-is-hard";

const AT_PUBLISHED_SIZE = "At the published size (images of 256², the published network) the " +
  "results committed with this suite say: a disc of radius 0.3 costs {costFull} of Dice. Inside it, " +
  "Dice is {insideFull.mean}, that of the control {controlFull.mean}.";

/** The claims with their committed verdicts and numbers. */
export function gatherClaims(): ReportClaims {
  const all = committedClaims();
  const size = all.claims.find(({ id }) => id === SIZE_CLAIM)!;
  return {
    answer: answerOf(all.claims.map(({ verdict }) => verdict)),
    atPublishedSize: sentence(size, AT_PUBLISHED_SIZE),
    fixed: all.fixed,
    claims: all.claims.map(claimRow).map((
      { claim, published, measured, ours, seeds, finding },
    ) => ({
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
