import { assert, assertEquals } from "@std/assert";
import { permissionFlags } from "../../lib/cli/child_script.ts";

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
