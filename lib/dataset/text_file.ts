/**
 * A text file of the user's: what it is encoded in, and what it is where it is no text at all.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { reading } from "../files/read_failure.ts";

/** Longer texts come near the longest string that V8 can hold. */
const MAX_FILE_BYTES = 2 ** 28;

/** First bytes of a file that decide how it is read. */
const HEAD_BYTES = 32;

/** First bytes of files that are no text, and what they are. */
const SIGNATURES: readonly (readonly [start: string, kind: string])[] = [
  ["PK\x03\x04", "a zip file, as workbooks (.xlsx, .ods) and .npz are"],
  ["\xd0\xcf\x11\xe0", "an old workbook (.xls)"],
  ["\x1f\x8b", "compressed (gzip)"],
  ["\x93NUMPY", "a .npy file"],
  ["MATLAB 5.0 MAT-file", "a .mat file"],
  ["\x89HDF", "an HDF5 file"],
  ["PAR1", "a Parquet file"],
  ["%PDF", "a PDF file"],
];

const ADVICE = "save it as CSV in UTF-8 with the columns a,b";

/** Byte order marks, and the encoding that each stands for; UTF-32 before UTF-16, which begins alike. */
const MARKS: readonly (readonly [mark: string, encoding: string])[] = [
  ["\xff\xfe\0\0", "utf-32"],
  ["\0\0\xfe\xff", "utf-32"],
  ["\xff\xfe", "utf-16le"],
  ["\xfe\xff", "utf-16be"],
];

/**
 * The encoding that the first bytes of a text file speak of: that of its byte order mark, else UTF-8.
 *
 * Throws UsageError, which begins with `name`, where they are those of another kind of file, and
 * where the text is in UTF-32 or in UTF-16 without a mark.
 *
 * @param head The first bytes, at least 32 where there are as many.
 */
export function encodingOf(head: Uint8Array, name: string): "utf-8" | "utf-16le" | "utf-16be" {
  const start = Array.from(head.subarray(0, 32), (byte) => String.fromCharCode(byte)).join("");
  const kind = SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1];
  if (kind !== undefined) throw new UsageError(`${name} is ${kind}: ${ADVICE}`);
  const encoding = MARKS.find(([mark]) => start.startsWith(mark))?.[1] ?? "utf-8";
  if (encoding === "utf-32") throw new UsageError(`${name} is in UTF-32: ${ADVICE}`);
  // Every second byte of Latin text in UTF-16 is 0.
  if (encoding === "utf-8" && /^([^\0]\0){2}|^(\0[^\0]){2}/.test(start)) {
    throw new UsageError(`${name} is in UTF-16 without a byte order mark: ${ADVICE}`);
  }
  return encoding as "utf-8" | "utf-16le" | "utf-16be";
}

/**
 * Reads a text file of at most 256 MiB, in UTF-8, or in UTF-16 with a byte order mark, and calls it
 * `name` in a UsageError.
 */
export async function readText(path: string, name: string): Promise<string> {
  return await reading(name, async () => {
    using file = await Deno.open(path);
    const piece = new Uint8Array(1 << 20);
    const head = piece.slice(0, await fill(file, piece.subarray(0, HEAD_BYTES)));
    const decoder = new TextDecoder(encodingOf(head, name));
    let text = decoder.decode(head, { stream: true });
    // Read in pieces, since a device or a pipe does not say how long it is.
    for (let read, bytes = head.length; (read = await file.read(piece)) !== null;) {
      bytes += read;
      if (bytes > MAX_FILE_BYTES) {
        throw new UsageError(`${name} must have at most ${MAX_FILE_BYTES} bytes`);
      }
      text += decoder.decode(piece.subarray(0, read), { stream: true });
    }
    return text + decoder.decode();
  });
}

/** Reads until `target` is full or the file ends, since a pipe may give a byte at a time. */
async function fill(file: Deno.FsFile, target: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const read = await file.read(target.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return filled;
}
