/**
 * Hostile names: the real scripts, and a real Snakemake, with results folders, points files, crates
 * and workflows whose names mean something in another tool's language. The results must be those
 * that a plain name gives; a name that cannot be printed as a line is refused.
 *
 * @module
 */

import { printable } from "../../lib/words/printable.ts";
import {
  contents,
  type Ran,
  runWith,
  type ScriptName,
  shownPermissions,
} from "../end_to_end/helpers.ts";
import { engineEnv, hasSnakemake } from "../end_to_end/snakemake.ts";
import { differing, type Ground, type Tally } from "./study.ts";

/** Names by the language that reads them. */
export const NAMES = {
  "Snakemake's wildcards": "{x}",
  "braces of a rule's own": "{wildcards.job} {{log}} {",
  "Slurm's patterns": "%j %d%s 100%",
  "a shell's variables": "$HOME `id` $(id)",
  "quotes": `it's "q"`,
  "backslashes": "back\\slash\\n\\u0041\\",
  "letters beyond ASCII": "größe 試験💥",
  "dashes": "--dash",
  "a formula": "=1+1,@x",
  "markup, patterns, addresses": "<b>&amp;#f?x|*;~[0]!%20",
} as const;

/** All of it in one name that Snakemake's batch jobs are not asked to bear. */
const ALL = '--{x} %j $HOME `id` it\'s "q" \\n =größe💥 #&<b>';

/** A network and its control. */
const STUDIES =
  "--vary hole.radius=0.3 --profile smoke --seeds 1 --no-intervals --backend wasm --quiet"
    .split(" ");

const POINTS = Array.from({ length: 20 }, (_, i) => `${0.5 + i / 20},${i / 10}`);

/** Options of {@linkcode hostileNames}. */
export interface NamesOptions extends Ground {
  /** Names to try. Default all. */
  readonly names?: readonly (keyof typeof NAMES)[];
}

/** Runs a script that may write anywhere, since a comma ends a path in Deno's flags. */
async function run(script: ScriptName, args: readonly string[], cwd: string): Promise<Ran> {
  const permissions = (await shownPermissions(script))
    .map((flag) => flag.startsWith("--allow-write") ? "--allow-write" : flag);
  const sweep = script === "sweep" && !permissions.includes("--allow-write");
  return await runWith(sweep ? [...permissions, "--allow-write"] : permissions, script, {
    args,
    cwd,
  });
}

/** Like {@linkcode run}, of a script that must end well; its last line. */
async function made(script: ScriptName, args: readonly string[], cwd: string): Promise<string> {
  const { code, stderr, last } = await run(script, args, cwd);
  if (code !== 0) throw new Error(`${script} ${args.join(" ")}: ${stderr}`);
  return last;
}

/** Python without UTF-8 of its own, as under a locale of another encoding. */
const ASCII = { LC_ALL: "C", PYTHONCOERCECLOCALE: "0", PYTHONUTF8: "0" };

async function snakemake(cwd: string, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await new Deno.Command("snakemake", {
    args: ["--profile", "profiles/local", "--cores", "2", ...args],
    cwd,
    env: { ...await engineEnv(cwd), ...ASCII },
    stdin: "null",
  }).output();
  if (code === 0) return;
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  throw new Error(`snakemake ${args.join(" ")} ended with ${code}: ${said.slice(-1500)}`);
}

/** A dataset from a points file, and its crate; the contents of the results folder. */
async function useOf(name: string, cwd: string): Promise<Record<string, unknown>> {
  await Deno.writeTextFile(`${cwd}/${name}.csv`, ["a,b", ...POINTS, ""].join("\n"));
  const own = [`--results=${name}`, "--quiet"];
  const dataset = "--size 32 --hole none --validation 0.3".split(" ");
  const folder = await made("dataset", [...dataset, `--points-file=${name}.csv`, ...own], cwd);
  if (!folder.startsWith(`${name}/dataset/`)) throw new Error(`dataset printed ${folder}`);
  const crate = await made("verify", [`--crate=${name} crate`, ...own], cwd);
  if (crate !== `${name} crate`) throw new Error(`verify printed ${crate}`);
  return await contents(`${cwd}/${name}`);
}

/** Exports a study; the workflow's folder. */
async function exported(name: string, cwd: string): Promise<string> {
  const folder = `./${name} workflow`;
  const args = [...STUDIES, `--results=${name} study`, "--export", "snakemake", folder];
  const last = await made("sweep", args, cwd);
  if (last !== folder) throw new Error(`sweep printed ${last}`);
  return `${cwd}/${name} workflow`;
}

/** What is refused in one line, as it cannot be printed as one. */
async function refusals(cwd: string): Promise<string[]> {
  const odd = "two\nlines\x1b[2J";
  const dataset = ["--size", "32", "--points", "20"];
  const cases: [ScriptName, string[]][] = [
    ["dataset", [...dataset, `--results=${odd}`]],
    ["render", [`--out=${odd}`]],
    ["verify", [`--crate=${odd}`]],
    ["explore", [`--export=${odd}`]],
    ["sweep", [...STUDIES, "--export", "snakemake", odd]],
  ];
  const lost: string[] = [];
  for (const [script, args] of cases) {
    const { code, stdout, stderr } = await run(script, args, cwd);
    const said = stderr.trimEnd();
    if (code === 2 && stdout === "" && said === printable(said) && /control char/.test(said)) {
      continue;
    }
    lost.push(`${script} with a line end in a path: ${code} ${printable(stdout + stderr)}`);
  }
  return lost;
}

/** A study made by the script and by the engine, both in folders with the worst of names. */
async function ranForReal(cwd: string, engine: boolean): Promise<string[]> {
  const [own, theirs] = [`${ALL} own`, `${ALL} study`];
  await made("sweep", [...STUDIES, "--jobs", "2", `--results=${own}`], cwd);
  if (!engine) return [];
  const report = "--profile smoke --seeds 1 --backend wasm --quiet".split(" ");
  await made("report", [...report, `--results=${own}`], cwd);
  const workflow = await exported(ALL, cwd);
  await snakemake(workflow);
  // Read again with the files there that name the results: nothing may be left to do.
  await snakemake(workflow, "--dry-run", "--quiet");
  for await (const { name } of Deno.readDir(`${workflow}/done`)) {
    if (name === "report.txt") {
      const differs = differing(
        await contents(`${cwd}/${theirs}`),
        await contents(`${cwd}/${own}`),
      );
      return differs.map((path) => `a study run by Snakemake: ${path} differs`);
    }
  }
  return ["the workflow, read again, took its results for gone"];
}

/** Uses each name, two at a time, then all of them at once. */
export async function hostileNames(options: NamesOptions): Promise<Tally> {
  const { workspace, report } = options;
  const names = options.names ?? Object.keys(NAMES) as (keyof typeof NAMES)[];
  const engine = await hasSnakemake();
  const plain = `${workspace}/plain`;
  await Deno.mkdir(plain);
  const expected = await useOf("plain", plain);
  const lost = await refusals(plain);
  const attempt = async (what: string, use: () => Promise<readonly string[]>) => {
    try {
      lost.push(...(await use()).map((line) => `${what}: ${printable(line)}`));
    } catch (error) {
      lost.push(`${what}: ${printable(error instanceof Error ? error.message : String(error))}`);
    }
    report(`${what}: tried`);
  };
  const queue = [...names];
  const worker = async () => {
    for (let what; (what = queue.shift()) !== undefined;) {
      const name = NAMES[what];
      const cwd = `${workspace}/${name}`;
      await Deno.mkdir(cwd);
      await attempt(what, async () => {
        const differs = differing(await useOf(name, cwd), expected);
        const workflow = await exported(name, cwd);
        if (engine) await snakemake(workflow, "--dry-run", "--quiet");
        return differs.map((path) => `${path} differs`);
      });
    }
  };
  await Promise.all([worker(), worker()]);
  await attempt("all in one, run", () => ranForReal(plain, engine));
  const note = `${names.join("; ")}; all in one, run; line ends, refused` +
    (engine ? "; read and run by Snakemake under a locale without UTF-8" : " (no Snakemake here)");
  return { unit: "hostile names", tried: names.length + 6, lost, note };
}
