/**
 * Ending with the process that started this one. A parent that is killed outright cannot stop its
 * children, and what they compute would go on unseen, holding the locks of its results.
 *
 * @module
 */

import { UsageError } from "../errors.ts";

/** Milliseconds between two looks. */
const PAUSE = 500;

/**
 * Ends this process, as a kill would, when its parent is no longer `parent`. Systems that give
 * orphans no new parent (Windows) do not show it.
 *
 * Throws UsageError where `parent` did not start this process.
 *
 * @param parent Process id that the parent said it has.
 */
export function endWithParent(parent: number): void {
  const { ppid } = Deno;
  if (ppid !== parent) {
    throw new UsageError(
      `--parent must be the process that started this one, ${ppid}, received ${parent}`,
    );
  }
  const look = () => {
    if (Deno.ppid !== parent) Deno.exit(1);
  };
  Deno.unrefTimer(setInterval(look, PAUSE));
}
