/**
 * Flags of a schema's fields: a range or a choice stands in the schema alone, and the command line
 * allows exactly what the schema does.
 *
 * @module
 */

import { z } from "zod";
import { type Flag, flag, type FlagOptions, type Maybe } from "./flags.ts";

/** Options of {@linkcode setting}. */
export interface SettingOptions<T> extends FlagOptions {
  /** The option where the flag is not given; the schema's own default where this is absent. */
  readonly default?: T;
}

/** What JSON Schema says of a field, as far as a flag can take it. */
interface Described {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly default?: string | number;
}

/**
 * The flag of a field: a number or a whole number with both of its ends, or one of some words or of
 * some numbers.
 *
 * Throws TypeError where the field is something else, or a number without an end.
 *
 * @param field a field's schema, for instance `z.int().min(1).max(64)`
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { z } from "zod";
 * import { UsageError } from "../errors.ts";
 * import { setting } from "./setting.ts";
 *
 * const divide = setting(z.int().min(1).max(64).default(4), { help: "divides the widths" });
 * assertEquals([divide.default, divide.read("divide", ["8"])], [4, 8]);
 * assertThrows(() => divide.read("divide", ["65"]), UsageError, "from 1 to 64");
 * ```
 */
export function setting<S extends z.ZodType, const O extends SettingOptions<z.output<S>>>(
  field: S,
  options: O,
): Flag<Maybe<z.output<S>, O>> {
  const described = z.toJSONSchema(field, { io: "input" }) as Described;
  const initial = options.default ?? (options.optional ? undefined : described.default);
  const all = { ...options, ...(initial === undefined ? {} : { default: initial }) };
  return made(described, all as SettingOptions<never>) as Flag<unknown> as Flag<
    Maybe<z.output<S>, O>
  >;
}

function made(described: Described, options: SettingOptions<never>): Flag<unknown> {
  const { enum: choices = [] } = described;
  const numbers = choices.filter((choice) => typeof choice === "number");
  if (numbers.length > 0) return flag.numberChoice(numbers, options);
  if (choices.length > 0) return flag.choice(choices.map(String), options);
  const { type, maximum: max, exclusiveMinimum, minimum: min = exclusiveMinimum } = described;
  if ((type !== "number" && type !== "integer") || min === undefined || max === undefined) {
    throw new TypeError(
      `Cannot make a flag: the field must be a choice or a number with both ends, ` +
        `received ${JSON.stringify(described)}`,
    );
  }
  const range = { ...options, min, max, exclusiveMin: exclusiveMinimum !== undefined };
  return type === "integer" ? flag.integer(range) : flag.number(range);
}
