/**
 * What runs first: which of the page's two views is shown, and the scripts that it takes. The explorer
 * shows trained networks; the lab trains one, and is all there is where no network was trained.
 *
 * @module
 */

import type { SiteData } from "../site_data.ts";
import { loadScript } from "./scripts.ts";

/** A view, by the id of its element. */
type View = "explore" | "lab";

/** What each view loads, one after another. */
const SCRIPTS: Readonly<Record<View, readonly string[]>> = {
  explore: ["vendor/tf.js", "vendor/tf-backend-wasm.js", "explorer.js"],
  lab: ["lab/lab.js"],
};

const element = (id: string) => document.getElementById(id) as HTMLElement;

function complain(words: string): void {
  const box = element("trouble");
  box.textContent = words;
  box.hidden = false;
  element("status").textContent = "Not running.";
}

/** Whether there is a network to explore. */
async function hasNetworks(): Promise<boolean> {
  const answer = await fetch("site.json");
  if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
  const { models } = await answer.json() as SiteData;
  if (!Array.isArray(models)) throw new Error("site.json lists no networks");
  return models.length > 0;
}

/** The view that an address asks for: its fragment begins with the lab's name, or not. */
const asked = (): View => /^#lab\b/.test(location.hash) ? "lab" : "explore";

async function show(view: View): Promise<void> {
  for (const each of ["explore", "lab"] as const) {
    element(each).hidden = each !== view;
    const link = element(`to-${each}`);
    if (each === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.documentElement.dataset.view = view;
  for (const script of SCRIPTS[view]) await loadScript(script);
}

async function start(): Promise<void> {
  if (location.protocol === "file:") {
    throw new Error(
      "a page opened as a file may not load its parts. Serve its folder instead, for instance by " +
        "deno run --allow-net --allow-read jsr:@std/http/file-server, or put it on any web server",
    );
  }
  const networks = await hasNetworks();
  element("to-explore").hidden = !networks;
  const go = () => show(networks ? asked() : "lab").catch(refuse);
  addEventListener("hashchange", go);
  await go();
}

function refuse(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  complain(`The page cannot start: ${reason}.`);
}

start().catch(refuse);
