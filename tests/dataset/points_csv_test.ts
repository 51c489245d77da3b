import fc from "fast-check";
import {
  formatPoints,
  parsePoints,
  pointsDigest,
  readPointsFile,
} from "../../lib/dataset/points_csv.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";

const points = fc.array(
  fc.record({
    a: fc.double({ min: 0.5, max: 2, noNaN: true }),
    b: fc.double({ min: 0, max: 2, noNaN: true }).map((b) => b + 0),
  }, { noNullPrototype: true }),
  { minLength: 1, maxLength: 30 },
);

Deno.test("parsePoints() reads back what formatPoints() writes, bit by bit", () => {
  fc.assert(fc.property(points, (list) => assertEquals(parsePoints(formatPoints(list)), list)));
});

Deno.test("parsePoints() takes columns in any order and ignores the others", () => {
  const text = '\uFEFFnote,"b", a\r\n"x, y",1, 1.25\r\n\r\n,2e0,.5\r\n';
  assertEquals(parsePoints(text), [{ a: 1.25, b: 1 }, { a: 0.5, b: 2 }]);
  assertEquals(parsePoints("a,b\n1,1"), [{ a: 1, b: 1 }]);
});

Deno.test("parsePoints() names the line, the value and what is allowed", () => {
  const wrong: [string, string][] = [
    ["a,b\n1,1\n2.5,1\n", "mine line 3: a must be from 0.5 to 2, received 2.5"],
    ["a,b\n\n1,1\n\n1,-0.1\n", "mine line 5: b must be from 0 to 2, received -0.1"],
    ["a,b\n1,x\n", "mine line 2: b must be a finite number, received x"],
    ["a,b\n1,\n", "mine line 2: b must be a finite number, received nothing"],
    ["a,b\nNaN,1\n", "mine line 2: a must be a finite number, received NaN"],
    ["a,b\n1,Infinity\n", "received Infinity"],
    ["a,b\n1,1e999\n", "received 1e999"],
    ["a,b\n0x1,1\n", "received 0x1"],
    ["a,b\n1,1\n1,1,1\n", "line 3"],
    ["a\n1\n", "mine line 1: the header must name the column b, received a"],
    ["a,a,b\n1,1,1\n", "named twice"],
    ["a,b\n", "mine must hold 1 to 200000 points, received 0"],
    ["", "mine"],
    ["1,1.5\n1.5,1\n", "the header must name the column a"],
  ];
  for (const [text, message] of wrong) {
    const error = assertThrows(() => parsePoints(text, "mine"), UsageError, message);
    assert(error.message.startsWith("mine") && !error.message.includes("\n"), error.message);
  }
});

Deno.test("parsePoints() refuses more than 200000 points", () => {
  const text = `a,b\n${"1,1\n".repeat(200_001)}`;
  assertThrows(() => parsePoints(text), UsageError, "beyond 200000 rows");
});

Deno.test({
  name: "readPointsFile() stops reading a device that never ends",
  ignore: Deno.build.os === "windows",
  async fn() {
    await assertRejects(() => readPointsFile("/dev/zero"), UsageError, "must have at most");
  },
});

Deno.test("readPointsFile() names a file that it cannot read", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const missing = `${directory}/none.csv`;
    await assertRejects(() => readPointsFile(missing), UsageError, `${missing} cannot be read: no`);
    await assertRejects(() => readPointsFile(directory), UsageError, "cannot be read");
    await Deno.writeTextFile(`${directory}/ok.csv`, "a,b\n1,2\n");
    assertEquals(await readPointsFile(`${directory}/ok.csv`), [{ a: 1, b: 2 }]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("pointsDigest() depends on every point and on their order", () => {
  const list = [{ a: 1, b: 0 }, { a: 1.5, b: 2 }];
  const digests = [
    list,
    list.toReversed(),
    list.slice(1),
    [list[0], { a: 1.5000000000000002, b: 2 }],
    [{ a: 0.5, b: 1 }, list[1]],
  ].map(pointsDigest);
  assertEquals(new Set(digests).size, 5);
  assertEquals(pointsDigest(structuredClone(list)), digests[0]);
  // As hashlib.sha256(struct.pack("<2d", 1, 0)) gives in Python.
  assertEquals(
    pointsDigest([list[0]]),
    "3239b05c38b825ebb79f103172438292a22a0951351a6b81be1df5d44776cc65",
  );
});
