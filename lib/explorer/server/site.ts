/**
 * The explorer's site: a map from each path to its content, and nothing beside it. What serves or
 * exports the site can only give what is in the map, and only the bytes whose digest stands there.
 *
 * The page and its libraries are imported as bytes, which needs no permission to read: the process
 * that serves them must read the results folder and nothing else. TF.js comes as its ES2017 builds,
 * all three: the ES5 ones evaluate text, which the server's content security policy refuses, and
 * their classes cannot extend those of ES2017.
 *
 * @module
 */

import tf from "@tensorflow/tfjs/dist/tf.es2017.min.js" with { type: "bytes" };
import tfWasm from "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js" with {
  type: "bytes",
};
import wasm from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm" with {
  type: "bytes",
};
import wasmSimd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm" with {
  type: "bytes",
};
import wasmThreaded from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm" with {
  type: "bytes",
};
import tfWebgpu from "@tensorflow/tfjs-backend-webgpu/dist/tf-backend-webgpu.es2017.min.js" with {
  type: "bytes",
};
import plotly from "plotly.js-gl3d-dist-min/plotly-gl3d.min.js" with { type: "bytes" };
import kernels from "../../backend/wasm/kernels.wasm" with { type: "bytes" };
import plainKernels from "../../backend/wasm/kernels_baseline.wasm" with { type: "bytes" };
import script from "../../bundles/explorer.js" with { type: "bytes" };
import lab from "../../bundles/lab.js" with { type: "bytes" };
import labWorker from "../../bundles/lab_worker.js" with { type: "bytes" };
import labWorkerGpu from "../../bundles/lab_worker_webgpu.js" with { type: "bytes" };
import start from "../../bundles/start.js" with { type: "bytes" };
import labStyle from "../lab/lab.css" with { type: "bytes" };
import page from "../page/index.html" with { type: "bytes" };
import style from "../page/style.css" with { type: "bytes" };
import { RunError } from "../../errors.ts";
import { joinPath } from "../../files/paths.ts";
import { sha256 } from "../../results/mod.ts";
import type { Catalogue, ModelFile } from "./catalogue.ts";

/** A file of the site. */
export interface SiteFile {
  /** Its media type, for the header `Content-Type`. */
  readonly type: string;
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Reads it. Rejects with RunError where its bytes are no longer those of `sha256`. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** The site: files by path, relative and without a leading `/`. */
export type Site = ReadonlyMap<string, SiteFile>;

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  csv: "text/csv; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/** The media type that a path's ending stands for; bytes where it stands for none. */
export function mediaType(path: string): string {
  return TYPES[/\.(\w+)$/.exec(path)?.[1] ?? ""] ?? "application/octet-stream";
}

/** What is the same for every results folder. */
const PAGE: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "index.html": page,
  "style.css": style,
  "start.js": start,
  "explorer.js": script,
  "lab/lab.js": lab,
  "lab/lab.css": labStyle,
  "lab/worker.js": labWorker,
  "lab/worker_webgpu.js": labWorkerGpu,
  "lab/kernels.wasm": kernels,
  "lab/kernels_baseline.wasm": plainKernels,
  "vendor/tf.js": tf,
  "vendor/tf-backend-wasm.js": tfWasm,
  "vendor/tf-backend-webgpu.js": tfWebgpu,
  "vendor/tfjs-backend-wasm.wasm": wasm,
  "vendor/tfjs-backend-wasm-simd.wasm": wasmSimd,
  "vendor/tfjs-backend-wasm-threaded-simd.wasm": wasmThreaded,
  "vendor/plotly.js": plotly,
};

/**
 * The site of a catalogue. Files of results are read when they are asked for.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const site = buildSite(await readCatalogue({ results: "results" }));
 * const bytes = await site.get("index.html")!.read();
 * ```
 */
export function buildSite({ data, files }: Pick<Catalogue, "data" | "files">): Site {
  const text = new TextEncoder().encode(JSON.stringify(data) + "\n");
  const held = Object.entries({ ...PAGE, "site.json": text });
  return new Map([
    ...held.map(([path, bytes]): [string, SiteFile] => [path, heldFile(path, bytes)]),
    ...files.map((file): [string, SiteFile] => [
      file.sitePath,
      file.content ? heldFile(file.sitePath, file.content) : resultFile(file),
    ]),
  ]);
}

/** A file of the site that is held in memory. */
function heldFile(path: string, bytes: Uint8Array<ArrayBuffer>): SiteFile {
  return { type: mediaType(path), sha256: sha256(bytes), read: () => Promise.resolve(bytes) };
}

/** A file of a result, held against its manifest once more whenever it is read. */
function resultFile({ sitePath, directory, path, ...recorded }: ModelFile): SiteFile {
  const refuse = (what: string): never => {
    throw new RunError(`Cannot give ${joinPath(directory, path)}: ${what}`);
  };
  const read = async () => {
    const parts = path.split("/");
    for (const k of parts.keys()) {
      const place = joinPath(directory, ...parts.slice(0, k + 1));
      const { isSymlink, isFile, size } = await Deno.lstat(place).catch((error) => {
        if (error instanceof Deno.errors.NotFound) return refuse("it is gone since it was listed");
        throw error;
      });
      // A link could lead out of the folder, and a pipe would never end.
      if (isSymlink) refuse("it has become a link since it was listed");
      if (k < parts.length - 1) continue;
      if (!isFile || size !== recorded.bytes) refuse("it was changed since it was listed");
    }
    const bytes = await Deno.readFile(joinPath(directory, path));
    if (sha256(bytes) !== recorded.sha256) refuse("it was changed since it was listed");
    return bytes;
  };
  return { type: mediaType(sitePath), sha256: recorded.sha256, read };
}
