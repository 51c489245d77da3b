/**
 * What the explorer does for those who come by a link, on a phone, by keyboard, with a reader of
 * screens or for the first time. Its networks are hardly trained: pictures need not be good.
 */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { fakeReport } from "../explorer/fixtures.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { browserTest, openTab, PATIENCE, withoutSheet } from "./chromium.ts";
import {
  answered,
  type Explorer,
  opened,
  quickNetworks,
  says,
  sheetDrawn,
  state,
} from "./explorer_site.ts";
import { servedExplorer } from "./served_explorer.ts";

declare const explorer: Explorer;

const DESK = [1280, 900] as const;
const PHONE = [390, 844] as const;

interface Given {
  readonly browser: Browser;
  readonly address: string;
  /** Ids of the two networks. */
  readonly punctured: string;
  readonly control: string;
}

browserTest("the explorer in detail", async (browser, test) => {
  await inWorkspace(async (cwd) => {
    const { punctured, control } = await quickNetworks(cwd);
    await fakeReport(`${cwd}/results`, "answered");
    const id = (folder: string) => folder.split("/").at(-1)!;
    await servedExplorer(cwd, async (address) => {
      const given = { browser, address, punctured: id(punctured), control: id(control) };
      await test.step("loads what it needs, when it needs it", () => loadsOnDemand(given));
      await test.step("shows all of a network that comes at the second try", () =>
        triesAgain(given));
      await test.step("fetches a network's codes again", () => fetchesCodesAgain(given));
      await test.step("says that a network gave no answer", () => tellsNoAnswer(given));
      await test.step("obeys links and the back button", () => obeysAddress(given));
      await test.step("tells what is wrong with a link", () => tellsWrongAddress(given));
      await test.step("leaves the lab's addresses alone", () => leavesLabAlone(given));
      await test.step("the sheet lets the page scroll until it is active", () => scrolls(given));
      await test.step("the sheet fits its box after the lab was shown", () => fitsAfterLab(given));
      await test.step("says that there is no sheet without WebGL", () => needsWebGl(given));
      await test.step("a click on the sheet, or a key, chooses a shape", () =>
        choosesOnSheet(given));
      await test.step("fits a phone", () => fitsPhone(given));
      await test.step("says little while a walk plays", () => playsQuietly(given));
      await test.step("guides a first visit, and only that", () => guides(given));
      await test.step("goes on where a browser keeps nothing", () => needsNoStorage(given));
      await test.step("leads to the report", () => leadsToReport(given));
    });
  });
});

async function loadsOnDemand({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  // The first network comes slowly, so that progress can be seen.
  let release = () => {};
  const held = new Promise<void>((resolve) => release = resolve);
  await tab.page.route(/encoder\/weights\.bin$/, async (route) => {
    await held;
    await route.continue();
  });
  await tab.page.goto(address);
  await says(tab.page, "#loading span", {
    pattern: /^Loading the network around the disc.*: \d+ %$/,
  });
  assert(!tab.requests.some((request) => request.endsWith("vendor/plotly.js")));
  await says(tab.page, "#spoken", { pattern: /inside the hole: loading the network$/ });
  release();
  await tab.page.waitForSelector("html[data-ready=true]");
  await sheetDrawn(tab.page);
  assertEquals(await tab.page.isVisible("#loading"), false);
  const order = (ending: string) => tab.requests.findIndex((request) => request.endsWith(ending));
  assert(order("vendor/plotly.js") > order("decoder/weights.bin"), "Plotly waits for the pictures");
  assertEquals(order("vendor/tf-backend-webgpu.js"), -1, "WebGPU does not run here");
  await says(tab.page, "#status", { pattern: /^Runs on wasm \(.*WebGPU.*\)/ });
  assertEquals(tab.errors, []);
  await tab.page.close();
}

async function triesAgain({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  const { page } = tab;
  let lost = true;
  await page.route(/encoder\/weights\.bin$/, (route) => lost ? route.abort() : route.continue());
  await page.goto(address);
  await says(page, "#sheet-note", { pattern: /^The network could not be loaded\.$/ });
  await says(page, "#trouble", { pattern: /fetch/i });
  // Both networks are lost, each told once.
  assertEquals((await page.textContent("#trouble"))!.match(/fetch/gi)!.length, 2);
  lost = false;
  await page.focus("#handle");
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("#z-3");
  await sheetDrawn(page);
  assertEquals(await page.isVisible("#trouble"), false);
  await page.close();
}

async function fetchesCodesAgain({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  const { page } = tab;
  let lost = true;
  let fetches = 0;
  await page.route(/codes\.csv$/, (route) => {
    fetches++;
    return lost ? route.abort() : route.continue();
  });
  await page.goto(address);
  await says(page, "#trouble", { pattern: /fetch/i });
  await says(page, "#sheet-note", { pattern: /^The codes could not be loaded\.$/ });
  await page.waitForSelector("html[data-ready=true]");
  assertEquals(await page.locator("#z-3").count(), 0);
  // Once with the network still to load, once when it is there; then a person has to ask.
  await page.waitForTimeout(1000);
  assert(fetches <= 2, `fetched ${fetches} times by itself`);
  const move = async () => {
    await page.focus("#handle");
    await page.keyboard.press("ArrowRight");
  };
  // Still lost: said again, and tried again at the next step.
  await move();
  await says(page, "#trouble", { pattern: /fetch/i });
  lost = false;
  await move();
  await page.waitForSelector("#z-3");
  await sheetDrawn(page);
  assertEquals(await page.isVisible("#trouble"), false);
  await page.close();
}

async function tellsNoAnswer({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK, sheet: false });
  const page = await opened(tab, address);
  await page.waitForSelector("#z-3");
  // Encoding the sheet asks the device too.
  await says(page, "#sheet-note", { pattern: /^Encoding the sheet: (\d+) of \1 shapes/ });
  await page.click("#play");
  await says(page, "#play", { pattern: /^Pause$/ });
  // As where a graphics card is lost: nothing comes back from it.
  const fail = (on: boolean) =>
    page.evaluate((fails) => {
      // deno-lint-ignore no-explicit-any
      const { Tensor } = (globalThis as any).tf;
      Tensor.prototype.kept ??= Tensor.prototype.data;
      Tensor.prototype.data = fails
        ? () => Promise.reject(new Error("the device is lost"))
        : Tensor.prototype.kept;
    }, on);
  await fail(true);
  await says(page, "#trouble", { pattern: /gave no answer: .*the device is lost/ });
  await says(page, "#play", { pattern: /^Play$/ });
  assertEquals(
    await page.locator("#truth").getAttribute("width"),
    "1",
    "no truth of another shape",
  );
  await fail(false);
  await page.focus("#handle");
  await page.keyboard.press("ArrowRight");
  await says(page, "#place", { pattern: /a = / });
  await page.waitForSelector("#trouble", { state: "hidden" });
  assertEquals(tab.errors, []);
  await page.close();
}

async function obeysAddress({ browser, address, punctured, control }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK, sheet: false });
  const page = await opened(tab, `${address}#a=1.5&b=0.5&first=${punctured}&z=0.125,-0.25,0.5`);
  const { a, b, mode, second } = await state(page);
  assertEquals([a, b, mode, second], [1.5, 0.5, "code", null]);
  await says(page, "#numbers-0", { pattern: /z = \(0\.1[23], −0\.25, 0\.50\)/ });
  await page.waitForSelector("#z-3");
  assertAlmostEquals(Number(await page.inputValue("#z-2")), -0.25, 1e-9);
  await says(page, "#z-2", { attribute: "aria-valuetext", pattern: /^−0\.25$/ });

  // A link that is put into the address, and the way back.
  const go = (hash: string) => page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await answered(page, () => go(`#a=0.75&b=1.75&first=${control}&second=${punctured}`));
  await says(page, "#place", { pattern: /a = 0\.75, b = 1\.75/ });
  const there = await state(page);
  assertEquals([there.first, there.second, there.mode], [control, punctured, "point"]);
  assertEquals(await page.inputValue("#first"), control);
  await answered(page, () => page.goBack());
  await says(page, "#place", { pattern: /a = 1\.50, b = 0\.50/ });
  const back = await state(page);
  assertEquals([back.first, back.second, back.mode], [punctured, null, "code"]);

  // A slider's code is in the address, and goes from it with the next shape.
  await page.waitForSelector("#z-1");
  await answered(page, async () => {
    // It stands at its upper end, having given way to the link.
    await page.locator("#z-1").focus();
    await page.keyboard.press("PageDown");
  });
  const z = Number(await page.inputValue("#z-1"));
  await page.waitForURL((url) => url.hash.includes(`z=${z.toFixed(3)},-0.250,0.500`));
  await page.evaluate(() => explorer.moveTo({ a: 1, b: 1 }));
  await page.waitForURL((url) => url.hash.startsWith("#a=1.000&b=1.000"));
  assert(!page.url().includes("z="));
  assertEquals(tab.errors, []);
  await page.close();
}

async function tellsWrongAddress(
  { browser, address, punctured, control }: Given,
): Promise<void> {
  const tab = await openTab(browser, { size: DESK, sheet: false });
  const page = await opened(tab, `${address}?backend=cpu#a=7&b=1&first=nothing&z=1,2`);
  await says(page, "#trouble", {
    pattern: /backend must be one of webgpu, wasm, webgl, received cpu/,
  });
  const told = await page.textContent("#trouble") ?? "";
  assertMatch(told, /a must be a number from 0\.5 to 2, received 7/);
  assertMatch(told, /first must be a network of this page, received nothing/);
  assertMatch(told, /z must be 3 numbers with commas, received 1,2/);
  assertEquals((await state(page)).first, punctured);
  await page.evaluate(`location.hash = "#a=1&b=1"`);
  await says(page, "#trouble", { pattern: /^(?!.*a must be)/s });
  await page.close();

  // A link to another network than the first keeps what it says of the shape, and shows it once.
  const other = await openTab(browser, { size: DESK, sheet: false });
  await opened(other, `${address}#first=${control}&b=0.3&second=zzz`);
  await says(other.page, "#trouble", { pattern: /second must be .*received zzz/ });
  const { a, b, first, second } = await state(other.page);
  assertEquals([a, b, first, second], [1.25, 0.3, control, null]);
  await other.page.close();
}

async function leavesLabAlone({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK, sheet: false });
  const page = await opened(tab, `${address}#a=1.5&b=0.5`);
  await page.evaluate(`location.hash = "#lab"`);
  await page.waitForSelector("#explore", { state: "hidden" });
  await page.waitForTimeout(500);
  assertMatch(page.url(), /#lab/);
  await page.goBack();
  await page.waitForSelector("#explore", { state: "visible" });
  const { a, b } = await state(page);
  assertEquals([a, b], [1.5, 0.5]);

  // What is wrong with the explorer's address is no matter of the lab, which keeps its settings.
  await page.evaluate(`location.hash = "#a=7"`);
  await page.waitForSelector("#trouble", { state: "visible" });
  await page.click("#to-lab");
  await page.waitForSelector("html[data-lab=idle]");
  assert(await page.isHidden("#trouble"));
  await page.fill("#lab-points", "300");
  await page.keyboard.press("Tab");
  await page.click("#to-explore");
  await page.waitForSelector("#explore", { state: "visible" });
  await page.click("#to-lab");
  await page.waitForURL(/#lab&.*points=300/);
  await page.close();
}

const scrolled = (page: Page) => page.evaluate<number>("scrollY");

async function middle(page: Page): Promise<{ x: number; y: number }> {
  await page.locator("#sheet").scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await page.locator("#sheet").boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

const eye = (page: Page) =>
  page.evaluate<string>(
    "JSON.stringify(document.getElementById('sheet')._fullLayout.scene._scene.getCamera().eye)",
  );

async function scrolls({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: [900, 500] });
  const page = await opened(tab, address);
  await sheetDrawn(page);
  const wheel = async () => {
    const before = await scrolled(page);
    const { x, y } = await middle(page);
    await page.mouse.move(x, y);
    const from = await scrolled(page);
    await page.mouse.wheel(0, from > 150 ? -120 : 120);
    await page.waitForTimeout(400);
    return { moved: await scrolled(page) - from, before };
  };
  assert((await wheel()).moved !== 0, "the wheel scrolls the page");
  const { x, y } = await middle(page);
  await page.mouse.click(x, y);
  await says(page, "#sheet-note", { pattern: /^The sheet is active/ });
  const view = await eye(page);
  assertEquals((await wheel()).moved, 0, "the active sheet takes the wheel");
  await page.waitForTimeout(500);
  assert(await eye(page) !== view, "the wheel zooms the active sheet");
  await zoomsMark(page);
  await page.keyboard.press("Escape");
  await says(page, "#sheet-note", { pattern: /^The sheet: / });
  assert((await wheel()).moved !== 0, "after Escape the page scrolls again");
  // Keys, too, belong to the page until Enter.
  const still = await eye(page);
  await page.locator("#sheet").focus();
  await page.keyboard.press("ArrowLeft");
  assertEquals(await eye(page), still);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowLeft");
  assert(await eye(page) !== still, "arrows turn the active sheet");
  await page.locator("#return").focus().catch(() => {});
  await page.locator("#play").focus();
  await says(page, "#sheet-note", { pattern: /^The sheet: / });
  assertEquals(tab.errors, []);
  await page.close();

  await swipes({ browser, address });
}

/** The mark of the shape goes along with a wheel that turns under a pointer that rests. */
async function zoomsMark(page: Page): Promise<void> {
  await page.evaluate(() => explorer.moveTo({ a: 2, b: 2 }));
  // It follows for a while after every other event.
  await page.waitForTimeout(2500);
  const place = () => page.locator("#sheet-mark").getAttribute("style");
  const before = await place();
  await page.mouse.wheel(0, 120);
  await page.waitForTimeout(500);
  assert(await place() !== before, "the mark follows the wheel");
}

/** A finger on the sheet scrolls the page; after a tap it turns the sheet. */
async function swipes({ browser, address }: Pick<Given, "browser" | "address">): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: PHONE[0], height: PHONE[1] },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address);
  await page.waitForSelector("html[data-ready=true]");
  await sheetDrawn(page);
  const session = await context.newCDPSession(page);
  const swipe = async () => {
    const { x, y } = await middle(page);
    const before = await scrolled(page);
    const direction = before > 200 ? 1 : -1;
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...ys: number[]) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints: ys.map((y) => ({ x, y })) });
    await touch("touchStart", y);
    for (let k = 1; k <= 10; k++) {
      await touch("touchMove", y + 12 * k * direction);
      await page.waitForTimeout(20);
    }
    await touch("touchEnd");
    await page.waitForTimeout(300);
    return await scrolled(page) - before;
  };
  assert(await swipe() !== 0, "a swipe scrolls the page");
  const { x, y } = await middle(page);
  const { a, b } = await state(page);
  await page.touchscreen.tap(x, y);
  await says(page, "#sheet-note", { pattern: /^The sheet is active/ });
  const after = await state(page);
  assertEquals([after.a, after.b], [a, b], "the tap that makes it active chooses nothing");
  assertEquals(await swipe(), 0, "the active sheet takes the swipe");
  await page.touchscreen.tap(20, 20);
  await says(page, "#sheet-note", { pattern: /^The sheet: / });
  await context.close();
}

async function fitsAfterLab({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  const page = await opened(tab, address);
  const show = async (view: "lab" | "explore") => {
    await page.evaluate(`location.hash = "#${view}"`);
    await page.waitForSelector(`html[data-view=${view}]`);
  };
  /** Widths of the sheet's box, and of Plotly's picture in it; its view as text. */
  const drawn = () =>
    page.evaluate<[number, number, string]>(`(() => {
      const sheet = document.getElementById("sheet");
      const { width, scene } = sheet._fullLayout ?? {};
      return [sheet.offsetWidth, width, JSON.stringify(scene?.camera.eye)];
    })()`);
  const fits = () =>
    page.waitForFunction(() => {
      // deno-lint-ignore no-explicit-any
      const sheet = (globalThis as any).document.getElementById("sheet");
      return sheet.offsetWidth > 0 && sheet._fullLayout?.width === sheet.offsetWidth;
    });
  // It is encoded while the lab is shown.
  await show("lab");
  await page.waitForFunction(() => {
    // deno-lint-ignore no-explicit-any
    const { document } = globalThis as any;
    return document.getElementById("sheet-note").textContent.startsWith("The sheet");
  });
  await show("explore");
  await fits();
  const [, , view] = await drawn();
  assert(/"x":-?\d/.test(view), `seen from ${view}`);
  // Colours change while it is hidden, and so does the window.
  await show("lab");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: PHONE[0], height: PHONE[1] });
  await page.waitForTimeout(500);
  await show("explore");
  await fits();
  assert((await drawn())[0] < PHONE[0]);
  // And while it is shown.
  await page.setViewportSize({ width: DESK[0], height: DESK[1] });
  await fits();
  assert((await drawn())[0] > PHONE[0]);
  assertEquals(tab.errors, []);
  await page.close();
}

async function needsWebGl({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  await tab.page.addInitScript(`{
    const { prototype } = HTMLCanvasElement;
    const { getContext } = prototype;
    prototype.getContext = function (kind, ...rest) {
      return kind.includes("webgl") ? null : getContext.call(this, kind, ...rest);
    };
  }`);
  const page = await opened(tab, `${address}?backend=wasm`);
  await says(page, "#sheet-note", {
    pattern: /^No sheet is drawn: this browser has no WebGL\.$/,
  });
  assert(await page.isHidden("#sheet-frame") && await page.isHidden("#sheet-colours"));
  assert(!tab.requests.some((request) => request.endsWith("vendor/plotly.js")));
  await page.waitForSelector("#z-3");
  assertEquals(tab.errors, []);
  await page.close();
}

async function choosesOnSheet({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  const page = await opened(tab, address);
  await sheetDrawn(page);
  const spot = async () => {
    const { x, y, width, height } = (await page.locator("#sheet-mark").boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  await page.evaluate(() => explorer.moveTo({ a: 1.7, b: 1.6 }));
  await page.waitForTimeout(300);
  const at = await spot();
  await page.evaluate(() => explorer.moveTo({ a: 0.83, b: 0.31 }));
  await page.waitForTimeout(300);
  await answered(page, () => page.mouse.click(at.x, at.y));
  const { a, b } = await state(page);
  for (const value of [a, b]) assertAlmostEquals(10 * value, Math.round(10 * value), 1e-9);
  await page.waitForTimeout(300);
  const marked = await spot();
  const distance = Math.hypot(marked.x - at.x, marked.y - at.y);
  assert(distance < 20, `the shape chosen lies ${distance} pixels from the click`);
  await says(page, "#handle", {
    attribute: "aria-valuetext",
    pattern: new RegExp(`^a = ${a.toFixed(2)}, b = ${b.toFixed(2)}`),
  });

  await page.evaluate(() => explorer.moveTo({ a: 1.22, b: 0.97 }));
  await page.locator("#play").focus();
  await page.locator("#sheet").focus();
  await page.keyboard.press("Enter");
  await answered(page, () => page.keyboard.press("Shift+ArrowRight"));
  await answered(page, () => page.keyboard.press("Shift+ArrowUp"));
  const moved = await state(page);
  assertAlmostEquals(moved.a, 1.3, 1e-9);
  assertAlmostEquals(moved.b, 1.1, 1e-9);

  await page.locator("button[data-colour=a]").focus();
  await page.keyboard.press("Enter");
  await says(page, "button[data-colour=a]", { attribute: "aria-pressed", pattern: /true/ });
  await page.waitForTimeout(1000);
  assertMatch(
    await page.evaluate("document.getElementById('sheet').data[0].colorbar.title.text"),
    /^a: /,
  );
  assertEquals(tab.errors, []);
  await page.close();
}

async function fitsPhone({ browser, address }: Given): Promise<void> {
  for (const width of [PHONE[0], 320]) {
    const tab = await openTab(browser, { size: [width, PHONE[1]] });
    await tab.page.addInitScript(() => localStorage.setItem("punctured-vae:guide", "read"));
    const page = await opened(tab, address);
    const box = async (selector: string) => (await page.locator(selector).boundingBox())!;
    const [plane, shapes] = [await box("#plane"), await box("#shapes")];
    assert(plane.y >= 0 && shapes.y + shapes.height <= PHONE[1], "plane and shapes are in view");
    // A browser on a phone takes a fifth of the height for itself.
    assert(shapes.y + shapes.height - plane.y < 0.8 * PHONE[1]);
    // While the point is dragged, too.
    const x = plane.x + plane.width / 2;
    await answered(page, async () => {
      await page.mouse.move(x, plane.y + 60);
      await page.mouse.down();
      await page.mouse.move(x, plane.y + 120, { steps: 4 });
      await page.mouse.up();
    });
    assertEquals(await scrolled(page), 0);
    for (const id of ["first", "second"]) {
      const room = await page.evaluate<number>(`(() => {
        const select = document.getElementById(${JSON.stringify(id)});
        const { font, paddingLeft, paddingRight } = getComputedStyle(select);
        const context = document.createElement("canvas").getContext("2d");
        context.font = font;
        const name = select.selectedOptions[0].text;
        // Chromium's arrow and its margin take about 20 pixels.
        return select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 20 -
          context.measureText(name.slice(0, name.search(/seed \\d+/) + 6)).width;
      })()`);
      assert(room >= 0, `${width}: the seed in the menu ${id} is cut off by ${-room} pixels`);
    }
    await sheetDrawn(page);
    await tab.screenshot(`explorer-${width}-whole`, { whole: true });
    for (const button of await page.locator("button:visible, select:visible").all()) {
      const { x, width: own } = (await button.boundingBox())!;
      assert(x >= 0 && x + own <= width, await button.textContent() ?? "");
    }
    assertEquals(await page.evaluate("document.documentElement.scrollWidth"), width);
    await page.close();
  }
}

async function playsQuietly({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK });
  const page = await opened(tab, address);
  await page.waitForSelector("#z-3");
  await sheetDrawn(page);
  await page.waitForTimeout(1000);
  await page.evaluate(`
    globalThis.told = [];
    const live = "[role=status], [role=alert], output, [aria-live=polite], [aria-live=assertive]";
    for (const element of document.querySelectorAll(live)) {
      new MutationObserver(() => told.push(element.id)).observe(element, {
        childList: true, characterData: true, subtree: true,
      });
    }
    new MutationObserver(() => told.push("handle")).observe(document.getElementById("handle"), {
      attributeFilter: ["aria-valuetext", "aria-valuenow"],
    });
  `);
  const told = () => page.evaluate<string[]>("told");
  await page.locator("#handle").focus();
  const { answers } = await state(page);
  await page.keyboard.press("Space");
  await page.waitForFunction((count) => explorer.state().answers > count + 20, answers);
  assertEquals(await told(), []);
  // Nor where an answer takes longer than the rest after which a shape is told.
  await page.evaluate(`
    globalThis.soon = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = (run) => setTimeout(() => soon(run), 900);
  `);
  const { answers: slow } = await state(page);
  await page.waitForFunction((count) => explorer.state().answers > count + 3, slow);
  assertEquals(await told(), []);
  await page.evaluate("globalThis.requestAnimationFrame = soon");
  await page.keyboard.press("Space");
  await says(page, "#spoken", { pattern: /./ });
  assertMatch(await page.textContent("#spoken") ?? "", /^a = .*: Dice 0\.\d{3} and 0\.\d{3}$/);
  const { a, b } = await state(page);
  await says(page, "#handle", {
    attribute: "aria-valuetext",
    pattern: new RegExp(`^a = ${a.toFixed(2)}, b = ${b.toFixed(2)}`),
  });

  // A walk gives way to the hand that takes the point.
  await page.click("#play");
  await page.waitForFunction((count) => explorer.state().answers > count + 30, answers);
  const plane = (await page.locator("#plane").boundingBox())!;
  const x = plane.x + plane.width / 4, y = plane.y + plane.height / 4;
  await page.mouse.click(x, y);
  await says(page, "#play", { pattern: /^Play$/ });
  await page.waitForTimeout(300);
  const handle = (await page.locator("#handle").boundingBox())!;
  const off = Math.hypot(handle.x + handle.width / 2 - x, handle.y + handle.height / 2 - y);
  assert(off < 2, `the handle stands ${off} pixels from the pointer`);
  await page.close();
}

async function guides({ browser, address }: Given): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await withoutSheet(context);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address);
  await page.waitForSelector("#guide", { state: "visible" });
  assertEquals(await page.locator("#guide li").count(), 3);
  await page.click("#guide-done");
  await page.waitForSelector("#guide", { state: "hidden" });
  await page.reload();
  await page.waitForSelector("html[data-ready=true]");
  await page.waitForSelector("#intro", { state: "visible" });
  assertEquals(await page.isVisible("#guide"), false);
  await page.click("#help summary");
  await page.click("#guide-again");
  await page.waitForSelector("#guide", { state: "visible" });
  // The skip link is the first stop, and leads past the header without changing the address.
  await page.reload();
  await page.waitForSelector("html[data-ready=true]");
  await page.waitForTimeout(500);
  const { hash } = new URL(page.url());
  await page.keyboard.press("Tab");
  assertEquals(await page.evaluate("document.activeElement.id"), "skip");
  await page.keyboard.press("Enter");
  assertEquals(await page.evaluate("document.activeElement.id"), "main");
  assertEquals(new URL(page.url()).hash, hash);
  await context.close();
}

async function needsNoStorage({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK, sheet: false });
  await tab.page.addInitScript(() =>
    Object.defineProperty(globalThis, "localStorage", {
      get: () => {
        throw new DOMException("kept nothing", "SecurityError");
      },
    })
  );
  const page = await opened(tab, address);
  await page.click("#guide-done");
  await page.waitForSelector("#guide", { state: "hidden" });
  assertEquals(tab.errors, []);
  await page.close();
}

async function leadsToReport({ browser, address }: Given): Promise<void> {
  const tab = await openTab(browser, { size: DESK, sheet: false });
  const page = await opened(tab, address);
  await page.click("#to-report");
  await page.waitForURL(`${address}report/index.html`);
  assertEquals(await page.textContent("h1"), "answered");
  await page.close();
}
