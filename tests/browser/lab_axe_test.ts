/** The lab by the usual rules of accessibility: before a run and after it, light and dark, wide and narrow. */

import { assertEquals } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { violations } from "./axe.ts";
import { browserTest, openTab } from "./chromium.ts";
import { servedExplorer } from "./served_explorer.ts";

browserTest("axe-core finds nothing in the lab", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      for (const [size, scheme] of [[[1280, 900], "light"], [[390, 800], "dark"]] as const) {
        const { page, errors } = await openTab(browser, { size, scheme });
        await page.goto(`${address}#lab&points=200&epochs=2&hole=strip:a,1,1.4`);
        await page.waitForSelector("html[data-lab=idle]");
        assertEquals(await violations(page), [], `${scheme}, before`);
        for (const summary of await page.locator("#lab summary").all()) await summary.click();
        await page.click("#lab-train");
        await page.waitForSelector("html[data-lab=done]");
        await page.fill("#lab-seed", "-1");
        await page.keyboard.press("Tab");
        assertEquals(await violations(page), [], `${scheme}, after`);
        assertEquals(errors, []);
        await page.close();
      }
    });
  });
});
