import fc from "fast-check";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "../../lib/training/checkpoint.ts";
import { assertEquals } from "@std/assert";
import { scratchFolder } from "../scratch.ts";

const CHECKPOINT: Checkpoint = {
  step: 12,
  sums: { loss: 0.1, bce: 1 / 3 },
  history: [{ epoch: 1, loss: 0.25 }],
  arrays: {
    "mean/kernel": { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-30, 7) },
    "mean/bias": { shape: [], values: Float32Array.of(9) },
  },
};

Deno.test("a checkpoint comes back as it was written", async () => {
  const directory = await scratchFolder();
  assertEquals(await readCheckpoint(directory), null);
  await writeCheckpoint(directory, CHECKPOINT);
  assertEquals(await readCheckpoint(directory), CHECKPOINT);
});

Deno.test("of a checkpoint cut short anywhere nothing is read", async () => {
  const directory = await scratchFolder();
  await writeCheckpoint(directory, CHECKPOINT);
  const file = `${directory}/checkpoint.bin`;
  const whole = await Deno.readFile(file);
  await fc.assert(fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
    await Deno.writeFile(file, whole.subarray(0, length));
    assertEquals(await readCheckpoint(directory), null);
  }));
});

Deno.test("of a checkpoint in which any bit was turned nothing is read", async () => {
  const directory = await scratchFolder();
  await writeCheckpoint(directory, CHECKPOINT);
  const file = `${directory}/checkpoint.bin`;
  const whole = await Deno.readFile(file);
  await fc.assert(fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), async (at, bit) => {
    const turned = whole.slice();
    turned[at] ^= 1 << bit;
    await Deno.writeFile(file, turned);
    assertEquals(await readCheckpoint(directory), null);
  }));
});
