import { createCanvas, loadImage } from "@napi-rs/canvas";
import { imageUrl, svgToPng } from "../../lib/figures/mod.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">${content}</svg>`;

/** Width, height and RGBA bytes of a PNG picture. */
async function decode(png: Uint8Array) {
  const picture = await loadImage(png);
  const canvas = createCanvas(picture.width, picture.height);
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return { width: picture.width, height: picture.height, rgba: canvas.data() };
}

Deno.test("svgToPng() gives a picture of scale times the document's size, the same every time", async () => {
  const document = svg('<text x="2" y="15" font-family="Helvetica" font-size="12">β μ₁</text>');
  for (const scale of [1, 2, 3]) {
    const png = await svgToPng(document, { scale });
    const { width, height } = await decode(png);
    assertEquals([width, height], [40 * scale, 20 * scale]);
    assertEquals(await svgToPng(document, { scale }), png);
  }
});

Deno.test("svgToPng() draws text without any font of the system, Greek and signs included", async () => {
  const ink = async (text: string) => {
    const { rgba } = await decode(
      await svgToPng(
        svg(`<text x="2" y="15" font-family="Helvetica, sans-serif" font-size="12">${text}</text>`),
      ),
    );
    return rgba.reduce((sum, value, i) => i % 4 === 3 ? sum + value : sum, 0);
  };
  const nothing = await ink("");
  assertEquals(nothing, 0);
  // What figures write; a glyph that is missing leaves no ink or a box that all share.
  const drawn = await Promise.all([..."Aβμσγλ−²°|σ"].map(ink));
  drawn.forEach((value, k) => assert(value > 0, `${[..."Aβμσγλ−²°|σ"][k]} leaves no ink`));
  assert(new Set(drawn).size >= 9, `glyphs share their ink: ${drawn}`);
});

Deno.test("svgToPng() draws pictures within the document", async () => {
  const url = imageUrl(new Uint8Array(16 * 16).fill(255), { size: 16 });
  const { rgba, width } = await decode(
    await svgToPng(
      svg(`<image x="0" y="0" width="16" height="16" href="${url}"/>`),
      { scale: 1 },
    ),
  );
  const at = (
    x: number,
    y: number,
  ) => [...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
  assertEquals([at(8, 8), at(30, 10)], [[255, 255, 255, 255], [0, 0, 0, 0]]);
});

Deno.test("svgToPng() refuses a scale that is none", async () => {
  for (const scale of [0, -1, NaN]) {
    await assertRejects(() => svgToPng(svg(""), { scale }), RangeError, "scale must be > 0");
  }
});
