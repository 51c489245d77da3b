import { readPointsFile } from "../../lib/dataset/points_csv.ts";
import { encodingOf } from "../../lib/dataset/text_file.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";

const POINTS = [{ a: 1.25, b: 1 }, { a: 0.5, b: 0.75 }, { a: 2, b: 0 }];

/** A text in UTF-16, with its byte order mark. */
function utf16(text: string, { littleEndian }: { littleEndian: boolean }): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length + 2));
  [..."\uFEFF" + text].forEach((c, i) => view.setUint16(2 * i, c.charCodeAt(0), littleEndian));
  return new Uint8Array(view.buffer);
}

Deno.test("readText() reads UTF-16 with a byte order mark, and names other kinds of file", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/points.csv`;
  const text = "größe\ta\tb\r\nx\t1,25\t1\r\n\t0,5\t0,75\r\nß\t2\t0\r\n";
  const bytes = (start: string) => Uint8Array.from(start, (c) => c.charCodeAt(0));
  const unmarked = utf16(text, { littleEndian: true }).slice(2);
  const wrong: [Uint8Array, string][] = [
    [unmarked, "is in UTF-16 without a byte order mark: save it as CSV in UTF-8"],
    [utf16("a,b\n1,1", { littleEndian: false }).slice(2), "is in UTF-16 without"],
    [bytes("\xff\xfe\0\0a\0\0\0"), "is in UTF-32: save it as CSV in UTF-8"],
    [
      bytes("PK\x03\x04\x14\0\x06\0"),
      "is a zip file, as workbooks (.xlsx, .ods) and .npz are: save",
    ],
    [bytes("\x93NUMPY\x01\0"), "is a .npy file"],
    [bytes("MATLAB 5.0 MAT-file, Platform"), "is a .mat file"],
    [bytes("\x1f\x8b\x08\0"), "is compressed (gzip)"],
  ];
  try {
    for (const littleEndian of [true, false]) {
      await Deno.writeFile(path, utf16(text, { littleEndian }));
      assertEquals(await readPointsFile(path), POINTS);
    }
    // Longer than one piece, so that a character may lie across two.
    const rows = "1,25;1;é\n".repeat(150_000);
    await Deno.writeFile(path, utf16(`a;b;c\n${rows}`, { littleEndian: true }));
    assertEquals((await readPointsFile(path)).length, 150_000);
    for (const [content, message] of wrong) {
      await Deno.writeFile(path, content);
      const error = await assertRejects(() => readPointsFile(path), UsageError, message);
      assert(error.message.startsWith(`points file ${path} is `), error.message);
    }
    for (const content of ["", "a", "a,b\n1,1"]) {
      assertEquals(encodingOf(bytes(content), "x"), "utf-8");
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
