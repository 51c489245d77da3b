/** Which ends of lines a clone has: digests of committed files are those of their bytes. */

import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

async function git(...args: readonly string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: [...args],
      cwd: ROOT,
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch {
    return undefined;
  }
}

/** Each committed file: its lines' ends as committed (`i/lf`), and its attributes (`attr/-text`). */
const files = (await git("ls-files", "--eol", "-z"))?.split("\0").filter(Boolean).map((line) => {
  const [, committed, attributes, path] = /^(\S+)\s+\S+\s+attr\/([^\t]*?) *\t(.*)$/s.exec(line)!;
  return { committed, attributes, path };
});
const ignore = files === undefined;
const reason = ignore ? " (ignored: this is no git checkout)" : "";

Deno.test({
  name: `a clone has the committed bytes of each file, however git is set up${reason}`,
  ignore,
  fn() {
    const names = new Set(files!.map(({ path }) => path));
    for (const path of ["results/reference/published/SHA256SUMS", "lib/results/run.ts"]) {
      assert(names.has(path), path);
    }
    // Texts have LF there and here; of all others git must leave every byte as it is.
    const wrong = files!.filter(({ committed, attributes }) =>
      attributes !== "-text" &&
      !(attributes === "text=auto eol=lf" && ["i/lf", "i/none"].includes(committed))
    );
    assertEquals(wrong, []);
  },
});
