/**
 * The kinds of flag a command can take. A flag is a value that knows its default, what it allows
 * and how to read it, so that the help text, the error line and the type of the option handed to
 * the script all come from one place and cannot disagree.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { isPrintable } from "../words/printable.ts";

/** One flag of a command; `T` is the type of the option that it becomes. */
export interface Flag<T> {
  /** What it means, for the help text. */
  readonly help: string;
  /** Stands for the value in the help text, for instance `DIR`; absent for a flag without value. */
  readonly placeholder?: string;
  /** What a value may be, to follow "must be". */
  readonly allowed: string;
  /** The option where the flag is not given. */
  readonly default?: T;
  /** The same as a user would type it, for the help text. */
  readonly shown?: string;
  /** Whether the command refuses to start without it. */
  readonly required: boolean;
  /** Whether it may be given more than once. */
  readonly repeatable: boolean;
  /** Whether its values are paths, which lead from `--cwd` where that is given. Default false. */
  readonly path?: boolean;
  /** Reads the values given for the flag called `name` (at least one), or throws UsageError. */
  read(name: string, values: readonly string[]): T;
}

/** What every kind of flag can be told. */
export interface FlagOptions {
  /** What it means, for the help text. */
  readonly help: string;
  /** Stands for the value in the help text, for instance `DIR`. */
  readonly value?: string;
  /** May be left out although it has no default; the option is then `undefined`. */
  readonly optional?: boolean;
}

/** Options of `flag.text`. */
export interface TextOptions extends FlagOptions {
  /** The option where the flag is not given. */
  readonly default?: string;
  /** The only values allowed; any text that is not empty where absent. */
  readonly choices?: readonly string[];
}

/** Options of `flag.path`. */
export interface PathOptions extends FlagOptions {
  /** The option where the flag is not given; it leads from the working directory. */
  readonly default?: string;
  /**
   * Whether the value is printed as the last line of standard output, where others read a path: it
   * may then hold no line end and no other control character. Default false.
   */
  readonly printed?: boolean;
}

/** Options of `flag.number` and `flag.integer`. */
export interface NumberOptions extends FlagOptions {
  /** Smallest value allowed. */
  readonly min: number;
  /** Largest value allowed. */
  readonly max: number;
  /** The option where the flag is not given. */
  readonly default?: number;
  /** Whether `min` itself is refused. */
  readonly exclusiveMin?: boolean;
}

/** Options of `flag.numberChoice`. */
export interface NumberChoiceOptions extends FlagOptions {
  /** The option where the flag is not given. */
  readonly default?: number;
}

/** Options of `flag.choice`. */
export interface ChoiceOptions<T extends string> extends FlagOptions {
  /** The option where the flag is not given. */
  readonly default?: T;
}

/** Options of `flag.parsed`. */
export interface ParsedOptions extends FlagOptions {
  /** Default as a user would type it. */
  readonly default?: string;
  /** What a value may be, to follow "must be". */
  readonly allowed: string;
}

/** `T`, or also `undefined` where the options say `optional: true`. */
export type Maybe<T, O> = O extends { readonly optional: true } ? T | undefined : T;

/** The makers of flags; see {@linkcode flag}. */
export interface FlagKinds {
  /** Any text that is not empty, or one of `choices`. */
  text<const O extends TextOptions>(options: O): Flag<Maybe<string, O>>;
  /** A path of a file or folder. A relative one leads from `--cwd` where that is given. */
  path<const O extends PathOptions>(options: O): Flag<Maybe<string, O>>;
  /** A finite decimal number within a range. */
  number<const O extends NumberOptions>(options: O): Flag<Maybe<number, O>>;
  /** A whole number within a range. */
  integer<const O extends NumberOptions>(options: O): Flag<Maybe<number, O>>;
  /** One of the given numbers. */
  numberChoice<const O extends NumberChoiceOptions>(
    choices: readonly number[],
    options: O,
  ): Flag<Maybe<number, O>>;
  /** One of the given words. */
  choice<const T extends string, const O extends ChoiceOptions<NoInfer<T>>>(
    choices: readonly T[],
    options: O,
  ): Flag<Maybe<T, O>>;
  /** On when given; takes no value. */
  boolean(options: { readonly help: string }): Flag<boolean>;
  /** A text flag that may be given any number of times; empty where absent. */
  list(options: { readonly help: string; readonly value?: string }): Flag<readonly string[]>;
  /** The same for paths. */
  paths(options: { readonly help: string; readonly value?: string }): Flag<readonly string[]>;
  /**
   * Text turned into a value by `parse`, whose RangeError, SyntaxError, TypeError or UsageError
   * becomes the one line that the user sees.
   */
  parsed<T, const O extends ParsedOptions>(
    parse: (text: string) => T,
    options: O,
  ): Flag<Maybe<T, O>>;
}

/** What a text flag without choices allows. */
const ANY_TEXT = "a text that is not empty";

/** What a flag allows that is a path. */
const ANY_PATH = "a path";

/** Whether a flag needs no rule beside it: the words to choose from stand in it, or any text will do. */
export function needsNoRule({ placeholder, allowed }: Flag<unknown>): boolean {
  return placeholder === undefined || placeholder.includes("|") ||
    [ANY_TEXT, ANY_PATH].includes(allowed);
}

/** What a text flag allows whose value is printed as a line. */
const ANY_LINE = "a text without line ends or control characters";

function refuse(name: string, allowed: string, given: string): never {
  const shown = given === "" ? "an empty value" : given;
  throw new UsageError(`--${name} must be ${allowed}, received ${shown}`);
}

function single<T>(
  options: FlagOptions & { readonly default?: T },
  kind: {
    placeholder: string;
    allowed: string;
    read: (name: string, text: string) => T;
    shown?: string;
  },
): Flag<T> {
  return {
    help: options.help,
    placeholder: options.value ?? kind.placeholder,
    allowed: kind.allowed,
    default: options.default,
    shown: kind.shown ?? (options.default === undefined ? undefined : String(options.default)),
    required: options.default === undefined && !options.optional,
    repeatable: false,
    read: (name, values) => kind.read(name, values[0]),
  };
}

function oneOf(choices: readonly string[]): string {
  return choices.length === 1 ? choices[0] : `one of ${choices.join(", ")}`;
}

/** What may be chosen, such as `3, 5 or 7`. */
export function alternatives(choices: readonly (string | number)[]): string {
  const others = choices.slice(0, -1).join(", ");
  return others === "" ? `${choices.at(-1)}` : `${others} or ${choices.at(-1)}`;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number as it is typed; NaN for any other text. */
function decimal(text: string): number {
  // Adding 0 turns -0 into 0: two spellings of one value must not give two keys.
  return DECIMAL.test(text) ? Number(text) + 0 : NaN;
}

function numeric(options: NumberOptions, whole: boolean): Flag<number> {
  const { min, max, exclusiveMin = false } = options;
  const noun = whole ? "a whole number" : "a number";
  const allowed = exclusiveMin
    ? `${noun} > ${min} and at most ${max}`
    : `${noun} from ${min} to ${max}`;
  const read = (name: string, text: string): number => {
    const value = decimal(text);
    const inside = value <= max && (exclusiveMin ? value > min : value >= min);
    if (!inside || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
      refuse(name, allowed, text);
    }
    return value;
  };
  return single<number>(options, { placeholder: whole ? "N" : "X", allowed, read });
}

function numberChoice(choices: readonly number[], options: NumberChoiceOptions): Flag<number> {
  const allowed = alternatives(choices);
  const read = (name: string, text: string): number => {
    const value = decimal(text);
    if (!choices.includes(value)) refuse(name, allowed, text);
    return value;
  };
  return single<number>(options, { placeholder: "N", allowed, read });
}

function text(options: TextOptions & PathOptions, anything = ANY_TEXT): Flag<string> {
  const { choices, printed = false } = options;
  const allowed = choices ? oneOf(choices) : anything;
  const read = (name: string, given: string): string => {
    if (choices ? !choices.includes(given) : given === "") refuse(name, allowed, given);
    if (printed && !isPrintable(given)) refuse(name, ANY_LINE, given);
    return given;
  };
  return single<string>(options, { placeholder: choices?.join("|") ?? "TEXT", allowed, read });
}

/** The reason in a parser's message, without the rule and the value that the flag's error repeats. */
function reasonOf(message: string, { allowed, given }: { allowed: string; given: string }): string {
  const rule = `must be ${allowed}, received ${JSON.stringify(given)}: `;
  const at = message.indexOf(rule);
  return at < 0 ? message : message.slice(at + rule.length);
}

function parsed<T>(parse: (text: string) => T, options: ParsedOptions): Flag<T> {
  const read = (name: string, given: string): T => {
    if (given === "") refuse(name, options.allowed, given);
    try {
      return parse(given);
    } catch (error) {
      const foreseen = error instanceof RangeError || error instanceof SyntaxError ||
        error instanceof TypeError || error instanceof UsageError;
      if (!foreseen) throw error;
      const reason = reasonOf(error.message, { allowed: options.allowed, given });
      throw new UsageError(`--${name} must be ${options.allowed}, received ${given}: ${reason}`);
    }
  };
  const kind = { placeholder: "TEXT", allowed: options.allowed, read, shown: options.default };
  const initial = options.default === undefined ? undefined : parse(options.default);
  return single<T>({ ...options, default: initial }, kind);
}

function list(
  { help, value = "TEXT" }: { readonly help: string; readonly value?: string },
  allowed = ANY_TEXT,
): Flag<readonly string[]> {
  return {
    help,
    placeholder: value,
    allowed,
    default: [],
    required: false,
    repeatable: true,
    read(name, values) {
      if (values.includes("")) refuse(name, allowed, "");
      return [...values];
    },
  };
}

/**
 * Makes flags for `command()` of command.ts. A flag without default is required unless it is
 * `optional`.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { UsageError } from "../errors.ts";
 * import { flag } from "./flags.ts";
 *
 * const flags = {
 *   points: flag.integer({ min: 1, max: 1e7, default: 5000, help: "how many points to draw" }),
 *   geometry: flag.choice(["square", "published"], { default: "square", help: "frame" }),
 *   "points-file": flag.path({ value: "FILE", optional: true, help: "CSV with columns a,b" }),
 * };
 * assertEquals(flags.points.read("points", ["100"]), 100);
 * assertThrows(() => flags.points.read("points", ["0"]), UsageError, "--points must be");
 * ```
 */
export const flag: FlagKinds = {
  // The implementations return the option's plain type; `Maybe` adds `undefined` where `optional`.
  text: <O extends TextOptions>(options: O) => text(options) as Flag<Maybe<string, O>>,
  path: <O extends PathOptions>(options: O) =>
    ({ ...text(options, ANY_PATH), path: true }) as Flag<Maybe<string, O>>,
  number: <O extends NumberOptions>(options: O) =>
    numeric(options, false) as Flag<Maybe<number, O>>,
  integer: <O extends NumberOptions>(options: O) =>
    numeric(options, true) as Flag<Maybe<number, O>>,
  numberChoice: <O extends NumberChoiceOptions>(choices: readonly number[], options: O) =>
    numberChoice(choices, options) as Flag<Maybe<number, O>>,
  choice: <T extends string, O extends ChoiceOptions<NoInfer<T>>>(
    choices: readonly T[],
    options: O,
  ) => text({ ...options, choices }) as Flag<unknown> as Flag<Maybe<T, O>>,
  boolean: ({ help }) => ({
    help,
    allowed: "given without a value",
    default: false,
    required: false,
    repeatable: false,
    read: () => true,
  }),
  list,
  paths: (options) => ({ ...list(options, ANY_PATH), path: true }),
  parsed: <T, O extends ParsedOptions>(parse: (text: string) => T, options: O) =>
    parsed(parse, options) as Flag<Maybe<T, O>>,
};
