import { assert, assertEquals } from "@std/assert";
import { compareArms } from "../../lib/evaluation/ablation.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { createRandom } from "../../lib/random.ts";
import { ablationTables } from "../../lib/report/gather/ablation.ts";
import type { Result } from "../../lib/results/stage.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";

/** A training run whose latents are normal, of given standard deviations. */
async function trained(directory: string, deviations: readonly number[]): Promise<Result> {
  const random = createRandom(0, "ablation");
  const rows = Array.from({ length: 500 }, () => ({
    a: 1,
    b: 1,
    ...Object.fromEntries(deviations.map((s, k) => [`mu_${k + 1}`, s * random.normal()])),
  }));
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  await Deno.writeTextFile(`${directory}/tables/latents.csv`, writeCsv(Object.keys(rows[0]), rows));
  return {
    directory,
    stage: "train",
    key: "",
    outputDigest: "",
    parameters: { loss: { penalty: "none", gamma: 0 }, latents: deviations.length },
    metrics: { validation: { bce: 1, bceExcess: 1, mse: 1, ssim: 1, dice: 1 } },
  };
}

Deno.test("an arm without two active latents has no correlation and no angle, and the rest is measured", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const arms = {
      live: [2, 1, 1e-3],
      one: [1, 1e-3, 1e-4],
      dead: [1e-3, 1e-3, 1e-3],
      round: [1, 1, 1e-3],
    };
    const inputs = Object.fromEntries(
      await Promise.all(
        Object.entries(arms).map(async ([arm, deviations]) =>
          [arm, await trained(`${directory}/${arm}`, deviations)] as const
        ),
      ),
    );
    const names = Object.keys(arms);
    const metrics = await compareArms({
      threads: 1,
      parameters: { arms: names },
      material: undefined,
      get backend(): never {
        throw new TypeError("a table needs no backend");
      },
      inputs,
      out: outputFolder(directory),
      scratch: `${directory}/scratch`,
      progress: { update() {}, line() {} },
      signal: new AbortController().signal,
      record() {},
    });
    const { live, one, dead, round } = metrics as Record<string, Record<string, number | null>>;
    assertEquals([live, one, dead, round].map((arm) => arm.active_units), [2, 1, 0, 2]);
    assert(live.max_abs_correlation! < 0.2 && live.largest_angle! < 10);
    for (const arm of [one, dead]) {
      assertEquals([arm.max_abs_correlation, arm.largest_angle], [null, null]);
    }
    // Two axes of nearly one variance have a correlation, and no direction.
    assert(round.max_abs_correlation! < 0.2);
    assertEquals(round.largest_angle, null);
    const table = readCsv(await Deno.readTextFile(`${directory}/tables/ablation.csv`));
    assertEquals(table.map((row) => row.largest_angle === "NaN"), [false, true, true, true]);
    const result = { ...inputs.live, directory, stage: "ablation" };
    const { ablation } = await ablationTables(result);
    assertEquals(ablation.map((row) => Number.isNaN(row.largestAngle)), [false, true, true, true]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
