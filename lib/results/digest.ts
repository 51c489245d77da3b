/**
 * SHA-256, of bytes, of files, and of records of named fields. The last is where keys come from,
 * so each field carries its length and each record its domain: no two different records can give
 * the same bytes to the hash.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** SHA-256 of bytes, or of a text's UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * Size and SHA-256 of a file, read in pieces so that an image set need not fit in memory.
 *
 * @param use given each piece, in order; it is written over afterwards
 */
export async function sha256File(
  path: string,
  use?: (piece: Uint8Array<ArrayBuffer>) => void,
): Promise<{ bytes: number; sha256: string }> {
  using file = await Deno.open(path);
  const hash = createHash("sha256");
  const buffer = new Uint8Array(1 << 20);
  let bytes = 0;
  for (let read; (read = await file.read(buffer)) !== null;) {
    const piece = buffer.subarray(0, read);
    hash.update(piece);
    use?.(piece);
    bytes += read;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** A named value of a record. */
export type Field = readonly [name: string, value: string];

/**
 * SHA-256 over a domain and fields in the order given, each part preceded by its length in bytes
 * (64 bits, big-endian).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sha256Fields } from "./digest.ts";
 *
 * assertEquals(
 *   sha256Fields("example", [["a", "bc"]]) === sha256Fields("example", [["ab", "c"]]),
 *   false,
 * );
 * ```
 */
export function sha256Fields(domain: string, fields: readonly Field[]): string {
  const hash = createHash("sha256");
  for (const part of [`punctured-vae/${domain}`, ...fields.flat()]) {
    const bytes = new TextEncoder().encode(part);
    const length = new DataView(new ArrayBuffer(8));
    length.setBigUint64(0, BigInt(bytes.length));
    hash.update(new Uint8Array(length.buffer)).update(bytes);
  }
  return hash.digest("hex");
}
