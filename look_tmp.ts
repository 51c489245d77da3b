import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-swiftshader", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"] });
const page = await b.newPage({ viewport: { width: 1280, height: 800 } });
page.on("pageerror", (e) => console.log("pageerror", e.message));
await page.goto("http://127.0.0.1:8777/?backend=webgpu#lab&points=200&epochs=1&seed=1");
await page.waitForFunction("globalThis.lab");
const t = performance.now();
await page.click("#lab-train");
let last = "";
for (let i = 0; i < 480; i++) {
  await page.waitForTimeout(500);
  const r = JSON.stringify(await page.evaluate("lab.run() && Object.values(lab.run().networks).map(n => [!!n.reason, n.progress && n.progress.step, n.end])"));
  if (r !== last) console.log(((performance.now() - t) / 1000).toFixed(1), r);
  last = r;
  if (await page.evaluate("lab.phase()") !== "training") break;
}
console.log(((performance.now() - t) / 1000).toFixed(1), await page.textContent("#lab-verdict"));
await b.close();
