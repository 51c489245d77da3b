/**
 * The smoke study that many tests begin with: made once from the code as it is, and found by every
 * later file, whatever process it runs in. It lies in a temporary folder named by the digest of the
 * code; whoever comes first makes it while the others wait at a lock, which dies with its process.
 *
 * It is only to be read: a test that changes results begins with {@linkcode copyOf} it.
 *
 * @module
 */

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "../lib/results/digest.ts";
import { contents, filesOf, type Ran, runScript } from "./end_to_end/helpers.ts";

/** The study: the smoke profile's, of one seed, on the backend whose bytes repeat. */
export const STUDIES: readonly string[] = [
  ...["--profile", "smoke", "--seeds", "1"],
  ...["--backend", "wasm", "--jobs", "2"],
];

/** A finished study. */
export interface SharedStudy {
  /** Where `reproduce` ran; holds `results`. Only to be read. */
  readonly cwd: string;
  /** Its results folder. */
  readonly results: string;
  /** How `reproduce` ended, and what it said. */
  readonly ran: Ran;
}

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Folders of other code that no test has used for so long are removed, in milliseconds. */
const UNUSED = 24 * 3600 * 1000;

/** Beginning of the folders' names, within the system's temporary folder. */
const PREFIX = "punctured-vae-tests-";

/** Digest of all that decides what `reproduce` writes and says, and of where it lies. */
async function codeDigest(): Promise<string> {
  const parts = [ROOT, Deno.version.deno];
  for (const folder of ["lib", "scripts"]) {
    for (const file of await filesOf(`${ROOT}${folder}`)) {
      parts.push(file, sha256(await Deno.readFile(`${ROOT}${folder}/${file}`)));
    }
  }
  for (const file of ["deno.json", "deno.lock", "docs/claims.json"]) {
    parts.push(sha256(await Deno.readFile(`${ROOT}${file}`)));
  }
  return sha256(JSON.stringify(parts)).slice(0, 16);
}

/** The system's temporary folder. */
async function temporaryFolder(): Promise<string> {
  const inside = await Deno.makeTempDir();
  await Deno.remove(inside);
  return await Deno.realPath(dirname(inside));
}

async function removeUnused(parent: string, own: string): Promise<void> {
  for await (const { name } of Deno.readDir(parent)) {
    if (!name.startsWith(PREFIX) || name === own) continue;
    const { mtime } = await Deno.stat(`${parent}/${name}`);
    if (Date.now() - (mtime?.getTime() ?? 0) < UNUSED) continue;
    await Deno.remove(`${parent}/${name}`, { recursive: true });
  }
}

async function make(cwd: string): Promise<void> {
  await Deno.mkdir(cwd);
  const ran = await runScript("reproduce", STUDIES, { cwd });
  if (ran.code !== 0) throw new Error(`reproduce ${STUDIES.join(" ")}: ${ran.stderr}`);
  const kept = { ran, contents: await contents(`${cwd}/results`) };
  await Deno.writeTextFile(`${cwd}/study.json`, JSON.stringify(kept));
}

/** The study that is there, or `undefined` where it was not finished. */
async function read(cwd: string): Promise<SharedStudy | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${cwd}/study.json`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const kept = JSON.parse(text);
  const results = `${cwd}/results`;
  if (JSON.stringify(kept.contents) !== JSON.stringify(await contents(results))) {
    await Deno.remove(cwd, { recursive: true });
    throw new Error(`a test changed the shared study in ${cwd}; it will be made again`);
  }
  return { cwd, results, ran: kept.ran };
}

async function find(): Promise<SharedStudy> {
  const parent = await temporaryFolder();
  const name = PREFIX + await codeDigest();
  const folder = `${parent}/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.utime(folder, new Date(), new Date());
  using lock = await Deno.open(`${folder}/lock`, { create: true, write: true });
  await lock.lock(true);
  const cwd = `${folder}/smoke`;
  const existing = await read(cwd);
  if (existing) return existing;
  await removeUnused(parent, name);
  // What a process left that was killed while it made the study.
  await Deno.remove(cwd, { recursive: true }).catch(() => {});
  await make(cwd);
  return (await read(cwd))!;
}

let found: Promise<SharedStudy> | undefined;

/** The smoke study of the code as it is. */
export function sharedStudy(): Promise<SharedStudy> {
  return found ??= find();
}

/** Copies a folder with its times. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) {
      await copyFolder(`${from}/${name}`, `${to}/${name}`);
      continue;
    }
    await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
    const { atime, mtime } = await Deno.stat(`${from}/${name}`);
    if (atime && mtime) await Deno.utime(`${to}/${name}`, atime, mtime);
  }
}

/** Copies the shared study's results to `<cwd>/results`, empty folders and file times included. */
export async function copyOf({ results }: SharedStudy, cwd: string): Promise<void> {
  await copyFolder(results, `${cwd}/results`);
}
