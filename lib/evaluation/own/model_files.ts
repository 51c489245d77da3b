/**
 * Files of a user's own model: found, digested and looked at without being read as a whole, so that a
 * wrong one is refused at once, however large it is.
 *
 * @module
 */

import { UsageError } from "../../errors.ts";
import { MAX_NPY_HEADER, type NpyHeader, readNpyHeader } from "../../files/npy.ts";
import { reading } from "../../files/read_failure.ts";
import { sha256, sha256File } from "../../results/digest.ts";

/** A file that the user named. */
export interface ModelFile {
  /** Where it is. */
  readonly path: string;
  /** What errors call it. */
  readonly name: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** An array of numbers in a `.npy` file. */
export interface ArrayFile extends ModelFile, NpyHeader {}

/** An ONNX model. */
export type OnnxFile = ModelFile;

/** Larger arrays are refused: they would not fit in memory beside what is measured. */
const MAX_ARRAY_BYTES = 2 ** 31;

/** Larger ONNX files are refused: the library that loads them holds each two times in memory. */
const MAX_ONNX_BYTES = 2 ** 28;

/** The first byte of an ONNX file: the tag of `ir_version`, which writers put first. */
const ONNX_START = 0x08;

/** A file's size and beginning. */
async function look(
  path: string,
  { name, most }: { name: string; most: number },
): Promise<{ size: number; head: Uint8Array }> {
  return await reading(name, async () => {
    using file = await Deno.open(path);
    const { size, isDirectory } = await file.stat();
    if (isDirectory) throw new UsageError(`${name} cannot be read: it is a directory`);
    if (size > most) {
      throw new UsageError(`${name} must have at most ${most} bytes, has ${size}`);
    }
    const head = new Uint8Array(Math.min(size, MAX_NPY_HEADER));
    let filled = 0;
    while (filled < head.length) filled += await file.read(head.subarray(filled)) ?? head.length;
    return { size, head };
  });
}

/** What to do about a file that a training program wrote in another form, to follow an error. */
const AS_FLOAT = "; save it with numpy as np.ascontiguousarray(x, dtype=np.float32)";

/**
 * Finds a `.npy` file of float32 or float64.
 *
 * Throws UsageError, in one line, where it is no such file, not whole, or larger than 2 GiB.
 */
export async function findArray(flag: string, path: string): Promise<ArrayFile> {
  const name = `${flag} ${path}`;
  const { size, head } = await look(path, { name, most: MAX_ARRAY_BYTES });
  const header = explained(() => readNpyHeader(head, { size, name }));
  if (header.type === "|u1") {
    throw new UsageError(`${name} must hold float32 or float64, received uint8${AS_FLOAT}`);
  }
  return { path, name, ...header, sha256: (await sha256File(path)).sha256 };
}

function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const hint = error instanceof UsageError && /type must|order must/.test(error.message);
    throw hint ? new UsageError(error.message + AS_FLOAT) : error;
  }
}

/**
 * Reads its numbers, as float32, in pieces: beside them there is never a copy of the file in memory.
 *
 * Throws UsageError where the file is not the one that was found.
 */
export async function readArray(file: ArrayFile): Promise<Float32Array<ArrayBuffer>> {
  const { path, name, type, shape, start } = file;
  const values = new Float32Array(shape.reduce((product, length) => product * length, 1));
  // Elements of a piece, which need not begin where it does.
  const some = type === "<f8" ? new Float64Array(1 << 15) : new Float32Array(1 << 16);
  const bytes = new Uint8Array(some.buffer);
  let [skipped, filled, done] = [0, 0, 0];
  const flush = () => {
    const whole = some.subarray(0, Math.min(filled / some.BYTES_PER_ELEMENT, values.length - done));
    values.set(whole, done);
    done += whole.length;
    filled = 0;
  };
  const found = await reading(name, () =>
    sha256File(path, (piece) => {
      const header = Math.min(piece.length, start - skipped);
      skipped += header;
      for (let at = header; at < piece.length;) {
        const part = piece.subarray(at, at + bytes.length - filled);
        bytes.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === bytes.length) flush();
      }
    }));
  checkUnchanged(file, found.sha256);
  flush();
  return values;
}

/** Throws UsageError where a file is not the one that was found. */
function checkUnchanged({ name, sha256: found }: ModelFile, now: string): void {
  if (now === found) return;
  throw new UsageError(`${name} must stay as it is during the evaluation: it was changed`);
}

/**
 * Finds an ONNX file.
 *
 * Throws UsageError, in one line, where it cannot be read, does not begin like one or is larger than
 * 256 MiB.
 */
export async function findOnnx(flag: string, path: string): Promise<OnnxFile> {
  const name = `${flag} ${path}`;
  const { head } = await look(path, { name, most: MAX_ONNX_BYTES });
  if (head[0] !== ONNX_START) {
    throw new UsageError(`${name} must be an ONNX file: it does not begin like one`);
  }
  return { path, name, sha256: (await sha256File(path)).sha256 };
}

/** Reads a file's bytes. Throws UsageError where it is not the one that was found. */
export async function readWhole(file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await reading(file.name, () => Deno.readFile(file.path));
  checkUnchanged(file, sha256(bytes));
  return bytes;
}
