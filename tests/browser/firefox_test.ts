/** The pages in another browser than Chromium. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { RunState } from "../../lib/explorer/lab/run_state.ts";
import { inWorkspace, resultOf } from "../end_to_end/helpers.ts";
import { FIREFOX, inFirefox } from "./firefox.ts";
import { sharedStudy } from "../shared_study.ts";
import { servedExplorer } from "./served_explorer.ts";

const because = FIREFOX === undefined ? " (ignored: no Firefox)" : "";

/** Seconds for a run of a few steps, beside other tests. */
const PATIENCE = 240;

Deno.test({
  name:
    `in Firefox the lab trains to the losses of the command, and the explorer shows it${because}`,
  ignore: FIREFOX === undefined,
  async fn() {
    await inWorkspace(async (cwd) => {
      await servedExplorer(cwd, async (address) => {
        await inFirefox([1280, 800], async (tab) => {
          await tab.goto(`${address}#lab&points=300&epochs=2&seed=5`);
          await tab.until(`document.documentElement.dataset.lab === "idle"`, PATIENCE);
          await tab.evaluate(`void document.getElementById("lab-train").click()`);
          await tab.until(`document.documentElement.dataset.lab === "done"`, PATIENCE);
          const { networks: { punctured } } = await tab.evaluate<RunState>("lab.run()");
          assertMatch(punctured.reason ?? "", /^(wasm|webgpu) /);
          const flags = ["--size", "32", "--points", "300", "--seed", "5", "--hole"];
          const dataset = await resultOf(
            "dataset",
            [...flags, "disc:1.25,1,0.6", "--hole-points", "200"],
            { cwd },
          );
          const model = await resultOf("train", [
            ...["--dataset", dataset, "--divide", "8", "--epochs", "2", "--seed", "5"],
            ...["--backend", "wasm"],
          ], { cwd });
          const lines = (await Deno.readTextFile(`${cwd}/${model}/metrics.jsonl`)).trim()
            .split("\n").map((line) => JSON.parse(line));
          assertEquals(punctured.history.length, 2);
          for (const [k, line] of punctured.history.entries()) {
            // Firefox draws the edges of a line a little otherwise: 1e-5 to 1e-3 of a loss.
            const distance = Math.abs(line.loss - lines[k].loss) / lines[k].loss;
            assert(distance < 5e-3, `loss ${line.loss}, ${lines[k].loss}`);
          }
          assertEquals(tab.errors, []);
        });
      });
      // The same network in the other view.
      await servedExplorer(cwd, async (address) => {
        await inFirefox([1280, 800], async (tab) => {
          await tab.goto(address);
          await tab.until(`document.documentElement.dataset.ready === "true"`, PATIENCE);
          await tab.evaluate(`explorer.moveTo({ a: 1, b: 0.5 }).then(() => null)`);
          const { image, truth } = await tab.evaluate<{ image: number[]; truth: number[] }>(
            `explorer.reconstruct({ a: 1, b: 0.5 })`,
          );
          assertEquals([image.length, truth.length], [32 * 32, 32 * 32]);
          assert(image.every((value) => value >= 0 && value <= 1) && truth.includes(255));
          const { a, b } = await tab.evaluate<{ a: number; b: number }>("explorer.state()");
          assertEquals([a, b], [1, 0.5]);
          assertEquals(tab.errors, []);
          assert((await tab.screenshot()).length > 1000);
        });
      });
    });
  },
});

Deno.test({
  name: `in Firefox the report opens from disk and draws its sheet where it can${because}`,
  ignore: FIREFOX === undefined,
  async fn() {
    const { cwd, ran } = await sharedStudy();
    await inFirefox([1280, 800], async (tab) => {
      await tab.goto(`file://${cwd}/${ran.last}`);
      assertMatch(
        await tab.evaluate<string>(`document.querySelector(".answer").textContent`),
        /^This page answers nothing/,
      );
      await tab.evaluate(`void document.querySelector(".sheet").scrollIntoView()`);
      // Without a graphics device Firefox may have no WebGL: then the still figure stays, and words say why.
      const webgl = await tab.evaluate<boolean>(
        `document.createElement("canvas").getContext("webgl") !== null`,
      );
      const sheet = webgl
        ? `document.querySelector(".sheet canvas") !== null`
        : `/no WebGL/.test(document.querySelector(".sheet .missing")?.textContent)`;
      await tab.until(sheet, PATIENCE);
      const broken = await tab.evaluate<string[]>(
        `[...document.images].filter((image) => image.complete && image.naturalWidth === 0)
          .map((image) => image.src)`,
      );
      assertEquals(broken, [], "pictures that did not load");
      assert(
        await tab.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth"),
        "scrolls sideways",
      );
      assertEquals(tab.errors, []);
    });
  },
});
