/**
 * The file of a report: tried before anything is measured, and written after each measurement.
 *
 * @module
 */

import { writeFailure } from "../files/write_failure.ts";
import { formatReport, type GpuReport } from "./gpu_report_schema.ts";

/** A report's file. */
export interface ReportFile {
  /** Writes what is known so far in place of what was there. */
  save(report: GpuReport): Promise<void>;
  /** Removes the file where it is new and nothing was saved. */
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
 * Tries whether a file can be written.
 *
 * Throws UsageError where its path cannot be right, and RunError where the system refuses.
 */
export async function openReport(path: string): Promise<ReportFile> {
  const isNew = await writing(path, () => touch(path));
  let isSaved = false;
  return {
    async save(report) {
      await writing(path, () => Deno.writeTextFile(path, formatReport(report)));
      isSaved = true;
    },
    async discard() {
      if (isNew && !isSaved) await Deno.remove(path);
    },
  };
}
