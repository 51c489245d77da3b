/**
 * What a command is: its name, flags, positional arguments and permissions as one value, from which
 * the help text and the type of its options both follow. `parse.ts` reads a command line.
 *
 * @module
 */

import { type Flag, flag, needsNoRule } from "./flags.ts";

/** Flags by name, as typed after `--` (kebab-case). */
// deno-lint-ignore no-explicit-any -- Flag<T> is invariant in T, and this is a set of any T
export type Flags = Readonly<Record<string, Flag<any>>>;

/** `points-file` → `pointsFile`. */
export type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** The options that a set of flags becomes: names in camelCase, and the positional arguments. */
export type Options<F extends Flags> =
  & { readonly [K in keyof F & string as CamelCase<K>]: F[K] extends Flag<infer T> ? T : never }
  & {
    readonly positionals: readonly string[];
    /** Where relative paths of the command line lead from, where that was given. */
    readonly cwd?: string;
  };

/** The arguments that are no flags. */
export interface Positionals {
  /** Stands for one of them in the help text, for instance `DIR`. */
  readonly name: string;
  /** What they are. */
  readonly help: string;
  /** Fewest of them. */
  readonly min: number;
  /** Most of them. */
  readonly max: number;
  /** Whether they are paths, which lead from `--cwd` where that is given. Default false. */
  readonly paths?: boolean;
  /**
   * Whether they stand after `--` and nowhere else: they are then the words of another command, and
   * may look like flags. Default false.
   */
  readonly afterDashes?: boolean;
}

/** What a script says about itself. */
export interface CommandSpec<F extends Flags> {
  /** Name of the task and of the file in `scripts/`. */
  readonly name: string;
  /** One sentence on what it does. */
  readonly summary: string;
  /** The permission flags that suffice, for instance `["--allow-read", "--allow-write"]`. */
  readonly permissions: readonly string[];
  /** Its own flags, without the common ones. */
  readonly flags: F;
  /** Absent: the command takes none. */
  readonly positionals?: Positionals;
  /** Flags that the command once had, and what to write instead. */
  readonly retired?: Readonly<Record<string, string>>;
  /** What is told of an interrupt. Default: that what was finished is kept. */
  readonly interrupted?: string;
  /** Command lines, without the `deno task` before them. */
  readonly examples?: readonly string[];
}

/** The flags that every script takes, `--cwd` and `--help` aside. */
export const commonFlags: {
  readonly results: Flag<string>;
  readonly backend: Flag<"auto" | "webgpu" | "wasm">;
  readonly json: Flag<boolean>;
  readonly quiet: Flag<boolean>;
} = {
  results: flag.path({
    value: "DIR",
    default: "results",
    printed: true,
    help: "where result folders lie",
  }),
  backend: flag.choice(["auto", "webgpu", "wasm"], {
    default: "auto",
    help: "what computes: a hardware WebGPU adapter if there is one, else wasm",
  }),
  json: flag.boolean({ help: "print one JSON object on standard output, and nothing else" }),
  quiet: flag.boolean({ help: "print no progress" }),
};

/** The flag that says where the others' paths lead from; see {@linkcode Flag.path}. */
export const cwdFlag: Flag<string | undefined> = flag.text({
  value: "DIR",
  optional: true,
  help: "where relative paths lead from; deno task gives the folder that you stand in",
});

/** The type of {@linkcode commonFlags}. */
export type CommonFlags = typeof commonFlags;

/** A command with the common flags added; made by {@linkcode command}. */
export interface Command<F extends Flags> extends CommandSpec<Omit<CommonFlags, keyof F> & F> {
  /** Names of the flags that are the command's own, in the order of the help text. */
  readonly own: readonly string[];
}

/**
 * Adds the common flags to a script's own. Throws TypeError where a name is not in kebab-case.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { command } from "./command.ts";
 * import { flag } from "./flags.ts";
 *
 * const spec = command({
 *   name: "render",
 *   summary: "Renders one image.",
 *   permissions: ["--allow-write"],
 *   flags: { a: flag.number({ min: 0.5, max: 2, default: 1.25, help: "mean radius" }) },
 * });
 * assertEquals(Object.keys(spec.flags), ["results", "backend", "json", "quiet", "a"]);
 * ```
 */
export function command<const F extends Flags>(spec: CommandSpec<F>): Command<F> {
  for (const name of [spec.name, ...Object.keys(spec.flags)]) {
    if (["help", "cwd"].includes(name) || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
      throw new TypeError(
        `Cannot make the command: names must be in kebab-case and neither help nor cwd, received ${name}`,
      );
    }
  }
  return { ...spec, flags: { ...commonFlags, ...spec.flags }, own: Object.keys(spec.flags) };
}

/**
 * The text of `--help`: usage, permission flags, and each flag with its meaning, what it allows
 * and its default.
 */
export function helpText<F extends Flags>(spec: Command<F>): string {
  const flags: Flags = { ...spec.flags, cwd: cwdFlag };
  const head = (name: string) => {
    const { placeholder } = flags[name];
    return `--${name}${placeholder ? ` ${placeholder}` : ""}`;
  };
  const names = Object.keys(flags);
  const common = names.filter((name) => !spec.own.includes(name));
  const width = Math.min(32, Math.max(...names.map((name) => head(name).length)));
  const row = (left: string, right: string) => `  ${left.padEnd(width)}  ${right}`;
  const describe = (name: string): string => {
    const { help, placeholder, allowed, shown, required, repeatable } = flags[name];
    if (placeholder === undefined) return row(head(name), help);
    const absent = required ? "required" : repeatable ? "may be repeated" : "optional";
    const fallback = shown === undefined ? absent : `default ${shown}`;
    const rule = needsNoRule(flags[name]) ? "" : `; ${allowed}`;
    return row(head(name), `${help}${rule} (${fallback})`);
  };
  const { positionals } = spec;
  const arity = positionals
    ? (positionals.max > 1 ? `${positionals.name}…` : positionals.name)
    : "";
  const written = positionals?.afterDashes ? `-- ${arity}` : arity;
  const tail = `[flags]${arity && (positionals?.min ? ` ${written}` : ` [${written}]`)}`;
  const permissions = spec.permissions.map((permission) => `${permission} `).join("");
  return [
    spec.summary,
    "",
    "Usage:",
    `  deno task ${spec.name} ${tail}`,
    `  deno run ${permissions}scripts/${spec.name}.ts ${tail}`,
    "",
    ...(positionals ? ["Arguments:", row(arity, positionals.help), ""] : []),
    ...(spec.own.length ? ["Flags:", ...spec.own.map(describe), ""] : []),
    "Flags that every script takes:",
    ...common.map(describe),
    row("--help", "print this text"),
    ...(spec.examples?.length
      ? ["", "Examples:", ...spec.examples.map((example) => `  deno task ${example}`)]
      : []),
  ].join("\n");
}
