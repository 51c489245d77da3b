/**
 * The lab with other families of shapes: its menu, words, link, command lines and saved file, and a hole
 * that is drawn across a seam.
 */

import { strFromU8, unzipSync } from "fflate";
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import type { LabConsole } from "../../lib/explorer/lab/console.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { violations } from "./axe.ts";
import { browserTest, openTab } from "./chromium.ts";
import { says } from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const lab: LabConsole;

/** The parts of the page's document that are used here. */
declare const document: {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }>;
};

const settings = (page: Page) => page.evaluate(() => lab.settings());

const textsOf = (page: Page, selector: string) =>
  page.evaluate(
    (selector) => Array.from(document.querySelectorAll(selector), (each) => each.textContent),
    selector,
  );

/** Smallest and largest value of a slider, as readers of screens are told them. */
const rangeOf = async (page: Page, selector: string) => [
  await page.getAttribute(selector, "aria-valuemin"),
  await page.getAttribute(selector, "aria-valuemax"),
];

browserTest("the lab's menu of shapes changes words, link, commands and file", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      const tab = await openTab(browser, { size: [1280, 900] });
      const { page } = tab;
      await page.goto(`${address}#lab&points=200&epochs=1`);
      await page.waitForSelector("html[data-lab=idle]");
      assertEquals(await textsOf(page, "#lab-shapes option"), [
        "rose, 3 petals",
        "rose, 5 petals",
        "rose, 7 petals",
        "superellipse",
        "bump",
        "ellipse",
      ]);
      assertEquals((await settings(page)).shapes, "rose");
      assert(!(await page.textContent("#lab-commands"))!.includes("--family"));
      assert(await page.isHidden("#lab-shape-words"));

      await page.selectOption("#lab-shapes", "rose3");
      await says(page, "#lab-commands", { pattern: /dataset --family rose --petals 3 --size/ });
      await says(page, "#lab-shape-words", {
        pattern: /^The shapes: .* R\(θ\) = b·cos 3θ \+ a\.$/,
      });
      await page.selectOption("#lab-shapes", "ellipse");
      await says(page, "#lab-commands", { pattern: /dataset --family ellipse --size/ });
      await says(page, "#lab-shape-words", { pattern: /turned by φ\. The text of a hole counts/ });
      const texts = await textsOf(page, "#lab-plane text");
      for (const text of ["0°", "90°", "180°", "φ: rotation"]) assert(texts.includes(text), text);
      assertEquals(
        (await textsOf(page, "#lab-kinds label")).map((words) => words?.trim()),
        ["Disc", "Strip of a", "Strip of φ", "Box"],
      );

      // A strip across the seam, by keys and by pointer.
      await page.fill("#lab-hole", "strip:b,1.7,1.9");
      await page.keyboard.press("Tab");
      await says(page, "#lab-hole-words", { pattern: /^A strip of φ from 153° to 171°: 10 %/ });
      await page.focus("#hole-middle");
      for (const _ of [1, 2]) await page.keyboard.press("Shift+ArrowUp");
      assertEquals((await settings(page)).hole, "strip:b,1.9,2.1");
      await says(page, "#hole-middle", { attribute: "aria-valuetext", pattern: /φ = 0\.0°$/ });
      await page.keyboard.press("Shift+ArrowUp");
      assertEquals((await settings(page)).hole, "strip:b,0,0.2");
      await page.keyboard.press("Shift+ArrowDown");
      const line = page.locator("#lab-plane .hole");
      assertEquals((await line.getAttribute("d"))!.split("M").length - 1, 2);
      const box = (await page.locator("#lab-plane").boundingBox())!;
      const scale = box.width / 342;
      const y = (b: number) => box.y + scale * (10 + 376 * (1 - b / 2));
      // Its part at the upper end is taken, and moved down by a quarter of the range.
      await page.mouse.move(box.x + box.width / 2, y(1.95));
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, y(1.45), { steps: 4 });
      await page.mouse.up();
      const [, low, high] = /^strip:b,([\d.]+),([\d.]+)$/.exec((await settings(page)).hole)!;
      assert(Math.abs(Number(low) - 1.4) < 0.02 && Math.abs(Number(high) - 1.6) < 0.02);
      await page.selectOption("#lab-shapes", "bump");
      await says(page, "#lab-hole-words", { pattern: /^A strip of y from / });
      assertEquals(await rangeOf(page, "#hole-middle"), ["-1.5", "1.5"]);
      await page.selectOption("#lab-shapes", "ellipse");
      await page.fill("#lab-hole", "disc:1.25,-0.1,0.4");
      await page.keyboard.press("Tab");
      assertEquals((await settings(page)).hole, "disc:1.25,1.9,0.4");

      // The link gives the same page to others.
      const wanted = await settings(page);
      await page.click("#lab-copy");
      assertMatch(page.url(), /#lab&shapes=ellipse&hole=disc:1\.25,1\.9,0\.4&/);
      const other = await openTab(browser, { size: [390, 800] });
      await other.page.goto(page.url());
      await other.page.waitForSelector("html[data-lab=idle]");
      assertEquals(await settings(other.page), wanted);
      assertEquals(await other.page.inputValue("#lab-shapes"), "ellipse");
      await other.page.close();

      await page.click("#lab-train");
      await page.waitForSelector("html[data-lab=done]");
      await says(page, "#lab-place", { pattern: /^a = 1\.25, φ = 171\.0°, inside the hole$/ });
      await says(page, "#lab-map-b", { pattern: /^φ$/ });
      // One epoch has one label, and its losses stand above it.
      assertEquals((await textsOf(page, "#lab-losses text")).slice(2), ["epoch 1", ""]);
      assertMatch(
        await page.getAttribute("#lab-losses .line.punctured", "d") ?? "",
        /^M178\.0 [\d.]+h0$/,
      );
      await says(page, "#lab-past-list li", {
        pattern: /at \(a, φ\) = \(1\.25, 171°\): .* ellipse\)/,
      });
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click("#lab-save"),
      ]);
      assertEquals(
        download.suggestedFilename(),
        "punctured-vae-ellipse-disc-1.25-1.9-0.4-s0.zip",
      );
      const saved = unzipSync(await Deno.readFile(await download.path()));
      const { dataset, commands } = JSON.parse(strFromU8(saved["figures.json"]));
      assertEquals([dataset.family, dataset.hole], ["ellipse", "disc:1.25,1.9,0.4"]);
      assertMatch(commands[0], /--family ellipse/);
      // The point that is looked at goes around the seam.
      await page.locator("#lab-map-control .probe").focus();
      await page.keyboard.press("Shift+ArrowUp");
      await page.keyboard.press("Shift+ArrowUp");
      await says(page, "#lab-place", { pattern: /^a = 1\.25, φ = 9\.0°, inside the hole$/ });
      assertEquals(tab.errors, []);
      await page.close();
    });
  });
});

browserTest("axe-core finds nothing in the lab of other families", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      for (
        const [size, scheme, shapes] of [
          [[1280, 900], "light", "ellipse"],
          [[390, 800], "dark", "bump"],
        ] as const
      ) {
        const { page, errors, screenshot } = await openTab(browser, { size, scheme });
        await page.goto(
          `${address}#lab&shapes=${shapes}&points=200&epochs=1&hole=disc:1.25,1.9,0.4`,
        );
        await page.waitForSelector("html[data-lab=idle]");
        await page.click("#lab-train");
        await page.waitForSelector("html[data-lab=done]");
        assertEquals(await violations(page), [], `${shapes}, ${scheme}`);
        assertEquals(
          await rangeOf(page, "#lab-map-control .probe"),
          shapes === "bump" ? ["-1.5", "1.5"] : ["0.5", "2"],
        );
        assertEquals(await rangeOf(page, "#hole-grip"), ["0.05", "0.90"]);
        await screenshot(`lab-${shapes}-${size[0]}`, { whole: true });
        assertEquals(errors, []);
        await page.close();
      }
    });
  });
});
