/**
 * The pictures of the pages in README and docs: `deno run -A tests/browser/pictures.ts [RESULTS]`, with
 * the results of `deno task reproduce`. Writes `report.png`, `explorer.png` and `explorer-phone.png`
 * into `docs/figures/`.
 *
 * @module
 */

import { type Browser, chromium } from "playwright-core";
import { listResults } from "../../lib/results/mod.ts";
import { CHROMIUM, openTab } from "./chromium.ts";

const FIGURES = new URL("../../docs/figures/", import.meta.url);
const SIZE = [1280, 860] as const;
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

if (import.meta.main) {
  if ("missing" in CHROMIUM) throw new Error(CHROMIUM.missing);
  const results = await Deno.realPath(Deno.args[0] ?? "results");
  const browser = await chromium.launch({
    executablePath: CHROMIUM.path,
    args: ["--no-sandbox", "--enable-unsafe-swiftshader"],
  });
  try {
    const report = await openTab(browser, { size: SIZE });
    await report.page.goto(`file://${await newestReport(results)}/index.html`);
    await report.page.screenshot({ path: new URL("report.png", FIGURES).pathname });
    await pictureExplorer(browser, results);
  } finally {
    await browser.close();
  }
}
