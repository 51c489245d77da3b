/**
 * Wrong folders and backends, for every script that takes them: one line that names what, what was
 * given and what is allowed, exit code 2, and nothing that was there is touched.
 */

import { assertEquals, assertMatch } from "@std/assert";
import { makeComparison } from "../study/made_comparisons.ts";
import {
  assertRefused,
  type Case,
  inWorkspace,
  refuseAll,
  resultOf,
  runScript,
  type ScriptName,
  snapshot,
} from "./helpers.ts";

Deno.test("folders that are missing, another stage's, damaged or of the wrong kind", async () => {
  await inWorkspace(async (cwd) => {
    const make = (script: ScriptName, args: string) =>
      resultOf(script, [...args.split(" "), "--quiet"], { cwd });
    const dataset = await make("dataset", "--points 600 --size 32 --hole-points 20");
    const small = await make("dataset", "--points 30 --size 24 --hole-points 5");
    const odd = await make("dataset", "--points 30 --size 36 --hole-points 5");
    const train = await make("train", `--dataset ${dataset} --divide 64 --epochs 1 --backend wasm`);
    const wide = await make("dataset", "--points 30 --size 40 --hole-points 5");
    const other = await make("train", `--dataset ${wide} --divide 64 --epochs 1 --backend wasm`);

    const copy = async (name: string, spoil: (directory: string) => Promise<unknown>) => {
      const target = `${cwd}/${name}`;
      await Deno.mkdir(target);
      for await (const { name, isFile } of Deno.readDir(`${cwd}/${dataset}`)) {
        if (isFile) await Deno.copyFile(`${cwd}/${dataset}/${name}`, `${target}/${name}`);
      }
      await spoil(target);
      return name;
    };
    const damaged: [string, RegExp][] = [
      [
        await copy("cut", (folder) => Deno.truncate(`${folder}/images.npy`, 1000)),
        /Cannot use cut as --dataset: images\.npy does not match its manifest \(\d+ bytes recorded, 1000 found\)/,
      ],
      [
        await copy("edited", (folder) => Deno.writeTextFile(`${folder}/metrics.json`, "{}\n")),
        /Cannot use edited as --dataset: metrics\.json does not match its manifest/,
      ],
      [
        await copy("lacking", (folder) => Deno.remove(`${folder}/points.csv`)),
        /Cannot use lacking as --dataset: points\.csv is missing/,
      ],
      [
        await copy("added", (folder) => Deno.writeTextFile(`${folder}/note.txt`, "")),
        /Cannot use added as --dataset: note\.txt is not in the manifest/,
      ],
      [
        await copy("unsigned", (folder) => Deno.remove(`${folder}/manifest.json`)),
        /Cannot use unsigned as --dataset: manifest\.json is missing/,
      ],
      [
        "none",
        /Cannot use none as --dataset: does not exist; the folder of a result of dataset is needed/,
      ],
      [
        `${dataset}/points.csv`,
        /points\.csv as --dataset: is no folder; the folder of a result of dataset is needed/,
      ],
      [".", /Cannot use \. as --dataset: manifest\.json is missing/],
      [train, /a result of dataset is needed, this is one of train/],
    ];
    const wasm = "--backend wasm";
    await refuseAll([
      ...damaged.map(([folder, message]): Case => [
        "train",
        `--dataset ${folder} ${wasm}`,
        message,
      ]),
      ["ablation", `--dataset none ${wasm}`, /Cannot use none as --dataset: does not exist/],
      [
        "ablation",
        `--dataset cut ${wasm}`,
        /Cannot use cut as --dataset: images\.npy does not match/,
      ],
      ["transects", `--model none ${wasm}`, /Cannot use none as --model: does not exist/],
      [
        "transects",
        `--model ${dataset} ${wasm}`,
        /a result of train is needed, this is one of dataset/,
      ],
      [
        "transects",
        `--model ${train} --control none ${wasm}`,
        /Cannot use none as --control: does not exist/,
      ],
      ["transects", `--model ${train} --control ${dataset} ${wasm}`, /of train is needed/],
      [
        "transects",
        `--model ${train} --control ${other} ${wasm}`,
        /--control must .*size 32, received size 40/,
      ],
      ["train", `--dataset ${odd} ${wasm}`, /a multiple of 8 from 32 to 1024, received 36/],
      ["train", `--dataset ${small} ${wasm}`, /a multiple of 8 from 32 to 1024, received 24/],
      ["ablation", `--dataset ${small} ${wasm}`, /a multiple of 8 from 32 to 1024, received 24/],
      [
        "train",
        `--dataset ${dataset} --batch 1024 ${wasm}`,
        /--batch must be at most the \d+ training images of the punctured subset, received 1024/,
      ],
      [
        "ablation",
        `--dataset ${dataset} --batch 541 ${wasm}`,
        /--batch must be at most the 540 training images of the full subset, received 541/,
      ],
      [
        "report",
        `--profile paper ${wasm}`,
        /No results of profile paper in results: run deno task/,
        1,
      ],
      ["verify", "--results none", /--results must be a folder with results, received none/],
      ["verify", "--against none", /Cannot compare with none: it holds no/],
      [
        "verify",
        "--results results/dataset",
        /--results must be the folder above those of the stages/,
      ],
      ["verify", "results", /results is a folder of results, not one: give it as --results/],
    ], cwd);
  });
});

Deno.test("a report says which comparison it leaves out, also where there is no other", async () => {
  await inWorkspace(async (cwd) => {
    const sweep = await makeComparison(`${cwd}/results`, {
      ...{ study: "flaws", profile: "smoke", seeds: 2 },
    });
    await Deno.writeTextFile(`${sweep.directory}/notes.txt`, "");
    const args = ["--profile", "smoke", "--backend", "wasm", "--quiet"];
    const { code, stderr } = await runScript("report", args, { cwd });
    assertEquals(code, 1);
    assertMatch(stderr, /^left out: .*notes\.txt[^\n]*\n.*No results of profile smoke/);
  });
});

Deno.test("a results folder that cannot be written to", async () => {
  await inWorkspace(async (cwd) => {
    // Below a file not even root can write.
    await Deno.writeTextFile(`${cwd}/file`, "");
    const dataset = await resultOf("dataset", "--points 40 --size 32 --quiet".split(" "), { cwd });
    const train = ["--dataset", dataset, "--divide", "64", "--epochs", "1"];
    const model = await resultOf("train", [...train, "--backend", "wasm", "--quiet"], { cwd });
    const before = await snapshot(cwd);
    const cases: [ScriptName, string[]][] = [
      ["dataset", ["--points", "40", "--size", "32"]],
      ["train", train],
      ["ablation", train],
      ["transects", ["--model", model]],
      ["reproduce", ["--profile", "smoke"]],
    ];
    for (const [script, args] of cases) {
      const options = { cwd, results: "file/results" };
      const ran = await runScript(script, [...args, "--backend", "wasm", "--quiet"], options);
      assertRefused(ran, {
        script,
        message: /Cannot write to file\/results: .*--results must name/,
      });
    }
    assertEquals(await snapshot(cwd), before);
  });
});

Deno.test({
  name: "a backend that is not there",
  // Elsewhere a driver cannot be hidden from a child process.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    inWorkspace(async (cwd) => {
      const dataset = await resultOf("dataset", "--points 40 --size 32 --quiet".split(" "), {
        cwd,
      });
      const message = /--backend webgpu needs a WebGPU adapter, and .*; allowed here: auto, wasm/;
      const train = `--dataset ${dataset} --divide 64 --epochs 1`;
      const model = await resultOf("train", [...train.split(" "), "--quiet"], { cwd });
      await refuseAll([
        ["train", `${train} --backend webgpu`, message],
        ["ablation", `${train} --backend webgpu`, message],
        ["transects", `--model ${model} --backend webgpu`, message],
        ["reproduce", "--profile smoke --backend webgpu", message],
        ["report", "--profile smoke --backend webgpu", message],
      ], cwd);
    }),
});
