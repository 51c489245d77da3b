/**
 * The flag of a trained network.
 *
 * @module
 */

import { flag } from "../cli/flags.ts";

/** The flag of the network that a script looks at. */
export const modelFlag = flag.path({ value: "DIR", help: "result folder of the train script" });
