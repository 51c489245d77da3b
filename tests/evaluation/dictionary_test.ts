/** What the data dictionaries say of their columns; `sweep_test.ts` holds them against a real study. */

import { comparisonDictionary } from "../../lib/comparison/dictionary.ts";
import { dictionaryRows, evaluationDictionary } from "../../lib/evaluation/mod.ts";
import type { FamilyName } from "../../lib/curve/family.ts";
import { entriesOf } from "../../lib/results/audit/reference.ts";
import { assert, assertEquals } from "@std/assert";
import { dictionaryProblems, readTables, type Tables } from "./dictionary.ts";

const STUDY_FOLDERS = decodeURIComponent(
  new URL("../../results/reference/studies", import.meta.url).pathname,
);

Deno.test("the committed comparisons are as the dictionary says", async () => {
  const folders: string[] = [];
  for await (const { name } of Deno.readDir(STUDY_FOLDERS)) {
    for (const { directory, manifest } of await entriesOf(`${STUDY_FOLDERS}/${name}`)) {
      if (manifest.stage === "sweep") folders.push(directory);
    }
  }
  assert(folders.length > 0, "no comparison is committed");
  // Which words occur depends on the studies that are there; sweep_test.ts asks for all of them.
  const tables = await readTables(folders);
  assertEquals(dictionaryProblems(comparisonDictionary(), tables, { every: false }), []);
});

Deno.test("words and their list stand in one text, and each is in snake_case", () => {
  for (const dictionary of [evaluationDictionary(), comparisonDictionary()]) {
    for (const { table, column, meaning } of dictionaryRows(dictionary)) {
      const [, , words = []] = dictionary[table][column];
      assert(meaning.length > 0, `${table}.${column}`);
      for (const word of words) {
        assert(new RegExp(`\\b${word}\\b`).test(meaning), `${table}.${column}: ${word}`);
        assert(/^(P\d|[a-z0-9]+(_[a-z0-9]+)*)$/.test(word), `${table}.${column}: ${word}`);
      }
    }
  }
  const { meaning } = dictionaryRows(comparisonDictionary())
    .find(({ table, column }) => table === "methods" && column === "quantity")!;
  assertEquals(
    meaning,
    "model: the method's own value; gain: how much better the network's reconstruction is than " +
      "the method, on the same points",
  );
});

Deno.test("columns of a family's parameters have its words and units", () => {
  const unitOf = (family: FamilyName, table: string, column: string) =>
    evaluationDictionary(family)[table][column][0];
  for (
    const [table, column, rose, superellipse] of [
      ["points", "a", "axis units", "axis units"],
      ["points", "b", "axis units", "octaves"],
      ["points", "b_fit", "axis units", "octaves"],
      ["points", "b_error", "axis units", "octaves"],
      ["points", "fit_residual", "", ""],
      ["points", "hole_distance", "axis units", "units of a and b"],
      ["distance", "b_error", "axis units", "octaves"],
      ["isolines", "value", "axis units", "units of a and b"],
    ] as const
  ) {
    assertEquals(unitOf("rose", table, column), rose, `${table}.${column}`);
    assertEquals(unitOf("superellipse", table, column), superellipse, `${table}.${column}`);
  }
  const [, meaning] = evaluationDictionary("superellipse").lattice.a;
  assertEquals(meaning, "true semi-diameter of the shape, 0.5 to 2");
});

Deno.test("dictionaryProblems() finds each way in which a table is not as the dictionary says", () => {
  const dictionary = {
    rows: {
      set: ["", "hole or validation", ["hole", "validation"]],
      scored: ["", "1: yes; 0: no", ["0", "1"]],
      dice: ["", "a number"],
      mu_k: ["", "a number"],
      note: ["", "any words"],
    },
  } as const;
  const row = { set: "hole", scored: "0", dice: "0.5", mu_1: "1", mu_2: "-1e-3", note: "x y" };
  const problems = (...rows: Record<string, string>[]) =>
    dictionaryProblems(dictionary, new Map([["rows", rows]]) as Tables);
  const other = { ...row, set: "validation" };
  assertEquals(problems(row, other), []);
  assertEquals(problems(row, { ...other, dice: "" }, { ...other, dice: "NaN" }), []);
  assertEquals(problems(row), ["rows.set never holds validation"]);
  assertEquals(problems(row, other, { ...row, set: "edge" }), [
    "rows.set holds edge, which is not among hole, validation",
  ]);
  assertEquals(problems(row, { ...other, dice: "good" }), [
    "rows.dice holds good, which is neither a number nor a listed word",
  ]);
  assertEquals(problems(row, { ...other, bceExcess: "1" }), [
    "rows.bceExcess is not snake_case",
    "rows.bceExcess is not in the dictionary",
  ]);
  const { note: _, ...short } = row;
  assertEquals(problems(short, { ...short, set: "validation" }), ["rows.note is in no table"]);
  assertEquals(dictionaryProblems(dictionary, new Map()), ["there is no table rows"]);
});

Deno.test("a comparison's distances are in the units of its arms' plane", () => {
  const unitOf = (...families: FamilyName[]) => comparisonDictionary(families).distance.from[0];
  for (const family of ["rose", "ellipse", "bump", "superellipse"] as const) {
    assertEquals(unitOf(family, family), evaluationDictionary(family).distance.from[0], family);
  }
  assertEquals(unitOf("rose", "ellipse"), "units of a and b");
});
