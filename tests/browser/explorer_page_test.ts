/**
 * The explorer as a person uses it: a smoke study's networks, served by the script, in a browser.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "playwright-core";
import { readCsv } from "../../lib/files/csv.ts";
import { decodeNpy } from "../../lib/files/npy.ts";
import { inWorkspace, resultOf } from "../end_to_end/helpers.ts";
import { browserTest, openTab } from "./chromium.ts";
import {
  answered,
  type Explorer,
  opened,
  pixels,
  redrawn,
  says,
  state,
  trainedNetworks,
} from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const explorer: Explorer;

browserTest("the explorer answers to drag, sliders, keys and menus", async (browser) => {
  await inWorkspace(async (cwd) => {
    const options = { cwd };
    const { punctured: model, control } = await trainedNetworks(cwd);
    const walk = await resultOf(
      "transects",
      ["--model", model, "--control", control, "--backend", "wasm", "--quiet"],
      options,
    );

    await servedExplorer(cwd, async (address) => {
      for (const size of [[1280, 900], [390, 844]] as const) {
        const tab = await openTab(browser, { size });
        const page = await opened(tab, address);
        const name = `explorer-${size[0]}`;
        await tab.screenshot(name);
        assertMatch(await page.textContent("#status") ?? "", /wasm|webgpu|webgl/);
        assertEquals(
          await page.evaluate("document.documentElement.scrollWidth > innerWidth"),
          false,
          `${name} scrolls sideways`,
        );
        await dragIntoHole(page);
        await tab.screenshot(`${name}-dragged`, { whole: true });
        await moveSlider(page);
        await tab.screenshot(`${name}-off-the-sheet`, { whole: true });
        await pressKeys(page);
        await switchModels(page);
        await play(page);
        assertEquals(tab.errors, []);
        for (const request of tab.requests) {
          assert(/^(data|blob):/.test(request) || request.startsWith(address), request);
        }
        await page.close();
      }

      const tab = await openTab(browser, { size: [1280, 900] });
      const page = await opened(tab, address);
      await sameAsTransects(page, `${cwd}/${walk}`, { model, control });
      await leaksNothing(page);
      await tab.page.close();
    });
  });
});

async function dragIntoHole(page: Page): Promise<void> {
  await page.evaluate(() => explorer.moveTo({ a: 0.6, b: 0.2 }));
  const before = await Promise.all(["truth", "reconstruction-0"].map((id) => pixels(page, id)));
  const handle = (await page.locator("#handle").boundingBox())!;
  const plane = (await page.locator("#plane").boundingBox())!;
  await answered(page, async () => {
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(plane.x + plane.width / 2, plane.y + plane.height / 2, { steps: 8 });
    await page.mouse.up();
  });
  await says(page, "#handle", { attribute: "aria-valuetext", pattern: /inside the hole/ });
  const { a, b } = await state(page);
  assert(Math.hypot(a - 1.25, b - 1) < 0.6, `(${a}, ${b}) lies outside the hole`);
  await redrawn(page, "truth", before[0]);
  await redrawn(page, "reconstruction-0", before[1]);
}

async function moveSlider(page: Page): Promise<void> {
  const before = await pixels(page, "reconstruction-0");
  const truth = await pixels(page, "truth");
  await answered(page, async () => {
    await page.locator("#z-1").focus();
    for (let k = 0; k < 5; k++) await page.keyboard.press("PageUp");
  });
  await redrawn(page, "reconstruction-0", before);
  assertEquals(await pixels(page, "truth"), truth);
  await says(page, "#caption-0", { pattern: /^network: decoded$/ });
  await says(page, "#numbers-0", { pattern: /decoded from z = \(.*no truth/ });
  for (const id of ["caption-0", "numbers-0"]) {
    assert(!(await page.textContent(`#${id}`))!.includes("Dice"), id);
  }
  await says(page, "#caption-1", { pattern: /^control Dice 0\.\d{3}$/ });
  // Its button is disabled then, and the focus goes to the point.
  await page.focus("#return");
  await answered(page, () => page.keyboard.press("Enter"));
  await page.waitForSelector("#return:disabled");
  assertEquals(await page.evaluate("document.activeElement.id"), "handle");
}

async function pressKeys(page: Page): Promise<void> {
  await page.evaluate(() => explorer.moveTo({ a: 1, b: 1 }));
  await page.locator("#handle").focus();
  await answered(page, () => page.keyboard.press("ArrowRight"));
  await answered(page, () => page.keyboard.press("Shift+ArrowUp"));
  const { a, b } = await state(page);
  assertEquals([a, b].map((value) => Number(value.toFixed(6))), [1.01, 1.1]);
}

async function switchModels(page: Page): Promise<void> {
  const { first, second } = await state(page);
  assert(second !== null, "the control stands beside the network");
  const before = await pixels(page, "reconstruction-0");
  await answered(page, () => page.selectOption("#first", second));
  await says(page, "#place", { pattern: /inside the hole, which this network has seen/ });
  await says(page, "#intro", { pattern: /It has seen those in the hole, too\.$/ });
  assertEquals((await state(page)).first, second);
  assertEquals((await state(page)).second, first, "its partner stands beside it");
  await page.waitForURL((url) => url.href.includes(`first=${second}`));
  await redrawn(page, "reconstruction-0", before);
  await answered(page, () => page.selectOption("#first", first));
  assertEquals((await state(page)).second, second, "the control follows");
  await answered(page, () => page.selectOption("#second", ""));
  assertEquals((await state(page)).second, null);
  await says(page, "#numbers-1", { pattern: /No second network/ });
  await says(page, "#reconstruction-1", {
    attribute: "aria-label",
    pattern: /^No second network$/,
  });
  assert(await page.isHidden("#difference-1"), "a difference of no network");
  await answered(page, () => page.selectOption("#second", second));
  await says(page, "#caption-1", { pattern: /Dice 0\.\d{3}/ });
  await page.waitForSelector("#z-3");
}

async function play(page: Page): Promise<void> {
  const before = await state(page);
  await answered(page, () => page.click("#play"));
  await page.waitForFunction(({ a, b }) => {
    const now = explorer.state();
    return now.a !== a || now.b !== b;
  }, before);
  await page.click("#play");
  // P1 has a = 1.25; a step leads to one of its fifteen values of b.
  await answered(page, () => page.click("#forward"));
  const { a, b } = await state(page);
  assertEquals(a, 1.25);
  assert(Math.abs(b * 7 - Math.round(b * 7)) < 1e-9, `b = ${b} is no published step`);
  await answered(page, () => page.click("#back"));
  assert(Math.abs((await state(page)).b - (b - 1 / 7)) < 1e-9 || b === 0);
}

/** The page's reconstructions equal those that the suite's own kernels made, to 1e-4. */
async function sameAsTransects(
  page: Page,
  walk: string,
  { model, control }: { model: string; control: string },
): Promise<void> {
  const rows = readCsv(await Deno.readTextFile(`${walk}/tables/transects.csv`));
  const truths = decodeNpy(await Deno.readFile(`${walk}/truth.npy`), "truth.npy").data;
  for (
    const [folder, file, subset] of [
      [model, "reconstruction", "punctured"],
      [control, "control", "control"],
    ]
  ) {
    const id = folder.split("/").at(-1)!;
    const { data, shape } = decodeNpy(await Deno.readFile(`${walk}/${file}.npy`), file);
    const pixels = shape[2] * shape[3];
    const own = rows.filter((row) => row.model === subset);
    assertEquals(own.length, 45);
    let worst = 0;
    for (const [n, row] of own.entries()) {
      const made = await page.evaluate(
        ([point, id]) => explorer.reconstruct(point, id),
        [{ a: Number(row.a), b: Number(row.b) }, id] as const,
      );
      const slice = (values: ArrayLike<number>) =>
        Array.from({ length: pixels }, (_, i) => values[n * pixels + i]);
      assertEquals(made.truth, slice(truths), `the curve of step ${n} is another`);
      slice(data).forEach((value, i) => worst = Math.max(worst, Math.abs(value - made.image[i])));
      made.mu.forEach((value, k) =>
        worst = Math.max(worst, Math.abs(value - Number(row[`mu_${k + 1}`])))
      );
    }
    assert(worst <= 1e-4, `${file}: differs by up to ${worst}`);
  }
}

async function leaksNothing(page: Page): Promise<void> {
  // Its lattice is encoded between other answers, and holds tensors meanwhile.
  await page.locator("#sheet-note", { hasText: /^The sheet/ }).waitFor();
  const move = (k: number) =>
    page.evaluate(
      (k) => explorer.moveTo({ a: 0.6 + (k % 10) / 10, b: 0.2 + (k % 7) / 5 }),
      k,
    );
  for (let k = 0; k < 5; k++) await move(k);
  const before = await page.evaluate(() => explorer.memory());
  for (let k = 0; k < 30; k++) await move(k);
  assertEquals(await page.evaluate(() => explorer.memory()), before, "tensors were left behind");
}
