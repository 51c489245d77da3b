/** WebGPU itself: memory given back, and a device that is destroyed. In a process without parallel tests. */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { onDevice } from "../../lib/backend/mod.ts";
import { RunError } from "../../lib/errors.ts";
import { reconstruct } from "../../lib/model/inference.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { useBackend, WEBGPU_MISSING } from "../backend/devices.ts";
import { imageSet, network, TINY, tinyDataset } from "./fixtures.ts";

Deno.test({
  name: "WebGPU gives back buffers that no tensor uses, and its loss in evaluation is one line" +
    (WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : ""),
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const backend = await useBackend("webgpu");
    const webgpu = tf.backend() as WebGPUBackend;

    const kept = tf.add(tf.ones([100]), 1);
    tf.dispose(tf.add(tf.ones([1e6]), 1));
    await kept.data();
    const sum = tf.add(kept, kept);
    backend.freeUnused();
    assert(webgpu.memory().numBytesInGPU >= 800);
    const { numBytesAllocatedInGPU } = webgpu.memory() as unknown as Record<string, number>;
    assertEquals(numBytesAllocatedInGPU, webgpu.memory().numBytesInGPU);
    assertEquals(webgpu.bufferManager.getNumFreeBuffers(), 0);
    assertEquals([...await sum.data()], Array(100).fill(4));

    // Last, because it cannot be undone.
    const dataset = await tinyDataset();
    const set = imageSet(dataset, dataset.subsets.validation);
    const vae = network({ ...TINY, divide: 64 });
    // A software driver that still computes for a device that is gone may end the process.
    await webgpu.device.queue.onSubmittedWorkDone();
    webgpu.device.destroy();
    const error = await assertRejects(
      () => onDevice(backend, () => reconstruct(vae, set)),
      RunError,
    );
    assertMatch(error.message, /^WebGPU failed: the device was lost \(destroyed\)[^\n]*$/);
  },
});
