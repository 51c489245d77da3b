/**
 * The oldest version of Deno that runs the suite, and the one line that an older one gets. Tasks run
 * this module by itself, before the script that needs the version: so it imports nothing.
 *
 * Deno 2.5 and 2.6 lack `Deno.FsFile.tryLock`, 2.3 and 2.4 permission sets (`-P`) as well. Still older
 * ones end before any code runs, because they cannot read the lock file.
 *
 * @module
 */

/** The oldest version that was tried and works. */
export const OLDEST_DENO = "2.7.1";

/**
 * What is wrong with a version of Deno, in one line; nothing where it is new enough.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { complaintAbout } from "./oldest_deno.ts";
 *
 * assertEquals(complaintAbout("2.9.6"), undefined);
 * ```
 */
export function complaintAbout(version: string): string | undefined {
  const [given, oldest] = [version, OLDEST_DENO].map((text) => text.split(/[.+-]/).map(Number));
  const at = [0, 1, 2].find((i) => given[i] !== oldest[i]);
  if (at === undefined || given[at] > oldest[at]) return undefined;
  return `Deno must be version ${OLDEST_DENO} or later, received ${version}: ` +
    "deno upgrade, or npx --yes deno@latest";
}

if (import.meta.main) {
  const complaint = complaintAbout(Deno.version.deno);
  if (complaint !== undefined) {
    console.error(complaint);
    Deno.exit(2);
  }
}
