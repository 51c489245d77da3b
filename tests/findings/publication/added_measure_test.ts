/**
 * The reanalysis where a measure per image was added to the table: the publication's images are not
 * at hand, so nothing of theirs can be measured by it. Modules that read the table when they are
 * loaded are imported after it was changed.
 */

import { readCsv, writeCsv } from "../../../lib/files/csv.ts";
import { MEASURE_NAMES, MEASURES } from "../../../lib/measure/image/measures.ts";
import { assert, assertEquals } from "@std/assert";

const REFERENCE = decodeURIComponent(
  new URL("../../../results/reference", import.meta.url).pathname,
);

Deno.test("a measure that is added leaves the reanalysis as it is committed", async () => {
  Object.assign(MEASURES, { added: { ...MEASURES.dice, column: "added" } });
  (MEASURE_NAMES as string[]).push("added");
  const { ERROR_COLUMNS } = await import("../../../lib/measure/cells.ts");
  assert(ERROR_COLUMNS.includes("added"));
  const { readReanalysis } = await import("../../../lib/findings/publication/read.ts");
  const { REANALYSIS_COLUMNS, reanalysisRows } = await import(
    "../../../lib/findings/publication/reanalysis.ts"
  );
  const rows = reanalysisRows(await readReanalysis(REFERENCE));
  const committed = await Deno.readTextFile(`${REFERENCE}/published/reanalysis.csv`);
  const names = (text: string) => readCsv(text).map(({ name }) => name);
  assertEquals(names(writeCsv(REANALYSIS_COLUMNS, rows)), names(committed));
});
