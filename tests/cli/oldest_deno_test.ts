import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { complaintAbout, OLDEST_DENO } from "../../lib/cli/oldest_deno.ts";

const MODULE = new URL("../../lib/cli/oldest_deno.ts", import.meta.url);

Deno.test("complaintAbout() refuses versions below the oldest and no others", () => {
  const [major, minor, patch] = OLDEST_DENO.split(".").map(Number);
  const newer = [
    OLDEST_DENO,
    `${major}.${minor}.${patch + 10}`,
    `${major}.${minor + 10}.0`,
    `${major + 1}.0.0`,
    `${major}.${minor + 1}.0-rc.1`,
    `${major}.${minor}.${patch}+0123abc`,
    Deno.version.deno,
  ];
  assertEquals(newer.filter((version) => complaintAbout(version) !== undefined), []);
  for (const version of ["1.46.3", "2.0.0", "2.3.7", "2.4.4", "2.5.0", "2.6.8"]) {
    const line = complaintAbout(version)!;
    assertMatch(line, /^Deno must be version [0-9.]+ or later, received /);
    assertStringIncludes(line, `${OLDEST_DENO} or later, received ${version}: `);
    assert(!line.includes("\n"));
  }
});

Deno.test("the check of the version needs nothing that an old Deno may lack", async () => {
  assert(!/^import|\bimport\(/m.test((await Deno.readTextFile(MODULE)).replaceAll(/^ \*.*/gm, "")));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", "--no-lock", "--no-prompt", decodeURIComponent(MODULE.pathname)],
  }).output();
  assertEquals([code, stdout.length, stderr.length], [0, 0, 0]);
});

Deno.test("README states the oldest version of Deno", async () => {
  const text = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  assertStringIncludes(text, `Deno ${OLDEST_DENO}`);
});
