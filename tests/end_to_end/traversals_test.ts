/**
 * `scripts/traversals.ts` as a user runs it, on a network that is hardly trained.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { selectBackend } from "../../lib/backend/mod.ts";
import { renderCurves } from "../../lib/curve/raster.ts";
import { readDatasetFacts } from "../../lib/dataset/facts.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { decodeNpy } from "../../lib/files/npy.ts";
import { decodeLatents, encodeMeans } from "../../lib/model/inference.ts";
import { loadVae, type Vae } from "../../lib/model/mod.ts";
import { insideHole, lattice, parseHole } from "../../lib/space/mod.ts";
import {
  assertRefused,
  type Case,
  contents,
  inWorkspace,
  refuseAll,
  resultOf,
  runScript,
} from "./helpers.ts";
import { TRAVERSALS_DEFAULT } from "../../lib/evaluation/traversals_parameters.ts";

const DATASET = ["--points", "60", "--size", "32", "--hole-points", "6", "--quiet"];
const TRAIN = ["--divide", "16", "--epochs", "1", "--backend", "wasm", "--quiet"];
const SHORT = ["--steps", "5", "--samples", "3", "--backend", "wasm", "--quiet"];
const PIXELS = 32 * 32;

type Row = Record<string, string>;

async function table(directory: string, name: string): Promise<Row[]> {
  return readCsv(await Deno.readTextFile(`${directory}/tables/${name}.csv`));
}

async function stack(directory: string, name: string) {
  return decodeNpy(await Deno.readFile(`${directory}/${name}.npy`), name);
}

/** The code in a row's columns `z_1` … or `mu_1` …. */
function code(row: Row, letter: "z" | "mu" = "z"): number[] {
  return Object.keys(row).filter((name) => name.startsWith(`${letter}_`))
    .map((name) => Number(row[name]));
}

function image(data: ArrayLike<number>, n: number): number[] {
  return Array.from({ length: PIXELS }, (_, i) => data[n * PIXELS + i]);
}

function assertNear(actual: readonly number[], expected: readonly number[], tolerance: number) {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, n) => assertAlmostEquals(value, expected[n], tolerance, `value ${n}`));
}

/** What the network makes of codes, one by one. */
async function decoded(vae: Vae, codes: readonly number[][]): Promise<number[][]> {
  const images = await decodeLatents(vae, Float32Array.from(codes.flat()));
  return codes.map((_, n) => image(images, n));
}

Deno.test("traversals decodes along the axes, around codes, and over the plane", async (t) => {
  await inWorkspace(async (cwd) => {
    const options = { cwd };
    const dataset = await resultOf("dataset", DATASET, options);
    const model = await resultOf("train", ["--dataset", dataset, ...TRAIN], options);
    const args = ["--model", model, ...SHORT];
    const result = await resultOf("traversals", args, options);
    const directory = `${cwd}/${result}`;
    await selectBackend("wasm");
    const vae = await loadVae(`${cwd}/${model}`);

    await t.step("its folder is named after hole, subset, steps and seed", () => {
      assert(/^results\/traversals\/disc-1.25-1-0.3-punctured-n5-s0-[0-9a-f]{12}$/.test(result));
    });

    await t.step(
      "the middle of each traversal is the training code nearest to the mean",
      async () => {
        const codes = (await table(`${cwd}/${model}`, "latents")).map((row) => code(row, "mu"));
        const means = [0, 1, 2].map((k) => codes.reduce((sum, z) => sum + z[k], 0) / codes.length);
        const distance = (z: readonly number[]) =>
          Math.hypot(...z.map((value, k) => value - means[k]));
        const nearest = Math.min(...codes.map(distance));
        const rows = await table(directory, "traversals");
        const { data, shape } = await stack(directory, "traversals");
        assertEquals([...shape], [3, 5, 32, 32]);
        assertEquals(rows.map(({ latent, step }) => `${latent} ${step}`).slice(3, 7), [
          ...["1 3", "1 4", "2 0", "2 1"],
        ]);
        const middle = rows.flatMap((row, n) => row.step === "2" ? [n] : []);
        assertEquals(middle, [2, 7, 12]);
        for (const n of middle) {
          assertEquals(Number(rows[n].deviation), 0);
          assert(codes.some((z) => z.every((value, k) => value === code(rows[n])[k])));
          assertAlmostEquals(distance(code(rows[n])), nearest, 1e-12);
          const [expected] = await decoded(vae, [code(rows[n])]);
          assertNear(image(data, n), expected, 1e-6);
        }
      },
    );

    await t.step("a step moves one latent, by standard deviations of its codes", async () => {
      const rows = await table(directory, "traversals");
      const { deviations } = JSON.parse(await Deno.readTextFile(`${directory}/metrics.json`));
      rows.forEach((row, n) => {
        const latent = Number(row.latent) - 1;
        assertEquals(Number(row.deviation), [-2.5, -1.25, 0, 1.25, 2.5][n % 5]);
        const centre = code(rows[5 * latent + 2]);
        code(row).forEach((value, k) => {
          const moved = k === latent ? Number(row.deviation) * deviations[k] : 0;
          assertAlmostEquals(value - centre[k], moved, 1e-12);
        });
      });
      const { data } = await stack(directory, "traversals");
      const expected = await decoded(vae, rows.map((row) => code(row)));
      rows.forEach((_, n) => assertNear(image(data, n), expected[n], 1e-6));
    });

    await t.step("the first sample of a point is the decoding of its μ", async () => {
      const rows = await table(directory, "samples");
      const truth = await stack(directory, "samples_truth");
      const { data, shape } = await stack(directory, "samples");
      assertEquals([...shape], [6, 4, 32, 32]);
      assertEquals([...truth.shape], [6, 32, 32]);
      const firsts = rows.flatMap((row, n) => row.sample === "0" ? [n] : []);
      assertEquals(firsts, [0, 4, 8, 12, 16, 20]);
      const points = firsts.map((n) => ({ a: Number(rows[n].a), b: Number(rows[n].b) }));
      const images = truth.data as Uint8Array;
      const indices = Uint32Array.from(points.keys());
      const means = await encodeMeans(vae, { images, points, size: 32, indices });
      const codes = firsts.map((n) => code(rows[n]));
      assertNear(codes.flat(), [...means], 1e-6);
      const expected = await decoded(vae, codes);
      firsts.forEach((n, k) => assertNear(image(data, n), expected[k], 1e-6));
      const facts = await readDatasetFacts(`${cwd}/${model}`);
      assertEquals([...images], [...renderCurves(points, facts)]);
    });

    await t.step("the other samples spread around μ by σ = 0.1", async () => {
      const many = ["--model", model, "--samples", "400", "--steps", "2", ...SHORT.slice(4)];
      const rows = await table(`${cwd}/${await resultOf("traversals", many, options)}`, "samples");
      const offsets = rows.flatMap((row, n) => {
        const mean = code(rows[n - n % 401]);
        return n % 401 === 0 ? [] : code(row).map((value, k) => (value - mean[k]) / 0.1);
      });
      assertEquals(offsets.length, 6 * 400 * 3);
      const mean = offsets.reduce((sum, x) => sum + x, 0) / offsets.length;
      const variance = offsets.reduce((sum, x) => sum + x * x, 0) / offsets.length;
      // Standard errors are 0.012 and 0.017.
      assertAlmostEquals(mean, 0, 0.05);
      assertAlmostEquals(variance, 1, 0.07);
    });

    await t.step(
      "the lattice is the evaluation's, as bytes, with its truth and errors",
      async () => {
        const rows = await table(directory, "lattice");
        const points = lattice(21, 16);
        assertEquals(
          rows.map(({ a, b }) => [Number(a), Number(b)]),
          points.map(({ a, b }) => [a, b]),
        );
        const hole = parseHole("disc:1.25,1,0.3");
        rows.forEach((row, n) =>
          assertEquals(row.inside_hole, insideHole(hole, points[n]) ? "1" : "0")
        );
        const facts = await readDatasetFacts(`${cwd}/${model}`);
        const truth = await stack(directory, "lattice_truth");
        assertEquals([...truth.shape], [336, 32, 32]);
        assertEquals(truth.data, renderCurves(points, facts));
        const { data, shape } = await stack(directory, "lattice");
        assertEquals([...shape], [336, 32, 32]);
        assert(data instanceof Uint8Array);
        const expected = await decoded(vae, [0, 100, 335].map((n) => code(rows[n], "mu")));
        [0, 100, 335].forEach((n, k) =>
          assertNear(image(data, n), expected[k].map((value) => 255 * value), 0.5001)
        );
        const metrics = JSON.parse(await Deno.readTextFile(`${directory}/metrics.json`));
        for (const [part, flag] of [["inside", "1"], ["outside", "0"]]) {
          const dices = rows.filter((row) => row.inside_hole === flag).map(({ dice }) =>
            Number(dice)
          );
          assertEquals(metrics[part].count, dices.length);
          const mean = dices.reduce((sum, dice) => sum + dice, 0) / dices.length;
          assertAlmostEquals(metrics[part].dice, mean, 1e-12);
        }
      },
    );

    await t.step(
      "the same seed gives the same bytes, another seed other samples only",
      async () => {
        const again = await resultOf("traversals", args, { cwd, results: "again" });
        const [first, second] = [await contents(directory), await contents(`${cwd}/${again}`)];
        assertEquals(first, second);
        const other = await resultOf("traversals", [...args, "--seed", "1"], options);
        const third = await contents(`${cwd}/${other}`);
        const differing = Object.keys(first).filter((path) => first[path] !== third[path])
          .filter((path) => path !== "manifest.json");
        assertEquals(differing, ["samples.npy", "tables/samples.csv"]);
      },
    );

    await t.step("verify runs it again to the same bytes", async () => {
      await resultOf("verify", ["--rerun", "--quiet", result], options);
    });

    await t.step("verify finds the network beside it from any folder", async () => {
      await inWorkspace(async (elsewhere) => {
        const args = ["--rerun", "--quiet", `${cwd}/${result}`];
        const last = await resultOf("verify", args, { cwd: elsewhere });
        assertEquals(last, `${cwd}/results`);
      });
    });

    await t.step("without flags it is what reproduce makes", async () => {
      const plain = ["--model", model, "--backend", "wasm", "--quiet"];
      const made = await resultOf("traversals", plain, options);
      const manifest = JSON.parse(await Deno.readTextFile(`${cwd}/${made}/manifest.json`));
      assertEquals(manifest.parameters, { ...TRAVERSALS_DEFAULT });
    });

    await t.step("a decoder trained alone is refused", async () => {
      const alone = ["--dataset", dataset, ...TRAIN, "--posterior", "truth", "--lambda", "0"];
      const decoder = await resultOf("train", alone, options);
      const ran = await runScript("traversals", ["--model", decoder, ...SHORT], options);
      const message = /--model must have an encoder, received results.*, a decoder trained alone/;
      assertRefused(ran, { script: "traversals", message });
    });

    await t.step("samples that would all be equal are refused, and left out", async () => {
      const plain = ["--dataset", dataset, ...TRAIN, "--posterior", "none", "--lambda", "0"];
      const network = await resultOf("train", plain, options);
      const given = ["--model", network, "--backend", "wasm", "--quiet"];
      const ran = await runScript("traversals", ["--model", network, ...SHORT], options);
      const message = /samples must be 0 with posterior none, which has no noise, received 3/;
      assertRefused(ran, { script: "traversals", message });
      const seeded = await runScript("traversals", [...given, "--seed", "1"], options);
      const unused = /--seed must be left out without samples, received 1/;
      assertRefused(seeded, { script: "traversals", message: unused });
      const made = `${cwd}/${await resultOf("traversals", given, options)}`;
      assertEquals([...(await stack(made, "samples")).shape], [6, 1, 32, 32]);
      assertEquals((await table(made, "samples")).map(({ sample }) => sample), Array(6).fill("0"));
    });

    await t.step("what is no network is refused", async () => {
      const ran = await runScript("traversals", ["--model", dataset, ...SHORT], options);
      const message = /a result of train is needed, this is one of dataset/;
      assertRefused(ran, { script: "traversals", message });
    });
  });
});

Deno.test("traversals samples a shape from the middle of any hole", async () => {
  await inWorkspace(async (cwd) => {
    for (
      const [hole, place] of [
        ["strip:b,1.6,3", [1.25, 1.8]],
        ["box:1.8,9,0,0.4", [1.9, 0.2]],
        ["disc:2.1,1,0.3", [2, 1]],
      ] as const
    ) {
      const flags = [...DATASET, "--hole", hole];
      const dataset = await resultOf("dataset", flags, { cwd });
      const model = await resultOf("train", ["--dataset", dataset, ...TRAIN], { cwd });
      const result = await resultOf("traversals", ["--model", model, ...SHORT], { cwd });
      const rows = await table(`${cwd}/${result}`, "samples");
      const points = rows.filter(({ sample }) => sample === "0")
        .map(({ a, b }) => [Number(a), Number(b)]);
      assertNear(points[2], place, 1e-12);
    }
  });
});

function badNumbers(flag: string, values: readonly string[]): Case[] {
  return values.map((value): Case => [
    "traversals",
    `--model none --${flag} ${value}`,
    new RegExp(`--${flag} must be a .*number .*received ${value}$`, "m"),
  ]);
}

Deno.test("traversals names wrong flags and values in one line", async () => {
  await inWorkspace(async (cwd) => {
    await refuseAll([
      ["traversals", "", /--model is missing: it must be /],
      ["traversals", "--model none", /Cannot use none as --model: /],
      ["traversals", "--model none --colour red", /unknown flag --colour: (did you|allowed are) /],
      ["traversals", "--model none stray", /unexpected argument stray: only flags/],
      ["traversals", "--model none --backend cuda", /--backend must be one of auto, webgpu, wasm/],
      ...badNumbers("steps", ["-1", "1", "2.5", "NaN", "1001"]),
      ...badNumbers("reach", ["-1", "0", "NaN", "101"]),
      ...badNumbers("samples", ["-1", "1.5", "1001"]),
      ...badNumbers("seed", ["-1", "4294967296"]),
    ], cwd);
  });
});
