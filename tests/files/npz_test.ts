import { unzipSync } from "fflate";
import fc from "fast-check";
import { UsageError } from "../../lib/errors.ts";
import { decodeNpy } from "../../lib/files/npy.ts";
import {
  checkNpzSize,
  float64s,
  mask,
  MOST_NPZ_BYTES,
  type NpzArray,
  texts,
  writeNpz,
} from "../../lib/files/npz.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";

async function written(arrays: Readonly<Record<string, NpzArray>>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await writeNpz(arrays, (bytes) => void parts.push(bytes.slice()));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Header and bytes of a `.npy` file, taken apart here independently of the encoder. */
function parts(file: Uint8Array): { header: string; data: Uint8Array } {
  assertEquals([...file.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const end = 10 + file[8] + 256 * file[9];
  assertEquals(end % 64, 0);
  return {
    header: new TextDecoder().decode(file.subarray(10, end)).trimEnd(),
    data: file.slice(end),
  };
}

Deno.test("writeNpz() writes a zip file with a .npy file for each array, in order", async () => {
  const members = unzipSync(
    await written({
      images: {
        descr: "|u1",
        shape: [2, 1, 3],
        parts: [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5, 255)],
      },
      values: float64s([0.1, -2], [2]),
      marks: mask(4, [3, 0]),
    }),
  );
  assertEquals(Object.keys(members), ["images.npy", "values.npy", "marks.npy"]);
  const images = decodeNpy(members["images.npy"] as Uint8Array<ArrayBuffer>);
  assertEquals(images, { type: "|u1", shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) });
  const values = decodeNpy(members["values.npy"] as Uint8Array<ArrayBuffer>);
  assertEquals(values, { type: "<f8", shape: [2], data: Float64Array.of(0.1, -2) });
  const marks = parts(members["marks.npy"]);
  assertEquals(marks.header, "{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }");
  assertEquals([...marks.data], [1, 0, 0, 1]);
});

Deno.test("texts() are of one width, in code points, padded by zeros", async () => {
  const several = parts(unzipSync(await written({ x: texts(["P1", "𝜎²β"]) }))["x.npy"]);
  assertEquals(several.header, "{'descr': '<U3', 'fortran_order': False, 'shape': (2,), }");
  const points = [...new Uint32Array(several.data.buffer as ArrayBuffer)];
  assertEquals(points, [0x50, 0x31, 0, 0x1d70e, 0xb2, 0x3b2]);
  const one = parts(unzipSync(await written({ x: texts("") }))["x.npy"]);
  assertEquals(one.header, "{'descr': '<U1', 'fortran_order': False, 'shape': (), }");
  assertEquals([...one.data], [0, 0, 0, 0]);
});

Deno.test("writeNpz() keeps every byte, in however many parts they come", async () => {
  const bytes = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 });
  await fc.assert(fc.asyncProperty(bytes, async (given) => {
    const whole = given.flatMap((part) => [...part]);
    const array = { descr: "|u1", shape: [whole.length], parts: given };
    const found = unzipSync(await written({ x: array }))["x.npy"];
    assertEquals([...parts(found).data], whole);
  }));
});

Deno.test("writeNpz() keeps an array that is compressed in several chunks", async () => {
  const length = 2 ** 21 + 5;
  const data = Uint8Array.from({ length }, (_, i) => (i * i) >> 7);
  const file = await written({ x: { descr: "|u1", shape: [length], parts: [data] } });
  assertEquals(parts(unzipSync(file)["x.npy"]).data, data);
  assert(file.length < length);
});

Deno.test("writeNpz() gives the same bytes at any time, dated 1 January 1980", async () => {
  const arrays = { x: float64s([1], [1]) };
  const file = await written(arrays);
  const view = new DataView(file.buffer);
  // Of the local header: time 0:00:00, then day 1, month 1 and years since 1980.
  assertEquals([view.getUint16(10, true), view.getUint16(12, true)], [0, (1 << 5) | 1]);
  assertEquals(await written(arrays), file);
});

Deno.test("writeNpz() refuses bytes that do not fit the shape, and stops when it is told", async () => {
  const short = { x: { descr: "<U2", shape: [3], parts: [new Uint8Array(23)] } };
  await assertRejects(() => written(short), RangeError, "needs 24 bytes, received 23");
  const signal = AbortSignal.abort(new DOMException("interrupted", "AbortError"));
  await assertRejects(
    () => writeNpz({ x: float64s([1], [1]) }, () => {}, { signal }),
    DOMException,
    "interrupted",
  );
});

Deno.test("writeNpz() passes on a failure to write", async () => {
  const failing = () => Promise.reject(new Error("no space"));
  await assertRejects(() => writeNpz({ x: float64s([1], [1]) }, failing), Error, "no space");
});

Deno.test("checkNpzSize() refuses what a zip file of 32-bit sizes cannot hold", () => {
  checkNpzSize(MOST_NPZ_BYTES);
  assertThrows(() => checkNpzSize(MOST_NPZ_BYTES + 1), UsageError, "at most 4278190080 bytes");
});
