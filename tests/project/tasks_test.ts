/**
 * The test tasks together run every test file once.
 */

import config from "../../deno.json" with { type: "json" };
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

/**
 * Keeps Deno's WebGPU from loading OpenGL. libEGL (libglvnd 1.6.0) frees at the end of the process
 * what its threads keep there, and a thread that ends at that moment frees it as well: a process
 * aborted so after its last test had passed, once in about ten runs. Tests run in threads of their
 * own; scripts ask for the adapter in the main thread, which does not end by itself. It can go when
 * wgpu looks for OpenGL only where it is asked for, or libEGL's destructor waits.
 */
const NO_OPENGL = "DENO_WEBGPU_BACKEND=vulkan,metal,dx12";

/** What the two commands of `deno task test` leave out and take, but for the pattern of the rest. */
function partsOfTest(): { left: string[]; taken: string[]; patterns: string[] } {
  const [parallel, serial] = config.tasks.test.command.split(" && ");
  const ignored = (command: string) => command.match(/--ignore=(\S+)/)![1].split(",");
  const taken = serial.split(" ").filter((word) => word.startsWith("tests/"));
  const all = ignored(parallel);
  return {
    left: all.filter((path) => !path.includes("*")),
    taken,
    patterns: [...all.filter((path) => path.includes("*")), ...ignored(serial)],
  };
}

Deno.test("what the parallel command of the test task leaves out, another command runs", () => {
  const { left, taken } = partsOfTest();
  assertEquals(left.sort(), [...taken, "tests/browser"].sort());
  for (const path of left) Deno.statSync(new URL(`../../${path}`, import.meta.url));
});

Deno.test("what the test task leaves out by name, others run, and test:all and CI run all", () => {
  const pattern = "**/*_all_test.ts";
  assertEquals(partsOfTest().patterns, [pattern, pattern]);
  const start = `${NO_OPENGL} deno test -A --no-check`;
  assertEquals(config.tasks["test:more"].command, `${start} --ignore=tests/browser ${pattern}`);
  assertEquals(config.tasks["test:browser"].command, `${start} tests/browser`);
  const parts = ["test", "test:more", "test:browser"].map((part) => `deno task ${part}`);
  assertEquals(config.tasks["test:all"].command, parts.join(" && "));
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", import.meta.url));
  for (const part of ["test", "test:more", "test:browser"]) {
    assertMatch(ci, new RegExp(`"\\$\\{deno\\[@\\]\\}" task ${part}[ ;\n]`));
  }
});

Deno.test("types that the test tasks do not check, task check does, and CI runs it", () => {
  assertStringIncludes(config.tasks.check.command, "deno check --doc lib scripts tests");
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", import.meta.url));
  assertStringIncludes(ci, `"\${deno[@]}" task check\n`);
});

Deno.test("no task that runs tests loads OpenGL", () => {
  const commands = Object.values(config.tasks).map((task) => task.command).join(" && ").split(
    " && ",
  );
  const tests = commands.filter((command) => /\bdeno test /.test(command));
  assertEquals(tests.length, 5);
  for (const command of tests) assertEquals(command.split(" ")[0], NO_OPENGL, command);
});

Deno.test({
  name: "Deno keeps OpenGL out where it is told to, and still finds an adapter of Vulkan's",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const found = async (backends: string) => {
      const code = `
        const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
        console.log(adapter?.info.description ?? "none");
        console.log(/libEGL/.test(Deno.readTextFileSync("/proc/self/maps")));`;
      const args = ["eval", "--no-config", code];
      const env = { DENO_WEBGPU_BACKEND: backends };
      const { stdout } = await new Deno.Command(Deno.execPath(), { args, env }).output();
      return new TextDecoder().decode(stdout).trim().split("\n");
    };
    const [adapter, opengl] = await found(NO_OPENGL.split("=")[1]);
    assertEquals(opengl, "false");
    const [vulkan] = await found("vulkan");
    assertEquals(adapter, vulkan);
  },
});
