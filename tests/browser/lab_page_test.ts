/**
 * The lab as a person uses it: served by the script from a folder without results, and exported.
 */

import { strFromU8, unzipSync } from "fflate";
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import type { LabConsole } from "../../lib/explorer/lab/console.ts";
import { RANGES } from "../../lib/explorer/lab/settings.ts";
import { mediaType } from "../../lib/explorer/server/site.ts";
import { inWorkspace, resultOf } from "../end_to_end/helpers.ts";
import { browserTest, openTab, PATIENCE, type Tab } from "./chromium.ts";
import { says } from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const lab: LabConsole;

/** A run that is over in seconds. */
const SHORT = "#lab&hole=disc:1.25,1,0.6&seed=5&points=300&epochs=3";

/** Shorter ones of other families: of spots that are computed, and of a hole across a seam. */
const OTHERS = [
  "#lab&shapes=bump&hole=strip:a,1,1.4&seed=2&points=200&epochs=1",
  "#lab&shapes=ellipse&hole=disc:1.25,1.9,0.4&seed=3&points=200&epochs=1",
];

async function opened({ page }: Tab, address: string): Promise<Page> {
  await page.goto(address);
  await page.waitForSelector("html[data-lab=idle]");
  return page;
}

async function trained(page: Page): Promise<void> {
  await page.click("#lab-train");
  await page.waitForSelector("html[data-lab=done]");
}

const text = (page: Page, id: string) => page.textContent(`#lab-${id}`);

const settings = (page: Page) => page.evaluate(() => lab.settings());

browserTest(
  "a run in the page is one of the suite's commands, to the byte",
  async (browser, test) => {
    await inWorkspace(async (cwd) => {
      await servedExplorer(cwd, async (address) => {
        for (const fragment of [SHORT, ...OTHERS]) {
          await test.step(fragment, async () => {
            const tab = await openTab(browser, { size: [1280, 800] });
            const page = await opened(tab, `${address}${fragment}`);
            await trained(page);
            await sameAsCommands(page, cwd);
            assertEquals(tab.errors, []);
            if (fragment === SHORT) await tab.screenshot("lab");
            await page.close();
          });
        }
      });
    });
  },
);

/** Pixels of the first and the last column of the rows across the hole, which lie outside it. */
const rowCells = (page: Page) =>
  page.evaluate<number[][]>(`[...document.querySelectorAll("#lab-rows canvas")]
    .filter((_, k) => k % 7 === 0 || k % 7 === 6)
    .map((canvas) => [...canvas.getContext("2d").getImageData(0, 0, 32, 32).data])`);

/** The same of the last run's picture, which keeps them. */
const stripCells = (page: Page) =>
  page.evaluate<number[][]>(`(() => {
    const context = document.querySelector("#lab-past-list canvas").getContext("2d");
    return [0, 1, 2].flatMap((row) => [0, 6].map((k) =>
      [...context.getImageData(32 * k, 32 * row, 32, 32).data]));
  })()`);

/** Whether the commands that the page shows give its run again: history, weights, Dice. */
async function sameAsCommands(page: Page, cwd: string): Promise<void> {
  assertMatch(
    await text(page, "backend") ?? "",
    /^Trains on wasm \(.*\), (relaxed|plain) SIMD\.$/,
  );
  assertMatch(
    await text(page, "verdict") ?? "",
    /^Inside the hole .* Dice of 0\.\d{3}, its control/,
  );

  // The page's own words, with the shell's variable put in.
  const [dataset, ...trainings] = (await text(page, "commands"))!.split("\n\n");
  const [, datasetFlags] = /^DATASET=\$\(deno task dataset (.*)\)$/.exec(dataset)!;
  const flags = (line: string) => line.split(" ");
  const directory = await resultOf("dataset", flags(datasetFlags), { cwd });
  const { networks } = (await page.evaluate(() => lab.run()))!;
  const files = await page.evaluate(async () => {
    const both = await lab.files();
    return Object.values(both).map((each) => ({
      encoder: [...each["encoder/weights.bin"]],
      decoder: [...each["decoder/weights.bin"]],
    }));
  });
  for (const [k, subset] of (["punctured", "control"] as const).entries()) {
    const [, trainFlags] = /^deno task train (.*)$/.exec(trainings[k])!;
    const given = flags(trainFlags.replace('"$DATASET"', directory));
    assert(given.includes(subset));
    const model = await resultOf("train", given, { cwd });
    const lines = (await Deno.readTextFile(`${cwd}/${model}/metrics.jsonl`)).trim().split("\n");
    assertEquals(networks[subset].history, lines.map((line) => JSON.parse(line)));
    for (const half of ["encoder", "decoder"] as const) {
      const bytes = await Deno.readFile(`${cwd}/${model}/${half}/weights.bin`);
      assertEquals(files[k][half], [...bytes], `${subset}, ${half}`);
    }
    // All images of both sets, as the command measured them.
    const { hole, validation } = JSON.parse(
      await Deno.readTextFile(`${cwd}/${model}/metrics.json`),
    );
    const { inside, outside } = networks[subset].dice!;
    assert(Math.abs(inside - hole.dice) < 1e-6 && Math.abs(outside - validation.dice) < 1e-6);
  }
}

browserTest(
  "a hole is drawn by pointer and keys, and its address gives it to others",
  async (browser) => {
    await inWorkspace(async (cwd) => {
      await servedExplorer(cwd, async (address) => {
        const tab = await openTab(browser, { size: [1280, 900] });
        const page = await opened(tab, address);
        assertEquals((await settings(page)).hole, "disc:1.25,1,0.6");
        const box = (await page.locator("#lab-plane").boundingBox())!;
        const scale = box.width / 342;
        /** Where a point of the plane is on the screen. */
        const at = (a: number, b: number): [number, number] => [
          box.x + scale * (8 + 38 + 282 * (a - 0.5) / 1.5),
          box.y + scale * (10 + 376 * (1 - b / 2)),
        ];
        const drag = async (from: [number, number], to: [number, number]) => {
          await page.mouse.move(...from);
          await page.mouse.down();
          await page.mouse.move(...to, { steps: 4 });
          await page.mouse.up();
        };
        const disc = async () =>
          (await settings(page)).hole.replace("disc:", "").split(",").map(Number);
        const near = (found: number[], expected: number[]) =>
          assert(
            found.every((value, k) => Math.abs(value - expected[k]) < 0.02),
            `${found} is not ${expected}`,
          );
        // Moved by its inside, resized by its grip, drawn anew elsewhere.
        await drag(at(1.1, 0.9), at(1, 1));
        near(await disc(), [1.15, 1.1, 0.6]);
        await drag(at(1.75, 1.1), at(1.45, 1.1));
        near(await disc(), [1.15, 1.1, 0.3]);
        await drag(at(1.75, 0.4), at(1.75, 0.6));
        near(await disc(), [1.75, 0.4, 0.2]);
        // A small one is moved by its middle, and one at the plane's end resized from within.
        await page.fill("#lab-hole", "disc:1.25,1,0.1");
        await page.keyboard.press("Tab");
        await drag(at(1.25, 1), at(1.05, 1));
        near(await disc(), [1.05, 1, 0.1]);
        await page.fill("#lab-hole", "disc:1.8,1,0.6");
        await page.keyboard.press("Tab");
        await drag(at(1.2, 1), at(1.3, 1));
        near(await disc(), [1.8, 1, 0.5]);
        await page.fill("#lab-hole", "disc:1.75,0.4,0.2");
        await page.keyboard.press("Tab");
        await page.focus("#hole-middle");
        for (const key of ["ArrowLeft", "ArrowUp", "Shift+ArrowUp"]) await page.keyboard.press(key);
        near(await disc(), [1.74, 0.51, 0.2]);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Shift+ArrowRight");
        near(await disc(), [1.74, 0.51, 0.3]);
        await page.check("input[value=strip-b]");
        assertMatch((await settings(page)).hole, /^strip:b,0\.2\d?,0\.8\d?$/);
        await page.fill("#lab-hole", "box:0.8,1.301,0.5,1.25");
        await page.keyboard.press("Enter");
        assertEquals((await settings(page)).hole, "box:0.8,1.301,0.5,1.25");
        await page.fill("#lab-hole", "ring:1,2");
        await page.keyboard.press("Tab");
        assertMatch(await text(page, "trouble") ?? "", /^hole must be .* no such hole\.$/);
        // What is wrong stays in its field, and is told until it is mended.
        assertEquals(await page.inputValue("#lab-hole"), "ring:1,2");
        await page.fill("#lab-hole", "box:0.8,1.301,0.5,1.25");
        await page.fill("#lab-epochs", "7");
        await page.keyboard.press("Tab");
        await page.fill("#lab-seed", "-3");
        await page.keyboard.press("Tab");
        assertMatch(
          await text(page, "trouble") ?? "",
          /^Seed must be a whole number from 0 to \d+\.$/,
        );
        await page.fill("#lab-seed", "3");
        await page.keyboard.press("Tab");
        assert(await page.isHidden("#lab-trouble"));
        await page.click("#lab-learn ~ form summary");
        await page.selectOption("#lab-posterior", "none");
        assertEquals(await page.inputValue("#lab-lambda"), "0");
        assert(await page.isDisabled("#lab-lambda"));
        // A look at a network without noise changes no λ.
        await page.selectOption("#lab-posterior", "learned");
        assertEquals(await page.inputValue("#lab-lambda"), "0.008");
        await page.selectOption("#lab-posterior", "none");

        const wanted = await settings(page);
        await page.click("#lab-copy");
        const other = await openTab(browser, { size: [390, 800], scheme: "dark" });
        await opened(other, page.url());
        assertEquals(await settings(other.page), wanted);
        await other.screenshot("lab-phone", { whole: true });
        // A wrong address is told, in this page as in a new one.
        await other.page.evaluate(`location.hash = "#lab&hole=disc:1,1&epochs=3"`);
        await other.page.waitForSelector("#lab-trouble:not([hidden])");
        assertMatch(
          await text(other.page, "trouble") ?? "",
          /^The address has hole=disc:1,1: .*\.$/,
        );
        assertEquals((await settings(other.page)).epochs, 3);
        assertEquals([...tab.errors, ...other.errors], []);
        await other.page.close();
        await page.close();
      });
    });
  },
);

browserTest("nothing can be trained before the page's script is there", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      // A click would send the form, and so load the page again.
      const context = await browser.newContext({ javaScriptEnabled: false });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      await page.goto(`${address}#lab`);
      assert(await page.isDisabled("#lab-train"));
      await context.close();
    });
  });
});

/** Colours that say something: of keys, scales, bars, frames and names. */
const COLOURS = `[
  [".swatch.more", "backgroundColor"],
  [".swatch.less", "backgroundColor"],
  ["#lab .scale", "backgroundImage"],
  ["#lab-rows canvas.inside", "borderTopColor"],
  ["#lab-rows canvas:not(.inside)", "borderTopColor"],
  ["#lab .name.punctured", "color"],
  ["#lab .name.control", "color"],
  ["#lab-past-list .cost span", "backgroundColor"],
].map(([selector, name]) => getComputedStyle(document.querySelector(selector))[name])`;

/** Whether the page is wider than its window. */
const SIDEWAYS = "document.documentElement.scrollWidth > innerWidth";

browserTest("what the commands would refuse to train is refused, and told", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      const tab = await openTab(browser, { size: [320, 800] });
      const page = await opened(
        tab,
        `${address}#lab&hole=disc:1.25,1,0.01&points=200&epochs=1&seed=5`,
      );
      await page.click("#lab-train");
      await page.waitForSelector("html[data-lab=failed]");
      assertMatch(await text(page, "trouble") ?? "", /none of the shapes lies in the hole/);
      await page.evaluate(`location.hash = "#lab&hole=strip:a,0.5,2&points=200&epochs=1"`);
      await page.waitForFunction(() => lab.settings().hole.startsWith("strip"));
      await page.click("#lab-train");
      await says(page, "#lab-trouble", { pattern: /the whole plane.*: draw a smaller hole\.$/ });
      await page.evaluate(`location.hash = "#lab&lambda=1e-9"`);
      await page.waitForFunction(() => lab.settings().points === 2000);
      assertMatch(
        await text(page, "trouble") ?? "",
        /lambda=1e-9: it must be 0, or a number from 1e-8/,
      );
      await page.evaluate(`location.hash = "#lab&points=200&epochs=1"`);
      await page.waitForFunction(() => lab.settings().points === 200);
      await trained(page);
      assert(await page.isVisible("#lab-past-list canvas"));
      assertEquals(await page.evaluate(SIDEWAYS), false, "a narrow page scrolls sideways");
      const colours = await page.evaluate(COLOURS);
      await page.emulateMedia({ forcedColors: "active" });
      assertEquals(await page.evaluate(COLOURS), colours, "colours that say something were forced");

      // Where a run fails there is no shape to look at, and none of the run before is left.
      await says(page, "#lab-place", { pattern: /^a = 1\.25, b = 1\.00, inside the hole$/ });
      await page.evaluate(
        `location.hash = "#lab&shapes=bump&hole=disc:1.25,1,0.01&points=200&epochs=1"`,
      );
      await page.waitForFunction(() => lab.settings().shapes === "bump");
      await page.click("#lab-train");
      await page.waitForSelector("html[data-lab=failed]");
      assertEquals((await text(page, "place"))!.trim(), "");
      await page.locator("#lab-map-control .probe").focus();
      await page.keyboard.press("Shift+ArrowLeft");
      const told = /^x = −0\.\d+, y = [\d.]+: the run failed, so that no network draws this shape$/;
      await says(page, "#lab-place", { pattern: told });
      assertEquals(
        await page.evaluate(
          `[...document.querySelectorAll("#lab-trio canvas")].map(({ width }) => width)`,
        ),
        [1, 1, 1],
      );
      await page.close();
    });
  });
});

browserTest("a run can be paused, looked into, stopped, saved and set again", async (browser) => {
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      const tab = await openTab(browser, { size: [1280, 900] });
      const page = await opened(tab, `${address}#lab&points=400&epochs=60&seed=2`);
      const focused = () => page.evaluate("document.activeElement.id");
      await page.focus("#lab-train");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#lab-pause:enabled");
      // A button that is disabled gives the focus to the one that comes next.
      assertEquals([await focused(), await text(page, "spoken")], [
        "lab-pause",
        "Training starts.",
      ]);
      await page.waitForFunction(() =>
        Object.values(lab.run()?.networks ?? {}).every(({ history }) => history.length > 0)
      );
      await page.click("#lab-pause");
      assertEquals(await page.evaluate(() => lab.phase()), "paused");
      assertEquals(await text(page, "spoken"), "Paused.");
      const steps = () =>
        page.evaluate(() =>
          Object.values(lab.run()!.networks).map(({ progress }) => progress?.step)
        );
      // What was on its way arrives, then nothing more.
      await page.waitForTimeout(1500);
      const before = await steps();
      await page.waitForTimeout(1000);
      assertEquals(await steps(), before);
      // A point is looked at meanwhile, by pointer and by keys.
      const map = (await page.locator("#lab-map-control").boundingBox())!;
      await page.mouse.click(map.x + map.width / 3, map.y + map.height / 4);
      await says(page, "#lab-place", { pattern: /^a = 1\.00, b = 1\.50, inside/ });
      await page.keyboard.press("ArrowRight");
      await says(page, "#lab-place", { pattern: /^a = 1\.02, b = 1\.50, inside/ });
      await page.click("#lab-pause");
      await page.waitForFunction(
        ([first]) => lab.run()!.networks.punctured.progress!.step > first!,
        before,
      );
      await page.focus("#lab-stop");
      await page.keyboard.press("Enter");
      assert(await page.isDisabled("#lab-pause"), "a run that is being stopped cannot be paused");
      await page.waitForSelector("html[data-lab=done]");
      assertEquals(await focused(), "lab-train");
      await says(page, "#lab-speed", { pattern: /images\/s, stopped$/ });
      assert(await page.evaluate<number>("document.getElementById('lab-progress').value") < 1);
      assertMatch(await text(page, "verdict") ?? "", /^Stopped after epoch \d+ .*of 60: inside/);
      const { networks } = (await page.evaluate(() => lab.run()))!;
      assertEquals([networks.punctured.end, networks.control.end], ["stopped", "stopped"]);

      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click("#lab-save"),
      ]);
      assertEquals(download.suggestedFilename(), "punctured-vae-disc-1.25-1-0.6-s2.zip");
      const saved = unzipSync(await Deno.readFile(await download.path()));
      const figures = JSON.parse(strFromU8(saved["figures.json"]));
      assertEquals(figures.control.history, networks.control.history);
      for (const subset of ["punctured", "control"]) {
        const model = JSON.parse(strFromU8(saved[`${subset}/model/model.json`]));
        const [{ weights }] = model.weightsManifest;
        const values = weights.reduce(
          (sum: number, { shape }: { shape: number[] }) =>
            sum + shape.reduce((product, side) => product * side, 1),
          0,
        );
        assertEquals(saved[`${subset}/model/weights.bin`].length, 4 * values);
      }

      await page.fill("#lab-seed", "9");
      await page.keyboard.press("Tab");
      assertMatch(
        await page.textContent("#lab-past-list li") ?? "",
        /seed 2, 400 points, stopped after epoch \d+ .*of 60\)/,
      );
      assertEquals(await stripCells(page), await rowCells(page));
      await page.click("#lab-past-list button");
      assertEquals((await settings(page)).seed, 2);

      // A run that ends comes before it, and takes no focus away.
      await page.fill("#lab-epochs", "5");
      await page.keyboard.press("Tab");
      await page.click("#lab-train");
      await page.waitForSelector("#lab-stop:enabled");
      await page.focus("#lab-past-list button");
      const named = () => page.evaluate<string>("document.activeElement.ariaLabel");
      const name = await named();
      assertMatch(name, /^Set again: disc .* \(seed 2, 400 points, stopped after epoch/);
      await page.waitForSelector("html[data-lab=done]");
      assertEquals(await named(), name);
      const labels = page.locator("#lab-past-list button");
      assertEquals(await labels.count(), 2);
      assertMatch(await labels.first().getAttribute("aria-label") ?? "", /400 points, 5 epochs\)$/);
      assertEquals(tab.errors, []);
      await page.close();
    });
  });
});

/** Colours of a button. */
const look = (page: Page, id: string) =>
  page.evaluate<string[]>(`(() => {
    const style = getComputedStyle(document.getElementById("lab-${id}"));
    return [style.backgroundColor, style.borderTopColor, style.color];
  })()`);

browserTest(
  "Enter trains nothing on a wrong value, nor over a run that goes on",
  async (browser) => {
    await inWorkspace(async (cwd) => {
      await servedExplorer(cwd, async (address) => {
        const tab = await openTab(browser, { size: [1280, 900] });
        const page = await opened(tab, `${address}#lab&points=5000&epochs=60`);
        const phase = () => page.evaluate(() => lab.phase());
        const type = async (name: string, value: string) => {
          await page.fill(`#lab-${name}`, value);
          await page.keyboard.press("Enter");
        };
        await type("seed", "-3");
        await type("hole", "ring:1,2");
        for (const act of [() => page.click("#lab-train"), () => type("points", "300.5")]) {
          await act();
          assertEquals(await phase(), "idle");
          assertEquals(await page.inputValue("#lab-seed"), "-3");
          assertEquals(await page.getAttribute("#lab-seed", "aria-invalid"), "true");
          const told = await text(page, "trouble") ?? "";
          assertMatch(told, /^Seed must be a whole number .* hole must be .* no such hole\./);
        }
        assert(await page.evaluate("document.activeElement.id === 'lab-seed'"));
        await type("points", "5000");
        await type("hole", "disc:1.25,1,0.5");
        assertEquals([await phase(), await text(page, "trouble")], [
          "idle",
          `Seed must be a whole number from 0 to ${RANGES.seed[1]}.`,
        ]);

        await type("seed", "4");
        await page.waitForSelector("#lab-stop:enabled");
        const seed = () => page.evaluate(() => lab.run()!.settings.seed);
        for (const next of ["training", "paused"]) {
          assertEquals(await phase(), next);
          await type("seed", "5");
          assertEquals([await phase(), await seed()], [next, 4]);
          assert(await page.isDisabled("#lab-train"));
          // It looks as another button that can do nothing.
          assertEquals(await look(page, "train"), await look(page, "save"));
          assertMatch(await page.getAttribute("#lab-train", "title") ?? "", /Stop it/);
          if (next === "training") await page.click("#lab-pause");
        }
        await page.click("#lab-stop");
        await page.waitForSelector("html[data-lab=done]");
        const told = await text(page, "verdict") ?? "";
        assertMatch(
          told,
          /^The run was stopped in epoch 1 of 60\. .* before they can be compared\.$/,
        );
        assert(!/cost/.test(await page.textContent("#lab-past-list li") ?? ""));
        await type("seed", "6");
        await page.waitForSelector("#lab-stop:enabled");
        assertEquals([await phase(), await seed()], ["training", 6]);
        assertEquals(tab.errors, []);
        await page.close();
      });
    });
  },
);

browserTest(
  "an exported site trains from a sub-path, and needs nothing but its files",
  async (browser) => {
    await inWorkspace(async (cwd) => {
      const folder = await resultOf("explore", ["--export", "site", "--quiet"], { cwd });
      const prefix = "/some/where/";
      await using server = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen() {} },
        async ({ url }) => {
          const { pathname } = new URL(url);
          if (!pathname.startsWith(prefix)) return new Response("not here", { status: 404 });
          const path = pathname.slice(prefix.length) || "index.html";
          try {
            const bytes = await Deno.readFile(`${cwd}/${folder}/${path}`);
            return new Response(bytes, { headers: { "content-type": mediaType(path) } });
          } catch {
            return new Response("not here", { status: 404 });
          }
        },
      );
      const address = `http://127.0.0.1:${server.addr.port}${prefix}`;
      const tab = await openTab(browser, { size: [1280, 800] });
      const page = await opened(tab, `${address}${SHORT}`);
      await trained(page);
      const outside = tab.requests.filter((url) =>
        !url.startsWith(address) && !/^(data|blob):/.test(url)
      );
      assertEquals(outside, []);
      // What a first visit loads, compressed as hosts of pages do it.
      let compressed = 0;
      for (const url of new Set(tab.requests.map((url) => url.split(/[?#]/)[0]))) {
        if (!url.startsWith(address)) continue;
        const path = url.slice(address.length) || "index.html";
        const { body } = new Response(await Deno.readFile(`${cwd}/${folder}/${path}`));
        const zipped = body!.pipeThrough(new CompressionStream("gzip"));
        compressed += (await new Response(zipped).arrayBuffer()).byteLength;
      }
      assert(compressed > 1e5 && compressed < 1.5e6, `${compressed} bytes`);
      assertEquals(tab.errors, []);
      await page.goto(`file://${cwd}/${folder}/index.html`);
      await page.waitForSelector("#page-trouble:not([hidden])");
      assertMatch(await page.textContent("#page-trouble") ?? "", /Serve its folder instead/);
      await page.close();
    });
  },
);
