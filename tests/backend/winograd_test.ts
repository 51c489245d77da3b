/** Winograd's form of a convolution and its gradients, by itself and in the encoder's block. */

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { createRandom } from "../../lib/random.ts";
import { convReluPool } from "../../lib/backend/mod.ts";
import * as direct from "../../lib/backend/wasm/convolution.ts";
import { Heap } from "../../lib/backend/wasm/heap.ts";
import * as winograd from "../../lib/backend/wasm/winograd.ts";
import { multiplications, type Pass, usesWinograd } from "../../lib/backend/wasm/winograd_rule.ts";
import { compare, randomArray } from "./compare.ts";
import { useBackend } from "./devices.ts";
import { pool } from "./network_blocks.ts";
import { type Array64, convolve64, zeros64 } from "./reference.ts";

type Images = direct.Images;

/** The three passes as a form of the convolution offers them. */
interface Form {
  forward(heap: Heap, filter: direct.Filter): (x: Images, out: Images) => void;
  inputGradient(heap: Heap, filter: direct.Filter): (dy: Images, dx: Images) => void;
  filterGradient(heap: Heap, filter: direct.Filter): direct.FilterGradient;
}

const PLAIN = { bias: 0, relu: false };

const WINOGRAD: Form = {
  forward: (heap, filter) => winograd.winogradConvolution(heap, filter, PLAIN),
  inputGradient: winograd.winogradInputGradient,
  filterGradient: winograd.winogradFilterGradient,
};

const DIRECT: Form = {
  forward: (heap, filter) => direct.convolution(heap, filter, PLAIN),
  inputGradient: direct.inputGradient,
  filterGradient: direct.filterGradient,
};

const heaps = new Map<boolean, Heap>();

/** The kernels with or without relaxed SIMD, in the memory of the wasm backend. */
async function heapOf(relaxed: boolean): Promise<Heap> {
  await useBackend("wasm");
  if (!heaps.has(relaxed)) {
    const backend = tf.backend() as Parameters<typeof Heap.create>[0];
    heaps.set(relaxed, await Heap.create(backend, relaxed ? {} : { relaxed }));
  }
  return heaps.get(relaxed)!;
}

function testOnBuilds(name: string, run: (heap: Heap) => Promise<void> | void): void {
  for (const relaxed of [true, false]) {
    Deno.test({
      name: `${name} [${relaxed ? "relaxed" : "plain"} SIMD]`,
      sanitizeOps: false,
      sanitizeResources: false,
      fn: async () => await run(await heapOf(relaxed)),
    });
  }
}

/** Arrays of a layer: x, filter and the gradient dy of the output. */
interface Layer {
  readonly x: Array64;
  readonly filter: Array64;
  readonly dy: Array64;
}

/** Results of the three passes. */
type Results = Readonly<Record<Pass, Float64Array>>;

function results64({ x, filter, dy }: Layer): Results {
  const [, height, width, inputs] = x.shape;
  const [batch, outHeight, outWidth, outputs] = dy.shape;
  const turned = zeros64([3, 3, outputs, inputs]);
  turned.values.forEach((_, at) => {
    const i = at % inputs, o = Math.floor(at / inputs) % outputs;
    const tap = 8 - Math.floor(at / inputs / outputs);
    turned.values[at] = filter.values[(tap * inputs + i) * outputs + o];
  });
  const gradient = zeros64(filter.shape);
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < outHeight; y++) {
      for (let z = 0; z < outWidth; z++) {
        for (let tap = 0; tap < 9; tap++) {
          const row = y + Math.floor(tap / 3), column = z + tap % 3;
          for (let i = 0; i < inputs; i++) {
            const value = x.values[((n * height + row) * width + column) * inputs + i];
            for (let o = 0; o < outputs; o++) {
              gradient.values[(tap * inputs + i) * outputs + o] += value *
                dy.values[((n * outHeight + y) * outWidth + z) * outputs + o];
            }
          }
        }
      }
    }
  }
  return {
    forward: convolve64(x, filter, 0, [outHeight, outWidth]).values,
    inputGradient: convolve64(dy, turned, 2, [height, width]).values,
    filterGradient: gradient.values,
  };
}

/** A tensor with an array's values. */
function tensorOf({ shape, values }: Array64): tf.Tensor {
  return tf.tensor(Float32Array.from(values), [...shape]);
}

/** Images inside of a border of one pixel of zeros, and whether they are zeros still. */
function framed(heap: Heap, shape: readonly number[]) {
  const outer = direct.bordered(heap, shape, ["frame", 1]);
  const inner = direct.interior(outer, 1);
  return {
    inner,
    read(): Float64Array {
      const [batch, height, width, channels] = shape;
      const all = heap.floats(outer.at, outer.batch * outer.image / 4);
      const values: number[] = [];
      all.forEach((value, at) => {
        const pixel = Math.floor(at / channels);
        const z = pixel % (width + 2), y = Math.floor(pixel / (width + 2)) % (height + 2);
        const inside = z > 0 && z <= width && y > 0 && y <= height;
        if (inside) values.push(value);
        else assertEquals(value, 0, "the border was written to");
      });
      assertEquals(values.length, batch * height * width * channels);
      return Float64Array.from(values);
    },
  };
}

/** The three passes in a form, each written between borders that must stay as they are. */
function resultsOf(heap: Heap, form: Form, layer: Layer): Results {
  const [height, width, inputs, outputs] = layer.filter.shape;
  const tensors = [layer.x, layer.filter, layer.dy].map(tensorOf);
  const dFilter = tf.zeros([...layer.filter.shape]);
  const [x, filter, dy] = tensors.map((tensor) => heap.address(tensor));
  const sizes = { height, width, inputs, outputs };

  const out = framed(heap, layer.dy.shape);
  form.forward(heap, { at: filter, ...sizes })(direct.images(x, layer.x.shape), out.inner);
  const forward = out.read();

  const padded = direct.pad(heap, direct.images(dy, layer.dy.shape), ["dy", 2]);
  const dx = framed(heap, layer.x.shape);
  form.inputGradient(heap, { at: filter, ...sizes })(padded, dx.inner);
  const inputGradient = dx.read();

  const gradient = form.filterGradient(heap, { at: heap.address(dFilter), ...sizes });
  gradient.add(direct.images(x, layer.x.shape), direct.interior(padded, 2));
  gradient.finish();
  const filterGradient = Float64Array.from(dFilter.dataSync());
  tf.dispose([tensors, dFilter]);
  return { forward, inputGradient, filterGradient };
}

const PASSES: readonly Pass[] = ["forward", "inputGradient", "filterGradient"];

const side = fc.integer({ min: 3, max: 12 });
const channels: fc.Arbitrary<number> = fc.constantFrom(4, 5, 6, 7, 8, 9, 12, 16, 17, 31, 33);
const shape = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: side,
  width: side,
  inputs: channels,
  outputs: channels,
  seed: fc.integer({ min: 0, max: 1e6 }),
});

type Sizes = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** A layer of whole numbers from −4 to 4: float32 then loses nothing, whatever is computed how. */
function wholeLayer(
  { batch, height, width, inputs, outputs, seed }: Sizes,
): Layer {
  const array = (lengths: number[], name: string): Array64 => {
    const random = createRandom(seed, name);
    const { shape, values } = zeros64(lengths);
    return { shape, values: values.map(() => random.integer(9) - 4) };
  };
  return {
    x: array([batch, height, width, inputs], "x"),
    filter: array([3, 3, inputs, outputs], "filter"),
    dy: array([batch, height - 2, width - 2, outputs], "dy"),
  };
}

testOnBuilds("Winograd's form is exact in whole numbers, in all three passes", (heap) => {
  const check = (layer: Layer) => {
    const expected = results64(layer), actual = resultsOf(heap, WINOGRAD, layer);
    for (const pass of PASSES) assertEquals(actual[pass].map((v) => v + 0), expected[pass], pass);
  };
  fc.assert(fc.property(shape, (sizes) => check(wholeLayer(sizes))), { numRuns: 25, seed: 3 });
  // Several strips of tiles, the last one shorter.
  check(wholeLayer({ batch: 3, height: 21, width: 18, inputs: 40, outputs: 12, seed: 1 }));
});

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

testOnBuilds("its errors are no larger than the direct sum's where the rule chooses it", (heap) => {
  const layers = [[8, 9, 9, 16, 16], [2, 15, 14, 16, 32], [3, 17, 12, 32, 32], [2, 15, 16, 64, 24]];
  for (const [batch, height, width, inputs, outputs] of layers) {
    const x = randomArray([batch, height, width, inputs], 1);
    // After a ReLU all inputs are of one sign, which the filter's gradient likes least.
    x.values.forEach((value, at) => x.values[at] = Math.max(0, value));
    const filter = randomArray([3, 3, inputs, outputs], 2);
    const dy = randomArray([batch, height - 2, width - 2, outputs], 3);
    const expected = results64({ x, filter, dy });
    const [plain, transformed] = [DIRECT, WINOGRAD].map((form) =>
      resultsOf(heap, form, { x, filter, dy })
    );
    for (const pass of PASSES) {
      assert(usesWinograd(pass, { batch, height, width, filter: filter.shape }), pass);
      const error = (values: Float64Array) =>
        norm(values.map((value, at) => value - expected[pass][at])) / norm(expected[pass]);
      const [a, b] = [error(transformed[pass]), error(plain[pass])];
      assert(a <= b && a < 5e-7, `${pass} of ${[...x.shape]} to ${outputs}: ${a}, direct ${b}`);
    }
  }
});

testOnBuilds("bias, ReLU and max pooling are those of the separate kernels", (heap) => {
  for (const [height, width, outputs] of [[3, 4, 16], [9, 8, 17], [12, 13, 20], [4, 3, 5]]) {
    const sizes = { batch: 2, height, width, inputs: 16, outputs, seed: height };
    const { x, filter, dy } = wholeLayer(sizes);
    const bias = randomArray([outputs], 5);
    const half = [2, Math.ceil(dy.shape[1] / 2), Math.ceil(dy.shape[2] / 2), outputs];
    const zeros = [dy.shape, half, dy.shape, half].map((shape) => tf.zeros([...shape]));
    const tensors = [x, filter, bias].map(tensorOf);
    const [xAt, filterAt, biasAt, r, y, expectedR, expectedY] = [...tensors, ...zeros].map((t) =>
      heap.address(t)
    );
    const input = direct.images(xAt, x.shape);
    const from = { at: filterAt, height: 3, width: 3, inputs: 16, outputs };
    const epilogue = { bias: biasAt, relu: true };
    winograd.winogradConvolution(heap, from, { ...epilogue, pooled: y })(
      input,
      direct.images(r, dy.shape),
    );
    direct.convolution(heap, from, epilogue)(input, direct.images(expectedR, dy.shape));
    const [, outHeight, outWidth] = dy.shape;
    heap.kernels.maxPool(r, expectedY, 2, outHeight, outWidth, outputs);
    const [actualR, actualY, wantedR, wantedY] = zeros.map((tensor) => tensor.dataSync());
    assertEquals(actualY, wantedY);
    actualR.forEach((value, at) =>
      assert(Math.abs(value - wantedR[at]) < 1e-4, `${at}: ${value}, ${wantedR[at]}`)
    );
    assert(wantedR.some((value) => value === 0) && wantedR.some((value) => value > 0));
    tf.dispose([tensors, zeros]);
  }
});

testOnBuilds(
  "the same input gives the same bytes, and an image alone those of its batch",
  (heap) => {
    const layer = {
      x: randomArray([3, 11, 10, 18], 1),
      filter: randomArray([3, 3, 18, 16], 2),
      dy: randomArray([3, 9, 8, 16], 3),
    };
    const once = resultsOf(heap, WINOGRAD, layer);
    assertEquals(resultsOf(heap, WINOGRAD, layer), once);
    const last = ({ shape, values }: Array64): Array64 => ({
      shape: [1, ...shape.slice(1)],
      values: values.slice(values.length * 2 / 3),
    });
    const alone = resultsOf(heap, WINOGRAD, { ...layer, x: last(layer.x), dy: last(layer.dy) });
    for (const pass of ["forward", "inputGradient"] as const) {
      assertEquals(alone[pass], once[pass].slice(once[pass].length * 2 / 3));
    }
  },
);

Deno.test("the encoder's block agrees with float64 where it takes Winograd's form", async () => {
  await useBackend("wasm");
  const cases = [[2, 9, 8, 16, 17], [3, 12, 13, 16, 16], [1, 3, 3, 33, 16], [1, 4, 5, 18, 20]];
  for (const [batch, height, width, inputs, outputs] of cases) {
    const layer = { batch, height, width, filter: [3, 3, inputs, outputs] };
    assert(usesWinograd("forward", layer));
    await compare(pool, [[batch, height, width, inputs], layer.filter, [outputs]], height);
  }
});

Deno.test("the block leaves no tensor behind, and scratch memory does not grow", async () => {
  const heap = await heapOf(true);
  const run = () =>
    tf.tidy(() => {
      const x = tf.ones([2, 40, 40, 16]) as tf.Tensor4D;
      const layer = { filter: tf.ones([3, 3, 16, 16]) as tf.Tensor4D, bias: tf.zeros([16]) };
      tf.grad((image: tf.Tensor) =>
        tf.sum(convReluPool(image as tf.Tensor4D, layer as { bias: tf.Tensor1D } & typeof layer))
      )(x);
    });
  run();
  const bytes = () => heap.floats(0, 1).buffer.byteLength;
  const before = { ...tf.memory(), heap: bytes() };
  for (let k = 0; k < 30; k++) run();
  assertEquals({ ...tf.memory(), heap: bytes() }, before);
});

Deno.test("usesWinograd() takes the encoder's layers from 16 channels on", () => {
  const chosen = (batch: number, side: number, filter: number[]) =>
    PASSES.filter((pass) => usesWinograd(pass, { batch, height: side, width: side, filter }));
  assertEquals(chosen(8, 256, [3, 3, 1, 64]), []);
  assertEquals(chosen(8, 127, [3, 3, 64, 64]), PASSES);
  assertEquals(chosen(8, 31, [3, 3, 16, 16]), PASSES);
  assertEquals(chosen(8, 31, [3, 3, 8, 16]), []);
  assertEquals(chosen(8, 31, [3, 3, 16, 8]), []);
  assertEquals(chosen(8, 31, [1, 1, 64, 64]), []);
  assertEquals(chosen(8, 31, [3, 5, 64, 64]), []);
  // 63 tiles are too few for the gradient of a filter, 64 are not.
  assertEquals(chosen(63, 4, [3, 3, 16, 16]), ["forward", "inputGradient"]);
  assertEquals(chosen(64, 4, [3, 3, 16, 16]), PASSES);
});

Deno.test("multiplications() are 4/9 of the direct sum's at even sizes, and more at odd ones", () => {
  const shape = { batch: 2, height: 18, width: 22, filter: [3, 3, 32, 16] };
  const pairs = 32 * 16;
  assertEquals(multiplications("forward", shape), 2 * 16 * 20 * 9 * pairs * 4 / 9);
  assertEquals(multiplications("filterGradient", shape), multiplications("forward", shape));
  assertEquals(multiplications("inputGradient", shape), 2 * 18 * 22 * 9 * pairs * 4 / 9);
  const odd = { ...shape, height: 17, width: 21 };
  assertEquals(multiplications("forward", odd), multiplications("forward", shape));
  const narrow = { ...shape, filter: [3, 3, 1, 16] };
  assertEquals(multiplications("forward", narrow), 2 * 16 * 20 * 9 * 16);
  assertEquals(multiplications("inputGradient", narrow), 2 * 18 * 22 * 9 * 16);
});
