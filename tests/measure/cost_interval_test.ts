import fc from "fast-check";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { costInterval } from "../../lib/measure/cost_interval.ts";
import { seedInterval } from "../../lib/measure/intervals.ts";
import { createRandom } from "../../lib/random.ts";

/** Student's t at 97.5 % with 2 degrees of freedom has a closed form: u √(2 / (1 − u²)), u = 0.95. */
const T2 = 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2));

Deno.test("costInterval() of three costs is the modified Cox interval, worked out by hand", () => {
  // Logarithms ln 0.01 + (−1, 0, 1)·s have the variance s².
  const s = 0.3;
  const costs = [-1, 0, 1].map((step) => 0.01 * Math.exp(step * s));
  const { estimate, low, high, seeds } = costInterval(costs);
  const margin = T2 * Math.sqrt(s ** 2 / 3 + s ** 4 / 4);
  assertAlmostEquals(low, 0.01 * Math.exp(s ** 2 / 2 - margin), 1e-10);
  assertAlmostEquals(high, 0.01 * Math.exp(s ** 2 / 2 + margin), 1e-10);
  assertAlmostEquals(estimate, (costs[0] + costs[1] + costs[2]) / 3, 1e-15);
  assertEquals(seeds, 3);
});

Deno.test("costInterval() of positive costs lies above zero, holds the mean and scales with them", () => {
  const costs = fc.array(fc.double({ min: 1e-6, max: 1e-3, noNaN: true }), {
    minLength: 2,
    maxLength: 12,
  });
  fc.assert(fc.property(costs, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, factor) => {
    const most = 1e9;
    const { low, estimate, high } = costInterval(values, { most });
    assert(low > 0 && low <= estimate && estimate <= high);
    const scaled = costInterval(values.map((value) => factor * value), { most });
    assertAlmostEquals(scaled.low / low, factor, 1e-6 * factor);
    if (scaled.high < most && high < most) {
      assertAlmostEquals(scaled.high / high, factor, 1e-6 * factor);
    }
  }));
});

Deno.test("costInterval() holds the mean of costs of which one is as good as none", () => {
  // The log-normal with these logarithms has a far larger mean.
  const costs = [...new Array(29).fill(0.9), 1e-9];
  const { low, estimate, high } = costInterval(costs);
  assertAlmostEquals(estimate, 0.87, 1e-9);
  assert(low <= estimate && estimate <= high, `${low} ${estimate} ${high}`);
});

Deno.test("costInterval() of costs that spread little is the t interval", () => {
  const costs = [0.0995, 0.1, 0.1005, 0.1002];
  const [one, other] = [costInterval(costs), seedInterval(costs)];
  assertAlmostEquals(one.low, other.low, 1e-5);
  assertAlmostEquals(one.high, other.high, 1e-5);
});

Deno.test("costInterval() is Student's where a seed does not lose, and ends at what is possible", () => {
  assertEquals(costInterval([0.02, -0.001, 0.01]), seedInterval([0.02, -0.001, 0.01]));
  assertEquals(costInterval([0, 0.01]), seedInterval([0, 0.01]));
  assertEquals(costInterval([0.01, 0.1]).high, 1);
  assertThrows(() => costInterval([0.1]), RangeError, "at least 2 seeds");
  assertThrows(() => costInterval([0.1, NaN]), RangeError, "must be finite");
  assertThrows(() => costInterval([0.1, 0.2], { confidence: 1 }), RangeError, "confidence");
  assertThrows(() => costInterval([0.1, 0.2], { most: 0 }), RangeError, "most must be > 0");
});

Deno.test("costInterval() holds the mean of skewed costs as often as it says, the t interval less", () => {
  const { uniform } = createRandom(3, "measure/bootstrap");
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  // Log-normal with mean 0.01 and a standard deviation as large.
  const s = Math.sqrt(Math.log(2));
  const draw = () => 0.01 * Math.exp(s * normal() - s * s / 2);
  const studies = 4000;
  let [cox, t] = [0, 0];
  for (let k = 0; k < studies; k++) {
    const costs = Array.from({ length: 3 }, draw);
    const holds = ({ low, high }: { low: number; high: number }) => low <= 0.01 && 0.01 <= high;
    if (holds(costInterval(costs))) cox++;
    if (holds(seedInterval(costs))) t++;
  }
  // 0.940 and 0.876 over 40,000 studies; the standard error of 4000 is 0.005.
  assert(cox / studies > 0.92, `${cox / studies}`);
  assert(t / studies < 0.90, `${t / studies}`);
});
