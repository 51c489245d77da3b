/**
 * Tampering and rot: results are changed in seeded random ways, and each change must be named by
 * the check that `verify`, and every stage that reads a result, go through.
 *
 * @module
 */

import { createRandom, type Random } from "../../lib/random.ts";
import { listResults, openResult, verifyAll } from "../../lib/results/mod.ts";
import { MANIFEST } from "../../lib/results/manifest.ts";
import { filesOf } from "../end_to_end/helpers.ts";
import type { Ground, Tally } from "./study.ts";

/** A change of one result; returns what it did, and the file that a check must name. */
type Mutation = (
  folder: string,
  file: string,
  random: Random,
) => Promise<{ did: string; names: string; folder?: string } | undefined>;

const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(items.length * random.uniform())];

async function edit(
  path: string,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | undefined,
): Promise<boolean> {
  const bytes = await Deno.readFile(path);
  const changed = change(bytes.slice());
  if (!changed || (changed.length === bytes.length && changed.every((x, i) => x === bytes[i]))) {
    return false;
  }
  await Deno.writeFile(path, changed);
  return true;
}

/** A change of a file's bytes; nothing where it leaves them as they were. */
function editing(
  name: string,
  change: (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer> | undefined,
): Mutation {
  return async (folder, file, random) =>
    await edit(`${folder}/${file}`, (bytes) => change(bytes, random))
      ? { did: name, names: file }
      : undefined;
}

const at = (bytes: Uint8Array, random: Random) => Math.floor(bytes.length * random.uniform());

/** The ways in which a result is changed, by name. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flip: editing("flipped a bit", (bytes, random) => {
    if (bytes.length === 0) return undefined;
    bytes[at(bytes, random)] ^= 1 << Math.floor(8 * random.uniform());
    return bytes;
  }),
  truncate: editing("cut", (bytes, random) => bytes.slice(0, at(bytes, random))),
  append: editing("added to", (bytes, random) => {
    const more = Uint8Array.from({ length: 1 + Math.floor(40 * random.uniform()) }, () => 0x20);
    return Uint8Array.from([...bytes, ...more]);
  }),
  zero: editing("zeroed a stretch of", (bytes, random) => {
    const start = at(bytes, random);
    return bytes.fill(0, start, start + 64);
  }),
  empty: editing("emptied", () => new Uint8Array()),
  async remove(folder, file) {
    await Deno.remove(`${folder}/${file}`);
    return { did: "removed", names: file };
  },
  async swap(folder, file, random) {
    const others = (await filesOf(folder)).filter((other) => other !== file);
    const other = pick(others, random);
    const [mine, theirs] = await Promise.all(
      [file, other].map((path) => Deno.readFile(`${folder}/${path}`)),
    );
    if (mine.length === theirs.length && mine.every((x, i) => x === theirs[i])) return undefined;
    await Deno.writeFile(`${folder}/${file}`, theirs);
    await Deno.writeFile(`${folder}/${other}`, mine);
    return { did: `exchanged with ${other}`, names: file === MANIFEST ? MANIFEST : "" };
  },
  async symlink(folder, file) {
    const aside = `${folder}-aside`;
    await Deno.rename(`${folder}/${file}`, aside);
    await Deno.symlink(aside, `${folder}/${file}`);
    return { did: "replaced by a link to itself", names: file };
  },
  async link(folder) {
    const aside = `${folder.split("/").slice(0, -3).join("/")}/aside`;
    await Deno.rename(folder, aside);
    await Deno.symlink(aside, folder);
    return { did: "became a link to its folder", names: "." };
  },
  async pipe(folder, file) {
    await Deno.remove(`${folder}/${file}`);
    await new Deno.Command("mkfifo", { args: [`${folder}/${file}`] }).output();
    return { did: "became a pipe, which no one writes to", names: file };
  },
  async stranger(folder, file) {
    await Deno.writeTextFile(`${folder}/${file}.bak`, "x");
    return { did: "got a neighbour", names: `${file}.bak` };
  },
  async folder(folder, file) {
    await Deno.remove(`${folder}/${file}`);
    await Deno.mkdir(`${folder}/${file}`);
    return { did: "replaced by a folder", names: file };
  },
  async rename(folder) {
    const renamed = folder.replace(/[0-9a-f]{12}$/, "0".repeat(12));
    await Deno.rename(folder, renamed);
    return { did: "renamed its folder", names: ".", folder: renamed };
  },
  async number(folder, _, random) {
    const text = await Deno.readTextFile(`${folder}/${MANIFEST}`);
    const digits = [...text.matchAll(/\d/g)];
    const { index } = pick(digits, random);
    const digit = String((Number(text[index]) + 1 + Math.floor(8 * random.uniform())) % 10);
    await Deno.writeTextFile(
      `${folder}/${MANIFEST}`,
      text.slice(0, index) + digit + text.slice(index + 1),
    );
    return text[index] === digit ? undefined : { did: "edited a number in", names: MANIFEST };
  },
};

/** Options of {@linkcode tamper}. */
export interface TamperOptions extends Ground {
  /** Changes to try. */
  readonly mutations: number;
}

async function copy(from: string, to: string): Promise<void> {
  for (const path of await filesOf(from)) {
    const target = `${to}/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await Deno.copyFile(`${from}/${path}`, target);
  }
}

/** Changes copies of results, one change each, and sees whether it is found. */
export async function tamper(options: TamperOptions): Promise<Tally> {
  const { mutations, seed, workspace, results, report } = options;
  const random = createRandom(seed, "torture/tamper");
  const sources = await listResults(results);
  const tried = new Map<string, number>();
  let count = 0;
  const lost: string[] = [];
  const kinds = Object.keys(MUTATIONS);
  while (count < mutations) {
    const source = pick(sources, random);
    const [stage, name] = source.split("/").slice(-2);
    const root = `${workspace}/tamper`;
    const folder = `${root}/${stage}/${name}`;
    await copy(source, folder);
    const file = pick(await filesOf(folder), random);
    const kind = kinds[count % kinds.length];
    const change = await MUTATIONS[kind](folder, file, random);
    if (change) {
      count++;
      tried.set(kind, (tried.get(kind) ?? 0) + 1);
      const what = `${stage}/${name}/${file}: ${change.did}`;
      const { problems } = await verifyAll([], { results: root });
      if (!problems.some(({ file }) => change.names === "" || file === change.names)) {
        lost.push(`${what}; verify names ${problems[0]?.file ?? "nothing"}`);
      }
      const used = await openResult(change.folder ?? folder).then(() => true, () => false);
      if (used) lost.push(`${what}; a stage would use it`);
      if (count % 200 === 0) report(`${count} of ${mutations} mutations`);
    }
    await Deno.remove(root, { recursive: true });
    await Deno.remove(`${folder}-aside`).catch(() => {});
    await Deno.remove(`${workspace}/aside`, { recursive: true }).catch(() => {});
  }
  const note = `of ${tried.size} kinds: ${[...tried.keys()].join(", ")}`;
  return { unit: "mutations", tried: count, lost, note };
}
