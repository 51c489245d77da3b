/**
 * A headless Chromium for the tests of pages: the one that the system has, driven by Playwright.
 * Playwright looks at files that Deno lets through only with every permission, so these tests run
 * by a command of their own (`deno task test` does).
 *
 * @module
 */

import type { Browser, BrowserContext, Page } from "playwright-core";

const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

async function findChromium(): Promise<{ path: string } | { missing: string }> {
  const all = await Deno.permissions.query({ name: "run" });
  const read = await Deno.permissions.query({ name: "read", path: "/proc/sys" });
  if (all.state !== "granted" || read.state !== "granted") {
    return { missing: "Playwright needs every permission: deno test -A tests/browser" };
  }
  const asked = Deno.env.get("CHROMIUM");
  for (const path of asked ? [asked] : PATHS) if (await isFile(path)) return { path };
  return {
    missing: asked ? `no Chromium at CHROMIUM=${asked}` : "no Chromium, nor CHROMIUM=its path",
  };
}

/** Where Chromium is, or why tests in a browser are skipped. */
export const CHROMIUM: { path: string } | { missing: string } = await findChromium();

/** Why tests in a browser are skipped, or `undefined` where they run. */
export const MISSING: string | undefined = "missing" in CHROMIUM ? CHROMIUM.missing : undefined;

/**
 * Longest time for anything to happen, in milliseconds: SwiftShader compiles the programs of a network in
 * minutes where others keep the processors busy.
 */
export const PATIENCE = 480_000;

/** Where screenshots are kept, for people to look at: `tests/browser/screenshots`, not committed. */
const SCREENSHOTS = new URL("./screenshots/", import.meta.url);

/** Flags for WebGPU on SwiftShader, which Chromium offers to no page by itself. */
export const SWIFTSHADER: readonly string[] = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
];

/** A page under test, and what it did that no page here may do. */
export interface Tab {
  readonly page: Page;
  /** Errors in its console and uncaught ones, in order. */
  readonly errors: readonly string[];
  /** Addresses asked for, in order. */
  readonly requests: readonly string[];
  /** Keeps a picture of what is in view, or of the whole page. */
  screenshot(name: string, options?: { whole?: boolean }): Promise<void>;
}

/** How a tab is opened. */
export interface TabOptions {
  /** Width and height of the view, in pixels. */
  readonly size: readonly [width: number, height: number];
  /** Default light. */
  readonly scheme?: "light" | "dark";
  /** `false` where no test looks at the sheet: its library is never answered. */
  readonly sheet?: boolean;
}

/**
 * Keeps a page, or a context's pages, waiting for Plotly. Two thirds of what it takes to open the explorer
 * are the sheet, which the processor draws here.
 */
export async function withoutSheet(pages: Page | BrowserContext): Promise<void> {
  await pages.route(/\/vendor\/plotly\.js$/, () => {});
}

/**
 * Registers a test in a browser; it shows as ignored, with the reason, where there is none.
 *
 * @param options `flags` of Chromium besides those that every test here starts it with
 */
export function browserTest(
  name: string,
  run: (browser: Browser, test: Deno.TestContext) => Promise<void>,
  { flags = [] }: { readonly flags?: readonly string[] } = {},
): void {
  Deno.test({
    name: MISSING === undefined ? name : `${name} (ignored: ${MISSING})`,
    ignore: MISSING !== undefined,
    // Playwright keeps timers and pipes of its own until the process ends.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn(test) {
      const { chromium: launcher } = await import("playwright-core");
      const { path } = CHROMIUM as { path: string };
      const browser = await launcher.launch({
        executablePath: path,
        // In a container there is no user to separate from, and little shared memory: a page was closed
        // under a test once. WebGL is drawn by the processor.
        args: [
          ...["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader"],
          ...flags,
        ],
        timeout: PATIENCE,
      });
      try {
        await run(browser, test);
      } finally {
        await browser.close();
      }
    },
  });
}

/** Opens a tab that writes down its errors and requests. */
export async function openTab(browser: Browser, options: TabOptions): Promise<Tab> {
  const [width, height] = options.size;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: options.scheme ?? "light",
  });
  page.setDefaultTimeout(PATIENCE);
  if (options.sheet === false) await withoutSheet(page);
  const errors: string[] = [], requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  return {
    page,
    errors,
    requests,
    async screenshot(name, { whole = false } = {}) {
      await Deno.mkdir(SCREENSHOTS, { recursive: true });
      const bytes = await page.screenshot({ fullPage: whole });
      await Deno.writeFile(new URL(`${name}.png`, SCREENSHOTS), bytes);
    },
  };
}
