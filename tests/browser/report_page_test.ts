/**
 * The report as a reader meets it: opened from disk, in a browser.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { sharedStudy } from "../shared_study.ts";
import { browserTest, openTab, type TabOptions } from "./chromium.ts";

/** Whether the page itself can be scrolled sideways. */
function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > innerWidth");
}

browserTest("the report of a smoke study opens from disk and draws its sheet", async (browser) => {
  const { cwd, ran } = await sharedStudy();
  const address = `file://${cwd}/${ran.last}`;
  const folder = address.slice(0, address.lastIndexOf("/") + 1);

  const views: (TabOptions & { readonly name: string })[] = [
    { name: "report-1280", size: [1280, 900] },
    { name: "report-390-dark", size: [390, 844], scheme: "dark" },
  ];
  for (const { name, ...options } of views) {
    const tab = await openTab(browser, options);
    await tab.page.goto(address);
    await tab.screenshot(name);
    assertMatch(await tab.page.textContent(".answer") ?? "", /^This page answers nothing/);
    assertMatch(await tab.page.textContent(".finding") ?? "", /disc of radius 0\.3/);
    assertEquals(await scrollsSideways(tab.page), false, `${name} scrolls sideways`);

    const sheet = tab.page.locator(".sheet");
    await sheet.scrollIntoViewIfNeeded();
    await sheet.locator("canvas").first().waitFor();
    await tab.screenshot(`${name}-sheet`);
    await tab.screenshot(`${name}-whole`, { whole: true });

    const broken = await tab.page.evaluate(`[...document.images].filter((image) =>
      image.complete && image.naturalWidth === 0).map((image) => image.src)`);
    assertEquals(broken, [], "pictures that did not load");
    assertEquals(tab.errors, []);
    for (const request of tab.requests) {
      assert(/^(data|blob):/.test(request) || request.startsWith(folder), `asked for ${request}`);
    }
    await tab.page.close();
  }
});
