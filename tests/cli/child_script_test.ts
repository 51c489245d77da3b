import { assert, assertEquals } from "@std/assert";
import { countedIn, permissionFlags } from "../../lib/cli/child_script.ts";

Deno.test("permissionFlags() narrows what a child may write to one folder", () => {
  assertEquals(permissionFlags("train", "/tmp/my results"), [
    "--allow-read",
    "--allow-write=/tmp/my results",
  ]);
  const evaluate = permissionFlags("evaluate", "results");
  assert(evaluate.includes("--allow-sys=homedir,cpus,networkInterfaces,hostname"));
  assert(!evaluate.includes("--allow-write") && !evaluate.some((flag) => flag.includes("-run")));
});

Deno.test("permissionFlags() falls back on the set for a path that Deno would split", () => {
  assertEquals(permissionFlags("train", "a,b"), ["--permission-set=train"]);
});

Deno.test("countedIn() reads how far a script says it is, and no other numbers", () => {
  const cases: [line: string, counted: [number, number] | undefined][] = [
    ["epoch 3 of 8: loss 0.0612, 97 images/s", [3, 8]],
    ["resumes from step 300 of 2820", [300, 2820]],
    ["reconstructs hole, 500 images", undefined],
    ["epoch 9 of 8", undefined],
    ["12 results: 3 of 4 are there", undefined],
    ["", undefined],
  ];
  for (const [line, counted] of cases) {
    const expected = counted && { done: counted[0], total: counted[1] };
    assertEquals(countedIn(line), expected, line);
  }
});
