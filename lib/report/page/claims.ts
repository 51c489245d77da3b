/**
 * What the publication claimed and what was found: a table with a row a claim, and the rest folded.
 *
 * @module
 */

import type { ReportClaim, ReportClaims } from "./data.ts";
import { type Html, html, table, withCode } from "./html.ts";
import { counted } from "../../words/counted.ts";

/** The claims, marked as resting on the committed results and not on this page's. */
export function claimsSection({ answer, fixed, claims }: ReportClaims): Html {
  return html`
    <section id="claims" aria-labelledby="claims-heading">
      <h2 id="claims-heading">What was claimed, and what was found</h2>
      <p>${answer} <strong>These verdicts rest on the results that are committed with this suite, and not on those of this page.</strong> <code>deno task verify --claims</code> recomputes them.</p>
      ${table({
        caption: "The published claims. Brackets are 95 % t intervals over seeds.",
        columns: [{ title: "Claim" }, { title: "Verdict" }, { title: "What was found" }],
        rows: claims.map(({ title, part, verdict, finding }) => [
          `${title[0].toUpperCase()}${title.slice(1)} (${part})`,
          html`
            <strong>${verdict}</strong>
          `,
          finding,
        ]),
      })}
      <details class="sources">
        <summary>Published evidence, other explanations and limits of each claim</summary>
        <p>${withCode(fixed)}</p>
        <dl>
    ${claims.map(details)}</dl>
      </details>
    </section>
  `;
}

function details(
  { title, evidence, published, measured, ours, seeds, confounds, limits }: ReportClaim,
): Html {
  const count = counted(seeds, "seed");
  return html`
    <dt>${title[0].toUpperCase()}${title.slice(1)}</dt>
    <dd>
      <p>Published: ${evidence} ${published[0].toUpperCase()}${published.slice(1)}.</p>
      <p>Here: ${measured}: ${ours} from ${count}.</p>
      <ul>${confounds.map(({ question, answer }) =>
        html`
          <li>${question} ${withCode(answer)}</li>
        `
      )}</ul>
      <p>${withCode(limits.join(" "))}</p>
    </dd>
  `;
}
