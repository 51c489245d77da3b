/**
 * The short form of the settings that do nothing.
 */

import { assert, assertEquals } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { type Made, problemsOf, refusalProblem, settingsThatDoNothing } from "./settings.ts";

Deno.test("a setting of train, changed alone, gives another network or is refused", async () => {
  await inWorkspace(async (workspace) => {
    const ground = { workspace, results: "", seed: 7, report: () => {} };
    const { lost, tried, note } = await settingsThatDoNothing({
      ...ground,
      bases: ["published, batch 1"],
      flags: ["loss", "weights", "latents"],
      sweeps: false,
    });
    assertEquals(lost, []);
    // Five penalties, two weights and two numbers of latents; a sweep for each that is refused.
    assertEquals(
      note.split("; from")[0],
      "9 changes of train, 0 of evaluate, of which 6 are refused; 6 sweeps",
    );
    assertEquals(tried, 15);
  });
});

const made = (key: string, computed: string): Made => ({
  directory: `results/${key}`,
  key,
  parameters: {},
  computed,
});

Deno.test("one key, and one network under two keys, are found", () => {
  const outcomes = {
    "the base": made("k1", "x"),
    "--a 1": made("k2", "y"),
    "--a 2": made("k3", "x"),
  };
  const more = { "--b 1": made("k2", "z"), "--c 1": { refused: "why" }, "--d 1": { wrong: "1" } };
  assertEquals(problemsOf(new Map(Object.entries({ ...outcomes, ...more }))), [
    "--a 2 computes the bytes of the base",
    "--b 1 has the key of --a 1",
    "--d 1: 1",
  ]);
});

Deno.test("a refusal of two lines, of another code, or that leaves files is found", () => {
  const refusal = { code: 2, stdout: "", stderr: "train: no\n" };
  assertEquals(refusalProblem("train", refusal, []), undefined);
  assert(refusalProblem("train", { ...refusal, code: 1 }, []));
  assert(refusalProblem("train", { ...refusal, stdout: "results\n" }, []));
  assert(refusalProblem("train", { ...refusal, stderr: "train: no\nat\n" }, []));
  assert(refusalProblem("train", refusal, ["train/x/manifest.json"]));
});
