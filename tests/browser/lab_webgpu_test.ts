/** The lab on WebGPU, under Chromium's own compiler: SwiftShader, which computes on the processor. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { PublishedLab } from "../../lib/explorer/lab/published.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { browserTest, openTab, SWIFTSHADER } from "./chromium.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const lab: PublishedLab;

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
        await page.click("#lab-train");
        // Of the network alone: the control's programs are the same, and take as long to compile.
        const ended = () => lab.run()?.networks.punctured.end === "whole";
        await page.waitForFunction(ended);
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
      await wrong.page.click("#lab-train");
      await wrong.page.waitForSelector("#lab-trouble:not([hidden])");
      assertEquals(
        await wrong.page.textContent("#lab-trouble"),
        "the address asks for backend=cuda, which must be webgpu or wasm.",
      );
      await wrong.page.close();
    });
  });
}, { flags: SWIFTSHADER });
