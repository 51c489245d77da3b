/**
 * The file of a report: tried before anything is measured, and written after each measurement.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { UsageError } from "../errors.ts";
import { writeFailure } from "../files/write_failure.ts";
import { MANIFEST } from "../results/manifest.ts";
import { formatReport, type GpuReport } from "./gpu_report_schema.ts";

/** A report's file. */
export interface ReportFile {
  /** Writes what is known so far in place of what was there. */
  save(report: GpuReport): Promise<void>;
  /** Saves nothing more, and removes the file where it is new and nothing was saved. */
  discard(): Promise<void>;
}

/** Runs what writes a file; its failure names the flag. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(
      error,
      (reason) => `--report must be a file that can be written, received ${path}: ${reason}`,
    );
  }
}

/** Opens a file and closes it again; whether it is new. One that exists keeps what is in it. */
async function touch(path: string): Promise<boolean> {
  try {
    (await Deno.open(path, { write: true, createNew: true })).close();
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    (await Deno.open(path, { write: true })).close();
    return false;
  }
}

/**
 * Whether a folder has a file of this name. It is opened for writing and not written: bench may not
 * read, and so can neither look nor rename.
 */
async function holds(folder: string, name: string): Promise<boolean> {
  const path = join(folder, name);
  // Where it may not be written, asking would prompt.
  const { state } = Deno.permissions.querySync({ name: "write", path });
  if (state !== "granted") return false;
  try {
    (await Deno.open(path, { write: true })).close();
    return true;
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied;
  }
}

/** Puts a text in place of what a file holds, on the disk: a system that hangs next does not lose it. */
async function overwrite(path: string, text: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
  // Cut at the end and not emptied first: at no time is less there than was saved before.
  await file.truncate(bytes.length);
  await file.sync();
}

/**
 * Tries whether a file can be written.
 *
 * Throws UsageError where its path cannot be right or lies in a result, and RunError where the system
 * refuses.
 */
export async function openReport(path: string): Promise<ReportFile> {
  if (await holds(dirname(path), MANIFEST)) {
    throw new UsageError(
      `--report must be a file outside result folders, which hold what their manifest lists, ` +
        `received ${path}`,
    );
  }
  const isNew = await writing(path, () => touch(path));
  let isSaved = false, isDiscarded = false;
  let last: Promise<void> = Promise.resolve();
  return {
    async save(report) {
      if (isDiscarded) return;
      last = writing(path, () => overwrite(path, formatReport(report)));
      await last;
      isSaved = true;
    },
    async discard() {
      isDiscarded = true;
      // One that an interrupt has met is finished first.
      await last.then(() => {}, () => {});
      if (isNew && !isSaved) await Deno.remove(path);
    },
  };
}
