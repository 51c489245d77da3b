/** `verify --crate`: what it exports, what it refuses, and what a validator of others says to it. */

import { runStage } from "../../lib/results/mod.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fakeOptions, fakeStage } from "../results/fake_stage.ts";
import { validateCrate, validatorMissing } from "./crate_validator.ts";
import { assertRefused, filesOf, flipByte, inWorkspace, runScript, snapshot } from "./helpers.ts";

/** The fake stage, which also writes a file whose name must be escaped in an address. */
const stage: typeof fakeStage = {
  ...fakeStage,
  run: async (run) => {
    await run.out.write("a b#c%41é.txt", "odd");
    return await fakeStage.run(run);
  },
};

/** A result, and one that was made from it. */
async function twoResults(cwd: string): Promise<{ source: string; derived: string }> {
  const results = `${cwd}/results`;
  const { result: source } = await runStage(stage, fakeOptions(results));
  const options = { ...fakeOptions(results, { seed: 2 }), inputs: { source } };
  const { result } = await runStage(stage, options);
  const relative = (directory: string) => directory.slice(cwd.length + 1);
  return { source: relative(source.directory), derived: relative(result.directory) };
}

Deno.test("verify --crate copies what it checked, and what that was made from", async () => {
  await inWorkspace(async (cwd) => {
    const { source, derived } = await twoResults(cwd);
    const before = await snapshot(`${cwd}/results`);
    const all = await runScript("verify", ["--crate", "all", "--quiet"], { cwd });
    assertEquals([all.code, all.stderr], [0, ""]);
    assertEquals(all.stdout, "2 results checked, no problems\nall\n");
    const one = await runScript("verify", ["--json", "--crate", "new/one", derived], { cwd });
    assertEquals(one.code, 0, one.stderr);
    const { directory, checked, problems } = JSON.parse(one.stdout);
    assertEquals([directory, problems], ["new/one", []]);
    assertEquals(checked, [derived, source]);

    const metadata = "ro-crate-metadata.json";
    for (const crate of [`${cwd}/all`, `${cwd}/new/one`]) {
      const results = (await filesOf(`${cwd}/results`)).filter((path) => !path.startsWith("."));
      const extra = ["manifest.schema.json", metadata];
      assertEquals(await filesOf(crate), [...results, ...extra].sort());
      for (const path of results) {
        const [copy, original] = await Promise.all(
          [crate, `${cwd}/results`].map((folder) => Deno.readFile(`${folder}/${path}`)),
        );
        assertEquals(copy, original, path);
      }
    }
    const [first, second] = await Promise.all(
      ["all", "new/one"].map((crate) => Deno.readTextFile(`${cwd}/${crate}/${metadata}`)),
    );
    assertEquals(second, first);
    assertMatch(first, /"datePublished": "\d{4}-\d{2}-\d{2}"/);
    assertEquals(await snapshot(`${cwd}/results`), before);

    // The copies are results like any others.
    const again = await runScript("verify", ["--results", "all", "--quiet"], { cwd });
    assertEquals([again.code, again.stdout], [0, "2 results checked, no problems\nall\n"]);
  });
});

Deno.test("verify --crate refuses a folder in use, and touches nothing", async () => {
  await inWorkspace(async (cwd) => {
    await twoResults(cwd);
    await Deno.mkdir(`${cwd}/used`);
    await Deno.writeTextFile(`${cwd}/used/mine`, "");
    await Deno.mkdir(`${cwd}/none`);
    const before = await snapshot(cwd);
    const cases: [string[], RegExp][] = [
      [
        ["--crate", "used"],
        /--crate must be a new or empty folder, received used, which holds mine/,
      ],
      [["--crate", "used/mine"], /received used\/mine, which is no folder/],
      [["--crate", "results/crate"], /received results\/crate, which lies in results/],
      [["--crate", "."], /received \., which holds/],
      [["--crate", ""], /--crate must be/],
      [["--crate", "new", "--results", "none"], /there are no results in none/],
    ];
    for (const [args, message] of cases) {
      assertRefused(await runScript("verify", args, { cwd }), { script: "verify", message });
    }
    assertEquals(await snapshot(cwd), before);
  });
});

Deno.test("verify --crate exports nothing where a result, or its input, is damaged", async () => {
  await inWorkspace(async (cwd) => {
    const { source, derived } = await twoResults(cwd);
    await flipByte(`${cwd}/${source}/images.npy`);
    await Deno.mkdir(`${cwd}/empty`);
    for (const crate of ["crate", "empty"]) {
      const args = ["--crate", crate, "--quiet", derived];
      const { code, stdout, stderr } = await runScript("verify", args, { cwd });
      assertEquals([code, stderr], [1, "verify: 1 problem found\n"]);
      assertMatch(stdout, /images\.npy does not match its manifest/);
      assertEquals(stdout.trimEnd().split("\n").at(-1), "results");
    }
    const names = [...Deno.readDirSync(cwd)].map(({ name }) => name).sort();
    assertEquals(names, ["empty", "results"]);
    assertEquals(await filesOf(`${cwd}/empty`), []);
  });
});

const missing = await validatorMissing();

/** The recommendations that are not followed: no manifest knows a date, a person or an address. */
const UNKNOWN = [
  "Action agent",
  "Action endTime",
  "Application url",
  "Root Data Entity: `author` property",
  "Root Data Entity: `publisher` property",
  // It takes absolute URIs that begin with http only, and packages have theirs (pkg:npm/…).
  "SoftwareApplication id",
];

Deno.test({
  name: "rocrate-validator finds every requirement met, and every recommendation that can be" +
    (missing ? ` (ignored: ${missing})` : ""),
  ignore: missing !== undefined,
  fn: async () => {
    await inWorkspace(async (cwd) => {
      await twoResults(cwd);
      const { code, stderr } = await runScript("verify", ["--crate", "crate"], { cwd });
      assertEquals(code, 0, stderr);
      const report = `${cwd}/report.json`;
      const validate = (severity: "required" | "recommended") =>
        validateCrate(`${cwd}/crate`, { severity, report });
      const required = await validate("required");
      assertEquals(required.code, 0, required.out);
      const { passed, statistics } = JSON.parse(await Deno.readTextFile(report));
      assert(passed && statistics.total_passed_checks > 40);
      await validate("recommended");
      const { issues } = JSON.parse(await Deno.readTextFile(report));
      const names = issues.map(({ check }: { check: { name: string } }) => check.name);
      assertEquals([...new Set(names)].sort(), UNKNOWN);
    });
  },
});
