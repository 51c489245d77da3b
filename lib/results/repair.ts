/**
 * Making a result again that was changed. It is set aside, never deleted: whoever edited it may
 * have had a reason.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { isAbsent, joinPath } from "../files/paths.ts";
import { moveInto } from "./durable.ts";
import { lockKey, type LockOptions, writable } from "./lock.ts";
import { resolveRun, type RunOptions } from "./resolve.ts";
import type { Stage } from "./stage.ts";
import { findResult } from "./store.ts";

/** Folder of results that were set aside, within the results folder. */
const DAMAGED = ".damaged";

/** What {@linkcode setAsideDamaged} is told. */
export type SetAsideOptions = RunOptions & Omit<LockOptions, "key">;

/**
 * Moves a run's result folder to `<results>/.damaged/<stage>/<name>` (with a number where that name
 * is taken) if it does not match its manifest. One that is sound, or absent, stays as it is: while
 * this waited for the key's lock, another process may have made it again.
 *
 * Throws like `runStage()` on a wrong parameter or input or a results folder that cannot be
 * written to.
 */
export async function setAsideDamaged<P>(
  stage: Stage<P>,
  options: SetAsideOptions,
): Promise<void> {
  const { results, progress } = options;
  const resolved = resolveRun(stage, options);
  await using _lock = await lockKey({ ...options, key: resolved.key });
  try {
    await findResult(resolved);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { directory } = resolved;
    const name = directory.slice(directory.lastIndexOf("/") + 1);
    const target = await freeName(joinPath(results, DAMAGED, stage.name, name));
    await writable(results, () => moveInto(directory, target));
    progress.line(`${directory} was changed: set aside as ${target}`);
  }
}

async function freeName(path: string): Promise<string> {
  for (let k = 1;; k++) {
    const name = k === 1 ? path : `${path}.${k}`;
    try {
      await Deno.lstat(name);
    } catch (error) {
      if (isAbsent(error)) return name;
      throw error;
    }
  }
}
