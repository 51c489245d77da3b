/**
 * Wrong flags, values, holes and points, for every script that takes them: one line that names
 * what, what was given and what is allowed, exit code 2, and nothing that was there is touched.
 */

import { type Case, inWorkspace, refuseAll, type ScriptName } from "./helpers.ts";

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
        /--profile must be one of smoke, small, full, paper, received tiny/,
      ],
      ["reproduce", "--dry-run=no", /--dry-run must be given without a value, received no/],
      [
        "report",
        "--profile tiny",
        /--profile must be one of smoke, small, full, paper, received tiny/,
      ],
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
      // A box over a whole axis is a strip.
      ["dataset", "--hole box:0.5,2,0,2", /strip:b,0,2 leaves no training image of 5000 points/],
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
