/**
 * Pictures of another program as images of ours: PNG files of any size, in colour or grey, become
 * grey images of one size with white ink on black.
 *
 * @module
 */

import { createCanvas, loadImage } from "@napi-rs/canvas";
import { createResampler } from "../../curve/resample.ts";
import { UsageError } from "../../errors.ts";
import { isAbsent, isFileManagerFile, joinPath } from "../../files/paths.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** More pixels a side than any figure has; a header may promise what fills the memory. */
const LARGEST_SIDE = 8192;

const naturally = new Intl.Collator("en", { numeric: true });

/** More decimals than a name has. */
const DECIMALS = 20;

/**
 * A name without its ending, each number with as many decimals: the collator counts digits before
 * and after a point as numbers of their own.
 */
function decimalKey(name: string): string {
  return name.replace(/\.[^.]*$/, "").replaceAll(
    /(\d+)(?:\.(\d+))?/g,
    (_, whole: string, part = "") => `${whole}.${part.padEnd(DECIMALS, "0")}`,
  );
}

/** Names in the order of the numbers in them. */
function inOrder(names: readonly string[]): string[] {
  const keys = new Map(names.map((name) => [name, decimalKey(name)]));
  // Where p1.1 and p1.10 are two files, they count two things and are no decimals.
  const areDecimals = new Set(keys.values()).size === names.length;
  return names.toSorted((one, other) =>
    (areDecimals ? naturally.compare(keys.get(one)!, keys.get(other)!) : 0) ||
    naturally.compare(one, other)
  );
}

/**
 * The files that a pattern names, in the order of the numbers in their names: `p2` before `p10`, and
 * `b0.14` before `b0.5`. Where two names would be one number (`p1.1`, `p1.10`), digits behind a point
 * count by themselves.
 *
 * Those that a file manager leaves behind are none of them.
 *
 * @param pattern path whose last part may hold `*`, which stands for any text; or a folder, which
 * stands for its files that end in `.png`
 * @throws {UsageError} The folder is not there.
 */
export async function filesOf(pattern: string): Promise<string[]> {
  const isFolder = await Deno.stat(pattern).then(({ isDirectory }) => isDirectory, () => false);
  const path = isFolder ? joinPath(pattern, "*.png") : pattern;
  const cut = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
  const [folder, last] = [cut < 0 ? "." : path.slice(0, cut) || "/", path.slice(cut + 1)];
  const parts = last.split("*").map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  const expected = new RegExp(`^${parts.join(".*")}$`, "is");
  const names: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      // macOS puts a ._p1.png beside p1.png on the disks of other systems.
      if (!isDirectory && expected.test(name) && !isFileManagerFile(name)) names.push(name);
    }
  } catch (error) {
    if (isAbsent(error)) throw new UsageError(`there is no folder ${folder}`);
    throw error;
  }
  return inOrder(names).map((name) => joinPath(folder, name));
}

/**
 * Reads a picture as S × S bytes, 0 background, 255 ink. Colours become grey by Rec. 601 luma,
 * transparent pixels white. A picture of another size is stretched with a bilinear filter, as the
 * published images were when their errors were measured. One that is light in the median shows dark
 * ink on a light ground, and is inverted.
 *
 * @throws {UsageError} It is no PNG file, damaged, or too large; one line without the file's name.
 */
export async function readPicture(path: string, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await Deno.readFile(path);
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new UsageError("is no PNG file");
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  const sides = bytes.length < 24 ? [0, 0] : [header.getUint32(16), header.getUint32(20)];
  if (sides.some((side) => side < 1 || side > LARGEST_SIDE)) {
    throw new UsageError(
      `must have from 1 to ${LARGEST_SIDE} pixels a side, has ${sides.join(" × ")}`,
    );
  }
  const { width, height, rgba } = await decode(bytes);
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = Math.round(0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]);
  }
  const isLight = grey.toSorted()[grey.length >> 1] > 127;
  const ink = isLight ? grey.map((value) => 255 - value) : grey;
  if (width === size && height === size) return ink;
  const image = new Uint8Array(size * size);
  createResampler({ width, height, size })(ink, image);
  return image;
}

async function decode(bytes: Uint8Array) {
  const image = await loadImage(bytes).catch(() => {
    throw new UsageError("is a damaged PNG file");
  });
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}
