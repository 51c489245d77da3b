import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { datasetFacts, readDatasetFacts, writeDatasetFacts } from "../../lib/dataset/facts.ts";
import { resolveDatasetParameters } from "../../lib/dataset/parameters.ts";
import { UsageError } from "../../lib/errors.ts";
import { walkFiles } from "../../lib/files/paths.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { outputFolder } from "../../lib/files/output_folder.ts";

const OLD = { size: 64, geometry: "square", stroke: 2, hole: "disc:1.25,1,0.3" } as const;

Deno.test("facts without a family are of roses with five petals", () => {
  assertEquals(datasetFacts(OLD), { ...OLD, family: "rose", petals: 5 });
  // An older dataset is the one that an older model was trained on, and so is a newer one.
  const newer = datasetFacts(resolveDatasetParameters({ size: 64 }));
  assertEquals(JSON.stringify(newer), JSON.stringify(datasetFacts(OLD)));
  assertEquals(datasetFacts({ ...OLD, petals: 3 }), { ...OLD, family: "rose", petals: 3 });
  for (const other of [{ family: "lissajous" }, { petals: 4 }, { petals: "5" }]) {
    assertThrows(() => datasetFacts({ ...OLD, ...other }));
  }
});

Deno.test("a model's folder keeps the bytes that it had before there were families", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await writeDatasetFacts(
      outputFolder(folder),
      datasetFacts(resolveDatasetParameters({ size: 64 })),
    );
    assertEquals(
      await Deno.readTextFile(`${folder}/dataset.json`),
      JSON.stringify(OLD, null, 2) + "\n",
    );
    assertEquals(await readDatasetFacts(folder), { ...OLD, ...DEFAULT_SHAPES });
    // A folder that says so is read as well; one of other shapes is refused.
    const write = (facts: unknown) =>
      Deno.writeTextFile(`${folder}/dataset.json`, JSON.stringify(facts));
    await write({ ...OLD, family: "rose", petals: 5 });
    assertEquals(await readDatasetFacts(folder), { ...OLD, ...DEFAULT_SHAPES });
    await write({ ...OLD, family: "lissajous" });
    await assertRejects(() => readDatasetFacts(folder), UsageError, "dataset.json");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a model's folder keeps any other shapes", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const shapes of [{ petals: 3 }, { family: "superellipse" }] as const) {
      const facts = datasetFacts(resolveDatasetParameters({ size: 64, ...shapes }));
      await writeDatasetFacts(outputFolder(folder), facts);
      const read = await readDatasetFacts(folder);
      assertEquals(read, facts);
      assertEquals({ ...read, ...shapes }, read);
      await Deno.remove(`${folder}/dataset.json`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("every model of the reference is read, and shows roses with five petals", async () => {
  const reference = new URL("../../results/reference/", import.meta.url).pathname;
  let count = 0;
  for (const path of (await walkFiles(reference)).files) {
    if (!/(^|\/)dataset\.json$/.test(path)) continue;
    const folder = `${reference}${path}`.replace(/\/dataset\.json$/, "");
    const { family, petals } = await readDatasetFacts(folder);
    assertEquals([family, petals], ["rose", 5], path);
    count++;
  }
  assert(count >= 2, `${count}`);
});
