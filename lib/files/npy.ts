/**
 * NumPy's `.npy` files, version 1.0, which Python, Julia and R read as they are. Only what the
 * suite writes: C order, uint8, float32 and float64, little-endian.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @module
 */

import { UsageError } from "../errors.ts";

/** The arrays that a file can hold. */
export type NpyData =
  | Uint8Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** Element types by NumPy's names: uint8, float32, float64. */
export type NpyType = "|u1" | "<f4" | "<f8";

/** An array with a shape, in C order (the last index runs fastest). */
export interface NpyArray {
  /** Element type. */
  readonly type: NpyType;
  /** Length along each axis; empty for a single number. */
  readonly shape: readonly number[];
  /** The elements; as many as the product of the shape. */
  readonly data: NpyData;
}

const ELEMENT_BYTES: Readonly<Record<NpyType, number>> = { "|u1": 1, "<f4": 4, "<f8": 8 };
const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
/** Magic, version and the length of the header. */
const PREAMBLE = 10;

function typeOf(data: NpyData): NpyType {
  if (data instanceof Uint8Array) return "|u1";
  return data instanceof Float32Array ? "<f4" : "<f8";
}

function bytesOf(data: NpyData): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Product of a shape; not a safe integer where it is out of all proportion. */
function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * All that stands before the elements in a file, for writing large arrays without a copy.
 *
 * Throws RangeError where the shape does not fit the number of elements.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { npyHeader } from "./npy.ts";
 *
 * // A multiple of 64 as the format asks
 * assertEquals(npyHeader(new Uint8Array(6), [2, 3]).length, 128);
 * ```
 */
export function npyHeader(data: NpyData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  if (!shape.every((n) => Number.isInteger(n) && n >= 0) || elements(shape) !== data.length) {
    throw new RangeError(
      `Cannot encode the array: the shape must have ${data.length} elements, received ` +
        `(${shape.join(", ")})`,
    );
  }
  return npyHeaderOf(typeOf(data), shape);
}

/**
 * The same for elements of any type, whose bytes the caller has.
 *
 * @param descr NumPy's name of the type, such as `|b1` or `<U5`
 */
export function npyHeaderOf(descr: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const total = Math.ceil((PREAMBLE + text.length + 1) / 64) * 64;
  const header = new Uint8Array(total);
  header.set(MAGIC);
  new DataView(header.buffer).setUint16(8, total - PREAMBLE, true);
  header.set(new TextEncoder().encode(`${text.padEnd(total - PREAMBLE - 1)}\n`), PREAMBLE);
  return header;
}

/**
 * Encodes an array in C order as a `.npy` file.
 *
 * Throws RangeError where the shape does not fit the number of elements.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decodeNpy, encodeNpy } from "./npy.ts";
 *
 * assertEquals(decodeNpy(encodeNpy(Float32Array.of(1, 2), [2, 1])).shape, [2, 1]);
 * ```
 */
export function encodeNpy(data: NpyData, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const header = npyHeader(data, shape);
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  file.set(bytesOf(data), header.length);
  return file;
}

const DESCR = /'descr':\s*'([^']*)'/;
const ORDER = /'fortran_order':\s*(True|False)/;
const SHAPE = /'shape':\s*\(([\d,\s]*)\)/;

/** What a file's header says. */
export interface NpyHeader {
  /** Element type. */
  readonly type: NpyType;
  /** Length along each axis. */
  readonly shape: readonly number[];
  /** Where the elements begin, in bytes. */
  readonly start: number;
}

/** Longest header of version 1.0, with all that stands before it, in bytes. */
export const MAX_NPY_HEADER: number = PREAMBLE + 0xffff;

/**
 * Reads the header of a `.npy` file.
 *
 * Throws UsageError, which begins with `name`, on anything but a version 1.0 file in C order of one
 * of the three types whose length is that of its shape.
 *
 * @param head The file's beginning: all of it, or at least {@linkcode MAX_NPY_HEADER} bytes.
 * @param size The whole file's length, in bytes.
 */
export function readNpyHeader(
  head: Uint8Array,
  { size = head.length, name = "array.npy" }: { size?: number; name?: string } = {},
): NpyHeader {
  const refuse = (what: string): never => {
    throw new UsageError(`${name} must be a .npy file (version 1.0): ${what}`);
  };
  if (head.length < PREAMBLE) return refuse(`it has only ${head.length} bytes`);
  if (!MAGIC.every((byte, i) => head[i] === byte)) refuse("it does not begin like one");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const start = PREAMBLE + view.getUint16(8, true);
  if (start > head.length) refuse(`its header says ${start} bytes, the file has ${head.length}`);
  const header = new TextDecoder("latin1").decode(head.subarray(PREAMBLE, start));
  const [descr, order, tuple] = [DESCR, ORDER, SHAPE].map((part) => part.exec(header)?.[1]);
  if (descr === undefined || order === undefined || tuple === undefined) {
    return refuse("its header lacks descr, fortran_order or shape");
  }
  if (!Object.hasOwn(ELEMENT_BYTES, descr)) {
    refuse(`its type must be ${Object.keys(ELEMENT_BYTES).join(", ")}, received ${descr}`);
  }
  if (order === "True") refuse("its order must be C, received Fortran");
  const type = descr as NpyType;
  const shape = tuple.split(",").map((part) => part.trim()).filter(Boolean).map(Number);
  if (!shape.every(Number.isSafeInteger)) refuse(`its shape (${tuple}) is no shape`);
  const expected = elements(shape) * ELEMENT_BYTES[type];
  const actual = size - start;
  if (expected !== actual) {
    refuse(`its shape (${shape.join(", ")}) needs ${expected} bytes of data, it has ${actual}`);
  }
  return { type, shape, start };
}

/**
 * Decodes a `.npy` file. Elements of one byte share the memory of `file`; others are copied.
 *
 * Throws UsageError, which begins with `name`, as {@linkcode readNpyHeader} does. Nothing is allocated
 * before the header and the length are known to be right.
 */
export function decodeNpy(file: Uint8Array<ArrayBuffer>, name = "array.npy"): NpyArray {
  const { type, shape, start } = readNpyHeader(file, { name });
  if (type === "|u1") return { type, shape, data: file.subarray(start) };
  // The copy aligns the elements, which the format promises only to multiples of 16.
  const { buffer } = file.slice(start);
  return {
    type,
    shape,
    data: type === "<f4" ? new Float32Array(buffer) : new Float64Array(buffer),
  };
}
