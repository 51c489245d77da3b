/**
 * The explorer's script at work, for the tests of its pages.
 *
 * @module
 */

import { assertMatch } from "@std/assert";
import { spawnScript } from "../end_to_end/helpers.ts";

/** Starts the explorer on any free port; ends it when `use` is done. */
export async function servedExplorer(
  cwd: string,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const child = await spawnScript("explore", ["--port", "0", "--quiet"], { cwd });
  try {
    let told = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      told += text;
      if (told.includes("\n")) break;
    }
    const address = told.trim().split("\n").at(-1)!;
    assertMatch(address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    await use(address);
  } finally {
    try {
      child.kill("SIGTERM");
    } catch {
      // It ended before: the error that led here says more.
    }
    await child.stderr.cancel();
    await child.status;
  }
}
