import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compareArms } from "../../lib/evaluation/ablation.ts";
import { readCsv, writeCsv } from "../../lib/files/csv.ts";
import { principalAxes } from "../../lib/measure/latent/principal_axes.ts";
import { createRandom } from "../../lib/random.ts";
import { ablationTables } from "../../lib/report/gather/ablation.ts";
import type { Result } from "../../lib/results/stage.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";

/** A training run whose latents are normal, of given standard deviations. */
async function trained(directory: string, deviations: readonly number[]): Promise<Result> {
  const random = createRandom(0, "ablation");
  const codes = Array.from({ length: 500 }, () => deviations.map((s) => s * random.normal()));
  return await encoded(directory, codes);
}

/** A training run with given codes, an array an image. */
async function encoded(directory: string, codes: readonly (readonly number[])[]): Promise<Result> {
  const rows = codes.map((code) => ({
    a: 1,
    b: 1,
    ...Object.fromEntries(code.map((value, k) => [`mu_${k + 1}`, value])),
  }));
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  await Deno.writeTextFile(`${directory}/tables/latents.csv`, writeCsv(Object.keys(rows[0]), rows));
  return {
    directory,
    stage: "train",
    key: "",
    outputDigest: "",
    parameters: { loss: { penalty: "none", gamma: 0 }, latents: codes[0].length },
    metrics: { validation: { bce: 1, bceExcess: 1, mse: 1, ssim: 1, dice: 1 } },
  };
}

/** Compares arms; the tables are written into a folder. */
async function compared(directory: string, inputs: Readonly<Record<string, Result>>) {
  return await compareArms({
    threads: 1,
    parameters: { arms: Object.keys(inputs) },
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
  }) as Record<string, Record<string, number | null>>;
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
    const { live, one, dead, round } = await compared(directory, inputs);
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

Deno.test("each figure of an arm is of its own latents and by its own formula", async () => {
  const directory = await Deno.makeTempDir();
  try {
    // Mean (1, 0, 0), variances 0.5, 4 and 2; the second covaries with the first by 1, with the third by 2.
    const codes = [[2, 2, 0], [0, -2, 0], [1, 2, 2], [1, -2, -2]]
      .flatMap(([x, y, z]) => [[x, y, z], [2 - x, -y, -z]]);
    const { arm } = await compared(directory, { arm: await encoded(`${directory}/train`, codes) });
    const table = async (name: string) =>
      readCsv(await Deno.readTextFile(`${directory}/tables/${name}.csv`));
    const products = (i: number, j: number) =>
      codes.reduce((sum, code) => sum + Math.abs(code[i] * code[j]), 0) / codes.length;
    const covariance = (i: number, j: number) =>
      codes.reduce((sum, code) => {
        const centred = (k: number) => code[k] - (k === 0 ? 1 : 0);
        return sum + centred(i) * centred(j);
      }, 0) / codes.length;
    const penalty = (products(0, 1) + products(0, 2) + products(1, 2)) / 3;
    assertAlmostEquals(arm.published_penalty!, penalty, 1e-12);
    const pairs = [[0, 1], [0, 2], [1, 2]].map(([i, j]) => covariance(i, j));
    const off = 2 * pairs.reduce((sum, value) => sum + value ** 2, 0);
    assertAlmostEquals(arm.off_diagonal_covariance!, off, 1e-12);
    assert(Math.abs(penalty - off) > 0.1);
    const rows = await table("covariance");
    assertEquals(rows.length, 9);
    for (const { i, j, covariance: found, correlation } of rows) {
      const [k, l] = [Number(i) - 1, Number(j) - 1];
      assertAlmostEquals(Number(found), covariance(k, l), 1e-12);
      const deviations = Math.sqrt(covariance(k, k) * covariance(l, l));
      assertAlmostEquals(Number(correlation), covariance(k, l) / deviations, 1e-12);
    }
    const matrix = [0, 1, 2].map((i) => [0, 1, 2].map((j) => covariance(i, j)));
    const expected = principalAxes(matrix).map(({ angles }) => [...angles]);
    const axes = await table("axes");
    assertEquals(axes.map(({ component }) => Number(component)), [1, 2, 3]);
    for (const [n, row] of axes.entries()) {
      expected[n].forEach((angle, k) =>
        assertAlmostEquals(Number(row[`angle_${k + 1}`]), angle, 1e-6)
      );
    }
    assert(covariance(0, 0) < covariance(2, 2) && covariance(2, 2) < covariance(1, 1));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
