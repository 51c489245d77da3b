import { findArray } from "../../lib/evaluation/own/model_files.ts";
import { testRows } from "../../lib/evaluation/own/outputs.ts";
import { drawer, latticeSet, pixelsOf, testSets } from "../../lib/evaluation/sets.ts";
import { readDataset } from "../../lib/dataset/files.ts";
import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { encodeNpy } from "../../lib/files/npy.ts";
import { createRandom } from "../../lib/random.ts";
import { insideHole, parseHole } from "../../lib/space/hole.ts";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { linearDecoder, linearEncoder, linearModel } from "../evaluation/own/onnx_writer.ts";
import { copyFolder } from "../shared_study.ts";
import { type Case, inWorkspace, refuseAll, resultOf, runScript } from "./helpers.ts";

const SIZE = 16, AREA = SIZE ** 2;
const DATASET = `--points 80 --size ${SIZE} --stroke 1.5 --hole-points 10 --quiet`.split(" ");
const HOLE = parseHole("disc:1.25,1,0.3");

/** Reconstructions that are the truth with noise, in the hole stronger by so much. */
async function writeOutputs(
  path: string,
  { dataset: folder, seed, inHole }: { dataset: string; seed: number; inHole: number },
): Promise<void> {
  const dataset = await readDataset(folder);
  const draw = await drawer({ ...DEFAULT_SHAPES, size: SIZE, geometry: "square", stroke: 1.5 });
  const random = createRandom(seed, "tests/own-models");
  const sets = [...testSets(dataset, draw), latticeSet(draw)];
  const images = sets.flatMap((set) => {
    const pixels = pixelsOf(set);
    return [...pixels].map((value, i) => {
      const inside = insideHole(HOLE, set.points[Math.floor(i / AREA)]);
      const share = (0.1 + (inside ? inHole : 0)) * random.uniform();
      return value * (1 - share);
    });
  });
  const { count } = testRows(dataset);
  await Deno.writeFile(path, encodeNpy(Float32Array.from(images), [count, SIZE, SIZE]));
  assertEquals((await findArray("--reconstructions", path)).shape[0], count);
}

Deno.test("a model of one's own is evaluated and compared with its control, from files to intervals", async (t) => {
  await inWorkspace(async (cwd) => {
    const evaluate = (...args: string[]) =>
      resultOf("evaluate", [...args, "--backend", "wasm", "--quiet"], { cwd });
    const pairs: [string, string][] = [];
    for (const seed of [0, 1]) {
      const dataset = await resultOf("dataset", [...DATASET, "--seed", `${seed}`], { cwd });
      const found: string[] = [];
      for (const [subset, inHole] of [["punctured", 0.5], ["control", 0]] as const) {
        const file = `${cwd}/${subset}${seed}.npy`;
        await writeOutputs(file, { dataset: `${cwd}/${dataset}`, seed, inHole });
        const args = ["--dataset", dataset, "--reconstructions", file, "--name", "noisy"];
        found.push(await evaluate(...args, "--subset", subset, "--seed", `${seed + 3}`));
      }
      pairs.push(found as [string, string]);
    }
    const flags = (of: readonly (readonly [string, string])[]) =>
      of.flatMap(([model, control]) => ["--punctured", model, "--control", control]);

    await t.step("the comparison finds what the hole costs, and by how much", async () => {
      assertMatch(pairs[1][0], /^results\/evaluate\/noisy-punctured-s4-disc-/);
      const ran = await runScript("compare", [...flags(pairs), "--name", "noisy"], { cwd });
      assertEquals(ran.code, 0, ran.stderr);
      assertStringIncludes(ran.stdout, "2 seeds; [95 % t interval over seeds]");
      const rows = readCsv(await Deno.readTextFile(`${cwd}/${ran.last}/tables/arms.csv`));
      const deficit = rows.find((row) =>
        row.set === "hole" && row.measure === "dice" && row.quantity === "deficit"
      )!;
      const seeds = readCsv(await Deno.readTextFile(`${cwd}/${ran.last}/tables/seeds.csv`))
        .filter((row) => row.set === "hole" && row.measure === "dice");
      assertEquals(seeds.map(({ seed }) => seed), ["3", "4"]);
      const mean = seeds.reduce((sum, row) => sum + Number(row.control) - Number(row.model), 0) / 2;
      assertAlmostEquals(Number(deficit.estimate), mean, 1e-9);
      assert(Number(deficit.estimate) > 0.01, "a share of 0.25 of the ink is missing in the hole");
      for (const figure of ["arms", "distance", "error_map", "methods"]) {
        const svg = await Deno.readTextFile(`${cwd}/${ran.last}/figures/${figure}.svg`);
        assertStringIncludes(svg, "</svg>");
      }
      const again = await runScript("compare", [...flags(pairs), "--name", "noisy"], { cwd });
      assertStringIncludes(again.stderr, "found in the results, nothing to run");
    });

    await t.step("one pair has no interval", async () => {
      const ran = await runScript("compare", flags(pairs.slice(0, 1)), { cwd });
      assertStringIncludes(ran.stdout, "one seed, no interval");
    });

    await t.step("results are whole, and a wrong pair or file is refused", async () => {
      const checked = await runScript("verify", [], { cwd });
      assertEquals(checked.code, 0, checked.stderr + checked.stdout);
      const [[model, control], [model1, control1]] = pairs;
      const dataset = await resultOf("dataset", [...DATASET, "--seed", "0"], { cwd });
      const own = `--dataset ${dataset} --backend wasm`;
      const outputs = `${own} --subset full --reconstructions punctured0.npy`;
      await Deno.writeTextFile(`${cwd}/no.onnx`, "no model");
      const cases: Case[] = [
        ["compare", "", /as many evaluations, at least one each, received 0 and 0/],
        ["compare", `--punctured ${model}`, /received 1 and 0/],
        ["compare", `--punctured ${model} --control ${model}`, /named once/],
        ["compare", `--punctured ${control} --control ${model}`, /trained on the control images/],
        ["compare", `--punctured ${model} --control ${control1}`, /of the dataset of its/],
        ["compare", `--punctured ${model1} --control none`, /none/],
        [
          "compare",
          `--punctured ${dataset} --control ${control}`,
          /a result of evaluate is needed/,
        ],
        ["compare", `--name a/b`, /--name must be a word/],
        ["evaluate", own, /one model must be given: --model, --reconstructions, or --onnx-enc/],
        ["evaluate", `${outputs} --model x`, /one model must be given/],
        ["evaluate", `${own} --reconstructions punctured0.npy`, /--subset must say/],
        ["evaluate", `${own} --subset full --onnx-encoder no.onnx`, /must be given together/],
        [
          "evaluate",
          `${own} --subset full --onnx-encoder no.onnx --onnx-decoder no.onnx`,
          /must be an ONNX file: it does not begin like one/,
        ],
        ["evaluate", `${outputs} --noise`, /--noise must be left out without --model or --onnx/],
        ["evaluate", `${outputs} --stroke 2`, /--stroke must be left out/],
        ["evaluate", `${outputs} --epoch 2`, /--epoch must be left out without --model/],
        ["evaluate", `${outputs} --layout nchw`, /--layout must be left out without --onnx/],
        ["evaluate", `--dataset ${dataset} --model x --codes y`, /--codes must be left out/],
        ["evaluate", `--dataset ${dataset} --model x --seed 1`, /--seed must be left out/],
        ["evaluate", `--dataset ${dataset} --model x --logits`, /--logits must be left out/],
        ["evaluate", `${outputs} --codes punctured0.npy`, /--codes .* must hold \d+ codes/],
        [
          "evaluate",
          `${own} --subset full --reconstructions none.npy`,
          /--reconstructions .*none.npy cannot be read: no such file/,
        ],
      ];
      await refuseAll(cases, cwd);
    });

    await t.step(
      "evaluations of other holes, shapes or drawings are not compared as one",
      async () => {
        const others = [
          [
            "--hole disc:1.25,1,0.4",
            /of one hole, .*received hole disc:1.25,1,0.3 and disc:1.25,1,0.4/,
          ],
          ["--petals 3", /of one hole, .*received petals 5 and 3/],
          ["--geometry published", /of one hole, .*received geometry square and published/],
        ] as const;
        for (const [drawn, message] of others) {
          const dataset = await resultOf("dataset", [...DATASET, ...drawn.split(" ")], { cwd });
          const other: string[] = [];
          for (const subset of ["punctured", "control"] as const) {
            const file = `${cwd}/other-${subset}.npy`;
            await writeOutputs(file, { dataset: `${cwd}/${dataset}`, seed: 0, inHole: 0 });
            const args = ["--dataset", dataset, "--reconstructions", file];
            other.push(await evaluate(...args, "--subset", subset));
          }
          const pair = flags([pairs[0], other as [string, string]]).join(" ");
          await refuseAll([["compare", pair, message]], cwd);
        }
      },
    );

    await t.step("two pairs of one seed are numbered, and stay two", async () => {
      // The same model under another name.
      const [dataset] = [await resultOf("dataset", [...DATASET, "--seed", "1"], { cwd })];
      const again = await Promise.all((["punctured", "control"] as const).map(async (subset) => {
        const args = ["--dataset", dataset, "--reconstructions", `${cwd}/${subset}1.npy`];
        return await evaluate(...args, "--name", "again", "--subset", subset, "--seed", "4");
      })) as [string, string];
      const ran = await runScript("compare", flags([pairs[1], again]), { cwd });
      assertEquals(ran.code, 0, ran.stderr);
      assertStringIncludes(ran.stdout, "2 seeds; [95 % t interval over seeds]");
      const seeds = readCsv(await Deno.readTextFile(`${cwd}/${ran.last}/tables/seeds.csv`));
      assertEquals([...new Set(seeds.map(({ seed }) => seed))], ["0", "1"]);
    });

    await t.step(
      "a control stands beside the network of its seed, where both are there",
      async () => {
        const dataset = await resultOf("dataset", [...DATASET, "--seed", "1"], { cwd });
        const made = (subset: string, seed: number) =>
          evaluate(
            ...["--dataset", dataset, "--reconstructions", `${cwd}/${subset}1.npy`],
            ...["--name", "other", "--subset", subset, "--seed", `${seed}`],
          );
        const [model, control, another] = [
          await made("punctured", 5),
          await made("control", 5),
          await made("control", 6),
        ];
        const [four, controlOfFour] = pairs[1];
        const crossed = flags([[four, control], [model, controlOfFour]]).join(" ");
        await refuseAll([[
          "compare",
          crossed,
          /control must have the seed of its --punctured, .* has seed 5, \S+ has seed 4, as \S+-s4-/,
        ]], cwd);
        const pair = await runScript("compare", flags([[model, another]]), { cwd });
        assertEquals(pair.code, 0, pair.stderr);
      },
    );

    await t.step(
      "networks of the suite must be trained in one way, however their folders are spelt",
      async () => {
        const drawn = ["--points", "80", "--size", "32", "--hole-points", "10", "--quiet"];
        const dataset = await resultOf("dataset", drawn, { cwd });
        const made = async (...flags: string[]) => {
          const usual = ["--dataset", dataset, "--divide", "32", "--quiet"];
          const model = await resultOf("train", [...usual, "--backend", "wasm", ...flags], { cwd });
          const found = await evaluate("--model", model, "--dataset", dataset);
          assertEquals(await evaluate("--model", `${model}/`, "--dataset", `${dataset}/`), found);
          // A copy with another name has the same key.
          const copy = `${cwd}/my ${model.split("/").at(-1)}`;
          await copyFolder(`${cwd}/${model}`, copy);
          assertEquals(await evaluate("--model", copy, "--dataset", dataset), found);
          return found;
        };
        const network = await made("--epochs", "1");
        const control = await made("--epochs", "1", "--subset", "control");
        const longer = await made("--epochs", "2", "--subset", "control");
        const { model } = JSON.parse(await Deno.readTextFile(`${cwd}/${control}/manifest.json`))
          .inputs;
        const [folder] = [...Deno.readDirSync(`${cwd}/results/train`)]
          .filter(({ name }) => name.endsWith(model.key.slice(0, 12)));
        const trained = `results/train/${folder.name}`;
        const noisy = await evaluate("--model", trained, "--dataset", dataset, "--noise");
        const ran = await runScript(
          "compare",
          ["--punctured", `${network}/`, "--control", `${control}/`],
          { cwd },
        );
        assertEquals(ran.code, 0, ran.stderr);
        await refuseAll([
          [
            "compare",
            `--punctured ${network} --control ${longer}`,
            /all networks must be trained in one way, received epochs 1 and 2/,
          ],
          [
            "compare",
            `--punctured ${network} --control ${noisy}`,
            /all models must be evaluated in one way, received noise (false and true|none and true)/,
          ],
          [
            "compare",
            flags([[network, control], [`./${network}`, `./${control}`]]).join(" "),
            /each evaluation must be named once/,
          ],
        ], cwd);
      },
    );

    await t.step("what cannot be computed again says so, and the rest is", async () => {
      const manifest = `${cwd}/${pairs[0][0]}/manifest.json`;
      const { inputs } = JSON.parse(await Deno.readTextFile(manifest));
      const key = inputs.dataset.key.slice(0, 12);
      const dataset = [...Deno.readDirSync(`${cwd}/results/dataset`)]
        .find(({ name }) => name.endsWith(key))!.name;
      const folders = [pairs[0][0], `results/dataset/${dataset}`];
      const ran = await runScript("verify", ["--rerun", ...folders], { cwd });
      assertEquals(ran.code, 0, ran.stderr);
      assertMatch(
        ran.stdout,
        /: was not run again: the model's own files are no part of a result\n2 results checked, no pr/,
      );
    });

    await t.step("an encoder and a decoder are run with the permissions of evaluate", async () => {
      const model = linearModel(SIZE, 2);
      await Deno.writeFile(`${cwd}/e.onnx`, linearEncoder(model));
      await Deno.writeFile(`${cwd}/d.onnx`, linearDecoder(model));
      const dataset = await resultOf("dataset", [...DATASET, "--seed", "0"], { cwd });
      const files = ["--onnx-encoder", "e.onnx", "--onnx-decoder", "d.onnx"];
      const folder = await evaluate("--dataset", dataset, ...files, "--subset", "full");
      const metrics = JSON.parse(await Deno.readTextFile(`${cwd}/${folder}/metrics.json`));
      assert(!("left_out" in metrics));
      assertEquals(Object.keys(metrics.methods.hole).length, 8);
      assert(metrics.codes.volume_inside > 0);
      // Other lines on one side only would count as what the hole costs.
      const of = (subset: string, ...more: string[]) =>
        evaluate("--dataset", dataset, ...files, "--subset", subset, ...more);
      const [wide, control] = [await of("punctured", "--stroke", "3"), await of("control")];
      await refuseAll([[
        "compare",
        `--punctured ${wide} --control ${control}`,
        /models must be evaluated in one way, received stroke 3 and /,
      ]], cwd);
    });
  });
});
