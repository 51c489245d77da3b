import { inflateSync } from "node:zlib";
import {
  imageUrl,
  latticeMontage,
  transectMontage,
  type TransectMontageData,
} from "../../lib/figures/mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../assert.ts";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";

const SIZE = 16;
const PIXELS = SIZE * SIZE;

/** Pixels of a grey PNG whose rows are stored unfiltered. */
function decode(url: string): { width: number; pixels: number[] } {
  const png = Uint8Array.fromBase64(url.replace("data:image/png;base64,", ""));
  const view = new DataView(png.buffer);
  const width = view.getUint32(16);
  const length = view.getUint32(33);
  assertEquals(String.fromCharCode(...png.subarray(37, 41)), "IDAT");
  const rows = inflateSync(png.subarray(41, 41 + length));
  return { width, pixels: [...rows].filter((_, i) => i % (width + 1) !== 0) };
}

/** Position and picture of each image in a document. */
function placed(svg: string): { x: number; y: number; grey: number }[] {
  const image = /<image x="([\d.]+)" y="([\d.]+)"[^>]* href="([^"]+)"/g;
  return [...svg.matchAll(image)].map(([, x, y, url]) => ({
    x: Number(x),
    y: Number(y),
    grey: decode(url).pixels[0],
  }));
}

/** Images of one grey each: 0, 1, 2 … */
function greys(count: number): Uint8Array {
  return Uint8Array.from({ length: count * PIXELS }, (_, i) => Math.floor(i / PIXELS));
}

Deno.test("imageUrl() keeps bytes, scales floats to bytes, and clamps them", () => {
  const bytes = Uint8Array.from({ length: PIXELS }, (_, i) => i);
  assertEquals(decode(imageUrl(bytes, { size: SIZE })).pixels, [...bytes]);
  const floats = Float32Array.from(bytes, (byte) => byte / 255);
  assertEquals(decode(imageUrl(floats, { size: SIZE })).pixels, [...bytes]);
  floats[0] = -0.5;
  floats[1] = 1.5;
  floats[2] = NaN;
  assertEquals(decode(imageUrl(floats, { size: SIZE })).pixels.slice(0, 3), [0, 255, 0]);
});

Deno.test("imageUrl() halves a large image by averaging", () => {
  const image = Uint8Array.from({ length: 16 }, (_, i) => 4 * i);
  const { width, pixels } = decode(imageUrl(image, { size: 4, maximum: 2 }));
  assertEquals(width, 2);
  assertEquals(pixels, [10, 18, 42, 50]);
  const floats = Float32Array.from(image, (byte) => byte / 255);
  assertEquals(decode(imageUrl(floats, { size: 4, maximum: 2 })).pixels, pixels);
  assertEquals(decode(imageUrl(new Uint8Array(9), { size: 3, maximum: 2 })).width, 3);
});

Deno.test("latticeMontage() puts a to the right and b upwards", () => {
  const svg = latticeMontage(greys(6), { size: SIZE, rows: 2, columns: 3 });
  assertWellFormed(svg);
  assertSelfContained(svg);
  const images = placed(svg);
  assertEquals(images.map(({ grey }) => grey), [0, 1, 2, 3, 4, 5]);
  assert(images[0].x < images[1].x && images[1].x < images[2].x);
  assert(images[0].y > images[3].y, "a row of larger b must stand higher");
  assertEquals(images[0].x, images[3].x);
  assertThrows(
    () => latticeMontage(greys(5), { size: SIZE, rows: 2, columns: 3 }),
    RangeError,
    "2 × 3 images, received 5",
  );
});

function transect(inside: (step: number) => boolean, control = true): TransectMontageData {
  const row = (i: number, model: "punctured" | "control") => ({
    transect: "<P1>",
    step: i + 1,
    a: 1.25,
    b: i / 2,
    inside: inside(i),
    model,
    dice: (model === "control" ? 0.95 : 0.85) + i / 1000,
    bceExcess: 0.01,
    mse: 0.001,
    ssim: 0.9,
  });
  const steps = [4, 2, 0, 1, 3];
  const rows = steps.flatMap((i) => [row(i, "control"), row(i, "punctured")]);
  return {
    rows: control ? rows : rows.filter(({ model }) => model === "punctured"),
    size: SIZE,
    truth: greys(5),
    reconstruction: Float32Array.from(greys(5), (grey) => (grey + 100) / 255),
    ...(control && { control: Float32Array.from(greys(5), (grey) => (grey + 200) / 255) }),
  };
}

Deno.test("transectMontage() sets truth, reconstruction and control under each other", () => {
  const svg = transectMontage(transect((i) => i > 0 && i < 4));
  assertWellFormed(svg);
  assertSelfContained(svg);
  const images = placed(svg);
  assertEquals(
    images.map(({ grey }) => grey),
    [0, 1, 2, 3, 4, 100, 101, 102, 103, 104, 200, 201, 202, 203, 204],
  );
  for (let i = 0; i < 5; i++) {
    assertEquals(images[i].x, images[i + 5].x);
    assert(images[i].y < images[i + 5].y && images[i + 5].y < images[i + 10].y);
  }
});

Deno.test("transectMontage() prints the error of each step below its image, in order of steps", () => {
  const svg = transectMontage(transect((i) => i === 2));
  const errors = [...svg.matchAll(/<text x="([\d.]+)"([^>]*)>(0\.[89]\d\d)</g)];
  assertEquals(errors.map(([, , , text]) => text), [
    ...["0.850", "0.851", "0.852", "0.853", "0.854"],
    ...["0.950", "0.951", "0.952", "0.953", "0.954"],
  ]);
  const bold = errors.map(([, , style]) => style.includes("bold"));
  assertEquals(bold, [false, false, true, false, false, false, false, true, false, false]);
  const xs = errors.map(([, x]) => Number(x));
  assert(xs.every((x, i) => i % 5 === 0 || x > xs[i - 1]));
});

Deno.test("transectMontage() frames each run of columns inside the hole, and no other", () => {
  const frames = (inside: (i: number) => boolean) => {
    const svg = transectMontage(transect(inside));
    const columns = placed(svg).slice(0, 5).map(({ x }) => x);
    return [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(
      ([, x, width]) => {
        const framed = columns.flatMap((column, i) =>
          column >= Number(x) && column + 64 <= Number(x) + Number(width) ? [i] : []
        );
        return framed;
      },
    );
  };
  assertEquals(frames((i) => i > 0 && i < 4), [[1, 2, 3]]);
  assertEquals(frames((i) => i !== 2), [[0, 1], [3, 4]]);
  assertEquals(frames(() => false), []);
});

Deno.test("transectMontage() does without a control, and escapes the transect's name", () => {
  const svg = transectMontage(transect(() => true, false));
  assertEquals(placed(svg).length, 10);
  assertStringIncludes(svg, "&lt;P1&gt;: a = 1.25, b from 0 to 2");
});

Deno.test("transectMontage() refuses stacks that do not fit its rows", () => {
  const data = transect(() => true);
  assertThrows(
    () => transectMontage({ ...data, truth: greys(4) }),
    RangeError,
    "truth must have 5 images",
  );
  assertThrows(
    () => transectMontage({ ...data, control: new Float32Array(7) }),
    RangeError,
    "received 7 pixels",
  );
  assertThrows(() => imageUrl(new Uint8Array(5), { size: 2 }), RangeError, "2 × 2");
});
