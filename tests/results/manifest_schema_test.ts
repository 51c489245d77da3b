/**
 * The JSON Schema of manifests, which others can check with tools of their own, against the code
 * that reads them: both must accept and refuse the same.
 */

import { Ajv2020 } from "ajv/2020";
import fc from "fast-check";
import { formatManifest, NewerManifestError, parseManifest } from "../../lib/results/manifest.ts";
import { assert, assertEquals } from "@std/assert";
import { digest, json, manifests, name, path } from "./made_up_manifests.ts";

// Read, because crate.ts imports it as text, and Deno 2.9 takes no file as text and as JSON at once.
const schema = JSON.parse(
  await Deno.readTextFile(new URL("../../lib/results/manifest.schema.json", import.meta.url)),
);

// Formats and keywords that ajv does not know would pass in silence without its strict mode.
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

/** Whether the code finds the members and their types right; what they say may still be wrong. */
function hasShape(value: unknown): boolean {
  try {
    parseManifest(JSON.stringify(value));
  } catch (error) {
    assert(error instanceof SyntaxError);
    if (error instanceof NewerManifestError) return false;
    const sorted = /^is no manifest \(files: must be sorted by path/.test(error.message);
    return sorted || !error.message.startsWith("is no manifest (");
  }
  return true;
}

type Members = Record<string, unknown>;

/** Every place within a value, as the member names that lead there. */
function places(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (value === null || typeof value !== "object") return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => places(member, [...at, name]))];
}

/** A copy of the value in which `edit` has changed the object or array that holds a place. */
function editAt(
  value: unknown,
  at: readonly string[],
  edit: (holder: Members, name: string) => void,
): unknown {
  const copy = structuredClone(value);
  const holder = at.slice(0, -1).reduce((inner, name) => inner[name] as Members, copy as Members);
  edit(holder, at.at(-1)!);
  return copy;
}

const wrongPaths = fc.constantFrom(
  ...["..", "../a", "a/..", "a/../b", ".", "./a", "a/.", "", "/", "/a", "a/", "a//b", "//a"],
  ...["...", "a..", "a./b", "a ", " a", "a /b", "a/ b", ".. ", ".. /a", "\u00a0a"],
  ...["a\\b", "\\\\host\\a", "C:a", "C:/a", "a:b", "a\u0000b", "a\nb", "a\n", "\u001f", "..\n"],
);
const oddPaths = fc.constantFrom(
  "..a",
  ".a/b",
  "a.b/c",
  "a b",
  "é",
  "😀",
  "\u007f",
  "~",
);
const wrongDigests = digest.chain((text) =>
  fc.constantFrom(
    text.slice(1),
    `${text}0`,
    `${text}\n`,
    text.toUpperCase(),
    `${text.slice(1)}g`,
    "",
  )
);
const wrongNumbers = fc.constantFrom(-1, 0.5, 1e300, 2 ** 53, -(2 ** 53), 2 ** 53 - 1, -0, 1e21);
const anything = fc.oneof(json, wrongPaths, oddPaths, wrongDigests, wrongNumbers, digest, path);

/** Changes that a file's entry may suffer. */
const fileMembers: fc.Arbitrary<Members> = fc.oneof(
  fc.record({ path: fc.oneof(wrongPaths, oddPaths) }),
  fc.record({ sha256: wrongDigests }),
  fc.record({ bytes: wrongNumbers }),
);

/** A manifest, and the same with one thing changed anywhere. */
const mutants = manifests.chain((manifest) => {
  const whole: unknown = JSON.parse(formatManifest(manifest));
  const place = fc.constantFrom(...places(whole).filter((at) => at.length > 0));
  return fc.oneof(
    place.map((at) =>
      editAt(whole, at, (holder, name) => {
        if (Array.isArray(holder)) holder.splice(Number(name), 1);
        else delete holder[name];
      })
    ),
    fc.tuple(place, name).map(([at, renamed]) =>
      editAt(whole, at, (holder, name) => {
        const value = holder[name];
        if (!Array.isArray(holder)) delete holder[name];
        holder[Array.isArray(holder) ? name : renamed] = Array.isArray(holder) ? null : value;
      })
    ),
    fc.tuple(place, anything).map(([at, value]) =>
      editAt(whole, at, (holder, name) => holder[name] = value)
    ),
    fc.tuple(place, name, json).map(([at, added, value]) =>
      editAt(whole, at, (holder) => {
        if (Array.isArray(holder)) holder.push(value);
        else holder[added] = value;
      })
    ),
    fileMembers.map((members) => ({
      ...whole as Members,
      files: manifest.files.map((file, i) => i === 0 ? { ...file, ...members } : file),
    })),
    fc.oneof(json, fc.constant([whole])),
  );
});

async function manifestsBelow(folder: URL): Promise<URL[]> {
  const found: URL[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await manifestsBelow(new URL(`${name}/`, folder)));
    else if (name === "manifest.json") found.push(new URL(name, folder));
  }
  return found;
}

Deno.test("the JSON Schema accepts every committed manifest", async () => {
  const files = await manifestsBelow(new URL("../../results/reference/", import.meta.url));
  assert(files.length > 10);
  for (const file of files) {
    const accepted = validate(JSON.parse(await Deno.readTextFile(file)));
    assert(accepted, `${file.pathname}: ${JSON.stringify(validate.errors)}`);
  }
});

Deno.test("the JSON Schema accepts every manifest that is written", () => {
  fc.assert(fc.property(manifests, (manifest) => {
    const text = formatManifest(manifest);
    assertEquals(parseManifest(text), manifest);
    assert(validate(JSON.parse(text)), JSON.stringify(validate.errors));
  }));
});

Deno.test("the JSON Schema and parseManifest() accept and refuse the same", () => {
  let refused = 0;
  const runs = 1000;
  fc.assert(
    fc.property(mutants, (mutant) => {
      const accepted = hasShape(mutant);
      assertEquals(validate(mutant), accepted, JSON.stringify(mutant));
      if (!accepted) refused++;
    }),
    { numRuns: runs },
  );
  assert(refused > runs / 4 && refused < runs, `${refused} of ${runs} refused`);
});

Deno.test("the JSON Schema and parseManifest() agree on every odd path, digest and size", () => {
  const entry = { path: "a", bytes: 0, sha256: "0".repeat(64) };
  const [sample] = fc.sample(manifests, { numRuns: 1, seed: 1 });
  const whole: Members = JSON.parse(formatManifest(sample));
  const verdict = (members: Members): boolean => {
    const manifest = { ...whole, files: [{ ...entry, ...members }] };
    const accepted = hasShape(manifest);
    assertEquals(validate(manifest), accepted, JSON.stringify(members));
    return accepted;
  };
  const all = (arbitrary: fc.Arbitrary<unknown>) =>
    new Set(fc.sample(arbitrary, { numRuns: 500, seed: 1 }));
  for (const path of all(wrongPaths)) assert(!verdict({ path }), JSON.stringify(path));
  for (const path of all(oddPaths)) assert(verdict({ path }), JSON.stringify(path));
  for (const sha256 of all(wrongDigests)) verdict({ sha256 });
  for (const bytes of all(wrongNumbers)) verdict({ bytes });
});

Deno.test("what the JSON Schema leaves to the code is refused by the code", () => {
  const [sample] = fc.sample(manifests, { numRuns: 1, seed: 2 });
  const file = { path: "a", bytes: 0, sha256: "0".repeat(64) };
  const left: Members[] = [
    { files: [{ ...file, path: "b" }, file] },
    { files: [file, file] },
    { files: [{ ...file, path: "a\ud800" }] },
    { key: "0".repeat(64) },
    { outputDigest: "0".repeat(64) },
    { manifestDigest: "0".repeat(64) },
  ];
  for (const members of left) {
    const manifest = { ...JSON.parse(formatManifest(sample)), ...members };
    assert(validate(manifest), JSON.stringify(validate.errors));
    let thrown: unknown;
    try {
      parseManifest(JSON.stringify(manifest));
    } catch (error) {
      thrown = error;
    }
    assert(thrown instanceof SyntaxError, JSON.stringify(members));
  }
});
