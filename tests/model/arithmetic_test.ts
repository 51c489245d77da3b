import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type ConvolutionPass, nominalMultiplications } from "../../lib/backend/passes.ts";
import { callOperations, stepOperations } from "../../lib/model/arithmetic.ts";

const small = { size: 64, divide: 4, latents: 3, posterior: "fixed" } as const;

/** Multiplications of the small network, an image, one direction, worked out by hand. */
const ENCODER = [
  62 * 62 * 9 * 1 * 16, // 64 → 62, pooled to 31
  29 * 29 * 9 * 16 * 16, // 31 → 29, pooled to 15
  13 * 13 * 9 * 16 * 32, // 15 → 13, pooled to 7
  5 * 5 * 9 * 32 * 32, // 7 → 5, pooled to 3
  3 * 3 * 32 * 3,
];
const EXPAND = 3 * 8 * 8 * 16;
const UPSAMPLED = [16 * 16 * 16 * 16, 32 * 32 * 16 * 16, 64 * 64 * 16 * 32];
const TAIL = [64 * 64 * 32 * 64, 64 * 64 * 64];

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

Deno.test("stepOperations() counts each pass forward and twice backward, but for the data's gradient", () => {
  const forward = sum(ENCODER) + EXPAND + 4 * sum(UPSAMPLED) + sum(TAIL);
  assertEquals(forward, 21_854_368);
  assertEquals(stepOperations(small), 2 * (3 * forward - ENCODER[0]));
  assertEquals(stepOperations(small), 130_019_136);
});

Deno.test("stepOperations() of a decoder alone has no encoder, and no gradient of the true (a, b)", () => {
  const truth = stepOperations({ ...small, posterior: "truth" });
  const encoder = 2 * (3 * sum(ENCODER) - ENCODER[0]);
  assertEquals(truth, stepOperations(small) - encoder - 2 * EXPAND);
});

Deno.test("stepOperations() counts nine taps where upsampling is not folded, four where it is", () => {
  const more = stepOperations(small, { folded: false }) - stepOperations(small);
  assertEquals(more, 2 * 3 * 5 * sum(UPSAMPLED));
});

Deno.test("stepOperations() gives the published network's 415 and 269 GFLOP a step of eight", () => {
  const published = { size: 256, divide: 1, latents: 3, posterior: "fixed" } as const;
  assertAlmostEquals(8 * stepOperations(published) / 1e9, 268.6, 0.1);
  assertAlmostEquals(8 * stepOperations(published, { folded: false }) / 1e9, 415.3, 1);
});

Deno.test("stepOperations() counts a second head, and widths never below one filter", () => {
  const learned = stepOperations({ ...small, posterior: "learned" });
  assertEquals(learned - stepOperations(small), 2 * 3 * 288 * 3);
  const narrow = stepOperations({ ...small, divide: 1000 });
  assertEquals(narrow, stepOperations({ ...small, divide: 256 }));
});

Deno.test("callOperations() of an encoder block: the filter's gradient alone, or the input's too", () => {
  const inputs = { x: [2, 9, 8, 3], filter: [3, 3, 3, 5], bias: [5] };
  const forward = 2 * 2 * 7 * 6 * 5 * 9 * 3;
  const outputs = [[2, 4, 3, 5], [2, 7, 6, 5]];
  assertEquals(callOperations({ name: "ConvReluPool", inputs, outputs, attrs: {} }), forward);
  const gradient = (inputGradient: boolean) =>
    callOperations({
      name: "ConvReluPoolGradient",
      inputs: { ...inputs, dy: outputs[0], y: outputs[0], r: outputs[1] },
      outputs: [],
      attrs: { inputGradient },
    });
  assertEquals([gradient(false), gradient(true)], [forward, 2 * forward]);
});

Deno.test("callOperations() of a decoder block counts four taps where it upsamples", () => {
  const inputs = { x: [1, 4, 4, 2], filter: [3, 3, 2, 7], r: [1, 8, 8, 7] };
  const attrs = { upsample: true, epsilon: 1e-3 };
  const outputs = [[1, 8, 8, 7], [1, 8, 8, 7], [7], [7]];
  const forward = 2 * 64 * 7 * 4 * 2;
  const operations = (name: string) => callOperations({ name, inputs, outputs, attrs });
  assertEquals(operations("ConvReluBatchNorm"), forward);
  assertEquals(operations("ConvReluBatchNormGradient"), 2 * forward);
});

Deno.test("callOperations() of the decoder's tail counts both of its convolutions", () => {
  const inputs = { x: [1, 4, 4, 2], filter: [1, 1, 2, 7], r: [1, 4, 4, 7] };
  const outputs = [[1, 4, 4, 1], [1, 4, 4, 7], [7], [7]];
  const forward = 2 * (16 * 2 * 7 + 16 * 7);
  const operations = (name: string) => callOperations({ name, inputs, outputs, attrs: {} });
  assertEquals(operations("ConvReluBatchNormDot"), forward);
  assertEquals(operations("ConvReluBatchNormDotGradient"), 2 * forward);
});

Deno.test("callOperations() of TF.js's own products and convolutions", () => {
  const matMul = (a: number[], b: number[], attrs: Record<string, boolean>) =>
    callOperations({ name: "BatchMatMul", inputs: { a, b }, outputs: [[4, 2, 5]], attrs });
  assertEquals(matMul([4, 2, 3], [4, 3, 5], {}), 2 * 4 * 2 * 3 * 5);
  assertEquals(matMul([4, 3, 2], [4, 3, 5], { transposeA: true }), 2 * 4 * 2 * 3 * 5);
  assertEquals(matMul([4, 2, 3], [4, 5, 3], { transposeB: true }), 2 * 4 * 2 * 3 * 5);
  const [x, dy, filter] = [[2, 9, 9, 3], [2, 7, 7, 5], [3, 3, 3, 5]];
  const call = (name: string, output: number[]) =>
    callOperations({ name, inputs: { x, dy, filter }, outputs: [output], attrs: {} });
  const operations = 2 * (2 * 7 * 7 * 5 * 27);
  assertEquals(call("Conv2D", dy), operations);
  assertEquals(call("Conv2DBackpropInput", x), operations);
  assertEquals(call("Conv2DBackpropFilter", filter), operations);
});

Deno.test("stepOperations() asks of each pass of a batch what it really takes", () => {
  const asked: ConvolutionPass[] = [];
  const none = stepOperations(small, {
    batch: 8,
    count: (pass) => {
      asked.push(pass);
      return 0;
    },
  });
  // The dense layers, forward and both gradients, and the tail's last convolution.
  assertEquals(none, 2 * 3 * (ENCODER[4] + EXPAND + TAIL[1]));
  const forward = asked.filter(({ kind }) => kind === "forward");
  assertEquals(forward.map(({ output, filter }) => [output[1], filter]), [
    [62, [3, 3, 1, 16]],
    [29, [3, 3, 16, 16]],
    [13, [3, 3, 16, 32]],
    [5, [3, 3, 32, 32]],
    [16, [3, 3, 16, 16]],
    [32, [3, 3, 16, 16]],
    [64, [3, 3, 16, 32]],
    [64, [1, 1, 32, 64]],
  ]);
  assert(asked.every(({ output }) => output[0] === 8));
  assertEquals(forward.map(({ upsample }) => upsample).lastIndexOf(true), 6);
  // Four blocks of the encoder.
  assert(asked.every(({ output, pooled }) => pooled === [62, 29, 13, 5].includes(output[1])));
  const kinds = Object.groupBy(asked, ({ kind }) => kind);
  assertEquals([kinds.inputGradient!.length, kinds.filterGradient!.length], [7, 8]);
  const half = stepOperations(small, { count: (pass) => nominalMultiplications(pass) / 2 });
  assertEquals(half, (stepOperations(small) + none) / 2);
});

Deno.test("callOperations() says which passes are of the encoder's block, whatever the shapes", () => {
  const filter = [3, 3, 16, 16], r = [1, 9, 9, 16];
  const pooledOf = (name: string) => {
    const pooled: (boolean | undefined)[] = [];
    const call = { name, inputs: { x: r, dy: r, r, filter }, outputs: [r, r], attrs: {} };
    callOperations(call, { count: (pass) => pooled.push(pass.pooled) });
    return pooled;
  };
  for (const name of ["ConvReluPool", "ConvReluPoolGradient"]) assertEquals(pooledOf(name), [true]);
  const direct = ["ConvReluScale", "ConvReluBatchNorm", "Conv2D", "FusedConv2D"];
  direct.push("ConvReluBatchNormGradient", "Conv2DBackpropInput", "Conv2DBackpropFilter");
  for (const name of direct) assert(pooledOf(name).every((pooled) => !pooled), name);
});

Deno.test("callOperations() asks of each pass what it really takes, and counts other products", () => {
  const call = {
    name: "ConvReluBatchNormDotGradient",
    inputs: { x: [2, 4, 4, 2], filter: [1, 1, 2, 7], r: [2, 4, 4, 7] },
    outputs: [],
    attrs: {},
  };
  const kinds: string[] = [];
  const count = ({ kind, output, filter, upsample }: ConvolutionPass) => {
    assertEquals([output, filter, upsample], [[2, 4, 4, 7], [1, 1, 2, 7], false]);
    kinds.push(kind);
    return kind === "inputGradient" ? 100 : 1000;
  };
  assertEquals(callOperations(call, { count }), 2 * (1100 + 2 * 2 * 16 * 7));
  assertEquals(kinds, ["inputGradient", "filterGradient"]);
});

Deno.test("callOperations() knows nothing of kernels that only move values", () => {
  assertEquals(callOperations({ name: "Identity", inputs: {}, outputs: [[3]], attrs: {} }), null);
  assertEquals(callOperations({ name: "toString", inputs: {}, outputs: [[3]], attrs: {} }), null);
});
