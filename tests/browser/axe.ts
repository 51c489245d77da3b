/**
 * Looks a page over with axe-core, the usual rules of accessibility.
 *
 * @module
 */

import axe from "axe-core/axe.min.js" with { type: "text" };
import type { Page } from "playwright-core";

/** The part of axe-core's answer that is used here. */
interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly {
    readonly target: readonly unknown[];
    readonly failureSummary: string;
  }[];
}

/**
 * The rules that a page violates, a line for each element, of those that stand in WCAG 2.2 A and AA or
 * are held to be good practice.
 *
 * @param within a selector of the part that is looked at, by default the whole page
 */
export async function violations(page: Page, within = "html"): Promise<string[]> {
  // By the browser's own debugger, which no content policy of the page stops.
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>(
    `axe.run(${JSON.stringify(within)}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) =>
      `${id} (${help}): ${target.join(" ")}: ${failureSummary.replaceAll(/\s+/g, " ")}`
    )
  );
}
