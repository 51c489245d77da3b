/**
 * The explorer with networks of other families: their own pictures, words and values, and a plane
 * without an edge along a periodic axis.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { renderCurve } from "../../lib/curve/raster.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { violations } from "./axe.ts";
import { browserTest, openTab } from "./chromium.ts";
import {
  answered,
  type Explorer,
  opened,
  quickNetworks,
  says,
  sheetDrawn,
  state,
} from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const explorer: Explorer;

/** The parts of the page's document that are used here. */
declare const document: {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }>;
};

const textsOf = (page: Page, selector: string) =>
  page.evaluate(
    (selector) => Array.from(document.querySelectorAll(selector), (each) => each.textContent),
    selector,
  );

const idOf = (directory: string) => directory.split("/").at(-1)!;

/** Where a point of the plane is on the screen. */
async function placeOf(page: Page, { a, b }: { a: number; b: number }): Promise<[number, number]> {
  const box = (await page.locator("#plane").boundingBox())!;
  const scale = box.width / 342;
  return [
    box.x + scale * (8 + 38 + 282 * (a - 0.5) / 1.5),
    box.y + scale * (10 + 376 * (1 - b / 2)),
  ];
}

browserTest("networks of other families are shown by their own words", async (browser, test) => {
  await inWorkspace(async (cwd) => {
    const ellipse = await quickNetworks(cwd, { family: "ellipse", hole: "disc:1.25,1.9,0.3" });
    const bump = await quickNetworks(cwd, { family: "bump", hole: "strip:a,1,1.4" });
    await servedExplorer(cwd, async (address) => {
      const link = `${address}#first=${idOf(ellipse.punctured)}&second=${idOf(ellipse.control)}`;

      await test.step("pictures, axes, read-outs", async () => {
        const tab = await openTab(browser, { size: [1280, 900] });
        const page = await opened(tab, link);
        const point = { a: 1.7, b: 0.5 };
        const { truth } = await page.evaluate((point) => explorer.reconstruct(point), point);
        assertEquals(truth, [...renderCurve(point, { size: 32, family: "ellipse" })]);
        const texts = await textsOf(page, "#plane text");
        for (const text of ["0°", "45°", "90°", "135°", "180°", "φ: rotation", "0.5", "2.0"]) {
          assert(texts.includes(text), `${text} is not among ${texts.join(" ")}`);
        }
        await page.evaluate((point) => explorer.moveTo(point), point);
        await says(page, "#place", { pattern: /^a = 1\.70, φ = 45\.0°, outside the hole$/ });
        await says(page, "#handle", { attribute: "aria-label", pattern: /parameters a and φ$/ });
        await says(page, "#shape-words", { pattern: /^The shapes: an ellipse .*turned by φ\.$/ });
        await page.click("#help summary");
        await says(page, "#keys-up", { pattern: /^change φ by 0\.9°$/ });
        await sheetDrawn(page);
        assertEquals(await textsOf(page, "#sheet-colours button"), ["colour by a", "colour by φ"]);
        await tab.screenshot("explorer-ellipse", { whole: true });
        // Another family in the same page.
        await answered(page, () => page.selectOption("#first", idOf(bump.punctured)));
        await says(page, "#place", { pattern: /^x = 0\.90, y = −1\.00, outside the hole$/ });
        await says(page, "#handle", { attribute: "aria-valuetext", pattern: /^x = 0\.90, y = −1/ });
        await says(page, "#handle", { attribute: "aria-valuemin", pattern: /^-1\.5$/ });
        await says(page, "#numbers-0", { pattern: /^around the strip of x from −0\.5 to 0\.3/ });
        await says(page, "#shape-words", { pattern: /Gaussian spot/ });
        const others = await textsOf(page, "#plane text");
        for (const text of ["−1.5", "1.5", "−2", "2", "y: place upwards"]) {
          assert(others.includes(text), text);
        }
        assert(!others.includes("180°"));
        const spot = await page.evaluate((point) => explorer.reconstruct(point), point);
        assertEquals(spot.truth, [...renderCurve(point, { size: 32, family: "bump", stroke: 0 })]);
        assertEquals(tab.errors, []);
        await page.close();
      });

      await test.step("keys and a drag go around the seam", async () => {
        const tab = await openTab(browser, { size: [1280, 900], sheet: false });
        const page = await opened(tab, link);
        await page.evaluate(() => explorer.moveTo({ a: 1.25, b: 1.95 }));
        await page.locator("#handle").focus();
        await answered(page, () => page.keyboard.press("Shift+ArrowUp"));
        await says(page, "#place", { pattern: /^a = 1\.25, φ = 4\.5°, inside the hole$/ });
        await answered(page, () => page.keyboard.press("Shift+ArrowDown"));
        assertEquals((await state(page)).b.toFixed(6), "1.950000");
        // Along the other axis the plane ends.
        for (let k = 0; k < 9; k++) await page.keyboard.press("Shift+ArrowRight");
        await says(page, "#place", { pattern: /^a = 2\.00, φ = 175\.5°/ });
        await answered(page, () => page.keyboard.press("Home"));
        await says(page, "#place", { pattern: /^a = 1\.25, φ = 171\.0°, inside the hole$/ });
        const [x, top] = await placeOf(page, { a: 1, b: 2 });
        const [, from] = await placeOf(page, { a: 1, b: 1.9 });
        await answered(page, async () => {
          await page.mouse.move(x, from);
          await page.mouse.down();
          await page.mouse.move(x, top - (from - top), { steps: 3 });
          await page.mouse.up();
        });
        const { a, b } = await state(page);
        assert(Math.abs(a - 1) < 0.01 && Math.abs(b - 0.1) < 0.01, `(${a}, ${b})`);
        // Both parts of the hole, cut to the frame.
        const line = page.locator("#plane .hole");
        assertEquals((await line.getAttribute("d"))!.split("M").length - 1, 2);
        assertMatch(await line.getAttribute("clip-path") ?? "", /^url\(#plane-frame\)$/);
        assertEquals(tab.errors, []);
        await page.close();
      });

      for (const [width, scheme] of [[1280, "light"], [390, "dark"]] as const) {
        await test.step(`axe-core finds nothing, ${width} px, ${scheme}`, async () => {
          const tab = await openTab(browser, { size: [width, 844], scheme });
          const page = await opened(tab, link);
          await sheetDrawn(page);
          assertEquals(await violations(page), [], "on a first visit");
          await page.click("#guide-done");
          await page.click("#help summary");
          await answered(page, () => page.selectOption("#first", idOf(bump.punctured)));
          await sheetDrawn(page);
          assertEquals(await violations(page), [], "of another family");
          assertEquals(
            await page.evaluate("document.documentElement.scrollWidth > innerWidth"),
            false,
          );
          await tab.screenshot(`explorer-bump-${width}`, { whole: true });
          await page.close();
        });
      }
    });
  });
});
