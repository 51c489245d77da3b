import { samplesMontage, traversalMontage } from "../../lib/figures/mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";
import { greys, placed, SIZE } from "./placed.ts";

const AXES = { size: SIZE, deviations: [-2.5, -0.01, 2.5], spreads: [0.9, 1.104] };

/** Numbers of images by rows, from the top, each from left to right. */
function layout(svg: string): number[][] {
  const rows = Map.groupBy(placed(svg), ({ y }) => y);
  return [...rows].toSorted(([one], [other]) => one - other)
    .map(([, row]) => row.toSorted((one, other) => one.x - other.x).map(({ grey }) => grey));
}

Deno.test("traversalMontage() has a row a latent and a column a step, with their numbers", () => {
  const svg = traversalMontage({ ...AXES, images: greys(6) });
  assertWellFormed(svg);
  assertSelfContained(svg);
  assertEquals(layout(svg), [[0, 1, 2], [3, 4, 5]]);
  for (const words of ["μ1", "μ2", "spread 0.90", "spread 1.10", "−2.5", "+2.5", "0"]) {
    assertStringIncludes(svg, `>${words}<`);
  }
  assert(!svg.includes(">−0.0<") && !svg.includes(">−0<"), "what rounds to zero has a sign");
});

Deno.test("traversalMontage() centres the deviation above its column", () => {
  const svg = traversalMontage({ ...AXES, images: greys(6) });
  const heads = [...svg.matchAll(/<text x="([\d.]+)"[^>]*middle[^>]*>[−+]?[\d.]+</g)];
  const columns = placed(svg).slice(0, 3).map(({ x }) => x + 32);
  assertEquals(heads.map(([, x]) => Number(x)), columns);
});

const POINTS = [
  { a: 0.8, b: 0.4, inside: false },
  { a: 1.25, b: 1, inside: true },
];

/** Truth of two points, then the mean and two samples of each. */
const SAMPLES = {
  size: SIZE,
  truth: Uint8Array.from(greys(2), (grey) => grey + 100),
  images: greys(6),
  points: POINTS,
};

Deno.test("samplesMontage() has a row a point: truth, mean, samples", () => {
  const svg = samplesMontage(SAMPLES);
  assertWellFormed(svg);
  assertSelfContained(svg);
  assertEquals(layout(svg), [[100, 0, 1, 2], [101, 3, 4, 5]]);
  for (const words of ["a = 0.80", "b = 0.40", "a = 1.25", "b = 1.00"]) {
    assertStringIncludes(svg, `>${words}<`);
  }
  assertStringIncludes(svg, "samples of q(z|x)");
  const means = samplesMontage({ ...SAMPLES, images: greys(2) });
  assertEquals(layout(means), [[100, 0], [101, 1]]);
  assert(!means.includes("samples of q(z|x)"), "a head without a column");
});

Deno.test("samplesMontage() frames the points inside the hole, and no other", () => {
  const framed = (flags: readonly boolean[]) => {
    const points = POINTS.map((point, n) => ({ ...point, inside: flags[n] }));
    const svg = samplesMontage({ ...SAMPLES, points });
    const rows = [...new Set(placed(svg).map(({ y }) => y))].toSorted((one, other) => one - other);
    return [...svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" rx/g)]
      .flatMap(([, y, height]) =>
        rows.flatMap((row, n) =>
          row >= Number(y) && row + 64 <= Number(y) + Number(height) ? [n] : []
        )
      );
  };
  assertEquals(framed([false, false]), []);
  assertEquals(framed([false, true]), [1]);
  assertEquals(framed([true, true]), [0, 1]);
});

Deno.test("montages of codes refuse images that do not fit", () => {
  assertThrows(
    () => traversalMontage({ ...AXES, images: greys(5) }),
    RangeError,
    "needs 2 × 3 images, received 5",
  );
  assertThrows(() => samplesMontage({ ...SAMPLES, images: greys(5) }), RangeError, "received 5");
  assertThrows(
    () => samplesMontage({ ...SAMPLES, truth: greys(3) }),
    RangeError,
    "needs 2 × 1 images, received 3",
  );
  assertThrows(
    () => samplesMontage({ ...SAMPLES, images: new Float32Array(7) }),
    RangeError,
    "received 7 pixels",
  );
});
