/** Figures of another family: its symbols, words, units and values, and both sides of a seam. */

import { FAMILY_NAMES, type FamilyName, familyOf, parameterTitle } from "../../lib/curve/family.ts";
import { parameterTicks } from "../../lib/curve/parameter_text.ts";
import { distanceProfile } from "../../lib/figures/distance_profile.ts";
import { errorMap } from "../../lib/figures/error_map.ts";
import { familiesMontage, familyPoints } from "../../lib/figures/families.ts";
import { headline } from "../../lib/figures/headline.ts";
import { latentScatter } from "../../lib/figures/latent_scatter.ts";
import { latentSheet } from "../../lib/figures/latent_sheet.ts";
import { latticeMontage, transectMontage } from "../../lib/figures/montage.ts";
import { parameterSpace } from "../../lib/figures/parameter_space.ts";
import { recoveryArrows } from "../../lib/figures/recovery.ts";
import { samplesMontage } from "../../lib/figures/traversals.ts";
import { describeTransect, transectErrors } from "../../lib/figures/transect_errors.ts";
import { datasetHole } from "../../lib/curve/family_hole.ts";
import { lattice, PUBLISHED_TRANSECTS, transectPoints } from "../../lib/space/mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { greys, placed, SIZE } from "./placed.ts";

/** Texts of an SVG document, in order. */
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text]) => text);

const OTHERS = FAMILY_NAMES.filter((family) => family === "bump" || family === "ellipse");

/** Whether a document has each tick of a parameter. */
function assertTicks(svg: string, name: "a" | "b", family: FamilyName): void {
  const texts = new Set(textsOf(svg));
  for (const { label } of parameterTicks(name, family)) {
    // An axis of the plane's own numbers may have finer ones.
    const same = [label, `${label}0`].some((text) => texts.has(text));
    assert(same, `${family} ${name}: no ${label} in ${[...texts].join(" ")}`);
  }
}

const POINTS = lattice(11, 7).map((point) => ({ ...point, role: "training" as const }));
const HOLE = "disc:1.25,1.9,0.3";

Deno.test("charts of the plane have each family's titles and ticks", async () => {
  for (const family of FAMILY_NAMES) {
    const hole = datasetHole({ hole: HOLE, family });
    const space = await parameterSpace({
      points: POINTS,
      hole,
      transects: PUBLISHED_TRANSECTS,
      family,
    });
    const map = await errorMap(
      [{ title: "control", cells: lattice(11, 7).map((point) => ({ ...point, value: point.b })) }],
      { title: "Errors", measure: "1 − Dice", hole, family },
    );
    const arrows = await recoveryArrows(
      [{ title: "control", points: lattice(5, 5).map((p) => ({ ...p, aFit: p.a, bFit: p.b })) }],
      { hole, title: "Shapes", family },
    );
    for (const name of ["a", "b"] as const) {
      for (const svg of [space, map, arrows]) assertTicks(svg, name, family);
      for (const svg of [space, arrows]) {
        assert(textsOf(svg).includes(parameterTitle(name, { family })));
      }
      assert(textsOf(map).includes(parameterTitle(name, { family, unit: false })));
    }
  }
});

Deno.test("a reader of screens hears the parameters' values, and no coordinate", async () => {
  const svg = await parameterSpace({
    points: POINTS,
    hole: datasetHole({ hole: "none", family: "bump" }),
    transects: [],
    family: "bump",
  });
  assertStringIncludes(svg, "linear scale with values from −1.5 to 1.5");
  assertStringIncludes(svg, "linear scale with values from −2 to 2");
});

Deno.test("a hole that crosses the seam is drawn on both sides of it", async () => {
  const outlines = async (family: FamilyName) => {
    const svg = await parameterSpace({
      points: POINTS,
      hole: datasetHole({ hole: HOLE, family }),
      transects: [],
      family,
    });
    return svg.split('stroke-dasharray="5,3"').length - 1;
  };
  assertEquals(await outlines("ellipse"), 2 * await outlines("bump"));
  const sheet = (family: FamilyName) => {
    const { data } = latentSheet({
      lattice: lattice(21, 16).map(({ a, b }) => ({ a, b, mu: [a, b] })),
      columns: 16,
      hole: datasetHole({ hole: HOLE, family }),
      family,
    });
    const edge = data.find(({ name }) => name === "edge of the hole") as unknown as { y: number[] };
    return edge.y.filter((value) => value !== null);
  };
  assert(sheet("ellipse").some((b) => b < 0.25), "the other end has a part of it");
  assert(sheet("bump").every((b) => b > 1.5));
  assert(sheet("ellipse").every((b) => b >= 0 && b <= 2));
});

Deno.test("recovered shapes are off by the parameters' units, and by the shorter way around", async () => {
  const panel = (
    bFit: number,
  ) => [{ title: "control", points: [{ a: 1, b: 1.9, aFit: 1.1, bFit }] }];
  const drawn = (family: FamilyName, bFit: number) =>
    recoveryArrows(panel(bFit), {
      hole: datasetHole({ hole: "none", family }),
      title: "Shapes",
      family,
    });
  assertStringIncludes(await drawn("rose", 1.8), "off by 0.100 in a, 0.100 in b");
  assertStringIncludes(await drawn("bump", 1.8), "off by 0.200 in x, 0.200 in y");
  assertStringIncludes(await drawn("ellipse", 1.8), "off by 0.100 in a, 9.00° in φ");
  // From 171° to 9° it is 18°, and the arrow comes in again at the other end.
  const across = await drawn("ellipse", 0.1);
  assertStringIncludes(across, "off by 0.100 in a, 18.00° in φ");
  assertStringIncludes(await drawn("bump", 0.1), "off by 0.200 in x, 3.600 in y");
  const rules = (svg: string) => (svg.match(/aria-roledescription="rule mark"/g) ?? []).length;
  assertEquals(rules(across), 2 * rules(await drawn("ellipse", 1.8)));
});

Deno.test("codes are coloured by a parameter's own values", async () => {
  for (const family of OTHERS) {
    const coded = lattice(11, 7).map(({ a, b }) => ({ a, b, mu: [a, b, a * b] }));
    const svg = await latentScatter({ training: coded, transects: [], family });
    assertStringIncludes(svg, parameterTitle("b", { unit: false, family }));
    assertTicks(svg, "b", family);
    const { data, layout } = latentSheet({
      lattice: lattice(11, 7).map(({ a, b }) => ({ a, b, mu: [a, b] })),
      columns: 7,
      hole: datasetHole({ hole: "none", family }),
      family,
    });
    const [surface] = data as unknown as {
      colorbar: { ticktext: string[] };
      text: string[][];
    }[];
    assertEquals(surface.colorbar.ticktext, parameterTicks("b", family).map(({ label }) => label));
    const { a, b } = familyOf(family).parameters;
    assert(surface.text[0][0].startsWith(`${a.symbol} = `));
    const { buttons } = (layout.updatemenus as { buttons: { label: string }[] }[])[0];
    assertEquals(
      buttons.map(({ label }) => label),
      [`colour by ${a.symbol}`, `colour by ${b.symbol}`],
    );
  }
});

Deno.test("a parameter that comes round has one colour at both ends, another has two", async () => {
  const ends = async (family: FamilyName) => {
    // Two codes at the ends of b.
    const training = [0, 2].map((b) => ({ a: 1, b, mu: [b, 0] }));
    const svg = await latentScatter({ training, transects: [], family });
    const group = /<g class="mark-symbol role-mark [^"]*"[^>]*>(.*?)<\/g>/s.exec(svg)![1];
    return [...group.matchAll(/fill="([^"]+)"/g)].map(([, colour]) => colour);
  };
  const [first, last] = await ends("ellipse");
  assert(first !== undefined && first === last, `${first}, ${last}`);
  const [low, high] = await ends("bump");
  assert(low !== undefined && high !== undefined && low !== high);
  const scale = (family: FamilyName, colour: "a" | "b") => (latentSheet({
    lattice: lattice(5, 4).map(({ a, b }) => ({ a, b, mu: [a, b] })),
    columns: 4,
    hole: datasetHole({ hole: "none", family }),
    colour,
    family,
  }).data[0] as { colorscale: unknown; cmin: number; cmax: number });
  const { colorscale, cmin, cmax } = scale("ellipse", "b");
  const steps = colorscale as [number, string][];
  assertEquals([steps[0][0], steps.at(-1)![0], cmin, cmax], [0, 1, 0, 2]);
  assertEquals(steps[0][1], steps.at(-1)![1]);
  assertEquals(scale("ellipse", "a").colorscale, "Viridis");
  assertEquals(scale("bump", "b").colorscale, "Viridis");
});

Deno.test("a walk across the seam says where it leads", () => {
  const walk = [1.8, 1.9, 2, 0.1, 0.2].map((b) => ({ a: 1, b }));
  assertEquals(describeTransect("W", walk, "ellipse"), "W: a = 1, φ from 162° through 180° to 18°");
  assertEquals(describeTransect("W", walk.slice(0, 3), "ellipse"), "W: a = 1, φ from 162° to 180°");
  assertEquals(describeTransect("W", walk, "rose"), "W: a = 1, b from 1.8 to 0.2");
});

Deno.test("montages name shapes by the family's symbols and values", async () => {
  const points = transectPoints(PUBLISHED_TRANSECTS[2], 3);
  const rows = points.map((point, k) => ({
    ...{ transect: "P3", step: k + 1, ...point, inside: k === 1, network: "punctured" as const },
    ...{ dice: 1, bceExcess: 0, mse: 0, ssim: 1 },
  }));
  const data = {
    ...{ rows, size: SIZE, truth: greys(3), reconstruction: greys(3), family: "ellipse" as const },
  };
  const wide = textsOf(transectMontage(data));
  assert(wide.includes("P3: a from 0.5 to 2, φ from 180° to 0°"), wide.join());
  for (const text of ["φ", "180.0°", "90.0°", "0.0°"]) assert(wide.includes(text), text);
  assert(textsOf(transectMontage({ ...data, narrow: true })).includes("φ 90.0°"));
  assertStringIncludes(
    await transectErrors(rows, { family: "bump" }),
    "P3: x from −1.5 to 1.5, y from 2 to −2",
  );
  const samples = samplesMontage({
    size: SIZE,
    truth: greys(1),
    images: greys(2),
    points: [{ a: 1.25, b: 0.5, inside: false }],
    family: "bump",
  });
  assert(textsOf(samples).includes("y = −1.00"));
  const images = latticeMontage(greys(6), { size: SIZE, rows: 3, columns: 2, family: "ellipse" });
  for (const text of ["0°", "90°", "180°"]) assert(textsOf(images).includes(text), text);
  assertStringIncludes(images, "φ: rotation (degrees)");
  const outcomes = (["punctured", "control"] as const).map((network) => ({
    ...{ hole: "h", network, seed: 0, validation: 1, inside: 0.9 },
  }));
  const [truth, punctured, control] = [greys(1), greys(1), greys(1)];
  const shape = { hole: "h", a: 1.25, b: 1, size: SIZE, truth, punctured, control };
  const figure = await headline(outcomes, [{ ...shape, dice: { punctured: 1, control: 1 } }], {
    family: "ellipse",
  });
  assertStringIncludes(figure, "a = 1.25, φ = 90.0°");
});

Deno.test("distances have the unit that is given", async () => {
  const rows = [-1, 1].map((distance) => ({ distance, series: "control", estimate: 0.1 }));
  const options = { title: "Error", y: "1 − Dice" };
  assertStringIncludes(await distanceProfile(rows, options), "edge (axis units)");
  const plane = await distanceProfile(rows, { ...options, unit: "units of a and b" });
  assertStringIncludes(plane, "edge (units of a and b)");
});

Deno.test("the families stand beside each other, each along its two parameters", () => {
  const points = familyPoints();
  assertEquals([points[0], points[4]], [{ a: 0.5, b: 1 }, { a: 2, b: 1 }]);
  assertEquals([points[5], points[9]], [{ a: 1.25, b: 0 }, { a: 1.25, b: 2 }]);
  const rows = [{ shapes: { family: "ellipse" as const }, images: greys(10) }];
  const drawn = familiesMontage(rows, { size: SIZE });
  assertEquals(placed(drawn).map(({ grey }) => grey), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const text of ["ellipse", "φ: rotation, 0° to 180°"]) {
    assert(textsOf(drawn).includes(text), text);
  }
  const few = [{ ...rows[0], images: greys(3) }];
  assertThrows(() => familiesMontage(few, { size: SIZE }), RangeError, "10 images, received 3");
});
