import fc from "fast-check";
import {
  distanceProfile,
  type DistanceProfileOptions,
  type DistanceRow,
} from "../../lib/figures/distance_profile.ts";
import { doseResponse } from "../../lib/figures/dose_response.ts";
import { paddedDomain } from "../../lib/figures/domain.ts";
import {
  describeSeries,
  panelWidth,
  type SeedValue,
  type SeriesPoint,
  type XScale,
} from "../../lib/figures/series.ts";
import { seriesColours } from "../../lib/figures/series_colours.ts";
import { wrapText } from "../../lib/figures/titles.ts";
import { errorMap, type ErrorMapCell, type ErrorMapOptions } from "../../lib/figures/error_map.ts";
import { type ForestPanel, forestPlot, type ForestRow } from "../../lib/figures/forest.ts";
import { COLOURS, escapeMarkup, MODEL_NAMES, OKABE_ITO } from "../../lib/figures/mod.ts";
import { textWidth } from "../../lib/figures/palette.ts";
import { type Hole, lattice, PUBLISHED_HOLE } from "../../lib/space/mod.ts";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";

const HOSTILE = `<b x="1">'&`;
const TITLE = { title: `Wide holes cost ${HOSTILE}`, subtitle: "mean of 3 seeds" };

const RADII = [0.15, 0.3, 0.6];
const points: SeriesPoint[] = ["punctured", "control", HOSTILE].flatMap((series, i) =>
  RADII.map((x) => ({
    x,
    series,
    estimate: x * x * i,
    low: x * x * i - 0.02,
    high: x * x * i + 0.02,
  }))
);
const seeds: SeedValue[] = points.flatMap(({ x, series, estimate }) =>
  [-0.01, 0, 0.01].map((noise) => ({ x, series, value: estimate + noise }))
);

const rows: ForestRow[] = ["punctured", "control", "learned variance", HOSTILE].map((arm, i) => ({
  arm,
  estimate: 0.04 * i,
  low: 0.04 * i - 0.013,
  high: 0.04 * i + 0.017,
  seeds: [0.04 * i - 0.01, 0.04 * i + 0.01],
  highlight: i === 2,
}));

const cells: ErrorMapCell[] = lattice(9, 7).map((point) => ({
  ...point,
  value: point.a * point.b,
}));
const MAP: ErrorMapOptions = { ...TITLE, measure: "1 − Dice", hole: PUBLISHED_HOLE };

const profile: DistanceRow[] = ["punctured", HOSTILE].flatMap((series) =>
  [-0.2, -0.1, 0.1, 0.3].map((distance) => ({
    distance,
    series,
    estimate: 0.1 - distance / 10,
    low: 0.09 - distance / 10,
    high: 0.11 - distance / 10,
  }))
);
const PROFILES: DistanceProfileOptions = { ...TITLE, y: "1 − Dice" };

const DOSE = { ...TITLE, x: "radius of the hole (axis units)", y: `deficit ${HOSTILE}` };

/** Every figure of a study, each with a hostile name wherever it takes one. */
const CHARTS: Record<string, () => Promise<string>> = {
  doseResponse: () => doseResponse(points, { ...DOSE, seeds }),
  "doseResponse, of three measures,": () =>
    doseResponse([{ y: HOSTILE, points, seeds }, { y: "error in a", points }, {
      y: "error in b",
      points: points.slice(0, 3),
    }], { ...TITLE, x: HOSTILE }),
  forestPlot: () => forestPlot([{ measure: HOSTILE, reference: 0.1, rows }], TITLE),
  errorMap: () =>
    errorMap([{ title: "control", cells }, { title: HOSTILE, cells }], {
      ...MAP,
      measure: HOSTILE,
    }),
  distanceProfile: () => distanceProfile(profile, PROFILES),
};

function assertSound(svg: string): void {
  assert(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"));
  assertWellFormed(svg);
  assertSelfContained(svg);
  for (const missing of ["NaN", "undefined", "null", "Infinity"]) {
    assert(!svg.includes(missing), `${missing} is in the markup`);
  }
}

/** Marks of one kind: as Vega names them, with the groups of their layer. */
function marks(svg: string, kind: "rule" | "symbol" | "line" | "area" | "rect"): string[] {
  const groups = svg.matchAll(
    new RegExp(`<g class="mark-${kind} role-mark[^"]*"[^>]*[^/]>(.*?)</g>`, "g"),
  );
  return [...groups].flatMap(([, inner]) =>
    [...inner.matchAll(/<(?:path|line)[^>]*>/g)].map(([mark]) => mark)
  );
}

function count(svg: string, part: string): number {
  return svg.split(part).length - 1;
}

for (const [name, draw] of Object.entries(CHARTS)) {
  Deno.test({
    name: `${name}() draws a well-formed SVG that needs nothing else, without any permission`,
    permissions: "none",
    async fn() {
      const svg = await draw();
      assertSound(svg);
      assertStringIncludes(svg, escapeMarkup(HOSTILE).slice(0, 8));
      const width = Number(/width="(\d+)"/.exec(svg)?.[1]);
      assert(width <= 780, `${width} pixels are too many to be read at 700`);
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

Deno.test("the order of points and rows does not change lines or bands", async () => {
  const shuffled = points.toSorted((one, other) => other.x - one.x);
  const [svg, other] = [await doseResponse(points, DOSE), await doseResponse(shuffled, DOSE)];
  assertEquals(marks(svg, "line"), marks(other, "line"));
  assertEquals(marks(svg, "area"), marks(other, "area"));
  assertEquals(marks(svg, "line").length, 3);
});

Deno.test("doseResponse() draws the bands, the seeds and each dose's tick", async () => {
  const svg = await doseResponse(points, { ...DOSE, seeds });
  assertEquals(marks(svg, "area").length, 3);
  assertEquals(marks(svg, "symbol").length, points.length + seeds.length);
  for (const radius of RADII) assertStringIncludes(svg, `>${radius}</text>`);
  const bare = await doseResponse(points, DOSE);
  assertEquals(marks(bare, "symbol").length, points.length);
});

Deno.test("doseResponse() spaces doses by their ratios, with room for 0, and words in place of one", async () => {
  const places = async (doses: readonly number[], scale: XScale) => {
    const points = doses.map((x) => ({ x, series: "control", estimate: x }));
    const svg = await doseResponse(points, {
      ...DOSE,
      scale,
      words: new Map([[doses[0], "none"]]),
    });
    assert(svg.includes(">none</text>") && !svg.includes("NaN"));
    const ticks = [
      ...svg.matchAll(
        /<text text-anchor="[a-z]+" transform="translate\(([\d.]+),\d+\)"[^>]*>([^<]*)<\/text>/g,
      ),
    ];
    return new Map(ticks.map(([, x, text]) => [text, Number(x)]));
  };
  const doubled = await places([0.5, 1, 2, 4, 8], "log");
  const at = ["none", "1", "2", "4", "8"].map((text) => doubled.get(text)!);
  for (const [k, x] of at.slice(1).entries()) {
    assertAlmostEquals(x - at[k], at[1] - at[0], 0.02);
  }
  // There is as much room on the left as on the right.
  const width = panelWidth(1, ["control"]);
  assertAlmostEquals(at[0], width - at[4], 0.02);
  const withZero = await places([0, 1, 3, 7], "symlog");
  const from = ["none", "1", "3", "7"].map((text) => withZero.get(text)!);
  for (const [k, x] of from.slice(1).entries()) {
    assertAlmostEquals(x - from[k], from[1] - from[0], 0.02);
  }
  assertAlmostEquals(from[0], width - from[3], 0.02);
});

Deno.test("doseResponse() draws seeds beside their mean, as far from it on every scale", async () => {
  for (const scale of ["linear", "log", "symlog"] as const) {
    const points = [0.5, 1, 8].flatMap((x) =>
      ["punctured", "control"].map((series) => ({ x, series, estimate: x }))
    );
    const seeds = points.map(({ estimate, ...seed }) => ({ ...seed, value: estimate }));
    const svg = await doseResponse(points, { ...DOSE, scale, seeds });
    const across = marks(svg, "symbol").map((mark) =>
      Number(/translate\(([-\d.]+),/.exec(mark)![1])
    );
    const [dots, means] = [across.slice(0, 6), across.slice(6)];
    assertEquals(means.length, 6);
    for (const [k, mean] of means.entries()) {
      assertAlmostEquals(dots[k] - mean, k % 2 === 0 ? -3 : 3, 0.01, `${scale}, dot ${k}`);
    }
  }
});

Deno.test("doseResponse() leaves out seeds whose dose or value is not finite", async () => {
  const given: SeedValue = { x: 0.3, series: "control", value: 0.19 };
  const lost = [NaN, Infinity, -Infinity].flatMap((odd) => [
    // No axis reaches for it either.
    { ...given, x: odd, value: 100 },
    { ...given, value: odd },
  ]);
  assertEquals(
    await doseResponse(points, { ...DOSE, seeds: [given, ...lost] }),
    await doseResponse(points, { ...DOSE, seeds: [given] }),
  );
});

Deno.test("doseResponse() names every series once, in the last panel that has it", async () => {
  const svg = await CHARTS["doseResponse, of three measures,"]();
  for (const series of ["punctured", "control"]) assertEquals(count(svg, `>${series}</text>`), 1);
  const left = (text: string) =>
    Number(new RegExp(`translate\\(([\\d.]+),[\\d.]+\\)"[^>]*>${text}</text>`).exec(svg)?.[1]);
  assert(left("punctured") > 0 && left("control") === left("punctured"));
});

Deno.test("names at the ends of lines keep apart, also where all lines end in one point", async () => {
  const series = ["one", "two", "three", "four", "five"];
  for (const end of [0, 1]) {
    const svg = await doseResponse(
      series.flatMap((series, i) => [
        { x: 0, series, estimate: i / 10 },
        { x: 1, series, estimate: end },
      ]),
      { title: "t", x: "x", y: "y" },
    );
    const heights = series
      .map((name) => Number(new RegExp(`,([\\d.-]+)\\)"[^>]*>${name}</text>`).exec(svg)?.[1]))
      .sort((one, other) => one - other);
    heights.slice(1).forEach((height, i) =>
      assert(height - heights[i] > 14, `${heights} are too near`)
    );
    assert(heights[0] >= 0 && heights[4] <= 285, `${heights} leave the plot`);
  }
});

Deno.test("a rule stands at 0 where the y axis has 0, and none elsewhere", async () => {
  const rules = async (estimates: number[]) =>
    marks(
      await doseResponse(
        estimates.map((estimate, x) => ({ x, series: "control", estimate })),
        { title: "t", x: "x", y: "y" },
      ),
      "rule",
    ).length;
  assertEquals(await rules([-1, 1]), 1);
  assertEquals(await rules([1, 3]), 1);
  assertEquals(await rules([0.96, 0.98]), 0);
  assertEquals(await rules([0, 0]), 1);
});

Deno.test("an interval without two finite ends draws no band, no rule and no NaN", async () => {
  for (const [low, high] of [[NaN, NaN], [undefined, undefined], [0, NaN], [-Infinity, 1]]) {
    const dose = await doseResponse(
      RADII.map((x) => ({ x, series: "control", estimate: 1 + x / 100, low, high })),
      DOSE,
    );
    assertSound(dose);
    assertEquals([marks(dose, "area").length, marks(dose, "rule").length], [0, 0]);
    const forest = await forestPlot([{
      measure: "m",
      rows: [{ arm: "bare", estimate: 1, low, high }, {
        arm: "whole",
        estimate: 1,
        low: 0.9,
        high: 1.1,
      }],
    }], TITLE);
    assertSound(forest);
    assertEquals(marks(forest, "rule").length, 1);
    assertEquals(marks(forest, "symbol").length, 2);
    assertStringIncludes(forest, ">0.900 to 1.100<");
    assertSound(
      await distanceProfile([{ distance: 0.1, series: "s", estimate: 1, low, high }], PROFILES),
    );
  }
});

Deno.test("what is not finite is left out; one point, or one value, is drawn", async () => {
  const one = { x: 0.3, series: "control", estimate: 0.5 };
  const lost = [{ ...one, estimate: NaN }, { ...one, x: Infinity }];
  const svg = await doseResponse([...lost, one], {
    ...DOSE,
    seeds: [{ ...one, value: NaN }, { ...one, value: 0.5 }, { ...one, series: "?", value: 1 }],
  });
  assertSound(svg);
  assertEquals(marks(svg, "symbol").length, 2);
  assertSound(await distanceProfile([{ distance: 0, series: "s", estimate: 0 }], PROFILES));
  assertSound(await errorMap([{ title: "flat", cells: [{ a: 1, b: 1, value: 0 }] }], MAP));
});

Deno.test("forestPlot() has every arm's name once, and its numbers in every panel", async () => {
  const measures: ForestPanel[] = [
    { measure: "Dice deficit", rows },
    { measure: "error in b", digits: 1, rows: rows.slice(0, 3).toReversed() },
  ];
  const svg = await forestPlot(measures, TITLE);
  for (const { arm } of rows) {
    const text = arm.replace("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    assertEquals(count(svg, `>${text}</text>`), 1, arm);
  }
  for (const text of ["0.040", "0.027 to 0.057", "0.120", "−0.013 to 0.017"]) {
    assertEquals(count(svg, `>${text}</text>`), 1, text);
  }
  assertEquals(count(svg, ">0.0 to 0.1</text>"), 1);
  const tops = rows.slice(0, 3).map(({ arm }) =>
    Number(new RegExp(`,([\\d.]+)\\)"[^>]*>${arm}</text>`).exec(svg)?.[1])
  );
  assert(tops[0] < tops[1] && tops[1] < tops[2], "arms are not in the order given");
});

Deno.test("forestPlot() writes no negative zero, and a dash for an arm without an estimate", async () => {
  const svg = await forestPlot([{
    measure: "m",
    rows: [
      { arm: "none", estimate: NaN, low: 0, high: 1, seeds: [0.5] },
      { arm: "tiny", estimate: -0.0001, low: -0.0002, high: 0.0001 },
    ],
  }], TITLE);
  assertSound(svg);
  assertStringIncludes(svg, ">–</text>");
  assertStringIncludes(svg, ">0.000</text>");
  assertStringIncludes(svg, ">0.000 to 0.000</text>");
  assertEquals(marks(svg, "symbol").length, 1);
  assertStringIncludes(svg, "none has no value.");
});

Deno.test("forestPlot() says what the ends of its axis mean, only where it is told", async () => {
  const ends: [string, string] = ["← method better", "network better →"];
  const svg = await forestPlot([{ measure: "Dice", rows, ends }], TITLE);
  assertSound(svg);
  const at = (text: string) =>
    Number(new RegExp(`transform="translate\\(([-\\d.]+),[^>]*>${text}<`).exec(svg)![1]);
  assert(at(ends[0]) < at(ends[1]));
  assert(!(await forestPlot([{ measure: "Dice", rows }], TITLE)).includes("better"));
});

Deno.test("forestPlot() always reaches a given reference, and tints only highlighted rows", async () => {
  const row = { arm: "x", estimate: 0.97, low: 0.96, high: 0.98 };
  const draw = (given: Partial<ForestRow>, reference?: number) =>
    forestPlot([{ measure: "Dice", rows: [{ ...row, ...given }], reference }], TITLE);
  assertEquals(marks(await draw({}), "rule").length, 1);
  assertEquals(marks(await draw({}, 0.5), "rule").length, 2);
  assertEquals(marks(await draw({}), "rect").length, 0);
  assertEquals(marks(await draw({ highlight: true }), "rect").length, 1);
});

Deno.test("errorMap() gives all panels one scale and one legend", async () => {
  const raised = cells.map((cell) => ({ ...cell, value: cell.value + 1 }));
  const svg = await errorMap([{ title: "low", cells }, { title: "high", cells: raised }], MAP);
  assertEquals(count(svg, "role-legend-title"), 1);
  const fills = marks(svg, "rect").map((mark) => /fill="([^"]+)"/.exec(mark)?.[1]);
  assertEquals(fills.length, 2 * cells.length);
  const [darkest, brightest] = ["rgb(68, 1, 84)", "rgb(253, 231, 37)"];
  assertEquals(fills.indexOf(darkest), cells.findIndex(({ value }) => value === 0));
  assertEquals(fills.lastIndexOf(brightest), 2 * cells.length - 1);
  assertEquals(fills.slice(0, cells.length).includes(brightest), false);
});

Deno.test("errorMap() says where the largest error is, and whether the hole is there", async () => {
  const title = async (worst: { a: number; b: number }, hole: Hole = PUBLISHED_HOLE) => {
    const rising = [{ a: 1, b: 0.5, value: 0.2 }, { ...worst, value: 0.4567 }, {
      ...{ a: 1.5, b: 0.5, value: NaN },
    }, { a: 1, b: 1.5, value: 0.1 }];
    const svg = await errorMap([{ title: "map", cells: rising }], { ...MAP, hole });
    return /<title>([^<]*)</.exec(svg)![1];
  };
  const at = "map: the largest 1 − Dice, 0.457, is at";
  assertEquals(await title({ a: 1.25, b: 1 }), `${at} a = 1.25, b = 1, inside the hole.`);
  assertEquals(await title({ a: 2, b: 0 }), `${at} a = 2, b = 0, outside the hole.`);
  assertEquals(await title({ a: 2, b: 0 }, { kind: "none" }), `${at} a = 2, b = 0.`);
});

Deno.test("errorMap() ends each cell halfway to its neighbours, in a and in b", async () => {
  const [across, upwards] = [[0.5, 1, 2], [0, 1.5, 2]];
  const cells = across.flatMap((a) => upwards.map((b) => ({ a, b, value: a * b })));
  const svg = await errorMap([{ title: "m", cells }], MAP);
  const [rects] = /<g class="mark-rect role-mark.*?<\/g>/s.exec(svg)!;
  const places = [...rects.matchAll(/d="M([-\d.]+),([-\d.]+)h([\d.]+)v([\d.]+)/g)]
    .map(([, ...numbers]) => numbers.map(Number));
  // A map is as high as the plane, which is 2 units of b.
  const [, height] = /<clipPath[^>]*><rect [^>]*height="([\d.]+)"/.exec(svg)!.map(Number);
  const pixels = height / 2;
  // Each reaches a little under the next one, to the right and downwards.
  const under = 1.2;
  const ends = {
    a: [[0.25, 0.75], [0.75, 1.5], [1.5, 2.5]],
    b: [[-0.75, 0.75], [0.75, 1.75], [1.75, 2.25]],
  };
  const expected = ends.a.flatMap(([left, right]) =>
    ends.b.map(([bottom, top]) => [
      pixels * (left - 0.5),
      pixels * (2 - top),
      pixels * (right - left) + under,
      pixels * (top - bottom) + under,
    ])
  );
  assertEquals(places.length, expected.length);
  for (const [n, place] of places.entries()) {
    place.forEach((value, k) => assertAlmostEquals(value, expected[n][k], 0.01, `cell ${n}`));
  }
});

Deno.test("errorMap() draws both axes with the same pixels a unit", async () => {
  const svg = await errorMap([{
    title: "corners",
    cells: lattice(2, 2).map((p) => ({ ...p, value: p.a })),
  }], {
    ...MAP,
    hole: { kind: "box", a: [1, 1.5], b: [0.5, 1] },
  });
  const [outline] = marks(svg, "line");
  const corners = [...outline.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [+x, +y]);
  assertEquals(corners.length, 5);
  assert(Math.abs((corners[1][0] - corners[0][0]) - (corners[1][1] - corners[2][1])) < 1e-6);
});

Deno.test("errorMap() outlines every kind of hole, and none where nothing is missing", async () => {
  const lines = async (hole: Hole) =>
    marks(await errorMap([{ title: "m", cells }], { ...MAP, hole }), "line").length;
  assertEquals(await lines(PUBLISHED_HOLE), 2);
  assertEquals(await lines({ kind: "strip", axis: "a", low: 1, high: 1.2 }), 2);
  assertEquals(await lines({ kind: "box", a: [1, 1.2], b: [0.5, 1] }), 2);
  assertEquals(await lines({ kind: "none" }), 0);
});

Deno.test("errorMap() leaves cells without a value grey, and clamps to a given domain", async () => {
  const holed = cells.map((cell, i) => i === 3 ? { ...cell, value: NaN } : cell);
  const svg = await errorMap([{ title: "m", cells: holed }], { ...MAP, domain: [1, 2] });
  assertSound(svg);
  const fills = marks(svg, "rect").map((mark) => /fill="([^"]+)"/.exec(mark)?.[1]);
  assertEquals(fills.length, cells.length - 1);
  assertEquals(
    fills.filter((fill) => fill === "rgb(68, 1, 84)").length,
    holed.filter(({ value }) => value <= 1).length,
  );
});

Deno.test("distanceProfile() draws points of few images grey, without an interval", async () => {
  const GREY = "#8c959f";
  const last = profile.map((row) => ({ ...row, few: row.distance === 0.3 }));
  const svg = await distanceProfile(last, PROFILES);
  assertSound(svg);
  // Two series, each a dot and a dashed line to its next point.
  assertEquals(svg.split(`fill="${GREY}"`).length - 1, 2);
  assertEquals(svg.split(`stroke="${GREY}"`).length - 1, 2);
  const bands = (text: string) => text.split('aria-hidden="true" stroke-width="1.2"').length;
  assert(bands(svg) <= bands(await distanceProfile(profile, PROFILES)));
  // The axis still reaches the grey points, not their intervals.
  const wild = last.map((row) => row.few ? { ...row, high: 100 } : row);
  assertEquals(await distanceProfile(wild, PROFILES), svg);
  assert(!(await distanceProfile(profile, PROFILES)).includes(GREY));
});

Deno.test("distanceProfile() joins two grey points with each other and one with the solid ones", async () => {
  const row = { series: "control", low: 0, high: 0.2 };
  const svg = await distanceProfile([
    { ...row, distance: 0.1, estimate: 0.1 },
    { ...row, distance: 0.2, estimate: 0.11, few: true },
    { ...row, distance: 0.3, estimate: 0.12, few: true },
  ], PROFILES);
  const lines = [...svg.matchAll(/d="(M[^"]*)" stroke="#8c959f"/g)].map(([, path]) => path);
  const ends = lines.map((path) => path.match(/[\d.]+,[\d.]+/g)!);
  assertEquals(ends.length, 2);
  assert(ends[0].some((end) => ends[1].includes(end)), lines.join(" and "));
});

Deno.test("distanceProfile() shades the hole up to its edge, and nothing without an inside", async () => {
  const shade = async (rows: DistanceRow[]) => {
    const svg = await distanceProfile(rows, PROFILES);
    assertSound(svg);
    return { svg, width: Number(/h([\d.]+)/.exec(marks(svg, "rect")[0] ?? "")?.[1]) };
  };
  const both = await shade(profile);
  assertEquals(count(both.svg, ">hole</text>"), 1);
  const wider = await shade([...profile, { distance: -0.4, series: "punctured", estimate: 0.1 }]);
  assert(wider.width > both.width && both.width > 100);
  const outside = await shade(profile.filter(({ distance }) => distance > 0));
  assertEquals(count(outside.svg, ">hole</text>"), 0);
  assertEquals(count(outside.svg, ">outside</text>"), 1);
  assertEquals(marks(outside.svg, "rect").length, 0);
});

Deno.test("each figure refuses to draw nothing, and says what is missing", () => {
  const nothing = [{ x: 1, series: "s", estimate: NaN }];
  const dose = "Cannot draw the dose–response";
  assertThrows(() => doseResponse([], DOSE), RangeError, `${dose}: each panel`);
  assertThrows(() => doseResponse(nothing, DOSE), RangeError, "received none in");
  assertThrows(() => doseResponse([], { title: "t", x: "x" }), RangeError, "received no panel");
  assertThrows(
    () => doseResponse([{ y: "one", points }, { y: "two", points: [] }], { title: "t", x: "x" }),
    RangeError,
    'received none in "two"',
  );
  assertThrows(() => forestPlot([], TITLE), RangeError, "received none");
  assertThrows(
    () => forestPlot([{ measure: "m", rows: [{ arm: "x", estimate: NaN }] }], TITLE),
    RangeError,
    '"m" must have a finite estimate, received 1 rows without',
  );
  assertThrows(
    () => forestPlot([{ measure: "m", rows: [...rows, rows[0]] }], TITLE),
    RangeError,
    'received "punctured" twice',
  );
  assertThrows(() => errorMap([], MAP), RangeError, "received 0 cells without in 0 panels");
  assertThrows(
    () => errorMap([{ title: "m", cells: [{ a: NaN, b: 1, value: 1 }] }], MAP),
    RangeError,
    "received NaN and 1",
  );
  assertThrows(
    () => errorMap([{ title: "m", cells }], { ...MAP, domain: [1, 1] }),
    RangeError,
    "received 1 to 1",
  );
  assertThrows(() => distanceProfile([], PROFILES), RangeError, "received 0 rows without");
});

Deno.test("seriesColours() keeps the networks' colours for the networks", () => {
  const colours = seriesColours(["other", "control", MODEL_NAMES.punctured, "control", "more"]);
  assertEquals([...colours], [
    ["other", OKABE_ITO.green],
    ["control", COLOURS.control],
    [MODEL_NAMES.punctured, COLOURS.punctured],
    ["more", OKABE_ITO.purple],
  ]);
  fc.assert(fc.property(fc.array(fc.string()), (names) => {
    const meant: string[] = [COLOURS.control, COLOURS.punctured];
    for (const [name, colour] of seriesColours(names.map((name) => `arm ${name}`))) {
      assert(!meant.includes(colour), `${name} has a network's colour`);
    }
  }));
});

Deno.test("paddedDomain() holds every finite value with room on both sides", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e9, max: 1e9 }), { minLength: 1 }), (values) => {
      const [low, high] = paddedDomain(values);
      assert(Number.isFinite(low) && Number.isFinite(high) && low < high);
      for (const value of values) if (!Number.isNaN(value)) assert(low < value && value < high);
    }),
  );
  assertEquals(paddedDomain([undefined, NaN]), [0, 1]);
  assertEquals(paddedDomain([Number.MIN_VALUE]), [-1, 1]);
});

Deno.test("wrapText() keeps every word, and only a single word is wider than the line", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(fc.property(fc.array(word, { minLength: 1 }), fc.nat(300), (words, width) => {
    const lines = wrapText(words.join(" "), { width, size: 12 });
    assertEquals(lines.join(" "), words.join(" "));
    for (const line of lines) assert(textWidth(line, 12) <= width || !line.includes(" "));
  }));
});

Deno.test("panelWidth() leaves room for names and axes, but never less than 120 pixels", () => {
  assert(panelWidth(1, []) > panelWidth(1, ["punctured"]));
  assert(panelWidth(2, []) > panelWidth(3, []));
  assertEquals(panelWidth(3, ["a very long name of a series ".repeat(5)]), 120);
});

Deno.test("describeSeries() says where each series begins and ends", () => {
  assertEquals(
    describeSeries([
      { x: 0.1, series: "punctured", estimate: 0.12345 },
      { x: 0.3, series: "punctured", estimate: 2 },
      { x: 0.3, series: "control", estimate: 1 },
    ], { x: "radius", y: "deficit" }),
    "deficit against radius. The series punctured goes from 0.123 at 0.1 to 2 at 0.3. " +
      "The series control is 1 at 0.3.",
  );
});
