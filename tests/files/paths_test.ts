import { joinPath } from "../../lib/files/paths.ts";
import { assertEquals } from "@std/assert";

Deno.test("joinPath() puts one slash between parts, after any folder", () => {
  assertEquals(joinPath("results", "train", "a.csv"), "results/train/a.csv");
  assertEquals(joinPath("results//", "train"), "results/train");
  assertEquals(joinPath("/results/", "train"), "/results/train");
  assertEquals(joinPath(".", "a"), "./a");
  assertEquals(joinPath("C:/", "a"), "C:/a");
  assertEquals(joinPath("C:\\results", "a"), "C:\\results/a");
  for (const root of ["/", "//"]) {
    assertEquals([joinPath(root), joinPath(root, "a"), joinPath(root, "/a")], ["/", "/a", "/a"]);
  }
});

Deno.test("joinPath() keeps the two slashes before another machine's name", () => {
  assertEquals(joinPath("//nas/share", "results"), "//nas/share/results");
  assertEquals(joinPath("//nas/share/", "a", "b"), "//nas/share/a/b");
  assertEquals(joinPath("\\\\nas\\share", "a"), "\\\\nas\\share/a");
});
