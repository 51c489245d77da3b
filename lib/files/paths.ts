/**
 * Paths and folders: joining, absent files, walking, and many files at once.
 *
 * @module
 */

/**
 * Joins path parts with `/`, which every system that Deno runs on understands. Two of them before the
 * name of another machine stay: `//nas/share`.
 */
export function joinPath(...parts: readonly string[]): string {
  const [first, ...rest] = parts;
  if (/^\/+$/.test(first)) return `/${rest.join("/").replace(/^\/+/, "")}`;
  return [first.replace(/\/+$/, ""), ...rest].join("/");
}

/** Whether the error says that a path leads nowhere. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}

/**
 * Whether a file of this name is one that a file manager (of macOS or Windows) leaves in a folder
 * that someone looked into: nobody's work, and made again when it is deleted.
 */
export function isFileManagerFile(path: string): boolean {
  return /(?:^|\/)(?:\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$/i.test(path);
}

/** Runs `task` on each item, at most `jobs` at once; results in the order of the items. */
export async function mapConcurrently<T, U>(
  items: readonly T[],
  task: (item: T) => Promise<U>,
  { jobs = 16 }: { jobs?: number } = {},
): Promise<U[]> {
  const results: U[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let i; (i = next++) < items.length;) results[i] = await task(items[i]);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
  return results;
}

/** Every file below a folder, sorted by path; links and other oddities count as `other`. */
export async function walkFiles(
  directory: string,
): Promise<{ files: string[]; other: string[] }> {
  const files: string[] = [];
  const other: string[] = [];
  const visit = async (prefix: string) => {
    for await (const entry of Deno.readDir(joinPath(directory, prefix || "."))) {
      const path = prefix ? `${prefix}/${entry.name}` : entry.name;
      if (entry.isDirectory) await visit(path);
      else (entry.isFile ? files : other).push(path);
    }
  };
  await visit("");
  return { files: files.sort(), other: other.sort() };
}

/** Whether a path, links followed, is that of a folder. Throws where it is forbidden to look. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
