/** What stages leave in memory: nothing, so that a process can run many of them. */

import * as tf from "@tensorflow/tfjs";
import { buildDataset, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { writeDataset } from "../../lib/dataset/files.ts";
import { EVALUATE } from "../../lib/evaluation/evaluate_stage.ts";
import { walk } from "../../lib/evaluation/transects.ts";
import { traverse } from "../../lib/evaluation/traversals.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { RunError } from "../../lib/errors.ts";
import type { Result, StageRun } from "../../lib/results/stage.ts";
import { PUBLISHED_TRANSECTS } from "../../lib/space/mod.ts";
import { runTraining } from "../../lib/training/run.ts";
import { useBackend } from "../backend/devices.ts";
import { inFolder } from "../results/fake_stage.ts";
import { resultIn, stageRun } from "../results/stage_run.ts";
import { TINY } from "../training/fixtures.ts";
import { assert, assertEquals } from "@std/assert";

Deno.test("a stage frees its networks, also where it fails", async () => {
  const backend = await useBackend("wasm");
  const parameters = resolveDatasetParameters({ points: 60, size: 32, holePoints: 4, seed: 3 });
  await inFolder(async (root) => {
    let folders = 0;
    /** Runs a stage in new folders, and gives the tensors that it left and its folder. */
    const left = async <P>(
      run: (given: StageRun<P>) => Promise<unknown>,
      given: Partial<StageRun<P>> & { readonly parameters: P },
    ) => {
      const [to, scratch] = ["out", "scratch"].map((name) => `${root}/${name}${folders}`);
      folders++;
      await Promise.all([to, scratch].map((folder) => Deno.mkdir(folder)));
      const before = tf.memory().numTensors;
      const failure = await run(stageRun({ ...given, out: outputFolder(to), scratch, backend }))
        .then(() => undefined, (error) => error);
      return { tensors: tf.memory().numTensors - before, failure, to };
    };
    const from = `${root}/dataset`;
    await Deno.mkdir(from);
    await writeDataset(outputFolder(from), await buildDataset(parameters));
    const dataset = resultIn(from, { stage: "dataset", parameters });

    const training = { ...TINY, epochs: 1 };
    const trained = await left(runTraining, { parameters: training, inputs: { dataset } });
    assertEquals([trained.failure, trained.tensors], [undefined, 0]);
    const stopped = await left(runTraining, {
      ...{ parameters: training, inputs: { dataset } },
      signal: AbortSignal.abort(),
    });
    assert(stopped.failure instanceof RunError, `${stopped.failure}`);
    assertEquals(stopped.tensors, 0);

    const model: Result = {
      ...resultIn(trained.to, { stage: "train", parameters: training }),
      metrics: { dataset: JSON.parse(JSON.stringify(parameters)) },
    };
    const walked = await left(walk, {
      ...{ parameters: { transects: [...PUBLISHED_TRANSECTS], count: 3 } },
      inputs: { model },
    });
    assertEquals([walked.failure, walked.tensors], [undefined, 0]);
    const traversed = await left(traverse, {
      ...{ parameters: { steps: 3, reach: 2, samples: 1, seed: 0 } },
      inputs: { model },
    });
    assertEquals([traversed.failure, traversed.tensors], [undefined, 0]);
    const evaluated = await left((run: Parameters<typeof EVALUATE.run>[0]) => EVALUATE.run(run), {
      ...{ parameters: { stroke: 1, noise: false }, inputs: { model, dataset } },
      signal: AbortSignal.abort(),
    });
    assertEquals([evaluated.failure?.name, evaluated.tensors], ["AbortError", 0]);
  });
});
