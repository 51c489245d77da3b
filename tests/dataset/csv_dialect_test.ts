import fc from "fast-check";
import { parsePoints } from "../../lib/dataset/points_csv.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";

const POINTS = [{ a: 1.25, b: 1 }, { a: 0.5, b: 0.75 }, { a: 2, b: 0 }];

Deno.test("parsePoints() reads what other programs write", () => {
  const texts = {
    "semicolons": "a;b\n1.25;1\n0.5;0.75\n2;0\n",
    "semicolons and decimal commas": "a;b\n1,25;1,0\n0,5;,75\n2;0\n",
    "R's write.csv2": '"";"a";"b"\n"1";1,25;1\n"2";0,5;7,5e-1\n"3";2;0\n',
    "tabs": "a\tb\n1.25\t1\n0.5\t0.75\n2\t0\n",
    "tabs and decimal commas": "b\ta\r\n1\t1,25\r\n0,75\t0,5\r\n0\t2\r\n",
    "tabs and empty cells": "\ta\tx\tb\n\t1.25\t\t1\n\t0.5\tx\t0.75\n\t2\t\t0\n",
    "tabs and quotes": '"a"\t"b"\n"1.25"\t"1"\n 0.5\t "0.75"\n2\t0\n',
    "a line sep=": "sep=;\na;b\n1,25;1\n0,5;0,75\n2;0\n",
    "a line sep= of commas": '\uFEFF"sep=,"\r\na,b\r\n1.25,1\r\n0.5,0.75\r\n2,0\r\n',
    "a line sep= of tabs": "SEP=\t\na\tb\n1.25\t1\n0.5\t0.75\n2\t0\n",
    "NumPy's header": "# a,b\n1.25,1\n0.5,0.75\n2,0\n",
    "NumPy's header with a title": "# points; of mine\n#\n# b;a\n\n1;1.25\n0.75;0.5\n0;2\n",
    "comments above a header": "# made by hand\n## a, b are radii\na,b\n1.25,1\n0.5,0.75\n2,0\n",
    "quotes after a space": 'a, "b"\n1.25, "1"\n"0.5" ,  "0.75"\t\n 2, 0\n',
    "bare CR line ends": "a,b\r1.25,1\r\r0.5,0.75\r2,0\r",
    "bare CR line ends and comments": "#x\ra;b\r1,25;1\r0,5;0,75\r2;0",
    "a line end in a quoted name": '"two\nlines",a,b\nx,1.25,1\n"y\ny",0.5,0.75\n,2,0\n',
  };
  for (const [name, text] of Object.entries(texts)) {
    assertEquals(parsePoints(text, name), POINTS, name);
  }
});

Deno.test("parsePoints() says what to save a points file as where it cannot be read", () => {
  const wrong: [string, string][] = [
    ["a,b\n1,25,1,0\n", "line 2 has 4 cells, the header 2: where commas are decimal ones, save it"],
    ["id,a,b\n1,1,25,1\n", "line 2 has 4 cells, the header 3: where commas are decimal ones"],
    [
      'a,b\n"1,25","1"\n',
      "mine line 2: a must be a finite number, received 1,25: save it with dec",
    ],
    [
      "1.25,1\n0.5,0.75\n",
      "mine line 1: the header must name the column a, received 1.25,1: write",
    ],
    ["\n1,25;1\n", "mine line 2: the header must name the column a, received 1,25;1: write a,b in"],
    ["1.25 1\n", "the header must name the column a, received 1.25 1: write a,b in a line above"],
    ["# nothing\n1.25\t1\n", "mine line 2: the header must name the column a"],
    [
      "a b\n1 1\n",
      "mine line 1: cells must be separated by commas, semicolons or tabs, received a b",
    ],
    ['"a" "b" "c"\n1 1 1\n', "mine line 1: cells must be separated by commas"],
    ["a|b\n1|1\n", "mine line 1: cells must be separated by commas, semicolons or tabs"],
    ["sep=|\na|b\n1|1\n", "mine line 1: cells must be separated by commas, semicolons or tabs"],
    ["A,B\n1,1\n", "the header must name the column a, received A,B: names are in small letters"],
    ["x;y\n1;1\n", "mine line 1: the header must name the column a, received x;y"],
    ["a;b\n1.250,5;1\n", "mine line 2: a must be a finite number, received 1.250,5"],
    ["sep=;\n\na;b\n1,25;3\n", "mine line 4: b must be from 0 to 2, received 3"],
    ["#c\ra;b\r1;1\r1;x\r", "mine line 4: b must be a finite number, received x"],
    [`${"\n".repeat(1500)}a,b\n1,1\n`, "mine must have its header in the first 1000 lines"],
    ["# a,b\n", "mine must hold 1 to 200000 points, received 0"],
    // Excel's line and the table disagree.
    [
      "sep=;\na,b\n1,1\n",
      "mine line 2: cells must be separated as the line sep= says, received a,b",
    ],
    [
      "sep=,\na;b\n1;1\n",
      "mine line 2: cells must be separated as the line sep= says, received a;b",
    ],
    // A line end within quotes, and a line of blanks, are lines too.
    ['a,b,note\n1,1,"two\nlines"\n \t\n1,9,\n', "mine line 5: b must be from 0 to 2, received 9"],
    ['a,b,note\n1,1,"two\nlines"\n1,x,\n', "mine line 4: b must be a finite number, received x"],
    ["sep=;", "mine must hold 1 to 200000 points, received 0"],
  ];
  for (const [text, message] of wrong) {
    const error = assertThrows(() => parsePoints(text, "mine"), UsageError, message);
    assert(error.message.startsWith("mine") && !/[\r\n]/.test(error.message), error.message);
  }
});

Deno.test("parsePoints() names the line of a quote that is never closed, in a large file too", () => {
  const long = `a,b,note\n1,1,fine\n1,1,"lost\n${"1,1,fine\n".repeat(1_500_000)}`;
  assertThrows(() => parsePoints(long, "mine"), UsageError, "out of place on line 3");
});

Deno.test("parsePoints() gives the same points by any separator, line end and decimal sign", () => {
  const number = (max: number) => fc.integer({ min: 0, max: 1000 }).map((n) => n * max / 1000);
  fc.assert(fc.property(
    fc.array(fc.record({ a: number(1.5).map((a) => a + 0.5), b: number(2) }), { minLength: 1 }),
    fc.constantFrom(";", "\t"),
    fc.constantFrom("\n", "\r\n", "\r"),
    fc.boolean(),
    (list, separator, end, quoted) => {
      const cell = (x: number) => {
        const text = String(x).replace(".", ",");
        return quoted ? ` "${text}" ` : text;
      };
      const rows = list.map(({ a, b }) => [a, b].map(cell).join(separator));
      const text = ["a" + separator + "b", ...rows].join(end);
      assertEquals(parsePoints(text), list.map(({ a, b }) => ({ a, b })));
    },
  ));
});
