/**
 * A temporary folder that goes when the tests of the file that asked for it have ended.
 *
 * @module
 */

/** Makes the folder; gives its path. */
export async function scratchFolder(): Promise<string> {
  const folder = await Deno.makeTempDir();
  globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return folder;
}
