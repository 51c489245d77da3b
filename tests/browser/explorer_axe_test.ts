/**
 * The explorer by the rules of accessibility, as axe-core has them: in light and dark, wide and narrow,
 * with all that may be shown.
 */

import { assertEquals } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { fakeReport } from "../explorer/fixtures.ts";
import { violations } from "./axe.ts";
import { browserTest, openTab } from "./chromium.ts";
import { answered, type Explorer, opened, quickNetworks, sheetDrawn } from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const explorer: Explorer;

browserTest("axe-core finds nothing against the explorer", async (browser, test) => {
  await inWorkspace(async (cwd) => {
    await quickNetworks(cwd);
    await fakeReport(`${cwd}/results`, "answered");
    await servedExplorer(cwd, async (address) => {
      for (const width of [1280, 390]) {
        for (const scheme of ["light", "dark"] as const) {
          await test.step(`${scheme}, ${width} px`, async () => {
            const tab = await openTab(browser, { size: [width, 844], scheme });
            const page = await opened(tab, address);
            await sheetDrawn(page);
            assertEquals(await violations(page), [], "on a first visit");
            await page.click("#guide-done");
            await page.click("#help summary");
            // A code off the sheet, an active sheet, and trouble.
            await answered(page, async () => {
              await page.locator("#z-1").focus();
              await page.keyboard.press("PageUp");
              await page.keyboard.press("PageDown");
            });
            await page.locator("#sheet").focus();
            await page.keyboard.press("Enter");
            await page.evaluate(`location.hash = "#z=nothing"`);
            await page.waitForSelector("#trouble", { state: "visible" });
            assertEquals(await violations(page), [], "off the sheet");
            await page.close();
          });
        }
      }
      await test.step("it would find something", async () => {
        const tab = await openTab(browser, { size: [1280, 844], sheet: false });
        const page = await opened(tab, address);
        await page.evaluate(() => explorer.moveTo({ a: 1, b: 1 }));
        await page.evaluate(`
          document.getElementById("first").removeAttribute("id");
          document.getElementById("status").style.color = "#aaaaaa";
        `);
        const found = await violations(page);
        const ids = new Set(found.map((line) => line.split(" ")[0]));
        for (const id of ["select-name", "color-contrast"]) assertEquals(ids.has(id), true, id);
        await page.close();
      });
    });
  });
});
