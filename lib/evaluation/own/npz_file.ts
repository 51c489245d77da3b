/**
 * Where a dataset's `.npz` file goes: the user's own path, which must not be a result folder.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { readDataset } from "../../dataset/files.ts";
import { UsageError } from "../../errors.ts";
import { writeNpz } from "../../files/npz.ts";
import { isFolder } from "../../files/paths.ts";
import { writeFailure } from "../../files/write_failure.ts";
import { checkOutputFile } from "../../results/output_file.ts";
import { npzArrays, type Source } from "./npz.ts";

/**
 * Looks at a path before a dataset is drawn for it.
 *
 * Throws UsageError where its name is no `.npz` file's, it is a folder, or its folder is missing or
 * lies in a result.
 *
 * @param results folder of the result folders, which the run makes where it is missing
 */
export async function checkNpzPath(path: string, results: string): Promise<void> {
  if (!/\.npz$/i.test(path)) {
    throw new UsageError(`--npz must be a file name that ends in .npz, received ${path}`);
  }
  const folder = dirname(path);
  if (resolve(folder) !== resolve(results) && !await isFolder(folder)) {
    throw new UsageError(`--npz must be a file in a folder that exists, received ${path}`);
  }
  await checkOutputFile(path, "npz");
}

/**
 * Writes a dataset's result as an `.npz` file. One that is there is replaced, and what was written
 * is removed where the writing fails.
 *
 * Memory: the dataset's images and the test images, and some megabytes.
 *
 * Throws UsageError or RunError, in one line, where the file cannot be written; what `signal` was
 * aborted with.
 */
export async function writeDatasetNpz(
  result: Source & { readonly directory: string },
  path: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const arrays = await npzArrays(await readDataset(result.directory), result);
  const file = await attempt(
    path,
    () => Deno.open(path, { write: true, create: true, truncate: true }),
  );
  try {
    const write = async (bytes: Uint8Array) => {
      while (bytes.length > 0) bytes = bytes.subarray(await attempt(path, () => file.write(bytes)));
    };
    await writeNpz(arrays, write, { signal });
    file.close();
  } catch (error) {
    file.close();
    await Deno.remove(path).catch(() => {});
    throw error;
  }
}

async function attempt<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new UsageError(
        `--npz must be a file that --allow-write allows, received ${path}: ` +
          `add its folder, as in --allow-write=results,${dirname(path)}`,
      );
    }
    throw writeFailure(
      error,
      (reason) => `--npz must be a file that can be written, received ${path}: ${reason}`,
    );
  }
}
