/**
 * Real faults of real file systems under a whole study: a small tmpfs that runs full, one that
 * turns read-only, a results folder that is deleted or loses its permissions in the middle, a limit
 * on the size of files. Linux only; runs itself in a mount namespace of its own, where a user may
 * mount.
 *
 * @module
 */

import { removeIfThere } from "../../lib/results/lock.ts";
import { inspectResult, listResults } from "../../lib/results/mod.ts";
import { contents } from "../end_to_end/helpers.ts";
import { differing, type Ground, type Tally } from "./study.ts";

/** The name of a fault. */
export type RealFault = keyof typeof FAULTS;

/** Options of {@linkcode failRealDisk}. */
export interface RealDiskOptions extends Omit<Ground, "results" | "seed"> {
  /** Faults to try. Default: all. */
  readonly faults?: readonly RealFault[];
}

/** A study on a tmpfs of its own, and ways to disturb it. */
interface Place {
  /** The study's working directory, which is the tmpfs. */
  readonly cwd: string;
  /** Bytes that the whole study needs. */
  readonly need: number;
  /** Tries every few milliseconds until it is done, or the study has ended. */
  until(done: () => Promise<boolean>): Promise<void>;
  /** Waits until the study has left `count` results, or ended. */
  reached(count: number): Promise<void>;
  mount(options: string): Promise<void>;
}

/** How a fault is brought about: what stands before the command, and what is done on the way. */
interface Fault {
  /** Megabytes that are there at first, as a share of what is needed. */
  readonly size?: number;
  /** Stands before the command line. */
  readonly prefix?: readonly string[];
  /** Stages at once. Default 2. */
  readonly jobs?: number;
  /** Done while the study runs. */
  readonly disturb?: (place: Place) => Promise<void>;
  /** Whether the system itself may end the study, without a word of its own. */
  readonly kills?: boolean;
  /** Undone before the study is started again. */
  readonly mend?: (place: Place) => Promise<void>;
}

/** Number of the signal on the systems that have mount namespaces. */
const SIGXFSZ = 25;

const shell = (limit: string) => ["sh", "-c", `${limit} exec "$@"`, "sh"];

/** Root may write everywhere, so the study runs without that right. */
const UNPRIVILEGED = [
  "setpriv",
  "--bounding-set=-dac_override,-dac_read_search",
  "--inh-caps=-dac_override,-dac_read_search",
];

const grow = ({ mount, need }: Place) => mount(`remount,rw,size=${4 * need}`);

const FAULTS = {
  "full at a twentieth": { size: 0.05, mend: grow },
  "full at a third": { size: 0.33, mend: grow },
  "full at nine tenths": { size: 0.9, mend: grow },
  "read-only from the start": { disturb: ({ mount }) => mount("remount,ro"), mend: grow },
  "read-only in the middle": {
    // Refused as long as a file is open for writing, as each stage's lock is: between two stages.
    jobs: 1,
    disturb: async ({ until, reached, mount }) => {
      await reached(2);
      await until(() => succeeds(mount("remount,ro")));
    },
    mend: grow,
  },
  "permission lost in the middle": {
    prefix: UNPRIVILEGED,
    disturb: async ({ cwd, reached }) => {
      await reached(2);
      await chmodAll(`${cwd}/results`, 0o555);
    },
    mend: ({ cwd }) => chmodAll(`${cwd}/results`, 0o755),
  },
  "results deleted in the middle": {
    disturb: async ({ cwd, reached }) => {
      await reached(2);
      // The study may write to a folder that is just being emptied. What is half deleted is deleted
      // to the end, also where the study has ended by then: a torn result would be found as such.
      const results = `${cwd}/results`;
      while (!await succeeds(removeIfThere(results, { recursive: true }))) await pause(5);
    },
  },
  "files limited, an error": { prefix: shell("trap '' XFSZ; ulimit -f 600;") },
  "files limited, a signal": { prefix: shell("ulimit -f 600;"), kills: true },
} as const satisfies Record<string, Fault>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const succeeds = (work: Promise<unknown>) => work.then(() => true, () => false);

async function chmodAll(folder: string, mode: number): Promise<void> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await chmodAll(`${folder}/${name}`, mode);
    }
    await Deno.chmod(folder, mode);
  } catch (error) {
    // The study removes and renames folders meanwhile.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    bytes += isDirectory ? await sizeOf(path) : (await Deno.stat(path)).size;
  }
  return bytes;
}

async function command(
  words: readonly string[],
  cwd?: string,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [name, ...args] = words;
  const { code, stdout, stderr } = await new Deno.Command(name, {
    args,
    cwd,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const COMPARISON = decodeURIComponent(new URL("../../scripts/sweep.ts", import.meta.url).pathname);

/** A study small enough to be run twice for each fault: every kind of stage that starts a process. */
const studyCommand = (jobs = 2) => [
  ...[Deno.execPath(), "run", "--quiet", "-A", COMPARISON, "--quiet"],
  ..."--vary hole.radius=0.3 --profile smoke --seeds 1 --no-intervals".split(" "),
  ...`--backend wasm --jobs ${jobs}`.split(" "),
];

async function mount(options: string, folder: string): Promise<void> {
  const { code, stderr } = await command(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]);
  if (code !== 0) throw new Error(stderr);
}

/** What went wrong; nothing where the study survived the fault. */
async function tryFault(
  fault: Fault,
  { cwd, need }: Pick<Place, "cwd" | "need">,
  expected: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  let ended = false;
  const place: Place = {
    cwd,
    need,
    async until(done) {
      while (!ended && !(await done())) await pause(5);
    },
    reached: (count) =>
      place.until(async () => (await listResults(`${cwd}/results`)).length >= count),
    mount: (options) => mount(options, cwd),
  };
  await mount(`size=${Math.ceil((fault.size ?? 4) * need)}`, cwd);
  try {
    const running = command([...(fault.prefix ?? []), ...studyCommand(fault.jobs)], cwd)
      .finally(() => ended = true);
    await fault.disturb?.(place);
    const { code, stdout, stderr } = await running;
    const killed = fault.kills && code === 128 + SIGXFSZ;
    if (code !== 1 && !killed) return `exit code ${code}: ${stderr}`;
    if (stdout !== "") return `it printed ${stdout}`;
    if (!killed && !/^sweep: [^\n]+\n$/.test(stderr)) return `it said ${stderr}`;
    if (!killed && !/os error \d+|does not exist|SIGXFSZ/.test(stderr)) {
      return `it gave no reason: ${stderr}`;
    }
    for (const folder of await listResults(`${cwd}/results`)) {
      const { problems } = await inspectResult(folder);
      if (problems.length > 0) return `${folder}: ${problems[0].file} ${problems[0].message}`;
    }
    await fault.mend?.(place);
    const again = await command(studyCommand(), cwd);
    if (again.code !== 0) return `run again: exit code ${again.code}: ${again.stderr}`;
    const differs = differing(await contents(`${cwd}/results`), expected);
    return differs.length === 0 ? undefined : `other files at the end: ${differs[0]}`;
  } finally {
    await command(["umount", cwd]);
  }
}

/** The faults, one after another, in a namespace in which this process may mount. */
async function tryAll(
  { workspace, faults }: Pick<RealDiskOptions, "workspace" | "faults">,
  report: (line: string) => void,
): Promise<Tally> {
  const sound = `${workspace}/sound`;
  await Deno.mkdir(sound);
  const { code, stderr } = await command(studyCommand(), sound);
  if (code !== 0) throw new Error(stderr);
  const expected = await contents(`${sound}/results`);
  const need = await sizeOf(sound);
  const lost: string[] = [];
  const names = faults ?? Object.keys(FAULTS) as RealFault[];
  for (const name of names) {
    const cwd = `${workspace}/${name.replaceAll(/[ ,]+/g, "-")}`;
    await Deno.mkdir(cwd);
    const wrong = await tryFault(FAULTS[name], { cwd, need }, expected);
    if (wrong) lost.push(`${name}: ${wrong}`);
    report(`${name}: ${wrong ?? "survived"}`);
  }
  return { unit: "faults", tried: names.length, lost, note: names.join("; ") };
}

/** Whether this system lets us mount in a namespace of our own. */
export async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const folder = await Deno.makeTempDir();
  const mount = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", folder];
  const able = await command(mount).then(({ code }) => code === 0, () => false);
  await Deno.remove(folder);
  return able;
}

/** Runs a study on failing disks. */
export async function failRealDisk(options: RealDiskOptions): Promise<Tally> {
  if (!await canMount()) {
    return { unit: "faults", tried: 0, lost: [], note: "this system lets no one mount" };
  }
  const { workspace, faults } = options;
  const child = new Deno.Command("unshare", {
    args: [
      ...["-rm", Deno.execPath(), "run", "-A", "--quiet", import.meta.filename!],
      JSON.stringify({ workspace, faults }),
    ],
    stdin: "null",
    stderr: "inherit",
  });
  const { code, stdout } = await child.output();
  if (code !== 0) throw new Error("the harness of real disk faults failed");
  return JSON.parse(new TextDecoder().decode(stdout));
}

if (import.meta.main) {
  const tally = await tryAll(JSON.parse(Deno.args[0]), (line) => console.error(`torture: ${line}`));
  console.log(JSON.stringify(tally));
}
