import fc from "fast-check";
import {
  CRATE_METADATA,
  type CrateResult,
  describeCrate,
} from "../../../lib/results/audit/crate.ts";
import { planCrate, writeCrate } from "../../../lib/results/audit/crate_export.ts";
import { RunError, UsageError } from "../../../lib/errors.ts";
import { walkFiles } from "../../../lib/files/paths.ts";
import {
  fieldDigests,
  formatManifest,
  keyFieldsOf,
  listResults,
  type Manifest,
  parseManifest,
  resultKey,
  runStage,
  sha256File,
} from "../../../lib/results/mod.ts";
import { NAMES } from "../../torture/names.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fakeOptions, fakeStage, inFolder } from "../fake_stage.ts";
import { digest, manifests, path } from "../made_up_manifests.ts";

const day = "2026-01-31";

type Entity = { "@id": string; "@type": string; [property: string]: unknown };

/** The things that a crate describes, by id. */
function entitiesOf(crate: unknown): Map<string, Entity> {
  const graph = (crate as { "@graph": Entity[] })["@graph"];
  const entities = new Map(graph.map((entity) => [entity["@id"], entity]));
  assertEquals(entities.size, graph.length, "an id is given twice");
  return entities;
}

/** The ids that a property refers to. */
function idsOf(value: unknown): string[] {
  return [value ?? []].flat().map((reference) => (reference as Entity)["@id"]);
}

/** Every reference within an entity, but that to the specification, which no crate describes. */
function references(entity: Entity): string[] {
  return Object.values(entity).flatMap((value) => [value].flat()).flatMap((value) =>
    value !== null && typeof value === "object" ? idsOf(value) : []
  ).filter((id) => id !== "https://w3id.org/ro/crate/1.1");
}

/** Results whose later members may be made from the earlier. */
const results: fc.Arbitrary<CrateResult[]> = fc.uniqueArray(
  fc.record({
    name: path.map((text) => text.replaceAll("/", " ")),
    manifest: manifests,
    manifestFile: fc.record({ bytes: fc.nat(), sha256: digest }),
  }),
  { selector: ({ name, manifest }) => `${manifest.stage}/${name}`, minLength: 1, maxLength: 4 },
).map((made) =>
  made.map((result, i): CrateResult => {
    if (i === 0) return result;
    const { stage, key, outputDigest } = made[i - 1].manifest;
    const inputs = { ...result.manifest.inputs, previous: { stage, key, outputDigest } };
    return { ...result, manifest: { ...result.manifest, inputs } };
  })
);

Deno.test("describeCrate() defines every thing that it refers to, once", () => {
  fc.assert(fc.property(results, (made) => {
    const entities = entitiesOf(describeCrate(made, { day }));
    for (const entity of entities.values()) {
      for (const id of references(entity)) assert(entities.has(id), `${entity["@id"]}: ${id}`);
      for (const [name, value] of Object.entries(entity)) {
        assert(!Array.isArray(value) || value.length !== 1, `${entity["@id"]} ${name}`);
      }
    }
  }));
});

Deno.test("describeCrate() refers to everything that it defines, from the root", () => {
  fc.assert(fc.property(results, (made) => {
    const entities = entitiesOf(describeCrate(made, { day }));
    const reached = new Set<string>();
    const visit = (id: string) => {
      if (reached.has(id)) return;
      reached.add(id);
      references(entities.get(id)!).forEach(visit);
    };
    visit(CRATE_METADATA);
    assertEquals([...entities.keys()].filter((id) => !reached.has(id)), []);
  }));
});

Deno.test("describeCrate() lists every file with its digest, under an escaped path", () => {
  fc.assert(fc.property(results, (made) => {
    const entities = entitiesOf(describeCrate(made, { day }));
    const described = [...entities.values()].filter((entity) => entity["@type"] === "File");
    const listed = made.flatMap(({ name, manifest, manifestFile }) =>
      [{ path: "manifest.json", ...manifestFile }, ...manifest.files].map((file) =>
        [`${manifest.stage}/${name}/${file.path}`, String(file.bytes), file.sha256].join("\n")
      )
    );
    const found = described.map((file) => {
      const id = file["@id"];
      assert(/^[\w.~!*'()%/-]+$/.test(id), id);
      // A reader resolves the id against the folder's own URL.
      const url = new URL(id, "file:///crate/");
      assertEquals([url.search, url.hash], ["", ""]);
      const path = decodeURIComponent(url.pathname.slice("/crate/".length));
      return [path, file.contentSize, file.sha256].join("\n");
    });
    const schema = found.filter((line) => line.startsWith("manifest.schema.json\n"));
    assertEquals(schema.length, 1);
    assertEquals(found.filter((line) => line !== schema[0]).sort(), listed.sort());
  }));
});

Deno.test("describeCrate() says of which commit the code was, and whether it was edited since", () => {
  fc.assert(
    fc.property(results, (made) => {
      const scripts = (git: { commit: string; dirty: boolean }) => {
        const of = made.map(({ manifest, ...rest }): CrateResult => ({
          ...rest,
          manifest: { ...manifest, recorded: { ...manifest.recorded, git } },
        }));
        const entities = [...entitiesOf(describeCrate(of, { day })).values()];
        return entities.filter((entity) => entity["@id"].startsWith("#script/"))
          .filter((entity) => entity["@type"] === "SoftwareApplication");
      };
      const commit = "c0ffee";
      for (const script of scripts({ commit, dirty: true })) {
        assertEquals(script.softwareVersion, "c0ffee (edited)");
        assert(String(script.description).endsWith("at git commit c0ffee, edited since."));
      }
      for (const script of scripts({ commit, dirty: false })) {
        assertEquals(script.softwareVersion, "c0ffee");
        assert(String(script.description).endsWith("at git commit c0ffee."));
      }
    }),
    { numRuns: 10 },
  );
});

Deno.test("describeCrate() gives the same whatever the order of the results", () => {
  fc.assert(fc.property(results, (made) => {
    const text = JSON.stringify(describeCrate(made, { day }));
    assertEquals(JSON.stringify(describeCrate(made.toReversed(), { day })), text);
  }));
});

Deno.test("describeCrate() names things by IRIs, whatever folders and files are called", () => {
  const [[made]] = fc.sample(results, { numRuns: 1, seed: 1 });
  const names = [...Object.values(NAMES), "a\nb", "\x7f", "\u202e", "%zz", "#", "?", " "];
  const file = made.manifest.files[0] ?? { bytes: 0, sha256: "0".repeat(64) };
  const hostile = names.map((name): CrateResult => ({
    ...made,
    name,
    manifest: {
      ...made.manifest,
      parameters: { [name]: name },
      files: names.map((path) => ({ ...file, path })),
    },
  }));
  const entities = entitiesOf(describeCrate(hostile, { day }));
  for (const id of entities.keys()) {
    assert(
      /^(?:[\w\-.~:/@!$&'()*+,;=]|%[0-9A-F]{2})*(?:#(?:[\w\-.~:/@!$&'()*+,;=?]|%[0-9A-F]{2})*)?$/
        .test(id),
      id,
    );
  }
  for (const name of names) {
    const id = `${encodeURIComponent(made.manifest.stage)}/${encodeURIComponent(name)}/`;
    assertEquals(entities.get(id)?.name, `${made.manifest.stage}/${name}`);
  }
});

Deno.test("describeCrate() takes an input for what has its key and its output digest", () => {
  const [[made]] = fc.sample(results, { numRuns: 1, seed: 1 });
  const key = "1".repeat(64);
  const { stage, outputDigest } = made.manifest;
  const named = (name: string, changed: Partial<Manifest>): CrateResult => ({
    ...made,
    name,
    manifest: { ...made.manifest, inputs: {}, ...changed },
  });
  const inputs = { source: { stage, key, outputDigest } };
  const input = (others: CrateResult[]) => {
    const entities = entitiesOf(describeCrate([...others, named("made", { inputs })], { day }));
    return entities.get(idsOf(entities.get(`#run/${stage}/made`)!.object)[0])!;
  };
  const others = [
    named("a", { key: "2".repeat(64) }),
    named("b", { key, outputDigest: "3".repeat(64) }),
  ];
  assertEquals(input([...others, named("c", { key })])["@id"], `${stage}/c/`);
  assertEquals([input(others)["@type"], input(others).value], ["PropertyValue", key]);
});

Deno.test("describeCrate() refuses no results, and two of one name", () => {
  assertThrows(() => describeCrate([], { day }), RangeError, "no results");
  const [[result]] = fc.sample(results, { numRuns: 1, seed: 1 });
  assertThrows(() => describeCrate([result, result], { day }), RangeError, "two results are");
});

/** A result and another made from it, in the folder `results`. */
async function chain(results: string): Promise<[source: string, derived: string]> {
  const { result: source } = await runStage(fakeStage, fakeOptions(results));
  const options = { ...fakeOptions(results, { seed: 2 }), inputs: { source } };
  const { result } = await runStage(fakeStage, options);
  return [source.directory, result.directory];
}

/** Exports to `crate` and returns what it says. */
async function exported(crate: string, given: readonly string[], results: string) {
  await writeCrate(crate, await planCrate(crate, given, { results }), { day });
  return JSON.parse(await Deno.readTextFile(`${crate}/${CRATE_METADATA}`));
}

Deno.test("a crate links each run to its script, parameters, inputs and result", async () => {
  await inFolder(async (folder) => {
    const [source, derived] = await chain(`${folder}/results`);
    const entities = entitiesOf(await exported(`${folder}/crate`, [], `${folder}/results`));
    const id = (directory: string) => `${directory.split("/").slice(-2).join("/")}/`;
    const root = entities.get("./")!;
    assertEquals(idsOf(entities.get(CRATE_METADATA)!.about), ["./"]);
    assertEquals(root.datePublished, day);
    assertEquals(idsOf(root.conformsTo), ["https://w3id.org/ro/wfrun/process/0.5"]);
    const runs = idsOf(root.mentions).map((run) => entities.get(run)!);
    assertEquals(runs.map((run) => run["@type"]), ["CreateAction", "CreateAction"]);
    const run = runs.find((run) => idsOf(run.result)[0] === id(derived))!;
    const [input, ...settings] = idsOf(run.object).map((object) => entities.get(object)!);
    assertEquals(input["@id"], id(source));
    assertEquals(settings.map(({ name, value }) => [name, value]), [
      ["parameters.seed", 2],
      ["parameters.steps", 3],
      ["parameters.wait", 0],
      ["backend", "wasm"],
      ["flags.relaxed", true],
    ]);
    const script = entities.get(idsOf(run.instrument)[0])!;
    assertEquals(script["@type"], "SoftwareApplication");
    const needs = idsOf(script.softwareRequirements).map((need) => entities.get(need)!);
    const versions = needs.map(({ name, softwareVersion }) => [name, softwareVersion]);
    assertEquals(versions, [["Deno", Deno.version.deno], ["tfjs", "4.22.0"]]);
    // What a manifest does not know is not made up.
    for (const { endTime, startTime, agent } of runs as Entity[]) {
      assertEquals([endTime, startTime, agent], [undefined, undefined, undefined]);
    }
  });
});

Deno.test("a crate holds the files that it lists, and the same results give the same crate", async () => {
  await inFolder(async (folder) => {
    const [source, derived] = await chain(`${folder}/results`);
    // What a file manager leaves is not part of a result.
    await Deno.writeTextFile(`${source}/.DS_Store`, "");
    const first = `${folder}/new/crate`;
    await Deno.mkdir(`${folder}/empty`);
    const crate = await exported(first, [], `${folder}/results`);
    const again = await exported(`${folder}/empty`, [derived, `${source}/`], `${folder}/results`);
    assertEquals(again, crate);
    const { files } = await walkFiles(first);
    const listed = [...entitiesOf(crate).values()].filter((entity) => entity["@type"] === "File");
    assertEquals(
      files.filter((file) => file !== CRATE_METADATA),
      listed.map((file) => decodeURIComponent(file["@id"])).sort(),
    );
    for (const file of listed) {
      const { bytes, sha256 } = await sha256File(`${first}/${decodeURIComponent(file["@id"])}`);
      assertEquals([file.contentSize, file.sha256], [String(bytes), sha256]);
    }
    const folders = [source, derived].map((folder) => folder.split("/").slice(-1)[0]).sort();
    assertEquals([...Deno.readDirSync(`${first}/fake`)].map(({ name }) => name).sort(), folders);
  });
});

Deno.test("planCrate() adds the inputs that are in the results folder", async () => {
  await inFolder(async (results) => {
    const [source, derived] = await chain(results);
    const plan = (given: string[]) => planCrate(`${results}-crate`, given, { results });
    assertEquals(await plan([derived]), [derived, source]);
    assertEquals(await plan([source]), [source]);
    assertEquals((await plan([])).length, 2);
    // One that is damaged belongs to it too, or its problem would go unnoticed.
    await Deno.writeTextFile(`${source}/manifest.json`, "{}");
    assertEquals(await plan([derived]), [derived, source]);
    await Deno.remove(source, { recursive: true });
    assertEquals(await plan([derived]), [derived]);
    const entities = entitiesOf(await exported(`${results}-crate`, [derived], results));
    await Deno.remove(`${results}-crate`, { recursive: true });
    const run = [...entities.values()].find((entity) => entity["@type"] === "CreateAction")!;
    const { "@type": type, value } = entities.get(idsOf(run.object)[0])!;
    const { inputs } = parseManifest(await Deno.readTextFile(`${derived}/manifest.json`));
    assertEquals([type, value], ["PropertyValue", inputs.source.key]);
  });
});

Deno.test("planCrate() adds inputs that lie beside a given result, and names those that it lacks", async () => {
  await inFolder(async (folder) => {
    const [here, elsewhere] = [`${folder}/results`, `${folder}/elsewhere`];
    const [source, derived] = await chain(elsewhere);
    const notes: string[] = [];
    const plan = (given: string[]) => {
      const note = (line: string) => void notes.push(line);
      return planCrate(`${folder}/crate`, given, { results: here, note });
    };
    assertEquals(await plan([derived]), [derived, source]);
    // The same lies here too, and in the crate it can lie once.
    const [, alsoDerived] = await chain(here);
    assertEquals(await plan([derived, alsoDerived]), [derived, source, alsoDerived]);
    assertEquals(notes, []);
    await Deno.rename(source, `${folder}/results/fake/moved`);
    assertEquals((await plan([derived])).length, 2);
    await Deno.remove(here, { recursive: true });
    assertEquals(await plan([derived]), [derived]);
    const key = source.slice(-12);
    assertEquals(notes, [
      `${derived}: the crate lacks its source, fake ${key}, which is neither in ${elsewhere} ` +
      `nor in ${here}`,
    ]);
  });
});

Deno.test("planCrate() refuses a folder that is in use, and one among results", async () => {
  await inFolder(async (folder) => {
    const results = `${folder}/results`;
    const [source] = await chain(results);
    await Deno.mkdir(`${folder}/used/x`, { recursive: true });
    await Deno.symlink(results, `${folder}/link`);
    const cases: [string, string][] = [
      ["used", "which holds x"],
      ["results/fake/new", `which lies in ${results}`],
      ["results/a/b", `which lies in ${results}`],
      ["link/crate", `which lies in ${results}`],
      ["missing/../results/crate", `which lies in ${results}`],
      [source.slice(folder.length + 1) + "/metrics.json", "which is no folder"],
    ];
    for (const [crate, message] of cases) {
      const plan = () => planCrate(`${folder}/${crate}`, [], { results });
      await assertRejects(plan, UsageError, message);
    }
    const elsewhere = () => planCrate(`${source}/crate`, [source], { results: `${folder}/none` });
    await assertRejects(elsewhere, UsageError, `which lies in ${source}`);
    const nothing = () => planCrate(`${folder}/crate`, [], { results: `${folder}/none` });
    await assertRejects(nothing, UsageError, "there are no results");
    // A name that begins alike is another folder.
    assertEquals((await planCrate(`${results}-crate`, [], { results })).length, 2);
  });
});

Deno.test("writeCrate() leaves nothing of a crate that it cannot finish", async () => {
  await inFolder(async (folder) => {
    const results = `${folder}/results`;
    const [source, derived] = await chain(results);
    const crate = `${folder}/crate`;
    const refused = async (
      directories: string[],
      kind: typeof UsageError | typeof RunError,
      message: string,
    ) => {
      await assertRejects(() => writeCrate(crate, directories, { day }), kind, message);
      await assertRejects(() => Deno.stat(crate), Deno.errors.NotFound);
    };
    await Deno.mkdir(`${folder}/other`);
    await chain(`${folder}/other`);
    const [twin] = await listResults(`${folder}/other`);
    await refused(
      [...await listResults(results), twin],
      UsageError,
      `${twin} would both be fake/`,
    );
    await Deno.remove(`${source}/metrics.json`);
    await refused([derived, source], UsageError, "No such file");
    await Deno.writeTextFile(`${source}/metrics.json`, "{}");
    await refused([derived, source], RunError, "metrics.json does not match its manifest");
    await Deno.writeTextFile(`${source}/manifest.json`, "{}");
    await refused([derived, source], UsageError, "has no sound manifest.json");
    await Deno.mkdir(crate);
    await assertRejects(() => writeCrate(crate, [source], { day }), UsageError);
    assertEquals([...Deno.readDirSync(crate)], []);
    // What was there and is no folder stays.
    const link = `${folder}/link`;
    await Deno.symlink(`${folder}/nowhere`, link);
    await assertRejects(() => writeCrate(link, [derived], { day }), UsageError, "is a link");
    assertEquals((await Deno.lstat(link)).isSymlink, true);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(names, ["crate", "link", "other", "results"]);
  });
});

Deno.test("writeCrate() shows no crate before it is whole, and a stop leaves nothing", async () => {
  await inFolder(async (folder) => {
    const results = `${folder}/results`;
    const directories = await chain(results);
    const crate = `${folder}/crate`;
    const namesIn = () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    for (const last of [1, directories.length]) {
      const stop = new AbortController();
      const seen: boolean[] = [];
      const progress = {
        update(done: number) {
          seen.push(namesIn().includes("crate"));
          if (done === last) stop.abort(new DOMException("interrupted", "AbortError"));
        },
        line() {},
      };
      const write = () => writeCrate(crate, directories, { day, progress, signal: stop.signal });
      await assertRejects(write, DOMException, "interrupted");
      assert(seen.length > last && !seen.includes(true));
      assertEquals(namesIn(), ["results"]);
    }
    await writeCrate(crate, directories, { day });
    assertEquals(namesIn(), ["crate", "results"]);
  });
});

Deno.test("writeCrate() refuses a stage whose name would lead out of the crate", async () => {
  await inFolder(async (folder) => {
    const [source] = await chain(`${folder}/results`);
    const manifest = parseManifest(await Deno.readTextFile(`${source}/manifest.json`));
    for (const stage of ["..", "../../up", "a/b", ".", "a\\b"]) {
      const fields = keyFieldsOf({ ...manifest, stage });
      const digests = { key: resultKey(fields), keyFields: fieldDigests(fields) };
      const forged: Manifest = { ...manifest, stage, ...digests };
      await Deno.writeTextFile(`${source}/manifest.json`, formatManifest(forged));
      const write = () => writeCrate(`${folder}/a/b/crate`, [source], { day });
      await assertRejects(write, UsageError, "has no sound manifest.json");
    }
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["results"]);
  });
});
