import { assert, assertEquals, assertMatch } from "@std/assert";
import { inWorkspace, refuseAll, runScript } from "./helpers.ts";

const SHORT = ["--profile", "smoke", "--seconds", "0.5", "--backend", "wasm"];

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
    assertMatch(stdout, /^ConvReluBatchNormDotGradient .* [\d.]+ %$/m);
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
      ["bench", "--table --size 64", /--size must be left out beside --table/],
      ["bench", "--table --profile paper", /--profile must be left out beside --table/],
      ["bench", "--backend webgpu --seconds 0.1", /--backend webgpu needs a WebGPU adapter/],
      ["bench", "--report x.txt", /--report must be a file name that ends in \.json/],
      ["bench", "--report x.json --backend wasm", /--report must be given with --backend webgpu/],
      ["bench", "--report x.json --batch 8", /--report must be given with --seconds alone/],
      ["bench", "--report x.json --profile paper", /--report must be given with --seconds alone/],
      ["bench", "--report x.json --table", /--report must be given with --seconds alone/],
      ["bench", "--report x.json -- true", /--report must be given with --seconds alone/],
      ["bench", "--report x.json", /--backend webgpu needs a WebGPU adapter/],
      ["bench", "results", /unexpected argument results: a command is allowed after -- alone/],
    ], cwd)
  );
});

Deno.test("bench --report refuses a file that it cannot write, and leaves none without an adapter", async () => {
  await inWorkspace(async (cwd) => {
    await Deno.mkdir(`${cwd}/folder.json`);
    await Deno.writeTextFile(`${cwd}/old.json`, "mine");
    await refuseAll([
      ["bench", "--report none/x.json", /--report must be a file that can be written.*none\/x/],
      ["bench", "--report folder.json", /--report must be a file that can be written/],
      ["bench", "--report new.json", /--backend webgpu needs a WebGPU adapter/],
      ["bench", "--report old.json", /--backend webgpu needs a WebGPU adapter/],
    ], cwd);
    assertEquals([...Deno.readDirSync(cwd)].map(({ name }) => name).sort(), [
      "folder.json",
      "old.json",
    ]);
    assertEquals(await Deno.readTextFile(`${cwd}/old.json`), "mine");
  });
});
