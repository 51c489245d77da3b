import {
  latentSheet,
  type LatentSheetData,
  type SheetPoint,
} from "../../lib/figures/latent_sheet.ts";
import { type Hole, lattice, PUBLISHED_HOLE } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const COLUMNS = 16;

/** A sheet that is flat and aligned: μ = (a, b, 0). */
const flat: SheetPoint[] = lattice(21, COLUMNS).map(({ a, b }) => ({
  a,
  b,
  mu: [a, b, 0],
  dice: 1 - a / 10,
}));
const DATA: LatentSheetData = {
  lattice: flat,
  columns: COLUMNS,
  hole: PUBLISHED_HOLE,
  transects: [{ name: "P2", points: flat.slice(0, 3) }, { name: "P3", points: flat.slice(3, 5) }],
};

type Trace = Record<string, unknown> & { name: string; x: number[]; y: number[]; z: number[] };

function traces(data: LatentSheetData): Map<string, Trace> {
  return new Map((latentSheet(data).data as Trace[]).map((trace) => [trace.name, trace]));
}

Deno.test("latentSheet() draws the surface through the codes, row by row", () => {
  const surface = traces(DATA).get("the sheet") as unknown as Record<string, number[][]>;
  assertEquals(surface.x.length, 21);
  for (const [row, columns] of surface.x.entries()) {
    columns.forEach((value, column) => assertEquals(value, flat[row * COLUMNS + column].a));
    assertEquals(new Set(surface.y[row]).size, 1);
  }
});

Deno.test("latentSheet() numbers the surface's points column by column, as Plotly looks them up", () => {
  const surface = traces(DATA).get("the sheet") as unknown as {
    x: number[][];
    customdata: number[][];
    text: string[][];
  };
  assertEquals([surface.customdata.length, surface.customdata[0].length], [COLUMNS, 21]);
  for (const [column, numbers] of surface.customdata.entries()) {
    for (const [row, n] of numbers.entries()) {
      assertEquals(flat[n].mu[0], surface.x[row][column]);
      assert(surface.text[column][row].startsWith(`a = ${flat[n].a.toFixed(2)}, b = `));
    }
  }
});

Deno.test("latentSheet() bends the edge of a hole of any kind with the sheet", () => {
  const bent = flat.map((point) => ({ ...point, mu: [point.a, point.b, point.a ** 2 - point.b] }));
  const holes: Hole[] = [
    { kind: "box", a: [0.7, 1.7], b: [0.5, 1.5] },
    { kind: "strip", axis: "b", low: 0.45, high: 1.3 },
    { kind: "disc", a: 0.5, b: 1, radius: 0.4 },
  ];
  for (const hole of holes) {
    const { x, y, z } = traces({ ...DATA, lattice: bent, hole }).get("edge of the hole")!;
    x.forEach((a, n) => {
      // Within a cell, 0.1 wide, a parabola is off its chord by no more than 0.1² / 4.
      if (a !== null) assertAlmostEquals(z[n], a ** 2 - y[n], 0.0026);
    });
  }
});

Deno.test("latentSheet() looks at the broad side of the sheet, from outside its box", () => {
  const turns: [name: string, normal: number, mu: (a: number, b: number) => number[]][] = [
    ["upright", 0, (a, b) => [0.1 * a * b, a, b]],
    ["upright, turned", 1, (a, b) => [b, 0.1 * a * b, a]],
    ["lying", 2, (a, b) => [a, b, 0.1 * a * b]],
  ];
  for (const [name, normal, mu] of turns) {
    const lattice = flat.map((point) => ({ ...point, mu: mu(point.a, point.b) }));
    const { layout } = latentSheet({ ...DATA, lattice, transects: [] });
    const { camera: { eye } } = layout.scene as {
      camera: { eye: { x: number; y: number; z: number } };
    };
    const along = Math.abs([eye.x, eye.y, eye.z][normal]);
    const distance = Math.hypot(eye.x, eye.y, eye.z);
    assert(along / distance > 0.8, `${name}: ${JSON.stringify(eye)}`);
    assert(distance > 1.5 && distance < 5, `${name}: ${distance}`);
    assert(eye.z > 0, `${name} is seen from below`);
  }
});

Deno.test("latentSheet() puts the hole's edge where the map from (a, b) puts it", () => {
  const { x, y, z } = traces(DATA).get("edge of the hole")!;
  const points = x.flatMap((value, n) => value === null ? [] : [[value, y[n], z[n]]]);
  assertEquals(points.length, 121);
  for (const [a, b, none] of points) {
    assertAlmostEquals(Math.hypot(a - 1.25, b - 1), 0.3, 1e-9);
    assertEquals(none, 0);
  }
  const inside = traces(DATA).get("inside the hole")!;
  assert(inside.x.length > 10);
  inside.x.forEach((a, n) => assert(Math.hypot(a - 1.25, inside.y[n] - 1) <= 0.3 + 1e-9));
  assert(!traces({ ...DATA, hole: { kind: "none" } }).has("edge of the hole"));
});

Deno.test("latentSheet() numbers the points of transects after those of the lattice", () => {
  const drawn = traces(DATA);
  assertEquals(drawn.get("P2")!.customdata, [336, 337, 338]);
  assertEquals(drawn.get("P3")!.customdata, [339, 340]);
});

Deno.test("latentSheet() colours by a, b and error, and by error only where it is known", () => {
  const buttons = ({ lattice }: Pick<LatentSheetData, "lattice">) => {
    const { layout } = latentSheet({ ...DATA, lattice });
    const [{ buttons }] = layout.updatemenus as [{ buttons: { label: string }[] }];
    return buttons.map(({ label }) => label);
  };
  assertEquals(buttons(DATA), ["colour by a", "colour by b", "colour by error"]);
  const unknown = flat.map(({ a, b, mu }) => ({ a, b, mu }));
  assertEquals(buttons({ lattice: unknown }), ["colour by a", "colour by b"]);
  const { surfacecolor } = traces({ ...DATA, colour: "error" }).get("the sheet")!;
  assertAlmostEquals((surfacecolor as number[][])[3][2], flat[3 * COLUMNS + 2].a / 10, 1e-12);
});

Deno.test("latentSheet() lays two latents flat", () => {
  const two = flat.map((point) => ({ ...point, mu: point.mu.slice(0, 2) }));
  const { z } = traces({ ...DATA, lattice: two, transects: [] }).get("the sheet")!;
  assertEquals(new Set((z as unknown as number[][]).flat()), new Set([0]));
});

Deno.test("latentSheet() is plain data", () => {
  const figure = latentSheet(DATA);
  assertEquals(JSON.parse(JSON.stringify(figure)), figure);
});

Deno.test("latentSheet() refuses what is no lattice, and codes of other sizes", () => {
  const of = (mu: number[]) => flat.map((point) => ({ ...point, mu }));
  assertThrows(() => latentSheet({ ...DATA, columns: 17 }), RangeError, "rectangular");
  assertThrows(() => latentSheet({ ...DATA, lattice: of([1]) }), RangeError, "received 1");
  assertThrows(() => latentSheet({ ...DATA, lattice: of([1, 2, 3, 4]) }), RangeError, "received 4");
  const transects = [{ name: "P1", points: of([1, 2]) }];
  assertThrows(() => latentSheet({ ...DATA, transects }), RangeError, "3 latents, received 2");
});
