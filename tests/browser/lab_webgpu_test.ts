/** The lab on WebGPU, under Chromium's own compiler: SwiftShader, which computes on the processor. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { LabConsole } from "../../lib/explorer/lab/console.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { browserTest, openTab, SWIFTSHADER } from "./chromium.ts";
import { servedExplorer } from "./served_explorer.ts";

// Of the page.
declare const lab: LabConsole;
declare const document: { querySelector(selector: string): { click(): void; hidden: boolean } };

/**
 * How often the page is asked, in milliseconds. Playwright's own clicks and waits count frames, and while
 * SwiftShader compiles, a page may draw none for minutes.
 */
const POLLING = 250;

/** Whether the lab's script is there: a click before it is would send the form and load the page again. */
const ready = () => document.querySelector("html[data-lab=idle]") !== null;

/** Fourteen steps of a network of the smoke profile's size. */
const RUN = "#lab&hole=disc:1.25,1,0.6&seed=1&points=200&epochs=1";

browserTest("the lab trains on WebGPU as on wasm", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      const histories = [];
      for (const backend of ["wasm", "webgpu"]) {
        const tab = await openTab(browser, { size: [1280, 800] });
        const { page } = tab;
        await page.goto(`${address}?backend=${backend}${RUN}`);
        await page.waitForFunction(ready, undefined, { polling: POLLING });
        await page.evaluate(() => document.querySelector("#lab-train").click());
        // Of the network alone: the control's programs are the same, and take as long to compile.
        const ended = () => lab.run()?.networks.punctured.end === "whole";
        await page.waitForFunction(ended, undefined, { polling: POLLING });
        const words = await page.textContent("#lab-backend");
        assertMatch(words ?? "", new RegExp(`^Trains on ${backend} .*as asked`));
        const { networks } = (await page.evaluate(() => lab.run()))!;
        histories.push(networks.punctured.history);
        assertEquals(tab.errors, []);
        await page.close();
      }
      const [wasm, webgpu] = histories;
      assertEquals([wasm.length, webgpu.length], [1, 1]);
      for (const [k, line] of wasm.entries()) {
        for (const [name, value] of Object.entries(line)) {
          const found = webgpu[k][name as keyof typeof line];
          assert(Math.abs(found - value) <= 1e-3 * Math.abs(value), `${name}: ${found}, ${value}`);
        }
      }
      const wrong = await openTab(browser, { size: [1280, 800] });
      await wrong.page.goto(`${address}?backend=cuda#lab`);
      await wrong.page.waitForFunction(ready, undefined, { polling: POLLING });
      await wrong.page.evaluate(() => document.querySelector("#lab-train").click());
      const told = () => !document.querySelector("#lab-trouble").hidden;
      await wrong.page.waitForFunction(told, undefined, { polling: POLLING });
      assertEquals(
        await wrong.page.textContent("#lab-trouble"),
        "the address asks for backend=cuda, which must be webgpu or wasm.",
      );
      await wrong.page.close();
    });
  });
}, { flags: SWIFTSHADER });
