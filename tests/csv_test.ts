import fc from "fast-check";
import { readCsv, writeCsv } from "../lib/csv.ts";
import { assert, assertEquals, assertThrows } from "./assert.ts";

Deno.test("readCsv() gives back every number that writeCsv() wrote, bit by bit", () => {
  fc.assert(fc.property(fc.array(fc.double()), (numbers) => {
    const rows = readCsv(writeCsv(["x"], numbers.map((x) => ({ x }))));
    assertEquals(rows.length, numbers.length);
    rows.forEach(({ x }, i) => assert(Object.is(Number(x), numbers[i]), `${x} ${numbers[i]}`));
  }));
});

Deno.test("readCsv() gives back every text that writeCsv() wrote", () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom("", '"', ",", "\n", "\r\n", "a\nb", '""'));
  for (const columns of [["x"], ["x", 'y, "z"'], ["", "b", "c\n"]]) {
    const row = fc.tuple(...columns.map(() => cell)).map((cells) =>
      Object.fromEntries(columns.map((column, i) => [column, cells[i]]))
    );
    fc.assert(fc.property(fc.array(row), (rows) => {
      assertEquals(readCsv(writeCsv(columns, rows)), rows);
    }));
  }
});

Deno.test("writeCsv() quotes as RFC 4180 says", () => {
  assertEquals(
    writeCsv(["a", "b", "c"], [{ a: 'say "no"', b: "x, y", c: true, d: "left out" }, {
      a: 0.1,
      b: 1e-30,
      c: -0,
    }]),
    'a,b,c\n"say ""no""","x, y",true\n0.1,1e-30,-0\n',
  );
});

Deno.test("writeCsv() refuses a row without one of the columns", () => {
  assertThrows(() => writeCsv(["a", "b"], [{ a: 1 }]), TypeError, 'row 1 lacks column "b"');
  assertThrows(() => writeCsv([], []), TypeError, "columns");
  assertThrows(() => writeCsv(["a", "a"], []), TypeError, "each once");
});

Deno.test("readCsv() takes CRLF, blank lines, a byte order mark and a last line without an end", () => {
  assertEquals(readCsv("\uFEFFa,b\r\n1,2\r\n\r\n3,"), [{ a: "1", b: "2" }, { a: "3", b: "" }]);
});

Deno.test("readCsv() refuses ragged rows, misplaced quotes and headers that are missing or doubled", () => {
  assertThrows(() => readCsv("a,b\n1,2\n3\n"), SyntaxError, "line 3 has 1 cells, the header 2");
  assertThrows(() => readCsv('a,b\n"1\n1",2\n1,2,3'), SyntaxError, "line 4 has 3 cells");
  assertThrows(() => readCsv('a\n"1'), SyntaxError, "line 2");
  assertThrows(() => readCsv('a\n1"2"'), SyntaxError, "line 2");
  assertThrows(() => readCsv('a\n"1"2'), SyntaxError, "line 2");
  assertThrows(() => readCsv(""), SyntaxError, "no header");
  assertThrows(() => readCsv("a,a\n1,2"), SyntaxError, "twice");
});

Deno.test("readCsv() takes as many rows as are allowed and no more", () => {
  assertEquals(readCsv("a\n1\n2\n", { maxRows: 2 }).length, 2);
  assertThrows(() => readCsv("a\n1\n\n2\n3\n", { maxRows: 2 }), SyntaxError, "line 5 is beyond 2");
});
