/**
 * Settings that do nothing: the real scripts, with each flag changed alone from a base command. What
 * is computed must differ from what the base computes, and so must the result's key; or the command
 * is refused in one line, before any result is written. A sweep must plan as many different runs as
 * it is given values, and refuse what the scripts refuse.
 *
 * The flags are those of the scripts' own specifications, so that a new one fails here until it has
 * values to be tried with, or stands in {@linkcode DECIDES_NOTHING}.
 *
 * @module
 */

import { commonFlags } from "../../lib/cli/mod.ts";
import type { Flags } from "../../lib/cli/command.ts";
import { UsageError } from "../../lib/errors.ts";
import { printable } from "../../lib/words/printable.ts";
import { MANIFEST, parseManifest } from "../../lib/results/manifest.ts";
import { ownFlags } from "../../lib/evaluation/own/flags.ts";
import { evaluateSchema } from "../../lib/evaluation/evaluate_parameters.ts";
import {
  resolveArm,
  SETTING_NAMES,
  type SettingName,
  type Settings,
} from "../../lib/study/settings.ts";
import { trainSchema } from "../../lib/training/mod.ts";
import { spec as evaluate } from "../../scripts/evaluate.ts";
import { spec as train } from "../../scripts/train.ts";
import { filesOf, type Ran, resultOf, runScript, type ScriptName } from "../end_to_end/helpers.ts";
import { at, EVALUATION_VALUES, SETTING_VALUES, valuesOf } from "../training/setting_values.ts";
import type { Ground, Tally } from "./study.ts";

/** Flags that are no settings, and why. */
export const DECIDES_NOTHING: Readonly<Record<string, string>> = {
  results: "where the result goes",
  backend: "bytes repeat on wasm alone; backends are compared in a row of their own",
  json: "how the result is printed",
  quiet: "how much is said",
  parent: "the process that it ends with",
  threads: "how many share the work: any number of them computes the same bytes",
  snapshots: "it keeps more files of the same network",
  dataset: "an input, which has settings of its own",
  model: "an input, which has settings of its own",
};

/** A script that computes a result, and what is known of its flags. */
interface Subject {
  readonly script: "train" | "evaluate";
  /** Its flags, and those of every script. */
  readonly flags: Flags;
  /** Path of a flag's value among the parameters, where it is another than the flag's name. */
  readonly paths: Readonly<Record<string, string>>;
  /** Values to try, by path. */
  readonly values: ReadonlyMap<string, readonly unknown[]>;
  /** The files that say what was computed. The others also hold the settings themselves. */
  readonly computed: RegExp;
  /** What a study calls a flag. */
  readonly settingOf: (flag: string) => string;
}

const TRAIN: Subject = {
  script: "train",
  flags: { ...commonFlags, ...train.flags },
  paths: {
    loss: "loss.penalty",
    lambda: "loss.lambda",
    gamma: "loss.gamma",
    weights: "loss.weights",
  },
  values: new Map(valuesOf(trainSchema.shape)),
  computed: /\/weights\.bin$/,
  settingOf: (flag) => flag,
};

const EVALUATE: Subject = {
  script: "evaluate",
  // A model of the user's own is no setting of a network; it has tests of its own.
  flags: Object.fromEntries(
    Object.entries({ ...commonFlags, ...evaluate.flags }).filter(([name]) => !(name in ownFlags)),
  ),
  paths: {},
  values: new Map<string, readonly unknown[]>(
    Object.keys(evaluateSchema.shape).filter((name) => name !== "own").map((name) =>
      [name, EVALUATION_VALUES[name as keyof typeof EVALUATION_VALUES]] as const
    ),
  ),
  computed: /^tables\/points\.csv$/,
  settingOf: (flag) => `evaluation.${flag}`,
};

/** Few and plain images, on which the codes spread within a few steps, so that a penalty acts. */
const DATASET = "--points 40 --size 32 --stroke 6 --validation 0.05 --hole disc:1.25,1,0.6 " +
  "--hole-points 1 --seed 5 --quiet";

/** Flags of a command by name. */
type Values = Readonly<Record<string, unknown>>;

const STANDARD: Values = {
  subset: "full",
  divide: 8,
  epochs: 4,
  batch: 4,
  rate: 1e-2,
  lambda: 1e-3,
};

/** What the commands that are changed have besides {@linkcode STANDARD}. */
const BASES = {
  "no penalty": {},
  "dip-ii, learned σ, weights per image": {
    loss: "dip-ii",
    posterior: "learned",
    weights: "per-image",
  },
  "a decoder alone": { posterior: "truth", lambda: 0 },
  "published, batch 1": { loss: "published", batch: 1, epochs: 2 },
  "one latent, weights as published": { latents: 1, weights: "published" },
} as const satisfies Readonly<Record<string, Values>>;

/** Name of a base. */
export type BaseName = keyof typeof BASES;

/** Bases whose networks are evaluated: with noise of their own, and without. */
const EVALUATED: readonly BaseName[] = ["no penalty", "a decoder alone"];

/** How a command ended well. */
export interface Made {
  readonly directory: string;
  readonly key: string;
  readonly parameters: unknown;
  /** Digests of the files that say what was computed. */
  readonly computed: string;
}

/** How a command ended: with a result, refused (why), or as it must not (what was wrong). */
export type Outcome = Made | { readonly refused: string } | { readonly wrong: string };

/** A base command. */
interface Base {
  readonly name: string;
  /** Flags of its inputs. */
  readonly inputs: readonly string[];
  readonly values: Values;
  /** The same as settings of a study. */
  readonly settings: Values;
}

/** A base with one flag changed. */
interface Change {
  readonly base: Base;
  readonly flag: string;
  readonly value: unknown;
}

/** Options of {@linkcode settingsThatDoNothing}. */
export interface SettingsOptions extends Ground {
  /** Bases to change. Default all. */
  readonly bases?: readonly BaseName[];
  /** Flags to change. Default all. */
  readonly flags?: readonly string[];
  /** Whether every setting of a sweep is varied by itself as well. Default true. */
  readonly sweeps?: boolean;
}

/** Calls `use` with each item, two at a time. */
async function twoAtATime<T, R>(items: readonly T[], use: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let begun = 0;
  const worker = async () => {
    for (let k; (k = begun++) < items.length;) results[k] = await use(items[k]);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** Values as a command line; a flag without value stands for `true`. */
const asArguments = (values: Values): string[] =>
  Object.entries(values).sort().map(([name, value]) =>
    value === true ? `--${name}` : `--${name}=${value}`
  );

/** Settings as arms of a sweep that is only planned. */
const asSweep = (settings: Values): string[] => [
  ...Object.entries(settings).flatMap(([name, value]) => ["--vary", `${name}=${value}`]),
  ..."--profile smoke --seeds 1 --no-intervals --dry-run --json --backend wasm".split(" "),
];

/** What is wrong with the way in which a script refused a command; `undefined` where nothing is. */
export function refusalProblem(
  script: ScriptName,
  { code, stdout, stderr }: Pick<Ran, "code" | "stdout" | "stderr">,
  left: readonly string[],
): string | undefined {
  const said = stderr.trimEnd();
  const oneLine = said.startsWith(`${script}: `) && said === printable(said);
  if (code !== 2 || stdout !== "" || !oneLine) {
    return `exit code ${code}, ${printable(stdout + stderr)}`;
  }
  return left.length > 0 ? `refused, but left ${left.join(", ")}` : undefined;
}

/** Runs scripts in one folder, each with results of its own, and the same command once. */
class Runner {
  readonly #cwd: string;
  readonly #outcomes = new Map<string, Promise<Outcome>>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** How many commands were run. */
  get count(): number {
    return this.#outcomes.size;
  }

  /** Runs a script, or remembers how it ended. */
  run(script: ScriptName, args: readonly string[], computed: RegExp): Promise<Outcome> {
    const line = [script, ...args].join(" ");
    const known = this.#outcomes.get(line);
    if (known) return known;
    const outcome = this.#run(script, args, { computed, results: `results-${this.count}` });
    this.#outcomes.set(line, outcome);
    return outcome;
  }

  async #run(
    script: ScriptName,
    args: readonly string[],
    { computed, results }: { computed: RegExp; results: string },
  ): Promise<Outcome> {
    const cwd = this.#cwd;
    const ran = await runScript(script, [...args, "--quiet"], { cwd, results });
    if (ran.code !== 0) {
      const wrong = refusalProblem(script, ran, await filesIn(`${cwd}/${results}`));
      return wrong === undefined ? { refused: ran.stderr.trimEnd() } : { wrong };
    }
    const text = await Deno.readTextFile(`${cwd}/${ran.last}/${MANIFEST}`);
    const { key, parameters, files } = parseManifest(text);
    const digests = files.filter(({ path }) => computed.test(path)).map(({ sha256 }) => sha256);
    if (digests.length === 0) return { wrong: `no file is called ${computed}` };
    return { directory: ran.last, key, parameters, computed: digests.join(" ") };
  }
}

/** Files below a folder, if it is there. */
async function filesIn(directory: string): Promise<string[]> {
  try {
    return await filesOf(directory);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** The values to try of each flag that is a setting. Fails on a flag that nothing is known of. */
export function settingsOf({ script, flags, paths, values }: Subject): [string, unknown[]][] {
  return Object.keys(flags).filter((flag) => !Object.hasOwn(DECIDES_NOTHING, flag))
    .map((flag) => {
      const tried = values.get(paths[flag] ?? flag);
      if (tried) return [flag, [...tried]];
      throw new Error(
        `--${flag} of ${script} is new: give it values, or say why it decides nothing`,
      );
    });
}

/**
 * What is wrong with the changes of one base: how each ended, by what was changed. No two that were
 * made may have one key, or have computed the same.
 */
export function problemsOf(outcomes: ReadonlyMap<string, Outcome>): string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const [what, outcome] of outcomes) {
    if ("wrong" in outcome) problems.push(`${what}: ${outcome.wrong}`);
    if (!("key" in outcome)) continue;
    const { key, computed } = outcome;
    const same = seen.get(key) ?? seen.get(computed);
    if (same === undefined) {
      seen.set(key, what).set(computed, what);
    } else {
      const shared = seen.has(key) ? "has the key" : "computes the bytes";
      problems.push(`${what} ${shared} of ${same}`);
    }
  }
  return problems;
}

/** What a walk over one script's flags found. */
interface Walk {
  readonly tried: number;
  readonly lost: readonly string[];
  /** How many of them were refused. */
  readonly refused: number;
  /** Those that were refused whatever the images are, one for each thing that was said. */
  readonly unlike: readonly Change[];
  /** Results of the bases, in order. */
  readonly made: readonly Made[];
}

/** Changes each flag of each base alone. */
async function walk(
  subject: Subject,
  bases: readonly Base[],
  { runner, only }: { runner: Runner; only: readonly string[] | undefined },
): Promise<Walk> {
  const { script, paths, computed } = subject;
  const run = ({ inputs, values }: Base, changed: Values = {}) =>
    runner.run(
      script,
      [...inputs, "--backend=wasm", ...asArguments({ ...values, ...changed })],
      computed,
    );
  const made = await twoAtATime(bases, async (base) => {
    const outcome = await run(base);
    if ("key" in outcome) return outcome;
    throw new Error(`${script}, ${base.name}: ${JSON.stringify(outcome)}`);
  });
  const settings = settingsOf(subject).filter(([flag]) => only?.includes(flag) ?? true);
  const changes = bases.flatMap((base, k): Change[] =>
    settings.flatMap(([flag, values]) => {
      const own = at(made[k].parameters, paths[flag] ?? flag);
      return values.filter((value) => value !== own).map((value) => ({ base, flag, value }));
    })
  );
  const outcomes = await twoAtATime(
    changes,
    ({ base, flag, value }) => run(base, { [flag]: value }),
  );
  const lost = bases.flatMap((base, k) => {
    const own = changes.flatMap((change, n): [string, Outcome][] =>
      change.base === base ? [[`--${change.flag} ${change.value}`, outcomes[n]]] : []
    );
    return problemsOf(new Map([["the base", made[k]], ...own]))
      .map((problem) => `${script}, ${base.name}: ${problem}`);
  });
  const refused = changes.flatMap((change, n): [string, Change][] => {
    const outcome = outcomes[n];
    return "refused" in outcome ? [[outcome.refused, change]] : [];
  });
  // A sweep has more images, so what is refused for their number is none of its.
  const unlike = new Map(refused.filter(([why]) => !/training image|one step/.test(why)));
  return {
    tried: changes.length,
    refused: refused.length,
    unlike: [...unlike.values()],
    lost,
    made,
  };
}

/** What a sweep must refuse as the scripts do. */
function refusedSweeps({ settingOf }: Subject, changes: readonly Change[]): string[][] {
  return changes.flatMap(({ base: { settings }, flag, value }) => {
    const setting = settingOf(flag);
    const isSetting = (SETTING_NAMES as readonly string[]).includes(setting);
    const typed = value === true ? "on" : value;
    return isSetting ? [asSweep({ ...settings, [setting]: typed })] : [];
  });
}

/** Plans a sweep that must be refused; what is wrong. */
async function refuseSweep(args: readonly string[], cwd: string): Promise<string[]> {
  const ran = await runScript("sweep", [...args, "--quiet"], { cwd });
  const wrong = refusalProblem("sweep", ran, []);
  return wrong === undefined ? [] : [`sweep ${args.join(" ")}: ${wrong}`];
}

/** Whether a study takes a value alone. */
function isTaken(settings: Settings): boolean {
  try {
    return resolveArm(settings, { profile: "smoke", seed: 0 }) !== undefined;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** What a setting needs beside it to be taken. */
const COMPANIONS: Partial<Record<SettingName, Settings>> = {
  "evaluation.epoch": { snapshots: "on" },
};

/** Plans a sweep of all values of one setting, which must be as many evaluations; what is wrong. */
async function varyAlone(name: SettingName, cwd: string): Promise<string[]> {
  const companions = COMPANIONS[name] ?? {};
  const values = SETTING_VALUES[name].filter((value) => isTaken({ ...companions, [name]: value }));
  if (values.length === 0) return [`sweep of ${name}: no value is taken`];
  const args = asSweep({ ...companions, [name]: values.join(name === "hole" ? ";" : ",") });
  const { code, stdout, stderr } = await runScript("sweep", [...args, "--quiet"], { cwd });
  if (code !== 0) return [`sweep of ${name}: ${printable(stderr)}`];
  const { plan } = JSON.parse(stdout) as { plan: { id: string }[] };
  const arms = plan.filter(({ id }) => id.startsWith("evaluate ") && !id.includes(" control "));
  return arms.length === values.length
    ? []
    : [`sweep of ${name}: ${arms.length} evaluations for ${values.length} values`];
}

/** Changes each flag alone, through the real scripts. */
export async function settingsThatDoNothing(options: SettingsOptions): Promise<Tally> {
  const { workspace: cwd, report, flags: only, sweeps = true } = options;
  const names = options.bases ?? Object.keys(BASES) as BaseName[];
  const dataset = await resultOf("dataset", DATASET.split(" "), { cwd });
  const how = { runner: new Runner(cwd), only };
  const bases = names.map((name): Base => {
    const values = { ...STANDARD, ...BASES[name] };
    return { name, inputs: [`--dataset=${dataset}`], values, settings: values };
  });
  const trained = await walk(TRAIN, bases, how);
  report(`${trained.tried} changes of train`);
  const networks = bases.flatMap((base, k): Base[] =>
    (EVALUATED as readonly string[]).includes(base.name)
      ? [{
        ...base,
        inputs: [...base.inputs, `--model=${trained.made[k].directory}`],
        values: {},
      }]
      : []
  );
  const evaluated = await walk(EVALUATE, networks, how);
  report(`${evaluated.tried} changes of evaluate`);
  const refusals = [
    ...refusedSweeps(TRAIN, trained.unlike),
    ...refusedSweeps(EVALUATE, evaluated.unlike),
  ];
  const varied = sweeps ? SETTING_NAMES : [];
  const planned = [
    ...await twoAtATime(refusals, (args) => refuseSweep(args, cwd)),
    ...await twoAtATime(varied, (name) => varyAlone(name, cwd)),
  ];
  const left = (await filesIn(`${cwd}/results`)).filter((path) => !path.startsWith("dataset/"));
  const lost = [
    ...trained.lost,
    ...evaluated.lost,
    ...planned.flat(),
    ...left.map((path) => `a sweep that is only planned left ${path}`),
  ];
  const note = `${trained.tried} changes of train, ${evaluated.tried} of evaluate, of which ` +
    `${trained.refused + evaluated.refused} are refused; ${planned.length} sweeps; ` +
    `from ${names.join("; ")}`;
  return { unit: "settings", tried: trained.tried + evaluated.tried + planned.length, lost, note };
}
