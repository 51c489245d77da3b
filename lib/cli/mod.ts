/**
 * What a script needs: its command line as a value, and what is around it.
 *
 * @module
 */

export { command, commonFlags, helpText } from "./command.ts";
export type {
  CamelCase,
  Command,
  CommandSpec,
  CommonFlags,
  Flags,
  Options,
  Positionals,
} from "./command.ts";
export { flag } from "./flags.ts";
export type {
  ChoiceOptions,
  Flag,
  FlagKinds,
  FlagOptions,
  Maybe,
  NumberChoiceOptions,
  NumberOptions,
  ParsedOptions,
  TextOptions,
} from "./flags.ts";
export { interruptSignal } from "./interrupt.ts";
export { parseCommand } from "./parse.ts";
export { type Outcome, runCommand } from "./run_command.ts";
