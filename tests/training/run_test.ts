/** What a training run writes: each row of its tables belongs to the point that it names. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { buildDataset, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { writeDataset } from "../../lib/dataset/files.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { errorsOf } from "../../lib/measure/image/image_set_errors.ts";
import { loadVae } from "../../lib/model/files.ts";
import { encodeMeans, reconstruct } from "../../lib/model/inference.ts";
import { runTraining } from "../../lib/training/run.ts";
import { useBackend } from "../backend/devices.ts";
import { inFolder } from "../results/fake_stage.ts";
import { TINY } from "./fixtures.ts";
import { resultIn, stageRun } from "../results/stage_run.ts";

Deno.test("each row of a training's tables is of the point that it names", async () => {
  const backend = await useBackend("wasm");
  const parameters = resolveDatasetParameters({ points: 60, size: 32, holePoints: 4, seed: 3 });
  const dataset = await buildDataset(parameters);
  await inFolder(async (root) => {
    const [from, to, scratch] = ["dataset", "train", "scratch"].map((name) => `${root}/${name}`);
    await Promise.all([from, to, scratch].map((folder) => Deno.mkdir(folder)));
    await writeDataset(outputFolder(from), dataset);
    await runTraining(stageRun({
      parameters: { ...TINY, epochs: 1 },
      inputs: { dataset: resultIn(from, { stage: "dataset", parameters }) },
      out: outputFolder(to),
      scratch,
      backend,
    }));
    const table = async (name: string) =>
      readCsv(await Deno.readTextFile(`${to}/tables/${name}.csv`));
    const vae = await loadVae(to);
    const { points, holePoints, holeImages, subsets } = dataset;

    const latents = await table("latents");
    assertEquals(
      latents.map(({ a, b }) => ({ a: Number(a), b: Number(b) })),
      Array.from(subsets.punctured, (index) => points[index]),
    );
    for (const row of latents) {
      const index = points.findIndex(({ a, b }) => a === Number(row.a) && b === Number(row.b));
      const codes = await encodeMeans(vae, { ...dataset, indices: [index] });
      codes.forEach((code, k) => assertAlmostEquals(Number(row[`mu_${k + 1}`]), code, 1e-6));
    }
    // Codes that hardly differ would hide a row in another's place.
    const first = latents.map((row) => Number(row.mu_1));
    assert(Math.max(...first) - Math.min(...first) > 1e-4);

    const evaluation = await table("evaluation");
    assertEquals(
      evaluation.map(({ set, index }) => [set, Number(index)]),
      [
        ...Array.from(subsets.validation, (index) => ["validation", index]),
        ...holePoints.map((_, n) => ["hole", n]),
      ] as [string, number][],
    );
    for (const { set, index, a, b, mse } of evaluation) {
      const all = set === "hole" ? { ...dataset, images: holeImages, points: holePoints } : dataset;
      assertEquals({ a: Number(a), b: Number(b) }, all.points[Number(index)]);
      const image = { ...all, indices: [Number(index)] };
      const [errors] = errorsOf(await reconstruct(vae, image), image);
      assertAlmostEquals(Number(mse), errors.mse, 1e-6);
    }
  });
});
