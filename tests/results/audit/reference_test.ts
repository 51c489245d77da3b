import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { z } from "zod";
import { RunError, UsageError } from "../../../lib/errors.ts";
import {
  compareFigures,
  compareResults,
  entriesOf,
  fieldDigests,
  formatManifest,
  keyFieldsOf,
  listResults,
  parseManifest,
  parseTolerance,
  type Rerun,
  resultKey,
  runStage,
  type RunStageOptions,
  type Stage,
  verifyAgainst,
  verifyAll,
  verifyResult,
  writeReference,
} from "../../../lib/results/mod.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fakeOptions, type FakeParameters, fakeStage, inFolder } from "../fake_stage.ts";

/** The fake stage, with one figure that is off. */
function shifted(by: number, version = 2): Stage<FakeParameters> {
  const run: Stage<FakeParameters>["run"] = async (run) => {
    const metrics = await fakeStage.run(run);
    return { ...metrics, last: (metrics.last as number) + by };
  };
  return { ...fakeStage, version, run };
}

/** Two results, the second made from the first. */
async function chain(stage: Stage<FakeParameters>, results: string): Promise<void> {
  const { result } = await runStage(stage, fakeOptions(results));
  await runStage(stage, { ...fakeOptions(results, { seed: 2 }), inputs: { source: result } });
}

Deno.test("compareFigures() lets numbers differ by absolute + relative·|reference|, no further", () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(number, number, share, share, (x, y, absolute, relative) => {
    const within = Math.abs(x - y) <= absolute + relative * Math.abs(y);
    const lines = compareFigures({ x }, { x: y }, { tolerance: { absolute, relative } });
    assertEquals(lines.length, within ? 0 : 1);
  }));
});

Deno.test("compareFigures() names the path of what differs, and of what is absent", () => {
  const reference = { dice: { hole: [0.95, 0.9] }, name: "a", loss: null, only: 1 };
  assertEquals(compareFigures(reference, reference), []);
  const fresh = { dice: { hole: [0.95, 0.7] }, name: "b", loss: 1, more: 1 };
  assertEquals(compareFigures(fresh, reference), [
    "dice.hole.1: 0.7 differs from 0.9 by more than 0.032",
    'name: "b" differs from "a"',
    "loss: 1 differs from null",
    "only: absent differs from 1",
    "more: 1 differs from absent",
  ]);
  assertEquals(compareFigures([], {}), ["its top level: [] differs from {}"]);
});

Deno.test("compareFigures() finds a figure under the spelling that it had in older results", () => {
  const old = {
    hole: { bceExcess: 0.5, "code_distance_predicted-code_hole": 1 },
    "deficit-against": 1,
  };
  const now = {
    hole: { bce_excess: 0.5, code_distance_predicted_code_hole: 1 },
    deficit_against: 2,
  };
  assertEquals(compareFigures(now, old), ["deficit-against: 2 differs from 1 by more than 0.035"]);
  assertEquals(compareFigures(old, now), ["deficit_against: 1 differs from 2 by more than 0.065"]);
  // Two members that both have keep their own names, and so do the names of other things.
  const both = { "a-b": 1, a_b: 5 };
  assertEquals(compareFigures(both, both), []);
  assertEquals(compareFigures({ "a-b": 1 }, both), ["a_b: absent differs from 5"]);
  assertEquals(compareFigures({ dices: 1 }, { dice: 1 }), [
    "dice: absent differs from 1",
    "dices: 1 differs from absent",
  ]);
});

Deno.test("parseTolerance() reads two numbers and refuses the rest", () => {
  assertEquals(parseTolerance("0.02,5e-2"), { absolute: 0.02, relative: 0.05 });
  for (const text of ["", "1", "1,2,3", "-1,0", "a,b", "1e999,0", "1, 2", "NaN,0"]) {
    assertThrows(() => parseTolerance(text), SyntaxError);
  }
});

Deno.test("verifyAgainst() passes a fresh run of the same study, whatever the keys", async () => {
  await inFolder(async (results) => {
    await chain(fakeStage, results);
    const reference = `${results}/reference`;
    const written = await writeReference(reference, await listResults(results));
    assertEquals(written.length, 2);
    assertEquals(await verifyAgainst(results, reference), []);
    await inFolder(async (fresh) => {
      await chain(shifted(0.01), fresh);
      assertEquals(await verifyAgainst(fresh, reference), []);
    });
  });
});

Deno.test("verifyAgainst() names a figure that is off, and a result without counterpart", async () => {
  await inFolder(async (results) => {
    await chain(fakeStage, results);
    const reference = `${results}/reference`;
    await writeReference(reference, await listResults(results));
    await inFolder(async (fresh) => {
      const exact = { tolerance: { absolute: 0, relative: 0 } };
      await runStage(shifted(0.01), fakeOptions(fresh));
      const [off, missing, ...more] = await verifyAgainst(fresh, reference, exact);
      assertEquals([off.file, more.length], ["metrics.json", 0]);
      assertStringIncludes(off.message, "last: ");
      assertEquals(missing.file, ".");
      assertStringIncludes(missing.message, "has no counterpart");
    });
  });
});

Deno.test("verifyAgainst() tells equal parameters on other inputs apart", async () => {
  await inFolder(async (results) => {
    await chain(fakeStage, results);
    const reference = `${results}/reference`;
    await writeReference(reference, await listResults(results));
    await inFolder(async (fresh) => {
      const { result } = await runStage(fakeStage, fakeOptions(fresh, { steps: 4 }));
      const options = { ...fakeOptions(fresh, { seed: 2 }), inputs: { source: result } };
      await runStage(fakeStage, options);
      const problems = await verifyAgainst(fresh, reference);
      assertEquals(problems.map(({ file }) => file), [".", "."]);
    });
  });
});

Deno.test("verifyAgainst() finds the counterpart of a result that names backend and key of others", async () => {
  /** As a report does. */
  const shows = (backend: string): Stage<{ seed: number; members: Record<string, unknown>[] }> => ({
    name: "fake",
    version: 1,
    module: fakeStage.module,
    schema: z.strictObject({
      seed: z.int(),
      members: z.array(z.strictObject({ backend: z.string(), shown: z.string() })),
    }),
    inputs: () => ({}),
    needs: fakeStage.needs,
    slug: ({ seed }) => `seed${seed}`,
    run: () => Promise.resolve({ members: 1, last: backend === "wasm" ? 1 : 1.01 }),
  });
  const run = async (backend: string, seed: number, results: string) => {
    const parameters = { seed, members: [{ backend, shown: `a key of ${backend}` }] };
    await runStage(shows(backend), { ...fakeOptions(results), parameters });
  };
  await inFolder(async (results) => {
    await run("wasm", 1, results);
    const reference = `${results}/reference`;
    await writeReference(reference, await listResults(results));
    await inFolder(async (fresh) => {
      await run("webgpu", 1, fresh);
      assertEquals(await verifyAgainst(fresh, reference), []);
    });
    await inFolder(async (other) => {
      await run("wasm", 2, other);
      const [problem] = await verifyAgainst(other, reference);
      assertStringIncludes(problem.message, "has no counterpart");
    });
  });
});

Deno.test("verifyAgainst() compares a result with the one of its own backend, where there are two", async () => {
  const run = async (results: string, version: number) => {
    for (const [k, backend] of (["wasm", "webgpu"] as const).entries()) {
      const options = fakeOptions(results);
      const fingerprint = { ...options.fingerprint, backend };
      await runStage(shifted(1e4 * k, version), { ...options, fingerprint });
    }
  };
  await inFolder(async (results) => {
    await run(results, 1);
    const reference = `${results}/reference`;
    await writeReference(reference, await listResults(results));
    // Of another version, so that no key tells which is meant.
    await inFolder(async (fresh) => {
      await run(fresh, 2);
      assertEquals(await verifyAgainst(fresh, reference), []);
    });
  });
});

Deno.test("verifyAgainst() refuses an edited reference and one that holds nothing", async () => {
  await inFolder(async (results) => {
    await chain(fakeStage, results);
    const reference = `${results}/reference`;
    const [first] = await writeReference(reference, await listResults(results));
    await Deno.writeTextFile(`${first}/metrics.json`, '{ "last": 0 }');
    const problems = await verifyAgainst(results, reference);
    assertEquals(problems.map(({ directory, file }) => [directory, file]), [[
      first,
      "metrics.json",
    ]]);
    await assertRejects(() => verifyAgainst(results, `${results}/nowhere`), UsageError, "nowhere");
  });
});

/** A result whose manifest says that it was made from itself. */
async function ownInput(results: string, digit: string): Promise<void> {
  const { result } = await runStage(fakeStage, fakeOptions(results));
  const path = `${result.directory}/manifest.json`;
  const manifest = parseManifest(await Deno.readTextFile(path));
  const source = { stage: "fake", key: "", outputDigest: digit.repeat(64) };
  const fields = keyFieldsOf({ ...manifest, inputs: { source } });
  const key = resultKey(fields);
  const inputs = { source: { ...source, key } };
  const text = formatManifest({ ...manifest, inputs, key, keyFields: fieldDigests(fields) });
  await Deno.writeTextFile(path, text);
}

Deno.test("verifyAgainst() ends where forged manifests name themselves as their input", async () => {
  await inFolder(async (results) => {
    await ownInput(`${results}/fresh`, "0");
    await ownInput(`${results}/old`, "1");
    const [problem] = await verifyAgainst(`${results}/fresh`, `${results}/old`);
    assertStringIncludes(problem.message, "has no counterpart");
  });
});

Deno.test("writeReference() leaves the bulk out", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    const [target] = await writeReference(`${results}/reference`, [result.directory]);
    const names = [...Deno.readDirSync(target)].map(({ name }) => name).sort();
    assertEquals(names, ["manifest.json", "metrics.json", "tables"]);
    assertEquals(await listResults(results), [result.directory]);
  });
});

Deno.test("verifyResult() compares a rerun byte by byte on the same machinery", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    await inFolder(async (other) => {
      const again =
        (stage: Stage<FakeParameters>, options: Partial<RunStageOptions> = {}) => async () =>
          (await runStage(stage, { ...fakeOptions(other), ...options })).result;
      const notes: string[] = [];
      const check = (rerun: Rerun) =>
        verifyResult(result.directory, { rerun, note: (line) => notes.push(line) });
      assertEquals(await check(again(fakeStage)), []);
      const results = `${other}/changed`;
      assertEquals(
        (await check(again(shifted(0.01, 1), { results })))
          .map(({ file, message }) => [file, message]),
        [
          ["metrics.json", "has other bytes when run again"],
        ],
      );
      assertEquals(notes, []);
      // Another version of the stage gives other bytes by intention.
      assertEquals(await check(again(shifted(0.01))), []);
      assertStringIncludes(notes.pop()!, "(stage version 1 → 2), so its figures are compared");
      // Another backend may round otherwise: only the figures are compared, within tolerance.
      const fingerprint = { ...fakeOptions(other).fingerprint, backend: "webgpu" as const };
      assertEquals(await check(again(shifted(0.01, 1), { fingerprint })), []);
      assertStringIncludes(notes.pop()!, "(backend, libraries or flags), so its figures are");
      // So may another Deno, which brings another compiler, or another kind of system.
      await inFolder(async (third) => {
        for (const name of ["deno", "os", "arch", "adapter", "bindingLimit"]) {
          const options = { ...fakeOptions(`${third}/${name}`), recorded: { [name]: "other" } };
          const rerun = async () => (await runStage(shifted(0.01, 1), options)).result;
          assertEquals(await check(rerun), []);
          assertMatch(
            notes.pop()!,
            /other machinery \([^,]* → other\), so its figures are compared/,
          );
        }
      });
      // What cannot be run again is noted, what is missing for it is a problem; neither stops the others.
      assertEquals(await check(() => Promise.resolve({ notAgain: "no files" })), []);
      assertEquals(notes.pop(), `${result.directory}: was not run again: no files`);
      const gone = () => Promise.reject(new UsageError("cannot be run again: its dataset is gone"));
      assertEquals(await check(gone), [
        {
          directory: result.directory,
          file: ".",
          message: "cannot be run again: its dataset is gone",
        },
      ]);
      // Nor does a run that fails, and no line says of it that it could be resumed.
      const full = "No space left on device (os error 28)";
      const failing = again({ ...fakeStage, run: () => Promise.reject(new Error(full)) }, {
        results: `${other}/full`,
      });
      assertEquals(await check(failing), [
        {
          directory: result.directory,
          file: ".",
          message: `cannot be run again: Cannot finish fake: ${full}`,
        },
      ]);
      const diverged = () =>
        Promise.reject(
          new RunError("Training stopped at step 3 of 9: the loss is NaN; the checkpoint is kept"),
        );
      const [{ message }] = await check(diverged);
      assertEquals(
        message,
        "cannot be run again: Training stopped at step 3 of 9: the loss is NaN",
      );
      await assertRejects(() => check(() => Promise.reject(new TypeError("a bug"))), TypeError);
      const far = await runStage(shifted(1e4), {
        ...fakeOptions(`${other}/far`),
        fingerprint,
      });
      const text = await Deno.readTextFile(`${result.directory}/manifest.json`);
      const entry = { directory: result.directory, manifest: parseManifest(text) };
      const problems = await compareResults(entry, far.result.directory);
      assertStringIncludes(problems[0].message, "run again, last:");
    });
  });
});

Deno.test("verifyAll() looks at every folder, the unfinished ones too", async () => {
  await inFolder(async (results) => {
    await chain(fakeStage, results);
    await Deno.mkdir(`${results}/fake/half`);
    const { directories, problems } = await verifyAll([], { results });
    assertEquals(directories.length, 3);
    assertEquals(problems.map(({ directory, file }) => [directory, file]), [
      [`${results}/fake/half`, "manifest.json"],
    ]);
    await assertRejects(() => verifyAll([], { results: `${results}/nowhere` }), UsageError);
  });
});

Deno.test("verifyAgainst() says in one line that nothing of a large reference is there", async () => {
  await inFolder(async (results) => {
    await inFolder(async (reference) => {
      for (const seed of [1, 2, 3, 4, 5, 6]) {
        await runStage(fakeStage, fakeOptions(results, { seed }));
      }
      await writeReference(reference, await listResults(results));
      await inFolder(async (other) => {
        await runStage(fakeStage, fakeOptions(other, { seed: 7 }));
        const [only, ...more] = await verifyAgainst(other, reference);
        assertEquals([only.directory, more], [reference, []]);
        assertMatch(
          only.message,
          /^holds 6 results, and none of them has a counterpart in .*: are/,
        );
        // One that is there: each of the others is told.
        await runStage(fakeStage, fakeOptions(other, { seed: 1 }));
        assertEquals((await verifyAgainst(other, reference)).length, 5);
      });
    });
  });
});

Deno.test("the committed reference agrees with itself, whatever else lies in its folder", async () => {
  const reference = fileURLToPath(new URL("../../../results/reference", import.meta.url));
  const folders = await listResults(reference);
  assert(folders.length > 30);
  assertEquals((await entriesOf(reference)).length, folders.length);
  assertEquals(await verifyAgainst(reference, reference), []);
});
