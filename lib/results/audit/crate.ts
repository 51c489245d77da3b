/**
 * Results as a research object that other tools read: an RO-Crate 1.1 that conforms to the Process
 * Run Crate profile 0.5. Each result folder is a dataset, and each run that made one an action with
 * the script it ran, its parameters and its inputs.
 *
 * A manifest holds no dates and no names of people, so neither has the crate: an action's end and
 * its agent are left out, though the profile recommends both. The one date is the day of export.
 *
 * This module is no part of `mod.ts`, because the code of stages depends on all that is.
 *
 * @module
 */

import { canonicalJson } from "../../files/canonical_json.ts";
import { sha256 } from "../digest.ts";
import { type FileEntry, MANIFEST, type Manifest } from "../manifest.ts";
import schema from "../manifest.schema.json" with { type: "text" };
import type { Json } from "../../files/json.ts";
import { counted } from "../../words/counted.ts";

/** Name of the file that makes a folder a crate. */
export const CRATE_METADATA = "ro-crate-metadata.json";

/** Files that every crate holds besides results, by name: the form of the manifests. */
export const CRATE_FILES: Readonly<Record<string, string>> = { "manifest.schema.json": schema };

/** A result as it lies in a crate. */
export interface CrateResult {
  /** Name of its folder, which lies in the folder of its stage. */
  readonly name: string;
  /** What its manifest says. */
  readonly manifest: Manifest;
  /** Size and SHA-256 of the manifest itself. */
  readonly manifestFile: Omit<FileEntry, "path">;
}

/** Options of {@linkcode describeCrate}. */
export interface DescribeCrateOptions {
  /** The day that the crate is made, such as `2026-01-31`: its only date. */
  readonly day: string;
}

/** A thing that the crate speaks of, as JSON-LD. */
type Entity = { "@id": string; "@type": string | string[]; [property: string]: Json };

const PROFILES = "https://w3id.org/ro/wfrun/process/0.5";
const LICENSE = "https://spdx.org/licenses/MIT";
const NPY = "https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  csv: "text/csv",
  html: "text/html",
  js: "text/javascript",
  json: "application/json",
  jsonl: "application/jsonl",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  wasm: "application/wasm",
};

/** What an entity refers to: JSON-LD wants one thing without an array around it. */
function compact<T extends Json>(values: readonly T[]): T | T[] {
  return values.length === 1 ? values[0] : [...values];
}

/** A reference to each of some entities. */
function references(ids: readonly string[]): Json {
  return compact(ids.map((id) => ({ "@id": id })));
}

/** A relative URI: every part escaped, so that `#`, `?`, `%` and blanks stay part of a name. */
function uri(...parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join("/");
}

function folderUri({ name, manifest }: CrateResult): string {
  return `${uri(manifest.stage, name)}/`;
}

function runUri({ name, manifest }: CrateResult): string {
  return `#run/${uri(manifest.stage, name)}`;
}

function fileUri(result: CrateResult, path: string): string {
  return folderUri(result) + uri(...path.split("/"));
}

function encodingFormat(path: string): Json {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  if (extension === "npy") return ["application/octet-stream", { "@id": NPY }];
  return Object.hasOwn(MEDIA_TYPES, extension)
    ? MEDIA_TYPES[extension]
    : "application/octet-stream";
}

function fileEntity(id: string, { path, bytes, sha256 }: FileEntry): Entity {
  return {
    "@id": id,
    "@type": "File",
    name: path,
    contentSize: String(bytes),
    encodingFormat: encodingFormat(path),
    sha256,
  };
}

/** The result's folder and its files. */
function dataEntities(result: CrateResult): Entity[] {
  const { name, manifest, manifestFile } = result;
  const files = manifest.files.map((file) => fileEntity(fileUri(result, file.path), file));
  const own: Entity = {
    ...fileEntity(fileUri(result, MANIFEST), { path: MANIFEST, ...manifestFile }),
    description: "Every other file's size and SHA-256, and all that the result was made from.",
    conformsTo: { "@id": "manifest.schema.json" },
  };
  const folder: Entity = {
    "@id": folderUri(result),
    "@type": "Dataset",
    name: `${manifest.stage}/${name}`,
    description: `What stage ${manifest.stage} made, with key ${manifest.key}.`,
    identifier: manifest.key,
    hasPart: references([own, ...files].map((file) => file["@id"])),
  };
  return [folder, own, ...files];
}

/** A JSON value as leaves, each by the names of the members that lead to it. */
function leaves(value: Json, at: readonly string[]): [readonly string[], Json][] {
  const members = value !== null && typeof value === "object" ? Object.entries(value) : [];
  return members.length === 0
    ? [[at, value]]
    : members.flatMap(([name, member]) => leaves(member, [...at, name]));
}

/** Parameters, backend and flags, named as `verify` and `--dry-run` name them. */
function settings(result: CrateResult): Entity[] {
  const { parameters, fingerprint: { backend, flags } } = result.manifest;
  return leaves({ parameters, backend, flags }, []).map(([at, value]) => ({
    "@id": `${runUri(result)}/${uri(...at)}`,
    "@type": "PropertyValue",
    name: at.join("."),
    // JSON-LD drops a null, and has no empty object.
    value: value === null || typeof value === "object" ? canonicalJson(value) : value,
  }));
}

/** The package URL of an npm package. */
function packageUrl(name: string, version: string): string {
  return `pkg:npm/${uri(...name.split("/"))}@${encodeURIComponent(version)}`;
}

/** What a script needs to run: Deno and the libraries that decide its bytes. */
function requirements({ fingerprint, recorded }: Manifest): Entity[] {
  const libraries = Object.entries(fingerprint.libraries).map(([name, version]): Entity => ({
    "@id": packageUrl(name, version),
    "@type": "SoftwareApplication",
    name,
    softwareVersion: version,
  }));
  const { deno } = recorded;
  if (typeof deno !== "string") return libraries;
  return [{
    "@id": `pkg:github/denoland/deno@v${encodeURIComponent(deno)}`,
    "@type": "SoftwareApplication",
    name: "Deno",
    softwareVersion: deno,
    url: "https://deno.com/",
  }, ...libraries];
}

/** The commit that made a result, and whether its code was edited since, as far as is known. */
function codeVersion({ stage, version, recorded: { git, accepted } }: Manifest) {
  const known = git !== null && typeof git === "object" && !Array.isArray(git) ? git : {};
  const script = `Version ${version} of stage ${stage} of punctured-vae, scripts/${stage}.ts`;
  if (typeof known.commit !== "string") {
    return { version: `stage version ${version}`, text: `${script}, at an unknown commit.` };
  }
  const edited = known.dirty === true
    ? ", edited since"
    : known.dirty === false
    ? ""
    : accepted === true
    ? "; the code of the stage was the accepted one"
    : accepted === false
    ? "; the code of the stage was not the accepted one"
    : "; whether it was edited since is not known";
  return {
    version: known.commit + (known.dirty === true ? " (edited)" : ""),
    text: `${script}, at git commit ${known.commit}${edited}.`,
  };
}

/** The script that a run executed: the same entity for runs of the same code on the same system. */
function scriptEntities({ manifest }: CrateResult): Entity[] {
  const { stage, recorded } = manifest;
  const code = codeVersion(manifest);
  const needs = requirements(manifest);
  const system = [recorded.os, recorded.arch].filter((part) => typeof part === "string");
  const described = {
    "@type": "SoftwareApplication",
    name: `punctured-vae ${stage}`,
    description: code.text,
    softwareVersion: code.version,
    license: { "@id": LICENSE },
    ...(system.length > 0 ? { operatingSystem: system.join(" ") } : {}),
    ...(needs.length > 0
      ? { softwareRequirements: references(needs.map((need) => need["@id"])) }
      : {}),
  };
  const { moduleGraph = null } = recorded;
  const digits = sha256(canonicalJson([described, moduleGraph])).slice(0, 12);
  const id = `#script/${uri(stage)}-${digits}`;
  if (typeof moduleGraph !== "string") return [{ "@id": id, ...described }, ...needs];
  const graph: Entity = {
    "@id": `${id}/moduleGraph`,
    "@type": "PropertyValue",
    name: "SHA-256 of the modules that the stage is made of",
    propertyID: "moduleGraph",
    value: moduleGraph,
  };
  return [{ "@id": id, ...described, identifier: { "@id": graph["@id"] } }, graph, ...needs];
}

/** The run that made a result, and what it refers to. */
function runEntities(result: CrateResult, inCrate: readonly CrateResult[]): Entity[] {
  const { name, manifest } = result;
  const { stage, recorded: { wallSeconds } } = manifest;
  const absent: Entity[] = [];
  const roles = Object.entries(manifest.inputs).map(([role, input]) => {
    const found = inCrate.find((other) =>
      other.manifest.key === input.key && other.manifest.outputDigest === input.outputDigest
    );
    if (found) {
      const text = `${role} is ${found.manifest.stage}/${found.name}`;
      return { id: folderUri(found), text };
    }
    const id = `#input/${uri(input.stage, input.key)}/${input.outputDigest}`;
    absent.push({
      "@id": id,
      "@type": "PropertyValue",
      name: `key of a result of stage ${input.stage} that is not in this crate`,
      value: input.key,
    });
    return { id, text: `${role} is ${input.stage} ${input.key.slice(0, 12)}, not in this crate` };
  });
  const took = typeof wallSeconds === "number" ? `, in ${wallSeconds} s` : "";
  const from = roles.length > 0 ? `; ${roles.map(({ text }) => text).join("; ")}` : "";
  const given = settings(result);
  const [script, ...rest] = scriptEntities(result);
  const objects = [...roles.map(({ id }) => id), ...given.map((setting) => setting["@id"])];
  const action: Entity = {
    "@id": runUri(result),
    "@type": "CreateAction",
    name: `Run of ${stage}: ${name}`,
    description: `Stage ${stage} ran to its end${took}${from}.`,
    instrument: { "@id": script["@id"] },
    object: references([...new Set(objects)]),
    result: { "@id": folderUri(result) },
    actionStatus: "http://schema.org/CompletedActionStatus",
  };
  return [action, ...given, ...absent, script, ...rest];
}

/** The crate as a whole, and what is in every one. */
function rootEntities(results: readonly CrateResult[], day: string): Entity[] {
  const count = counted(results.length, "result");
  const stages = [...new Set(results.map(({ manifest }) => manifest.stage))].join(", ");
  const extra = Object.entries(CRATE_FILES).map(([path, text]): Entity => {
    const bytes = new TextEncoder().encode(text).length;
    return {
      ...fileEntity(uri(path), { path, bytes, sha256: sha256(text) }),
      description: "The form of each result's manifest, as JSON Schema.",
      encodingFormat: "application/schema+json",
    };
  });
  const arrays = results.some(({ manifest }) =>
    manifest.files.some(({ path }) => path.endsWith(".npy"))
  );
  const npy: Entity = {
    "@id": NPY,
    "@type": "WebSite",
    name: "NumPy's format for one array (.npy)",
    url: NPY,
  };
  return [
    {
      "@id": CRATE_METADATA,
      "@type": "CreativeWork",
      about: { "@id": "./" },
      conformsTo: { "@id": "https://w3id.org/ro/crate/1.1" },
    },
    {
      "@id": "./",
      "@type": "Dataset",
      name: "Results of punctured-vae",
      description: `${count} of punctured-vae (${stages}), exported on the date given after ` +
        "each file was found to be as its manifest says.",
      datePublished: day,
      license: { "@id": LICENSE },
      conformsTo: { "@id": PROFILES },
      hasPart: references([...results.map(folderUri), ...extra.map((file) => file["@id"])]),
      mentions: references(results.map(runUri)),
    },
    {
      "@id": PROFILES,
      "@type": "CreativeWork",
      name: "Process Run Crate",
      version: "0.5",
    },
    {
      "@id": LICENSE,
      "@type": "CreativeWork",
      name: "MIT License",
      description: "Permission to use, copy, change and distribute, with the copyright notice.",
      url: LICENSE,
    },
    ...(arrays ? [npy] : []),
    ...extra,
  ];
}

/**
 * The contents of a crate's `ro-crate-metadata.json`. The same results and day give the same value,
 * in whichever order the results come. Throws RangeError where there is no result, or two have the
 * same stage and name.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const metadata = describeCrate([{ name, manifest, manifestFile }], { day: "2026-01-31" });
 * ```
 */
export function describeCrate(
  results: readonly CrateResult[],
  { day }: DescribeCrateOptions,
): Json {
  if (results.length === 0) throw new RangeError("Cannot describe the crate: it has no results");
  const sorted = results.toSorted((left, right) => folderUri(left) < folderUri(right) ? -1 : 1);
  const twice = sorted.find((result, i) => i > 0 && folderUri(result) === folderUri(sorted[i - 1]));
  if (twice) {
    const { name, manifest } = twice;
    throw new RangeError(`Cannot describe the crate: two results are ${manifest.stage}/${name}`);
  }
  const entities = [
    ...rootEntities(sorted, day),
    ...sorted.flatMap(dataEntities),
    ...sorted.flatMap((result) => runEntities(result, sorted)),
  ];
  const graph = [...new Map(entities.map((entity) => [entity["@id"], entity])).values()];
  return {
    // RO-Crate 1.1 has no term for a file's digest; this is the one that 1.2 has.
    "@context": ["https://w3id.org/ro/crate/1.1/context", { sha256: "http://schema.org/sha256" }],
    "@graph": graph,
  };
}
