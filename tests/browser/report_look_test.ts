/**
 * How the report looks: its length, contrast, labels, and its variants for a phone and for print.
 */

import { assert, assertEquals } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { sharedStudy } from "../shared_study.ts";
import { browserTest, openTab, type TabOptions } from "./chromium.ts";

/** Opens the report of the smoke study. */
async function openReport(browser: Browser, options: TabOptions): Promise<Page> {
  const { cwd, ran } = await sharedStudy();
  const { page } = await openTab(browser, options);
  await page.goto(`file://${cwd}/${ran.last}`);
  return page;
}

/** Contrast of two colours of a style sheet (WCAG 2.2, 1.4.3), the first over the second. */
const CONTRAST = `(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b]
    .map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, k) => sum + [0.2126, 0.7152, 0.0722][k] * value, 0);
  return (front, back) => {
    const [r, g, b, alpha = 1] = parse(front);
    const under = parse(back);
    const mixed = [r, g, b].map((value, k) => alpha * value + (1 - alpha) * under[k]);
    const [low, high] = [luminance(mixed), luminance(under)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
})()`;

/** Texts of the page whose contrast is too low, with their colours. */
function paleTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const contrast = ${CONTRAST};
    const groundOf = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const { backgroundColor } = getComputedStyle(one);
        if (!/, 0\\)$|transparent/.test(backgroundColor)) return backgroundColor;
      }
      return "rgb(255, 255, 255)";
    };
    const pale = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: element, textContent } = walker.currentNode;
      if (!textContent.trim() || element.closest("script, style, svg")) continue;
      const { color } = getComputedStyle(element);
      const ground = groundOf(element);
      if (contrast(color, ground) < 4.5) pale.add(textContent.trim().slice(0, 40) + color + ground);
    }
    return [...pale];
  })()`);
}

/** Texts of a figure that is open by itself whose contrast with its ground is too low. */
function paleFigureTexts(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const contrast = ${CONTRAST};
    const ground = getComputedStyle(document.querySelector("rect")).fill;
    return [...document.querySelectorAll("text")]
      // A halo lies under the same text in its colour.
      .filter((text) => !text.getAttribute("stroke"))
      .map((text) => [text.textContent, getComputedStyle(text).fill])
      .filter(([, fill]) => contrast(fill, ground) < 4.5)
      .map(([words, fill]) => words + " " + fill + " on " + ground);
  })()`);
}

/** Pairs of texts of a figure that cover each other by more than a rounding of their boxes. */
function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const texts = [...document.querySelectorAll("text")]
      .filter((text) => text.textContent.trim() && Number(text.getAttribute("opacity") ?? 1) > 0)
      // A halo is the same text twice.
      .filter((text) => !text.getAttribute("stroke"))
      .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
    const found = [];
    texts.forEach(({ words, box }, n) => {
      for (const other of texts.slice(n + 1)) {
        const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (width > 1.5 && height > 3) found.push(words + " | " + other.words);
      }
    });
    return found;
  })()`);
}

/** Addresses of the figures of a report, wide and narrow. */
function figures(page: Page): Promise<string[]> {
  return page.evaluate(`[...new Set([...document.querySelectorAll(".picture img")]
    .map(({ src }) => src))].filter((src) => src.endsWith(".svg"))`);
}

browserTest("the report takes about twelve screens, and its answer the first", async (browser) => {
  const page = await openReport(browser, { size: [1280, 900] });
  const screens = await page.evaluate("document.documentElement.scrollHeight / innerHeight");
  assert(screens as number <= 13, `${screens} screens`);
  const finding = (await page.locator(".finding").boundingBox())!;
  assert(finding.y + finding.height <= 900, "the answer goes on below the first screen");
  const hidden = page.locator("details.fold table").first();
  assertEquals(await hidden.isVisible(), false, "tables are folded");
  await page.locator("details.fold:has(table) > summary").first().click();
  assertEquals(await hidden.isVisible(), true);
  await page.close();
});

browserTest("the contents' numbers and titles do not cover each other", async (browser) => {
  for (const width of [1280, 800, 390]) {
    const page = await openReport(browser, { size: [width, 900] });
    const wrong = await page.evaluate(`(() => {
      const boxes = [...document.querySelectorAll("nav .count, nav a")]
        .map((one) => one.getBoundingClientRect());
      return boxes.filter((box, n) => box.right > innerWidth || boxes.some((other, k) => k > n &&
        Math.min(box.right, other.right) > Math.max(box.left, other.left) &&
        Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 2)).length;
    })()`);
    assertEquals(wrong, 0, `at ${width} pixels`);
    await page.close();
  }
});

for (const scheme of ["light", "dark"] as const) {
  browserTest(`text of the ${scheme} report has a contrast of 4.5 to 1`, async (browser) => {
    const page = await openReport(browser, { size: [1280, 900], scheme });
    await page.evaluate(`for (const one of document.querySelectorAll("details")) one.open = true`);
    assertEquals(await paleTexts(page), []);

    const sheet = page.locator(".sheet");
    await sheet.scrollIntoViewIfNeeded();
    await sheet.locator("canvas").first().waitFor();
    const buttons = await page.evaluate(`(() => {
      const contrast = ${CONTRAST};
      return [...document.querySelectorAll(".colours button")].map((button) => contrast(
        getComputedStyle(button).color,
        getComputedStyle(button).backgroundColor,
      ));
    })()`) as number[];
    assertEquals(buttons.length, 3);
    assert(buttons.every((value) => value >= 4.5), `the sheet's buttons: ${buttons}`);

    for (const address of await figures(page)) {
      await page.goto(address);
      // Numbers in the cells of a heat map have a ground of their own.
      if (address.includes("correlations")) continue;
      assertEquals(await paleFigureTexts(page), [], address.split("/").at(-1));
    }
    await page.close();
  });
}

browserTest("no two labels of a figure cover each other", async (browser) => {
  const page = await openReport(browser, { size: [1280, 900] });
  for (const address of await figures(page)) {
    await page.goto(address);
    assertEquals(await overlaps(page), [], address.split("/").at(-1));
  }
  // What looks for them finds one that is made.
  await page.evaluate(`{
    const [text] = document.querySelectorAll("text:not([stroke])");
    text.after(text.cloneNode(true));
  }`);
  assertEquals((await overlaps(page)).length, 1);
  await page.close();
});

browserTest(
  "a phone is shown the narrow headline and walks, legible and with the frame",
  async (browser) => {
    const page = await openReport(browser, { size: [390, 844] });
    const shown = await page.evaluate(`[...document.querySelectorAll(".has-narrow")]
    .filter((figure) => figure.checkVisibility() && !figure.closest("details:not([open])"))
    .map((figure) => {
      const [wide, narrow] = figure.querySelectorAll("img");
      const box = figure.querySelector(".picture");
      return {
        name: figure.id,
        wide: wide.checkVisibility(),
        scale: narrow.getBoundingClientRect().width / narrow.getAttribute("width"),
        scrolls: box.scrollWidth > box.clientWidth + 1,
      };
    })`) as { name: string; wide: boolean; scale: number; scrolls: boolean }[];
    assert(shown.some(({ name }) => name === "headline"));
    assert(shown.some(({ name }) => name.startsWith("transect")));
    for (const { name, wide, scale, scrolls } of shown) {
      assertEquals([wide, scrolls], [false, false], name);
      // Text of 11 pixels stays above 9.
      assert(scale >= 0.83, `${name} is scaled by ${scale}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    assertEquals(await page.locator("#headline .narrow").isVisible(), false);
    await page.close();
  },
);

browserTest("print leaves out what is folded, and sets no text below 7 points", async (browser) => {
  // The width of A4 between the margins of the style sheet, at 96 pixels an inch.
  const page = await openReport(browser, { size: [703, 1000] });
  await page.emulateMedia({ media: "print" });
  assertEquals(await page.locator(".fold").first().isVisible(), false);
  assertEquals(await page.locator("nav").isVisible(), false);
  const words = await page.evaluate(`Math.min(...[...document.querySelectorAll("p, td, th, li, dd")]
    .filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize)))`);
  assert(words as number >= 7 / 72 * 96, `${words} pixels`);
  const pictures = await page.evaluate(`[...document.querySelectorAll(".picture img")]
    .filter((image) => image.checkVisibility())
    .map((image) => ({ src: image.src,
      scale: image.getBoundingClientRect().width / image.getAttribute("width") }))`) as {
    src: string;
    scale: number;
  }[];
  assert(pictures.length > 5);
  for (const { src, scale } of pictures) {
    await page.goto(src);
    const smallest = await page.evaluate(`Math.min(...[...document.querySelectorAll("text")]
      .map((text) => parseFloat(getComputedStyle(text).fontSize)))`) as number;
    const points = scale * smallest * 72 / 96;
    assert(points >= 6.99, `${src.split("/").at(-1)} is set at ${points} points`);
  }
  await page.close();
});
