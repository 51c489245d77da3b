/** The report by the usual rules of accessibility: light and dark, wide and narrow, all of it unfolded. */

import { assert, assertEquals } from "@std/assert";
import { sharedStudy } from "../shared_study.ts";
import { violations } from "./axe.ts";
import { browserTest, openTab } from "./chromium.ts";

browserTest("axe-core finds nothing in the report of a smoke study", async (browser, test) => {
  const { cwd, ran } = await sharedStudy();
  for (const width of [1280, 390] as const) {
    for (const scheme of ["light", "dark"] as const) {
      await test.step(`${scheme}, ${width} px`, async () => {
        const { page, errors } = await openTab(browser, { size: [width, 900], scheme });
        await page.goto(`file://${cwd}/${ran.last}`);
        const sheet = page.locator(".sheet");
        await sheet.scrollIntoViewIfNeeded();
        await sheet.locator("canvas").first().waitFor();
        const unfolded = await page.evaluate<number>(`(() => {
          const folds = [...document.querySelectorAll("details")];
          for (const fold of folds) fold.open = true;
          return folds.length;
        })()`);
        assert(unfolded > 10, `${unfolded} folds`);
        assertEquals(await violations(page), []);
        assertEquals(errors, []);
        await page.close();
      });
    }
  }
});
