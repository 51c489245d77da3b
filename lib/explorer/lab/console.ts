/**
 * What the lab's page offers at the console, and to tests, as `lab`.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import type { Phase, RunState } from "./run_state.ts";
import type { LabSettings } from "./settings.ts";

/** The lab as it is. */
export interface LabConsole {
  /** Settings as they are set now. */
  settings(): LabSettings;
  /** The run that is shown, if any. */
  run(): RunState | undefined;
  phase(): Phase;
  /** Files of both networks, by path. */
  files(): Promise<Record<PairName, Record<string, Uint8Array>>>;
}
