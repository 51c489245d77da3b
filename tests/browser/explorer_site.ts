/**
 * The explorer in a browser, for the tests of it: the script that serves it, networks that show, and
 * what a test asks the page.
 *
 * @module
 */

import type { Page } from "playwright-core";
import type { ExplorerConsole } from "../../lib/explorer/page/console.ts";
import { resultOf } from "../end_to_end/helpers.ts";
import type { Tab } from "./chromium.ts";

/** What the page publishes, as it is called there. */
export type Explorer = ExplorerConsole;
declare const explorer: Explorer;

/** The part of the browser's document that is used here. */
interface PageElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  toDataURL(): string;
}
declare const document: {
  getElementById(id: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
};

/** Folders of two networks, in the results of a folder. */
interface Networks {
  readonly punctured: string;
  readonly control: string;
}

async function train(
  cwd: string,
  { dataset, training, hole = "disc:1.25,1,0.6" }: {
    readonly dataset: string;
    readonly training: string;
    readonly hole?: string;
  },
): Promise<Networks> {
  const fixed = `--size 32 --hole ${hole} --quiet`;
  const images = await resultOf("dataset", `${dataset} ${fixed}`.split(" "), { cwd });
  const network = (subset: string) => {
    const flags = `--subset ${subset} ${training} --backend wasm --quiet`;
    return resultOf("train", ["--dataset", images, ...flags.split(" ")], { cwd });
  };
  return { punctured: await network("punctured"), control: await network("control") };
}

/** Two networks with enough images and epochs for reconstructions that depend on the shape. */
export function trainedNetworks(cwd: string): Promise<Networks> {
  const training = "--divide 8 --epochs 15";
  return train(cwd, { dataset: "--points 600 --hole-points 20", training });
}

/** Two networks, hardly trained: where pictures need not be good. */
export function quickNetworks(
  cwd: string,
  { family = "rose", hole }: { readonly family?: string; readonly hole?: string } = {},
): Promise<Networks> {
  const training = "--divide 32 --epochs 1";
  const dataset = `--points 60 --hole-points 5 --family ${family}`;
  return train(cwd, { dataset, training, ...(hole === undefined ? {} : { hole }) });
}

/** Opens an address of the explorer and waits for the first pictures. */
export async function opened(tab: Tab, address: string): Promise<Page> {
  await tab.page.goto(address);
  await tab.page.waitForSelector("html[data-ready=true]");
  return tab.page;
}

/** Waits until the sheet is drawn. */
export async function sheetDrawn(page: Page): Promise<void> {
  await page.locator("#sheet-note", { hasText: /^The sheet/ }).waitFor();
}

/** The pixels of a canvas, as text. */
export function pixels(page: Page, id: string): Promise<string> {
  return page.evaluate(`document.getElementById(${JSON.stringify(id)}).toDataURL()`);
}

/** What the page shows. */
export function state(page: Page): Promise<ReturnType<Explorer["state"]>> {
  return page.evaluate(() => explorer.state());
}

/** Waits until the page has answered at least once more. */
export async function answered(page: Page, act: () => Promise<unknown>): Promise<void> {
  const { answers } = await state(page);
  await act();
  await page.waitForFunction((count) => explorer.state().answers > count, answers);
}

/**
 * Waits until a canvas shows something else than it did. What is waited for must be a function: the
 * page's policy forbids it to evaluate text, and what is asked again is evaluated in the page.
 */
export async function redrawn(page: Page, id: string, before: string): Promise<void> {
  await page.waitForFunction(
    ([id, before]) => document.getElementById(id)?.toDataURL() !== before,
    [id, before],
  );
}

/** Waits until an element's text, or an attribute of it, matches. */
export async function says(
  page: Page,
  selector: string,
  { pattern, attribute }: { pattern: RegExp; attribute?: string },
): Promise<void> {
  await page.waitForFunction(([selector, source, flags, attribute]) => {
    const element = document.querySelector(selector);
    const text = attribute ? element?.getAttribute(attribute) : element?.textContent;
    return new RegExp(source, flags).test(text ?? "");
  }, [selector, pattern.source, pattern.flags, attribute ?? ""]);
}
