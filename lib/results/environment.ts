/**
 * What a manifest records of where a result was made: facts for whoever wonders why two runs
 * differ. None is keyed, and none is worth a prompt, so each is left out where the permission to
 * ask for it is missing.
 *
 * @module
 */

import { stageDigest } from "./module_graph.ts";
import type { Json } from "./stage.ts";

const ROOT = new URL("../../", import.meta.url);

function granted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

async function git(...args: readonly string[]): Promise<string | undefined> {
  try {
    const command = new Deno.Command("git", {
      args: [...args],
      cwd: ROOT,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    });
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined; // no git on this machine
  }
}

/** The commit that the suite's code is at, and whether it was edited since; null where unknown. */
async function gitState(): Promise<Json> {
  if (ROOT.protocol !== "file:" || !granted({ name: "run", command: "git" })) return null;
  const commit = await git("rev-parse", "HEAD");
  if (commit === undefined) return null;
  const edits = await git("status", "--porcelain");
  return { commit, dirty: edits === undefined ? null : edits !== "" };
}

async function graphDigest(module: string): Promise<Json> {
  if (!module.startsWith(ROOT.href) || !granted({ name: "read", path: ROOT })) return null;
  return await stageDigest({ module });
}

/**
 * Deno's version, the system, git's commit and the digest of a stage's module graph. `git` is null
 * without permission to run it, `moduleGraph` is null without permission to read the sources.
 */
export async function recordedEnvironment(
  { module }: { readonly module: string },
): Promise<Record<string, Json>> {
  return {
    deno: Deno.version.deno,
    os: Deno.build.os,
    arch: Deno.build.arch,
    git: await gitState(),
    moduleGraph: await graphDigest(module),
  };
}
