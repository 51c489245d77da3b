/**
 * Serves the explorer's site to a browser on this machine, and no more than the site: a request is
 * answered from the map of its files or refused. No folder is listed and no path is resolved.
 *
 * @module
 */

import { RunError, UsageError } from "../../errors.ts";
import { shellWord } from "../../cli/shell.ts";
import type { Site, SiteFile } from "./site.ts";

/**
 * What the page may do: run the scripts that the site holds (with WebAssembly, which TF.js needs)
 * and load what the site holds. Plotly writes styles into elements.
 */
export const CONTENT_SECURITY_POLICY: string = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer. */
const HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-cache",
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** What is served, and to whom. */
export interface Served {
  /** The files. */
  readonly site: Site;
  /**
   * Values of the header `Host` that are answered, in lower case; `null` answers any. Another
   * site's page may have its name resolve to this machine, but its requests still bear that name.
   */
  readonly hosts: ReadonlySet<string> | null;
  /** Told a line where a file can no longer be given. Default: told nobody. */
  readonly report?: (line: string) => void;
}

/**
 * The path within the site that a request's URL asks for, or `undefined` where its escapes do not
 * decode. The URL is taken as it was sent: resolving `..` could only turn one path into another.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { sitePath } from "./server.ts";
 *
 * assertEquals(sitePath("http://127.0.0.1:8642/?a=1"), "index.html");
 * // Which no site has
 * assertEquals(sitePath("http://127.0.0.1:8642/models/%2e%2e/x"), "models/../x");
 * ```
 */
export function sitePath(url: string): string | undefined {
  const sent = /^[a-z]+:\/\/[^/?#]*\/?([^?#]*)/i.exec(url)?.[1] ?? "";
  try {
    const parts = sent.split("/").map(decodeURIComponent);
    // A part that holds a slash was escaped so as to look like one part.
    if (parts.some((part) => part.includes("/"))) return "/";
    return parts.join("/") || "index.html";
  } catch {
    return undefined;
  }
}

/**
 * Answers a request: 200 or 304 for a file of the site; 400 for a path that does not decode, 403
 * for another host's name, 404 for any other path, 405 for a method other than GET and HEAD, 500
 * for a file that was changed since it was listed. Never rejects.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const site = buildSite(await readCatalogue({ results: "results" }));
 * const request = new Request("http://localhost:8642/", { headers: { host: "localhost:8642" } });
 * await handle(request, { site, hosts: new Set(["localhost:8642"]) });
 * ```
 */
export async function handle(request: Request, served: Served): Promise<Response> {
  const head = request.method === "HEAD";
  const refuse = (status: number, text: string, more: Record<string, string> = {}) =>
    answer(new TextEncoder().encode(`${text}\n`), {
      head,
      status,
      headers: { "content-type": "text/plain; charset=utf-8", ...more },
    });
  const host = request.headers.get("host")?.toLowerCase();
  if (served.hosts && !served.hosts.has(host ?? "")) {
    return refuse(403, "This server answers under its own address only.");
  }
  if (!head && request.method !== "GET") {
    return refuse(405, "Only GET and HEAD are answered.", { allow: "GET, HEAD" });
  }
  const path = sitePath(request.url);
  if (path === undefined) return refuse(400, "The address cannot be decoded.");
  const file = served.site.get(path);
  if (!file) return refuse(404, "There is nothing here.");
  const compressed = COMPRESSIBLE.test(file.type) &&
    takesGzip(request.headers.get("accept-encoding"));
  const headers = {
    "content-type": file.type,
    etag: tagOf(file, compressed),
    vary: "accept-encoding",
    ...(compressed ? { "content-encoding": "gzip" } : {}),
  };
  if (matches(request.headers.get("if-none-match"), file)) {
    return new Response(null, { status: 304, headers: { ...HEADERS, ...headers } });
  }
  try {
    const bytes = await file.read();
    return answer(compressed ? await gzipped(file, bytes) : bytes, { head, status: 200, headers });
  } catch (error) {
    served.report?.(error instanceof Error ? error.message : String(error));
    return refuse(500, `${path} is not what it was when the explorer was started.`);
  }
}

function answer(
  bytes: Uint8Array<ArrayBuffer>,
  { head, status, headers }: { head: boolean; status: number; headers: Record<string, string> },
): Response {
  const length = { "content-length": String(bytes.length) };
  return new Response(head ? null : bytes, {
    status,
    headers: { ...HEADERS, ...headers, ...length },
  });
}

/** What gets much smaller: weights do not. */
const COMPRESSIBLE = /^(text\/|application\/(json|wasm))/;

/** Whether a header `Accept-Encoding` names gzip, and not with a weight of 0. */
function takesGzip(header: string | null): boolean {
  return (header ?? "").split(",").some((part) => {
    const [name, ...options] = part.toLowerCase().split(";").map((each) => each.trim());
    return name === "gzip" && !options.some((option) => /^q=0(\.0*)?$/.test(option));
  });
}

/** Files that were compressed, by their digest: each is compressed once. */
const zipped = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

function gzipped(
  { sha256 }: SiteFile,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const started = zipped.get(sha256) ??
    new Response(new Response(bytes).body!.pipeThrough(new CompressionStream("gzip"))).bytes();
  zipped.set(sha256, started);
  return started;
}

/** Each encoding has bytes of its own, and so a tag of its own. */
function tagOf({ sha256 }: SiteFile, compressed: boolean): string {
  return compressed ? `"${sha256}-gzip"` : `"${sha256}"`;
}

/** Whether a header `If-None-Match` names the file as it is. */
function matches(header: string | null, file: SiteFile): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes("*") || [false, true].some((each) => tags.includes(tagOf(file, each)));
}

/** Whether an address reaches this machine only: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" ||
    /^(::ffff:)?127(\.\d{1,3}){3}$/.test(bare);
}

/** Host and port as a URL and the header `Host` have them: an IPv6 address stands in brackets. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Where to serve. */
export interface Address {
  /** Name or address of this machine, IPv6 without brackets. */
  readonly host: string;
  /** Port from 0 to 65535; 0 for any that is free. */
  readonly port: number;
}

/** An address, and how it was asked for. */
export interface AskedAddress extends Address {
  /** The words of the command line, which an error repeats where it says what to run instead. */
  readonly words: readonly string[];
}

/** A server that answers. */
export interface Serving {
  /** Where a browser finds it, such as `http://127.0.0.1:8642/`. */
  readonly url: string;
  /** Whether no other machine reaches it. */
  readonly loopback: boolean;
}

/**
 * Starts serving a site, until the process ends. On a loopback address it answers under the names
 * of this machine alone, so that a page from elsewhere cannot read the site by having its own name
 * resolve to 127.0.0.1.
 *
 * Throws RunError where the port is taken or may not be opened, UsageError where the host is no
 * address of this machine or the process may not use it.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const address = { host: "127.0.0.1", port: 8642, words: Deno.args };
 * const { url } = serveSite(site, { ...address, report: console.error });
 * ```
 */
export function serveSite(
  site: Site,
  { host, port, words, report }: AskedAddress & Pick<Served, "report">,
): Serving {
  let served: Served = { site, hosts: new Set(), report };
  try {
    const { addr } = Deno.serve(
      { hostname: host, port, onListen: () => {} },
      (request) => handle(request, served),
    );
    const loopback = isLoopback(addr.hostname);
    served = { ...served, hosts: loopback ? ownNames([host, addr.hostname], addr.port) : null };
    return { url: `http://${hostAndPort(host, addr.port)}/`, loopback };
  } catch (error) {
    throw listenError(error, { host, port, words });
  }
}

/** What the header `Host` may be where a server listens on a loopback address. */
export function ownNames(hosts: readonly string[], port: number): Set<string> {
  const names = ["127.0.0.1", "localhost", "::1", ...hosts].map((host) =>
    hostAndPort(host.toLowerCase(), port)
  );
  // Browsers leave out the port that goes without saying.
  return new Set(port === 80 ? names.flatMap((name) => [name, name.slice(0, -3)]) : names);
}

/** What a user is told who asked for an address that cannot be served. */
export function listenError(error: unknown, { host, port, words }: AskedAddress): unknown {
  const { errors } = Deno;
  if (error instanceof errors.NotCapable) {
    const allow = shellWord(`--allow-net=${hostAndPort(host, port)}`);
    return new UsageError(
      `--host ${host} needs the permission ${allow}: run ` +
        ["deno run --allow-read", allow, "scripts/explore.ts", ...words.map(shellWord)].join(" "),
    );
  }
  if (error instanceof errors.AddrInUse) {
    return new RunError(`--port ${port} is in use: choose another, or 0 for any that is free`);
  }
  if (error instanceof errors.PermissionDenied) {
    return new RunError(
      `--port ${port} may not be opened by this user: choose one from 1024, or 0 for any`,
    );
  }
  // A name that does not resolve has an error of no class of its own.
  return error instanceof Error
    ? new UsageError(
      `--host must be an address of this machine, received ${host}: ${error.message}`,
    )
    : error;
}
