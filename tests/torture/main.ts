/**
 * `deno task torture`: what the results survive, as a table. The short forms run among the tests.
 *
 *     deno task torture                                  all of it
 *     deno task torture kill tamper                      harnesses whose name holds a word
 *     deno task torture --table docs/reliability.md      and renew the table in that file
 *     deno task torture --kills 1000 --seed 5 load       with more kills, and other random choices
 *
 * @module
 */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { resultOf } from "../end_to_end/helpers.ts";
import { betweenBackends } from "./backends.ts";
import { atOnce } from "./concurrent.ts";
import { failDisk } from "./disk.ts";
import { determinism } from "./determinism.ts";
import { FLAGS } from "./flags.ts";
import { fuzz } from "./fuzz.ts";
import { killAnywhere } from "./kill.ts";
import { longRun } from "./long_run.ts";
import { misuse } from "./misuse.ts";
import { hostileNames } from "./names.ts";
import { takeAway } from "./permissions.ts";
import { planted } from "./planted.ts";
import { provenance } from "./provenance.ts";
import { failRealDisk } from "./real_disk.ts";
import { settingsThatDoNothing } from "./settings.ts";
import { type Ground, STUDIES, type Tally } from "./study.ts";
import { tamper } from "./tamper.ts";
import { renewTable, tableRow } from "./table.ts";

/** A harness: what it is called, and how it is run. */
interface Harness {
  readonly name: string;
  run(ground: Ground): Promise<Tally>;
}

/** Kills of a row of kills, where no other number is given. */
const KILLS = { alone: 200, busy: 100 };

const harnesses = (kills?: number): readonly Harness[] => [
  {
    name: "kill it anywhere",
    run: (ground) => killAnywhere({ ...ground, kills: kills ?? KILLS.alone }),
  },
  {
    name: "kills under load",
    run: ({ seed, ...ground }) =>
      killAnywhere({ ...ground, seed: seed + 1, kills: kills ?? KILLS.busy, busy: 2 }),
  },
  { name: "two at once, one seed", run: (ground) => atOnce({ ...ground, seeds: [0, 0] }) },
  {
    name: "four at once, two seeds",
    run: (ground) => atOnce({ ...ground, seeds: [0, 1, 0, 1] }),
  },
  { name: "a disk that fails", run: (ground) => failDisk({ ...ground, faults: 80, slow: true }) },
  { name: "real disks", run: failRealDisk },
  { name: "tampering and rot", run: (ground) => tamper({ ...ground, mutations: 1200 }) },
  { name: "hostile input", run: (ground) => fuzz({ ...ground, cases: 5000 }) },
  { name: "hostile command lines", run: (ground) => misuse({ ...ground, cases: 200 }) },
  { name: "hostile names", run: hostileNames },
  { name: "settings that do nothing", run: settingsThatDoNothing },
  { name: "least permission", run: takeAway },
  { name: "determinism", run: determinism },
  { name: "between backends", run: betweenBackends },
  { name: "planted nondeterminism", run: planted },
  { name: "provenance", run: provenance },
  { name: "long runs: wasm", run: (g) => longRun({ ...g, backend: "wasm", steps: 5000 }) },
  { name: "long runs: webgpu", run: (g) => longRun({ ...g, backend: "webgpu", steps: 2000 }) },
];

function chosen(all: readonly Harness[], words: readonly string[]): readonly Harness[] {
  const found = all.filter(({ name }) =>
    words.length === 0 || words.some((word) => name.includes(word))
  );
  if (found.length > 0) return found;
  console.error(`torture: must be one of ${all.map(({ name }) => name).join(", ")}`);
  Deno.exit(2);
}

const HELP =
  `Breaks results in every way that was thought of, and prints a table of what they survive.

Usage:
  deno task torture [flags] [WORD…]

Arguments:
  WORD…           runs the rows whose name contains one of the words (default: all)

Flags:
  --table FILE    renews the table in that Markdown file
  --kills N       kills of the rows of kills
  --seed N        seed of every random choice (default 1)
  --help          print this text

Rows: ${harnesses(undefined).map(({ name }) => name).join("; ")}`;

function commandLine() {
  try {
    return parseArgs({ args: Deno.args, options: FLAGS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's own sentence tells how to write an argument that begins with a minus.
    const [, unknown] = error.message.match(/^Unknown option '(.+?)'/) ?? [];
    const allowed = Object.keys(FLAGS).map((name) => `--${name}`).join(", ");
    const words = unknown === undefined
      ? error.message.split("\n")[0]
      : `unknown flag ${unknown}: allowed are ${allowed}`;
    console.error(`torture: ${words}`);
    Deno.exit(2);
  }
}

function wholeNumber(flag: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  console.error(`torture: ${flag} must be a whole number from 1 on, received ${text}`);
  Deno.exit(2);
}

if (import.meta.main) {
  const { values, positionals } = commandLine();
  if (values.help) {
    console.log(HELP);
    Deno.exit(0);
  }
  const kills = values.kills === undefined ? undefined : wholeNumber("--kills", values.kills);
  const seed = wholeNumber("--seed", values.seed);
  const rowsToRun = chosen(harnesses(kills), positionals);
  const root = await Deno.realPath(await Deno.makeTempDir());
  await Deno.mkdir(`${root}/base`);
  console.error("torture: makes an undisturbed study");
  await resultOf("reproduce", [...STUDIES, "--quiet"], { cwd: `${root}/base` });
  const rows: string[] = [];
  let failed = false;
  for (const [i, { name, run }] of rowsToRun.entries()) {
    const started = performance.now();
    const workspace = `${root}/${i}`;
    await Deno.mkdir(workspace);
    const report = (line: string) => console.error(`torture: ${name}: ${line}`);
    const ground = { workspace, results: `${root}/base/results`, seed, report };
    // A harness that fails itself shows nothing about its row, and must not hide the rows after it.
    const tally = await run(ground).catch((error): Tally => ({
      unit: "tries",
      tried: 1,
      lost: [`the harness itself failed: ${error instanceof Error ? error.message : error}`],
      note: "did not end",
    }));
    const seconds = Math.round((performance.now() - started) / 1000);
    rows.push(tableRow(name, tally, seconds));
    console.log(rows.at(-1));
    for (const line of tally.lost.slice(0, 20)) console.log(`  ${line}`);
    failed ||= tally.lost.length > 0;
    await Deno.remove(workspace, { recursive: true });
  }
  if (values.table !== undefined) await renewTable(resolve(values.cwd, values.table), rows);
  await Deno.remove(root, { recursive: true });
  Deno.exit(failed ? 1 : 0);
}
