/**
 * Typing a stage's command: its reader gets the options that its flags become.
 *
 * @module
 */

import type { Flags, Options } from "../cli/command.ts";
import type { Result, StageCommand } from "./stage.ts";

/** A stage's command, with the type of its options. */
export interface StageCommandSpec<P, F extends Flags> {
  /** The flags that name a result folder, by role, with the stage that it must come from. */
  readonly inputs: Readonly<Record<string, string>>;
  /** All flags of the script. */
  readonly flags: F;
  /** Parameters that a command line asks for; see `StageCommand.parameters`. */
  parameters(
    options: Options<F>,
    inputs: Readonly<Record<string, Result>>,
    material: unknown,
  ): unknown;
  /** Throws UsageError where flags are at odds, before an input is opened. Absent: they never are. */
  check?(options: Options<F>): void;
  /** Reads what the parameters will name by a digest only. Absent: nothing. */
  material?(options: Options<F>): Promise<unknown>;
  /** The flags that ask for given parameters, without those of the inputs. */
  arguments(parameters: P): string[];
  /** Whether it is worth a process of its own. Default false. */
  readonly apart?: boolean;
}

/** Makes a stage's command; see {@linkcode StageCommand}. */
export function stageCommand<P>() {
  return <const F extends Flags>(spec: StageCommandSpec<P, F>): StageCommand<P> => ({
    apart: false,
    ...spec,
  });
}

/** Flags and values as words of a command line; a value is written as JavaScript does. */
export function argumentsOf(values: Readonly<Record<string, string | number | boolean>>): string[] {
  // By name: parameters read back from a manifest come in another order than those just resolved,
  // and a report that shows the command must have the same bytes for both.
  return Object.keys(values).sort().flatMap((name) => [`--${name}`, String(values[name])]);
}
