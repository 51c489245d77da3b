/**
 * What dispatches bind, seen without a device: never more than an adapter can.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { gradientOf } from "../../lib/backend/webgpu/filter_gradient.ts";
import { FOLDED, plainGeometry } from "../../lib/backend/webgpu/geometry.ts";
import { type Dispatch, type Gpu, sizeOf } from "../../lib/backend/webgpu/gpu.ts";
import { plainSource } from "../../lib/backend/webgpu/source.ts";

/** Bytes that every adapter binds. */
const LEAST_LIMIT = 128 * 1024 ** 2;

function tensor(shape: readonly number[]): tf.TensorInfo {
  return { dataId: {}, shape: [...shape], dtype: "float32" };
}

/** The dispatches that `run` would record on a device. */
function recorded(bindingLimit: number, run: (gpu: Gpu) => void): Dispatch[] {
  const dispatches: Dispatch[] = [];
  const gpu: Pick<Gpu, "bindingLimit" | "output" | "run" | "dispose"> = {
    bindingLimit,
    output: tensor,
    run: (dispatch) => dispatches.push(dispatch),
    dispose() {},
  };
  run(gpu as Gpu);
  return dispatches;
}

/** Bytes of the largest binding, and what it is called. */
function largestBinding(dispatches: readonly Dispatch[]): { bytes: number; name: string } {
  const all = dispatches.flatMap(({ reads, writes }) => Object.entries({ ...reads, ...writes }))
    .map(([name, bound]) => ({
      name,
      bytes: 4 * ("count" in bound ? bound.count : sizeOf(bound)),
    }));
  return all.reduce((largest, next) => next.bytes > largest.bytes ? next : largest);
}

Deno.test("slices of a filter gradient are bound together where images go one by one", () => {
  // The published network's tail, of which an adapter of the least limit binds one image.
  const dispatches = recorded(LEAST_LIMIT, (gpu) => {
    const [x, dy] = [tensor([8, 256, 256, 128]), tensor([8, 256, 256, 256])];
    const operands = {
      x: plainSource(x),
      gradient: plainSource(dy),
      filterShape: [1, 1, 128, 256],
    };
    gradientOf(gpu, operands, plainGeometry([1, 1], 0));
  });
  assertEquals(dispatches.length, 9);
  const { bytes, name } = largestBinding(dispatches);
  assert(bytes <= LEAST_LIMIT, `${name} takes ${bytes} bytes`);
});

Deno.test("no filter gradient binds more than the adapter does", () => {
  const side = fc.integer({ min: 1, max: 256 });
  const channels = fc.integer({ min: 1, max: 512 });
  const shapes = fc.record({
    ...{ batch: fc.integer({ min: 1, max: 64 }), height: side, width: side },
    ...{ inputs: channels, outputs: channels, folded: fc.boolean() },
  });
  fc.assert(
    fc.property(shapes, ({ batch, height, width, inputs, outputs, folded }) => {
      const scale = folded ? 2 : 1;
      const image = 4 * height * width * Math.max(inputs, scale ** 2 * outputs);
      fc.pre(image <= LEAST_LIMIT - 256);
      const dispatches = recorded(LEAST_LIMIT, (gpu) => {
        const [x, dy] = [
          tensor([batch, height, width, inputs]),
          tensor([batch, height * scale, width * scale, outputs]),
        ];
        const filterShape = [3, 3, inputs, outputs];
        const operands = { x: plainSource(x), gradient: plainSource(dy), filterShape };
        gradientOf(gpu, operands, folded ? FOLDED : plainGeometry([3, 3], 1));
      });
      const { bytes, name } = largestBinding(dispatches);
      assert(bytes <= LEAST_LIMIT, `${name} takes ${bytes} bytes`);
    }),
    { seed: 7, numRuns: 300 },
  );
});
