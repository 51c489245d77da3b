import fc from "fast-check";
import { UsageError } from "../../lib/errors.ts";
import {
  fieldDigests,
  formatManifest,
  inspectResult,
  isResultPath,
  keyFieldsOf,
  type Manifest,
  openResult,
  outputDigest,
  parseManifest,
  resultKey,
  runStage,
  sha256,
  verifyAll,
  verifyInputs,
  verifyResult,
} from "../../lib/results/mod.ts";
import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { fakeOptions, fakeStage, inFolder } from "./fake_stage.ts";

/** A committed result of the fake stage. */
async function fakeResult(results: string): Promise<string> {
  const { result } = await runStage(fakeStage, fakeOptions(results));
  return result.directory;
}

async function readManifest(directory: string): Promise<Manifest> {
  return parseManifest(await Deno.readTextFile(`${directory}/manifest.json`));
}

/** The manifest with a change, its key and digests made to agree with it again. */
function forged(manifest: Manifest, change: Partial<Manifest>): string {
  const changed = { ...manifest, ...change };
  const fields = keyFieldsOf(changed);
  return formatManifest({
    ...changed,
    key: resultKey(fields),
    keyFields: fieldDigests(fields),
    outputDigest: outputDigest(changed.files),
  });
}

Deno.test("openResult() gives what a run committed", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    assertEquals(await openResult(result.directory, { stage: ["other", "fake"] }), result);
    assertEquals(result.parameters, { seed: 1, steps: 3, wait: 0 });
    assertEquals(await verifyResult(result.directory), []);
    assertMatch(result.directory, /\/fake\/seed1-[0-9a-f]{12}$/);
  });
});

Deno.test("verifyResult() names the file when any byte of any file is changed", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const files = ["manifest.json", "metrics.json", "images.npy", "tables/sums.csv"];
    const contents = await Promise.all(files.map((file) => Deno.readFile(`${directory}/${file}`)));
    const change = fc.record({
      file: fc.nat({ max: files.length - 1 }),
      at: fc.nat(),
      to: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ file, at, to }) => {
        const bytes = contents[file].slice();
        bytes[at % bytes.length] ^= to;
        await Deno.writeFile(`${directory}/${files[file]}`, bytes);
        const problems = await verifyResult(directory);
        await Deno.writeFile(`${directory}/${files[file]}`, contents[file]);
        assertEquals(problems.map((problem) => problem.file), [files[file]]);
      }),
      { numRuns: 300 },
    );
    assertEquals(await verifyResult(directory), []);
  });
});

Deno.test("a manifest of a newer form is named so, and is not called no manifest", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const path = `${directory}/manifest.json`;
    const text = await Deno.readTextFile(path);
    const said = async (format: string) => {
      await Deno.writeTextFile(
        path,
        text.replace('"format": 1,', `"format": ${format}, "new": 0,`),
      );
      return (await assertRejects(() => openResult(directory), UsageError)).message;
    };
    assertEquals(
      await said("2"),
      `Cannot use ${directory}: manifest.json is of format 2, which a newer version of the suite ` +
        "wrote",
    );
    const [{ message }] = await verifyResult(directory);
    assertEquals(message, "is of format 2, which a newer version of the suite wrote");
    for (const wrong of ["0", "1.5", '"2"', "null"]) {
      assertMatch(await said(wrong), /is no manifest .*only a folder that a command made/);
    }
  });
});

Deno.test("verifyResult() finds every single-bit change of a manifest", async () => {
  await inFolder(async (results) => {
    const path = `${await fakeResult(results)}/manifest.json`;
    const bytes = await Deno.readFile(path);
    const decoder = new TextDecoder();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      assertThrows(() => parseManifest(decoder.decode(bytes)), SyntaxError);
      bytes[bit >> 3] ^= 1 << (bit & 7);
    }
  });
});

Deno.test("openResult() refuses a missing, extra, shortened or linked file by name", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const image = `${directory}/images.npy`;
    const bytes = await Deno.readFile(image);
    const refused = (part: string) => assertRejects(() => openResult(directory), UsageError, part);

    await Deno.writeFile(image, bytes.slice(1));
    await refused(
      `Cannot use ${directory}: images.npy does not match its manifest (3 bytes recorded, 2 found)`,
    );
    await Deno.writeFile(image, bytes.map((byte) => byte + 1));
    const { message } = await refused("images.npy does not match its manifest (SHA-256 ");
    assertMatch(message, /\(SHA-256 [0-9a-f]{12}… recorded, [0-9a-f]{12}… found\); run deno task/);
    await Deno.remove(image);
    await refused("images.npy is missing");
    await Deno.symlink(`${directory}/metrics.json`, image);
    await refused("images.npy is");
    await Deno.remove(image);
    await Deno.writeFile(image, bytes);
    await Deno.writeTextFile(`${directory}/tables/more.csv`, "");
    await refused("tables/more.csv is not in the manifest");
    await Deno.remove(`${directory}/tables/more.csv`);
    await openResult(directory);
  });
});

Deno.test("files that a file manager leaves in a result are passed over, in subfolders too", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const left = [".DS_Store", "tables/.DS_Store", "._images.npy", "Thumbs.db", "desktop.ini"];
    for (const name of left) await Deno.writeTextFile(`${directory}/${name}`, "x");
    assertEquals(await verifyResult(directory), []);
    await openResult(directory);
    assert((await runStage(fakeStage, fakeOptions(results))).cached);
    await Deno.writeTextFile(`${directory}/DS_Store`, "");
    await assertRejects(() => openResult(directory), UsageError, "DS_Store is not in the manifest");
  });
});

Deno.test("of files too many it is said to delete them, where nothing else is wrong", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const refused = async (part: string) => {
      const run = () => runStage(fakeStage, fakeOptions(results));
      await assertRejects(run, UsageError, `Cannot use ${directory}: ${part}`);
    };
    await Deno.writeTextFile(`${directory}/a.txt`, "");
    await refused("a.txt is not in the manifest; delete this file");
    await Deno.writeTextFile(`${directory}/tables/b.txt`, "");
    await Deno.symlink(`${directory}/a.txt`, `${directory}/c`);
    const all = "a.txt and 2 more files are not in the manifest; delete these files";
    await refused(all);
    await assertRejects(() => openResult(directory), UsageError, all);
    await Deno.writeTextFile(`${directory}/images.npy`, "x");
    await refused("images.npy does not match its manifest (3 bytes recorded, 1 found); move or");
  });
});

Deno.test("a folder named for another key, or a folder in the manifest's place, is named", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    const other = result.directory.replace(/[0-9a-f]{12}$/, "0".repeat(12));
    await Deno.rename(result.directory, other);
    const { problems } = await verifyAll([], { results });
    assertEquals(problems.map(({ file }) => file), ["."]);
    assertMatch(problems[0].message, /named for key 000000000000…/);
    await assertRejects(() => openResult(other), UsageError, "named for key");
    // A name of one's own is no other key's.
    const own = `${results}/fake/mine`;
    await Deno.rename(other, own);
    assertEquals((await openResult(own)).key, result.key);

    await Deno.remove(`${own}/manifest.json`);
    await Deno.mkdir(`${own}/manifest.json`);
    const again = await verifyAll([], { results });
    assertEquals(again.problems.map(({ file }) => file), ["manifest.json"]);
    await assertRejects(() => openResult(own), UsageError, "manifest.json is no regular file");
  });
});

Deno.test("openResult() refuses a folder that is missing, no folder, or no result", async () => {
  await inFolder(async (results) => {
    await Deno.writeTextFile(`${results}/file`, "");
    const cases = [["nowhere", "does not exist"], ["file", "is no folder"], [
      "file/x",
      "not exist",
    ]];
    for (const [name, part] of cases) {
      await assertRejects(() => openResult(`${results}/${name}`), UsageError, part);
    }
    await assertRejects(() => openResult(results), UsageError, "manifest.json is missing");
  });
});

Deno.test("openResult() refuses another stage's result, naming both stages", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    await assertRejects(
      () => openResult(directory, { stage: "dataset" }),
      UsageError,
      "a result of dataset is needed, this is one of fake",
    );
  });
});

Deno.test("openResult() names the field when a parameter in the manifest was edited", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const path = `${directory}/manifest.json`;
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace('"seed": 1', '"seed": 2'));
    await assertRejects(
      () => openResult(directory),
      UsageError,
      "manifest.json does not agree with its key: parameters changed",
    );
  });
});

Deno.test("parseManifest() refuses a path that leaves the folder, or is named twice", async () => {
  await inFolder(async (results) => {
    const manifest = await readManifest(await fakeResult(results));
    const [first] = manifest.files;
    const paths = ["../x", "/etc/passwd", "a/../../x", "a\\..\\x", "C:x", "./x", "a//b", "", "a/"];
    for (const path of paths) {
      const text = forged(manifest, { files: [{ ...first, path }] });
      assertThrows(() => parseManifest(text), SyntaxError, "files.0.path: must be a relative path");
    }
    for (const files of [[first, first], manifest.files.toReversed()]) {
      const text = forged(manifest, { files });
      assertThrows(() => parseManifest(text), SyntaxError, "must be sorted by path");
    }
    parseManifest(forged(manifest, { files: [first] }));
  });
});

Deno.test("isResultPath() takes what a stage may write", () => {
  assert(["metrics.json", "model/weights.bin", "a b/é.csv", "..x"].every(isResultPath));
  // Names that Windows would shorten, to `..` for one.
  assert(![".. /x", "x..", "a./b", " a", "a ", "a /b"].some(isResultPath));
});

Deno.test("verifyAll() names a link in a result's place, and looks below a linked stage", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    await inFolder(async (elsewhere) => {
      await Deno.rename(directory, `${elsewhere}/moved`);
      await Deno.symlink(`${elsewhere}/moved`, directory);
      for (const path of [directory, `${directory}/`]) {
        await assertRejects(
          () => openResult(path),
          UsageError,
          "is a link, and a result is a folder",
        );
      }
      const { directories, problems } = await verifyAll([], { results });
      assertEquals([directories, problems.map(({ file }) => file)], [[directory], ["."]]);
      await assertRejects(() => runStage(fakeStage, fakeOptions(results)), UsageError, "is a link");

      await Deno.remove(directory);
      await Deno.rename(`${elsewhere}/moved`, directory);
      await Deno.rename(`${results}/fake`, `${elsewhere}/fake`);
      await Deno.symlink(`${elsewhere}/fake`, `${results}/fake`);
      await Deno.writeTextFile(`${directory}/images.npy`, "x");
      const below = await verifyAll([], { results });
      assertEquals(below.problems.map(({ file }) => file), ["images.npy"]);
    });
  });
});

Deno.test({
  name: "a pipe in a file's place is named, not waited on",
  ignore: Deno.build.os === "windows",
  async fn() {
    await inFolder(async (results) => {
      const directory = await fakeResult(results);
      for (const file of ["images.npy", "manifest.json"]) {
        await Deno.remove(`${directory}/${file}`);
        await new Deno.Command("mkfifo", { args: [`${directory}/${file}`] }).output();
        const { problems } = await verifyAll([], { results });
        const found = problems.find((problem) =>
          problem.file === file && /regular/.test(problem.message)
        );
        assert(found, JSON.stringify(problems));
      }
    });
  },
});

Deno.test("openResult() refuses figures that are no JSON object, whatever signs them", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const manifest = await readManifest(directory);
    for (const text of ["", "[1]", "3", '{"last": 1e999}', "[".repeat(1000) + "]".repeat(1000)]) {
      await Deno.writeTextFile(`${directory}/metrics.json`, text);
      const bytes = new TextEncoder().encode(text);
      const entry = { path: "metrics.json", bytes: bytes.length, sha256: sha256(bytes) };
      const files = manifest.files.map((file) => file.path === entry.path ? entry : file);
      await Deno.writeTextFile(`${directory}/manifest.json`, forged(manifest, { files }));
      await assertRejects(() => openResult(directory), UsageError, "metrics.json");
    }
    const files = manifest.files.filter(({ path }) => path !== "metrics.json");
    await Deno.writeTextFile(`${directory}/manifest.json`, forged(manifest, { files }));
    await assertRejects(
      () => openResult(directory),
      UsageError,
      "metrics.json is not in the manifest",
    );
  });
});

Deno.test("inspectResult() does not follow a forged manifest out of the folder", async () => {
  await inFolder(async (results) => {
    const directory = await fakeResult(results);
    const manifest = await readManifest(directory);
    const text = forged(manifest, { files: [{ ...manifest.files[0], path: "../x" }] });
    await Deno.writeTextFile(`${directory}/manifest.json`, text);
    const { manifest: read, problems } = await inspectResult(directory);
    assertEquals(read, undefined);
    assertEquals(problems.map(({ file }) => file), ["manifest.json"]);
  });
});

Deno.test("verifyInputs() finds an input that was replaced since it was used", async () => {
  await inFolder(async (results) => {
    const { result: source } = await runStage(fakeStage, fakeOptions(results));
    const options = { ...fakeOptions(results, { seed: 2 }), inputs: { source } };
    const { result } = await runStage(fakeStage, options);
    assertEquals(await verifyInputs([result.directory], { results }), []);
    const manifest = await readManifest(source.directory);
    const files = manifest.files.slice(0, 1);
    await Deno.writeTextFile(`${source.directory}/manifest.json`, forged(manifest, { files }));
    const problems = await verifyInputs([result.directory], { results });
    // The results folder that it lies in counts, whichever the command has.
    const elsewhere = await verifyInputs([result.directory], { results: `${results}/none` });
    assertEquals(elsewhere, problems);
    assertEquals(problems.map(({ directory }) => directory), [result.directory]);
  });
});
