import {
  METHOD_MEASURES,
  POINT_MEASURES,
  readEvaluation,
} from "../../lib/comparison/evaluations.ts";
import { writeCsv } from "../../lib/files/csv.ts";
import type { Result } from "../../lib/results/stage.ts";
import { assertEquals } from "@std/assert";

/** Rows of a table of points, a row a set and an index; each measure is `value` in its row. */
function rowsOf(
  measures: readonly string[],
  points: readonly (readonly [set: string, index: number, value: number])[],
): Record<string, string | number>[] {
  return points.map(([set, index, value]) => ({
    ...{ set, index, a: 1 + index / 10, b: index / 10 },
    ...Object.fromEntries(measures.map((name) => [name, value])),
  }));
}

Deno.test("readEvaluation() takes the three walks as one set, and vectors for no numbers", async () => {
  const directory = await Deno.makeTempDir();
  const write = (name: string, rows: Record<string, string | number>[]) =>
    Deno.writeTextFile(`${directory}/tables/${name}.csv`, writeCsv(Object.keys(rows[0]), rows));
  const points = [["hole", 3, 0.5], ["P1", 0, 0.1], ["P2", 0, 0.2], ["P3", 1, 0.3]] as const;
  try {
    await Deno.mkdir(`${directory}/tables`);
    await write("points", rowsOf(POINT_MEASURES, points));
    await write(
      "methods",
      rowsOf(METHOD_MEASURES, points.slice(1)).map((row) => ({ ...row, method: "cross_fade" })),
    );
    await write("distance", [{ edge: "hole", dice: 1 }]);
    await write("lattice", [{ a: 1, b: 1 }]);
    const metrics = {
      codes: {
        ...{ mig: 0.25, sap: null, mean: null, step_a: [1, 2], step_b: null },
        notes: { sap: "no signal" },
      },
      code_distances: { hole: { latent_line: 0.5 }, validation: { latent_line: null } },
    };
    const read = await readEvaluation({ directory, metrics } as unknown as Result);
    assertEquals([...read.sets.keys()], ["hole", "transects"]);
    const walks = read.sets.get("transects")!;
    assertEquals(walks.ids, ["P1 0", "P2 0", "P3 1"]);
    assertEquals([...walks.measures.dice], [0.1, 0.2, 0.3]);
    assertEquals([[...walks.a], [...walks.b]], [[1, 1, 1.1], [0, 0, 0.1]]);
    assertEquals([...read.methods.get("transects")!.get("cross_fade")!.measures.dice], [
      ...[0.1, 0.2, 0.3],
    ]);
    assertEquals(read.codes, {
      ...{ mig: 0.25, sap: null },
      code_distance_latent_line_hole: 0.5,
      code_distance_latent_line_validation: null,
    });
    assertEquals(read.notes, { sap: "no signal" });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
