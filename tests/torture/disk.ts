/**
 * Faults of the disk at every point of every stage: each change that a script makes to the file
 * system can fail, with what a full, broken, lost or read-only disk says. The script must end with
 * one line and exit code 1, leave nothing half-written under a final name, and end with the bytes
 * of an undisturbed run when it is started again.
 *
 * @module
 */

import { createRandom } from "../../lib/random.ts";
import { inspectResult, listResults } from "../../lib/results/mod.ts";
import { contents, type Ran, type ScriptName } from "../end_to_end/helpers.ts";
import { type DiskPlan, type FaultName, FAULTS, FAULTY_DISK } from "./faulty_disk.ts";
import { countWords, type Ground, type Tally } from "./study.ts";

/** Options of {@linkcode failDisk}. */
export interface DiskOptions extends Ground {
  /** Faults to survive, shared out among the stages. */
  readonly faults: number;
  /** Whether each script is also run on a slow disk. Default false. */
  readonly slow?: boolean;
}

/** Longest pause of a slow disk before each change, in milliseconds. */
const PAUSE = 60;

/** A script and its arguments; results folders of inputs are given by absolute path. */
interface Target {
  readonly script: ScriptName;
  readonly args: readonly string[];
}

const DATASET = "--points 60 --size 32 --hole-points 5".split(" ");
const TINY = "--divide 64 --epochs 2 --backend wasm".split(" ");

const scriptPath = (script: ScriptName) =>
  decodeURIComponent(new URL(`../../scripts/${script}.ts`, import.meta.url).pathname);
const PRELOAD = decodeURIComponent(new URL("faulty_disk.ts", import.meta.url).pathname);

/** Runs a script on a disk that does as the plan says. */
export async function runOnDisk(
  { script, args }: Target,
  cwd: string,
  plan: DiskPlan = {},
): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `--preload=${PRELOAD}`, scriptPath(script), ...args, "--quiet"],
    cwd,
    env: { NO_COLOR: "1", [FAULTY_DISK]: JSON.stringify(plan) },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err, last: out.trimEnd().split("\n").at(-1)! };
}

/** Inputs for every stage, made on a sound disk. */
async function targets(cwd: string): Promise<Target[]> {
  const make = async (script: ScriptName, args: readonly string[]) => {
    const { code, stderr, last } = await runOnDisk({ script, args }, cwd);
    if (code !== 0) throw new Error(`${script} ${args.join(" ")}: ${stderr}`);
    return `${cwd}/${last}`;
  };
  const dataset = await make("dataset", DATASET);
  const training = ["--dataset", dataset, ...TINY];
  const model = await make("train", training);
  const network = ["--model", model, "--backend", "wasm"];
  return [
    { script: "dataset", args: DATASET },
    { script: "train", args: training },
    { script: "transects", args: network },
    { script: "traversals", args: network },
    { script: "evaluate", args: [...network, "--dataset", dataset] },
    { script: "ablation", args: training },
    { script: "explore", args: ["--model", model, "--export", "site"] },
    { script: "render", args: ["--out", "one.png"] },
  ];
}

/** Work of an export that a disk no longer let go of. */
const UNFINISHED = /^[^/]+\.partial-/;

/** What a script leaves in its working directory, as text. */
async function leavings(cwd: string): Promise<string> {
  const found = Object.entries(await contents(cwd));
  return JSON.stringify(found.filter(([path]) => !UNFINISHED.test(path)));
}

/** Breaks the disk under each stage, `faults` times in all. */
export async function failDisk(options: DiskOptions): Promise<Tally> {
  const { faults, slow = false, workspace, seed, report } = options;
  const random = createRandom(seed, "torture/disk");
  const inputs = `${workspace}/inputs`;
  await Deno.mkdir(inputs);
  const list = await targets(inputs);
  const lost: string[] = [];
  const undisturbed: { target: Target; log: string[]; left: string }[] = [];
  for (const target of list) {
    const cwd = `${workspace}/sound-${target.script}`;
    await Deno.mkdir(cwd);
    const log = `${workspace}/${target.script}.log`;
    const { code, stderr } = await runOnDisk(target, cwd, { log });
    if (code !== 0) throw new Error(`${target.script}: ${stderr}`);
    const lines = (await Deno.readTextFile(log)).trimEnd().split("\n");
    undisturbed.push({ target, log: lines, left: await leavings(cwd) });
    lost.push(...orderProblems(lines).map((problem) => `${target.script}: ${problem}`));
  }
  const names = Object.keys(FAULTS) as FaultName[];
  const changes = undisturbed.reduce((sum, { log }) => sum + log.length, 0);
  const chosen = Array.from({ length: faults }, (_, k) => {
    const { target, log, left } = undisturbed[k % undisturbed.length];
    const at = Math.floor(log.length * random.uniform());
    const fault = names[Math.floor(names.length * random.uniform())];
    const sticky = random.uniform() < 0.5;
    return { target, left, change: log[at], failAt: at + 1, fault, sticky };
  });
  const counts: Record<string, number> = {};
  let begun = 0;
  const worker = async () => {
    for (let next; (next = chosen[begun]);) {
      const k = begun++;
      const { target, change, left, ...plan } = next;
      const cwd = `${workspace}/fault-${k}`;
      await Deno.mkdir(cwd);
      const wrong = await tryFault(target, { cwd, plan, left });
      counts[target.script] = (counts[target.script] ?? 0) + 1;
      const words = `${target.script}, ${plan.fault}${plan.sticky ? " from then on" : ""}`;
      if (wrong) lost.push(`${words} at change ${plan.failAt} (${change}): ${wrong}`);
      await Deno.remove(cwd, { recursive: true });
      if (begun % 20 === 0) report(`${begun} of ${faults} faults`);
    }
  };
  await Promise.all([worker(), worker()]);
  const slowly = slow ? undisturbed : [];
  await Promise.all(slowly.map(async ({ target, left }) => {
    const cwd = `${workspace}/slow-${target.script}`;
    await Deno.mkdir(cwd);
    const { code, stderr } = await runOnDisk(target, cwd, { pause: PAUSE });
    const same = code === 0 && await leavings(cwd) === left;
    if (!same) lost.push(`${target.script} on a slow disk: exit code ${code}: ${stderr}`);
  }));
  const note = `${countWords(counts)}; these change the file system ${changes} times` +
    (slow ? "; and each on a slow disk" : "");
  return { unit: "disk faults", tried: faults + slowly.length, lost, note };
}

/**
 * What is wrong with the order in which results were written down: every file, then the manifest,
 * each synced before the next, then the folders, then the new name and the folder that holds it. A
 * power cut between any two then leaves a whole result or none.
 */
export function orderProblems(log: readonly string[]): string[] {
  const problems: string[] = [];
  const renames = log.flatMap((line) => /^rename (\S+\/out) -> (\S+)$/.exec(line)?.slice(1) ?? []);
  for (let k = 0; k < renames.length; k += 2) {
    const [out, target] = [renames[k], renames[k + 1]];
    const at = (line: string) => log.lastIndexOf(line);
    const manifest = at(`write ${out}/manifest.json`);
    const renamed = at(`rename ${out} -> ${target}`);
    const written = log.flatMap((line, i) =>
      i < renamed && line.startsWith(`write ${out}/`) ? [line.slice(6)] : []
    );
    for (const file of new Set(written)) {
      const [wrote, synced] = [at(`write ${file}`), at(`sync ${file}`)];
      if (synced < wrote) problems.push(`${file} is not synced after it is written`);
      if (wrote > manifest) problems.push(`${file} is written after the manifest`);
      if (synced > manifest && wrote !== manifest) {
        problems.push(`${file} is synced after the manifest is written`);
      }
      const folder = file.slice(0, file.lastIndexOf("/"));
      const named = log.findLastIndex((line) => line.replace(/\/\.$/, "") === `sync ${folder}`);
      if (named < manifest || named > renamed) problems.push(`${folder} is not synced in its turn`);
    }
    const holder = log.indexOf(`sync ${target.slice(0, target.lastIndexOf("/"))}`, renamed);
    if (holder < 0) problems.push(`${target} is not synced under its new name`);
  }
  return problems;
}

async function tryFault(
  target: Target,
  { cwd, plan, left }: { cwd: string; plan: DiskPlan; left: string },
): Promise<string | undefined> {
  const { code, stdout, stderr } = await runOnDisk(target, cwd, plan);
  // A fault after the result was in place may pass unseen, if all is there.
  if (code !== 0) {
    if (code !== 1) return `exit code ${code}: ${stderr}`;
    if (stdout !== "") return `it printed ${stdout}`;
    if (!/^[a-z]+: [^\n]*(os error \d+)[^\n]*\n$/.test(stderr)) return `it said ${stderr}`;
    if (/\bat (file|ext|async)\b/.test(stderr)) return `a stack trace: ${stderr}`;
  }
  for (const folder of await listResults(`${cwd}/results`)) {
    const { problems } = await inspectResult(folder);
    if (problems.length > 0) return `${folder}: ${problems[0].file} ${problems[0].message}`;
  }
  const again = await runOnDisk(target, cwd);
  // What is there is not exported over.
  const refused = code === 0 && again.code === 2 && target.script === "explore";
  if (again.code !== 0 && !refused) return `run again: exit code ${again.code}: ${again.stderr}`;
  return await leavings(cwd) === left
    ? undefined
    : `other files at the end, after exit code ${code}`;
}
