/**
 * Starts programs where the environment tells the loader of libraries where to look, as it does on many
 * clusters and machines with GPUs.
 *
 * @module
 */

/** Names of such variables in Deno's refusal. */
const LOADER_VARIABLE = /\b(?:LD|DYLD)_\w+/g;

/**
 * Starts a program. A parent that may run some programs only (`--allow-run=deno`) may not hand variables
 * of the loader such as `LD_LIBRARY_PATH` to them: Deno refuses on purpose (seen with 2.9.6), as these could make any
 * program run other code. They are empty for the child then, which the loader takes for absent.
 *
 * @param emptied Called with the names of the variables that the child does not have.
 * @throws {Deno.errors.NotCapable} The parent may not run it.
 * @throws {Deno.errors.NotFound} There is no such program.
 */
export function startChild(
  program: string | URL,
  options: Deno.CommandOptions,
  emptied: (names: readonly string[]) => void = () => {},
): Deno.ChildProcess {
  try {
    return new Deno.Command(program, options).spawn();
  } catch (error) {
    // The names are known from the refusal alone: reading the environment takes a permission.
    const names = error instanceof Deno.errors.NotCapable
      ? [...new Set(error.message.match(LOADER_VARIABLE) ?? [])]
      : [];
    if (names.length === 0) throw error;
    const empty = Object.fromEntries(names.map((name) => [name, ""]));
    const child = new Deno.Command(program, { ...options, env: { ...options.env, ...empty } })
      .spawn();
    emptied(names);
    return child;
  }
}
