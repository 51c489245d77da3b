/**
 * Between backends: the same network trained on wasm and on WebGPU from one seed, epoch by epoch
 * and figure by figure.
 *
 *     deno run -A tests/torture/backends.ts DIR_WASM DIR_WEBGPU
 *
 * compares the result folders of two `train` runs that anyone made; exit 1 where a figure lies
 * further apart than is allowed.
 *
 * @module
 */

import {
  keyDifferences,
  keyFieldsOf,
  listResults,
  openResult,
  parseManifest,
  type Result,
  TOLERANCE,
  type Tolerance,
} from "../../lib/results/mod.ts";
import { MANIFEST } from "../../lib/results/manifest.ts";
import { PROFILES } from "../../lib/study/profiles.ts";
import { TRANSECT_LOSS } from "../../lib/training/defaults.ts";
import { trainCommand } from "../../lib/training/flags.ts";
import { WEBGPU_MISSING } from "../backend/devices.ts";
import { contents, resultOf } from "../end_to_end/helpers.ts";
import { differing, type Ground, type Tally } from "./study.ts";

/**
 * For the losses of an epoch. Smoke runs of four seeds, and images of 64² at widths ÷4, lay up to
 * 0.8 % apart on software Vulkan, their KL terms up to 1.7 %. Rounding grows where a network is so
 * narrow, or a batch so small, that single ReLUs decide: at widths ÷64 and batches of two wasm
 * parts from itself by 4 % in 150 steps if its first weights are changed by a factor of 1e-5.
 * Headline figures have the `TOLERANCE` of `verify --against`.
 */
export const LOSS_TOLERANCE: Tolerance = { absolute: 0.001, relative: 0.03 };

/** A figure of two runs. */
export interface Figure {
  /** For instance `epoch 2 validationLoss` or `hole.dice`. */
  readonly name: string;
  readonly first: number;
  readonly second: number;
  /** How far they may lie apart. */
  readonly allowed: number;
}

/** Numbers of a JSON value by their paths. */
function numbersOf(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .flatMap(([name, member]) => numbersOf(member, path ? `${path}.${name}` : name));
}

async function lossesOf({ directory }: Result): Promise<[string, number][]> {
  const lines = (await Deno.readTextFile(`${directory}/metrics.jsonl`)).trim().split("\n");
  return lines.map((line) => JSON.parse(line)).flatMap(({ epoch, step: _, ...losses }) =>
    numbersOf(losses).map(([name, value]): [string, number] => [`epoch ${epoch} ${name}`, value])
  );
}

/** Pairs figures by name; one that only one run has lies infinitely far from the other's NaN. */
function paired(
  first: readonly [string, number][],
  second: readonly [string, number][],
  { absolute, relative }: Tolerance,
): Figure[] {
  const [one, other] = [new Map(first), new Map(second)];
  return [...new Set([...one.keys(), ...other.keys()])].map((name) => {
    const [x, y] = [one.get(name) ?? NaN, other.get(name) ?? NaN];
    return { name, first: x, second: y, allowed: absolute + relative * Math.abs(x) };
  });
}

/**
 * The figures of two `train` results that may differ in nothing but what computed them. Throws
 * RangeError, naming what else differs, and UsageError where a folder is no sound result.
 */
export async function compareRuns(first: string, second: string): Promise<Figure[]> {
  const runs = await Promise.all(
    [first, second].map((path) => openResult(path, { stage: "train" })),
  );
  const [from, to] = await Promise.all(
    runs.map(async ({ directory }) =>
      keyFieldsOf(parseManifest(await Deno.readTextFile(`${directory}/${MANIFEST}`)))
    ),
  );
  const asked = keyDifferences({ ...from, fingerprint: to.fingerprint }, to);
  if (asked.length > 0) throw new RangeError(`Cannot compare other runs: ${asked.join(", ")}`);
  const [losses, others] = await Promise.all(runs.map(lossesOf));
  const [figures, otherFigures] = runs.map(({ metrics }) => numbersOf(metrics));
  return [
    ...paired(losses, others, LOSS_TOLERANCE),
    ...paired(figures, otherFigures, TOLERANCE),
  ];
}

/** Whether a figure lies further apart than is allowed. */
export function apart({ first, second, allowed }: Figure): boolean {
  return !(Math.abs(first - second) <= allowed);
}

/** How far apart, as a share of the first. */
function share({ first, second }: Figure): number {
  return first === second ? 0 : Math.abs(first - second) / Math.abs(first);
}

const percent = (part: number) => `${(100 * part).toFixed(2)} %`;

/** A line on a figure. */
export function figureLine(figure: Figure): string {
  const { name, first, second, allowed } = figure;
  const [x, y, most] = [first, second, allowed].map((value) => value.toPrecision(4).padStart(9));
  const verdict = apart(figure) ? "  TOO FAR" : "";
  return `${name.padEnd(24)} ${x} ${y}  ${
    percent(share(figure)).padStart(8)
  }, at most ±${most.trim()}${verdict}`;
}

/** The loss, and the headline figure, that come nearest to what they are allowed. */
function nearest(figures: readonly Figure[]): string {
  const used = ({ first, second, allowed }: Figure) => Math.abs(first - second) / allowed;
  const isLoss = ({ name }: Figure) => name.startsWith("epoch ");
  const [losses, others] = [figures.filter(isLoss), figures.filter((figure) => !isLoss(figure))];
  return [losses, others].map((some) => {
    const most = some.reduce((most, figure) => used(figure) > used(most) ? figure : most);
    return `${percent(share(most))} (${most.name}, ${percent(used(most))} of what is allowed)`;
  }).join(" and ");
}

const described = ({ absolute, relative }: Tolerance) => `${absolute} + ${100 * relative} %`;

/** Options of {@linkcode betweenBackends}. */
export interface BetweenBackendsOptions extends Ground {
  /** Passes over the training images. Default: the smoke profile's. */
  readonly epochs?: number;
}

/**
 * Trains on the study's dataset on wasm and twice on WebGPU, all at once: the backends must agree
 * within the tolerances, and WebGPU with itself to the byte.
 */
export async function betweenBackends(options: BetweenBackendsOptions): Promise<Tally> {
  const { workspace, results, seed, epochs = PROFILES.smoke.training.epochs } = options;
  const unit = "comparisons";
  if (WEBGPU_MISSING) {
    return { unit, tried: 0, lost: [], note: `skipped: ${WEBGPU_MISSING}` };
  }
  const [dataset] = await listResults(results, "dataset");
  const training = { ...PROFILES.smoke.training, epochs, seed };
  const parameters = { ...training, subset: "punctured", loss: TRANSECT_LOSS } as const;
  const args = ["--dataset", dataset, ...trainCommand.arguments(parameters), "--quiet"];
  const train = async (name: string, backend: "wasm" | "webgpu") => {
    const cwd = `${workspace}/${name}`;
    await Deno.mkdir(cwd);
    const run = [...args, "--backend", backend];
    return `${cwd}/${await resultOf("train", run, { cwd, adapter: true })}`;
  };
  const [wasm, webgpu, again] = await Promise.all([
    train("wasm", "wasm"),
    train("webgpu", "webgpu"),
    train("webgpu-again", "webgpu"),
  ]);
  const figures = await compareRuns(wasm, webgpu);
  const lost = figures.filter(apart).map(figureLine);
  const changed = differing(await contents(webgpu), await contents(again));
  if (changed.length > 0) lost.push(`WebGPU gives other bytes again: ${changed.join(", ")}`);
  const allowed = `${described(LOSS_TOLERANCE)} and ${described(TOLERANCE)}`;
  const note = `wasm and WebGPU lie up to ${nearest(figures)} apart over ${epochs} epochs; ` +
    `allowed are ${allowed}; WebGPU with itself to the byte`;
  return { unit, tried: 2, lost, note };
}

if (import.meta.main) {
  if (Deno.args.length !== 2) {
    console.error(
      "backends: two folders of train results needed, for instance DIR_WASM DIR_WEBGPU",
    );
    Deno.exit(2);
  }
  const figures = await compareRuns(Deno.args[0], Deno.args[1]).catch((error) => {
    console.error(`backends: ${error.message}`);
    Deno.exit(1);
  });
  console.log(figures.map(figureLine).join("\n"));
  console.log(`losses and headline figures lie up to ${nearest(figures)} apart`);
  Deno.exit(figures.some(apart) ? 1 : 0);
}
