/**
 * Measures the publication's own figures again, beside ours: `deno task reanalysis`. Reads
 * `results/reference` and renews in `results/reference/published` the table `reanalysis.csv`, the
 * figures `p1.svg` and `bends.svg`, and `SHA256SUMS` of every file, in seconds. With `--measure DIR` it
 * first decodes P1 again with the pairs of the published size and hole in that folder of results (270
 * images of 256² a pair, minutes on a processor), which renews `p1_errors.csv`. The reference holds
 * the networks of seed 0; those of the other seeds come from `deno task sweep --study holes
 * --profile full`.
 *
 * A script for developers and no stage: it compares what is committed with what was published, and
 * its result is committed too. Whoever reads the findings needs the table, not the command.
 *
 * @module
 */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { reanalysisFigures } from "../../lib/findings/publication/figures.ts";
import { publishedPairs } from "../../lib/findings/publication/ours.ts";
import { readReanalysis } from "../../lib/findings/publication/read.ts";
import { REANALYSIS_COLUMNS, reanalysisRows } from "../../lib/findings/publication/reanalysis.ts";
import { themed } from "../../lib/figures/theme.ts";
import { writeCsv } from "../../lib/files/csv.ts";
import { writeChecksums } from "../../lib/results/checksums.ts";
import type { Row } from "../../lib/files/tables.ts";

/** Draws of the sampling noise. */
export const DRAWS = 8;

/** Errors along P1 of the pairs at the published size and hole; a pair's noise has its seed. */
async function measureP1(networks: string): Promise<Row[]> {
  // Loaded here, because a table without them needs no backend.
  const { selectBackend } = await import("../../lib/backend/select.ts");
  const { p1Errors } = await import("../../lib/evaluation/published/p1_errors.ts");
  console.error((await selectBackend("wasm")).reason);
  const rows: Row[] = [];
  for (const { network, seed, directory } of await publishedPairs(networks)) {
    const options = {
      network,
      draws: DRAWS,
      seed,
      check: (pass: string) => console.error(`seed ${seed}: ${pass}`),
    };
    for await (const pass of p1Errors(directory, options)) rows.push(...pass);
  }
  return rows;
}

if (import.meta.main) {
  const { values: { cwd, measure }, positionals } = parseArgs({
    options: {
      cwd: { type: "string", default: "." },
      measure: { type: "string" },
    },
    allowPositionals: true,
  });
  const [reference = "results/reference"] = positionals.map((path) => resolve(cwd, path));
  const folder = `${reference}/published`;
  const write = async (name: string, text: string) => {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    console.log(`${folder}/${name}`);
  };
  if (measure !== undefined) {
    const rows = await measureP1(resolve(cwd, measure));
    await write("p1_errors.csv", writeCsv(Object.keys(rows[0]), rows));
  }
  const data = await readReanalysis(reference);
  const rows = reanalysisRows(data);
  await write("reanalysis.csv", writeCsv(REANALYSIS_COLUMNS, rows));
  for (const [name, svg] of Object.entries(await reanalysisFigures(data, rows))) {
    await write(name, themed(svg));
  }
  await writeChecksums(folder);
}
