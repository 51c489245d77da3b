import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertRefused, inWorkspace, refuseAll, runScript } from "./helpers.ts";

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

Deno.test("bench measures training, stock kernels, each kernel and the ceiling", async () => {
  await inWorkspace(async (cwd) => {
    const { code, stdout, stderr } = await runScript("bench", [...SHORT, "--processes", "2"], {
      cwd,
    });
    assertEquals(code, 0, stderr);
    const names = ["workload", "backend", "machine", "ceiling", "ours", "evaluation", "stock"];
    for (const name of names) {
      assertMatch(stdout, new RegExp(`^${name} +\\S`, "m"));
    }
    assertMatch(stdout, /^ours .* in 2 processes at once/m);
    // A kernel that TF.js lacks, unless the machine was too busy to come to it within the limit.
    assertMatch(stdout, /^stock +(cannot train: .*Conv2DBackpropFilter|cut short after).*$/m);
    assertMatch(stdout, /^ConvReluBatchNormDotGradient .* \d+ %$/m);
    assertMatch(stdout, /^step .* 100 %/m);
    assertMatch(
      stdout,
      /^evaluation +(\S+ s a network \(reconstructs \S+, fits \S+, encodes .*\): 60 |cut short after)/m,
    );
    const told = ["round 1 of 1: ", "kernel by kernel", "an evaluation", "stock kernels"];
    const places = told.map((text) => stderr.indexOf(`bench: ${text}`));
    assert(places[0] >= 0);
    assertEquals(places, places.toSorted((one, other) => one - other), "stock kernels come last");
    assertEquals([...Deno.readDirSync(cwd)], []);
  });
});

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

Deno.test("bench refuses wrong flags, and a backend that is not there", async () => {
  await inWorkspace((cwd) =>
    refuseAll([
      [
        "bench",
        "--profile huge",
        /--profile must be one of smoke, small, full, paper, received huge/,
      ],
      ["bench", "--size 36", /--size must be a multiple of 8, received 36/],
      ["bench", "--size 16", /--size must be a whole number from 32 to 1024, received 16/],
      ["bench", "--seconds 0", /--seconds must be a number > 0 and at most 3600, received 0/],
      ["bench", "--processes 0", /--processes must be .*, received 0/],
      ["bench", "--rounds 0", /--rounds must be .*, received 0/],
      [
        "bench",
        "--peer python3",
        /--peer must be left out: .* bench --processes 2 -- python3 peer\.py/,
      ],
      ["bench", "--table --size 64", /--table must be given without --size and --divide/],
      ["bench", "--backend webgpu --seconds 0.1", /--backend webgpu needs a WebGPU adapter/],
      ["bench", "results", /unexpected argument results: a command is allowed after -- alone/],
    ], cwd)
  );
});
