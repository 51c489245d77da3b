/**
 * What a manifest records of where a result was made: facts for whoever wonders why two runs
 * differ. None is keyed, and none is worth a prompt, so each is left out where the permission to
 * ask for it is missing.
 *
 * @module
 */

import { type DigestedStage, readAccepted, stageDigest } from "./module_graph.ts";
import type { Json } from "../../files/json.ts";

const ROOT = new URL("../../../", import.meta.url);

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

/** The commit that git's own files name; `undefined` where there are none to read. */
async function headCommit(): Promise<string | undefined> {
  const read = async (path: string) =>
    (await Deno.readTextFile(new URL(`.git/${path}`, ROOT))).trim();
  try {
    const head = await read("HEAD");
    const [, branch] = /^ref: (.+)$/.exec(head) ?? [];
    if (branch === undefined) return head;
    return await read(branch).catch(async () => {
      const line = (await read("packed-refs")).split("\n").find((text) => text.endsWith(branch));
      return line?.split(" ")[0];
    });
  } catch {
    return undefined; // no checkout, or a linked one whose files lie elsewhere
  }
}

/**
 * The commit that the suite's code is at, null where unknown; and whether it was edited since, null
 * where git may not be run to find out.
 */
async function gitState(): Promise<Json> {
  if (ROOT.protocol !== "file:" || !granted({ name: "read", path: ROOT })) return null;
  const mayRun = granted({ name: "run", command: "git" });
  const commit = await headCommit() ?? (mayRun ? await git("rev-parse", "HEAD") : undefined);
  if (commit === undefined) return null;
  const edits = mayRun ? await git("status", "--porcelain") : undefined;
  return { commit, dirty: edits === undefined ? null : edits !== "" };
}

/**
 * The digest of the stage's code, and whether it is the one that was accepted for the stage: which
 * says that it was not edited, where git may not be run to say so.
 */
async function stageCode(stage: DigestedStage): Promise<Record<string, Json>> {
  const known = stage.module.startsWith(ROOT.href) && granted({ name: "read", path: ROOT });
  if (!known) return { moduleGraph: null, accepted: null };
  const digest = await stageDigest(stage);
  const accepted = (await readAccepted())[stage.name];
  return {
    moduleGraph: digest,
    accepted: accepted?.digest === digest && accepted.version === stage.version,
  };
}

/**
 * Deno's version, the system, git's commit, the digest of a stage's module graph and whether it is
 * the accepted one. `git`, `moduleGraph` and `accepted` are null without permission to read the
 * sources.
 */
export async function recordedEnvironment(stage: DigestedStage): Promise<Record<string, Json>> {
  return {
    deno: Deno.version.deno,
    os: Deno.build.os,
    arch: Deno.build.arch,
    git: await gitState(),
    ...await stageCode(stage),
  };
}
