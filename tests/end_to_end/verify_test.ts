/**
 * `scripts/verify.ts` as a user runs it: a child process with exactly the permission flags that its
 * `--help` shows.
 */

import { readClaims } from "../../lib/claims/files.ts";
import { walkFiles } from "../../lib/files/paths.ts";
import { listResults, runStage, writeReference } from "../../lib/results/mod.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { editTable, REFERENCE, tablePath, withReference } from "../claims/copied_reference.ts";
import { fakeOptions, fakeStage, inFolder } from "../results/fake_stage.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Runs the script with the given permission flags; exit code, standard output and error. */
async function run(
  permissions: readonly string[],
  args: readonly string[],
  { cwd = ROOT }: { readonly cwd?: string } = {},
) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, "scripts/verify.ts", ...args],
    cwd,
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out, err, lines: out.trimEnd().split("\n") };
}

/** The permission flags in the script's own help text, which needs none. */
async function shownPermissions(): Promise<string[]> {
  const { code, out } = await run([], ["--help"]);
  assertEquals(code, 0);
  const [, flags] = out.match(/deno run (.*)scripts\/verify\.ts/)!;
  return flags.trim().split(" ");
}

Deno.test("verify of a folder that is not there ends with the results folder", async () => {
  const { code, lines } = await run(await shownPermissions(), [
    "--results",
    "of mine",
    "/not/here",
  ]);
  assertEquals([code, lines], [
    1,
    ["/not/here: does not exist", "1 result checked, 1 problem", "of mine"],
  ]);
});

Deno.test("verify names each bad file, and the permissions that it shows suffice", async () => {
  const permissions = await shownPermissions();
  const verify = (...args: string[]) => run(permissions, args);
  await inFolder(async (results) => {
    const { result: source } = await runStage(fakeStage, fakeOptions(results));
    const options = { ...fakeOptions(results, { seed: 2 }), inputs: { source } };
    const { result } = await runStage(fakeStage, options);

    const sound = await verify("--results", results);
    assertEquals([sound.code, sound.err], [0, ""]);
    assertEquals(sound.lines, ["2 results checked, no problems", results]);

    // A file's name can be read neither as a line of its own nor as a terminal's command.
    const stranger = `${result.directory}/x\n2 results checked, no problems\x1b[2J`;
    await Deno.writeTextFile(stranger, "");
    const spoofed = await verify("--results", results);
    assertEquals([spoofed.code, spoofed.lines.length], [1, 3]);
    assertStringIncludes(spoofed.lines[0], "x\\u000a2 results checked, no problems\\u001b[2J");
    await Deno.remove(stranger);

    const path = `${result.directory}/images.npy`;
    const bytes = await Deno.readFile(path);
    bytes[1] ^= 4;
    await Deno.writeFile(path, bytes);
    await Deno.remove(`${source.directory}/metrics.json`);
    const bad = await verify("--results", results);
    assertEquals([bad.code, bad.err], [1, "verify: 2 problems found\n"]);
    assertEquals(bad.lines.at(-1), results);
    assertStringIncludes(bad.out, `${result.directory}: images.npy does not match its manifest`);
    assertStringIncludes(bad.out, `${source.directory}: metrics.json is missing`);

    const one = await verify("--json", "--results", results, result.directory);
    assertEquals(one.code, 1);
    const { directory, checked, problems } = JSON.parse(one.out);
    assertEquals([directory, checked, problems.length], [results, [result.directory], 1]);
    assertEquals(problems[0].file, "images.npy");
  });
});

Deno.test("verify --against compares with a reference, within --tolerance", async () => {
  const permissions = await shownPermissions();
  await inFolder(async (results) => {
    await runStage(fakeStage, fakeOptions(results));
    const reference = `${results}/reference`;
    await writeReference(reference, await listResults(results));
    await inFolder(async (fresh) => {
      const off = {
        ...fakeStage,
        run: async (run: Parameters<typeof fakeStage.run>[0]) => {
          const metrics = await fakeStage.run(run);
          return { ...metrics, last: Number(metrics.last) + 0.01 };
        },
      };
      await runStage(off, fakeOptions(fresh));
      const against = ["--results", fresh, "--against", reference];
      assertEquals((await run(permissions, against)).code, 0);
      const { code, out } = await run(permissions, [...against, "--tolerance", "0,0"]);
      assertEquals(code, 1);
      assertMatch(out, /metrics\.json last: .* differs from .* by more than 0\n/);
    });
  });
});

Deno.test("verify refuses wrong usage in one line", async () => {
  const permissions = await shownPermissions();
  const cases: [string[], string][] = [
    [["--results", "no/such/folder"], "--results must be a folder with results"],
    [["--against", "no/such/folder", "--results", "lib"], "Cannot compare with no/such/folder"],
    [["--tolerance", "-1,0"], "--tolerance must be two numbers"],
    [["--agianst", "x"], "did you mean --against?"],
    [["--claims", "--rerun"], "--rerun must be left out beside --claims, which checks no results"],
    [["--claims", "--tolerance", "0,0"], "--tolerance must be left out beside --claims"],
    [["--claims", "lib"], "folders must be left out beside --claims"],
    [["--tolerance", "0,0"], "--tolerance must be left out without --against or --rerun"],
    [["--reference", "lib"], "--reference needs --claims"],
  ];
  for (const [args, part] of cases) {
    const { code, err, out } = await run(permissions, args);
    assertEquals([code, out], [2, ""]);
    assertEquals(err.trimEnd().split("\n").length, 1);
    assertStringIncludes(err, part);
  }
  const { code, err } = await run([], []);
  assertEquals(code, 2);
  assert(err.startsWith("verify: permission missing: ") && err.includes("--allow-read"));
});

Deno.test("verify --claims recomputes every verdict with nothing but the permission to read", async () => {
  const { code, err, lines } = await run(["--allow-read"], ["--claims"]);
  assertEquals([code, err], [0, ""]);
  const { claims } = await readClaims();
  assertEquals(lines.length, claims.length + 2);
  for (const [k, { id, verdict }] of claims.entries()) {
    assert(lines[k].startsWith(`${id}: ${verdict} (`), lines[k]);
    assertMatch(lines[k], /, recomputed \S+ .*from \d+ seeds?$/);
  }
  assertEquals(lines.slice(-2), [`${claims.length} claims recomputed, no problems`, REFERENCE]);
});

Deno.test("verify --claims fails in one line where a verdict flips or a table is not as committed", async () => {
  await withReference(async (reference) => {
    const verify = () => run(["--allow-read"], ["--claims", "--reference", reference]);
    assertEquals((await verify()).code, 0);
    const table = {
      results: "studies/dose-response/sweep/dose-response-small-*",
      table: "seeds",
    };
    const path = await tablePath(reference, table);
    await editTable(
      path,
      (row) =>
        row.measure === "turning_iso_b"
          ? { ...row, model: String(0.1 + 0.01 * Number(row.seed)) }
          : {
            ...row,
          },
    );
    const flipped = await verify();
    assertEquals(flipped.code, 1);
    assertMatch(
      flipped.out,
      /^lines-are-curved: the committed verdict is "reproduced", and the tables give "in part"$/m,
    );
    assertEquals(flipped.err.trimEnd().split("\n").length, 1);

    await Deno.writeTextFile(path, "changed");
    const changed = await verify();
    assertEquals(changed.code, 1);
    assertMatch(changed.out, /^lines-are-curved: .*seeds\.csv: does not match its manifest$/m);
    assertMatch(changed.out, /^lines-are-curved: reproduced .*recomputed: not possible$/m);
  });
});

Deno.test("verify --claims fails in one line where the claims do not follow their schema", async () => {
  const copy = await Deno.makeTempDir();
  const copyFiles = async (folder: string) => {
    const { files } = await walkFiles(`${ROOT}${folder}`);
    for (const file of files.filter((path) => /\.(ts|json|md)$/.test(path))) {
      const target = `${copy}/${folder}/${file}`;
      await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
      await Deno.copyFile(`${ROOT}${folder}/${file}`, target);
    }
  };
  for (const folder of ["lib", "scripts", "docs", "tests"]) await copyFiles(folder);
  for (const file of ["deno.json", "deno.lock"]) {
    await Deno.copyFile(ROOT + file, `${copy}/${file}`);
  }
  const path = `${copy}/docs/claims.json`;
  const verify = () =>
    run(["--allow-read"], ["--claims", "--reference", REFERENCE], { cwd: `${copy}/` });
  assertEquals((await verify()).code, 0);
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace('"comparison": "above"', '"comparison": "near"'));
  const { code, err, out } = await verify();
  assertEquals([code, out, err.trimEnd().split("\n").length], [1, "", 1]);
  assertMatch(err, /^verify: .*docs\/claims\.json does not follow its schema \(claims\.0\./);
  await Deno.remove(copy, { recursive: true });
});
