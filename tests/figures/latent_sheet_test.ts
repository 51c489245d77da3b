import {
  latentSheet,
  type LatentSheetData,
  MARKER_TRACE,
  type SheetPoint,
} from "../../lib/figures/latent_sheet.ts";
import { lattice, PUBLISHED_HOLE } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "../assert.ts";

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
  assertEquals(surface.customdata.flat(), flat.map((_, n) => n));
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

Deno.test("latentSheet() marks a code, and lays two latents flat", () => {
  assertEquals(traces(DATA).get(MARKER_TRACE)!.x, []);
  const two = flat.map((point) => ({ ...point, mu: point.mu.slice(0, 2) }));
  const marked = traces({ ...DATA, lattice: two, transects: [], marker: [1, 2] });
  const { x, y, z } = marked.get(MARKER_TRACE)!;
  assertEquals([x, y, z], [[1], [2], [0]]);
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
});
