/**
 * The form: the hole and the settings of the next run, in the plane, in fields and in the address.
 *
 * @module
 */

import { areUsual } from "../../curve/family.ts";
import { parameterSymbol, readsAsPlane, shapeHoleWords } from "../../curve/parameter_text.ts";
import { drawPoints } from "../../dataset/layout.ts";
import { PENALTIES } from "../../model/penalties.ts";
import { formatHole, insideHole } from "../../space/hole.ts";
import { SPACE } from "../../space/space.ts";
import { sentenceOf } from "../page/shape_words.ts";
import { reasonOf } from "../page/trouble.ts";
import { complain, find } from "./elements.ts";
import { createHoleEditor } from "./hole_editor.ts";
import { fromHole, type Kind, kindWords, toHole, withKind } from "./hole_shape.ts";
import { planeShare, readHole } from "./lab_hole.ts";
import { formatLabAddress } from "./address.ts";
import { commandsFor } from "./commands.ts";
import {
  canBeHalved,
  consistent,
  DEFAULT_SETTINGS,
  familyIn,
  holeIn,
  LAB_POSTERIORS,
  LAB_SHAPES,
  type LabSettings,
  NETWORKS,
  numberWords,
  penaltiesFor,
  penaltyNote,
  RANGES,
  readNumber,
  shapesWords,
} from "./settings.ts";

/** Milliseconds between two changes of the address: Safari takes a hundred in 30 s, and throws. */
const ADDRESS_PAUSE = 320;

/** Settings that are typed as numbers. */
const NUMBERS = ["seed", "points", "epochs", "lambda"] as const;

/** Settings that are typed. */
type Typed = typeof NUMBERS[number] | "hole";

const field = (name: keyof LabSettings) => find<HTMLInputElement | HTMLSelectElement>(name);

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

/** The form on the page. */
export interface Form {
  /** The settings as they are set now. */
  settings(): LabSettings;
  /** Sets others, as of an address or of an earlier run. */
  take(settings: LabSettings): void;
  /** Whether all that is typed can be used. Where not, it is said, and its field is shown. */
  checked(): boolean;
}

/** Fills the form and listens to it. */
export function createForm(initial: LabSettings): Form {
  let settings = initial;
  let shape = fromHole(holeIn(settings));
  const isSlow = matchMedia("(pointer: coarse)").matches ||
    (navigator.hardwareConcurrency ?? 4) < 4;
  /** What is wrong with typed values, by field. They stay in their fields, and nothing trains on them. */
  const refused = new Map<Typed, string>();

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
      penaltiesFor(settings.posterior).map((name) => [name, PENALTIES[name].words]),
    );
    find<HTMLElement>("penalty-note").textContent = penaltyNote(settings.penalty);
    for (const name of ["shapes", "network", "posterior", "penalty"] as const) {
      field(name).value = settings[name];
    }
    find<HTMLElement>("slow").hidden = !isSlow || !canBeHalved(settings);
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
    const share = 100 * planeShare(hole);
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
      const hole = readHole(value, familyIn(settings));
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

  showSettings();
  showHole();
  return {
    settings: () => settings,
    take(other) {
      shape = fromHole(holeIn(other));
      set(other);
    },
    checked() {
      const [wrong] = refused.keys();
      if (wrong === undefined) return true;
      showRefused();
      const fold = field(wrong).closest("details");
      if (fold) fold.open = true;
      field(wrong).focus();
      return false;
    },
  };
}
