import { foldersOf } from "../../lib/results/durable.ts";
import { assertEquals } from "@std/assert";

Deno.test("foldersOf() names each folder on the way to a file once, the deepest first", () => {
  assertEquals(foldersOf(["metrics.json", "a/b/c.csv", "a/d.csv", "e/f.csv"]), [
    "a/b",
    "a",
    "e",
    "",
  ]);
  assertEquals(foldersOf([]), [""]);
});
