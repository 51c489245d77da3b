/**
 * Determinism as a table: whatever the results promise not to depend on is varied, one thing at a
 * time, and the study must give the bytes of an undisturbed one.
 *
 * @module
 */

import { createRandom } from "../../lib/random.ts";
import { listResults, writeReference } from "../../lib/results/mod.ts";
import { contents, resultOf, type RunOptions, spawnScript } from "../end_to_end/helpers.ts";
import { differing, type Ground, STUDIES, type Tally } from "./study.ts";

/** Where a variation runs. */
interface Place {
  /** An empty folder. */
  readonly cwd: string;
  /** Results of the undisturbed study; only to be read. */
  readonly results: string;
  readonly seed: number;
}

/** Runs the study in another way; returns its results folder. Throws where it ends badly. */
type Variation = (place: Place) => Promise<string>;

/** Keeps one processor busy, as two variations run at once. */
const ONE_JOB = STUDIES.map((word, i) => STUDIES[i - 1] === "--jobs" ? "1" : word);

async function study(args: readonly string[], options: RunOptions): Promise<string> {
  await resultOf("reproduce", [...args, "--quiet"], options);
  return `${options.cwd}/${options.results ?? "results"}`;
}

/** Starts the study and stops it while the second network after its start is trained. */
async function stop(signal: Deno.Signal, cwd: string): Promise<void> {
  const child = await spawnScript("reproduce", STUDIES, { cwd });
  let told = "", sent = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    told += text;
    if (sent || (told.match(/: epoch 1 of/g) ?? []).length < 2) continue;
    child.kill(signal);
    sent = true;
  }
  const [{ code }] = await Promise.all([child.status, child.stdout.cancel()]);
  if (!sent || code !== 1) throw new Error(`${signal} ended it with ${code}: ${told}`);
}

/** The result of a command of Deno's own. */
async function deno(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: [...args], env }).output();
  return new TextDecoder().decode(stdout).trim();
}

/** Commas in numbers, an i whose capital is İ, and a day that begins 14 hours before Greenwich's. */
const ELSEWHERE = { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" };

const PROBE = "console.log((1.5).toLocaleString(), new Date(1e12).getTimezoneOffset())";

/** What is varied, by name; longest first, so that two at a time end together. */
export const VARIATIONS = {
  async "stopped by SIGINT, then by SIGTERM, run again"({ cwd }) {
    await stop("SIGINT", cwd);
    await stop("SIGTERM", cwd);
    return await study(ONE_JOB, { cwd });
  },

  async "cold Deno cache"({ cwd }) {
    const { npmCache } = JSON.parse(await deno(["info", "--json"]));
    const cold = `${cwd}/deno`;
    await Deno.mkdir(cold);
    await Deno.symlink(npmCache, `${cold}/npm`);
    const results = await study(ONE_JOB, { cwd, env: { DENO_DIR: cold } });
    // Fails unless this cache was used, and so had to be filled.
    await Deno.stat(`${cold}/gen`);
    return results;
  },

  async "another locale and time zone"({ cwd }) {
    const shown = await deno(["eval", PROBE], ELSEWHERE);
    if (shown !== "1,5 -840") throw new Error(`the locale has no effect here: ${shown}`);
    return await study(ONE_JOB, { cwd, env: ELSEWHERE });
  },

  async "blanks and letters in paths"({ cwd }) {
    const odd = `${cwd}/größer als π, ölçü 試験`;
    await Deno.mkdir(odd);
    return await study(ONE_JOB, { cwd: odd, results: "zweite Ablage ş" });
  },

  "--jobs 1": ({ cwd }) => study(ONE_JOB, { cwd }),
  "--jobs 2, again": ({ cwd }) => study(STUDIES, { cwd }),

  async "half of the results there"({ cwd, results, seed }) {
    const folders = await listResults(results);
    const order = createRandom(seed, "torture/warm").permutation(folders.length);
    const kept = [...order.subarray(0, folders.length >> 1)].map((k) => folders[k]);
    await writeReference(`${cwd}/results`, kept, { whole: true });
    return await study(ONE_JOB, { cwd });
  },
} satisfies Record<string, Variation>;

/** Name of a variation. */
export type VariationName = keyof typeof VARIATIONS;

/** Options of {@linkcode determinism}. */
export interface DeterminismOptions extends Ground {
  /** What to vary. Default all. */
  readonly variations?: readonly VariationName[];
}

/** Runs the study in each way, two at a time, and compares the bytes. */
export async function determinism(options: DeterminismOptions): Promise<Tally> {
  const { workspace, results, seed, report } = options;
  const names = options.variations ?? Object.keys(VARIATIONS) as VariationName[];
  const expected = await contents(results);
  const lost: string[] = [];
  const queue = [...names.entries()];
  const worker = async () => {
    for (let next; (next = queue.shift());) {
      const [k, name] = next;
      const cwd = `${workspace}/variation-${k}`;
      await Deno.mkdir(cwd);
      try {
        const differs = differing(
          await contents(await VARIATIONS[name]({ cwd, results, seed })),
          expected,
        );
        if (differs.length > 0) {
          lost.push(`${name}: ${differs.length} files differ: ${differs.slice(0, 5).join(", ")}`);
        }
      } catch (error) {
        lost.push(`${name}: ${error instanceof Error ? error.message : error}`);
      }
      await Deno.remove(cwd, { recursive: true });
      report(`${name}: compared`);
    }
  };
  await Promise.all([worker(), worker()]);
  const note = `${Object.keys(expected).length} files each: ${names.join("; ")}`;
  return { unit: "variations", tried: names.length, lost, note };
}
