import { createCanvas } from "@napi-rs/canvas";
import { renderCurve } from "../../../lib/curve/raster.ts";
import { UsageError } from "../../../lib/errors.ts";
import { filesOf, readPicture } from "../../../lib/evaluation/pairs/pictures.ts";
import { encodePng } from "../../../lib/files/png.ts";
import { dice } from "../../../lib/measure/image/image_errors.ts";
import { inWorkspace } from "../../end_to_end/helpers.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";

const POINT = { a: 1.25, b: 1 };
const DRAWN = { size: 256, geometry: "published", stroke: 4 } as const;

async function write(path: string, bytes: Uint8Array): Promise<string> {
  await Deno.writeFile(path, bytes);
  return path;
}

/** A coloured PNG of a canvas, with what `draw` puts on it. */
async function coloured(
  path: string,
  draw: (context: ReturnType<ReturnType<typeof createCanvas>["getContext"]>) => void,
  [width, height] = [32, 16],
): Promise<string> {
  const canvas = createCanvas(width, height);
  draw(canvas.getContext("2d"));
  return await write(path, canvas.toBuffer("image/png"));
}

Deno.test("a grey picture of the right size is read bit by bit, and inverted where it is light", async () => {
  await inWorkspace(async (folder) => {
    const image = renderCurve(POINT, DRAWN);
    const size = { width: 256, height: 256 };
    const plain = await write(`${folder}/plain.png`, encodePng(image, size));
    assertEquals(await readPicture(plain, 256), image);
    const dark = image.map((value) => 255 - value);
    const inverted = await write(`${folder}/dark.png`, encodePng(dark, size));
    assertEquals(await readPicture(inverted, 256), image);
  });
});

Deno.test("a picture of another size is stretched bilinearly", async () => {
  await inWorkspace(async (folder) => {
    // A column of ink in 4 × 2 pixels: bilinear weights over 8 columns are 0, ¼, ¾, ¾, ¼, 0 …
    const pixels = Uint8Array.of(0, 200, 0, 0, 0, 200, 0, 0);
    const path = await write(`${folder}/x.png`, encodePng(pixels, { width: 4, height: 2 }));
    const read = await readPicture(path, 8);
    for (let row = 0; row < 8; row++) {
      assertEquals([...read.subarray(8 * row, 8 * row + 8)], [0, 50, 150, 150, 50, 0, 0, 0]);
    }
    // The published pictures were a little smaller than what the network saw.
    const small = renderCurve(POINT, { ...DRAWN, size: 200 });
    const curve = await write(`${folder}/y.png`, encodePng(small, { width: 200, height: 200 }));
    const floats = (image: Uint8Array) => Float32Array.from(image, (value) => value / 255);
    const alike = dice(floats(renderCurve(POINT, DRAWN)), floats(await readPicture(curve, 256)));
    assert(alike > 0.97, `${alike}`);
  });
});

Deno.test("colours become grey by luma, and transparent pixels are ground", async () => {
  await inWorkspace(async (folder) => {
    const red = await coloured(`${folder}/red.png`, (context) => {
      context.fillStyle = "#000";
      context.fillRect(0, 0, 32, 16);
      context.fillStyle = "#f00";
      context.fillRect(0, 0, 4, 16);
    });
    const read = await readPicture(red, 16);
    assertAlmostEquals(read[0], 0.299 * 255, 1);
    assertEquals(read[15], 0);
    const clear = await coloured(`${folder}/clear.png`, (context) => {
      context.fillStyle = "#000";
      context.fillRect(0, 0, 4, 16);
    });
    const image = await readPicture(clear, 16);
    assertEquals([image[0], image[15]], [255, 0]);
  });
});

Deno.test("what is no PNG, damaged or too large is refused in one line", async () => {
  await inWorkspace(async (folder) => {
    const png = encodePng(new Uint8Array(256), { width: 16, height: 16 });
    const huge = png.slice();
    new DataView(huge.buffer).setUint32(16, 70000);
    const cases: [bytes: Uint8Array, message: string][] = [
      [new TextEncoder().encode("GIF89a"), "is no PNG file"],
      [new Uint8Array(), "is no PNG file"],
      [png.slice(0, 12), "pixels a side"],
      [png.slice(0, 40), "is a damaged PNG file"],
      [huge, "must have from 1 to 8192 pixels a side, has 70000 × 16"],
    ];
    for (const [bytes, message] of cases) {
      const path = await write(`${folder}/x.png`, bytes);
      await assertRejects(() => readPicture(path, 16), UsageError, message);
    }
  });
});

Deno.test("files are those of the pattern, by the numbers in their names", async () => {
  await inWorkspace(async (folder) => {
    const names = ["p10.png", "p2.png", "p1.PNG", "q3.png", "p(4).png", "p5.jpg", "._p2.png"];
    for (const name of names) await Deno.writeTextFile(`${folder}/${name}`, "");
    await Deno.mkdir(`${folder}/p0.png`);
    const found = async (pattern: string) =>
      (await filesOf(`${folder}${pattern}`)).map((path) => path.slice(folder.length + 1));
    assertEquals(await found("/p*.png"), ["p(4).png", "p1.PNG", "p2.png", "p10.png"]);
    assertEquals(await found(""), ["p(4).png", "p1.PNG", "p2.png", "p10.png", "q3.png"]);
    assertEquals(await found("/p(4).png"), ["p(4).png"]);
    assertEquals(await found("/none*"), []);
    await assertRejects(() => filesOf(`${folder}/none/*.png`), UsageError, "there is no folder");
  });
});

Deno.test("numbers in names are decimals, unless two names would be one number", async () => {
  await inWorkspace(async (folder) => {
    const ordered = async (names: readonly string[]) => {
      await Deno.mkdir(`${folder}/x`);
      for (const name of names.toReversed()) await Deno.writeTextFile(`${folder}/x/${name}`, "");
      const found = await filesOf(`${folder}/x`);
      await Deno.remove(`${folder}/x`, { recursive: true });
      return found.map((path) => path.slice(`${folder}/x/`.length));
    };
    const inOrder = [
      ["b0.png", "b0.05.png", "b0.14.png", "b0.5.png", "b1.png", "b1.25.png", "b1.5.png"],
      ["b0_x.png", "b0.14_x.png", "b0.5_x.png", "b1_x.png"],
      ["b0x.png", "b0.14x.png", "b0.5x.png", "b1x.png"],
      ["a1.25 b0.5.png", "a1.25 b1.png", "a1.3 b0.png"],
      // Images of a walk P1, counted.
      ["P1.1.png", "P1.2.png", "P1.9.png", "P1.10.png", "P1.15.png"],
    ];
    for (const names of inOrder) assertEquals(await ordered(names), names);
  });
});
