/**
 * The explorer's page: a point on the plane, what one or two networks make of its shape, and where
 * its code lies.
 *
 * @module
 */

import { startBackend } from "./backend.ts";
import { askedBackend, type RunningBackend } from "./backend_choice.ts";
import { explore } from "./explore.ts";
import { bindGuide } from "./guide.ts";
import { showLoading } from "./loading.ts";
import { readSite } from "./site.ts";
import { complain, reasonOf } from "./trouble.ts";

/** Starts the backend that the address asks for, or another, and tells where it is another. */
async function startAskedBackend(): Promise<RunningBackend> {
  const { asked, wrong } = askedBackend(location.search);
  const backend = await startBackend(asked);
  if (wrong) complain("backend", `The address is wrong: ${wrong}.`);
  else if (asked && backend.name !== asked) {
    complain("backend", `The address asks for ${asked}, and ${backend.name} runs: ${backend.why}.`);
  }
  return backend;
}

async function start(): Promise<void> {
  showLoading("the backend", 0);
  try {
    explore(await readSite(), await startAskedBackend());
  } finally {
    showLoading("the backend", undefined);
  }
  bindGuide();
}

start().catch((error) => {
  complain("start", `The explorer cannot start: ${reasonOf(error)}.`);
  document.getElementById("status")!.textContent = "Not running.";
});
