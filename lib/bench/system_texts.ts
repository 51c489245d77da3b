/**
 * What programs of the system say of the graphics driver, and git of the suite's own code. WebGPU
 * names no driver's version, and a fault is often one of a version. Each program is optional.
 *
 * @module
 */

import { startChild } from "../cli/start_child.ts";
import type { GpuReport } from "./gpu_report_schema.ts";

/** A program, its arguments, and the lines of what it prints that are kept. */
interface Asked {
  readonly words: readonly [string, ...string[]];
  readonly keep: RegExp;
}

const NVIDIA: Asked = {
  words: ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"],
  keep: /,/,
};

/** By operating system. No line that is kept holds a serial number. */
const ASKED: { readonly [os: string]: readonly Asked[] } = {
  linux: [NVIDIA, {
    words: ["vulkaninfo", "--summary"],
    keep: /^\s*(apiVersion|driverVersion|deviceName|driverName|driverInfo)\b/,
  }],
  windows: [NVIDIA, {
    words: [
      "powershell",
      "-NoProfile",
      "-Command",
      "Get-CimInstance Win32_VideoController | ForEach-Object { $_.Name + ', ' + $_.DriverVersion }",
    ],
    keep: /,/,
  }],
  // A driver there is part of the system.
  darwin: [{ words: ["sw_vers"], keep: /Version/ }],
};

/** Milliseconds after which a program is ended. */
const PATIENCE = 20_000;

/** Most lines that are kept of one program, and characters of one line. */
const MOST = { lines: 24, characters: 120 };

/** What a program prints; undefined where it is missing, fails or does not end. */
async function printedBy(words: readonly string[], cwd?: URL): Promise<string | undefined> {
  try {
    const [program, ...args] = words;
    const { success, stdout } = await startChild(program, {
      args,
      cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      signal: AbortSignal.timeout(PATIENCE),
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a text that are kept: without what is around them, and not too many. */
export function keptLines(text: string, keep: RegExp): string[] {
  return text.split("\n").filter((line) => keep.test(line))
    .map((line) => line.trim().replaceAll(/\s+/g, " ").slice(0, MOST.characters))
    .slice(0, MOST.lines);
}

/** What is known of the driver. */
export async function driverTexts(): Promise<GpuReport["driver"]> {
  const found = [];
  for (const { words, keep } of ASKED[Deno.build.os] ?? []) {
    const text = await printedBy(words);
    if (text) found.push({ from: words[0], lines: keptLines(text, keep) });
  }
  return found;
}

/** The commit that the suite's code is at, and whether it was edited since: null where git does not say. */
export async function codeCommit(): Promise<GpuReport["commit"]> {
  const root = new URL("../../", import.meta.url);
  if (root.protocol !== "file:") return null;
  const hash = await printedBy(["git", "rev-parse", "HEAD"], root);
  if (!hash) return null;
  const edits = await printedBy(["git", "status", "--porcelain"], root);
  return { hash, edited: edits === undefined ? null : edits !== "" };
}
