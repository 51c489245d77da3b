/**
 * `SHA256SUMS`: digests of the files of a folder that no stage made, in the form that `sha256sum -c` reads.
 *
 * @module
 */

import { isAbsent, joinPath } from "../files/paths.ts";
import { sha256 } from "./digest.ts";

/** Name of the file. */
export const CHECKSUMS = "SHA256SUMS";

/** The folder's files by name, with their digests, as the text of {@linkcode CHECKSUMS}. */
export function formatChecksums(digests: ReadonlyMap<string, string>): string {
  const names = [...digests.keys()].sort();
  return names.map((name) => `${digests.get(name)}  ${name}\n`).join("");
}

/**
 * Reads the text of {@linkcode CHECKSUMS}: digests by file name.
 *
 * @throws {SyntaxError} A line is not a digest, two blanks and a name, or a name stands twice.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatChecksums, parseChecksums } from "./checksums.ts";
 *
 * const digests = new Map([["clouds.csv", "0".repeat(64)]]);
 * assertEquals(parseChecksums(formatChecksums(digests)), digests);
 * ```
 */
export function parseChecksums(text: string): Map<string, string> {
  const digests = new Map<string, string>();
  for (const [at, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const [, digest, name] = /^([0-9a-f]{64}) {2}([^/\\]+)$/.exec(line) ?? [];
    if (name === undefined || digests.has(name)) {
      throw new SyntaxError(`line ${at + 1} is not a digest and the name of another file`);
    }
    digests.set(name, digest);
  }
  return digests;
}

/** Writes {@linkcode CHECKSUMS} for every file of a folder but itself and `README.md`. */
export async function writeChecksums(folder: string): Promise<void> {
  const digests = new Map<string, string>();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || name === CHECKSUMS || name === "README.md") continue;
    digests.set(name, sha256(await Deno.readFile(joinPath(folder, name))));
  }
  await Deno.writeTextFile(joinPath(folder, CHECKSUMS), formatChecksums(digests));
}

/**
 * Reads a file of a folder with {@linkcode CHECKSUMS}.
 *
 * @throws {SyntaxError} The file or its digest is missing, or they do not match; the message goes on
 * from the file's path.
 */
export async function readChecked(folder: string, name: string): Promise<Uint8Array> {
  const read = (file: string) =>
    Deno.readFile(joinPath(folder, file)).catch((error) => {
      if (isAbsent(error)) return undefined;
      throw error;
    });
  const [bytes, sums] = await Promise.all([read(name), read(CHECKSUMS)]);
  if (!bytes) throw new SyntaxError("is missing");
  if (!sums) throw new SyntaxError(`has no ${CHECKSUMS} beside it`);
  const expected = parseChecksums(new TextDecoder().decode(sums)).get(name);
  if (expected === undefined) throw new SyntaxError(`is not in ${CHECKSUMS}`);
  if (expected !== sha256(bytes)) throw new SyntaxError(`does not match ${CHECKSUMS}`);
  return bytes;
}

/**
 * What is wrong with the files that a folder's {@linkcode CHECKSUMS} names, a line each that begins with
 * the file's name.
 */
export async function checksumProblems(folder: string): Promise<string[]> {
  const problems: string[] = [];
  try {
    const text = await Deno.readTextFile(joinPath(folder, CHECKSUMS));
    for (const name of parseChecksums(text).keys()) {
      await readChecked(folder, name).catch((error) => {
        if (!(error instanceof SyntaxError)) throw error;
        problems.push(`${name}: ${error.message}`);
      });
    }
  } catch (error) {
    if (isAbsent(error)) return [`${CHECKSUMS}: is missing`];
    if (error instanceof SyntaxError) return [`${CHECKSUMS}: ${error.message}`];
    throw error;
  }
  return problems;
}
