/**
 * The WebGPU kernels under a second compiler: Chromium's Tint on SwiftShader, a software adapter that
 * Chromium brings. Each kernel against float64, and steps of training against wasm. What a GPU's
 * driver gets from Deno is compiled by naga; what only one of the two takes shows here.
 */

import type { Browser, Page } from "playwright-core";
import { bundlePage } from "../../scripts/dev/build_pages.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compare } from "../backend/compare.ts";
import { useBackend } from "../backend/devices.ts";
import { KERNEL_CASES } from "../backend/kernel_cases.ts";
import { takeSteps } from "../training/few_steps.ts";
import { imageSet, TINY, tinyDataset } from "../training/fixtures.ts";
import { browserTest, openTab, SWIFTSHADER } from "./chromium.ts";
import type { Published } from "./webgpu_page.ts";

declare const kernels: Published;

const ENTRY = "tests/browser/webgpu_page.ts";

const PAGE = `<!doctype html><title>kernels</title><script src="page.js"></script>`;

/** Opens the page, served because WebGPU is only for pages with an address. */
async function withPage(
  browser: Browser,
  use: (page: Page, errors: readonly string[]) => Promise<void>,
): Promise<void> {
  const script = await bundlePage(ENTRY);
  const html = { headers: { "content-type": "text/html; charset=utf-8" } };
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ url }) =>
      new URL(url).pathname === "/page.js" ? new Response(script) : new Response(PAGE, html),
  );
  const { page, errors } = await openTab(browser, { size: [300, 200] });
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  await use(page, errors);
  await page.close();
}

browserTest("every WebGPU kernel under Chromium's compiler", async (browser, test) => {
  await withPage(browser, async (page, errors) => {
    const started = await page.evaluate(() => kernels.start());
    const run = new Set<string>();
    for (const [seed, { name, block, shapes, gradients }] of KERNEL_CASES.entries()) {
      await test.step(name, async () => {
        await compare(block, shapes, seed, {
          gradients,
          async run(given) {
            const { kernels: names, ...result } = await page.evaluate(
              ([name, given]) => kernels.run(name, given),
              [name, given] as const,
            );
            names.forEach((kernel) => run.add(kernel));
            return result;
          },
        });
      });
    }
    await test.step("no kernel was left out", () => {
      assertEquals(started.kernels.filter((kernel) => !run.has(kernel)), []);
    });
    await test.step("docs/backends.md names each kernel", async () => {
      const text = await Deno.readTextFile(new URL("../../docs/backends.md", import.meta.url));
      const section = text.split("\n## Two compilers\n")[1].split("\n## ")[0];
      const rows = section.split("\n").filter((line) => line.startsWith("| `"));
      const named = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
      assertEquals(named.toSorted(), started.kernels.toSorted());
    });
    await test.step("three smoke steps are those on wasm", async () => {
      const dataset = await tinyDataset();
      const steps = {
        architecture: { size: 32, divide: 16, latents: 3, posterior: "learned" },
        set: imageSet(dataset, dataset.subsets.full),
        parameters: TINY,
        count: 3,
      } as const;
      await useBackend("wasm");
      const expected = await takeSteps(steps);
      const actual = await page.evaluate(
        (steps) => kernels.train(steps),
        steps,
      );
      assert(expected.terms[2][0] < expected.terms[0][0], "nothing was learned");
      actual.terms.forEach((terms, step) =>
        terms.forEach((value, k) => {
          const other = expected.terms[step][k];
          // A divergence that begins at 0 is a sum of terms near 1, rounded to 1e-7.
          const tolerance = 1e-3 * Math.abs(other) + 1e-6;
          assertAlmostEquals(value, other, tolerance, `step ${step}, term ${k}`);
        })
      );
      for (const [name, moments] of Object.entries(expected.moments)) {
        const rms = Math.hypot(...moments) / Math.sqrt(moments.length);
        moments.forEach((value, k) =>
          assertAlmostEquals(actual.moments[name][k], value, 1e-3 * (rms + Math.abs(value)), name)
        );
      }
    });
    assertEquals(errors, []);
  });
}, { flags: SWIFTSHADER });
