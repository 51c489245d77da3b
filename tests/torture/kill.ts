/**
 * Kill it anywhere: a smoke study is killed at random moments, parent or child or both, and started
 * again until it ends. Whatever lies under a final name must be whole at every moment, no process
 * may outlive its parent, and the end must be that of an undisturbed run, byte for byte.
 *
 * @module
 */

import { createRandom, type Random } from "../../lib/random.ts";
import { inspectResult, listResults } from "../../lib/results/mod.ts";
import { contents, spawnScript } from "../end_to_end/helpers.ts";
import { isTooLong, slowness } from "./pace.ts";
import { countWords, differing, type Ground, STUDIES, type Tally } from "./study.ts";

/** Options of {@linkcode killAnywhere}. */
export interface KillOptions extends Ground {
  /** Kills to survive. */
  readonly kills: number;
  /** Busy loops that run beside the studies. Default 0. */
  readonly busy?: number;
  /** Studies that are killed side by side, so that one is looked at while another runs. Default 2. */
  readonly lanes?: number;
}

/** Longest time that a run is left alone, in milliseconds on a quiet machine. */
const LONGEST = 3000;

/**
 * Time in which an orphan must have ended, in milliseconds on a quiet machine. It looks twice a
 * second, but not within a step, and a smoke run ends by itself soon: what an orphan does is
 * `parent_test.ts`' to see.
 */
const GRACE = 20_000;

const VICTIMS = ["parent", "child", "both"] as const;

/** Kills studies `kills` times, through as many studies as that takes. */
export async function killAnywhere(options: KillOptions): Promise<Tally> {
  const { busy = 0 } = options;
  const loop = import.meta.resolve("./busy_loop.ts");
  const loops = Array.from({ length: busy }, () => new Worker(loop, { type: "module" }));
  try {
    const { note, ...tally } = await killBeside(options);
    return { ...tally, note: busy > 0 ? `beside ${busy} busy loops: ${note}` : note };
  } finally {
    for (const worker of loops) worker.terminate();
  }
}

async function killBeside(options: KillOptions): Promise<Tally> {
  const { kills, lanes = 2, seed, workspace, results, report } = options;
  const expected = await contents(results);
  const tried = { kills: 0, studies: 0, starts: 0 };
  const victims: Record<string, number> = {};
  const lost: string[] = [];
  // On a slow machine a run that is left alone as long as on a quiet one would never get on.
  let longest = LONGEST * slowness();
  const killStudy = async (cwd: string, random: Random) => {
    await Deno.mkdir(cwd);
    for (let ended = false; !ended;) {
      tried.starts++;
      const outcome = await runOnce(cwd, random, { leave: tried.kills >= kills, longest });
      ended = outcome === "ended";
      if (!ended) {
        tried.kills++;
        victims[outcome] = (victims[outcome] ?? 0) + 1;
        if (tried.kills % 20 === 0) {
          longest = LONGEST * slowness();
          report(`${tried.kills} of ${kills} kills`);
        }
      }
      for (const problem of await halfWritten(`${cwd}/results`)) {
        lost.push(`${cwd}, kill ${tried.kills} (${outcome}): ${problem}`);
      }
    }
    tried.studies++;
    const differs = differing(await contents(`${cwd}/results`), expected);
    if (differs.length > 0) lost.push(`other bytes at the end in ${cwd}: ${differs[0]}`);
    else await Deno.remove(cwd, { recursive: true });
  };
  const lane = async (_: unknown, lane: number) => {
    const random = createRandom(seed, `torture/kill/${lane}`);
    for (let k = 0; tried.kills < kills; k++) await killStudy(`${workspace}/${lane}-${k}`, random);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const note = `of ${countWords(victims)}; ${tried.starts} starts, ${tried.studies} studies ended`;
  return { unit: "kills", tried: tried.kills, lost, note };
}

/** Runs the study until it ends or is killed; says which, and fails where it ends badly by itself. */
async function runOnce(
  cwd: string,
  random: Random,
  { leave, longest }: { leave: boolean; longest: number },
): Promise<string> {
  const child = await spawnScript("reproduce", [...STUDIES, "--quiet"], { cwd });
  const told = new Response(child.stderr).text();
  const printed = new Response(child.stdout).text();
  let ended = false;
  const status = child.status.then((status) => (ended = true, status));
  const delay = longest * random.uniform();
  const victim = VICTIMS[Math.floor(VICTIMS.length * random.uniform())];
  const pick = random.uniform();
  if (!leave) await Promise.race([status, wait(delay)]);
  if (leave || ended) {
    const { code } = await status;
    await printed;
    if (code !== 0) throw new Error(`the study ended with ${code}: ${await told}`);
    return "ended";
  }
  const children = await childrenOf(child.pid);
  const own = children.length > 0 ? [children[Math.floor(children.length * pick)]] : [];
  // Without a child at that moment the parent is killed instead, so that each try kills something.
  const targets = victim === "parent" || own.length === 0
    ? [child.pid]
    : victim === "child"
    ? own
    : [child.pid, ...children];
  for (const pid of targets) kill(pid);
  await status;
  await Promise.all([told, printed]);
  await gone(children);
  return victim;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** The parent of a process that runs, from `/proc`; a process that has ended has none. */
async function parentOf(pid: number): Promise<number | undefined> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    // The name, in parentheses, may hold blanks; a zombie (Z) has ended.
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    const pid = Number(name);
    if (Number.isInteger(pid) && await parentOf(pid) === parent) found.push(pid);
  }
  return found;
}

/** Waits until processes have ended, and fails where one goes on without its parent. */
async function gone(pids: readonly number[]): Promise<void> {
  const killed = performance.now();
  for (const pid of pids) {
    while (await parentOf(pid) !== undefined) {
      if (isTooLong(performance.now() - killed, GRACE)) {
        throw new Error(`process ${pid} outlives its parent`);
      }
      await wait(50);
    }
  }
}

/** What is wrong with the results that are there under a final name. */
async function halfWritten(results: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const folder of await listResults(results)) {
    const { problems } = await inspectResult(folder);
    wrong.push(
      ...problems.map(({ directory, file, message }) => `${directory}: ${file} ${message}`),
    );
  }
  return wrong;
}
