import {
  ablationFigure,
  describeTransect,
  drawChart,
  escapeMarkup,
  latentScatter,
  parameterSpace,
  type RolePoint,
  trainingCurves,
  transectErrors,
  type TransectRow,
} from "../../lib/figures/mod.ts";
import { describeCost, holeCosts, type HoleOutcome } from "../../lib/measure/hole_costs.ts";
import { insideHole, lattice, PUBLISHED_HOLE, PUBLISHED_TRANSECTS } from "../../lib/space/mod.ts";
import fc from "fast-check";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";

const HOSTILE = `<b x="1">'&\x01\u{1F4A5}`;

const points: RolePoint[] = lattice(20, 20).map((point, i) => ({
  ...point,
  role: insideHole(PUBLISHED_HOLE, point) ? "removed" : i % 10 ? "training" : "validation",
}));

function transectRows(transect: string, inside: (step: number) => boolean): TransectRow[] {
  return (["punctured", "control"] as const).flatMap((network) =>
    Array.from({ length: 15 }, (_, i) => ({
      transect,
      step: i + 1,
      a: 1.25,
      b: i / 7,
      inside: inside(i + 1),
      network,
      dice: network === "control" ? 0.96 : 0.9 - i / 1000,
      bceExcess: 0.01,
      mse: 0.002,
      ssim: 0.9,
    }))
  );
}

const outcomes: HoleOutcome[] = [
  { hole: "disc of radius 0.3", network: "punctured", validation: 0.962, inside: 0.976 },
  { hole: "disc of radius 0.3", network: "control", validation: 0.963, inside: 0.98 },
  { hole: "disc of radius 0.6", network: "punctured", validation: 0.936, inside: 0.88 },
  { hole: "disc of radius 0.6", network: "control", validation: 0.961, inside: 0.972 },
];

const epochs = ["punctured", "control", HOSTILE].flatMap((arm) =>
  [1, 2, 3].map((epoch) => ({ arm, epoch, validationLoss: 1 / epoch, validationBce: 0.5 / epoch }))
);

/** Every chart of the suite, each with a hostile name where it takes one. */
const CHARTS: Record<string, () => Promise<string>> = {
  parameterSpace: () =>
    parameterSpace({
      points,
      hole: PUBLISHED_HOLE,
      transects: [...PUBLISHED_TRANSECTS, {
        name: HOSTILE,
        from: { a: 0.5, b: 0 },
        to: { a: 2, b: 2 },
      }],
    }),
  trainingCurves: () => trainingCurves(epochs),
  transectErrors: () => transectErrors(transectRows(HOSTILE, (step) => step > 4 && step < 9)),
  latentScatter: () =>
    latentScatter({
      training: points.map(({ a, b }) => ({ a, b, mu: [a - b, a + b, a * b] })),
      transects: transectRows(HOSTILE, (step) => step === 7).map((row) => ({
        ...row,
        mu: [row.a, row.b, 0],
      })),
    }),
  ablationFigure: () =>
    ablationFigure([
      { arm: HOSTILE, dice: 0.96, maxAbsCorrelation: 0.3, largestAngle: 20 },
      { arm: "centred", dice: 0.95, maxAbsCorrelation: 0.01, largestAngle: 2 },
      { arm: "collapsed", dice: 0.4, maxAbsCorrelation: NaN, largestAngle: NaN },
    ]),
};

for (const [name, draw] of Object.entries(CHARTS)) {
  Deno.test({
    name: `${name}() draws a well-formed SVG that needs nothing else, without any permission`,
    permissions: "none",
    async fn() {
      const svg = await draw();
      assert(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"));
      assertWellFormed(svg);
      assertSelfContained(svg);
      assert(!svg.includes("NaN") && !svg.includes("undefined"), "a value is missing");
      assertStringIncludes(svg, escapeMarkup(HOSTILE).slice(0, 8));
      // deno-lint-ignore no-control-regex
      assert(!/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(svg), "a control character, which XML forbids");
    },
  });
}

Deno.test("the same data gives the same bytes, alone, in another order, and all at once", async () => {
  const alone: Record<string, string> = {};
  for (const [name, draw] of Object.entries(CHARTS)) alone[name] = await draw();
  const names = Object.keys(CHARTS).toReversed();
  const together = await Promise.all(names.map((name) => CHARTS[name]()));
  names.forEach((name, i) => assert(together[i] === alone[name], `${name} differs`));
});

Deno.test("drawChart() goes on after a chart that could not be drawn", async () => {
  const broken = { mark: "no such mark" } as never;
  const [first, second] = await Promise.allSettled([
    drawChart(broken),
    drawChart({ mark: "point", data: { values: [{ x: 1 }] } }),
  ]);
  assertEquals([first.status, second.status], ["rejected", "fulfilled"]);
});

Deno.test("parameterSpace() counts every role, also when it draws only some of the points", async () => {
  const count = (role: string) => points.filter((point) => point.role === role).length;
  const inside = points.filter((point) => insideHole(PUBLISHED_HOLE, point)).length;
  for (
    const [maximum, note] of [[1000, "each point is one image"], [100, "one point of every 4"]]
  ) {
    const svg = await parameterSpace({
      points,
      hole: PUBLISHED_HOLE,
      transects: [],
      maximum: Number(maximum),
    });
    assertStringIncludes(svg, `training (${count("training")})`);
    assertStringIncludes(svg, `removed: inside the hole (${count("removed")})`);
    assertStringIncludes(svg, `400 shapes, ${inside} of them inside the hole`);
    assertStringIncludes(svg, String(note));
  }
});

Deno.test("transectErrors() shades the hole of each panel, and nothing where there is none", async () => {
  const shaded = async (rows: TransectRow[]) =>
    (await transectErrors(rows)).split(">inside the hole<").length - 1;
  const holed = transectRows("P1", (step) => step > 5 && step < 11);
  assertEquals(await shaded(holed), 1);
  assertEquals(await shaded([...holed, ...transectRows("P2", () => false)]), 1);
  assertEquals(await shaded([...holed, ...transectRows("P2", (step) => step === 1)]), 2);
});

Deno.test("describeTransect() tells which parameter is fixed", () => {
  const at = (a: number, b: number) => ({ a, b });
  assertEquals(describeTransect("P1", [at(1.25, 0), at(1.25, 2)]), "P1: a = 1.25, b from 0 to 2");
  assertEquals(
    describeTransect("P3", [at(0.5, 2), at(1, 1), at(2, 0)]),
    "P3: a from 0.5 to 2, b from 2 to 0",
  );
});

Deno.test("latentScatter() draws one panel for each pair of dimensions", async () => {
  for (const [latents, pairs] of [[2, 1], [3, 3], [4, 6]]) {
    const mu = Array.from({ length: latents }, (_, i) => i / 10);
    const svg = await latentScatter({ training: [{ a: 1, b: 1, mu }], transects: [] });
    assertEquals(svg.split("aria-label=\"X-axis titled 'μ").length - 1, pairs);
  }
  assertThrows(
    () => latentScatter({ training: [{ a: 1, b: 1, mu: [0] }], transects: [] }),
    RangeError,
    "received 1",
  );
});

Deno.test("holeCosts() compares inside the hole alone, and averages over seeds", () => {
  const [small, large] = holeCosts(outcomes);
  assertAlmostEquals(small.difference, -0.004, 1e-12);
  assertAlmostEquals(large.difference, -0.092, 1e-12);
  const [both] = holeCosts([...outcomes.slice(0, 2), { ...outcomes[0], inside: 0.956 }]);
  assertAlmostEquals(both.punctured, 0.966, 1e-12);
  assertEquals(holeCosts(outcomes.slice(0, 1)), [], "a hole without a control");
});

Deno.test("describeCost() says below, above or equal, as the three digits do", () => {
  assertEquals(describeCost({ difference: -0.092 }), "0.092 below the control");
  assertEquals(describeCost({ difference: 0.0049 }), "0.005 above the control");
  fc.assert(fc.property(fc.double({ min: -0.00049, max: 0.00049, noNaN: true }), (difference) => {
    assertEquals(describeCost({ difference }), "equal to the control to three digits");
  }));
});

Deno.test("escapeMarkup() leaves nothing that could end a text or an attribute", () => {
  fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
    assert(!/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(escapeMarkup(text)));
  }));
  assertEquals(escapeMarkup("a\0\ud800"), "a\ufffd\ufffd");
});
