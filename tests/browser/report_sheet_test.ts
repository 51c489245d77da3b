/**
 * The sheet of the report, drawn by Plotly with the report's own script.
 */

import type { Page } from "playwright-core";
import plotly from "plotly.js-gl3d-dist-min/plotly-gl3d.min.js" with { type: "text" };
import report from "../../lib/bundles/report.js" with { type: "text" };
import { latentSheet, type SheetPoint } from "../../lib/figures/latent_sheet.ts";
import { lattice, PUBLISHED_HOLE } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { browserTest, openTab } from "./chromium.ts";

const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
const COLUMNS = 16;

/** A sheet whose codes say which point they are of, so that a wrong one shows. */
const points: SheetPoint[] = lattice(21, COLUMNS)
  .map(({ a, b }) => ({ a, b, mu: [a, b, 0.3 * a * b], dice: 1 - b / 10 }));

async function openSheet(page: Page): Promise<void> {
  const draw = (theme: "light" | "dark") =>
    latentSheet({ lattice: points, columns: COLUMNS, hole: PUBLISHED_HOLE, theme });
  const sprites = { size: 8, columns: COLUMNS, truth: PIXEL, reconstruction: PIXEL };
  const data = JSON.stringify({ light: draw("light"), dark: draw("dark"), sprites });
  await page.setContent(`<!DOCTYPE html>
    <style>.plot { height: 600px } .still { display: none }</style>
    <div class="sheet" data-figure="#data"><img src="${PIXEL}" alt=""></div>
    <script type="application/json" id="data">${data.replaceAll("<", "\\u003c")}</script>`);
  await page.addScriptTag({ content: plotly });
  await page.addScriptTag({ content: report });
  await page.locator(".sheet canvas").first().waitFor();
  // The script listens from when Plotly has drawn.
  await page.locator(".preview").waitFor();
}

interface Hovered {
  readonly number: number;
  readonly code: readonly number[];
}

/** Times that the grid of places is gone over, at most, until three points were found. */
const ROUNDS = 20;

/**
 * Hovers over a grid of places until Plotly has found three points or more; gives each one's number
 * with its code, and what the preview said at last.
 */
async function hoverAround(page: Page): Promise<{ hovered: Hovered[]; said: string }> {
  await page.evaluate(`{
    globalThis.hovered = [];
    document.querySelector(".plot").on("plotly_hover", ({ points: [point] }) => {
      if (point.data.type === "surface") {
        hovered.push({ number: point.customdata, code: [point.x, point.y, point.z] });
      }
    });
  }`);
  const box = (await page.locator(".plot").boundingBox())!;
  const places = Array.from(
    { length: 25 },
    (_, k) => ({ row: 3 + Math.floor(k / 5), column: 3 + k % 5 }),
  );
  const found = () =>
    page.evaluate("new Set(hovered.map(({ number }) => number)).size") as Promise<number>;
  for (let round = 0; round < ROUNDS && await found() < 3; round++) {
    for (const { row, column } of places) {
      await page.mouse.move(box.x + box.width * column / 10, box.y + box.height * row / 10);
      // Plotly looks under the pointer when it draws next; not every place has a point.
      await page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
      );
    }
  }
  return await page.evaluate(
    `({ hovered, said: document.querySelector(".preview p").textContent })`,
  );
}

browserTest("pointing at the sheet shows the point that is there", async (browser) => {
  const tab = await openTab(browser, { size: [1000, 800] });
  await openSheet(tab.page);
  const { hovered, said } = await hoverAround(tab.page);
  assert(new Set(hovered.map(({ number }) => number)).size >= 3, JSON.stringify(hovered));
  for (const { number, code } of hovered) {
    const { mu } = points[number] ?? { mu: [] };
    assertEquals(mu.map((value) => value.toFixed(6)), code.map((value) => value.toFixed(6)));
  }
  const { a, b } = points[hovered.at(-1)!.number];
  assertEquals(said.startsWith(`a = ${a.toFixed(2)}, b = ${b.toFixed(2)}, Dice `), true, said);
  assertEquals(await tab.page.locator(".preview figure:visible").count(), 2);
  assertEquals(tab.errors, []);
  await tab.page.close();
});

browserTest(
  "arrow keys turn the sheet, and a dark scheme keeps view and colouring",
  async (browser) => {
    const tab = await openTab(browser, { size: [1000, 800] });
    const { page } = tab;
    await openSheet(page);
    const state = () =>
      page.evaluate(`(({ layout, data }) => ({
      eye: layout.scene.camera.eye,
      ink: layout.font.color,
      title: data[0].colorbar.title.text,
      active: [...document.querySelectorAll(".colours button")]
        .findIndex(({ ariaPressed }) => ariaPressed === "true"),
    }))(document.querySelector(".plot"))`) as Promise<
        { eye: { x: number; y: number; z: number }; ink: string; title: string; active: number }
      >;

    const start = await state();
    await page.locator(".plot").focus();
    // Before Enter they scroll the page, and after Escape again.
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    assertEquals((await state()).eye, start.eye);
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(
      `document.querySelector(".plot").layout.scene.camera.eye.x !== ${start.eye.x}`,
    );
    // Keys choose the colouring, and shapes.
    await page.locator(".colours button").nth(2).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      `document.querySelector(".plot").data[0].colorbar.title.text.startsWith("error")`,
    );
    const said = () => page.textContent(".preview p");
    await page.locator(".plot").focus();
    await page.keyboard.press("Enter");
    for (const key of ["Shift+ArrowRight", "Shift+ArrowUp"]) await page.keyboard.press(key);
    assertEquals(await said(), "a = 1.40, b = 1.10, Dice 0.890");
    assertEquals(await page.locator(".preview figure:visible").count(), 2);
    const chosen = await state();
    assertAlmostEquals(chosen.eye.z, start.eye.z, 1e-6);

    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(
      `document.querySelector(".plot").layout.font.color !== "${start.ink}" &&
      document.querySelector(".plot").data[0].colorbar.title.text.startsWith("error")`,
    );
    const dark = await state();
    assertEquals({ ...dark, ink: "" }, { ...chosen, ink: "" });
    assertEquals(tab.errors, []);
    await page.close();
  },
);

browserTest(
  "the still figure stays where the sheet cannot be drawn, and a line says why",
  async (browser) => {
    const tab = await openTab(browser, { size: [1000, 800] });
    await tab.page.setContent(
      `<div class="sheet" data-figure="#data"><img src="${PIXEL}" alt="still" width="9" height="9"></div>
    <script type="application/json" id="data">{}</script>`,
    );
    await tab.page.addScriptTag({ content: report });
    assertEquals(
      await tab.page.textContent(".sheet p"),
      "Not drawn in 3-D: plotly.js is not beside this page.",
    );
    assert(await tab.page.locator(".sheet img").isVisible());
    assertEquals(tab.errors, []);
    await tab.page.close();
  },
);

browserTest("a phone that is turned gets the sheet of its new width", async (browser) => {
  const tab = await openTab(browser, { size: [1000, 800] });
  const { page } = tab;
  await openSheet(page);
  const axis = `document.querySelector(".plot").layout.scene.xaxis.title.text`;
  assertEquals(await page.evaluate(axis), "μ₁ (latent units)");
  await page.setViewportSize({ width: 390, height: 800 });
  await page.waitForFunction(`${axis} === "μ₁"`);
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.waitForFunction(`${axis} === "μ₁ (latent units)"`);
  await page.close();
});
