/**
 * The report's page as the explorer's site has it.
 *
 * @module
 */

/**
 * A report's page without its links to other result folders, whose words stay. The site holds the
 * report alone, so that such a link would lead nowhere.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withoutFolderLinks } from "./report_page.ts";
 *
 * assertEquals(
 *   withoutFolderLinks('<a href="../../train/x/">train</a>, <a href="figures/a.svg">SVG</a>'),
 *   'train, <a href="figures/a.svg">SVG</a>',
 * );
 * ```
 */
export function withoutFolderLinks(page: string): string {
  return page.replace(/<a href="\.\.\/[^"]*">(.*?)<\/a>/gs, "$1");
}
