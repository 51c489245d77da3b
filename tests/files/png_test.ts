import { createCanvas, loadImage } from "@napi-rs/canvas";
import { encodePng } from "../../lib/files/png.ts";
import { createRandom } from "../../lib/random.ts";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("encodePng() writes a file that another decoder reads back pixel by pixel", async () => {
  const [width, height] = [37, 11];
  const random = createRandom(0, "picture");
  const pixels = Uint8Array.from({ length: width * height }, () => random.integer(256));
  const image = await loadImage(encodePng(pixels, { width, height }));
  assertEquals([image.width, image.height], [width, height]);
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const expected = [...pixels].flatMap((value) => [value, value, value, 255]);
  assertEquals([...data], expected);
});

Deno.test("encodePng() rejects a size that does not fit the pixels", () => {
  for (const [width, height] of [[2, 3], [0, 0], [-2, -2], [0.5, 8]]) {
    assertThrows(() => encodePng(new Uint8Array(4), { width, height }), RangeError, "for 4");
  }
});
