/**
 * How much a small network asks of a GPU's driver: texts of shaders, and commands a step. Each costs
 * time that no software adapter shows.
 */

import { assert, assertEquals } from "@std/assert";
import { testRecorded } from "./webgpu_commands.ts";

function isAtMost(value: number, most: number, what: string): void {
  assert(value <= most, `${what}: ${value}, at most ${most}`);
}

testRecorded(
  "a network asks for few shaders and few commands a step [webgpu]",
  16,
  async ({ recorded, step, validate, texts }) => {
    for (let k = 0; k < 3; k++) await step(8);
    recorded.reset();
    await step(8);
    const { dispatches, copies, passes, bindGroups, buffers } = recorded.commands;
    isAtMost(dispatches, 110, "dispatches of a step");
    // Reading the loss takes one.
    isAtMost(copies, 2, "copies of a step");
    isAtMost(passes, 6, "passes of a step");
    isAtMost(bindGroups, 5, "new bind groups of a step");
    isAtMost(buffers, 2, "new buffers of a step");

    const before = texts().length;
    assert(before > 20, "hardly any shader was seen");
    await step(5);
    assertEquals(texts().length, before, "a last batch of another size asked for new shaders");
    await validate();
    isAtMost(texts().length, 70, "shaders of a network");
  },
);
