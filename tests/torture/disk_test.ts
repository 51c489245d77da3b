/** What the check of the order of writing finds. */

import { assertEquals } from "@std/assert";
import { orderProblems } from "./disk.ts";

/** A result of one file, written in order. */
const SOUND = [
  "mkdir r/.partial/k/out",
  "write r/.partial/k/out/t/a.csv",
  "sync r/.partial/k/out/t/a.csv",
  "write r/.partial/k/out/manifest.json",
  "sync r/.partial/k/out/manifest.json",
  "sync r/.partial/k/out/t",
  "sync r/.partial/k/out/.",
  "rename r/.partial/k/out -> r/s/x",
  "sync r/s",
];

Deno.test("orderProblems() takes the order in which nothing can be lost, and no other", () => {
  assertEquals(orderProblems(SOUND), []);
  const problems = (...order: number[]) => orderProblems(order.map((i) => SOUND[i]));
  const manifestFirst = problems(0, 3, 4, 1, 2, 5, 6, 7, 8);
  assertEquals(manifestFirst[0], "r/.partial/k/out/t/a.csv is written after the manifest");
  assertEquals(problems(0, 1, 3, 4, 5, 6, 7, 8), [
    "r/.partial/k/out/t/a.csv is not synced after it is written",
  ]);
  assertEquals(problems(0, 1, 3, 2, 4, 5, 6, 7, 8), [
    "r/.partial/k/out/t/a.csv is synced after the manifest is written",
  ]);
  assertEquals(problems(0, 1, 2, 3, 5, 6, 7, 8), [
    "r/.partial/k/out/manifest.json is not synced after it is written",
  ]);
  assertEquals(problems(0, 1, 2, 3, 4, 6, 7, 8), ["r/.partial/k/out/t is not synced in its turn"]);
  assertEquals(problems(0, 1, 2, 3, 4, 5, 6, 7), ["r/s/x is not synced under its new name"]);
});
