/**
 * Reads back the images of a montage: where each stands, and its grey.
 *
 * @module
 */

import { inflateSync } from "node:zlib";
import { assertEquals } from "@std/assert";

/** Width and height of the images of {@linkcode greys}. */
export const SIZE = 16;

/** Pixels of a grey PNG whose rows are stored unfiltered. */
export function decode(url: string): { width: number; pixels: number[] } {
  const png = Uint8Array.fromBase64(url.replace("data:image/png;base64,", ""));
  const view = new DataView(png.buffer);
  const width = view.getUint32(16);
  const length = view.getUint32(33);
  assertEquals(String.fromCharCode(...png.subarray(37, 41)), "IDAT");
  const rows = inflateSync(png.subarray(41, 41 + length));
  return { width, pixels: [...rows].filter((_, i) => i % (width + 1) !== 0) };
}

/** Position and picture of each image in a document. */
export function placed(svg: string): { x: number; y: number; grey: number }[] {
  const image = /<image x="([\d.]+)" y="([\d.]+)"[^>]* href="([^"]+)"/g;
  return [...svg.matchAll(image)].map(([, x, y, url]) => ({
    x: Number(x),
    y: Number(y),
    grey: decode(url).pixels[0],
  }));
}

/** Images of one grey each: 0, 1, 2 … */
export function greys(count: number): Uint8Array<ArrayBuffer> {
  const pixels = SIZE * SIZE;
  return Uint8Array.from({ length: count * pixels }, (_, i) => Math.floor(i / pixels));
}
