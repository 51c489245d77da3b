/**
 * The lab: draw a hole, train a network around it and its control, and watch.
 *
 * @module
 */

import { PAIR, type PairName } from "../../words/network_names.ts";
import { reasonOf } from "../page/trouble.ts";
import { formatLabAddress, parseLabAddress } from "./address.ts";
import { chooseDevice } from "./device.ts";
import { complain, find } from "./elements.ts";
import { createForm } from "./form.ts";
import type { Answer, Glance } from "./messages.ts";
import { createPastRuns } from "./past_runs.ts";
import type { LabConsole } from "./console.ts";
import { describeRun, newRun, type Phase, type RunState } from "./run_state.ts";
import { createRunView } from "./run_view.ts";
import { zipOf } from "./save.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { OWNERS } from "./tiles.ts";
import { startTrainer, type Trainer } from "./trainer.ts";

/** Offers a file to keep. */
function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function start(): void {
  const { settings, troubles } = parseLabAddress(
    /^#lab\b/.test(location.hash) ? location.hash : "",
  );
  let phase: Phase = "idle";
  let run: RunState | undefined;
  let trainer: Trainer | undefined;
  /** Whether the run was told to stop, and is not over yet. */
  let isStopping = false;
  const glances: Partial<Record<PairName, Glance>> = {};

  const form = createForm(settings);
  const view = createRunView({ run: () => run, phase: () => phase, trainer: () => trainer });
  const past = createPastRuns(find("past-list"), {
    shown: find("past"),
    again: (run) => form.take(run.settings),
  });

  const speak = (words: string) => find<HTMLElement>("spoken").textContent = words;
  /** Whether a button that had the focus can no longer have it, and no other has taken it yet. */
  let isFocusLost = false;
  /** Moves the focus of a button that was disabled to the one that comes next. */
  const keepFocus = (before: Element | null) => {
    isFocusLost = before instanceof HTMLButtonElement && before.disabled ||
      isFocusLost && (before === null || before === document.body);
    const next = ["pause", "train"].map((id) => find<HTMLButtonElement>(id))
      .find(({ disabled }) => !disabled);
    if (!isFocusLost || !next) return;
    next.focus();
    isFocusLost = false;
  };
  const isBusy = () => phase === "training" || phase === "paused";
  const setPhase = (next: Phase) => {
    phase = next;
    document.documentElement.dataset.lab = phase;
    const focused = document.activeElement;
    const button = (id: string) => find<HTMLButtonElement>(id);
    button("train").textContent = run ? "Train again" : "Train";
    button("train").disabled = isBusy();
    button("train").title = isBusy() ? "A run is going on. Stop it to train another." : "";
    // While the device is chosen there is nothing yet that could be paused or stopped.
    button("pause").disabled = !isBusy() || !trainer || isStopping;
    button("pause").textContent = phase === "paused" ? "Resume" : "Pause";
    button("stop").disabled = !isBusy() || !trainer;
    button("save").disabled = phase !== "done";
    keepFocus(focused);
  };
  const ended = () => {
    if (!run || !PAIR.every((subset) => run!.networks[subset].end)) return;
    setPhase("done");
    past.add(run, glances as Record<PairName, Glance>);
    speak(describeRun(run));
    view.lookAgain();
  };
  const look = (subset: PairName, glance: Glance) => {
    glances[subset] = glance;
    view.glance(subset, glance);
  };
  const hear = (mine: RunState) => (subset: PairName, answer: Answer) => {
    if (mine !== run) return;
    const state = mine.networks[subset];
    switch (answer.kind) {
      case "started":
        state.reason = answer.reason.replace(/^backend /, "");
        break;
      case "progress":
        state.progress = answer.progress;
        break;
      case "epoch":
        state.history = [...state.history, answer.line];
        state.dice = answer.glance.dice;
        state.imagesPerSecond = answer.imagesPerSecond ?? undefined;
        look(subset, answer.glance);
        if (subset === "punctured") view.lookAgain();
        break;
      case "done":
        state.history = answer.history;
        state.dice = answer.glance.dice;
        state.imagesPerSecond = answer.imagesPerSecond ?? undefined;
        state.end = answer.whole ? "whole" : "stopped";
        look(subset, answer.glance);
        ended();
        break;
      case "failed":
        complain(`${OWNERS[subset]}: ${answer.message}.`);
        trainer?.end();
        trainer = undefined;
        setPhase("failed");
        break;
    }
    view.show();
  };
  const train = async () => {
    trainer?.end();
    trainer = undefined;
    isStopping = false;
    complain("");
    run = newRun(form.settings());
    view.clear();
    setPhase("training");
    speak("Training starts.");
    view.show();
    const mine = run;
    try {
      const device = await chooseDevice(location.search);
      if (mine === run) {
        trainer = startTrainer({ settings: mine.settings, device, tell: hear(mine) });
        setPhase(phase);
      }
    } catch (error) {
      complain(`${reasonOf(error)}.`);
      setPhase("failed");
    }
  };
  find<HTMLFormElement>("form").addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter in a field comes here by itself.
    if (!isBusy() && form.checked()) train();
  });
  find<HTMLButtonElement>("pause").addEventListener("click", () => {
    if (phase === "paused") trainer?.resume();
    else trainer?.pause();
    setPhase(phase === "paused" ? "training" : "paused");
    speak(phase === "paused" ? "Paused." : "Training goes on.");
    view.show();
  });
  find<HTMLButtonElement>("stop").addEventListener("click", () => {
    trainer?.stop();
    isStopping = true;
    setPhase(phase);
  });
  find<HTMLButtonElement>("copy").addEventListener("click", async () => {
    history.replaceState(null, "", formatLabAddress(form.settings()));
    const spoken = find<HTMLElement>("spoken");
    try {
      await navigator.clipboard.writeText(location.href);
      spoken.textContent = "The link is copied.";
    } catch {
      spoken.textContent = "The link is in the address bar.";
    }
    find<HTMLElement>("told").textContent = spoken.textContent;
  });
  find<HTMLButtonElement>("save").addEventListener("click", async () => {
    if (!trainer || !run) return;
    try {
      const { hole, seed, shapes } = run.settings;
      const kind = shapes === DEFAULT_SETTINGS.shapes ? "" : `${shapes}-`;
      const name = `punctured-vae-${kind}${hole.replaceAll(/[:,]/g, "-")}-s${seed}.zip`;
      download(name, zipOf(run, await trainer.save()));
    } catch (error) {
      complain(`The run could not be saved: ${reasonOf(error)}.`);
    }
  });
  addEventListener("hashchange", () => {
    if (location.hash === "#lab") {
      // The link to this view says nothing of its settings, which stay.
      history.replaceState(null, "", formatLabAddress(form.settings()));
      return;
    }
    if (!/^#lab&/.test(location.hash)) return;
    const { settings, troubles } = parseLabAddress(location.hash);
    form.take(settings);
    complain(troubles.join(" "));
  });

  setPhase("idle");
  complain(troubles.join(" "));
  const offered: LabConsole = {
    settings: form.settings,
    run: () => run,
    phase: () => phase,
    files: () => trainer!.save(),
  };
  Object.assign(globalThis, { lab: offered });
}

start();
