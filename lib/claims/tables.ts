/**
 * The committed tables that claims rest on, each compared with its manifest when it is read. Those of
 * `published/` were made by no stage: they are compared with the `SHA256SUMS` beside them.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import { readCsv } from "../files/csv.ts";
import { isAbsent, joinPath } from "../files/paths.ts";
import { tryManifest } from "../results/check.ts";
import { readChecked } from "../results/checksums.ts";
import { sha256 } from "../results/digest.ts";
import { MANIFEST } from "../results/manifest.ts";

/** A row of a table: cells by column. */
export type TableRow = Readonly<Record<string, string>>;

/** Reads tables of a reference, each once. */
export class ReferenceTables {
  readonly #reference: string;
  readonly #folders = new Map<string, Promise<string[]>>();
  readonly #tables = new Map<string, Promise<TableRow[]>>();

  /** @param reference Folder of the reference, such as `results/reference`. */
  constructor(reference: string) {
    this.#reference = reference;
  }

  /**
   * The result folders whose path begins as given, by seed and then by name, relative to the
   * reference. What follows the beginning is the rest of a slug and the key.
   *
   * @param results Such as `studies/flaws/sweep/flaws-small-*`.
   * @throws {RunError} There is none.
   */
  folders(results: string): Promise<string[]> {
    return memo(this.#folders, results, () => this.#findFolders(results));
  }

  async #findFolders(results: string): Promise<string[]> {
    const cut = results.lastIndexOf("/");
    const [parent, start] = [results.slice(0, cut), results.slice(cut + 1, -1)];
    const names: string[] = [];
    try {
      for await (const { name, isDirectory } of Deno.readDir(joinPath(this.#reference, parent))) {
        if (isDirectory && name.startsWith(start)) names.push(name);
      }
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    if (names.length === 0) {
      throw new RunError(`${joinPath(this.#reference, results)}: there is no such result`);
    }
    return names.sort((one, other) => seedOf(one) - seedOf(other) || (one < other ? -1 : 1))
      .map((name) => `${parent}/${name}`);
  }

  /**
   * The rows of `tables/<table>.csv` of a result folder.
   *
   * @throws {RunError} The table or its manifest is missing, is not what the manifest says, or is no
   * table.
   */
  rows(folder: string, table: string): Promise<TableRow[]> {
    const file = `tables/${table}.csv`;
    return memo(this.#tables, `${folder}/${file}`, () => this.#readTable(folder, file));
  }

  /**
   * The rows of `published/<table>.csv`.
   *
   * @throws {RunError} It is missing, is not what `SHA256SUMS` says, or is no table.
   */
  publishedRows(table: string): Promise<TableRow[]> {
    const folder = joinPath(this.#reference, "published");
    const path = joinPath(folder, `${table}.csv`);
    return memo(this.#tables, path, async () => {
      try {
        return readCsv(new TextDecoder().decode(await readChecked(folder, `${table}.csv`)));
      } catch (error) {
        if (error instanceof SyntaxError) throw new RunError(`${path}: ${error.message}`);
        throw error;
      }
    });
  }

  async #readTable(folder: string, file: string): Promise<TableRow[]> {
    const directory = joinPath(this.#reference, folder);
    const refuse = (what: string, message: string): never => {
      throw new RunError(`${joinPath(directory, what)}: ${message}`);
    };
    const manifest = await tryManifest(directory) ?? refuse(MANIFEST, "is missing or damaged");
    const listed = manifest.files.find(({ path }) => path === file) ??
      refuse(file, "is not in its manifest");
    const bytes = await Deno.readFile(joinPath(directory, file)).catch((error) => {
      if (!isAbsent(error)) throw error;
      return refuse(file, "is missing");
    });
    if (sha256(bytes) !== listed.sha256) refuse(file, "does not match its manifest");
    try {
      return readCsv(new TextDecoder().decode(bytes));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return refuse(file, error.message);
    }
  }
}

function memo<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  if (!known.has(key)) known.set(key, make());
  return known.get(key)!;
}

/** The seed in a folder's name; −1 where it has none. */
export function seedOf(name: string): number {
  return Number(/-s(\d+)-[0-9a-f]{12}$/.exec(name)?.[1] ?? -1);
}
