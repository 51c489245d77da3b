import { assert, assertEquals, assertRejects } from "@std/assert";
import { countedIn, permissionFlags, runScript } from "../../lib/cli/child_script.ts";
import { RunError, UsageError } from "../../lib/errors.ts";

/** Runs `train` on no dataset, and gives the lines that were passed on. */
async function trainOnNothing(
  signal: AbortSignal,
  { dataset = "no such dataset" }: { dataset?: string } = {},
): Promise<{ failure: Error; lines: string[] }> {
  const lines: string[] = [];
  const results = await Deno.makeTempDir();
  try {
    const progress = { update() {}, line: (text: string) => void lines.push(text) };
    const run = runScript("train", [`--dataset=${dataset}`], {
      results,
      backend: "wasm",
      signal,
      progress,
    });
    return { failure: await assertRejects(() => run, Error), lines };
  } finally {
    await Deno.remove(results, { recursive: true });
  }
}

Deno.test("runScript() throws what the script's exit code says, with its last line, which is passed on", async () => {
  const { failure, lines } = await trainOnNothing(new AbortController().signal);
  assert(failure instanceof UsageError && !(failure instanceof RunError), `${failure}`);
  assert(failure.message.includes("Cannot use no such dataset as --dataset"), failure.message);
  assertEquals(lines.at(-1), failure.message.replace("train: ", ""));
  // Only the line that names the chosen backend is dropped, and no other that has the word in it.
  const other = await trainOnNothing(new AbortController().signal, { dataset: "backend x" });
  assert(other.lines.some((line) => line.includes("Cannot use backend x")), `${other.lines}`);
});

Deno.test("runScript() throws the reason of a stop, whatever the script made of it", async () => {
  const controller = new AbortController();
  const wish = new DOMException("interrupted", "AbortError");
  setTimeout(() => controller.abort(wish), 50);
  assertEquals((await trainOnNothing(controller.signal)).failure as unknown, wish);
});

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
