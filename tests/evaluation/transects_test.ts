/** What a walk along transects says of each step and of all. */

import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { writeDatasetFacts } from "../../lib/dataset/facts.ts";
import { drawer } from "../../lib/evaluation/sets.ts";
import { walk } from "../../lib/evaluation/transects.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { errorsOf } from "../../lib/measure/image/image_set_errors.ts";
import { reconstruct } from "../../lib/model/inference.ts";
import { saveVae, Vae } from "../../lib/model/mod.ts";
import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { insideHole, parseHole, PUBLISHED_TRANSECTS } from "../../lib/space/mod.ts";
import { useBackend } from "../backend/devices.ts";
import { inFolder } from "../results/fake_stage.ts";
import { resultIn, stageRun } from "../results/stage_run.ts";

const COUNT = 5;

Deno.test("each step of a walk has its own figures, and a mean is of the steps that it names", async () => {
  const backend = await useBackend("wasm");
  const hole = "disc:1.25,1,0.4";
  const drawing = { ...DEFAULT_SHAPES, size: 32, geometry: "square", stroke: 2 } as const;
  const vae = Vae.create({ size: 32, divide: 16, latents: 3, posterior: "fixed" }, 0);
  // The codes of an untrained network hardly differ.
  const kernel = vae.variables.get("mean/kernel")!;
  tf.tidy(() => kernel.assign(tf.mul(kernel, 1e3)));
  await inFolder(async (root) => {
    const [model, to] = ["model", "walk"].map((name) => `${root}/${name}`);
    await Promise.all([model, to].map((folder) => Deno.mkdir(folder)));
    await saveVae(vae, outputFolder(model));
    await writeDatasetFacts(outputFolder(model), { ...drawing, hole });
    const metrics = await walk(stageRun({
      parameters: { transects: [...PUBLISHED_TRANSECTS], count: COUNT },
      inputs: {
        model: resultIn(model, {
          stage: "train",
          parameters: { subset: "punctured", latents: 3 },
        }),
      },
      out: outputFolder(to),
      backend,
    }));
    const draw = await drawer(drawing);
    const table = readCsv(await Deno.readTextFile(`${to}/tables/transects.csv`));
    const rows = await Promise.all(table.map(async (row) => {
      const point = { a: Number(row.a), b: Number(row.b) };
      const set = draw([point]);
      const made = await reconstruct(vae, set);
      return { row, point, mse: errorsOf(made, set)[0].mse, means: made.means };
    }));
    assertEquals(
      table.map(({ transect, step }) => [transect, Number(step)]),
      PUBLISHED_TRANSECTS.flatMap(({ name }) =>
        Array.from({ length: COUNT }, (_, step): [string, number] => [name, step])
      ),
    );
    for (const { row, point, mse, means } of rows) {
      assertEquals(Number(row.inside_hole), insideHole(parseHole(hole), point) ? 1 : 0);
      assertAlmostEquals(Number(row.mse), mse, 1e-6);
      means.forEach((mean, k) => assertAlmostEquals(Number(row[`mu_${k + 1}`]), mean, 1e-6));
    }
    const first = rows.map(({ means }) => means[0]);
    assert(Math.max(...first) - Math.min(...first) > 1e-3, "codes differ from step to step");

    type Means = Record<"inside" | "outside", { count: number; mse: number }>;
    const found = metrics.punctured as unknown as Means & { transects: Record<string, Means> };
    const expectMeans = (given: Means, chosen: typeof rows) => {
      for (const [part, flag] of [["inside", "1"], ["outside", "0"]] as const) {
        const list = chosen.filter(({ row }) => row.inside_hole === flag);
        assertEquals(given[part].count, list.length);
        const mean = list.reduce((sum, { mse }) => sum + mse, 0) / list.length;
        assertAlmostEquals(given[part].mse, mean, 1e-6);
      }
    };
    expectMeans(found, rows);
    assertEquals(Object.keys(found.transects), PUBLISHED_TRANSECTS.map(({ name }) => name));
    for (const [name, means] of Object.entries(found.transects)) {
      expectMeans(means, rows.filter(({ row }) => row.transect === name));
    }
  });
  vae.dispose();
});
