import fc from "fast-check";
import { latentActivity, pickLatents } from "../../../lib/measure/latent/activity.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Posteriors of N images in one latent, μ normal of a given variance, σ² given. */
function posteriors(signal: number, noise: number, count = 4000) {
  const random = createRandom(0, "activity");
  return {
    means: Float64Array.from({ length: count }, () => Math.sqrt(signal) * random.normal()),
    logVariances: new Float64Array(count).fill(Math.log(noise)),
  };
}

const of = (signal: number, noise: number) =>
  latentActivity(posteriors(signal, noise), { latents: 1 })[0];

Deno.test("latentActivity() gives signal, noise and the closed form of the KL divergence", () => {
  const { signal, noise, kl } = latentActivity({
    means: Float64Array.of(-2, 2),
    logVariances: Float64Array.of(0, Math.log(0.25)),
  }, { latents: 1 })[0];
  assertEquals(signal, 4);
  assertAlmostEquals(noise, 0.625, 1e-12);
  // ½ (μ² + σ² − ln σ² − 1) of each: 2, and 2 + (0.25 + ln 4 − 1) / 2.
  assertAlmostEquals(kl!, 2 + (0.25 + Math.log(4) - 1) / 4, 1e-12);
  assertEquals(of(0, 1).kl, 0);
});

Deno.test("an active unit has a variance of μ above 0.01, whatever its noise", () => {
  assertEquals([0.02, 0.0098 / 1.2].map((signal) => of(signal, 0.5).activeUnit), [true, false]);
});

Deno.test("a latent has a signal where the variance of μ exceeds its noise", () => {
  // At the published σ = 0.1 both rules are one.
  for (const signal of [0.005, 0.02, 1]) {
    const { activeUnit, hasSignal } = of(signal, 0.01);
    assertEquals(hasSignal, activeUnit, `${signal}`);
  }
  // Collapsed; an active unit under its noise; no active unit, and yet read by the decoder.
  assertEquals(
    [[1e-4, 0.999], [0.05, 0.95], [0.005, 1e-4]].map(([s, n]) => of(s, n).hasSignal),
    [false, false, true],
  );
});

Deno.test("latentActivity() keeps latents apart", () => {
  const [live, dead] = [posteriors(1, 0.01, 100), posteriors(1e-6, 1, 100)];
  const join = (x: Float64Array, y: Float64Array) =>
    Float64Array.from({ length: 200 }, (_, i) => (i % 2 ? y : x)[i >> 1]);
  const both = latentActivity({
    means: join(live.means, dead.means),
    logVariances: join(live.logVariances, dead.logVariances),
  }, { latents: 2 });
  assertEquals(both.map(({ hasSignal }) => hasSignal), [true, false]);
  [live, dead].forEach((one, k) => {
    const alone = latentActivity(one, { latents: 1 })[0];
    for (const name of ["signal", "noise", "kl"] as const) {
      assertAlmostEquals(both[k][name]!, alone[name]!, 1e-12, name);
    }
  });
});

Deno.test("codes without noise have no KL divergence, and a signal where they vary at all", () => {
  const means = Float64Array.of(-1e-3, 5, 1e-3, 5);
  const [live, dead] = latentActivity({ means, logVariances: null }, { latents: 2 });
  assertAlmostEquals(live.signal, 1e-6, 1e-18);
  assertEquals([live.noise, live.kl, live.hasSignal, live.activeUnit], [0, null, true, false]);
  assertEquals([dead.signal, dead.hasSignal], [0, false]);
});

Deno.test("the KL divergence is never negative", () => {
  const value = fc.double({ min: -8, max: 8, noNaN: true });
  fc.assert(fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), (rows) => {
    const [entry] = latentActivity({
      means: Float64Array.from(rows, ([mean]) => mean),
      logVariances: Float64Array.from(rows, ([, log]) => log),
    }, { latents: 1 });
    assert(entry.kl! >= -1e-12 && entry.noise > 0 && entry.signal >= 0);
  }));
});

Deno.test("pickLatents() keeps the chosen columns in their order", () => {
  const codes = Float32Array.of(1, 2, 3, 4, 5, 6);
  assertEquals(pickLatents(codes, { latents: 3, chosen: [2, 0] }), Float32Array.of(3, 1, 6, 4));
  assertEquals(pickLatents(codes, { latents: 3, chosen: [0, 1, 2] }), codes);
  for (const chosen of [[], [3], [-1], [0.5]]) {
    assertThrows(() => pickLatents(codes, { latents: 3, chosen }), RangeError, `[${chosen}]`);
  }
  assertThrows(() => pickLatents(codes, { latents: 4, chosen: [0] }), RangeError, "6 numbers");
});

Deno.test("posteriors that do not fit, or are not finite, are refused", () => {
  const [two, three] = [new Float64Array(2), new Float64Array(3)];
  const refused = (means: Float64Array, logVariances: Float64Array, text: string) =>
    assertThrows(() => latentActivity({ means, logVariances }, { latents: 1 }), RangeError, text);
  refused(two, three, "2 and 3");
  refused(Float64Array.of(0, NaN), two, "NaN");
  refused(two, Float64Array.of(0, Infinity), "Infinity");
  assertThrows(
    () => latentActivity({ means: three, logVariances: three }, { latents: 2 }),
    RangeError,
    "3 numbers",
  );
});
