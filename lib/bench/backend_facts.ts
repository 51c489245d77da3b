/**
 * What is reported of the backend that computed.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { librariesOf } from "../results/code/fingerprint.ts";
import type { BackendFacts } from "./messages.ts";

/** The facts of a backend, with the versions of its libraries. */
export async function backendFacts(
  { name, adapter, software, reason, module, flags }: Backend,
): Promise<BackendFacts> {
  return { name, adapter, software, reason, libraries: await librariesOf([module]), flags };
}
