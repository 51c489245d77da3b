/**
 * Checks the command lines that documentation shows: `deno task`, `deno run` and `deno test`. Each
 * is read as the script itself would read it, by its own spec.
 *
 * @module
 */

import { parseArgs } from "node:util";
import config from "../../deno.json" with { type: "json" };
import { parseCommand } from "../../lib/cli/mod.ts";
import type { Command, Flags } from "../../lib/cli/command.ts";
import { parseTransect } from "../../lib/space/mod.ts";
import type { StudyName } from "../../lib/study/studies.ts";
import { parseVary, variedStudy } from "../../lib/study/vary.ts";
import { FLAGS as TORTURE_FLAGS } from "../torture/flags.ts";
import { codeBlocks, codeSpans } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);

const TASKS: Readonly<Record<string, unknown>> = config.tasks;

/** Specs by the name of their task. */
export type Specs = ReadonlyMap<string, Command<Flags>>;

/** Stands for something that a reader fills in. */
const OPEN = "…";

/** A command line as words. Quotes hold words together; a comment ends the line. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [text] of line.matchAll(/'[^']*'|"[^"]*"|\s+|./gsu)) {
    if (/^\s/.test(text)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (text === "#" && word === undefined) {
      break;
    } else {
      const quoted = text.length > 1 && (text[0] === "'" || text[0] === '"');
      word = (word ?? "") + (quoted ? text.slice(1, -1) : text);
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The words after `deno`, however Deno is started; nothing where the line starts something else. */
function afterDeno([first, ...rest]: readonly string[]): string[] | undefined {
  if (first === "deno") return rest;
  if (first !== "npx" || rest[0] !== "--yes" || !/^deno@\d+\.\d+\.\d+$/.test(rest[1] ?? "")) {
    return undefined;
  }
  return rest.slice(2);
}

/** Checks of values that the scripts make after their flags are read. */
const FURTHER: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => void>> = {
  sweep: ({ study, vary }) =>
    void variedStudy(study as StudyName | undefined, (vary as string[]).map(parseVary)),
  transects: ({ transect }) => (transect as string[]).forEach((text) => parseTransect(text)),
};

function checkScript(
  name: string,
  args: readonly string[],
  { specs, complete }: { readonly specs: Specs; readonly complete: boolean },
): void {
  const spec = specs.get(name)!;
  const flags = complete ? spec.flags : Object.fromEntries(
    Object.entries(spec.flags).map(([key, flag]) => [key, { ...flag, required: false }]),
  );
  const options = parseCommand({ ...spec, flags }, args.filter((word) => word !== OPEN));
  if (options !== "help") FURTHER[name]?.(options);
}

function checkTask(
  [name, ...args]: readonly string[],
  { specs, complete }: { readonly specs: Specs; readonly complete: boolean },
): void {
  // A span may speak of tasks in general.
  if (!complete && (name === undefined || name === OPEN || name === "NAME")) return;
  if (!Object.hasOwn(TASKS, name ?? "")) {
    throw new Error(`deno.json has no task ${name}`);
  }
  // A task that is only named needs no flags.
  if (specs.has(name)) return checkScript(name, args, { specs, complete });
  if (name === "torture") {
    parseArgs({ args: [...args], options: TORTURE_FLAGS, allowPositionals: true });
  } else if (args.length > 0) {
    throw new Error(`task ${name} takes no arguments, received ${args.join(" ")}`);
  }
}

function checkExists(path: string): void {
  try {
    Deno.statSync(new URL(path, ROOT));
  } catch {
    throw new Error(`there is no ${path}`);
  }
}

const DENO_FLAG = /^(-A|-P(=[a-z]+)?|--(allow|deny)-[a-z]+(=.+)?|--no-(config|lock|prompt))$/;

/** The words after Deno's own flags. Throws Error for a flag or a permission set that is unknown. */
function afterFlags(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => !word.startsWith("-"));
  const flags = end < 0 ? words : words.slice(0, end);
  for (const flag of flags) {
    if (!DENO_FLAG.test(flag)) throw new Error(`deno has no flag ${flag} that is used here`);
    const [, set] = flag.match(/^-P=(.+)$/) ?? [];
    if (set !== undefined && !Object.hasOwn(config.permissions, set)) {
      throw new Error(`deno.json has no permission set ${set}`);
    }
  }
  return end < 0 ? [] : words.slice(end);
}

/**
 * Checks one command line. Lines that start nothing of Deno's pass.
 *
 * Throws Error where a task, flag, value, file or permission set is wrong.
 *
 * @param options.complete whether flags that are required must be there
 */
export function checkLine(
  line: string,
  { specs, complete }: { readonly specs: Specs; readonly complete: boolean },
): void {
  const [action, ...rest] = afterDeno(shellWords(line)) ?? [];
  if (action === "task") return checkTask(rest, { specs, complete });
  if (action === "run") {
    const [path, ...args] = afterFlags(rest);
    if (path === undefined || path === OPEN) return;
    checkExists(path);
    const [, name] = path.match(/^scripts\/([a-z]+)\.ts$/) ?? [];
    // What is left open stands for the flags.
    if (name !== undefined) {
      checkScript(name, args, { specs, complete: complete && !args.includes(OPEN) });
    }
  }
  if (action === "test") {
    for (const path of afterFlags(rest).filter((word) => !word.startsWith("-"))) checkExists(path);
  }
}

/**
 * Checks a code span that begins with a flag: some command has it, and where a value stands beside
 * it, takes that value. A value in capitals stands for any.
 */
export function checkFlag(span: string, specs: Specs): void {
  const [given, value] = shellWords(span.replace("=", " "));
  if (DENO_FLAG.test(given) || DENO_FLAG.test(span)) return;
  const name = given.replace(/^--/, "");
  const known = [...specs.values()].flatMap(({ flags }) => flags[name] ?? []);
  if (known.length === 0) {
    if (Object.hasOwn({ ...TORTURE_FLAGS, help: 1, cwd: 1, yes: 1 }, name)) return;
    throw new Error(`no command has the flag ${given}`);
  }
  if (value === undefined || value.includes(OPEN) || /^[A-Z]/.test(value)) return;
  const refusals = known.flatMap((flag) => {
    if (flag.placeholder === value) return [];
    if (flag.placeholder === undefined) return [new Error(`${given} takes no value`)];
    try {
      flag.read(name, [value]);
      return [];
    } catch (error) {
      return [error];
    }
  });
  if (refusals.length === known.length) throw refusals[0];
}

/** The command lines of a page's shell blocks, continued lines joined. */
export function blockLines(text: string): string[] {
  return codeBlocks(text, "sh")
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, " ").split(/\n|&&/))
    .map((line) => line.trim()).filter((line) => line !== "");
}

/** What is wrong with the command lines and flags of a page, one line for each. */
export function complaintsAbout(text: string, specs: Specs): string[] {
  const complaints: string[] = [];
  const attempt = (line: string, check: () => void) => {
    try {
      check();
    } catch (error) {
      complaints.push(`${line}: ${(error as Error).message}`);
    }
  };
  for (const line of blockLines(text)) {
    attempt(line, () => checkLine(line, { specs, complete: true }));
  }
  for (const span of codeSpans(text)) {
    if (span.startsWith("--")) attempt(span, () => checkFlag(span, specs));
    else attempt(span, () => checkLine(span, { specs, complete: false }));
  }
  return complaints;
}
