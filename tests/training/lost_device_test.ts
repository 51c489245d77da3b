import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { onDevice } from "../../lib/backend/mod.ts";
import { RunError } from "../../lib/errors.ts";
import { reconstruct } from "../../lib/model/inference.ts";
import { readCheckpoint } from "../../lib/training/checkpoint.ts";
import { train } from "../../lib/training/mod.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { useBackend, WEBGPU_MISSING } from "../backend/devices.ts";
import { imageSet, network, TINY, tinyDataset, trainingRun } from "./fixtures.ts";

const webgpu = () => tf.backend() as WebGPUBackend;

/** A network small enough that a software adapter compiles it in seconds. */
const SMALL = { ...TINY, divide: 64, batch: 16, epochs: 3 };

/** The one test of this file's device: what it does to the device cannot be undone. */
Deno.test({
  name:
    "buffers are given back around evaluation, and a lost device is one line that keeps the checkpoint" +
    (WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : ""),
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const backend = await useBackend("webgpu");
    const dataset = await tinyDataset();

    await t.step("what no tensor uses is freed, what one uses keeps its values", async () => {
      const kept = tf.add(tf.ones([100]), 1);
      tf.dispose(tf.add(tf.ones([1e6]), 1));
      await kept.data();
      const sum = tf.add(kept, kept);
      backend.freeUnused();
      const { numBytesInGPU, numBytesAllocatedInGPU } = tf.memory() as unknown as Record<
        string,
        number
      >;
      assertEquals(numBytesAllocatedInGPU, numBytesInGPU);
      assert(webgpu().bufferManager.getNumFreeBuffers() === 0);
      assertEquals([...await sum.data()], Array(100).fill(4));
      tf.dispose([kept, sum]);
    });

    const scratch = await Deno.makeTempDir();
    await t.step("in the middle of training", async () => {
      const allocated: number[] = [];
      const run = trainingRun(dataset, {
        parameters: SMALL,
        scratch,
        backend: {
          ...backend,
          freeUnused() {
            backend.freeUnused();
            allocated.push(webgpu().bufferManager.getNumFreeBuffers());
          },
        },
        pause: 0,
        progress: {
          line() {},
          update: (step) => void (step > 4 && webgpu().device.destroy()),
        },
      });
      const error = await assertRejects(() => train(network(SMALL), run), RunError);
      assertMatch(error.message, /^WebGPU failed: the device was lost \(destroyed\)[^\n]*$/);
      assertMatch(error.message, /the last good checkpoint is kept, and the same command resumes/);
      assertEquals((await readCheckpoint(scratch))?.history.length, 1);
      // Before and after the one evaluation that was done.
      assertEquals(allocated, [0, 0]);
    });

    await t.step("in evaluation, and before a training is resumed", async () => {
      const set = imageSet(dataset, dataset.subsets.validation);
      const works: (() => Promise<unknown>)[] = [
        () => reconstruct(network(SMALL), set),
        () => train(network(SMALL), trainingRun(dataset, { parameters: SMALL, scratch, backend })),
      ];
      for (const work of works) {
        const error = await assertRejects(() => onDevice(backend, work), RunError);
        assertMatch(error.message, /^WebGPU failed: the device was lost \(destroyed\)[^\n]*$/);
      }
    });
  },
});
