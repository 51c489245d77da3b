/** `bench` beside another program. */

import { assert, assertEquals } from "@std/assert";
import { assertRefused, inWorkspace, runScript } from "./helpers.ts";

const SHORT = ["--profile", "smoke", "--seconds", "0.5", "--backend", "wasm"];

/** Words of a command that runs a program of Deno's as the peer; `flags` are what it was given. */
async function peer(cwd: string, body: string): Promise<string[]> {
  const file = `${cwd}/a peer.ts`;
  await Deno.writeTextFile(
    file,
    `const flags = Deno.args.join(" ");\nconsole.log("warming up");\n${body}\n`,
  );
  return [Deno.execPath(), "run", "--quiet", "--allow-write=.", file];
}

Deno.test("bench --json -- COMMAND runs ours and the peer in turn and gives the ratio of medians", async () => {
  await inWorkspace(async (cwd) => {
    const command = await peer(
      cwd,
      `await Deno.writeTextFile("flags.txt", flags + "\\n", { append: true });
       console.log(JSON.stringify({ imagesPerSecond: 20, framework: "fake 1" }));`,
    );
    const { code, stdout, stderr } = await runScript(
      "bench",
      [...SHORT, "--json", "--quiet", "--rounds", "2", "--", ...command],
      { cwd },
    );
    assertEquals([code, stderr], [0, ""]);
    assertEquals(stdout.trimEnd().split("\n").length, 1);
    const found = JSON.parse(stdout);
    const flags = (await Deno.readTextFile(`${cwd}/flags.txt`)).trimEnd().split("\n");
    const cores = navigator.hardwareConcurrency;
    const expected = `--size 32 --divide 8 --batch 8 --seconds 0.5 --threads ${cores}`;
    assertEquals(flags, [expected, expected]);
    assertEquals(found.peer.rounds, [20, 20]);
    assertEquals(found.peer.framework, "fake 1");
    assertEquals(found.ours.rounds.length, 2);
    assertEquals(found.peer.ratio, found.ours.imagesPerSecond.median / 20);
    assertEquals(found.workload, { size: 32, divide: 8, batch: 8 });
    assertEquals(found.backend.name, "wasm");
    assertEquals(found.machine.deno, Deno.version.deno);
    assert(found.stock.cutAfter > 0 || found.stock.failed.includes("Conv2DBackpropFilter"));
    assert(found.ours.steps.flat().every(({ steps }: { steps: number }) => steps >= 1));
    assert(found.ceiling.operationsPerSecond > 0 && found.ceiling.copyBytesPerSecond > 0);
    assert(found.kernels.rows.length > 10);
    assertEquals("directory" in found, false);
  });
});

Deno.test("bench says in one line what is wrong with a peer, and exits with 1", async () => {
  const cases: [body: string, message: RegExp][] = [
    ["console.log('fast')", /must be a JSON object with a positive imagesPerSecond, received fast/],
    ["console.error('no torch'); Deno.exit(3)", /The peer exited with 3: no torch/],
  ];
  for (const [body, message] of cases) {
    await inWorkspace(async (cwd) => {
      const args = [...SHORT, "--quiet", "--", ...await peer(cwd, body)];
      assertRefused(await runScript("bench", args, { cwd }), { script: "bench", message, exit: 1 });
    });
  }
  await inWorkspace(async (cwd) => {
    const args = [...SHORT, "--quiet", "--", "./none at all"];
    const message = /The peer cannot be started/;
    assertRefused(await runScript("bench", args, { cwd }), { script: "bench", message, exit: 1 });
  });
});
