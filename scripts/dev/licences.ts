/**
 * Lists the licence of every package in the lock: `deno task licences` renews `docs/licences.md`.
 *
 * A package's licence is what its `package.json` in Deno's own cache says; nothing is fetched. Of
 * the builds of a native package only this system's is ever in the cache, so all of them have the
 * licence of the package that lists them as optional, and the list is the same on every system.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);

/** The committed list. */
export const LIST = new URL("docs/licences.md", ROOT);

/**
 * The packages whose code ships in pages, by name and version, as the source maps of TF.js's
 * bundles and our own bundles name them. Of all others nothing is copied into results.
 */
export const IN_PAGES: readonly string[] = [
  "@noble/hashes@2.4.0",
  "@tensorflow/tfjs@4.22.0",
  "@tensorflow/tfjs-backend-cpu@4.22.0",
  "@tensorflow/tfjs-backend-wasm@4.22.0",
  "@tensorflow/tfjs-backend-webgl@4.22.0",
  "@tensorflow/tfjs-backend-webgpu@4.22.0",
  "@tensorflow/tfjs-converter@4.22.0",
  "@tensorflow/tfjs-core@4.22.0",
  "@tensorflow/tfjs-data@4.22.0",
  "@tensorflow/tfjs-layers@4.22.0",
  "fflate@0.8.3",
  "long@4.0.0",
  "plotly.js-gl3d-dist-min@4.1.1",
  "pure-rand@8.4.2",
  "seedrandom@3.0.5",
];

/** The imports of `deno.json` that only tests and builds use. */
export const DEVELOPMENT: readonly string[] = [
  "@std/assert",
  "ajv/2020",
  "assemblyscript/asc",
  "axe-core",
  "canonicalize",
  "fast-check",
  "playwright-core",
];

/** Licences that a package may have for an MIT project to depend on it, unmodified. */
export const ALLOWED: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MPL-2.0",
  "OFL-1.1",
  "Python-2.0",
  "Unlicense",
]);

/** Where a package is used. */
export type Use = "pages" | "scripts" | "development";

/** A package of the list. */
export interface ListedPackage {
  /** Name on npm. */
  readonly name: string;
  /** Exact version. */
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Where it is used. */
  readonly use: Use;
}

/** A package of the lock. */
interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
  readonly optional: readonly string[];
}

/** Whether a licence may be depended on: each part of an AND, or one part of an OR. */
export function isAllowed(licence: string): boolean {
  return licence.replace(/^\((.*)\)$/, "$1").split(" OR ")
    .some((choice) => choice.split(" AND ").every((part) => ALLOWED.has(part)));
}

/** `name@version`, without the versions of peers that the lock may append. */
function split(id: string): { name: string; version: string } {
  const [, name, version] = id.match(/^(@?[^@]+)@([^_]+)/)!;
  return { name, version };
}

/** The packages of `deno.lock`, by the lock's own ids. */
export async function lockedPackages(): Promise<Map<string, LockedPackage>> {
  const { npm } = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));
  const ids = Object.keys(npm);
  // A dependency of which the lock has one version is written by name alone.
  const find = (dependency: string) =>
    ids.filter((id) =>
      id === dependency || id.startsWith(`${dependency}_`) || split(id).name === dependency
    );
  return new Map(ids.map((id) => {
    const { dependencies = [], optionalDependencies = [] } = npm[id];
    const [required, optional] = [dependencies, optionalDependencies].map((names: string[]) =>
      names.flatMap(find)
    );
    return [id, { ...split(id), dependencies: required, optional }];
  }));
}

/** The ids of packages that the scripts need, directly or not. */
async function usedByScripts(locked: ReadonlyMap<string, LockedPackage>): Promise<Set<string>> {
  const { specifiers } = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));
  const used = new Set<string>();
  const add = (id: string) => {
    if (used.has(id)) return;
    used.add(id);
    const { dependencies, optional } = locked.get(id)!;
    [...dependencies, ...optional].forEach(add);
  };
  for (const [name, specifier] of Object.entries(config.imports)) {
    if (DEVELOPMENT.includes(name)) continue;
    const [, wanted, packageName] = specifier.match(/^(npm:(@?[^@]+)@[^/]+)/)!;
    add(`${packageName}@${specifiers[wanted]}`);
  }
  return used;
}

/** Asks Deno for its own folder of npm packages. */
async function askForCache(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
    cwd: ROOT,
    stdin: "null",
    stderr: "null",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).npmCache;
}

let asked: Promise<string> | undefined;

/** The folder of a package in Deno's cache, or undefined where it is not there. */
export async function cachedPackage(id: string): Promise<string | undefined> {
  const cache = await (asked ??= askForCache());
  for await (const { name, isDirectory } of Deno.readDir(cache)) {
    const folder = `${cache}/${name}/${split(id).name}/${split(id).version}`;
    if (isDirectory && await Deno.stat(folder).then(() => true, () => false)) return folder;
  }
}

async function licenceOf(id: string): Promise<string> {
  const folder = await cachedPackage(id);
  if (folder === undefined) {
    throw new Error(`Cannot list the licences: ${id} is not in Deno's cache; run deno install`);
  }
  const { license, licenses } = JSON.parse(await Deno.readTextFile(`${folder}/package.json`));
  // Packages of old times give objects with a type.
  const given = license ?? (licenses ?? []).map(({ type }: { type: string }) => type).join(" OR ");
  return typeof given === "string" ? given : given.type;
}

/** Every package of the lock, by name. Throws Error where one is not in Deno's cache. */
export async function listPackages(): Promise<ListedPackage[]> {
  const locked = await lockedPackages();
  const scripts = await usedByScripts(locked);
  const builds = new Map<string, string>();
  for (const [id, { optional }] of locked) for (const build of optional) builds.set(build, id);
  const packages: ListedPackage[] = [];
  for (const [id, { name, version }] of locked) {
    const licence = await licenceOf(builds.get(id) ?? id);
    const use = IN_PAGES.includes(`${name}@${version}`)
      ? "pages"
      : scripts.has(id)
      ? "scripts"
      : "development";
    packages.push({ name, version, licence, use });
  }
  // A blank comes before all that a name may hold.
  const key = ({ name, version }: ListedPackage) => `${name} ${version}`;
  return packages.sort((left, right) => key(left) < key(right) ? -1 : 1);
}

const HEAD = `# Licences of the packages

Made by \`deno task licences\` from \`deno.lock\` and the \`package.json\` of each package: change neither
by hand. The suite itself is under the MIT license.

- **pages**: code of the package is copied into the pages that \`reproduce\`, \`report\` and \`explore\`
  write, as it was published.
- **scripts**: the scripts need it, directly or not. Deno fetches it; nothing of it is in results.
- **development**: only tests and builds need it.

Packages are used as they are published, and none is changed. Of note:

- \`@noble/hashes\`, \`fflate\` and \`pure-rand\` (MIT) are copied into the lab's bundles in
  \`lib/bundles\`, with their notices at the head of each. No other package is copied into this repository.
- \`@resvg/resvg-wasm\` (MPL-2.0) draws the figures' PNG files. The licence's conditions are on passing
  its files on, changed or not; neither is done.
- \`@expo-google-fonts/arimo\` (MIT and OFL-1.1) holds the font of the PNG files. Pictures made with a
  font are not under its licence, and the font itself is not passed on.
- \`axe-core\` (MPL-2.0) looks pages over in tests alone.
- TF.js (Apache-2.0) is copied into the explorer's pages, with the notice at the head of each file.
- \`assemblyscript\` and \`binaryen\` (Apache-2.0) compiled the SIMD kernels that are committed here.
- The builds of \`@napi-rs/canvas\` for each system are listed with the licence of \`@napi-rs/canvas\`
  itself, since only one system's build is ever fetched.
`;

/** The text of `docs/licences.md`. */
export function formatList(packages: readonly ListedPackage[]): string {
  const counts = [...Map.groupBy(packages, ({ licence }) => licence)]
    .map(([licence, { length }]) => ({ licence, length }))
    .sort((left, right) => right.length - left.length || (left.licence < right.licence ? -1 : 1))
    .map(({ licence, length }) => `${length} ${licence}`);
  const rows = packages.map(({ name, version, licence, use }) =>
    `| ${name} | ${version} | ${licence} | ${use} |`
  );
  const table = ["| package | version | licence | used in |", "| --- | --- | --- | --- |", ...rows];
  return `${HEAD}\n${packages.length} packages: ${counts.join(", ")}.\n\n${table.join("\n")}\n`;
}

/** Reads a list back. */
export function parseList(text: string): ListedPackage[] {
  const rows = [...text.matchAll(/^\| (\S+) \| (\S+) \| (.+?) \| (\w+) \|$/gm)];
  return rows.map(([, name, version, licence, use]) => ({
    name,
    version,
    licence,
    use: use as Use,
  }));
}

if (import.meta.main) {
  const packages = await listPackages();
  await Deno.writeTextFile(LIST, formatList(packages));
  console.log(`docs/licences.md: ${packages.length} packages`);
}
