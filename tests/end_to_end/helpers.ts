/**
 * Runs the scripts as a user does: child processes, in a folder of their own, with exactly the
 * permission flags that each script's `--help` shows. A flag too few fails every test here.
 *
 * @module
 */

import { MANIFEST, parseManifest } from "../../lib/results/manifest.ts";
import { assertEquals, assertMatch } from "@std/assert";

/** The scripts. */
export const SCRIPTS = [
  "ablation",
  "bench",
  "compare",
  "dataset",
  "evaluate",
  "explore",
  "pairs",
  "render",
  "report",
  "reproduce",
  "sweep",
  "train",
  "transects",
  "traversals",
  "verify",
] as const;

/** Name of a script. */
export type ScriptName = typeof SCRIPTS[number];

/** How a script ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Last line of standard output: the path of the result. */
  readonly last: string;
}

/** Where and how a script runs. */
export interface RunOptions {
  /** Working directory; `results` within it is the default results folder. */
  readonly cwd: string;
  /** Stands for `results` in the permission flags, where `--results` is given. */
  readonly results?: string;
  /** Environment variables that it has besides this process's. Default none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of `deno run` besides the permissions. Default none. */
  readonly flags?: readonly string[];
  /** Whether it may see graphics drivers. Default false. */
  readonly adapter?: boolean;
}

/**
 * Hides graphics drivers from a child: the Vulkan loader's, and those that libglvnd would load for
 * OpenGL, through which Mesa offers an adapter too. Neither exists outside Linux.
 */
const NO_ADAPTER = {
  VK_DRIVER_FILES: "/nonexistent",
  VK_ICD_FILENAMES: "/nonexistent",
  __EGL_VENDOR_LIBRARY_FILENAMES: "/nonexistent",
};

const scriptPath = (script: ScriptName) =>
  decodeURIComponent(new URL(`../../scripts/${script}.ts`, import.meta.url).pathname);

function start(
  script: ScriptName,
  args: readonly string[],
  { cwd, permissions, flags = [], env = {}, adapter = false }: Partial<RunOptions> & {
    permissions: readonly string[];
  },
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...flags, ...permissions, scriptPath(script), ...args],
    cwd,
    env: { NO_COLOR: "1", ...(adapter ? {} : NO_ADAPTER), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(child: Deno.ChildProcess): Promise<Ran> {
  const { code, stdout, stderr } = await child.output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err, last: out.trimEnd().split("\n").at(-1)! };
}

const shown = new Map<ScriptName, Promise<string[]>>();

/** The permission flags on the `deno run` line of a script's help, which itself needs none. */
export function shownPermissions(script: ScriptName): Promise<string[]> {
  const ask = async () => {
    const { code, stdout, stderr } = await ended(start(script, ["--help"], { permissions: [] }));
    assertEquals([code, stderr], [0, ""]);
    const line = stdout.split("\n").find((line) => line.includes(`scripts/${script}.ts`));
    return line?.match(/--allow-\S+/g) ?? [];
  };
  if (!shown.has(script)) shown.set(script, ask());
  return shown.get(script)!;
}

/** Starts a script. */
export async function spawnScript(
  script: ScriptName,
  args: readonly string[],
  { results = "results", ...options }: RunOptions,
): Promise<Deno.ChildProcess> {
  const permissions = (await shownPermissions(script))
    .map((flag) => flag.replace("--allow-write=results", `--allow-write=${results}`));
  const own = results === "results" ? [] : ["--results", results];
  return start(script, [...args, ...own], { ...options, permissions });
}

/** Runs a script to its end. */
export async function runScript(
  script: ScriptName,
  args: readonly string[],
  options: RunOptions,
): Promise<Ran> {
  return await ended(await spawnScript(script, args, options));
}

/** Runs a script with other permission flags than its own. */
export async function runWith(
  permissions: readonly string[],
  script: ScriptName,
  { args, cwd }: { args: readonly string[]; cwd: string },
): Promise<Ran> {
  return await ended(start(script, args, { cwd, permissions }));
}

/** Runs a script that must end well and returns the last line of its output. */
export async function resultOf(
  script: ScriptName,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const { code, stderr, last } = await runScript(script, args, options);
  assertEquals(code, 0, `${script} ${args.join(" ")}: ${stderr}`);
  return last;
}

/** Fails unless a script printed nothing but one line on standard error, and exited with `code`. */
export function assertRefused(
  { code, stdout, stderr }: Ran,
  { script, message, exit = 2 }: { script: ScriptName; message: RegExp; exit?: 1 | 2 },
): void {
  assertEquals([code, stdout], [exit, ""], stderr);
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  assertMatch(stderr, new RegExp(`^${script}: .*\n$`));
  assertMatch(stderr, message);
  assertMatch(stderr, /^(?!.*(\bat (file|ext|async|npm):|undefined|\[object))/s);
}

/** Gives `use` a folder that is removed afterwards. */
export async function inWorkspace<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  try {
    return await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Every file below a folder, as paths relative to it, sorted. */
export async function filesOf(directory: string, prefix = ""): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${directory}/${prefix}`)) {
    if (isDirectory) files.push(...await filesOf(directory, `${prefix}${name}/`));
    else files.push(`${prefix}${name}`);
  }
  return files.sort();
}

async function hex(path: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  return new Uint8Array(digest).toHex();
}

/** Digest and time of change of every file below a folder, by path: equal where nothing was touched. */
export async function snapshot(directory: string): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const path of await filesOf(directory)) {
    const { mtime } = await Deno.stat(`${directory}/${path}`);
    entries.push([path, `${await hex(`${directory}/${path}`)} ${mtime?.getTime()}`]);
  }
  return Object.fromEntries(entries);
}

/**
 * What two runs of the same must share: each file's digest, and each manifest but for what is
 * recorded and decides no byte.
 */
export async function contents(directory: string): Promise<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const path of await filesOf(directory)) {
    const file = `${directory}/${path}`;
    if (path !== MANIFEST && !path.endsWith(`/${MANIFEST}`)) {
      entries.push([path, await hex(file)]);
    } else {
      const { recorded: _, ...rest } = parseManifest(await Deno.readTextFile(file));
      entries.push([path, rest]);
    }
  }
  return Object.fromEntries(entries);
}

/** Flips one bit in the middle of a file. Flipping it again undoes it. */
export async function flipByte(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  bytes[bytes.length >> 1] ^= 1;
  await Deno.writeFile(path, bytes);
}

/** A command line, as words between blanks, and what its one line of complaint must say. */
export type Case = readonly [script: ScriptName, args: string, message: RegExp, exit?: 1];

/** Runs cases in a workspace, which must stay as it is, two at a time, and fails with all that went wrong. */
export async function refuseAll(cases: readonly Case[], cwd: string): Promise<void> {
  const before = await snapshot(cwd);
  const wrong: string[] = [];
  const queue = [...cases];
  const worker = async () => {
    for (let next; (next = queue.shift());) {
      const [script, args, message, exit] = next;
      const words = [...args.split(" ").filter(Boolean), "--quiet"];
      const ran = await runScript(script, words, { cwd });
      try {
        assertRefused(ran, { script, message, exit });
      } catch (error) {
        wrong.push(`${script} ${args}: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  assertEquals(wrong.join("\n\n"), "");
  assertEquals(await snapshot(cwd), before);
}
