/** `SHA256SUMS`: what it names is what lies beside it, and a changed byte is found. */

import fc from "fast-check";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  checksumProblems,
  CHECKSUMS,
  formatChecksums,
  parseChecksums,
  readChecked,
  writeChecksums,
} from "../../lib/results/checksums.ts";
import { sha256 } from "../../lib/results/digest.ts";
import { REFERENCE } from "../claims/copied_reference.ts";
import { scratchFolder } from "../scratch.ts";

/** Folders that no stage made, and what renews them. */
const UNMANAGED = {
  published: "run deno task reanalysis",
  "hole-width": "run scripts/dev/hole_widths.ts",
};

Deno.test("every committed file that no stage made is listed, and none was changed", async () => {
  for (const [name, renew] of Object.entries(UNMANAGED)) {
    const folder = `${REFERENCE}/${name}`;
    assertEquals(await checksumProblems(folder), [], renew);
    const listed = parseChecksums(await Deno.readTextFile(`${folder}/${CHECKSUMS}`));
    const files = (await Array.fromAsync(Deno.readDir(folder)))
      .flatMap(({ name, isFile }) => isFile ? [name] : []);
    assertEquals(
      [...listed.keys()],
      files.filter((name) => name !== CHECKSUMS && name !== "README.md").sort(),
      renew,
    );
  }
});

Deno.test("parseChecksums() gives back what formatChecksums() was given", () => {
  const name = fc.stringMatching(/^[^/\\\n\r]+$/);
  fc.assert(
    fc.property(fc.uniqueArray(name), (names) => {
      const digests = new Map(names.map((name) => [name, sha256(name)]));
      assertEquals(parseChecksums(formatChecksums(digests)), digests);
    }),
  );
  const digest = sha256("");
  for (
    const wrong of [
      `${digest} clouds.csv`,
      `${digest}  a/b.csv`,
      `${digest.slice(1)}  a.csv`,
      `${digest}  a.csv\n${digest}  a.csv`,
    ]
  ) {
    assertThrows(() => parseChecksums(`${digest}  x\n${wrong}\n`), SyntaxError, "line ");
  }
});

Deno.test("a changed bit, a missing file and a file without a digest are found", async () => {
  const folder = await scratchFolder();
  assertEquals(await checksumProblems(folder), [`${CHECKSUMS}: is missing`]);
  await Deno.writeTextFile(`${folder}/one.csv`, "a,b\n1,2\n");
  await Deno.writeTextFile(`${folder}/two.csv`, "c\n3\n");
  await assertRejects(() => readChecked(folder, "one.csv"), SyntaxError, "has no SHA256SUMS");
  await writeChecksums(folder);
  assertEquals(await checksumProblems(folder), []);
  assertEquals(new TextDecoder().decode(await readChecked(folder, "two.csv")), "c\n3\n");

  const bytes = await Deno.readFile(`${folder}/one.csv`);
  const bit = fc.sample(fc.nat(8 * bytes.length - 1), 1)[0];
  bytes[bit >> 3] ^= 1 << (bit & 7);
  await Deno.writeFile(`${folder}/one.csv`, bytes);
  await Deno.remove(`${folder}/two.csv`);
  assertEquals(await checksumProblems(folder), [
    "one.csv: does not match SHA256SUMS",
    "two.csv: is missing",
  ]);
  await Deno.writeTextFile(`${folder}/three.csv`, "d\n");
  await assertRejects(
    () => readChecked(folder, "three.csv"),
    SyntaxError,
    "is not in SHA256SUMS",
  );
  await Deno.writeTextFile(`${folder}/${CHECKSUMS}`, "nothing\n");
  const [problem] = await checksumProblems(folder);
  assert(problem.startsWith("SHA256SUMS: line 1 is not"), problem);
});

Deno.test({
  name: "sha256sum reads it",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { success, stdout } = await new Deno.Command("sha256sum", {
      args: ["--check", "--strict", CHECKSUMS],
      cwd: `${REFERENCE}/published`,
    }).output();
    assert(success, new TextDecoder().decode(stdout));
  },
});
