/**
 * Grey pictures as PNG files. Written here because the pixel values must be the image: 8-bit grey
 * without alpha, gamma or colour profile, which the canvas cannot write.
 *
 * @module
 */

import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/**
 * Encodes a grey picture (row-major, 0 black to 255 white) as a PNG file of 8-bit grey values
 * (W3C PNG specification, third edition). The same pixels give the same bytes.
 *
 * Throws RangeError unless width and height are whole numbers ≥ 1 whose product is the number of
 * pixels.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { encodePng } from "./png.ts";
 *
 * const png = encodePng(Uint8Array.of(0, 255), { width: 2, height: 1 });
 * assertEquals(String.fromCharCode(...png.subarray(1, 4)), "PNG");
 * ```
 */
export function encodePng(
  pixels: Uint8Array,
  { width, height }: { width: number; height: number },
): Uint8Array<ArrayBuffer> {
  const whole = [width, height].every((side) => Number.isInteger(side) && side >= 1);
  if (!whole || pixels.length !== width * height) {
    throw new RangeError(
      `Cannot encode the picture: width × height must be the number of pixels, ` +
        `received ${width} × ${height} for ${pixels.length}`,
    );
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  // The bytes left at 0 mean: grey, deflate, adaptive filtering, not interlaced.
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) {
    // A leading 0 says that the row is stored unfiltered, which suits flat pictures best.
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  const parts = [
    SIGNATURE,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ];
  const png = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    png.set(part, at);
    at += part.length;
  }
  return png;
}
