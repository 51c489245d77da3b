import fc from "fast-check";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Eye, steppedBack, turned } from "../../lib/report/sheet/camera.ts";
import { spriteAt } from "../../lib/report/sheet/sprites.ts";

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
