/**
 * Whether a folder is what its manifest says, file by file. Everything that reads a result goes
 * through this check first, so that an edited or half-copied folder is refused by name instead of
 * giving a wrong figure.
 *
 * @module
 */

import { sha256File } from "./digest.ts";
import {
  type FileEntry,
  MANIFEST,
  type Manifest,
  METRICS,
  NewerManifestError,
  parseManifest,
} from "./manifest.ts";
import { parseJson } from "../files/parse_json.ts";
import type { Metrics } from "./stage.ts";
import {
  isAbsent,
  isFileManagerFile,
  joinPath,
  mapConcurrently,
  walkFiles,
} from "../files/paths.ts";

/** One thing wrong with a result folder. */
export interface Problem {
  /** The result folder. */
  readonly directory: string;
  /** The file within it, or `.` for the folder itself. */
  readonly file: string;
  /** To follow the file's name, for instance "is missing". */
  readonly message: string;
}

/** What a check found. */
export interface Inspection {
  /** Absent where the folder has no readable manifest. */
  readonly manifest?: Manifest;
  /** Whether the manifest cannot be read because a newer version of the suite wrote it. */
  readonly newer?: boolean;
  /** Empty for a sound result. */
  readonly problems: readonly Problem[];
}

/** Size and SHA-256 of the files of a folder, sorted by path. */
export async function hashFiles(directory: string, paths: readonly string[]): Promise<FileEntry[]> {
  return await mapConcurrently(
    paths.toSorted(),
    async (path) => ({ path, ...await sha256File(joinPath(directory, path)) }),
  );
}

/** The first digits of a SHA-256, as shown to people. */
function short(digest: string): string {
  return digest.slice(0, 12);
}

async function readManifest(
  directory: string,
): Promise<{ manifest?: Manifest; wrong?: string; newer?: boolean }> {
  try {
    const path = joinPath(directory, MANIFEST);
    // A pipe would be waited on, and a link leads out of the folder.
    if (!(await Deno.lstat(path)).isFile) return { wrong: "is no regular file" };
    const bytes = await Deno.readFile(path);
    // A lenient decoder would read a broken byte as U+FFFD, and drop a byte order mark.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { manifest: parseManifest(decoder.decode(bytes)) };
  } catch (error) {
    if (isAbsent(error)) return { wrong: "is missing" };
    if (error instanceof TypeError) return { wrong: "is no UTF-8 text" };
    if (error instanceof SyntaxError) {
      return { wrong: error.message, newer: error instanceof NewerManifestError };
    }
    throw error;
  }
}

/** The manifest of a folder, or undefined where it has none that can be read. */
export async function tryManifest(directory: string): Promise<Manifest | undefined> {
  return (await readManifest(directory)).manifest;
}

/**
 * The headline figures in a result folder. Throws SyntaxError, to follow the file's name, where
 * they are no JSON object.
 */
export async function readMetrics(directory: string): Promise<Metrics> {
  const metrics = parseJson(await Deno.readTextFile(joinPath(directory, METRICS)));
  if (metrics === null || typeof metrics !== "object" || Array.isArray(metrics)) {
    throw new SyntaxError("is no JSON object");
  }
  return metrics;
}

/** What is wrong with headline figures whose bytes are as recorded. */
async function metricsProblem(directory: string): Promise<string | undefined> {
  try {
    await readMetrics(directory);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}

/**
 * The files that a folder has too many, where nothing else is wrong with it: without them it is
 * sound. Empty where it is sound, and where anything else is wrong.
 */
export function filesTooMany({ manifest, problems }: Inspection): readonly string[] {
  if (!manifest) return [];
  const needed = new Set([".", MANIFEST, METRICS, ...manifest.files.map(({ path }) => path)]);
  return problems.every(({ file }) => !needed.has(file)) ? problems.map(({ file }) => file) : [];
}

/**
 * Checks a result folder: that its manifest reads, is unchanged and agrees with its own key and
 * output digest, that the folder is not named for another key, that every file listed is there with
 * its size and SHA-256, and no other, and that its headline figures are a JSON object. Files that
 * a file manager leaves behind are passed over: a look into the folder changes no result.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const { problems } = await inspectResult("results/dataset/n5000-0123456789ab");
 * for (const { file, message } of problems) console.error(file, message);
 * ```
 */
export async function inspectResult(directory: string): Promise<Inspection> {
  const problem = (file: string, message: string): Problem => ({ directory, file, message });
  try {
    const { isDirectory, isSymlink } = await Deno.lstat(directory.replace(/(?<=.)[/\\]+$/, ""));
    if (isSymlink) return { problems: [problem(".", "is a link, and a result is a folder")] };
    if (!isDirectory) return { problems: [problem(".", "is no folder")] };
  } catch (error) {
    if (isAbsent(error)) return { problems: [problem(".", "does not exist")] };
    throw error;
  }
  const { manifest, wrong, newer } = await readManifest(directory);
  if (!manifest) return { newer, problems: [problem(MANIFEST, wrong!)] };

  // A name that ends in another key's digits would be taken for that result.
  const [, digits] = /-([0-9a-f]{12})[/\\]*$/.exec(directory) ?? [];
  const misnamed = digits !== undefined && !manifest.key.startsWith(digits)
    ? [problem(".", `is named for key ${digits}…, and its manifest has ${short(manifest.key)}…`)]
    : [];
  const found = await walkFiles(directory);
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const present = new Set(found.files.filter((path) => listed.has(path)));
  const hashed = await hashFiles(directory, [...present]);
  const changed = hashed.flatMap(({ path, bytes, sha256 }) => {
    const recorded = listed.get(path)!;
    if (recorded.bytes !== bytes) {
      const sizes = `${recorded.bytes} bytes recorded, ${bytes} found`;
      return [problem(path, `does not match its manifest (${sizes})`)];
    }
    if (recorded.sha256 === sha256) return [];
    const digests = `SHA-256 ${short(recorded.sha256)}… recorded, ${short(sha256)}… found`;
    return [problem(path, `does not match its manifest (${digests})`)];
  });
  const figures = !listed.has(METRICS)
    ? "is not in the manifest"
    : present.has(METRICS) && changed.every(({ file }) => file !== METRICS)
    ? await metricsProblem(directory)
    : undefined;
  const problems = [
    ...misnamed,
    ...figures === undefined ? [] : [problem(METRICS, figures)],
    ...changed,
    ...manifest.files.filter(({ path }) => !present.has(path))
      .map(({ path }) => problem(path, "is missing")),
    ...found.files
      .filter((path) => path !== MANIFEST && !listed.has(path) && !isFileManagerFile(path))
      .map((path) => problem(path, "is not in the manifest")),
    ...found.other.map((path) => problem(path, "is no regular file")),
  ];
  return { manifest, problems };
}
