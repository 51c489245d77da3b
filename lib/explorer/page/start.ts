/**
 * What runs first: which of the page's two views is shown, and the scripts that it takes. The explorer
 * shows trained networks; the lab trains one, and is all there is where no network was trained.
 *
 * @module
 */

import { showLoading } from "./loading.ts";
import { loadScript } from "./scripts.ts";
import { readSite } from "./site.ts";
import { reasonOf } from "./trouble.ts";
import { type View, viewOf } from "./view.ts";

/** What each view loads, one after another. */
const SCRIPTS: Readonly<Record<View, readonly string[]>> = {
  explore: ["vendor/tf.js", "vendor/tf-backend-wasm.js", "explorer.js"],
  lab: ["lab/lab.js"],
};

const find = (id: string) => document.getElementById(id) as HTMLElement;

async function show(view: View): Promise<void> {
  for (const each of ["explore", "lab"] as const) {
    find(each).hidden = each !== view;
    const link = find(`to-${each}`);
    if (each === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.documentElement.dataset.view = view;
  const scripts = SCRIPTS[view];
  for (const [k, script] of scripts.entries()) {
    showLoading("the page's scripts", k / scripts.length);
    await loadScript(script);
  }
  // The other view's scripts may have been lost.
  complain("");
}

/** The skip link moves the focus; its fragment would be taken for an address. */
function bindSkipLink(): void {
  find("skip").addEventListener("click", (event) => {
    event.preventDefault();
    find("main").focus();
  });
}

async function start(): Promise<void> {
  if (location.protocol === "file:") {
    throw new Error(
      "a page opened as a file may not load its parts. Serve its folder instead: put it on any web " +
        "server, or run deno task explore",
    );
  }
  bindSkipLink();
  const { models, report } = await readSite();
  const networks = models.length > 0;
  find("to-explore").hidden = !networks;
  find("to-report").hidden = report === null;
  const go = () =>
    show(networks ? viewOf(location.hash) : "lab").catch(refuse)
      .finally(() => showLoading("the page's scripts", undefined));
  addEventListener("hashchange", go);
  await go();
}

/** Says what keeps the page from starting, or with an empty text that nothing does. */
function complain(words: string): void {
  const box = find("page-trouble");
  box.textContent = words;
  box.hidden = words === "";
}

function refuse(error: unknown): void {
  complain(`The page cannot start: ${reasonOf(error)}.`);
  find("status").textContent = "Not running.";
}

start().catch(refuse);
