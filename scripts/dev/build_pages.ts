/**
 * Bundles the scripts of the pages for the browser: `deno task build:pages`. The bundles are
 * committed, so that nothing is compiled where the suite runs; a test checks that a rebuild gives
 * the same bytes.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** Folder of the bundles. */
const BUNDLES_FOLDER = "lib/bundles/";

/** A library that lies beside the page as a script, and is not bundled. */
interface SharedLibrary {
  /** Path of its script from the bundle's. */
  readonly script: string;
  /** What the script defines. */
  readonly global: string;
}

/** How a script is bundled. */
export interface Bundle {
  /** The module that it starts at, from the suite's root. */
  readonly entry: string;
  /** A classic script (default), or a module, which knows its own address. */
  readonly format?: "iife" | "esm";
  /**
   * Libraries by the name that they are imported by, in the order in which they load. The bundle is a
   * module then.
   */
  readonly shared?: Readonly<Record<string, SharedLibrary>>;
}

const TFJS = {
  "@tensorflow/tfjs": { script: "../vendor/tf.js", global: "globalThis.tf" },
};

/** What a worker of the lab shares with the explorer: TF.js, and the backend that it trains on. */
const WORKER_LIBRARIES = {
  wasm: {
    ...TFJS,
    "@tensorflow/tfjs-backend-wasm": {
      script: "../vendor/tf-backend-wasm.js",
      global: "globalThis.tf.wasm",
    },
  },
  webgpu: {
    ...TFJS,
    "@tensorflow/tfjs-backend-webgpu": {
      script: "../vendor/tf-backend-webgpu.js",
      global: "globalThis.tf.webgpu",
    },
  },
};

/** Bundles by file name, and the module that each starts at, from the suite's root. */
export const BUNDLES: Readonly<Record<string, Bundle>> = {
  "explorer.js": { entry: "lib/explorer/page/main.ts" },
  "lab.js": { entry: "lib/explorer/lab/main.ts" },
  "lab_worker.js": { entry: "lib/explorer/lab/worker_wasm.ts", shared: WORKER_LIBRARIES.wasm },
  "lab_worker_webgpu.js": {
    entry: "lib/explorer/lab/worker_webgpu.ts",
    shared: WORKER_LIBRARIES.webgpu,
  },
  "report.js": { entry: "lib/report/sheet/main.ts" },
  "start.js": { entry: "lib/explorer/page/start.ts" },
};

/** The committed bundle of a name. */
export function bundleFile(name: string): URL {
  return new URL(BUNDLES_FOLDER + name, ROOT);
}

/**
 * Bundles one page's script, as the text of a classic script or of a module, which knows its own
 * address. Throws Error with the bundler's own words where it fails.
 *
 * @param entry the module to start at, from the suite's root
 */
export async function bundlePage(
  entry: string,
  { shared, format = shared ? "esm" : "iife" }: Omit<Bundle, "entry"> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
      // It takes all names that follow, so another flag must come after it.
      ...(shared ? ["--external", ...Object.keys(shared)] : []),
      "--platform",
      "browser",
      "--format",
      format,
      new URL(entry, ROOT).href,
    ],
    // The bundler names modules relative to the working directory.
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const [code, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!success || code === "") throw new Error(`deno bundle ${entry}: ${told.trim()}`);
  const notices = await noticesOf(code);
  // The bundler names a package's file by its place in Deno's cache, which differs between machines.
  const named = code.replaceAll(/^(\s*)\/\/ \S*\/npm\/[^/]+\//gm, "$1// npm:");
  const origin = `// Made by deno task build:pages from ${entry}: edit that.\n`;
  return origin + notices + (shared ? withShared(named, shared) : named).replace(/\n*$/, "\n");
}

/** A package's folder in Deno's cache, with name and version, as the bundler names it above a file. */
const PACKAGE = /^\s*\/\/ (\S*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/([^/]+))\//gm;

/** The licences of the packages whose code stands in a bundle, which must go with every copy. */
async function noticesOf(code: string): Promise<string> {
  const packages = new Map(
    [...code.matchAll(PACKAGE)].map(([, folder, name, version]) =>
      [`${name} ${version}`, folder] as const
    ),
  );
  let notices = "";
  for (const [name, folder] of [...packages].sort()) {
    const text = await licenceOf(new URL(`${folder}/`, ROOT));
    const lines = text.trim().split(/\r?\n/).map((line) => ` * ${line}`.trimEnd());
    notices += `/*! ${name}\n *\n${lines.join("\n")}\n */\n`;
  }
  return notices;
}

/** The text of a package's licence; of one that ships none, as TF.js, its name in `package.json`. */
async function licenceOf(folder: URL): Promise<string> {
  try {
    return await Deno.readTextFile(new URL("LICENSE", folder));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const { license } = JSON.parse(await Deno.readTextFile(new URL("package.json", folder)));
    return `Licence: ${license}`;
  }
}

/**
 * A bundle whose imports of shared libraries are their globals. A worker knows no import map, and the
 * libraries' scripts are those that the page has loaded already.
 */
function withShared(code: string, shared: NonNullable<Bundle["shared"]>): string {
  // Dynamic, since the scripts are not where the bundle is kept, only where it is served.
  const loads = Object.values(shared)
    .map(({ script }) => `await import(new URL("${script}", import.meta.url).href);\n`).join("");
  return loads + code.replaceAll(
    /^import (?:(?:\* as (\w+)|\{([^}]*)\}) from )?"([^"]+)";$/gm,
    (line, namespace: string | undefined, names: string | undefined, library: string) => {
      const { global } = shared[library] ?? {};
      if (!global) throw new Error(`${line} is of no shared library`);
      if (namespace) return `const ${namespace} = ${global};`;
      return names ? `const {${names.replaceAll(" as ", ": ")}} = ${global};` : "";
    },
  );
}

/** Whether a page's sources are there. */
export async function hasPage(entry: string): Promise<boolean> {
  try {
    return (await Deno.stat(new URL(entry, ROOT))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

if (import.meta.main) {
  for (const [name, { entry, ...options }] of Object.entries(BUNDLES)) {
    if (!await hasPage(entry)) continue;
    const code = await bundlePage(entry, options);
    await Deno.writeTextFile(bundleFile(name), code);
    console.log(`${name}: ${code.length} characters`);
  }
}
