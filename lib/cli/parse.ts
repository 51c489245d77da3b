/**
 * From a command line to options: the only user of an argument parser.
 *
 * @module
 */

import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../errors.ts";
import { isPrintable } from "../words/printable.ts";
import { type Command, type CommonFlags, cwdFlag, type Flags, type Options } from "./command.ts";

/** Edits (insertions, deletions, replacements) that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}

function unknownFlag(given: string, known: readonly string[]): UsageError {
  const bare = given.replace(/^-+/, "").replace(/=.*$/s, "");
  const distance = (name: string) =>
    name.startsWith(bare) && bare.length > 1 ? 0 : editDistance(bare, name);
  const nearest = known.toSorted((left, right) => distance(left) - distance(right))[0];
  const near = distance(nearest) <= nearest.length / 2;
  const hint = near ? `did you mean --${nearest}?` : `allowed are --${known.join(", --")}`;
  return new UsageError(`unknown flag ${given.replace(/=.*$/s, "")}: ${hint}`);
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether the argument at `token` stands where a value should and is really the next flag. */
function swallowsFlag(value: string): boolean {
  // A single minus may begin a value (`--rate -1`), which deserves the message on its range.
  return value.startsWith("--") || value === "-h";
}

/**
 * How paths are read where relative ones lead from `base`. A task runs in the folder of its
 * configuration, which is not where its user stands; what it hands over is where that is. Paths that
 * were given then lead from there, and defaults from the working directory as ever, and all are made
 * absolute, so that what is printed leads to the file from anywhere.
 */
function pathsFrom(
  base: string | undefined,
): Record<"given" | "default", (path: string) => string> {
  const same = (path: string) => path;
  if (!base || relative(Deno.cwd(), base) === "") return { given: same, default: same };
  return { given: (path) => resolve(base, path), default: (path) => resolve(path) };
}

/** Refuses words of another command that do not stand after `--` (`words`), or begin with no program. */
function checkWords(positionals: readonly string[], words: readonly string[] | undefined): void {
  if (positionals.length > (words?.length ?? 0)) {
    throw new UsageError(
      `unexpected argument ${positionals[0] || '""'}: a command is allowed after -- alone`,
    );
  }
  if (words && !words[0]) {
    const given = words.length === 0 ? "nothing" : "an empty word";
    throw new UsageError(`-- must be followed by a command, received ${given}`);
  }
}

/**
 * Reads a command line into options, or `"help"` where it asks for help.
 *
 * Throws UsageError on an unknown or repeated flag, a missing or wrong value, a missing required
 * flag, and too few or too many positional arguments.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { command, flag, parseCommand } from "./mod.ts";
 *
 * const flags = { "points-file": flag.text({ optional: true, help: "points" }) };
 * const spec = command({ name: "dataset", summary: "Draws.", permissions: [], flags });
 * const options = parseCommand(spec, ["--points-file", "a.csv", "--quiet"]);
 * assert(options !== "help");
 * assertEquals([options.pointsFile, options.quiet], ["a.csv", true]);
 * ```
 */
export function parseCommand<F extends Flags>(
  spec: Command<F>,
  args: readonly string[],
): Options<Omit<CommonFlags, keyof F> & F> | "help" {
  const flags: Flags = { ...spec.flags, cwd: cwdFlag };
  const end = args.indexOf("--");
  const beforeEnd = end < 0 ? args : args.slice(0, end);
  if (beforeEnd.includes("--help") || beforeEnd.includes("-h")) return "help";

  const types = Object.entries(flags).map(([name, { placeholder }]) =>
    [name, { type: placeholder === undefined ? "boolean" : "string" }] as const
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    // The parser's own complaints span lines and name no range: it only splits, we judge.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, value } = token;
    if (spec.retired && Object.hasOwn(spec.retired, name)) {
      throw new UsageError(`--${name} must be left out: ${spec.retired[name]}`);
    }
    if (!token.rawName.startsWith("--") || !Object.hasOwn(flags, name)) {
      throw unknownFlag(args[token.index], [...Object.keys(flags), "help"]);
    }
    const { placeholder, allowed, repeatable } = flags[name];
    if (placeholder === undefined && value !== undefined) {
      throw new UsageError(`--${name} must be ${allowed}, received ${value || "an empty value"}`);
    }
    if (
      placeholder !== undefined &&
      (value === undefined || (!token.inlineValue && swallowsFlag(value)))
    ) {
      throw new UsageError(`--${name} must be ${allowed}, received no value`);
    }
    const values = given.get(name) ?? [];
    if (values.length > 0 && !repeatable) {
      const all = [...values, value ?? ""].filter((text) => text !== "").join(" and ");
      throw new UsageError(`--${name} must be given once, received ${all || "twice"}`);
    }
    given.set(name, [...values, value ?? ""]);
  }

  if (spec.positionals?.afterDashes) {
    checkWords(positionals, end < 0 ? undefined : args.slice(end + 1));
  }
  const { name: noun, min, max } = spec.positionals ?? { name: "", min: 0, max: 0 };
  if (positionals.length > max) {
    const allowed = max === 0 ? "only flags are allowed" : `at most ${max} ${noun} allowed`;
    throw new UsageError(`unexpected argument ${positionals[max] || '""'}: ${allowed}`);
  }
  if (positionals.length < min) {
    throw new UsageError(`at least ${min} ${noun} needed, received ${positionals.length}`);
  }
  const place = pathsFrom(given.get("cwd")?.[0]);
  const placeArgument = (path: string) => {
    // An empty one would lead to the folder itself.
    if (path === "") throw new UsageError("an argument must be a path, received an empty one");
    const placed = place.given(path);
    if (isPrintable(placed)) return placed;
    // It is printed as a line, which programs read.
    throw new UsageError(
      `an argument must be a path without line ends or control characters, received ${placed}`,
    );
  };
  const options: Record<string, unknown> = {
    positionals: spec.positionals?.paths ? positionals.map(placeArgument) : positionals,
  };
  for (const [name, flag] of Object.entries(flags)) {
    const { required, allowed, default: initial, read, path } = flag;
    const values = given.get(name);
    if (!values && required) throw new UsageError(`--${name} is missing: it must be ${allowed}`);
    // An empty value is refused as such.
    const placed = path ? values?.map((value) => value && place.given(value)) : values;
    const fallback = path && typeof initial === "string" ? place.default(initial) : initial;
    const value = placed ? read(name, placed) : fallback;
    if (name !== "cwd" || value !== undefined) options[camelCase(name)] = value;
  }
  return options as Options<Omit<CommonFlags, keyof F> & F>;
}
