/**
 * Renews the committed reference from a finished study: `deno task reference`. It keeps manifests,
 * headline figures and small tables of every result but the report, which repeats them.
 *
 * @module
 */

import { listResults, writeReference } from "../results/mod.ts";

if (import.meta.main) {
  const [results = "results"] = Deno.args;
  const reference = `${results}/reference`;
  const folders = await listResults(results);
  const kept = folders.filter((folder) => !folder.startsWith(`${results}/report/`));
  if (kept.length === 0) {
    console.error(`No results in ${results}: run deno task reproduce first`);
    Deno.exit(1);
  }
  await Deno.remove(reference, { recursive: true }).catch(() => {});
  for (const folder of await writeReference(reference, kept)) console.log(folder);
}
