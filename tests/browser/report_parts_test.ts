import fc from "fast-check";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { latentSheet } from "../../lib/figures/latent_sheet.ts";
import { type Eye, steppedBack, turned } from "../../lib/sheet/camera.ts";
import {
  pointBeside,
  pointText,
  type SheetFigure,
  shownFigure,
} from "../../lib/report/sheet/shown_figure.ts";
import { spriteAt } from "../../lib/report/sheet/sprites.ts";
import { lattice, PUBLISHED_HOLE } from "../../lib/space/mod.ts";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
const eyes = fc.record({ x: coordinate, y: coordinate, z: coordinate })
  .filter(({ x, y }) => Math.hypot(x, y) > 0.1);

function close(one: Eye, other: Eye): void {
  for (const axis of ["x", "y", "z"] as const) assertAlmostEquals(one[axis], other[axis], 1e-9);
}

function degrees({ x, y, z }: Eye): { azimuth: number; elevation: number } {
  const inDegrees = (radians: number) => radians / Math.PI * 180;
  return {
    azimuth: inDegrees(Math.atan2(y, x)),
    elevation: inDegrees(Math.atan2(z, Math.hypot(x, y))),
  };
}

Deno.test("turned() keeps the distance and stays below 85°", () => {
  fc.assert(fc.property(eyes, fc.constantFrom(...KEYS), (eye, key) => {
    const { x, y, z } = turned(eye, key)!;
    assertAlmostEquals(Math.hypot(x, y, z), Math.hypot(eye.x, eye.y, eye.z), 1e-9);
    assert(Math.abs(degrees({ x, y, z }).elevation) <= 85 + 1e-9);
  }));
});

Deno.test("turned() goes round by 10° a key, and back by the opposite one", () => {
  const start = { x: 2, y: 0, z: 0 };
  assertAlmostEquals(degrees(turned(start, "ArrowRight")!).azimuth, 10, 1e-9);
  assertAlmostEquals(degrees(turned(start, "ArrowUp")!).elevation, 10, 1e-9);
  close(turned(turned(start, "ArrowRight")!, "ArrowLeft")!, start);
  close(turned(turned(start, "ArrowDown")!, "ArrowUp")!, start);
  let eye: Eye = start;
  for (let k = 0; k < 36; k++) eye = turned(eye, "ArrowLeft")!;
  close(eye, start);
});

Deno.test("turned() leaves other keys to the page", () => {
  for (const key of ["Tab", "a", "PageDown", "toString"]) {
    assertEquals(turned({ x: 1, y: 1, z: 1 }, key), undefined);
  }
});

Deno.test("steppedBack() goes as much further away as a picture is narrower than high", () => {
  const eye = { x: 1, y: -2, z: 0.5 };
  assertEquals(steppedBack(eye, { width: 900, height: 600 }), eye);
  assertEquals(steppedBack(eye, { width: 300, height: 600 }), { x: 2, y: -4, z: 1 });
});

Deno.test("spriteAt() finds each picture of a sheet once, a row after another", () => {
  const sheet = { size: 64, columns: 24 };
  assertEquals(spriteAt(sheet, 0), { x: 0, y: 0 });
  assertEquals(spriteAt(sheet, 23), { x: 23 * 64, y: 0 });
  assertEquals(spriteAt(sheet, 24), { x: 0, y: 64 });
  const corners = Array.from({ length: 381 }, (_, n) => Object.values(spriteAt(sheet, n)).join());
  assertEquals(new Set(corners).size, 381);
});

const FIGURE = latentSheet({
  lattice: lattice(21, 16).map(({ a, b }) => ({ a, b, mu: [a, b, a * b], dice: 1 - b / 10 })),
  columns: 16,
  hole: PUBLISHED_HOLE,
}) as SheetFigure;

Deno.test("the report's sheet has no buttons of its own, and is coloured as is chosen", () => {
  const size = { width: 1000, height: 600 };
  for (const [colour, title] of ["a", "b", "error"].entries()) {
    const { data, layout } = shownFigure(FIGURE, { colour, size });
    const [{ colorbar }] = data as readonly { colorbar?: { title: { text: string } } }[];
    assert(colorbar!.title.text.startsWith(`${title}:`), colorbar!.title.text);
    assert(!("updatemenus" in layout) && data.length === FIGURE.data.length);
  }
});

Deno.test("in a narrow report the axes' names are short, and seen from farther away", () => {
  const sceneAt = (width: number) =>
    shownFigure(FIGURE, { colour: 0, size: { width, height: 555 } }).layout
      .scene as SheetFigure["layout"]["scene"];
  const [narrow, wide] = [sceneAt(326), sceneAt(1000)];
  assertEquals([narrow.xaxis.title?.text, wide.xaxis.title?.text], ["μ₁", "μ₁ (latent units)"]);
  const distance = ({ camera: { eye: { x, y, z } } }: typeof narrow) => Math.hypot(x, y, z);
  assert(distance(narrow) > 1.3 * distance(wide));
});

Deno.test("keys go from shape to shape of the report's sheet, which is marked", () => {
  const size = { width: 1000, height: 600 };
  const text = (point: number | undefined) => pointText(FIGURE, point!).split("<br>")[0];
  // From the middle, a = 1.3 and b = 1.
  const first = pointBeside(FIGURE, undefined, "ArrowRight");
  assertEquals(text(first), "a = 1.40, b = 1.00");
  assertEquals(text(pointBeside(FIGURE, first, "ArrowUp")), "a = 1.40, b = 1.10");
  assertEquals(pointBeside(FIGURE, 0, "ArrowDown"), 0);
  assertEquals(pointBeside(FIGURE, 0, "Enter"), undefined);
  const mark = shownFigure(FIGURE, { colour: 0, size, point: first }).data.at(-1)!;
  const [[a], [b]] = [mark.x, mark.y] as [[number], [number]];
  assertEquals([a.toFixed(2), b.toFixed(2)], ["1.40", "1.00"]);
});
