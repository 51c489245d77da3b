/**
 * Copies of the committed reference that tests may change: a table is rewritten and its manifest
 * follows, as if a study had given other numbers.
 *
 * @module
 */

import { REFERENCE_FOLDER, ROOT } from "../../lib/claims/files.ts";
import { ReferenceTables, type TableRow } from "../../lib/claims/tables.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { walkFiles } from "../../lib/files/paths.ts";
import { sha256 } from "../../lib/results/digest.ts";
import { formatManifest, outputDigest, parseManifest } from "../../lib/results/manifest.ts";

/** The committed reference. */
export const REFERENCE = ROOT + REFERENCE_FOLDER;

/** Gives `use` a copy of the manifests and tables of the reference, and of what no stage made. */
export async function withReference<T>(use: (reference: string) => Promise<T>): Promise<T> {
  const reference = await Deno.realPath(await Deno.makeTempDir());
  try {
    const { files } = await walkFiles(REFERENCE);
    for (
      const path of files.filter((path) =>
        /manifest\.json$|^(published|hole-width)\/|\/tables\/[^/]+\.csv$/.test(path)
      )
    ) {
      await Deno.mkdir(`${reference}/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
      await Deno.copyFile(`${REFERENCE}/${path}`, `${reference}/${path}`);
    }
    return await use(reference);
  } finally {
    await Deno.remove(reference, { recursive: true });
  }
}

/** Path of a table of the first result that begins so. */
export async function tablePath(
  reference: string,
  { results, table }: { readonly results: string; readonly table: string },
): Promise<string> {
  const [folder] = await new ReferenceTables(reference).folders(results);
  return `${reference}/${folder}/tables/${table}.csv`;
}

/** Changes the rows of a table, and the manifest with it, so that the result is sound. */
export async function editTable(
  path: string,
  edit: (row: TableRow) => Record<string, string>,
): Promise<void> {
  const rows = readCsv(await Deno.readTextFile(path)).map(edit);
  const text = writeCsv(Object.keys(rows[0]), rows);
  await Deno.writeTextFile(path, text);
  const [, directory, file] = path.match(/^(.*)\/(tables\/[^/]+)$/)!;
  const manifest = parseManifest(await Deno.readTextFile(`${directory}/manifest.json`));
  const bytes = new TextEncoder().encode(text);
  const files = manifest.files.map((entry) =>
    entry.path === file ? { path: file, bytes: bytes.length, sha256: sha256(bytes) } : entry
  );
  await Deno.writeTextFile(
    `${directory}/manifest.json`,
    formatManifest({ ...manifest, files, outputDigest: outputDigest(files) }),
  );
}
