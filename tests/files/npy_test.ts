import fc from "fast-check";
import { decodeNpy, encodeNpy, npyHeader } from "../../lib/files/npy.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";

/** A file with the given header text, written here independently of the encoder. */
function file(header: string, data: Uint8Array, version = 1): Uint8Array<ArrayBuffer> {
  const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
  const length = [header.length & 255, header.length >> 8];
  const start = [0x93, ...ascii("NUMPY"), version, 0];
  return Uint8Array.from([...start, ...length, ...ascii(header), ...data]);
}

const arrays = fc.array(fc.nat({ max: 5 }), { maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((product, n) => product * n, 1);
  const of = (values: fc.Arbitrary<number>) =>
    fc.array(values, { minLength: length, maxLength: length });
  return fc.oneof(
    of(fc.nat({ max: 255 })).map((values) => ({ shape, data: Uint8Array.from(values) })),
    of(fc.float()).map((values) => ({ shape, data: Float32Array.from(values) })),
    of(fc.double()).map((values) => ({ shape, data: Float64Array.from(values) })),
  );
});

Deno.test("encodeNpy() writes the bytes that NumPy writes", () => {
  const bytes = encodeNpy(Uint8Array.of(1, 2, 3), [3]);
  const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }".padEnd(117) + "\n";
  assertEquals(bytes, file(header, Uint8Array.of(1, 2, 3)));
  assertEquals(encodeNpy(Float64Array.of(1), []).length, 128 + 8);
});

Deno.test("decodeNpy() reads back every type and rank", () => {
  fc.assert(fc.property(arrays, ({ shape, data }) => {
    const bytes = encodeNpy(data, shape);
    assertEquals((bytes.length - data.byteLength) % 64, 0);
    const decoded = decodeNpy(bytes);
    assertEquals(decoded.shape, shape);
    assertEquals(decoded.data, data);
  }));
});

Deno.test("decodeNpy() reads an old header that is not aligned to the elements", () => {
  const header = "{'fortran_order': False, 'shape': (2,), 'descr': '<f8'}\n";
  const values = Float64Array.of(0.1, -2);
  const { type, data } = decodeNpy(file(header, new Uint8Array(values.buffer)));
  assertEquals(type, "<f8");
  assertEquals(data, values);
});

Deno.test("decodeNpy() refuses every file cut short or made longer", () => {
  const whole = encodeNpy(Float32Array.of(1, 2, 3, 4), [2, 2]);
  for (let length = 0; length < whole.length; length++) {
    assertThrows(() => decodeNpy(whole.slice(0, length), "x.npy"), UsageError, "x.npy must be");
  }
  assertThrows(() => decodeNpy(Uint8Array.of(...whole, 0)), UsageError, "needs 16 bytes of data");
});

Deno.test("decodeNpy() refuses other types, orders, versions and headers", () => {
  const data = new Uint8Array(8);
  const header = (descr: string, order = "False", shape = "(1,)") =>
    `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
  decodeNpy(file(header("<f8"), data));
  const wrong: [Uint8Array<ArrayBuffer>, string][] = [
    [file(header("<i8"), data), "its type must be |u1, <f4, <f8, received <i8"],
    [file(header(">f8"), data), "received >f8"],
    [file(header("toString"), data), "received toString"],
    [file(header("<f8", "True"), data), "its order must be C"],
    [file(header("<f8", "False", "(-1,)"), data), "lacks descr, fortran_order or shape"],
    [file(header("<f8", "False", "(1 1,)"), data), "is no shape"],
    [file("{}\n", data), "lacks descr"],
    [file(header("<f8"), data, 2), "does not begin like one"],
    [new TextEncoder().encode("a,b\n1,1\n1,2\n"), "does not begin like one"],
  ];
  for (const [bytes, message] of wrong) assertThrows(() => decodeNpy(bytes), UsageError, message);
});

Deno.test("decodeNpy() allocates nothing for a header that claims more than there is", () => {
  for (const shape of ["(99999999999,)", "(4000000000, 4000000000)", "(9007199254740993,)"]) {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }\n`;
    assertThrows(() => decodeNpy(file(header, new Uint8Array(8))), UsageError, "shape (");
  }
});

Deno.test("npyHeader() rejects a shape that does not fit", () => {
  for (const shape of [[], [2], [3, 2], [1.5, 2], [-1, -3]]) {
    assertThrows(() => npyHeader(new Uint8Array(3), shape), RangeError, "must have 3 elements");
  }
  assert(npyHeader(new Uint8Array(3), [3, 1]).length === 128);
});
