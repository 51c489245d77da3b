import { clippedErrors } from "../../../lib/measure/image/clipped_errors.ts";
import { imageErrors } from "../../../lib/measure/image/errors.ts";
import { createRandom } from "../../../lib/random.ts";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const random = createRandom(1, "clipped errors");
const target = random.uniformInto(new Float32Array(256));
const prediction = random.uniformInto(new Float32Array(256));

Deno.test("with the clip of float32, clippedErrors() is imageErrors()", () => {
  const [ours, theirs] = [
    clippedErrors(target, prediction, { width: 16, clip: 2 ** -24 }),
    imageErrors(target, prediction, { width: 16 }),
  ];
  assertEquals(Object.keys(ours), Object.keys(theirs));
  for (const name of Object.keys(theirs) as (keyof typeof theirs)[]) {
    assertAlmostEquals(ours[name], theirs[name], 1e-12, name);
  }
});

Deno.test("only the cross-entropy and its excess see the clip", () => {
  // Half of the ink is missed for certain: −ln(clip) there, −ln(1 − clip) elsewhere.
  const ink = new Float64Array(256).fill(1);
  const half = Float64Array.from(ink, (_, i) => i % 2);
  const { bce, bceExcess, entropy, dice, mse, ssim } = clippedErrors(ink, half, {
    width: 16,
    clip: 1e-4,
  });
  assertAlmostEquals(bce, -(Math.log(1e-4) + Math.log(1 - 1e-4)) / 2, 1e-12);
  assertEquals([entropy, bceExcess], [0, bce]);
  const plain = imageErrors(ink, half, { width: 16 });
  assertEquals([dice, mse, ssim], [plain.dice, plain.mse, plain.ssim]);
});

Deno.test("a perfect grey image has the excess that clipping leaves it: none within the clip", () => {
  const grey = new Float64Array(256).fill(0.3);
  assertAlmostEquals(clippedErrors(grey, grey, { width: 16, clip: 1e-4 }).bceExcess, 0, 1e-12);
});

Deno.test("clippedErrors() refuses a clip out of its range", () => {
  for (const clip of [0, -1, 0.6, NaN, 2 ** -25]) {
    assertThrows(() => clippedErrors(target, prediction, { width: 16, clip }), RangeError, "clip");
  }
});
