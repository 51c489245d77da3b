/**
 * The published claims for a report, as they are committed: they rest on the reference and not on
 * the results that the report shows.
 *
 * @module
 */

import { committedClaims } from "../../claims/committed.ts";
import { answerOf, claimRow, confoundsOf, sentence } from "../../claims/summary.ts";
import { filled } from "../../claims/words.ts";
import type { ReportClaims } from "../page/data.ts";

/** The claim whose quantities hold the published size. */
const SIZE_CLAIM = "interpolation-is-hard";

const AT_PUBLISHED_SIZE =
  "At the published size (images of 256², the published network) mean Dice " +
  "falls by {costFull} inside the hole of radius 0.3 (mean and 95 % interval over " +
  "{costFull.seeds}), from {controlFull.mean} to {insideFull.mean}: not computed for this page, but " +
  "committed with the suite.";

const AT_WIDE_SIZE =
  "Radius 0.6 was not computed for this page; in the committed results mean Dice " +
  "falls by {deficit6} there (mean and 95 % interval over {deficit6.seeds}).";

/** The claims with their committed verdicts and numbers. */
export function gatherClaims(): ReportClaims {
  const all = committedClaims();
  const size = all.claims.find(({ id }) => id === SIZE_CLAIM)!;
  return {
    answer: answerOf(all.claims.map(({ verdict }) => verdict)),
    atPublishedSize: sentence(size, AT_PUBLISHED_SIZE),
    atWideSize: filled(AT_WIDE_SIZE, all.tables.find(({ id }) => id === "doses")!),
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
