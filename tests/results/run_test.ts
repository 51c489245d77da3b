import { RunError, UsageError } from "../../lib/errors.ts";
import {
  inspectResult,
  type Manifest,
  parseManifest,
  runStage,
  type Stage,
} from "../../lib/results/mod.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { computed, fakeOptions, type FakeParameters, fakeStage, inFolder } from "./fake_stage.ts";

const readManifest = async (directory: string): Promise<Manifest> =>
  parseManifest(await Deno.readTextFile(`${directory}/manifest.json`));

/** Names in a folder, sorted. */
function names(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}

/** Starts the fake stage as a process of its own. */
function start(results: string, parameters: Partial<FakeParameters>): Deno.ChildProcess {
  const script = new URL("./fake_process.ts", import.meta.url).pathname;
  const flags = ["run", "--quiet", "--no-prompt", "--allow-read", "--allow-write"];
  const args = [...flags, script, results, JSON.stringify(parameters)];
  return new Deno.Command(Deno.execPath(), { args, stdout: "piped", stderr: "piped" }).spawn();
}

/** Reads a stream until its text includes `part`, or to its end. */
async function readUntil(stream: ReadableStream<Uint8Array>, part: string): Promise<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes(part)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader.cancel();
  return text;
}

Deno.test("runStage() computes once, then finds the result", async () => {
  await inFolder(async (results) => {
    const first = await runStage(fakeStage, fakeOptions(results));
    assert(!first.cached);
    const before = computed.steps;
    const second = await runStage(fakeStage, fakeOptions(results));
    assert(second.cached);
    assertEquals(computed.steps, before);
    assertEquals(second.result, first.result);
    assertEquals(names(`${results}/.partial`), []);
  });
});

Deno.test("runStage() records inputs, notes and the module graph in the manifest", async () => {
  await inFolder(async (results) => {
    const { result: source } = await runStage(fakeStage, fakeOptions(results));
    const { result } = await runStage(fakeStage, {
      ...fakeOptions(results, { seed: 2 }),
      inputs: { source },
      recorded: { adapter: "none" },
    });
    const { inputs, recorded, files } = await readManifest(result.directory);
    const { stage, key, outputDigest } = source;
    assertEquals(inputs, { source: { stage, key, outputDigest } });
    assertEquals(recorded.adapter, "none");
    assertEquals(recorded.stepsPerSecond, 7);
    assertEquals(recorded.deno, Deno.version.deno);
    assertMatch(String(recorded.moduleGraph), /^[0-9a-f]{64}$/);
    assertEquals(files.map(({ path }) => path), ["images.npy", "metrics.json", "tables/sums.csv"]);
    assertEquals(result.metrics.source, source.metrics.last);
  });
});

Deno.test("runStage() takes an absent and an undefined parameter for the same", async () => {
  await inFolder(async (results) => {
    await runStage(fakeStage, fakeOptions(results));
    const { cached } = await runStage(fakeStage, fakeOptions(results, { note: undefined }));
    assert(cached);
  });
});

Deno.test("runStage() refuses wrong parameters, roles and inputs", async () => {
  await inFolder(async (results) => {
    const options = fakeOptions(results);
    const run = (change: object) => () => runStage(fakeStage, { ...options, ...change });
    await assertRejects(run({ parameters: { seed: -1 } }), UsageError, "Cannot run fake: seed:");
    await assertRejects(run({ parameters: { seed: 1, x: 1 } }), UsageError, "x");
    const { result } = await runStage(fakeStage, options);
    await assertRejects(run({ inputs: { other: result } }), TypeError, "no input called other");
    await assertRejects(
      run({ inputs: { source: { ...result, stage: "dataset" } } }),
      UsageError,
      "its source must be a result of fake",
    );
  });
});

Deno.test("runStage() never overwrites a damaged result, and names the file", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    await Deno.writeTextFile(`${result.directory}/images.npy`, "xyz");
    const error = await assertRejects(
      () => runStage(fakeStage, fakeOptions(results)),
      UsageError,
      "images.npy does not match its manifest",
    );
    assertStringIncludes(error.message, "move or delete this folder");
    assertEquals(await Deno.readTextFile(`${result.directory}/images.npy`), "xyz");
  });
});

Deno.test("runStage() refuses a results folder that cannot be written to", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    for (const results of [`${folder}/file`, `${folder}/file/results`]) {
      await assertRejects(
        () => runStage(fakeStage, fakeOptions(results)),
        UsageError,
        `Cannot write to ${results}`,
      );
    }
    assertEquals(await Deno.readTextFile(`${folder}/file`), "");
  });
});

Deno.test("runStage() leaves no result after a failure, and nothing without a checkpoint", async () => {
  await inFolder(async (results) => {
    const failing: Stage<FakeParameters> = {
      ...fakeStage,
      async run({ out }) {
        await out.write("half", "");
        throw new RunError("the loss is NaN");
      },
    };
    const run = () => runStage(failing, fakeOptions(results));
    await assertRejects(run, RunError, "the loss is NaN");
    assertEquals(names(results), [".partial"]);
    assertEquals(names(`${results}/.partial`), []);
  });
});

Deno.test("runStage() refuses a stage that writes the store's own files", async () => {
  await inFolder(async (results) => {
    for (const name of ["manifest.json", "metrics.json"]) {
      const rude: Stage<FakeParameters> = {
        ...fakeStage,
        async run({ out }) {
          await out.write(name, "{}");
          return {};
        },
      };
      await assertRejects(() => runStage(rude, fakeOptions(results)), TypeError, name);
    }
  });
});

Deno.test("runStage() commits nothing where a file went missing or was changed while the stage ran", async () => {
  const disturbances: Record<string, (out: string) => Promise<void>> = {
    removed: (out) => Deno.remove(`${out}/tables/sums.csv`),
    "removed with its folder": (out) => Deno.remove(`${out}/tables`, { recursive: true }),
    truncated: (out) => Deno.truncate(`${out}/tables/sums.csv`, 1),
    emptied: async (out) => {
      for await (const { name } of Deno.readDir(out)) {
        await Deno.remove(`${out}/${name}`, { recursive: true });
      }
    },
  };
  for (const [name, disturb] of Object.entries(disturbances)) {
    await inFolder(async (results) => {
      const disturbed: Stage<FakeParameters> = {
        ...fakeStage,
        async run(run) {
          const metrics = await fakeStage.run(run);
          await disturb(run.scratch.replace(/scratch$/, "out"));
          return metrics;
        },
      };
      const lost = name === "emptied" ? "images.npy" : "tables/sums.csv";
      await assertRejects(
        () => runStage(disturbed, fakeOptions(results)),
        RunError,
        `Cannot finish fake: ${lost} was removed or changed while it ran`,
      );
      assertEquals(names(results), [".partial"], name);
      const { result } = await runStage(fakeStage, fakeOptions(results));
      assertEquals((await inspectResult(result.directory)).problems, []);
    });
  }
});

Deno.test("runStage() finishes a result whose folder a file manager looked into meanwhile", async () => {
  await inFolder(async (results) => {
    const watched: Stage<FakeParameters> = {
      ...fakeStage,
      async run(run) {
        const metrics = await fakeStage.run(run);
        const out = run.scratch.replace(/scratch$/, "out");
        await Deno.writeTextFile(`${out}/tables/._sums.csv`, "");
        await Deno.writeTextFile(`${out}/.DS_Store`, "");
        return metrics;
      },
    };
    const { result } = await runStage(watched, fakeOptions(results));
    const { manifest, problems } = await inspectResult(result.directory);
    const files = manifest!.files.map(({ path }) => path);
    assertEquals([problems, files], [[], ["images.npy", "metrics.json", "tables/sums.csv"]]);
  });
});

Deno.test("runStage() refuses a stage that writes past its folder of outputs", async () => {
  await inFolder(async (results) => {
    const rude: Stage<FakeParameters> = {
      ...fakeStage,
      async run(run) {
        await Deno.writeTextFile(run.scratch.replace(/scratch$/, "out/stray.csv"), "a\n");
        return await fakeStage.run(run);
      },
    };
    const run = () => runStage(rude, fakeOptions(results));
    await assertRejects(run, TypeError, "it wrote stray.csv");
  });
});

Deno.test("runStage() keeps the checkpoint of an aborted run and goes on from it", async () => {
  await inFolder(async (results) => {
    const controller = new AbortController();
    const lines: string[] = [];
    const progress = {
      update: () => {},
      line(text: string) {
        lines.push(text);
        if (text === "step 2") controller.abort();
      },
    };
    const options = { ...fakeOptions(results, { steps: 4 }), progress };
    const aborted = { ...options, signal: controller.signal };
    await assertRejects(() => runStage(fakeStage, aborted), DOMException);
    const { result } = await runStage(fakeStage, options);
    assertEquals(lines, ["step 1", "step 2", "resumed at step 2", "step 3", "step 4"]);
    await inFolder(async (other) => {
      const whole = await runStage(fakeStage, fakeOptions(other, { steps: 4 }));
      assertEquals(whole.result.outputDigest, result.outputDigest);
    });
  });
});

Deno.test("runStage() keeps a folder that turns up during the run", async () => {
  await inFolder(async (results) => {
    let intruder = "";
    const slow: Stage<FakeParameters> = {
      ...fakeStage,
      async run(run) {
        const key = run.scratch.split("/").at(-2)!;
        intruder = `${results}/fake/seed1-${key.slice(0, 12)}`;
        await Deno.mkdir(intruder, { recursive: true });
        await Deno.writeTextFile(`${intruder}/precious`, "mine");
        return await fakeStage.run(run);
      },
    };
    await assertRejects(() => runStage(slow, fakeOptions(results)), RunError, "turned up");
    assertEquals(names(intruder), ["precious"]);
  });
});

Deno.test("runStage() resumes after SIGKILL and gives the bytes of a run never killed", async () => {
  await inFolder(async (results) => {
    const parameters = { seed: 5, steps: 20, wait: 20 };
    const child = start(results, parameters);
    await readUntil(child.stderr, "step 5\n");
    child.kill("SIGKILL");
    await child.stdout.cancel();
    assertEquals((await child.status).signal, "SIGKILL");
    assertEquals(names(results), [".partial"]);

    const before = computed.steps;
    const { result, cached } = await runStage(fakeStage, fakeOptions(results, parameters));
    assert(!cached);
    assert(computed.steps - before <= 15, "the steps before the kill were computed again");
    await inFolder(async (other) => {
      const whole = await runStage(fakeStage, fakeOptions(other, parameters));
      assertEquals(whole.result.key, result.key);
      assertEquals(whole.result.outputDigest, result.outputDigest);
    });
    assertEquals(names(`${results}/.partial`), []);
  });
});

Deno.test("runStage() lets one of two processes compute a key, the other uses its result", async () => {
  await inFolder(async (results) => {
    const parameters = { seed: 6, steps: 30, wait: 20 };
    const children = [start(results, parameters), start(results, parameters)];
    const outputs = await Promise.all(children.map((child) => child.output()));
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assertEquals(outputs.map(({ code, stderr }) => code === 0 || text(stderr)), [true, true]);
    const said = outputs.map(({ stdout }) => JSON.parse(text(stdout)));
    assertEquals(said.map(({ cached }) => cached).sort(), [false, true]);
    assertEquals(said[0].directory, said[1].directory);
    assertEquals(names(`${results}/.partial`), []);
  });
});

Deno.test("runStage() tells a sync that failed, since the bytes may be lost", async () => {
  await inFolder(async (results) => {
    const { sync } = Deno.FsFile.prototype;
    Deno.FsFile.prototype.sync = () => Promise.reject(new Error("Input/output error (os error 5)"));
    try {
      await assertRejects(
        () => runStage(fakeStage, fakeOptions(results)),
        RunError,
        "Cannot finish fake: Input/output error (os error 5); results that are finished are kept",
      );
    } finally {
      Deno.FsFile.prototype.sync = sync;
    }
    assertEquals(names(results), [".partial"]);
    assert(!(await runStage(fakeStage, fakeOptions(results))).cached);
  });
});

Deno.test("runStage() clears what a run left that ended right after its result was there", async () => {
  await inFolder(async (results) => {
    const { result } = await runStage(fakeStage, fakeOptions(results));
    const partial = `${results}/.partial`;
    await Deno.mkdir(`${partial}/${result.key}/scratch`, { recursive: true });
    await Deno.writeTextFile(`${partial}/${result.key}.lock`, "");
    assert((await runStage(fakeStage, fakeOptions(results))).cached);
    assertEquals(names(partial), []);
  });
});

Deno.test("runStage() hands over backend and material, and records the backend of a stage that needs one", async () => {
  await inFolder(async (results) => {
    const backend = {
      name: "webgpu",
      adapter: "a device",
      software: false,
      bindingLimit: 2 ** 27,
      reason: "backend webgpu on a device",
      module: import.meta.url,
      flags: {},
      onProcessor: false,
      readEvery: 1,
      hidesNaN: false,
      check() {},
      prepare: () => Promise.resolve(0),
      freeUnused() {},
    } as const;
    const seen: unknown[] = [];
    const stage = (needed: boolean): typeof fakeStage => ({
      ...fakeStage,
      needs: { backend: needed, rasteriser: false },
      run(run) {
        seen.push(run.backend, run.material);
        return Promise.resolve({});
      },
    });
    const options = { ...fakeOptions(results), material: [1, 2] };
    const { result } = await runStage(stage(true), { ...options, backend });
    assertEquals(seen, [backend, [1, 2]]);
    const { recorded } = JSON.parse(await Deno.readTextFile(`${result.directory}/manifest.json`));
    assertEquals([recorded.backend, recorded.adapter], [backend.reason, backend.adapter]);
    assertEquals(recorded.bindingLimit, backend.bindingLimit);

    const other = { ...options, parameters: { seed: 2 } };
    await assertRejects(() => runStage(stage(true), other), TypeError, "none was given");
    const unneeded = () => runStage(stage(false), { ...other, backend });
    await assertRejects(unneeded, TypeError, "its needs name none");
  });
});

Deno.test("runStage() gives a lost device's reason, whatever error or zeros came of it", async () => {
  await inFolder(async (results) => {
    let lost = false;
    const backend = {
      name: "webgpu",
      adapter: "a device",
      software: false,
      reason: "backend webgpu on a device",
      module: import.meta.url,
      flags: {},
      onProcessor: false,
      readEvery: 1,
      hidesNaN: false,
      check() {
        if (lost) throw new RunError("WebGPU failed: the device was lost");
      },
      prepare: () => Promise.resolve(0),
      freeUnused() {},
    } as const;
    const works: (() => Promise<Record<string, never>>)[] = [
      () => Promise.reject(new TypeError("validation error occurred")),
      () => Promise.resolve({}),
    ];
    for (const work of works) {
      lost = false;
      const stage: typeof fakeStage = {
        ...fakeStage,
        needs: { backend: true, rasteriser: false },
        run() {
          // Reported after the work has failed or ended.
          setTimeout(() => lost = true);
          return work();
        },
      };
      const options = { ...fakeOptions(results), backend };
      await assertRejects(() => runStage(stage, options), RunError, "the device was lost");
    }
    assertEquals(names(results), [".partial"]);
  });
});
