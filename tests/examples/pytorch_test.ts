/**
 * The example in PyTorch: the suite's own network rebuilt there gives the suite's own images and
 * codes, and a small VAE trained there delivers what an evaluation reads. Ignored, with the reason,
 * where Python, PyTorch or onnx is missing.
 */

import { selectBackend } from "../../lib/backend/select.ts";
import { readDatasetFacts } from "../../lib/dataset/facts.ts";
import { readDataset } from "../../lib/dataset/files.ts";
import { drawer, shownSets } from "../../lib/evaluation/sets.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { loadVae } from "../../lib/model/files.ts";
import { decodeLatents, encodeMeans } from "../../lib/model/inference.ts";
import { inWorkspace, resultOf } from "../end_to_end/helpers.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { missingTorch, readArray, runExample, signatureOf } from "./pytorch.ts";

const SIZE = 32;
const POINTS = 300;

/**
 * Largest difference between the suite's own images or codes and those of the rebuilt network; of
 * codes that spread over more than 1, relative to their spread.
 */
const TOLERANCE = 1e-5;

/** A dataset, and its `.npz` file. */
interface Data {
  readonly cwd: string;
  /** Its result folder. */
  readonly directory: string;
  readonly npz: string;
}

async function withData(
  use: (data: Data) => Promise<void>,
  family = "rose",
): Promise<void> {
  await inWorkspace(async (cwd) => {
    const flags =
      `--points ${POINTS} --size ${SIZE} --hole-points 20 --family ${family} --npz results/data.npz --quiet`;
    const directory = await resultOf("dataset", flags.split(" "), { cwd });
    await use({ cwd, directory: `${cwd}/${directory}`, npz: `${cwd}/results/data.npz` });
  });
}

/** Trains the suite's own network; its result folder. */
async function trainSuite({ cwd, directory }: Data, flags: string): Promise<string> {
  const args =
    `--dataset ${directory} --divide 8 --epochs 6 --rate 0.01 --lambda 0 --backend wasm --quiet ${flags}`;
  return `${cwd}/${await resultOf("train", args.split(" "), { cwd })}`;
}

/** What the suite's own network makes of a dataset's images and of the test images, on wasm. */
async function ownOutputs({ directory }: Data, model: string) {
  await selectBackend("wasm");
  const dataset = await readDataset(directory);
  const vae = await loadVae(model);
  const draw = await drawer(await readDatasetFacts(model));
  const all = { ...dataset, indices: dataset.points.keys().toArray() };
  const codes = [...await encodeMeans(vae, all)];
  const reconstructions: Float32Array[] = [];
  for (const set of shownSets(dataset, draw)) {
    const means = await encodeMeans(vae, set);
    codes.push(...means);
    reconstructions.push(await decodeLatents(vae, means));
  }
  vae.dispose();
  const pixels = new Float32Array(await new Blob(reconstructions as BlobPart[]).arrayBuffer());
  return { codes: Float32Array.from(codes), pixels, latents: vae.architecture.latents };
}

/** Evaluates a model's files on wasm; the result folder. */
async function evaluate({ cwd, directory }: Data, flags: readonly string[]): Promise<string> {
  const args = ["--dataset", directory, ...flags, "--backend", "wasm", "--quiet"];
  return `${cwd}/${await resultOf("evaluate", args, { cwd })}`;
}

/** Flags of an evaluation of ONNX files. */
function onnxFlags(out: string, name: string, subset = "punctured"): string[] {
  const files = ["--onnx-encoder", `${out}/encoder.onnx`, "--onnx-decoder", `${out}/decoder.onnx`];
  return [...files, "--name", name, "--subset", subset];
}

/** Flags of an evaluation of arrays. */
function arrayFlags(out: string, name: string): string[] {
  const files = ["--reconstructions", `${out}/reconstructions.npy`, "--codes", `${out}/codes.npy`];
  return [...files, "--name", name, "--subset", "punctured"];
}

/**
 * Largest difference of the numbers in some columns of a table of two evaluations, which must agree in
 * which rows they have.
 */
async function tableDistance(
  folders: readonly [string, string],
  { table, columns }: { table: string; columns: readonly string[] },
): Promise<number> {
  const [left, right] = await Promise.all(
    folders.map(async (folder) =>
      readCsv(await Deno.readTextFile(`${folder}/tables/${table}.csv`))
    ),
  );
  assertEquals(left.length, right.length, table);
  return columns.reduce((most, column) => {
    const values = [left, right].map((rows) => rows.map((row) => row[column]));
    values.flat().forEach((value) => assert(value !== undefined && value !== "", column));
    const [own, other] = values.map((column) => column.map(Number));
    return Math.max(most, distance(own, other));
  }, 0);
}

/** Columns of numbers that two evaluations of one model must share, by table. */
const COLUMNS = {
  points: ["bce", "bce_excess", "mse", "ssim", "dice", "a_fit", "b_fit"],
  lattice: ["bce", "bce_excess", "mse", "ssim", "dice"],
  methods: ["bce_excess", "mse", "dice"],
} as const;

/** Largest difference between two evaluations of one model, over all numbers of the given tables. */
async function evaluationDistance(
  folders: readonly [string, string],
  tables: readonly (keyof typeof COLUMNS)[],
): Promise<number> {
  const found = await Promise.all(
    tables.map((table) => tableDistance(folders, { table, columns: COLUMNS[table] })),
  );
  return Math.max(...found);
}

/** Largest difference of two arrays of one length. */
function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  assertEquals(left.length, right.length);
  let most = 0;
  for (let i = 0; i < left.length; i++) most = Math.max(most, Math.abs(left[i] - right[i]));
  return most;
}

/** Smallest and largest value. */
function range(values: Float32Array): [number, number] {
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
}

const reason = await missingTorch();

function torchTest(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: `${name}${reason ? ` (ignored: ${reason})` : ""}`,
    ignore: reason !== undefined,
    fn,
  });
}

torchTest("export_suite.py gives the images and codes of the suite's own network", async () => {
  await withData(async (data) => {
    for (const posterior of ["fixed", "learned", "none"]) {
      const model = await trainSuite(data, `--posterior ${posterior}`);
      const out = `${data.cwd}/${posterior}`;
      await runExample("export_suite", { model, data: data.npz, out });
      const own = await ownOutputs(data, model);
      const codes = await readArray(`${out}/codes.npy`);
      const images = await readArray(`${out}/reconstructions.npy`);
      const count = own.pixels.length / SIZE ** 2;
      assertEquals(codes.shape, [POINTS + count, own.latents]);
      assertEquals(images.shape, [count, 1, SIZE, SIZE]);
      const spread = range(own.codes)[1] - range(own.codes)[0];
      // A network that gives one image for all would agree with many others.
      assert(spread > 0.1 && range(own.pixels)[1] - range(own.pixels)[0] > 0.1);
      assert(distance(codes.data, own.codes) < TOLERANCE * Math.max(1, spread), posterior);
      assert(distance(images.data, own.pixels) < TOLERANCE, posterior);
      assertEquals(await signatureOf(`${out}/encoder.onnx`), {
        inputs: [`x n 1 ${SIZE} ${SIZE}`],
        outputs: posterior === "none" ? ["mean n 3"] : ["mean n 3", "log_variance n 3"],
      });
      assertEquals(await signatureOf(`${out}/decoder.onnx`), {
        inputs: ["z n 3"],
        outputs: [`image n 1 ${SIZE} ${SIZE}`],
      });
    }
  });
});

torchTest(
  "the suite's own network has the same figures natively, by ONNX and by its outputs",
  async () => {
    await withData(async (data) => {
      const model = await trainSuite(data, "--posterior learned");
      const out = `${data.cwd}/suite`;
      await runExample("export_suite", { model, data: data.npz, out });
      const native = await evaluate(data, ["--model", model]);
      const onnx = await evaluate(data, onnxFlags(out, "onnx"));
      const arrays = await evaluate(data, arrayFlags(out, "arrays"));
      assert(await evaluationDistance([native, onnx], ["points", "lattice", "methods"]) < 1e-4);
      assert(await evaluationDistance([arrays, onnx], ["points", "lattice"]) < 1e-5);
    });
  },
);

torchTest(
  "export_suite.py decodes the true parameters for a decoder that was trained alone",
  async () => {
    for (const family of ["rose", "ellipse"]) {
      await withData(async (data) => {
        const model = await trainSuite(data, "--posterior truth");
        const out = `${data.cwd}/truth`;
        await runExample("export_suite", { model, data: data.npz, out });
        const { pixels } = await ownOutputs(data, model);
        const images = await readArray(`${out}/reconstructions.npy`);
        assert(distance(images.data, pixels) < TOLERANCE);
        const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
        assertEquals(names, ["decoder.onnx", "reconstructions.npy"]);
      }, family);
    }
  },
);

torchTest(
  "train.py learns, delivers the same files each time, and is evaluated and compared",
  async () => {
    await withData(async (data) => {
      const { cwd, npz } = data;
      const train = async (subset: string, name: string) => {
        const out = `${cwd}/${name}`;
        const printed = await runExample("train", {
          data: npz,
          subset,
          out,
          epochs: 2,
          latents: 5,
        });
        return { out, printed };
      };
      const { out, printed } = await train("punctured", "first");
      const losses = [...printed.matchAll(/^epoch \d: ([\d.]+) nats an image$/gm)];
      assertEquals(losses.length, 2, printed);
      assert(Number(losses[1][1]) < Number(losses[0][1]), printed);
      const codes = await readArray(`${out}/codes.npy`);
      const images = await readArray(`${out}/reconstructions.npy`);
      assertEquals(codes.shape, [POINTS + images.shape[0], 5]);
      assertEquals(images.shape.slice(1), [1, SIZE, SIZE]);
      const [least, most] = range(images.data);
      assert(least >= 0 && most <= 1 && most - least > 0.1);
      assertEquals(await signatureOf(`${out}/encoder.onnx`), {
        inputs: [`x n 1 ${SIZE} ${SIZE}`],
        outputs: ["mean n 5", "log_variance n 5"],
      });
      assertEquals(await signatureOf(`${out}/decoder.onnx`), {
        inputs: ["z n 5"],
        outputs: [`image n 1 ${SIZE} ${SIZE}`],
      });
      const again = await train("punctured", "second");
      for (const { name } of Deno.readDirSync(out)) {
        const files = [out, again.out].map((folder) => Deno.readFileSync(`${folder}/${name}`));
        assertEquals(files[0], files[1], name);
      }
      const control = await train("control", "control");
      const other = await readArray(`${control.out}/reconstructions.npy`);
      assert(distance(images.data, other.data) > 1e-3);

      const onnx = await evaluate(data, onnxFlags(out, "onnx"));
      const arrays = await evaluate(data, arrayFlags(out, "arrays"));
      assert(await evaluationDistance([arrays, onnx], ["points", "lattice"]) < 1e-5);
      const beside = await evaluate(data, onnxFlags(control.out, "onnx", "control"));
      const pair = ["--punctured", onnx, "--control", beside, "--quiet"];
      const compared = `${cwd}/${await resultOf("compare", pair, { cwd })}`;
      const rows = readCsv(await Deno.readTextFile(`${compared}/tables/seeds.csv`));
      const dice = rows.find(({ set, measure }) => set === "hole" && measure === "dice")!;
      const meanOf = async (folder: string) => {
        const points = readCsv(await Deno.readTextFile(`${folder}/tables/points.csv`));
        const inHole = points.filter(({ set }) => set === "hole").map((row) => Number(row.dice));
        return inHole.reduce((sum, value) => sum + value, 0) / inHole.length;
      };
      assertAlmostEquals(Number(dice.model), await meanOf(onnx), 1e-9);
      assertAlmostEquals(Number(dice.control), await meanOf(beside), 1e-9);
    });
  },
);
