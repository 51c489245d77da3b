import canonicalize from "canonicalize";
import fc from "fast-check";
import { assertEquals, assertThrows } from "@std/assert";
import { canonicalJson, prettyJson } from "../../lib/files/canonical_json.ts";

/** The same value with every object's members in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).reverse();
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
}

const json = fc.jsonValue({ stringUnit: "grapheme" });

Deno.test("canonicalJson() does not depend on the order of members", () => {
  fc.assert(fc.property(json, (value) => {
    assertEquals(canonicalJson(reversed(value)), canonicalJson(value));
  }));
});

Deno.test("canonicalJson() keeps the value", () => {
  fc.assert(fc.property(json, (value) => {
    assertEquals(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    assertEquals(JSON.parse(prettyJson(value)), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("canonicalJson() writes what another implementation of RFC 8785 writes", () => {
  const keys = fc.string({ unit: "binary" });
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, false, -0, 5e-324, 2 ** 53, 1e21, 1e-7),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string({ unit: "binary" }),
      fc.array(tie("value")),
      fc.dictionary(keys, tie("value")),
    ),
  })).value;
  fc.assert(
    fc.property(values, (value) => assertEquals(canonicalJson(value), canonicalize(value))),
    { numRuns: 1000 },
  );
});

Deno.test("canonicalJson() refuses what another implementation of RFC 8785 refuses", () => {
  const wrong: unknown[] = [NaN, -Infinity, "\ud800", { "\udfff": 1 }, [["a\ud800b"]]];
  for (const value of wrong) {
    assertThrows(() => canonicalize(value), Error);
    assertThrows(() => canonicalJson(value), TypeError);
  }
});

Deno.test("canonicalJson() writes numbers, strings and member order as RFC 8785 shows them", () => {
  // The literals, numbers and strings of the RFC's section 3.2.2, and its sorting example.
  const value = {
    numbers: [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  assertEquals(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const keys = {
    "\u20ac": 5,
    "\r": 1,
    "\ufb33": 7,
    "1": 2,
    "\ud83d\ude00": 6,
    "\u0080": 3,
    "ö": 4,
  };
  const order = ["\r", "1", "\u0080", "ö", "\u20ac", "\ud83d\ude00", "\ufb33"];
  const text = order.map((key) => `${JSON.stringify(key)}:${keys[key as keyof typeof keys]}`);
  assertEquals(canonicalJson(keys), `{${text.join(",")}}`);
});

Deno.test("canonicalJson() refuses what JSON cannot hold, and says where", () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const sparse = [1];
  sparse[2] = 3;
  const cases: [unknown, string][] = [
    [{ a: [NaN] }, "value.a[0] must be a JSON value, received NaN"],
    [{ a: Infinity }, "received Infinity"],
    [{ a: undefined }, "value.a must be a JSON value, received undefined"],
    [undefined, "received undefined"],
    [1n, "received bigint"],
    [() => 1, "received function"],
    [new Date(0), "an object of class Date"],
    [new Float32Array(1), "an object of class Float32Array"],
    [sparse, "value[1] must be a JSON value, received undefined"],
    ["\ud800", "a lone surrogate"],
    [cycle, "value.self must be a JSON value, received a cycle"],
  ];
  for (const [value, part] of cases) assertThrows(() => canonicalJson(value), TypeError, part);
});

Deno.test("canonicalJson() takes the same object twice, which is no cycle", () => {
  const shared = { x: 1 };
  assertEquals(canonicalJson([shared, shared]), '[{"x":1},{"x":1}]');
});
