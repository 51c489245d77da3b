/**
 * One changed bit anywhere in a result: `verify` names the file, and whatever would build on it
 * refuses. The results are made by the single scripts, and are those that `reproduce` would make.
 */

import { assertEquals, assertMatch } from "@std/assert";
import { PROFILES } from "../../lib/study/profiles.ts";
import { TRANSECT_LOSS } from "../../lib/training/defaults.ts";
import {
  assertRefused,
  filesOf,
  flipByte,
  inWorkspace,
  resultOf,
  runScript,
  type ScriptName,
  snapshot,
} from "./helpers.ts";
import { trainCommand } from "../../lib/training/flags.ts";

const { points, size, holePoints } = PROFILES.smoke.dataset;
const DATASET = `--points ${points} --size ${size} --hole-points ${holePoints}`.split(" ");
const TRAINING = { subset: "punctured", loss: TRANSECT_LOSS, seed: 0 } as const;
const NETWORK = [
  ...trainCommand.arguments({ ...PROFILES.smoke.training, ...TRAINING }),
  "--backend",
  "wasm",
];
const SMALL = "--divide 64 --epochs 1 --backend wasm".split(" ");
const COMPARISON = [
  ..."--vary hole.radius=0.3 --profile smoke --seeds 1 --no-intervals".split(" "),
  ...["--backend", "wasm"],
];

/** One result of each stage that computes, and a report. */
async function makeResults(cwd: string): Promise<Record<string, string>> {
  const run = (script: ScriptName, ...args: string[]) =>
    resultOf(script, [...args, "--quiet"], { cwd });
  const dataset = await run("dataset", ...DATASET);
  const [train, ablation] = await Promise.all([
    run("train", "--dataset", dataset, ...NETWORK),
    run("ablation", "--dataset", dataset, ...SMALL),
  ]);
  const transects = await run("transects", "--model", train, "--backend", "wasm");
  // Of the same dataset and network, and of its control.
  const sweep = await run("sweep", ...COMPARISON);
  const evaluate = await run("evaluate", ...networkOf({ dataset, train }));
  const page = await run("report", "--profile", "smoke", "--backend", "wasm");
  const report = page.replace("/index.html", "");
  return { dataset, train, transects, ablation, evaluate, sweep, report };
}

/** What names a network and its dataset on a command line. */
function networkOf({ train, dataset }: Record<string, string>): string[] {
  return ["--model", train, "--dataset", dataset, "--backend", "wasm"];
}

/** Every file of a result, but of a report's figures the first one only. */
async function filesToFlip(folder: string): Promise<string[]> {
  const files = await filesOf(folder);
  const figures = files.filter((file) => file.startsWith("figures/"));
  return files.filter((file) => !figures.slice(1).includes(file));
}

Deno.test("a changed bit", async (t) => {
  await inWorkspace(async (cwd) => {
    const folders = await makeResults(cwd);
    const before = await snapshot(cwd);
    const unchanged = async () => assertEquals(await snapshot(cwd), before);
    /** Flips a bit of a file while `use` runs; the file's times are put back, too. */
    const flipped = async (files: readonly string[], use: () => Promise<void>) => {
      const paths = files.map((file) => `${cwd}/${file}`);
      const times = await Promise.all(paths.map((path) => Deno.stat(path)));
      for (const path of paths) await flipByte(path);
      try {
        await use();
      } finally {
        for (const [i, path] of paths.entries()) {
          await flipByte(path);
          await Deno.utime(path, times[i].atime!, times[i].mtime!);
        }
      }
    };

    await t.step("in any file is found by verify, which names that file only", async () => {
      const lists = await Promise.all(
        Object.values(folders).map(async (folder) =>
          (await filesToFlip(`${cwd}/${folder}`)).map((file) => ({ folder, file }))
        ),
      );
      // One file of each result at a time, so that a dozen checks cover them all.
      for (let k = 0; lists.some((list) => k < list.length); k++) {
        const chosen = lists.flatMap((list) => list.slice(k, k + 1));
        await flipped(chosen.map(({ folder, file }) => `${folder}/${file}`), async () => {
          const { code, stdout } = await runScript("verify", ["--json", "--quiet"], { cwd });
          const { problems } = JSON.parse(stdout);
          const named = problems.map(({ directory, file }: Record<string, string>) =>
            `${directory}/${file}`
          );
          assertEquals(code, 1);
          assertEquals(named.sort(), chosen.map(({ folder, file }) => `${folder}/${file}`).sort());
        });
      }
      await unchanged();
    });

    await t.step("of an input is refused by every script that would read it", async () => {
      const { dataset, train, evaluate } = folders;
      const cases: [string, ScriptName, string[]][] = [
        [`${train}/encoder/weights.bin`, "evaluate", networkOf(folders)],
        [`${dataset}/hole_points.csv`, "evaluate", networkOf(folders)],
        [`${evaluate}/tables/points.csv`, "sweep", COMPARISON],
        [`${train}/decoder/model.json`, "sweep", COMPARISON],
        [`${dataset}/images.npy`, "train", ["--dataset", dataset, ...SMALL]],
        [`${dataset}/manifest.json`, "train", ["--dataset", dataset, ...NETWORK]],
        [`${dataset}/points.csv`, "ablation", ["--dataset", dataset, ...SMALL]],
        [`${train}/decoder/weights.bin`, "transects", ["--model", train]],
        [`${train}/tables/latents.csv`, "transects", ["--model", train, "--control", train]],
        [`${train}/metrics.json`, "report", ["--profile", "smoke"]],
        [`${dataset}/hole_images.npy`, "report", ["--profile", "smoke"]],
        [`${dataset}/images.npy`, "reproduce", ["--profile", "smoke"]],
        [`${train}/encoder/model.json`, "reproduce", ["--profile", "smoke"]],
      ];
      for (const [file, script, args] of cases) {
        await flipped([file], async () => {
          const backend = args.includes("--backend") ? [] : ["--backend", "wasm"];
          const ran = await runScript(script, [...args, ...backend, "--quiet"], { cwd });
          assertRefused(ran, { script, message: new RegExp(file.split("/").slice(3).join("/")) });
          assertMatch(ran.stderr, new RegExp(file.split("/")[2]));
        });
      }
      await unchanged();
    });

    await t.step("of a result is refused by the script that made it", async () => {
      const { dataset, train, transects, ablation, evaluate, sweep, report } = folders;
      const cases: [string, ScriptName, string[]][] = [
        [`${dataset}/metrics.json`, "dataset", DATASET],
        [`${train}/metrics.jsonl`, "train", ["--dataset", dataset, ...NETWORK]],
        [`${transects}/truth.npy`, "transects", ["--model", train, "--backend", "wasm"]],
        [`${ablation}/tables/axes.csv`, "ablation", ["--dataset", dataset, ...SMALL]],
        [`${evaluate}/tables/methods.csv`, "evaluate", networkOf(folders)],
        [`${sweep}/tables/arms.csv`, "sweep", COMPARISON],
        [`${report}/index.html`, "report", ["--profile", "smoke", "--backend", "wasm"]],
      ];
      for (const [file, script, args] of cases) {
        await flipped([file], async () => {
          const ran = await runScript(script, [...args, "--quiet"], { cwd });
          assertRefused(ran, { script, message: /move or delete this folder to have it made/ });
          assertMatch(ran.stderr, new RegExp(file.split("/").at(-1)!));
        });
      }
      await unchanged();
    });

    await t.step("that is mended again leaves everything usable", async () => {
      const { dataset, train } = folders;
      const { code, stdout } = await runScript("verify", [], { cwd });
      assertEquals([code, stdout.split("\n")[0]], [0, "13 results checked, no problems"]);
      assertEquals(await resultOf("train", ["--dataset", dataset, ...NETWORK], { cwd }), train);
      await unchanged();
    });
  });
});
