/**
 * The published claims for a report, as they are committed: they rest on the reference and not on
 * the results that the report shows.
 *
 * @module
 */

import { committedClaims } from "../../claims/committed.ts";
import { answerOf, claimRow, confoundsOf, sentence } from "../../claims/summary.ts";
import { filled } from "../../claims/words.ts";
import { type ProfileName, PROFILES } from "../../study/profiles.ts";
import type { ReportClaims } from "../page/data.ts";

/** The claim whose quantities hold the published size. */
const SIZE_CLAIM = "interpolation-is-hard";

const FALLS =
  "mean Dice falls by {costFull} inside the hole of radius 0.3 (mean and 95 % interval " +
  "over {costFull.seeds}), from {controlFull.mean} to {insideFull.mean}";

/** What is committed of the published size, on a page of smaller images and on one of that size. */
const AT_PUBLISHED_SIZE = {
  smaller: `At the published size (images of 256², the published network) ${FALLS}: not computed ` +
    "for this page, but committed with the suite.",
  same: `In the committed results, which are of this size too, ${FALLS}.`,
};

/** What is committed of the wider hole; the table that has it, and the quantity. */
const AT_WIDE_SIZE = {
  smaller: { table: "doses", quantity: "deficit6", images: "with images of 64²" },
  same: { table: "published", quantity: "insideDeficitWide", images: "of this size" },
};

/** The claims with their committed verdicts and numbers, for a page of a profile. */
export function gatherClaims(profile: ProfileName): ReportClaims {
  const all = committedClaims();
  const size = all.claims.find(({ id }) => id === SIZE_CLAIM)!;
  const { dataset, training } = PROFILES[profile];
  const page = dataset.size === 256 && training.divide === 1 ? "same" : "smaller";
  const { table, quantity, images } = AT_WIDE_SIZE[page];
  const wide =
    `Radius 0.6 was not computed for this page; in the committed results ${images} mean ` +
    `Dice falls by {${quantity}} there (mean and 95 % interval over {${quantity}.seeds}).`;
  return {
    answer: answerOf(all.claims.map(({ verdict }) => verdict)),
    atPublishedSize: sentence(size, AT_PUBLISHED_SIZE[page]),
    atWideSize: filled(wide, all.tables.find(({ id }) => id === table)!),
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
