/**
 * What decides a stage's bytes besides its parameters and inputs: the libraries that its code
 * reaches, the backend that computes and the backend's flags. The libraries are read from the
 * module graph, because a list by hand forgets one.
 *
 * @module
 */

import type { Backend } from "../../backend/backend.ts";
import type { AnyStage, Fingerprint } from "../stage.ts";
import { moduleGraph, type ModuleGraphOptions } from "./module_graph.ts";
import { packageOf } from "./package_closure.ts";

/**
 * Packages that cannot decide a byte, and are no part of a key: SHA-256 has one right result, to which
 * a test holds this one.
 */
const OF_ONE_RESULT: ReadonlySet<string> = new Set(["@noble/hashes"]);

/**
 * The packages reachable from modules that can decide bytes, by name, at the versions that
 * `deno.json` pins. Node's own
 * modules count by Deno's version, which is recorded and not keyed.
 *
 * @param modules `import.meta.url` of each module
 */
export async function librariesOf(
  modules: readonly string[],
  options: ModuleGraphOptions = {},
): Promise<Record<string, string>> {
  const graph = await moduleGraph(modules, options);
  return Object.fromEntries(
    graph.flatMap(([specifier]) => {
      const npm = packageOf(specifier);
      return !npm || OF_ONE_RESULT.has(npm.name) ? [] : [[npm.name, npm.version] as const];
    }),
  );
}

// The sources do not change while a process runs, and a plan holds the same stage many times.
const known = new Map<string, Promise<Record<string, string>>>();

/**
 * The fingerprint of a stage on a backend.
 *
 * Throws TypeError where the stage needs a backend and none is given, and what Deno throws where
 * the sources may not be read.
 *
 * @param backend what computes; a stage that needs none has nothing of it in its fingerprint
 */
export async function fingerprintOf(
  { name, module, needs }: Pick<AnyStage, "name" | "module" | "needs">,
  backend?: Pick<Backend, "name" | "module" | "flags">,
): Promise<Fingerprint> {
  const own = needs.backend ? backend : null;
  if (own === undefined) throw new TypeError(`Cannot run ${name}: it needs a backend`);
  const modules = own === null ? [module] : [module, own.module];
  const id = modules.join(" ");
  if (!known.has(id)) known.set(id, librariesOf(modules));
  const libraries = await known.get(id)!;
  return { backend: own?.name ?? null, libraries, flags: own?.flags ?? {} };
}
