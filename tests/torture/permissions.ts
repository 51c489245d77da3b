/**
 * Least permission: every flag that a script's help lists is taken away by itself, and the script
 * must miss it; and with leave to write anywhere, as its task has it, a script must write to its
 * results folder and nowhere else.
 *
 * @module
 */

import { encodePng } from "../../lib/files/png.ts";
import { listResults } from "../../lib/results/mod.ts";
import {
  filesOf,
  runWith,
  type ScriptName,
  SCRIPTS,
  shownPermissions,
} from "../end_to_end/helpers.ts";
import { runOnDisk } from "./disk.ts";
import { type Ground, STUDIES, type Tally } from "./study.ts";

/** Options of {@linkcode takeAway}. */
export interface PermissionOptions extends Omit<Ground, "seed"> {
  /** Scripts to try. Default: all. */
  readonly scripts?: readonly ScriptName[];
}

/** Command lines that together use all that a script may do. */
type Uses = Readonly<Record<ScriptName, readonly (readonly string[])[]>>;

async function usesOf(results: string): Promise<Uses> {
  const [dataset] = await listResults(results, "dataset");
  const folders = await listResults(results, "train");
  const evaluations = await listResults(results, "evaluate");
  const of = (subset: string) => evaluations.find((folder) => folder.includes(`-${subset}-`))!;
  const model = folders.find((folder) => folder.includes("punctured"))!;
  const network = ["--model", model, "--backend", "wasm"];
  const tiny = ["--dataset", dataset, ..."--divide 64 --epochs 1 --backend wasm".split(" ")];
  const smoke = ["--profile", "smoke", "--backend", "wasm"];
  return {
    ablation: [tiny],
    // A report tries its file before it looks for an adapter.
    bench: [
      "--size 32 --divide 64 --batch 2 --rounds 1 --seconds 0.1 --backend wasm".split(" "),
      "--report x.json".split(" "),
    ],
    compare: [["--punctured", of("punctured"), "--control", of("control")]],
    dataset: ["--points 40 --size 32 --hole-points 4".split(" ")],
    evaluate: [[...network, "--dataset", dataset]],
    explore: [["--model", model, "--export", "site"], ["--model", model, "--port", "8642"]],
    pairs: [["--theirs", "theirs", "--out", "x.png", ...network]],
    render: ["--out x.png --size 32".split(" ")],
    report: [[...smoke, "--seeds", "1"]],
    reproduce: [STUDIES],
    sweep: [[..."--vary hole.radius=0.3 --seeds 1 --no-intervals".split(" "), ...smoke]],
    train: [tiny],
    transects: [network],
    traversals: [network],
    verify: [["--rerun", dataset]],
  };
}

/** The flags with one of them, or one value of a list, taken away; by what was taken. */
function withoutOne(flags: readonly string[]): [taken: string, rest: string[]][] {
  return flags.flatMap((flag): [string, string[]][] => {
    const rest = flags.filter((other) => other !== flag);
    const [name, list] = flag.split("=");
    const values = list?.split(",") ?? [];
    if (values.length < 2) return [[flag, rest]];
    return values.map((value) => {
      const others = values.filter((other) => other !== value);
      // The process report is only asked for where the C library cannot be read from this file.
      const hidden = name === "--allow-sys" ? ["--deny-read=/usr/bin/ldd"] : [];
      return [`${name}=${value}`, [...rest, `${name}=${others.join(",")}`, ...hidden]];
    });
  });
}

/** As many pictures as P1 has points. */
async function writeTheirs(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const picture = encodePng(new Uint8Array(64 * 64), { width: 64, height: 64 });
  for (let n = 0; n < 15; n++) await Deno.writeFile(`${folder}/${n}.png`, picture);
}

/** A working directory; for pairs with their pictures, for the report with all that it needs, and no report. */
async function place(script: ScriptName, { workspace, results }: Where): Promise<string> {
  const cwd = await Deno.makeTempDir({ dir: workspace });
  if (script === "pairs") await writeTheirs(`${cwd}/theirs`);
  if (script !== "report") return cwd;
  for (const file of await filesOf(results)) {
    if (file.startsWith("report/")) continue;
    const path = `${cwd}/results/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.link(`${results}/${file}`, path);
  }
  return cwd;
}

type Where = Pick<Ground, "workspace" | "results">;

/** Whether a script does without a permission; a server that starts counts as done. */
async function doesWithout(
  permissions: readonly string[],
  script: ScriptName,
  { uses, cwd }: { uses: readonly (readonly string[])[]; cwd: string },
): Promise<string | undefined> {
  for (const args of uses) {
    const { code, stderr } = await runWith(permissions, script, {
      args: [...args, "--quiet"],
      cwd,
    });
    if (code === 0) continue;
    const line = new RegExp(`^${script}: [^\\n]*permission[^\\n]*\\n$`, "i");
    return line.test(stderr) ? undefined : `it ended with ${code}: ${stderr}`;
  }
  return "it does without";
}

/** Takes every permission away from every script, and sees where each script writes. */
export async function takeAway(options: PermissionOptions): Promise<Tally> {
  const { results, scripts = SCRIPTS, report } = options;
  const all = await usesOf(results);
  const lost: string[] = [];
  let tried = 0;
  const queue = await Promise.all(scripts.map(async (script) => {
    // A server would not end: of the explorer only the export is run to its end.
    const uses = script === "explore" ? all.explore.slice(0, 1) : all[script];
    return { script, uses, flags: withoutOne(await shownPermissions(script)) };
  }));
  const jobs = queue.flatMap(({ script, uses, flags }) => [
    async () => {
      tried++;
      const wrong = await writesOutside(script, uses[0], options);
      if (wrong) lost.push(`${script} ${wrong}`);
      report(`${script} was tried`);
    },
    ...flags.map(([taken, rest]) => async () => {
      tried++;
      const cwd = await place(script, options);
      const served = script === "explore" && taken.startsWith("--allow-net");
      // Each address by itself suffices to serve; none does not.
      const permissions = served ? rest.filter((flag) => !flag.startsWith("--allow-net")) : rest;
      const tries = served ? all.explore.slice(1) : uses;
      const wrong = await doesWithout(permissions, script, { uses: tries, cwd });
      if (wrong) lost.push(`${script} without ${taken}: ${wrong}`);
      await Deno.remove(cwd, { recursive: true });
    }),
  ]);
  const worker = async () => {
    for (let job; (job = jobs.shift());) await job();
  };
  await Promise.all([worker(), worker()]);
  const note =
    `${scripts.length} scripts, each without each of its permissions, and each watched ` +
    "as it writes";
  return { unit: "permissions", tried, lost, note };
}

/** Where a script may write: results, and the files and folders that it was asked for. */
const PLACES: Partial<Record<ScriptName, RegExp>> = {
  explore: /^site(\/|$|\.partial-)/,
  pairs: /^x\.png$/,
  render: /^x\.png$/,
  verify: /^(undefined|\/tmp\/)/,
};

/** Runs a script that may write anywhere and names what it writes where it should not. */
async function writesOutside(
  script: ScriptName,
  args: readonly string[],
  where: Where,
): Promise<string | undefined> {
  const cwd = await place(script, where);
  const log = `${cwd}.log`;
  const { code, stderr } = await runOnDisk({ script, args }, cwd, { log });
  if (code !== 0) return `ended with ${code}: ${stderr}`;
  const text = await Deno.readTextFile(log).catch(() => "");
  await Deno.remove(cwd, { recursive: true });
  const paths = text.split("\n").filter(Boolean)
    .flatMap((line) => line.slice(line.indexOf(" ") + 1).split(" -> "));
  const allowed = PLACES[script];
  const odd = paths.find((path) => !/^results(\/|$)/.test(path) && !allowed?.test(path));
  return odd && `writes to ${odd}`;
}
