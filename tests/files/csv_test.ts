import fc from "fast-check";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { readCsv, readCsvTable, writeCsv } from "../../lib/files/csv.ts";

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

Deno.test("writeCsv() lets no text begin as a formula, and numbers keep their sign", () => {
  const cases: [string | number, string][] = [
    ["=1+1", "'=1+1"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["＝1", "'＝1"],
    ["\t=1", "'\t=1"],
    // A text that begins as a guarded one does is told from it.
    ["'=1", "''=1"],
    ["'it", "'it"],
    ["hole.radius=0.3", "hole.radius=0.3"],
    ["–", "–"],
    ["-0.5", "-0.5"],
    ["+1e-3", "+1e-3"],
    [-0.5, "-0.5"],
    [-1e-7, "-1e-7"],
    [-0, "-0"],
    [-Infinity, "-Infinity"],
  ];
  for (const [cell, written] of cases) {
    const text = writeCsv(["x", "y"], [{ x: cell, y: 1 }]);
    assertEquals(text, `x,y\n${written},1\n`);
    const read = readCsv(text)[0].x;
    assertEquals(typeof cell === "number" ? Number(read) : read, cell);
  }
  assertEquals(writeCsv(["=x", "a"], []), "'=x,a\n");
  // A line end within such a text is quoted too.
  assertEquals(writeCsv(["x"], [{ x: "=1,\n2" }]), `x\n"'=1,\n2"\n`);
});

Deno.test("readCsv() gives back every text of signs and apostrophes", () => {
  const cell = fc.string({ unit: fc.constantFrom("'", "=", "+", "-", "@", "1", ".", "\t", "\n") });
  fc.assert(fc.property(fc.array(cell), (cells) => {
    const rows = cells.map((x) => ({ x }));
    const text = writeCsv(["x"], rows);
    assertEquals(readCsv(text), rows);
    assert(
      !/^"?[=+@]/m.test(text.replaceAll(/"[^"]*"/g, "q").replaceAll(/^\+[\d.]+$/gm, "1")),
      text,
    );
  }));
  // Other programs write no apostrophe.
  assertEquals(readCsv("x\n=1+1\n-0.5\n'quoted'\n"), [
    { x: "=1+1" },
    { x: "-0.5" },
    { x: "'quoted'" },
  ]);
});

Deno.test("a cell of megabytes is read, quoted or not", () => {
  const long = `"${"x\n".repeat(6_000_000)}`;
  const rows = [{ x: long, y: "1" }, { x: "x".repeat(12_000_000), y: "2" }];
  // Compared by === alone, as a difference would be printed.
  const read = readCsv(writeCsv(["x", "y"], rows));
  assert(read.length === 2 && read.every(({ x, y }, i) => x === rows[i].x && y === rows[i].y));
});

Deno.test("readCsv() skips lines of blanks, and gives back a lone cell of blanks that was written", () => {
  assertEquals(readCsv(" \na,b\n\t\n1,2\n   \n3,4\n \t "), [{ a: "1", b: "2" }, {
    a: "3",
    b: "4",
  }]);
  for (const x of [" ", "\t ", ""]) {
    const rows = [{ x: "1" }, { x }, { x: "2" }];
    assertEquals(readCsv(writeCsv(["x"], rows)), rows);
  }
});

Deno.test("readCsvTable() says on which line header and rows begin", () => {
  const text = '\n"a\nb",c\n1,2\n\n"3\r\n3",4\n5,6';
  const { columns, headerLine, lines } = readCsvTable(text);
  assertEquals([columns, headerLine, lines], [["a\nb", "c"], 2, [4, 6, 8]]);
});
