/**
 * The pictures that a sheet of codes shows at its points, side by side in one PNG.
 *
 * @module
 */

import { encodePng } from "../../files/png.ts";
import type { ImageStack } from "../../figures/images.ts";
import type { Result } from "../../results/stage.ts";
import type { SpriteSheets } from "../mod.ts";
import { readStack } from "./read.ts";

/** Pictures in a row of a sprite sheet. */
const SPRITE_COLUMNS = 24;

/** Pictures of the lattice, then of the transects, as the sheet counts its points. */
export async function spritesOf(traversals: Result, walk: Result): Promise<SpriteSheets> {
  const stack = async (lattice: string, steps: string) => {
    const parts = [
      await readStack(`${traversals.directory}/${lattice}.npy`),
      await readStack(`${walk.directory}/${steps}.npy`),
    ];
    return parts.flatMap(({ images, shape }) => split(images, shape.at(-1)! ** 2));
  };
  const truth = await stack("lattice_truth", "truth");
  const size = Math.sqrt(truth[0].length);
  return {
    size,
    columns: SPRITE_COLUMNS,
    truth: spriteSheet(truth, size),
    reconstruction: spriteSheet(await stack("lattice", "reconstruction"), size),
  };
}

/** Images one by one, as bytes. */
function split(images: ImageStack, pixels: number): Uint8Array[] {
  const scale = images instanceof Uint8Array ? 1 : 255;
  return Array.from({ length: images.length / pixels }, (_, n) =>
    Uint8Array.from(
      images.subarray(n * pixels, (n + 1) * pixels),
      (value) => Math.round(scale * value),
    ));
}

function spriteSheet(images: readonly Uint8Array[], size: number): Uint8Array {
  const width = SPRITE_COLUMNS * size;
  const height = Math.ceil(images.length / SPRITE_COLUMNS) * size;
  const sheet = new Uint8Array(width * height);
  images.forEach((image, n) => {
    const [left, top] = [n % SPRITE_COLUMNS * size, Math.floor(n / SPRITE_COLUMNS) * size];
    for (let y = 0; y < size; y++) {
      sheet.set(image.subarray(y * size, (y + 1) * size), (top + y) * width + left);
    }
  });
  return encodePng(sheet, { width, height });
}
