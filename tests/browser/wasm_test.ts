/** A browser trains with the suite's own code and kernels, to the bytes of Deno. */

import { bundlePage } from "../../scripts/dev/build_pages.ts";
import { assertEquals, assertMatch } from "@std/assert";
import { useBackend } from "../backend/devices.ts";
import { takeSteps } from "../training/few_steps.ts";
import { imageSet, TINY, tinyDataset } from "../training/fixtures.ts";
import { browserTest, openTab } from "./chromium.ts";
import type { PublishedWasm } from "./wasm_page.ts";

declare const wasm: PublishedWasm;

/** Where the modules of wasm lie: ours, and TF.js's own. */
const MODULES = {
  ours: new URL("../../lib/backend/wasm/", import.meta.url),
  theirs: new URL("./", import.meta.resolve("@tensorflow/tfjs-backend-wasm")),
};

async function fileOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = name.startsWith("/kernels") ? MODULES.ours : MODULES.theirs;
  return await Deno.readFile(new URL(`.${name}`, folder));
}

browserTest("a page trains on the wasm kernels to the bytes of Deno", async (browser) => {
  const script = await bundlePage("tests/browser/wasm_page.ts", { format: "esm" });
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async ({ url }) => {
      const { pathname } = new URL(url);
      const type = (type: string) => ({ headers: { "content-type": type } });
      if (pathname === "/page.js") return new Response(script, type("text/javascript"));
      if (pathname.endsWith(".wasm")) {
        return new Response(await fileOf(pathname), type("application/wasm"));
      }
      const page =
        `<!doctype html><title>training</title><script type="module" src="page.js"></script>`;
      return new Response(page, type("text/html; charset=utf-8"));
    },
  );
  const { page, errors } = await openTab(browser, { size: [300, 200] });
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  const dataset = await tinyDataset();
  for (const posterior of ["fixed", "learned"] as const) {
    const steps = {
      architecture: { size: 32, divide: 8, latents: 3, posterior },
      set: imageSet(dataset, dataset.subsets.full),
      parameters: TINY,
      count: 5,
    };
    await useBackend("wasm");
    const expected = await takeSteps(steps);
    const { reason, ...found } = await page.evaluate((steps) => wasm.train(steps), steps);
    assertMatch(reason, /^backend wasm \(as asked\), (relaxed|plain) SIMD$/);
    assertEquals(found.terms, expected.terms);
    for (const [name, values] of Object.entries(expected.moments)) {
      assertEquals([...found.moments[name]], [...values], name);
    }
  }
  assertEquals(errors, []);
  await page.close();
});
