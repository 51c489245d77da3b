/**
 * Ending with the process that started this one. A parent that is killed outright cannot stop its
 * children, and what they compute would go on unseen, holding the locks of its results.
 *
 * @module
 */

/** Milliseconds between two looks. */
const PAUSE = 500;

/**
 * Ends this process, as a kill would, when its parent is no longer `parent`. Systems that give
 * orphans no new parent (Windows) do not show it.
 *
 * @param parent Process id that the parent said it has.
 */
export function endWithParent(parent: number): void {
  const look = () => {
    if (Deno.ppid !== parent) Deno.exit(1);
  };
  look();
  Deno.unrefTimer(setInterval(look, PAUSE));
}
