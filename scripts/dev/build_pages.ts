/**
 * Bundles the scripts of the pages for the browser: `deno task build:pages`. Both bundles are
 * committed, so that nothing is compiled where the suite runs; a test checks that a rebuild gives
 * the same bytes.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** Folder of the bundles. */
const BUNDLES_FOLDER = "lib/bundles/";

/** Bundles by file name, and the module that each starts at, from the suite's root. */
export const BUNDLES: Readonly<Record<string, string>> = {
  "explorer.js": "lib/explorer/page/main.ts",
  "report.js": "lib/report/sheet/main.ts",
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
  { format = "iife" }: { format?: "iife" | "esm" } = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--quiet",
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
  const origin = `// Made by deno task build:pages from ${entry}: edit that.\n`;
  return origin + code.replace(/\n*$/, "\n");
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
  for (const [name, entry] of Object.entries(BUNDLES)) {
    if (!await hasPage(entry)) continue;
    const code = await bundlePage(entry);
    await Deno.writeTextFile(bundleFile(name), code);
    console.log(`${name}: ${code.length} characters`);
  }
}
