/**
 * The site's list of what there is to show.
 *
 * @module
 */

import type { SiteData } from "../site_data.ts";

/**
 * Reads the list, which has no network where the lab is all there is.
 *
 * @throws {Error} It is missing, or no list.
 */
export async function readSite(): Promise<SiteData> {
  const answer = await fetch("site.json");
  if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
  const site = await answer.json() as SiteData;
  if (!Array.isArray(site.models)) throw new Error("site.json lists no networks");
  return site;
}
