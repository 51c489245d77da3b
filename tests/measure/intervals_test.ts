import fc from "fast-check";
import {
  describeInterval,
  hierarchicalBootstrap,
  type Interval,
  seedInterval,
} from "../../lib/measure/intervals.ts";
import { createRandom, type Random } from "../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Normal effects of seeds, with normal points of the same spread around each. */
function normalGroups(
  random: Random,
  { seeds, points }: { readonly seeds: number; readonly points: number },
): Float64Array[] {
  return Array.from({ length: seeds }, () => {
    const effect = random.normal();
    return Float64Array.from({ length: points }, () => effect + random.normal());
  });
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function assertNear(actual: Interval, expected: Omit<Interval, "seeds">, tolerance: number): void {
  assertAlmostEquals(actual.estimate, expected.estimate, tolerance, "estimate");
  assertAlmostEquals(actual.low, expected.low, tolerance, "low");
  assertAlmostEquals(actual.high, expected.high, tolerance, "high");
}

const value = fc.double({ min: -100, max: 100, noNaN: true });
const group = fc.array(value, { minLength: 1, maxLength: 8 });
const groups = fc.array(group, { minLength: 2, maxLength: 5 });
const quick = { resamples: 99 };

Deno.test("hierarchicalBootstrap() of equal values has no width, whatever the sizes", () => {
  const interval = hierarchicalBootstrap([[0.1, 0.1, 0.1], [0.1, 0.1], [0.1]]);
  assertEquals(interval, { estimate: 0.1, low: 0.1, high: 0.1, seeds: 3 });
});

Deno.test("hierarchicalBootstrap() of two seeds at 0 and 1 runs from 0 to 1", () => {
  const expected = { estimate: 0.5, low: 0, high: 1, seeds: 2 };
  assertEquals(hierarchicalBootstrap([[0], [1]]), expected);
  assertEquals(
    hierarchicalBootstrap([new Float32Array(50), new Float32Array(7).fill(1)]),
    expected,
  );
});

Deno.test("hierarchicalBootstrap() draws seeds: three of them give the quantiles of 27 draws", () => {
  const seeds = [[0, 0], [1, 1], [10, 10]];
  // All three draws are the lowest seed in 1 of 27 cases: 3.7 %, between the tails of 95 and 90 %.
  assertNear(hierarchicalBootstrap(seeds), { estimate: 11 / 3, low: 0, high: 10 }, 1e-12);
  const narrower = hierarchicalBootstrap(seeds, { confidence: 0.9, resamples: 20_000 });
  assertNear(narrower, { estimate: 11 / 3, low: 1 / 3, high: 7 }, 1e-12);
});

Deno.test("hierarchicalBootstrap() draws points: equal seeds give a binomial", () => {
  const seeds = [[0, 1], [0, 1], [0, 1]];
  // Six fair coins: no head in 1.6 %, at most one in 10.9 %.
  const options = { resamples: 20_000 };
  const sixth = 1 / 6;
  const wide = hierarchicalBootstrap(seeds, options);
  assertNear(wide, { estimate: 0.5, low: sixth, high: 1 - sixth }, 1e-12);
  const wider = hierarchicalBootstrap(seeds, { ...options, confidence: 0.98 });
  assertNear(wider, { estimate: 0.5, low: 0, high: 1 }, 1e-12);
});

Deno.test("hierarchicalBootstrap() of many seeds is as wide as the normal approximation", () => {
  const seeds = Array.from({ length: 400 }, (_, i) => [i % 2 === 0 ? 1 : -1]);
  assertNear(hierarchicalBootstrap(seeds), { estimate: 0, low: -0.098, high: 0.098 }, 0.01);
});

Deno.test("hierarchicalBootstrap() gives every seed the same weight, whatever its points", () => {
  assertEquals(hierarchicalBootstrap([new Float64Array(100), [1]]).estimate, 0.5);
});

Deno.test("hierarchicalBootstrap() is the same for the same seed only", () => {
  const data = normalGroups(createRandom(1, "test"), { seeds: 4, points: 30 });
  const interval = hierarchicalBootstrap(data, { seed: 5 });
  assertEquals(hierarchicalBootstrap(data, { seed: 5 }), interval);
  const other = hierarchicalBootstrap(data, { seed: 6 });
  assertEquals(other.estimate, interval.estimate);
  assert(other.low !== interval.low && other.high !== interval.high);
});

Deno.test("hierarchicalBootstrap() leaves its input alone", () => {
  const data = [Float64Array.of(3, 1, 2), Float64Array.of(9, 7)];
  hierarchicalBootstrap(data, quick);
  assertEquals(data, [Float64Array.of(3, 1, 2), Float64Array.of(9, 7)]);
});

Deno.test("hierarchicalBootstrap() hardly depends on the order of seeds and points", () => {
  const data = normalGroups(createRandom(2, "test"), { seeds: 6, points: 40 });
  const turned = data.map((points) => points.toReversed()).reverse();
  assertNear(hierarchicalBootstrap(turned), hierarchicalBootstrap(data), 0.1);
  assertAlmostEquals(
    hierarchicalBootstrap(turned).estimate,
    hierarchicalBootstrap(data).estimate,
    1e-12,
  );
});

Deno.test("hierarchicalBootstrap() stays inside the values, its ends in order", () => {
  fc.assert(fc.property(groups, (data) => {
    const { estimate, low, high, seeds } = hierarchicalBootstrap(data, quick);
    const all = data.flat();
    assert(low >= Math.min(...all) - 1e-9 && low <= high && high <= Math.max(...all) + 1e-9);
    assertAlmostEquals(estimate, mean(data.map(mean)), 1e-9);
    assertEquals(seeds, data.length);
  }));
});

Deno.test("hierarchicalBootstrap() moves, scales and mirrors with the values", () => {
  const scale = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(fc.property(groups, scale, value, (data, factor, shift) => {
    const { estimate, low, high } = hierarchicalBootstrap(data, quick);
    const map = (x: number) => factor * x + shift;
    const mapped = hierarchicalBootstrap(data.map((points) => points.map(map)), quick);
    const ends = [map(low), map(high)].sort((one, other) => one - other);
    assertNear(mapped, { estimate: map(estimate), low: ends[0], high: ends[1] }, 1e-9);
  }));
});

Deno.test("hierarchicalBootstrap() widens with the confidence", () => {
  fc.assert(fc.property(groups, (data) => {
    const wide = hierarchicalBootstrap(data, { ...quick, confidence: 0.9 });
    const narrow = hierarchicalBootstrap(data, { ...quick, confidence: 0.5 });
    assert(wide.low <= narrow.low && narrow.high <= wide.high);
  }));
});

Deno.test("seedInterval() gives the textbook values", () => {
  // Tables of Student's t: 4.303 (0.975, 2), 9.925 (0.995, 2), 12.706 (0.975, 1), 2.262 (0.975, 9).
  const root3 = Math.sqrt(3);
  const known = (half: number) => ({ estimate: 2, low: 2 - half, high: 2 + half });
  assertNear(seedInterval([1, 2, 3]), known(2.48414), 1e-5);
  assertNear(seedInterval([1, 2, 3], { confidence: 0.99 }), known(9.924843 / root3), 1e-5);
  assertNear(seedInterval([1, 3]), known(12.706205), 1e-5);
  const ten = seedInterval(Float32Array.of(1, 3, 1, 3, 1, 3, 1, 3, 1, 3));
  assertNear(ten, known(2.262157 / 3), 1e-5);
  assertEquals(ten.seeds, 10);
});

Deno.test("seedInterval() of equal values has no width", () => {
  const expected = { estimate: 0.1, low: 0.1, high: 0.1, seeds: 3 };
  assertEquals(seedInterval([0.1, 0.1, 0.1]), expected);
});

Deno.test("seedInterval() with one degree of freedom follows the Cauchy distribution", () => {
  fc.assert(fc.property(fc.double({ min: 0.01, max: 0.9999, noNaN: true }), (confidence) => {
    const expected = Math.tan(Math.PI * confidence / 2);
    const { high } = seedInterval([-1, 1], { confidence });
    assertAlmostEquals(high / expected, 1, 1e-5);
  }));
});

Deno.test("seedInterval() moves, scales and mirrors with the values, in any order", () => {
  const values = fc.array(value, { minLength: 2, maxLength: 8 });
  const scale = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(fc.property(values, scale, value, (data, factor, shift) => {
    const { estimate, low, high } = seedInterval(data);
    const map = (x: number) => factor * x + shift;
    const ends = [map(low), map(high)].sort((one, other) => one - other);
    const mapped = seedInterval(data.map(map).reverse());
    // A margin of up to 12.7 times a spread of up to 10³.
    assertNear(mapped, { estimate: map(estimate), low: ends[0], high: ends[1] }, 1e-7);
  }));
});

/** Shares of 300 simulated studies whose intervals hold the true mean, 0. */
function coverage(shape: { readonly seeds: number; readonly points: number }) {
  const random = createRandom(3, "test");
  const repetitions = 300;
  const holds = ({ low, high }: Interval) => low <= 0 && 0 <= high ? 1 / repetitions : 0;
  let bootstrap = 0;
  let student = 0;
  for (let seed = 0; seed < repetitions; seed++) {
    const data = normalGroups(random, shape);
    bootstrap += holds(hierarchicalBootstrap(data, { resamples: 399, seed }));
    student += holds(seedInterval(data.map(mean)));
  }
  return { bootstrap, student };
}

Deno.test("both intervals over ten seeds hold the truth about as often as they say", () => {
  const { bootstrap, student } = coverage({ seeds: 10, points: 20 });
  assert(bootstrap > 0.85 && bootstrap < 0.99, `bootstrap ${bootstrap}`);
  assert(student > 0.91 && student < 0.99, `t ${student}`);
});

Deno.test("over three seeds only the t interval holds the truth as often as it says", () => {
  const { bootstrap, student } = coverage({ seeds: 3, points: 20 });
  assert(bootstrap > 0.7 && bootstrap < 0.87, `bootstrap ${bootstrap}`);
  assert(student > 0.91 && student < 0.99, `t ${student}`);
});

/** Share of 20,000 simulated studies of one value a seed whose t interval holds the mean, 0. */
function coverageOfStudent(seeds: number, draw: (random: Random) => number): number {
  const random = createRandom(0, "tests/skew");
  const studies = 20_000;
  let held = 0;
  for (let study = 0; study < studies; study++) {
    const { low, high } = seedInterval(Float64Array.from({ length: seeds }, () => draw(random)));
    if (low <= 0 && 0 <= high) held++;
  }
  return held / studies;
}

Deno.test("the t interval holds the truth in 95 % for normal effects, in less for skewed ones", () => {
  // Each of mean 0; the table in the text of intervals.ts.
  const effects: Record<string, [draw: (random: Random) => number, expected: number[]]> = {
    normal: [(random) => random.normal(), [0.95, 0.95, 0.95, 0.95]],
    uniform: [(random) => random.uniform() - 0.5, [0.93, 0.92, 0.94, 0.95]],
    exponential: [(random) => -Math.log(1 - random.uniform()) - 1, [0.91, 0.88, 0.88, 0.9]],
    "log-normal": [(random) => Math.exp(random.normal()) - Math.exp(0.5), [0.9, 0.84, 0.82, 0.84]],
  };
  for (const [name, [draw, expected]] of Object.entries(effects)) {
    [2, 3, 5, 10].forEach((seeds, i) => {
      const held = coverageOfStudent(seeds, draw);
      assertAlmostEquals(held, expected[i], 0.012, `${name}, ${seeds} seeds`);
    });
  }
});

Deno.test("describeInterval() writes the estimate, the ends and true minus signs", () => {
  const text = describeInterval({ estimate: 0.1084, low: 0.0951, high: 0.1209 });
  assertEquals(text, "0.108 [0.095, 0.121]");
  assertEquals(describeInterval(seedInterval([1, 2, 3])), "2.000 [−0.484, 4.484]");
  assertEquals(
    describeInterval({ estimate: -1.26, low: -2.24, high: -0.04 }, { digits: 1 }),
    "−1.3 [−2.2, 0.0]",
  );
  assertEquals(describeInterval({ estimate: -0, low: -1, high: 12 }, { digits: 0 }), "0 [−1, 12]");
});

Deno.test("both intervals refuse a single seed", () => {
  const refusal = "Cannot give an interval: at least 2 seeds are needed, received 1";
  assertThrows(() => hierarchicalBootstrap([[1, 2, 3]]), RangeError, refusal);
  assertThrows(() => seedInterval([1]), RangeError, refusal);
  assertThrows(() => hierarchicalBootstrap([]), RangeError, "received 0");
  assertThrows(() => seedInterval([]), RangeError, "received 0");
});

Deno.test("both intervals refuse values that they cannot sum", () => {
  const refuse = (values: number[], part: string) => {
    assertThrows(() => hierarchicalBootstrap([[0], values]), RangeError, part);
    assertThrows(() => seedInterval([0, ...values]), RangeError, part);
  };
  refuse([NaN], "received NaN at");
  refuse([1, -Infinity], "received -Infinity at");
  refuse([1e200], "received 1e+200 at");
  assertThrows(() => hierarchicalBootstrap([[0], []]), RangeError, "received none at index 1");
  const largest = seedInterval([1e150, -1e150]);
  assert(Number.isFinite(largest.low) && Number.isFinite(largest.high));
});

Deno.test("the options are checked", () => {
  for (const confidence of [0, 1, -0.5, 95, NaN]) {
    const part = `confidence must be between 0 and 1, received ${confidence}`;
    assertThrows(() => hierarchicalBootstrap([[1], [2]], { confidence }), RangeError, part);
    assertThrows(() => seedInterval([1, 2], { confidence }), RangeError, part);
  }
  const bootstrap = (resamples: number, confidence: number) =>
    hierarchicalBootstrap([[1], [2]], { resamples, confidence });
  for (
    const [resamples, confidence] of [[38, 0.95], [18, 0.9], [198, 0.99], [99.5, 0.9], [NaN, 0.9]]
  ) {
    const part = `confidence of ${confidence}, received ${resamples}`;
    assertThrows(() => bootstrap(resamples, confidence), RangeError, part);
  }
  for (const [resamples, confidence] of [[39, 0.95], [19, 0.9], [199, 0.99]]) {
    assert(Number.isFinite(bootstrap(resamples, confidence).low));
  }
  assertThrows(() => hierarchicalBootstrap([[1], [2]], { seed: -1 }), RangeError, "seed");
});

Deno.test("describeInterval() refuses what it cannot write", () => {
  const interval = { estimate: 1, low: 0, high: 2 };
  for (const digits of [-1, 1.5, 21, NaN]) {
    assertThrows(() => describeInterval(interval, { digits }), RangeError, `received ${digits}`);
  }
  assertThrows(() => describeInterval({ ...interval, low: NaN }), RangeError, "received 1, NaN");
});
