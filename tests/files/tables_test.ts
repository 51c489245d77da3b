import { readCsv } from "../../lib/files/csv.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { writeTable } from "../../lib/files/tables.ts";
import { assertEquals, assertRejects } from "@std/assert";

Deno.test("writeTable() writes tables of a result, with the first row's columns or those given", async () => {
  const folder = await Deno.makeTempDir();
  const out = outputFolder(folder);
  try {
    const read = async (name: string) =>
      readCsv(await Deno.readTextFile(`${folder}/tables/${name}.csv`));
    const rows = [{ a: 0.1, note: "x, y" }, { a: -0, note: "" }];
    await writeTable(out, "own", { rows });
    assertEquals(await read("own"), [{ a: "0.1", note: "x, y" }, { a: "-0", note: "" }]);
    await writeTable(out, "chosen", { rows, columns: ["note"] });
    assertEquals(await read("chosen"), [{ note: "x, y" }, { note: "" }]);
    await writeTable(out, "empty", { rows: [], columns: ["a"] });
    assertEquals(await Deno.readTextFile(`${folder}/tables/empty.csv`), "a\n");
    await assertRejects(() => writeTable(out, "nothing", { rows: [] }), TypeError, "columns");
    await assertRejects(
      () => writeTable(out, "uneven", { rows: [...rows, { a: 1 }] }),
      TypeError,
      'row 3 lacks column "note"',
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
