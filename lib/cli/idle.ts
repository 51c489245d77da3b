/**
 * Flags that would do nothing beside others: whoever gives one expects something of it, so it is refused.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import type { CommandSpec, Flags } from "./command.ts";

/**
 * Refuses flags that have another value than their default.
 *
 * Throws UsageError, in one line, on the first of them.
 *
 * @param options what the command line was read to
 * @param what `idle`: flags of the command, as typed after `--`; `where`: why they would do nothing,
 * such as `beside --export`
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { command, flag } from "./mod.ts";
 * import { refuseIdle } from "./idle.ts";
 *
 * const spec = command({
 *   name: "serve",
 *   summary: "Serves.",
 *   permissions: [],
 *   flags: { port: flag.integer({ min: 0, max: 65535, default: 80, help: "where" }) },
 * });
 * refuseIdle(spec, { port: 80 }, { idle: ["port"], where: "beside --export" });
 * assertThrows(
 *   () => refuseIdle(spec, { port: 81 }, { idle: ["port"], where: "beside --export" }),
 *   Error,
 *   "--port must be left out beside --export",
 * );
 * ```
 */
export function refuseIdle<F extends Flags>(
  { flags }: Pick<CommandSpec<F>, "flags">,
  options: Readonly<Record<string, unknown>>,
  { idle, where }: { readonly idle: readonly (keyof F & string)[]; readonly where: string },
): void {
  for (const name of idle) {
    const option = name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
    if (JSON.stringify(options[option]) === JSON.stringify(flags[name].default)) continue;
    throw new UsageError(`--${name} must be left out ${where}`);
  }
}
