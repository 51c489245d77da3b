/**
 * The lab: draw a hole, train a network around it and its control, and watch.
 *
 * @module
 */

import { areUsual } from "../../curve/family.ts";
import {
  parameterSymbol,
  placeText,
  readsAsPlane,
  shapeHoleWords,
} from "../../curve/parameter_text.ts";
import { drawPoints } from "../../dataset/layout.ts";
import { formatHole, holeArea, insideHole } from "../../space/hole.ts";
import { type Point, SPACE } from "../../space/space.ts";
import { middleOf } from "../page/geometry.ts";
import { sentenceOf } from "../page/shape_words.ts";
import { latestOnly } from "../page/latest.ts";
import { reasonOf } from "../page/trouble.ts";
import { chooseDevice } from "./device.ts";
import { createDiceMap } from "./dice_map.ts";
import { createHoleEditor } from "./hole_editor.ts";
import { fromHole, type Kind, kindWords, toHole, withKind } from "./hole_shape.ts";
import { createLossChart } from "./loss_chart.ts";
import type { Answer, Glance, Subset } from "./messages.ts";
import { createPastRuns } from "./past_runs.ts";
import { describeRun, newRun, type RunState, secondsLeft } from "./run_state.ts";
import type { Phase, PublishedLab } from "./published.ts";
import { zipOf } from "./save.ts";
import {
  commandsFor,
  consistent,
  DEFAULT_SETTINGS,
  familyIn,
  formatLabAddress,
  holeIn,
  LAB_POSTERIORS,
  LAB_SHAPES,
  type LabSettings,
  NETWORKS,
  numberWords,
  parseLabAddress,
  penaltiesFor,
  PENALTY_WORDS,
  penaltyNote,
  RANGES,
  readNumber,
  shapesWords,
} from "./settings.ts";
import { createShapeRows, createShapeTrio, OWNERS } from "./tiles.ts";
import { startTrainer, SUBSETS, type Trainer } from "./trainer.ts";
import { rowAcross } from "./watched.ts";

/** Area of the plane. */
const PLANE = (SPACE.a[1] - SPACE.a[0]) * (SPACE.b[1] - SPACE.b[0]);

/** Milliseconds between two changes of the address: Safari takes a hundred in 30 s, and throws. */
const ADDRESS_PAUSE = 320;

/** Settings that are typed as numbers. */
const NUMBERS = ["seed", "points", "epochs", "lambda"] as const;

/** Settings that are typed. */
type Typed = typeof NUMBERS[number] | "hole";

/** An element of the lab; all ids begin with `lab-`. */
const find = <T extends Element>(id: string) =>
  document.getElementById(`lab-${id}`) as unknown as T;

const field = (name: keyof LabSettings) => find<HTMLInputElement | HTMLSelectElement>(name);

function complain(words: string): void {
  const box = find<HTMLElement>("trouble");
  box.textContent = words;
  box.hidden = words === "";
}

function fillSelect(name: keyof LabSettings, choices: Iterable<readonly [string, string]>): void {
  const select = field(name) as HTMLSelectElement;
  const { value } = select;
  select.replaceChildren(...Array.from(choices, ([value, words]) => new Option(words, value)));
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

/** Words of the kinds of posterior. */
const POSTERIOR_WORDS: Readonly<Record<typeof LAB_POSTERIORS[number], string>> = {
  fixed: "σ fixed at 0.1, as published",
  learned: "σ learned",
  none: "none: a plain autoencoder",
};

/** Offers a file to keep. */
function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function start(): void {
  let { settings, troubles } = parseLabAddress(/^#lab\b/.test(location.hash) ? location.hash : "");
  let shape = fromHole(holeIn(settings));
  let phase: Phase = "idle";
  let run: RunState | undefined;
  let trainer: Trainer | undefined;
  let probed: Point = middleOf(holeIn(settings));
  const glances: Partial<Record<Subset, Glance>> = {};
  /** What is wrong with typed values, by field. They stay in their fields, and nothing trains on them. */
  const refused = new Map<Typed, string>();

  // Settings, from the page and back.
  const refuse = (name: Typed, words: string) => {
    refused.set(name, words);
    field(name).ariaInvalid = "true";
    showRefused();
  };
  const accept = (names: Iterable<string>) => {
    for (const name of names) {
      if (refused.delete(name as Typed)) field(name as Typed).ariaInvalid = null;
    }
  };
  const showRefused = () => complain([...refused.values()].join(" "));
  const showSettings = () => {
    for (const name of NUMBERS) {
      if (!refused.has(name)) field(name).value = String(settings[name]);
    }
    fillSelect(
      "penalty",
      penaltiesFor(settings.posterior).map((name) => [name, PENALTY_WORDS[name]]),
    );
    find<HTMLElement>("penalty-note").textContent = penaltyNote(settings.penalty);
    for (const name of ["shapes", "network", "posterior", "penalty"] as const) {
      field(name).value = settings[name];
    }
    field("lambda").disabled = settings.posterior === "none";
    find<HTMLElement>("commands").textContent = commandsFor(settings).join("\n\n");
  };
  /** What the shapes are, and how the text of a hole counts them; nothing for the study's. */
  const showShapes = () => {
    const shapes = LAB_SHAPES[settings.shapes];
    const words = find<HTMLElement>("shape-words");
    words.hidden = areUsual(shapes);
    words.textContent = [
      sentenceOf(shapes),
      ...(readsAsPlane(shapes.family) ? [] : [
        "The text of a hole counts the plane as a from " +
        `${SPACE.a.join(" to ")} and b from ${
          SPACE.b.join(" to ")
        }, and a radius in the same units.`,
      ]),
    ].join(" ");
    const symbols = (["a", "b"] as const).map((name) => parameterSymbol(name, shapes.family));
    find<SVGElement>("plane").ariaLabel = `Plane of ${symbols.join(" and ")} with the hole`;
  };
  const showHole = () => {
    showShapes();
    const hole = holeIn(settings);
    const family = familyIn(settings);
    editor.set(hole, { shape, family });
    const { points, seed } = settings;
    const outside = drawPoints({ points, seed }).filter((point) => !insideHole(hole, point));
    editor.points(outside);
    if (!refused.has("hole")) field("hole").value = settings.hole;
    const share = 100 * holeArea(hole) / PLANE;
    find<HTMLElement>("hole-words").textContent = `A ${shapeHoleWords(settings.hole, family)}: ${
      share.toFixed(0)
    } % of the plane never trains the network.`;
    const words = kindWords(family);
    for (const button of document.querySelectorAll<HTMLInputElement>("input[name=lab-kind]")) {
      button.checked = button.value === shape.kind;
      button.nextSibling!.textContent = ` ${words[button.value as Kind]}`;
    }
  };
  let addressTimer: ReturnType<typeof setTimeout> | undefined;
  const showAddress = () => {
    addressTimer ??= setTimeout(() => {
      addressTimer = undefined;
      if (document.documentElement.dataset.view !== "lab") return;
      history.replaceState(null, "", formatLabAddress(settings));
    }, ADDRESS_PAUSE);
  };
  let noisyLambda = settings.posterior === "none" ? DEFAULT_SETTINGS.lambda : settings.lambda;
  const set = (change: Partial<LabSettings>) => {
    if (settings.posterior !== "none") noisyLambda = settings.lambda;
    settings = consistent({ ...settings, ...change });
    accept(Object.keys(change));
    // Without noise λ is 0, whatever was typed.
    if (settings.posterior === "none") accept(["lambda"]);
    showRefused();
    showSettings();
    showHole();
    showAddress();
  };

  const editor = createHoleEditor(find("plane"), (drawn) => {
    shape = drawn;
    set({ hole: formatHole(toHole(shape)) });
  });
  find<HTMLElement>("kinds").append(
    ...Object.entries(kindWords()).map(([kind, words]) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { type: "radio", name: "lab-kind", value: kind });
      input.addEventListener("change", () => {
        shape = withKind(shape, kind as Kind);
        set({ hole: formatHole(toHole(shape)) });
      });
      label.append(input, ` ${words}`);
      return label;
    }),
  );
  find<HTMLInputElement>("hole").addEventListener("change", ({ target }) => {
    const { value } = target as HTMLInputElement;
    try {
      const hole = holeIn({ ...settings, hole: value });
      if (hole.kind === "none") throw new RangeError("there must be a hole");
      shape = fromHole(hole);
      set({ hole: formatHole(hole) });
    } catch (error) {
      refuse("hole", `${reasonOf(error)}.`);
    }
  });
  fillSelect("shapes", Object.keys(LAB_SHAPES).map((name) => [name, shapesWords(name)]));
  fillSelect("network", Object.entries(NETWORKS).map(([name, { words }]) => [name, words]));
  fillSelect("posterior", Object.entries(POSTERIOR_WORDS));
  for (const name of NUMBERS) {
    const [low, high] = RANGES[name];
    const input = field(name) as HTMLInputElement;
    Object.assign(input, { min: String(low), max: String(high) });
    input.addEventListener("change", () => {
      const value = readNumber(name, input.value);
      if (value !== undefined) return set({ [name]: value });
      const label = input.labels?.[0]?.textContent ?? name;
      refuse(name, `${label} must be ${numberWords(name)}.`);
    });
  }
  field("shapes").addEventListener("change", () => {
    const shapes = field("shapes").value;
    shape = fromHole(holeIn({ ...settings, shapes }));
    set({ shapes });
  });
  for (const name of ["network", "penalty"] as const) {
    field(name).addEventListener("change", () => set({ [name]: field(name).value }));
  }
  field("posterior").addEventListener("change", () => {
    const posterior = field("posterior").value as LabSettings["posterior"];
    // A look at networks without noise leaves λ as it was before.
    set(settings.posterior === "none" ? { posterior, lambda: noisyLambda } : { posterior });
  });

  // What a run shows.
  const chart = createLossChart(find("losses"));
  const rows = createShapeRows(find("rows"));
  const trio = createShapeTrio(find("trio"));
  const probe = latestOnly(async (point: Point) => {
    if (!trainer) return;
    const shown = await trainer.show(point);
    trio.show("truth", shown.punctured.truth, OWNERS.truth);
    for (const subset of SUBSETS) {
      const { image, dice } = shown[subset];
      trio.show(subset, image, `${OWNERS[subset]}, Dice ${dice.toFixed(3)}`);
    }
    const inside = insideHole(holeIn(run!.settings), point);
    const place = placeText(point, familyIn(run!.settings));
    find<HTMLElement>("place").textContent = `${place}, ${inside ? "inside" : "outside"} the hole`;
  });
  const lookAt = (point: Point) => {
    probed = point;
    for (const subset of SUBSETS) maps[subset].mark(point);
    // A run that was replaced answers no more.
    probe(point).catch(() => {});
  };
  const maps = {
    punctured: createDiceMap(find("map-punctured"), { name: "network", moved: lookAt }),
    control: createDiceMap(find("map-control"), { name: "control", moved: lookAt }),
  };
  const past = createPastRuns(find("past-list"), {
    shown: find("past"),
    again(run) {
      shape = fromHole(holeIn(run.settings));
      set(run.settings);
    },
  });
  const showGlance = (subset: Subset, glance: Glance) => {
    const { truth, row, cells, cellDice } = glance;
    glances[subset] = glance;
    rows.show("truth", truth);
    rows.show(subset, row);
    maps[subset].fill(cells, cellDice);
  };
  const showMapWords = () => {
    for (const name of ["a", "b"] as const) {
      find<HTMLElement>(`map-${name}`).textContent = parameterSymbol(name, familyIn(settings));
    }
  };
  const showRun = () => {
    if (!run) return;
    find<HTMLElement>("verdict").textContent = describeRun(run);
    chart.show(
      { punctured: run.networks.punctured.history, control: run.networks.control.history },
      run.settings.epochs,
    );
    const states = Object.values(run.networks);
    const done = states.reduce((sum, { progress, end }) => sum + (end ? 1 : share(progress)), 0);
    find<HTMLProgressElement>("progress").value = done / states.length;
    const rates = SUBSETS.map((subset) =>
      run!.networks[subset].imagesPerSecond ??
        run!.networks[subset].progress?.imagesPerSecond
    ).filter((rate) => rate !== undefined);
    const left = secondsLeft(run);
    find<HTMLElement>("speed").textContent = [
      ...(rates.length > 0 ? [`${rates.map((rate) => rate.toFixed(0)).join(" + ")} images/s`] : []),
      ...(phase === "training" && left !== undefined ? [`about ${Math.ceil(left)} s left`] : []),
      ...(phase === "paused" ? ["paused"] : []),
      ...(phase === "done" ? ["done"] : []),
    ].join(", ");
    const reason = run.networks.punctured.reason;
    find<HTMLElement>("backend").textContent = reason ? `Trains on ${reason}.` : "";
  };
  let due = false;
  /** Both workers tell much: the page is written once a frame. */
  const showSoon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      showRun();
    });
  };
  const share = (progress?: { step: number; total: number }) =>
    progress ? progress.step / progress.total : 0;

  const isBusy = () => phase === "training" || phase === "paused";
  const setPhase = (next: Phase) => {
    phase = next;
    document.documentElement.dataset.lab = phase;
    const button = (id: string) => find<HTMLButtonElement>(id);
    button("train").textContent = run ? "Train again" : "Train";
    button("train").disabled = isBusy();
    button("train").title = isBusy() ? "A run is going on. Stop it to train another." : "";
    // While the device is chosen there is nothing yet that could be paused or stopped.
    button("pause").disabled = !isBusy() || !trainer;
    button("pause").textContent = phase === "paused" ? "Resume" : "Pause";
    button("stop").disabled = !isBusy() || !trainer;
    button("save").disabled = phase !== "done";
  };
  const ended = () => {
    if (!run || !SUBSETS.every((subset) => run!.networks[subset].end)) return;
    setPhase("done");
    past.add(run, glances as Record<Subset, Glance>);
    find<HTMLElement>("spoken").textContent = describeRun(run);
    lookAt(probed);
  };
  const hear = (mine: RunState) => (subset: Subset, answer: Answer) => {
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
        state.imagesPerSecond = answer.imagesPerSecond;
        showGlance(subset, answer.glance);
        if (subset === "punctured") lookAt(probed);
        break;
      case "done":
        state.history = answer.history;
        state.dice = answer.glance.dice;
        state.imagesPerSecond = answer.imagesPerSecond ?? undefined;
        state.end = answer.whole ? "whole" : "stopped";
        showGlance(subset, answer.glance);
        ended();
        break;
      case "failed":
        complain(`${OWNERS[subset]}: ${answer.message}.`);
        trainer?.end();
        trainer = undefined;
        setPhase("failed");
        break;
    }
    showSoon();
  };
  const train = async () => {
    trainer?.end();
    trainer = undefined;
    complain("");
    run = newRun(settings);
    const hole = holeIn(settings);
    for (const subset of SUBSETS) maps[subset].clear(hole, familyIn(settings));
    showMapWords();
    rows.clear(rowAcross(hole).map((point) => insideHole(hole, point)));
    trio.clear();
    probed = middleOf(hole);
    for (const subset of SUBSETS) maps[subset].mark(probed);
    find<HTMLElement>("results").hidden = false;
    setPhase("training");
    showRun();
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
  const showWrong = (name: Typed) => {
    showRefused();
    const fold = field(name).closest("details");
    if (fold) fold.open = true;
    field(name).focus();
  };
  find<HTMLFormElement>("form").addEventListener("submit", (event) => {
    event.preventDefault();
    // Enter in a field comes here by itself.
    if (isBusy()) return;
    const [wrong] = refused.keys();
    if (wrong === undefined) train();
    else showWrong(wrong);
  });
  find<HTMLButtonElement>("pause").addEventListener("click", () => {
    if (phase === "paused") trainer?.resume();
    else trainer?.pause();
    setPhase(phase === "paused" ? "training" : "paused");
    showRun();
  });
  find<HTMLButtonElement>("stop").addEventListener("click", () => trainer?.stop());
  find<HTMLButtonElement>("copy").addEventListener("click", async () => {
    history.replaceState(null, "", formatLabAddress(settings));
    const told = find<HTMLElement>("spoken");
    try {
      await navigator.clipboard.writeText(location.href);
      told.textContent = "The link is copied.";
    } catch {
      told.textContent = "The link is in the address bar.";
    }
    find<HTMLElement>("told").textContent = told.textContent;
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
    if (!/^#lab&/.test(location.hash)) return;
    ({ settings, troubles } = parseLabAddress(location.hash));
    shape = fromHole(holeIn(settings));
    set(settings);
    complain(troubles.join(" "));
  });

  const slow = matchMedia("(pointer: coarse)").matches || (navigator.hardwareConcurrency ?? 4) < 4;
  find<HTMLElement>("slow").hidden = !slow;
  showSettings();
  showHole();
  setPhase("idle");
  complain(troubles.join(" "));
  const published: PublishedLab = {
    settings: () => settings,
    run: () => run,
    phase: () => phase,
    files: () => trainer!.save(),
  };
  Object.assign(globalThis, { lab: published });
}

start();
