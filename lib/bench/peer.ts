/**
 * The program to compare with: any command that trains the same network for a given time and says
 * on its last line how fast it was.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import type { Workload } from "./workload.ts";

/** What a peer says of itself. */
export interface PeerResult {
  readonly imagesPerSecond: number;
  /** For instance `pytorch 2.5.1`, where the peer says so. */
  readonly framework: string | null;
}

/** Where a peer is to compute. */
export type PeerDevice = { readonly threads: number } | { readonly device: "cuda" };

/** The flags that a peer is given after its own words. */
export function peerFlags(
  { size, divide, batch }: Workload,
  { seconds, on }: { seconds: number; on: PeerDevice },
): string[] {
  const given = { size, divide, batch, seconds, ...on };
  return Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/**
 * Reads what a peer printed.
 *
 * Throws RunError unless its last line is a JSON object with a positive `imagesPerSecond`.
 */
export function parsePeer(stdout: string): PeerResult {
  const last = stdout.trimEnd().split("\n").at(-1)!.trim();
  let found: unknown;
  try {
    found = JSON.parse(last);
  } catch {
    found = null;
  }
  const { imagesPerSecond, framework } = (found ?? {}) as Record<string, unknown>;
  if (
    typeof imagesPerSecond !== "number" || !Number.isFinite(imagesPerSecond) || imagesPerSecond <= 0
  ) {
    throw new RunError(
      "The peer's last line must be a JSON object with a positive imagesPerSecond, received " +
        (last === "" ? "nothing" : shortened(last)),
    );
  }
  return { imagesPerSecond, framework: typeof framework === "string" ? framework : null };
}

/**
 * Runs a peer once, in the folder `cwd`, by default the working directory.
 *
 * Throws RunError where it cannot be started, fails, or says nothing that can be read.
 */
export async function runPeer(
  command: readonly string[],
  flags: readonly string[],
  { cwd }: { cwd?: string } = {},
): Promise<PeerResult> {
  const [program, ...words] = command;
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, {
      args: [...words, ...flags],
      cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Deno.errors.NotCapable) throw error;
    throw new RunError(`The peer cannot be started: ${error.message}`);
  }
  const [stdout, stderr] = [output.stdout, output.stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  if (!output.success) {
    const last = shortened(stderr.trimEnd().split("\n").at(-1)!.trim());
    const how = output.signal ? `was ended by ${output.signal}` : `exited with ${output.code}`;
    throw new RunError(`The peer ${how}: ${last || "it printed no error"}`);
  }
  return parsePeer(stdout);
}
