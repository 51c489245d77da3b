/** Programs start where the loader's variables are set, as on many machines with GPUs. */

import { assertEquals, assertRejects } from "@std/assert";
import { startChild } from "../../lib/cli/start_child.ts";

const MODULE = new URL("../../lib/cli/start_child.ts", import.meta.url).href;
const CONFIG = new URL("../../deno.json", import.meta.url).pathname;

/** What a program prints that may run `deno` with the given permission, and starts one. */
async function startedWith(permission: string, env: Record<string, string>): Promise<string[]> {
  const child =
    `console.log("child", JSON.stringify(Deno.env.get("LD_LIBRARY_PATH") ?? null), Deno.env.get("OWN"))`;
  const parent = `
    import { startChild } from ${JSON.stringify(MODULE)};
    const child = startChild(
      "deno",
      { args: ["eval", "--no-config", ${
    JSON.stringify(child)
  }], stdout: "piped", env: { OWN: "x" } },
      (names) => console.log("emptied", names.join(" ")),
    );
    console.log(new TextDecoder().decode((await child.output()).stdout).trim());
  `;
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/parent.ts`, parent);
    // `deno` is found where this one lies.
    const [path] = Deno.execPath().match(/^.*(?=[/\\])/)!;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", `--config=${CONFIG}`, permission, `${folder}/parent.ts`],
      env: { PATH: `${path}:${Deno.env.get("PATH")}`, NO_COLOR: "1", ...env },
      stdout: "piped",
      stderr: "piped",
    }).output();
    const text = new TextDecoder();
    return `${text.decode(stdout)}${text.decode(stderr)}`.trim().split("\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "a child starts without LD_LIBRARY_PATH where the parent may run it and no more",
  // The loader's variables have other names elsewhere.
  ignore: Deno.build.os !== "linux",
  async fn() {
    const set = { LD_LIBRARY_PATH: "/nowhere" };
    assertEquals(await startedWith("--allow-run=deno", set), [
      "emptied LD_LIBRARY_PATH",
      'child "" x',
    ]);
    assertEquals(await startedWith("--allow-run", set), ['child "/nowhere" x']);
  },
});

Deno.test("what may not be run, or is not there, is refused as before", async () => {
  const refused = await startedWith("--deny-run", {});
  assertEquals(refused.some((line) => line.includes("NotCapable")), true, refused.join("\n"));
  await assertRejects(
    async () => await startChild("no-such-program-of-any-kind", {}).status,
    Deno.errors.NotFound,
  );
});
