import {
  COLOURS,
  imageUrl,
  latticeMontage,
  type MontageRow,
  transectMontage,
  type TransectMontageData,
} from "../../lib/figures/mod.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { assertSelfContained, assertWellFormed } from "./markup_check.ts";
import { decode, greys, placed, SIZE } from "./placed.ts";

const PIXELS = SIZE * SIZE;

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

Deno.test("transectMontage() upright has a row a point, and shows those next to the hole", () => {
  const data = transect((i) => i === 2 || i === 3);
  const wide = placed(transectMontage(data));
  const svg = transectMontage({ ...data, narrow: true, title: "P1 across the <hole>" });
  assertWellFormed(svg);
  assertSelfContained(svg);
  const images = placed(svg);
  const rows = [...new Set(images.map(({ y }) => y))].toSorted((one, other) => one - other);
  const columns = [...new Set(images.map(({ x }) => x))].toSorted((one, other) => one - other);
  assertEquals(columns.length, 3, "truth, network and control");
  // Points 2 and 3 lie in the hole; 1 and 4 are next to it.
  const truth = images.filter(({ x }) => x === columns[0]).map(({ grey }) => grey);
  const [first] = wide.map(({ y }) => y);
  const greysOfTruth = wide.filter(({ y }) => y === first).map(({ grey }) => grey);
  assertEquals(truth, greysOfTruth.slice(1, 5).slice(0, rows.length));
  const [, y, height] = /<rect x="4" y="([\d.]+)"[^>]* height="([\d.]+)"/.exec(svg)!.map(Number);
  const framed = rows.filter((row) => row > y && row < y + height);
  assertEquals(framed, rows.slice(1, 3), "the frame holds the rows inside the hole alone");
  const width = Number(/<svg[^>]* width="(\d+)"/.exec(svg)![1]);
  assert(width <= 358, `${width} pixels`);
  assertStringIncludes(svg, "inside the hole");
  assertStringIncludes(svg, "P1 across the &lt;hole&gt;");
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
  const row = (i: number, network: "punctured" | "control") => ({
    transect: "<P1>",
    step: i + 1,
    a: 1.25,
    b: i / 2,
    inside: inside(i),
    network,
    dice: (network === "control" ? 0.95 : 0.85) + i / 1000,
    bceExcess: 0.01,
    mse: 0.001,
    ssim: 0.9,
  });
  const steps = [4, 2, 0, 1, 3];
  const rows = steps.flatMap((i) => [row(i, "control"), row(i, "punctured")]);
  return {
    rows: control ? rows : rows.filter(({ network }) => network === "punctured"),
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

/** Two further rows, of which the second stands inside the hole alone. */
function further(inside: (step: number) => boolean): MontageRow[] {
  const shift = (by: number) => Float32Array.from(greys(5), (grey) => (grey + by) / 255);
  const errors = [0.71, 0.72, 0.73, 0.74, 0.75];
  return [
    { label: ["nearest", "training image"], images: shift(50), errors },
    {
      label: ["cross-fade of", "<the hole's edges>"],
      images: shift(60),
      errors: errors.map((error, i) => inside(i) ? error - 0.1 : undefined),
    },
  ];
}

Deno.test("transectMontage() puts further rows below, blank where they have no error", () => {
  const inside = (i: number) => i > 0 && i < 4;
  const data = transect(inside);
  const svg = transectMontage({ ...data, further: further(inside) });
  assertWellFormed(svg);
  assertSelfContained(svg);
  const images = placed(svg);
  assertEquals(images.slice(15).map(({ grey }) => grey), [50, 51, 52, 53, 54, 61, 62, 63]);
  images.slice(20).forEach(({ x, y }, n) => {
    assertEquals(x, images[n + 1].x);
    assert(y > images[15].y && images[15].y > images[14].y);
  });
  for (const error of ["0.710", "0.750", "0.620", "0.640"]) assertStringIncludes(svg, `>${error}<`);
  for (const error of ["0.610", "0.650"]) assert(!svg.includes(`>${error}<`));
  for (const words of ["nearest", "training image", "&lt;the hole&#39;s edges&gt;"]) {
    assertMatch(svg, new RegExp(`fill="${COLOURS.quiet}" [^>]*>${words}<`));
  }
  // The frame reaches down to the last row.
  const [, top, height] = /<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" rx/
    .exec(svg)!.map(Number);
  assert(top + height >= images.at(-1)!.y + 64);
});

Deno.test("transectMontage() draws the same bytes without further rows as with none", () => {
  const data = transect((i) => i === 2);
  assertEquals(transectMontage({ ...data, further: [] }), transectMontage(data));
});

Deno.test("transectMontage() refuses further rows that do not fit", () => {
  const data = transect(() => true);
  const [row] = further(() => true);
  assertThrows(
    () => transectMontage({ ...data, further: [{ ...row, errors: row.errors.slice(1) }] }),
    RangeError,
    "nearest training image must have 5 images and as many errors, received 5 and 4",
  );
  assertThrows(
    () => transectMontage({ ...data, further: [{ ...row, images: greys(6) }] }),
    RangeError,
    "received 6 and 5",
  );
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
