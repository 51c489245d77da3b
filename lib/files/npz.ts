/**
 * NumPy's `.npz` files: a zip file with an array as `.npy` file for each name. Written in parts, so
 * that arrays larger than what a zip library holds at once take no more memory than they have.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.savez_compressed.html
 *
 * @module
 */

import { Zip, ZipDeflate } from "fflate";
import { UsageError } from "../errors.ts";
import { npyHeaderOf } from "./npy.ts";

/** An array to be written, in C order. */
export interface NpzArray {
  /** NumPy's name of the element type, such as `|u1` or `<U5`. */
  readonly descr: string;
  /** Length along each axis; empty for a single element. */
  readonly shape: readonly number[];
  /** The bytes of all elements, in as many parts as are at hand. */
  readonly parts: readonly Uint8Array[];
}

/** Real numbers, float64. */
export function float64s(values: Iterable<number>, shape: readonly number[]): NpzArray {
  return { descr: "<f8", shape, parts: [new Uint8Array(Float64Array.from(values).buffer)] };
}

/** Marks of `length` elements: True where an index is listed. */
export function mask(length: number, indices: Iterable<number>): NpzArray {
  const marks = new Uint8Array(length);
  for (const index of indices) marks[index] = 1;
  return { descr: "|b1", shape: [length], parts: [marks] };
}

/**
 * Texts as NumPy's Unicode strings of one width, in code points. A single text is an array without
 * axes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { texts } from "./npz.ts";
 *
 * assertEquals(texts(["a", "σ²"]).descr, "<U2");
 * ```
 */
export function texts(values: string | readonly string[]): NpzArray {
  const points = [values].flat().map((text) => [...text].map((letter) => letter.codePointAt(0)!));
  // NumPy has no strings of width 0.
  const width = Math.max(1, ...points.map(({ length }) => length));
  const bytes = new Uint8Array(points.length * width * 4);
  const view = new DataView(bytes.buffer);
  points.forEach((line, n) =>
    line.forEach((point, i) => view.setUint32((n * width + i) * 4, point, true))
  );
  const shape = typeof values === "string" ? [] : [values.length];
  return { descr: `<U${width}`, shape, parts: [bytes] };
}

/** Bytes of all arrays in one file. A zip file with 32-bit sizes ends at 4 GiB, less its own tables. */
export const MOST_NPZ_BYTES = 2 ** 32 - 2 ** 24;

/** Bytes that are compressed between two writes. */
const CHUNK = 2 ** 20;

/** Zip files hold local times; the first that they can hold is the same everywhere. */
const TIME = new Date(1980, 0, 1);

/** Optional parts of {@linkcode writeNpz}. */
export interface NpzOptions {
  /** Stops the writing. */
  readonly signal?: AbortSignal;
}

/**
 * Writes arrays as an `.npz` file, compressed, in the order of their names; the same arrays give the
 * same bytes.
 *
 * Throws UsageError where they have more than {@linkcode MOST_NPZ_BYTES}, RangeError where the bytes
 * of an array are not as many as its shape asks, and what `signal` was aborted with.
 *
 * @param write takes the file's bytes, part by part
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { unzipSync } from "fflate";
 * import { float64s, writeNpz } from "./npz.ts";
 *
 * const file: number[] = [];
 * await writeNpz({ x: float64s([1, 2], [2]) }, (bytes) => void file.push(...bytes));
 * assertEquals(Object.keys(unzipSync(Uint8Array.from(file))), ["x.npy"]);
 * ```
 */
export async function writeNpz(
  arrays: Readonly<Record<string, NpzArray>>,
  write: (bytes: Uint8Array) => Promise<void> | void,
  { signal }: NpzOptions = {},
): Promise<void> {
  for (const [name, array] of Object.entries(arrays)) checkBytes(name, array);
  checkNpzSize(Object.values(arrays).reduce((sum, array) => sum + bytesIn(array), 0));
  const ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, bytes) => {
    failure ??= error;
    ready.push(bytes);
  });
  const flush = async () => {
    if (failure) throw failure;
    for (const bytes of ready.splice(0)) await write(bytes);
  };
  for (const [name, { descr, shape, parts }] of Object.entries(arrays)) {
    const member = new ZipDeflate(`${name}.npy`);
    member.mtime = TIME;
    zip.add(member);
    member.push(npyHeaderOf(descr, shape));
    for (const part of parts) {
      for (let at = 0; at < part.length; at += CHUNK) {
        signal?.throwIfAborted();
        member.push(part.subarray(at, at + CHUNK));
        await flush();
      }
    }
    member.push(new Uint8Array(), true);
  }
  zip.end();
  await flush();
}

/** Throws UsageError where so many bytes do not fit in one file. */
export function checkNpzSize(bytes: number): void {
  if (bytes <= MOST_NPZ_BYTES) return;
  throw new UsageError(
    `the arrays of an .npz file must have at most ${MOST_NPZ_BYTES} bytes, received ${bytes}: ` +
      "fewer or smaller images are needed",
  );
}

function bytesIn({ parts }: NpzArray): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Bytes of an element. */
function elementBytes(descr: string): number {
  const size = Number(descr.slice(2));
  return descr[1] === "U" ? 4 * size : size;
}

function checkBytes(name: string, array: NpzArray): void {
  const { descr, shape } = array;
  const expected = shape.reduce((product, n) => product * n, elementBytes(descr));
  const actual = bytesIn(array);
  if (expected === actual) return;
  throw new RangeError(
    `Cannot encode ${name}: the shape (${shape.join(", ")}) of ${descr} needs ${expected} bytes, ` +
      `received ${actual}`,
  );
}
