/**
 * The explorer on WebGPU: SwiftShader in Chromium, which the page takes only where its address asks for
 * it. What it makes of a shape is what wasm makes of it.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { browserTest, openTab } from "./chromium.ts";
import { type Explorer, opened, says, trainedNetworks } from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const explorer: Explorer;

/** WebGPU on SwiftShader, which Chromium offers to no page by itself. */
const FLAGS = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Outside the hole, on its edge, and inside. */
const POINTS = [{ a: 0.7, b: 1.6 }, { a: 1.25, b: 0.4 }, { a: 1.2, b: 1.1 }];

type Answer = Awaited<ReturnType<Explorer["reconstruct"]>>;

async function answers(page: Page): Promise<Answer[]> {
  const made: Answer[] = [];
  for (const point of POINTS) {
    made.push(await page.evaluate((point) => explorer.reconstruct(point), point));
  }
  return made;
}

browserTest(
  "the explorer on WebGPU makes of shapes what it makes of them on wasm",
  async (browser) => {
    await inWorkspace(async (cwd) => {
      await trainedNetworks(cwd);
      await servedExplorer(cwd, async (address) => {
        const run = async (query: string, status: RegExp) => {
          const tab = await openTab(browser, { size: [1280, 900], sheet: false });
          const page = await opened(tab, address + query);
          await says(page, "#status", { pattern: status });
          const made = await answers(page);
          const backend = await page.evaluate(() => explorer.state().backend);
          assertEquals(tab.errors, []);
          assertEquals(await page.isVisible("#trouble"), false);
          const scripts = tab.requests.filter((path) => path.endsWith("tf-backend-webgpu.js"));
          await page.close();
          return { made, backend, scripts: scripts.length };
        };
        const gpu = await run(
          "?backend=webgpu",
          /^Runs on webgpu \(asked for by the address, on a software adapter\)/,
        );
        const own = await run("", /^Runs on wasm \(the WebGPU adapter is software\)/);
        assertEquals([gpu.backend, gpu.scripts], ["webgpu", 1]);
        assertEquals([own.backend, own.scripts], ["wasm", 0]);
        for (const [n, { mu, image, truth }] of gpu.made.entries()) {
          const expected = own.made[n];
          assertEquals(truth, expected.truth);
          mu.forEach((value, k) => assertAlmostEquals(value, expected.mu[k], 1e-3, `μ_${k + 1}`));
          image.forEach((value, k) =>
            assertAlmostEquals(value, expected.image[k], 1e-3, `pixel ${k}`)
          );
        }
        // Else anything would do.
        const [one, , other] = own.made.map(({ image }) => image);
        const apart = Math.max(...one.map((value, k) => Math.abs(value - other[k])));
        assert(apart > 0.1, `two shapes differ by ${apart} at most`);
      });
    });
  },
  { flags: FLAGS },
);
