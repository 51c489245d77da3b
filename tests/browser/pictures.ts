/**
 * The pictures of the pages in README and docs: `deno run -A tests/browser/pictures.ts [RESULTS [PAGE …]]`.
 * A page is `report`, `explorer` or `lab`, by default all three. The first two need the results of
 * `deno task reproduce`; the lab trains its standard run, a minute on two cores. Writes `report.png`,
 * `explorer.png`, `explorer-phone.png` and `lab.png` into `docs/figures/`.
 *
 * @module
 */

import { type Browser, chromium } from "playwright-core";
import { listResults } from "../../lib/results/mod.ts";
import { CHROMIUM, openTab } from "./chromium.ts";

const FIGURES = new URL("../../docs/figures/", import.meta.url);
const SIZE = [1280, 860] as const;
const LAB = [1280, 1065] as const;
const PHONE = [390, 844] as const;

/** The report written last. */
async function newestReport(results: string): Promise<string> {
  const folders = await listResults(results, "report");
  const dated = await Promise.all(folders.map(async (folder) => ({
    folder,
    time: (await Deno.stat(`${folder}/manifest.json`)).mtime?.getTime() ?? 0,
  })));
  const newest = dated.toSorted((one, other) => other.time - one.time)[0];
  if (!newest) throw new Error(`No report in ${results}: run deno task reproduce first`);
  return await Deno.realPath(newest.folder);
}

/** Starts the explorer; returns its address and what ends it. */
async function startExplorer(results: string): Promise<{ address: string; end(): void }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "scripts/explore.ts", "--port", "0", "--quiet", "--results", results],
    cwd: new URL("../../", import.meta.url),
    stdout: "piped",
  }).spawn();
  let told = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    told += text;
    if (told.includes("\n")) break;
  }
  return { address: told.trim().split("\n").at(-1)!, end: () => child.kill("SIGTERM") };
}

async function pictureReport(browser: Browser, results: string): Promise<void> {
  const { page } = await openTab(browser, { size: SIZE });
  await page.goto(`file://${await newestReport(results)}/index.html`);
  await page.screenshot({ path: new URL("report.png", FIGURES).pathname });
  await page.close();
}

/** The lab after its standard run, from its heading to the maps of Dice. */
async function pictureLab(browser: Browser, results: string): Promise<void> {
  const { address, end } = await startExplorer(results);
  try {
    const { page } = await openTab(browser, { size: LAB });
    await page.goto(`${address}#lab`);
    await page.click("html[data-lab=idle] #lab-train");
    await page.waitForSelector("html[data-lab=done]");
    // The shape at the point is drawn a while after the run is over.
    await page.locator("#lab-place", { hasText: "inside the hole" }).waitFor();
    await page.screenshot({ path: new URL("lab.png", FIGURES).pathname });
    await page.close();
  } finally {
    end();
  }
}

async function pictureExplorer(browser: Browser, results: string): Promise<void> {
  const { address, end } = await startExplorer(results);
  try {
    for (const [name, size] of [["explorer", SIZE], ["explorer-phone", PHONE]] as const) {
      await pictureFirstScreen(browser, { address, name, size });
    }
  } finally {
    end();
  }
}

/** The first screen after a walk, on a visit that is not the first. */
async function pictureFirstScreen(
  browser: Browser,
  { address, name, size }: { address: string; name: string; size: readonly [number, number] },
): Promise<void> {
  const { page } = await openTab(browser, { size });
  await page.addInitScript(`localStorage.setItem("punctured-vae:guide", "read")`);
  await page.goto(address);
  await page.locator("#sheet-note", { hasText: /^The sheet/ }).waitFor();
  // A walk to the place, so that the time that the page says is that of many answers.
  for (let k = 0; k <= 60; k++) {
    await page.evaluate(`explorer.moveTo({ a: ${0.7 + 0.01 * k}, b: ${0.2 + 0.01 * k} })`);
  }
  // The sheet is painted a while after its data are there.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: new URL(`${name}.png`, FIGURES).pathname });
  await page.close();
}

/** What makes the pictures of each page. */
const PAGES: Readonly<Record<string, (browser: Browser, results: string) => Promise<void>>> = {
  report: pictureReport,
  explorer: pictureExplorer,
  lab: pictureLab,
};

if (import.meta.main) {
  if ("missing" in CHROMIUM) throw new Error(CHROMIUM.missing);
  const [folder = "results", ...asked] = Deno.args;
  const unknown = asked.find((name) => !Object.hasOwn(PAGES, name));
  if (unknown !== undefined) throw new Error(`${unknown} must be one of ${Object.keys(PAGES)}`);
  const results = await Deno.realPath(folder);
  const browser = await chromium.launch({
    executablePath: CHROMIUM.path,
    args: ["--no-sandbox", "--enable-unsafe-swiftshader"],
  });
  try {
    for (const name of asked.length > 0 ? asked : Object.keys(PAGES)) {
      await PAGES[name](browser, results);
    }
  } finally {
    await browser.close();
  }
}
