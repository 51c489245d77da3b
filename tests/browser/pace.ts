/**
 * How fast the lab is on this machine, in a table for `docs/speed.md`: `deno run -A tests/browser/pace.ts
 * [ROUNDS]`. In turn, it trains the lab's usual pair of networks around a hole of radius 0.6 in headless
 * Chromium and measures the same network by `bench` in two processes; then, once, it takes the time to
 * the first step on WebGPU under SwiftShader. For a machine that does nothing else.
 *
 * @module
 */

import { type Browser, chromium } from "playwright-core";
import { median } from "../../lib/measure/statistics.ts";
import type { LabConsole } from "../../lib/explorer/lab/console.ts";
import { inWorkspace, runScript } from "../end_to_end/helpers.ts";
import { CHROMIUM, openTab, SWIFTSHADER } from "./chromium.ts";
import { servedExplorer } from "./served_explorer.ts";

// Of the page.
declare const lab: LabConsole;
declare const document: { querySelector(selector: string): { click(): void } };
declare function requestAnimationFrame(draw: () => void): void;

const HOLE = "hole=disc:1.25,1,0.6";
const BENCH = "--size 32 --divide 8 --processes 2 --seconds 5 --backend wasm --json --quiet";

/** What one run in the page took. */
interface Run {
  /** From the click to the end of both networks. */
  readonly seconds: number;
  /** Frames that the page drew in that time. */
  readonly framesPerSecond: number;
  /** Of both networks together, the median of their epochs. */
  readonly imagesPerSecond: number;
  /** What the hole costs, in Dice. */
  readonly cost: number;
}

async function trainInPage(browser: Browser, address: string): Promise<Run> {
  const { page } = await openTab(browser, { size: [1280, 800] });
  await page.goto(`${address}?backend=wasm#lab&${HOLE}`);
  await page.waitForSelector("#lab-train:enabled");
  const took = await page.evaluate(async () => {
    let frames = 0, counting = true;
    const count = () => {
      frames++;
      if (counting) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const start = performance.now();
    document.querySelector("#lab-train").click();
    const ended = () => {
      const networks = lab.run()?.networks;
      return networks?.punctured.end === "whole" && networks.control.end === "whole";
    };
    while (!ended()) await new Promise((resolve) => setTimeout(resolve, 20));
    counting = false;
    const seconds = (performance.now() - start) / 1000;
    const { punctured, control } = lab.run()!.networks;
    return {
      seconds,
      framesPerSecond: frames / seconds,
      imagesPerSecond: punctured.imagesPerSecond! + control.imagesPerSecond!,
      cost: control.dice!.inside - punctured.dice!.inside,
    };
  });
  await page.close();
  return took;
}

/** Images a second of `bench`, both processes together. */
async function benched(cwd: string): Promise<number> {
  const { code, stdout, stderr } = await runScript("bench", BENCH.split(" "), { cwd });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).ours.imagesPerSecond.median;
}

/** Seconds from the click to the first step on WebGPU, under Chromium's own compiler. */
async function firstStep(browser: Browser, address: string): Promise<number> {
  const { page } = await openTab(browser, { size: [1280, 800] });
  await page.goto(`${address}?backend=webgpu#lab&${HOLE}&points=200&epochs=1`);
  await page.waitForSelector("#lab-train:enabled");
  const seconds = await page.evaluate(async () => {
    const start = performance.now();
    document.querySelector("#lab-train").click();
    const begun = () => {
      const { progress, history } = lab.run()?.networks.punctured ?? {};
      return progress !== undefined || (history?.length ?? 0) > 0;
    };
    while (!begun()) await new Promise((resolve) => setTimeout(resolve, 20));
    return (performance.now() - start) / 1000;
  });
  await page.close();
  return seconds;
}

async function withBrowser<T>(
  flags: readonly string[],
  use: (browser: Browser) => Promise<T>,
): Promise<T> {
  if ("missing" in CHROMIUM) throw new Error(CHROMIUM.missing);
  const browser = await chromium.launch({
    executablePath: CHROMIUM.path,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader", ...flags],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  const rounds = Number(Deno.args[0] ?? 5);
  await inWorkspace(async (cwd) => {
    await servedExplorer(cwd, async (address) => {
      const runs: Run[] = [], rates: number[] = [];
      await withBrowser([], async (browser) => {
        for (let round = 0; round < rounds; round++) {
          runs.push(await trainInPage(browser, address));
          rates.push(await benched(cwd));
          console.error(JSON.stringify({ ...runs.at(-1), bench: rates.at(-1) }));
        }
      });
      const of = (pick: (run: Run) => number) => median(runs.map(pick));
      const ratio = median(runs.map(({ imagesPerSecond }, n) => imagesPerSecond / rates[n]));
      const step = await withBrowser(SWIFTSHADER, (browser) => firstStep(browser, address));
      console.log([
        `| the lab, hole of radius 0.6 (medians of ${rounds}) | |`,
        "| --- | ---: |",
        `| both networks trained, s | ${of(({ seconds }) => seconds).toFixed(1)} |`,
        `| what the hole costs, Dice | ${of(({ cost }) => cost).toFixed(3)} |`,
        `| frames a second meanwhile | ${of((run) => run.framesPerSecond).toFixed(0)} |`,
        `| images/s of both, of \`bench\`'s | ${ratio.toFixed(2)} |`,
        `| first step on WebGPU under SwiftShader, s (once) | ${step.toFixed(0)} |`,
      ].join("\n"));
    });
  });
}
