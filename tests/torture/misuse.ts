/**
 * Hostile command lines and files, as a user would give them: the real scripts in processes of
 * their own. What a script cannot use it must refuse in one line, with exit code 1 or 2, soon, and
 * without touching what was there.
 *
 * @module
 */

import fc from "fast-check";
import { parseCommand } from "../../lib/cli/mod.ts";
import { MANIFEST } from "../../lib/results/manifest.ts";
import { listResults } from "../../lib/results/mod.ts";
import { filesOf, type Ran, runScript, type ScriptName, SCRIPTS } from "../end_to_end/helpers.ts";
import { signFolder } from "./forge.ts";
import { changedBytes, changedText, nastyText } from "./hostile.ts";
import { isTooLong } from "./pace.ts";
import { countWords, type Ground, type Tally } from "./study.ts";

/** Options of {@linkcode misuse}. */
export interface MisuseOptions extends Ground {
  /** Command lines to try. */
  readonly cases: number;
}

/** Longest time in which a script must have refused, in milliseconds on a quiet machine. */
const LONGEST = 5000;

/** A command line. */
interface Use {
  readonly script: ScriptName;
  readonly args: readonly string[];
}

/** What may stand on a command line: no NUL, which the system has no way to hand over. */
const word = nastyText.filter((text) => !text.includes("\0") && text.isWellFormed())
  .map((text) => text.slice(0, 10_000));

/** A command line that the script's own parser refuses. */
async function refusedWords(): Promise<fc.Arbitrary<Use>> {
  const all = await Promise.all(SCRIPTS.map(async (script) => {
    const { spec } = await import(`../../scripts/${script}.ts`) as {
      spec: Parameters<typeof parseCommand>[0];
    };
    const name = fc.constantFrom(...Object.keys(spec.flags));
    const args = fc.array(
      fc.oneof(
        word,
        name.map((name) => `--${name}`),
        fc.tuple(name, word).map((both) => `--${both.join("=")}`),
      ),
      { minLength: 1, maxLength: 4 },
    );
    const refuses = (args: readonly string[]) => {
      try {
        return parseCommand(spec, args) === undefined;
      } catch {
        return true;
      }
    };
    return args.filter(refuses).map((args): Use => ({ script, args }));
  }));
  return fc.oneof(...all);
}

async function copy(from: string, to: string): Promise<void> {
  for (const file of await filesOf(from)) {
    const path = `${to}/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.copyFile(`${from}/${file}`, path);
  }
}

/** Spoils a file of a copy of a result, signs the copy, and gives it to a script that reads it. */
async function forgedResult(
  { results, cwd, seed }: { results: string; cwd: string; seed: number },
): Promise<Use> {
  const pick = <T>(items: readonly T[]) =>
    fc.sample(fc.constantFrom(...items), { numRuns: 1, seed })[0];
  const stage = pick(["dataset", "train"] as const);
  const [source] = await listResults(results, stage);
  const folder = `${cwd}/given`;
  await copy(source, folder);
  const readable = (await filesOf(folder)).filter((file) => !file.startsWith("model/"));
  const path = `${folder}/${pick(readable)}`;
  const bytes = await Deno.readFile(path);
  const hostile = /\.(json|csv)$/.test(path)
    ? changedText(new TextDecoder().decode(bytes)).map((text) => new TextEncoder().encode(text))
    : changedBytes(bytes);
  const [spoilt] = fc.sample(hostile, { numRuns: 1, seed });
  await Deno.writeFile(path, spoilt);
  if (!path.endsWith(MANIFEST)) await signFolder(folder);
  const wasm = ["--backend", "wasm"];
  return pick<Use>(
    stage === "dataset"
      ? [
        {
          script: "train",
          args: ["--dataset", "given", "--divide", "64", "--epochs", "1", ...wasm],
        },
        { script: "verify", args: ["given"] },
      ]
      : [
        { script: "transects", args: ["--model", "given", "--count", "2", ...wasm] },
        { script: "explore", args: ["--model", "given", "--export", "site"] },
        { script: "verify", args: ["given"] },
      ],
  );
}

/** A points file, whole or not. */
async function pointsFile({ cwd, seed }: { cwd: string; seed: number }): Promise<Use> {
  const whole = ["a,b", ...Array.from({ length: 20 }, (_, i) => `${0.5 + i / 20},${i / 10}`), ""];
  const [text] = fc.sample(changedText(whole.join("\n")), { numRuns: 1, seed });
  await Deno.writeTextFile(`${cwd}/points.csv`, text);
  const args = "--points-file points.csv --size 32 --hole none --validation 0.3".split(" ");
  return { script: "dataset", args };
}

/** What a terminal would obey. */
// deno-lint-ignore no-control-regex
const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f]/;

function wrongWith(
  { script }: Use,
  { code, stdout, stderr }: Ran,
  took: number,
): string | undefined {
  if (code === 0) return undefined;
  // Problems of results are what `verify` prints.
  const printed = script === "verify" ? "" : stdout;
  if (![1, 2].includes(code) || printed !== "") return `exit code ${code}: ${stdout}${stderr}`;
  const lines = stderr.split("\n").filter((line) => line !== "" && !line.startsWith("left out: "));
  if (lines.length !== 1 || !lines[0].startsWith(`${script}: `)) return `it said ${stderr}`;
  if (/\bat (file|ext|async|npm):/.test(stderr) || UNPRINTABLE.test(stderr)) {
    return `it said ${stderr}`;
  }
  if (/: (Type|Range|Reference|Syntax)?Error: /.test(stderr)) return `it did not foresee ${stderr}`;
  return isTooLong(took, LONGEST) ? `it took ${Math.round(took)} ms` : undefined;
}

/** Gives hostile command lines and files to the scripts. */
export async function misuse(options: MisuseOptions): Promise<Tally> {
  const { cases, workspace, results, seed, report } = options;
  const words = await refusedWords();
  const lost: string[] = [];
  const counts: Record<string, number> = {};
  let begun = 0, refused = 0;
  const worker = async () => {
    while (begun < cases) {
      const k = begun++;
      const cwd = `${workspace}/misuse-${k}`;
      await Deno.mkdir(cwd);
      const given = { results, cwd, seed: seed + k };
      const use = k % 3 === 0
        ? fc.sample(words, { numRuns: 1, seed: seed + k })[0]
        : k % 3 === 1
        ? await forgedResult(given)
        : await pointsFile(given);
      const started = performance.now();
      const ran = await runScript(use.script, [...use.args, "--quiet"], { cwd });
      const wrong = wrongWith(use, ran, performance.now() - started);
      const shown = [use.script, ...use.args].join(" ").slice(0, 200);
      if (wrong) lost.push(`case ${k}: ${shown}: ${wrong.slice(0, 500)}`);
      if (ran.code !== 0) refused++;
      counts[use.script] = (counts[use.script] ?? 0) + 1;
      await Deno.remove(cwd, { recursive: true });
      if (begun % 50 === 0) report(`${begun} of ${cases} command lines`);
    }
  };
  await Promise.all([worker(), worker()]);
  const note = `${countWords(counts)}; ${refused} refused, the others could be used`;
  return { unit: "command lines", tried: cases, lost, note };
}
