/**
 * What is fuzzed: each reader of something that a user or a stranger gives, with hostile values for
 * it. A reader may take a value or refuse it as the user's error; where it takes one, what it
 * returns must hold what it promises.
 *
 * @module
 */

import fc from "fast-check";
import { parseCommand } from "../../lib/cli/mod.ts";
import { decodeNpy, encodeNpy } from "../../lib/files/npy.ts";
import { parsePoints, readDataset } from "../../lib/dataset/mod.ts";
import { loadVae } from "../../lib/model/mod.ts";
import {
  formatManifest,
  isResultPath,
  MANIFEST,
  parseManifest,
} from "../../lib/results/manifest.ts";
import {
  compareFigures,
  inspectResult,
  listResults,
  openResult,
  parseTolerance,
  verifyAgainst,
} from "../../lib/results/mod.ts";
import { formatHole, inSpace, parseHole, parseTransect } from "../../lib/space/mod.ts";
import { parseVary, variedStudy } from "../../lib/study/vary.ts";
import { readCheckpoint, writeCheckpoint } from "../../lib/training/checkpoint.ts";
import { readDatasetFacts } from "../../lib/dataset/facts.ts";
import { filesOf, SCRIPTS } from "../end_to_end/helpers.ts";
import { asJson, signed, signFolder } from "./forge.ts";
import { changedBytes, changedJson, changedText, nastyText } from "./hostile.ts";

/** A reader under test. */
export interface Target<T = unknown> {
  readonly name: string;
  /** Share of the cases. */
  readonly weight: number;
  readonly hostile: fc.Arbitrary<T>;
  /** Whether it refuses by SyntaxError, which its caller turns into the user's error. */
  readonly syntax?: boolean;
  /** Reads a value; throws what the reader throws, or what is wrong with what it returned. */
  feed(value: T): unknown;
}

const target = <T>(target: Target<T>): Target => target as Target;

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken promise: ${what}`);
}

/** Fuzzes a file of a copy of a folder; the copy is made whole again after each case. */
function inFolder(
  { name, weight, folder, files, sign, read }: {
    name: string;
    weight: number;
    folder: string;
    files: readonly string[];
    sign: boolean;
    read: (folder: string) => Promise<unknown>;
  },
): Target {
  const change = (file: string) => {
    const path = `${folder}/${file}`;
    const whole = Deno.readFileSync(path);
    const text = new TextDecoder();
    const encode = (value: string) => new TextEncoder().encode(value);
    const hostile = /\.(json|csv|jsonl)$/.test(file)
      ? fc.oneof(
        changedText(text.decode(whole)).map(encode),
        ...(file.endsWith(".json")
          ? [changedJson(JSON.parse(text.decode(whole))).map((value) => encode(asJson(value)))]
          : []),
      )
      : changedBytes(whole);
    return hostile.map((bytes) => ({ path, whole, bytes }));
  };
  return target({
    name,
    weight,
    hostile: fc.oneof(...files.map(change)),
    async feed({ path, whole, bytes }) {
      const manifest = `${folder}/${MANIFEST}`;
      const before = await Deno.readFile(manifest).catch(() => undefined);
      await Deno.writeFile(path, bytes);
      try {
        if (sign && before) await signFolder(folder);
        await read(folder);
      } finally {
        await Deno.writeFile(path, whole);
        if (before) await Deno.writeFile(manifest, before);
      }
    },
  });
}

async function copyFolder(from: string, to: string): Promise<string> {
  for (const file of await filesOf(from)) {
    const path = `${to}/${file}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.copyFile(`${from}/${file}`, path);
  }
  return to;
}

/** The targets, with copies of real results to spoil below `workspace`. */
export async function makeTargets(
  { results, workspace }: { results: string; workspace: string },
): Promise<Target[]> {
  const [dataset, train] = await Promise.all(["dataset", "train"].map(async (stage) => {
    const [folder] = await listResults(results, stage);
    const name = folder.slice(folder.lastIndexOf("/") + 1);
    return await copyFolder(folder, `${workspace}/${stage}/${name}`);
  }));
  await Deno.mkdir(`${workspace}/scratch`);
  await writeCheckpoint(`${workspace}/scratch`, {
    step: 12,
    sums: { loss: 0.1 },
    history: [{ epoch: 1, loss: 0.25 }],
    arrays: { "mean/kernel": { shape: [2, 3], values: new Float32Array(6) } },
  });
  const manifest = await Deno.readTextFile(`${train}/${MANIFEST}`);
  const { manifestDigest: _, ...members } = JSON.parse(manifest);
  const specs = await Promise.all(
    SCRIPTS.map(async (script) => (await import(`../../scripts/${script}.ts`)).spec),
  );
  const words = (names: readonly string[]) =>
    fc.array(
      fc.oneof(
        fc.constantFrom(...names).map((name) => `--${name}`),
        fc.tuple(fc.constantFrom(...names), nastyText).map(([name, text]) => `--${name}=${text}`),
        nastyText,
      ),
      { maxLength: 6 },
    );
  const points = ["index,a,b", "0,0.5,2", "1,1.25,1e0", '2,"2",0', ""].join("\n");
  const holes = ["none", "disc:1.25,1,0.3", "strip:a,1,1.3", "box:0.6,1,0.2,0.4"];
  const little = fc.oneof(
    nastyText,
    ...holes.map(changedText),
    ...["P1", "0.5,0:2,2"].map(changedText),
    ...["0.005,0.03"].map(changedText),
  );
  const oneOf = (values: readonly string[]) => fc.oneof(nastyText, ...values.map(changedText));
  return [
    target({
      name: "command lines",
      weight: 6,
      hostile: fc.oneof(
        ...specs.map((spec) => words(Object.keys(spec.flags)).map((args) => ({ spec, args }))),
      ),
      feed: ({ spec, args }) => parseCommand(spec, args),
    }),
    target({
      name: "holes",
      weight: 3,
      hostile: little,
      feed(text) {
        const hole = parseHole(text);
        must(formatHole(parseHole(formatHole(hole))) === formatHole(hole), "a hole reads back");
      },
    }),
    target({
      name: "transects",
      weight: 1,
      hostile: little,
      feed(text) {
        const { from, to } = parseTransect(text);
        must(inSpace(from) && inSpace(to), "a transect lies in the space");
      },
    }),
    target({ name: "tolerances", weight: 1, hostile: little, syntax: true, feed: parseTolerance }),
    target({
      name: "--vary",
      weight: 3,
      hostile: oneOf(["hole.radius=0.3,0.6", "size=32,0.5x", "hole=disc:1.25,1,0.3;none"]),
      feed: (text) => variedStudy("published", [parseVary(text)]),
    }),
    target({
      name: "points files",
      weight: 6,
      hostile: fc.oneof(changedText(points), nastyText),
      feed(text) {
        must(parsePoints(text).every(inSpace), "points lie in the space");
      },
    }),
    target({
      name: ".npy",
      weight: 6,
      hostile: fc.oneof(
        changedBytes(encodeNpy(new Uint8Array(24), [2, 3, 4])),
        changedBytes(encodeNpy(new Float32Array(6), [6])),
        changedText(new TextDecoder("latin1").decode(encodeNpy(new Uint8Array(6), [6])))
          .map((text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
      ),
      feed(bytes) {
        const { data, shape } = decodeNpy(bytes);
        const count = shape.reduce((product, side) => product * side, 1);
        must(data.length === count, "an array has the elements of its shape");
      },
    }),
    target({
      name: "manifest.json",
      weight: 8,
      syntax: true,
      hostile: fc.oneof(
        changedText(manifest),
        changedJson(JSON.parse(manifest)).map(asJson),
        changedJson(members).map(signed),
      ),
      feed(text) {
        const read = parseManifest(text);
        must(text === formatManifest(read), "a manifest is written in one way");
        must(read.files.every(({ path }) => inside(path)), "files lie inside the folder");
      },
    }),
    target({
      name: "paths in manifests",
      weight: 3,
      hostile: fc.tuple(nastyText, changedText("a/b.csv"), nastyText).map((parts) =>
        parts.join("/")
      ),
      feed(path) {
        if (isResultPath(path)) {
          must(inside(path), `${JSON.stringify(path)} lies inside the folder`);
        }
      },
    }),
    inFolder({
      name: "forged results, opened",
      weight: 4,
      folder: train,
      files: [MANIFEST, "metrics.json", "tables/latents.csv"],
      sign: true,
      read: async (folder) => compareFigures((await openResult(folder)).metrics, {}),
    }),
    inFolder({
      name: "rotten results, checked",
      weight: 3,
      folder: dataset,
      files: [MANIFEST, "metrics.json", "images.npy"],
      sign: false,
      async read(folder) {
        const { problems } = await inspectResult(folder);
        must(problems.length > 0 || (await sound(folder)), "a change is named");
      },
    }),
    inFolder({
      name: "references",
      weight: 2,
      folder: train,
      files: [MANIFEST, "metrics.json"],
      sign: true,
      read: () => verifyAgainst(workspace, workspace),
    }),
    inFolder({
      name: "model.json",
      weight: 3,
      folder: train,
      files: ["architecture.json", "encoder/model.json", "decoder/model.json"],
      sign: false,
      read: async (folder) => disposed(await loadVae(folder)),
    }),
    inFolder({
      name: "weights.bin",
      weight: 2,
      folder: train,
      files: ["encoder/weights.bin", "decoder/weights.bin"],
      sign: false,
      read: async (folder) => disposed(await loadVae(folder)),
    }),
    inFolder({
      name: "dataset.json",
      weight: 1,
      folder: train,
      files: ["dataset.json"],
      sign: false,
      read: readDatasetFacts,
    }),
    inFolder({
      name: "datasets",
      weight: 4,
      folder: dataset,
      files: ["points.csv", "hole_points.csv", "images.npy", "hole_images.npy"],
      sign: false,
      read: readDataset,
    }),
    inFolder({
      name: "checkpoints",
      weight: 2,
      folder: `${workspace}/scratch`,
      files: ["checkpoint.bin"],
      sign: false,
      read: readCheckpoint,
    }),
  ];
}

/** Whether a path stays in its folder, on Windows too, where `\\` separates and `.. ` climbs. */
function inside(path: string): boolean {
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === "" || /^[a-z]:/i.test(part)) return false;
    if (/^\.[. ]*$/.test(part.trim())) depth--;
    if (depth < 0) return false;
    depth++;
  }
  return true;
}

/** Whether a change left the bytes of every file as they were. */
async function sound(folder: string): Promise<boolean> {
  return await openResult(folder).then(() => true);
}

function disposed({ network }: Awaited<ReturnType<typeof loadVae>>): void {
  network.encoder?.dispose();
  network.decoder.dispose();
}
