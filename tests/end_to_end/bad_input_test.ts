/**
 * Wrong flags, values and files, for every script that takes them: one line that names what, what
 * was given and what is allowed, exit code 2, and nothing that was there is touched.
 */

import { assertEquals } from "../assert.ts";
import {
  assertRefused,
  inWorkspace,
  resultOf,
  runScript,
  type ScriptName,
  snapshot,
} from "./helpers.ts";

/** A command line, as words between blanks, and what its one line of complaint must say. */
type Case = readonly [script: ScriptName, args: string, message: RegExp, exit?: 1];

/** Runs cases, two at a time, and fails with all that went wrong. */
async function refuseAll(cases: readonly Case[], cwd: string): Promise<void> {
  const before = await snapshot(cwd);
  const wrong: string[] = [];
  const queue = [...cases];
  const worker = async () => {
    for (let next; (next = queue.shift());) {
      const [script, args, message, exit] = next;
      const words = [...args.split(" ").filter(Boolean), "--quiet"];
      const ran = await runScript(script, words, { cwd });
      try {
        assertRefused(ran, { script, message, exit });
      } catch (error) {
        wrong.push(`${script} ${args}: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  await Promise.all([worker(), worker()]);
  assertEquals(wrong.join("\n\n"), "");
  assertEquals(await snapshot(cwd), before);
}

/** Every way to write a value that is no number in the flag's range. */
function badNumbers(
  script: ScriptName,
  flag: string,
  { values, rest = "" }: { values: string; rest?: string },
): Case[] {
  return values.split(" ").map((value): Case => {
    const given = value.replaceAll(/[.+]/g, "\\$&");
    const message = new RegExp(`--${flag} must be a .*number .*received ${given}$`, "m");
    return [script, `${rest} --${flag} ${value}`, message];
  });
}

Deno.test("flags that no script knows, and those that are missing", async () => {
  await inWorkspace(async (cwd) => {
    const scripts: ScriptName[] = ["reproduce", "dataset", "train", "transects", "ablation"];
    await refuseAll([
      ...[...scripts, "report", "verify", "render"].flatMap((script): Case[] => [
        [
          script as ScriptName,
          "--colour red",
          /unknown flag --colour: (did you mean|allowed are) --/,
        ],
        [
          script as ScriptName,
          "--backend cuda",
          /--backend must be one of auto, webgpu, wasm, rec.* cuda/,
        ],
        [script as ScriptName, "--results", /--results must be .*received no value/],
      ]),
      ...scripts.map((script): Case => [script, "stray", /unexpected argument stray: only flags/]),
      ["train", "--subset full", /--dataset is missing: it must be /],
      ["ablation", "", /--dataset is missing: it must be /],
      ["transects", "--count 3", /--model is missing: it must be /],
      ["dataset", "--point 5", /unknown flag --point: did you mean --points\?/],
      ["dataset", "--seed 1 --seed 2", /--seed must be given once, received 1 and 2/],
      ["dataset", "--quiet=yes", /--quiet must be given without a value, received yes/],
      [
        "reproduce",
        "--profile tiny",
        /--profile must be one of smoke, small, paper, received tiny/,
      ],
      ["reproduce", "--dry-run=no", /--dry-run must be given without a value, received no/],
      ["report", "--profile tiny", /--profile must be one of smoke, small, paper, received tiny/],
    ], cwd);
  });
});

Deno.test("numbers that are negative, zero, huge or none at all", async () => {
  await inWorkspace(async (cwd) => {
    const seeds = "-1 1.5 NaN 4294967296";
    const dataset = { rest: "--dataset none" };
    await refuseAll([
      ...badNumbers("dataset", "points", { values: "-1 0 1.5 NaN Infinity 200001 1e99 many 0x10" }),
      ...badNumbers("dataset", "size", { values: "-64 0 1025 NaN 64px" }),
      ...badNumbers("dataset", "stroke", { values: "-1 0 NaN 101" }),
      ...badNumbers("dataset", "validation", { values: "-0.1 0 1 NaN" }),
      ...badNumbers("dataset", "hole-points", { values: "-1 0 NaN" }),
      ...badNumbers("dataset", "seed", { values: seeds }),
      ...badNumbers("train", "epochs", { ...dataset, values: "-1 0 NaN 10001" }),
      ...badNumbers("train", "batch", { ...dataset, values: "-8 0 2.5 NaN 1025" }),
      ...badNumbers("train", "rate", { ...dataset, values: "-1e-3 0 NaN 2 1e400 fast" }),
      ...badNumbers("train", "divide", { ...dataset, values: "0 NaN" }),
      ...badNumbers("train", "latents", { ...dataset, values: "0 65" }),
      ...badNumbers("train", "lambda", { ...dataset, values: "-1 NaN Infinity" }),
      ...badNumbers("train", "gamma", { ...dataset, values: "-1 1e7" }),
      ...badNumbers("train", "seed", { ...dataset, values: "-1 NaN" }),
      ...badNumbers("ablation", "epochs", { ...dataset, values: "0 NaN" }),
      ...badNumbers("transects", "count", { rest: "--model none", values: "-1 0 1 NaN 1001" }),
      ...badNumbers("reproduce", "seed", { values: seeds }),
      ...badNumbers("reproduce", "seeds", { values: "-1 0 NaN 1001" }),
      ...badNumbers("reproduce", "jobs", { values: "-2 0 1.5 NaN" }),
      ...badNumbers("report", "seeds", { values: "0 NaN" }),
      [
        "dataset",
        "--points 200000 --size 1024",
        /points.* at most \d+ images of 1024² fit in 2 GiB/,
      ],
      ["verify", "--tolerance -1,0", /--tolerance must be two numbers ABS,REL .*received -1,0/],
      ["verify", "--tolerance NaN,NaN", /--tolerance must be two numbers .*received NaN,NaN/],
    ], cwd);
  });
});

Deno.test("holes, transects and points that are no part of the space", async () => {
  await inWorkspace(async (cwd) => {
    const file = async (name: string, text: string) => {
      await Deno.writeTextFile(`${cwd}/${name}`, text);
      return `--size 16 --points-file ${name}`;
    };
    const inside = Array.from({ length: 20 }, () => "1.25,1\n").join("");
    await refuseAll([
      ["dataset", "--hole box:0.5,2,0,2", /box:0\.5,2,0,2 leaves no training image of 5000 points/],
      ["dataset", "--hole disc:1.25,1,9", /leaves no training image/],
      ["dataset", "--points 1 --hole none", /leaves no training image of 1 points/],
      [
        "dataset",
        "--hole disc:9,9,0.3",
        /--hole must be none, disc:a,b,r,.*lies outside the space, .*a from/,
      ],
      ["dataset", "--hole strip:a,2,3", /--hole must be .*strip:a,2,3.*outside the space/],
      ["dataset", "--hole disc:1.25,1,0", /--hole must be .*radius must be > 0, received 0/],
      ["dataset", "--hole disc:1.25,1,-1", /--hole must be .*radius must be > 0, received -1/],
      ["dataset", "--hole disc:1.25,1,NaN", /--hole must be .*"NaN" is no finite number/],
      ["dataset", "--hole disc:1.25,1", /--hole must be .*disc takes 3 numbers, not 2/],
      [
        "dataset",
        "--hole box:2,1,0,2",
        /--hole must be .*the lower end 2 must be < the upper end 1/,
      ],
      ["dataset", "--hole circle:1,1,1", /--hole must be .*received .*circle:1,1,1/],
      ["transects", "--model none --transect P4", /transect must be P1, P2, P3 or .*received "P4"/],
      ["transects", "--model none --transect 0,0:1,1", /transect must be .*\(0, 0\) lies outside/],
      [
        "transects",
        "--model none --transect 1,1:1,1",
        /transect must be .*its two ends must differ/,
      ],
      [
        "transects",
        "--model none --transect P1 --transect P1",
        /--transect must name different transects, received P1 P1/,
      ],
      ["dataset", "--points-file none.csv", /points file none\.csv cannot be read: no such file/],
      ["dataset", "--points-file .", /points file \. cannot be read: it is a directory/],
      ["dataset", await file("empty.csv", ""), /points file empty\.csv.*(must hold|header|column)/],
      ["dataset", await file("header.csv", "a,b\n"), /must hold 1 to 200000 points, received 0/],
      [
        "dataset",
        await file("columns.csv", "x,y\n1,1\n"),
        /line 1: .*name the column a, received x,y/,
      ],
      ["dataset", await file("ragged.csv", "a,b\n1,1\n1\n"), /ragged\.csv.*(line|row) [23]/],
      [
        "dataset",
        await file("words.csv", "a,b\n1,one\n"),
        /line 2: b must be a finite number, received one/,
      ],
      [
        "dataset",
        await file("outside.csv", "a,b\n1,1\n1,2.5\n"),
        /line 3: b must be from 0 to 2, received 2\.5/,
      ],
      [
        "dataset",
        await file("hole.csv", `a,b\n${inside}`),
        /leaves no training image of 20 points/,
      ],
    ], cwd);
  });
});

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
        /Cannot use cut: images\.npy does not match its manifest \(\d+ bytes recorded, 1000 found\)/,
      ],
      [
        await copy("edited", (folder) => Deno.writeTextFile(`${folder}/metrics.json`, "{}\n")),
        /Cannot use edited: metrics\.json does not match its manifest/,
      ],
      [
        await copy("lacking", (folder) => Deno.remove(`${folder}/points.csv`)),
        /Cannot use lacking: points\.csv is missing/,
      ],
      [
        await copy("added", (folder) => Deno.writeTextFile(`${folder}/note.txt`, "")),
        /Cannot use added: note\.txt is not in the manifest/,
      ],
      [
        await copy("unsigned", (folder) => Deno.remove(`${folder}/manifest.json`)),
        /Cannot use unsigned: manifest\.json is missing/,
      ],
      ["none", /Cannot use none: does not exist/],
      [`${dataset}/points.csv`, /points\.csv: is no folder/],
      [".", /Cannot use \.: manifest\.json is missing/],
      [train, /a result of dataset is needed, this is one of train/],
    ];
    const wasm = "--backend wasm";
    await refuseAll([
      ...damaged.map(([folder, message]): Case => [
        "train",
        `--dataset ${folder} ${wasm}`,
        message,
      ]),
      ["ablation", `--dataset none ${wasm}`, /Cannot use none: does not exist/],
      ["ablation", `--dataset cut ${wasm}`, /Cannot use cut: images\.npy does not match/],
      ["transects", `--model none ${wasm}`, /Cannot use none: does not exist/],
      [
        "transects",
        `--model ${dataset} ${wasm}`,
        /a result of train is needed, this is one of dataset/,
      ],
      ["transects", `--model ${train} --control none ${wasm}`, /Cannot use none: does not exist/],
      ["transects", `--model ${train} --control ${dataset} ${wasm}`, /of train is needed/],
      [
        "transects",
        `--model ${train} --control ${other} ${wasm}`,
        /--control must .*size 32, received 40/,
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
    ], cwd);
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
