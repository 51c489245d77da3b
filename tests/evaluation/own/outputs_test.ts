import { DEFAULT_SHAPES } from "../../../lib/curve/family.ts";
import { createCurveFitter } from "../../../lib/curve/fit.ts";
import { buildDataset, resolveDatasetParameters } from "../../../lib/dataset/mod.ts";
import { UsageError } from "../../../lib/errors.ts";
import type { EvaluatedModel } from "../../../lib/evaluation/evaluated_model.ts";
import { evaluate } from "../../../lib/evaluation/evaluate.ts";
import { findArray, readArray } from "../../../lib/evaluation/own/model_files.ts";
import { onnxModel } from "../../../lib/evaluation/own/onnx.ts";
import { outputsModel, testRows } from "../../../lib/evaluation/own/outputs.ts";
import { drawer, latticeSet, pixelsOf, testSets } from "../../../lib/evaluation/sets.ts";
import { decodeNpy, encodeNpy, type NpyData } from "../../../lib/files/npy.ts";
import { dice } from "../../../lib/measure/image/image_errors.ts";
import type { Metrics } from "../../../lib/results/stage.ts";
import { parseHole } from "../../../lib/space/hole.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { useBackend } from "../../backend/devices.ts";
import { inFolder, writtenModel } from "./files.ts";
import { linearDecoder, linearEncoder, linearModel } from "./onnx_writer.ts";

const SIZE = 16, AREA = SIZE ** 2, LATENTS = 3;
const MODEL = linearModel(SIZE, LATENTS);
const parameters = resolveDatasetParameters({ points: 150, size: SIZE, holePoints: 20 });
const drawing = { ...DEFAULT_SHAPES, size: SIZE, geometry: "square", stroke: 1.5 } as const;

async function fixture() {
  await useBackend("wasm");
  const dataset = await buildDataset({ ...parameters, stroke: drawing.stroke });
  const draw = await drawer(drawing);
  return {
    dataset,
    draw,
    hole: parseHole(parameters.hole),
    sets: [...testSets(dataset, draw), latticeSet(draw)],
  };
}

type Fixture = Awaited<ReturnType<typeof fixture>>;

/** What a model makes of the images, as its files hold it. */
async function outputsOf(model: EvaluatedModel, { dataset, sets }: Fixture) {
  const all = { ...dataset, indices: Uint32Array.from(dataset.points.keys()), name: "dataset" };
  const made = await Promise.all(
    sets.map((set) => model.reconstruct(set, { noise: false, seed: 0 })),
  );
  const joined = (parts: Float32Array[]) => Float32Array.from(parts.flatMap((part) => [...part]));
  return {
    images: joined(made.map(({ images }) => images)),
    codes: joined([(await model.posteriors(all)).means, ...made.map(({ means }) => means)]),
  };
}

/** Every number of an evaluation's figures, by its path. */
function numbersOf(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => numbersOf(each, `${path}/${name}`));
}

async function measured(model: EvaluatedModel, { dataset, draw, hole }: Fixture): Promise<Metrics> {
  const { metrics } = await evaluate({
    model,
    dataset,
    hole,
    trainedOn: dataset.subsets.punctured,
    draw,
    all: { ...dataset, indices: Uint32Array.from(dataset.points.keys()) },
    fitter: createCurveFitter(drawing),
    noise: false,
    seed: 0,
    progress: { update() {}, line() {} },
    check() {},
  });
  return metrics;
}

Deno.test("a model measured by its outputs has the figures of the model itself, and says what it lacks", async () => {
  const given = await fixture();
  await inFolder(async (folder) => {
    const files = await writtenModel(folder, {
      encoder: linearEncoder(MODEL),
      decoder: linearDecoder(MODEL),
    });
    const itself = await onnxModel(files, { size: SIZE, logits: false });
    const { images, codes } = await outputsOf(itself, given);
    const [one, other] = [`${folder}/images.npy`, `${folder}/codes.npy`];
    await Deno.writeFile(one, encodeNpy(images, [images.length / AREA, 1, SIZE, SIZE]));
    await Deno.writeFile(other, encodeNpy(Float64Array.from(codes), [codes.length / 3, 3]));
    const reconstructions = await findArray("--reconstructions", one);
    const whole = numbersOf(await measured(itself, given));
    const open = (codes?: Awaited<ReturnType<typeof findArray>>) =>
      outputsModel({ reconstructions, codes }, { ...given, logits: false });

    const withCodes = await measured(await open(await findArray("--codes", other)), given);
    const found = new Map(numbersOf(withCodes));
    for (const [path, value] of whole) {
      if (found.has(path)) assertAlmostEquals(found.get(path)!, value, 1e-5, path);
    }
    // What is missing is known: images by latent methods, the sheet's volume, codes of other images.
    const missing = whole.map(([path]) => path).filter((path) => !found.has(path));
    const lacks = /\/(latent_line|attribute_vectors|predicted_code)(\/|$)|volume|intrinsic/;
    assertEquals(missing.filter((path) => !lacks.test(path)), []);
    assertEquals((withCodes.left_out as string[]).length, 3);
    const notes = (withCodes.codes as Metrics).notes as Metrics;
    assert(/needs the decoder/.test(String(notes.volume_ratio)));
    assert(/needs the encoder/.test(String(notes.intrinsic_dimension)));

    const alone = await measured(await open(), given);
    const known = new Map(numbersOf(alone));
    assert(known.has("/hole/dice") && known.has("/methods/hole/nearest_image/dice"));
    assert(!("codes" in alone) && !known.has("/methods/hole/pca_latents/dice"));
    for (const [path, value] of known) {
      if (path.startsWith("/left_out")) continue;
      assertAlmostEquals(value, found.get(path)!, 1e-9, path);
    }
    assertEquals((alone.left_out as string[])[0], "every measure of codes, which are not given");
  });
});

/** A `.npy` file with another header than ours. */
function npyWith(
  descr: string,
  { shape, fortran = false, body }: { shape: number[]; fortran?: boolean; body?: number },
) {
  const width = Number(/\d+$/.exec(descr)?.[0] ?? 8);
  const length = body ?? width * shape.reduce((product, n) => product * n, 1);
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, ` +
    `'shape': (${shape.join(", ")},), }`;
  const header = text.padEnd(117) + "\n";
  return Uint8Array.from([
    ...[0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0],
    ...new TextEncoder().encode(header),
    ...new Uint8Array(length),
  ]);
}

Deno.test("wrong outputs are refused in one line that says what is wrong", async () => {
  const given = await fixture();
  const { count } = testRows(given.dataset);
  const known = given.dataset.points.length;
  const truth = Float32Array.from(
    given.sets.flatMap(({ images, points }) => [...images.subarray(0, points.length * AREA)]),
    (level) => level / 255,
  );
  const npy = (data: NpyData, shape: number[]) => encodeNpy(data, shape);
  const shape = [count, SIZE, SIZE];
  const changed = (at: number, value: number) => {
    const copy = truth.slice();
    copy[at] = value;
    return npy(copy, shape);
  };
  const reversed = new Float32Array(truth.length);
  for (let n = 0; n < count; n++) {
    reversed.set(truth.subarray(n * AREA, (n + 1) * AREA), (count - 1 - n) * AREA);
  }
  const codes = (rows: number, latents = 3) =>
    npy(new Float32Array(rows * (latents || 1)), latents === 0 ? [rows] : [rows, latents]);
  const good = npy(truth, shape);
  const cases: [reconstructions: Uint8Array, codes: Uint8Array | undefined, message: RegExp][] = [
    [
      npy(truth.slice(AREA), [count - 1, SIZE, SIZE]),
      undefined,
      /must hold \d+ images of 16×16 \(20 hole, \d+ validation, 15 P1, 15 P2, 15 P3, 336 lattice\), received the shape/,
    ],
    [npy(truth, [count, AREA]), undefined, /must hold \d+ images/],
    [npy(truth, [count * SIZE, SIZE]), undefined, /must hold \d+ images/],
    [npy(new Float32Array(3 * truth.length), [count, 3, SIZE, SIZE]), undefined, /must hold/],
    [npy(reversed, shape), undefined, /in the order of test_imgs.*row \d+ like row \d+/],
    [
      npy(truth.map((x) => 255 * x), shape),
      undefined,
      /from 0 to 1.*divide by 255, or give --logits/,
    ],
    [changed(500, -0.2), undefined, /from 0 to 1, received -0.2\d* at element 500/],
    [changed(7, NaN), undefined, /finite pixels, received NaN at element 7/],
    [changed(7, Infinity), undefined, /finite pixels, received Infinity/],
    [npyWith("<f4", { shape, fortran: true }), undefined, /order must be C.*ascontiguousarray/],
    [npyWith(">f4", { shape }), undefined, /received >f4.*dtype=np.float32/],
    [npyWith("<f2", { shape }), undefined, /received <f2.*dtype=np.float32/],
    [npyWith("<i8", { shape }), undefined, /received <i8/],
    [npyWith("|O", { shape: [2] }), undefined, /received \|O/],
    [npy(Uint8Array.from(truth), shape), undefined, /float32 or float64, received uint8/],
    [good.slice(0, good.length - 100), undefined, /needs \d+ bytes of data, it has \d+/],
    [good.slice(0, 60), undefined, /header says/],
    [new Uint8Array(), undefined, /it has only 0 bytes/],
    [new TextEncoder().encode("0.5,0.25\n".repeat(9)), undefined, /does not begin like one/],
    [npyWith("<f4", { shape: [0] }), undefined, /must hold \d+ images/],
    [good, codes(count), /must hold \d+ codes \(150 of the dataset's images, then \d+ of the test/],
    [good, codes(known + count, 0), /must hold \d+ codes/],
    [
      good,
      npy(new Float32Array(3 * (known + count)).fill(NaN), [known + count, 3]),
      /finite codes, received NaN in row 0, latent 0/,
    ],
  ];
  for (const [reconstructions, codesFile, message] of cases) {
    await inFolder(async (folder) => {
      await Deno.writeFile(`${folder}/r.npy`, reconstructions);
      if (codesFile) await Deno.writeFile(`${folder}/c.npy`, codesFile);
      const error = await assertRejects(async () => {
        const files = {
          reconstructions: await findArray("--reconstructions", `${folder}/r.npy`),
          codes: codesFile && await findArray("--codes", `${folder}/c.npy`),
        };
        await outputsModel(files, { ...given, logits: false });
      }, UsageError);
      assert(message.test(error.message), error.message);
      assert(!error.message.includes("\n"), error.message);
    });
  }
});

Deno.test("a header that asks for more than the file has is refused before anything is read", async () => {
  await inFolder(async (folder) => {
    const vast = npyWith("<f4", { shape: [2 ** 40, 2 ** 12], body: 64 });
    await Deno.writeFile(`${folder}/r.npy`, vast);
    const error = await assertRejects(
      () => findArray("--reconstructions", `${folder}/r.npy`),
      UsageError,
    );
    assert(/needs \d+ bytes of data, it has 64/.test(error.message), error.message);
  });
});

Deno.test("a model that has learnt nothing is measured, not called out of order", async () => {
  const given = await fixture();
  const { count } = testRows(given.dataset);
  const flat = new Float32Array(count * AREA).fill(0.2);
  // Always the same shape: like one test image, and unlike all others.
  const same = new Float32Array(count * AREA);
  for (let n = 0; n < count; n++) {
    same.set(Array.from(given.sets[0].images.subarray(0, AREA), (level) => level / 255), n * AREA);
  }
  for (const images of [flat, same]) {
    await inFolder(async (folder) => {
      await Deno.writeFile(`${folder}/r.npy`, encodeNpy(images, [count, SIZE, SIZE, 1]));
      const reconstructions = await findArray("--reconstructions", `${folder}/r.npy`);
      const model = await outputsModel({ reconstructions }, { ...given, logits: false });
      assertEquals([model.latents, model.encodes], [0, false]);
    });
  }
});

Deno.test("a poor model is measured where its images are but a little more like others", async () => {
  const given = await fixture();
  const truth = given.sets.flatMap((set) =>
    set.points.map((_, n) => pixelsOf({ ...set, indices: [n] }))
  );
  // Each is grey, and shows more of a neighbour than of its own shape.
  const neighbour = (n: number) => truth[(n + 5) % truth.length];
  const made = truth.map((image, n) =>
    image.map((pixel, i) => 0.15 + 0.7 * (0.4 * pixel + 0.6 * neighbour(n)[i]))
  );
  const nearer = made.filter((image, n) =>
    dice(neighbour(n), image) > dice(truth[n], image) + 0.03
  );
  assert(nearer.length > 0.5 * made.length);
  await inFolder(async (folder) => {
    const images = Float32Array.from(made.flatMap((image) => [...image]));
    await Deno.writeFile(`${folder}/r.npy`, encodeNpy(images, [made.length, SIZE, SIZE]));
    const reconstructions = await findArray("--reconstructions", `${folder}/r.npy`);
    const model = await outputsModel({ reconstructions }, { ...given, logits: false });
    assertEquals(model.encodes, false);
  });
});

Deno.test("logits become pixels", async () => {
  const given = await fixture();
  const { count } = testRows(given.dataset);
  const logits = Float32Array.from({ length: count * AREA }, (_, i) => 12 * Math.sin(i));
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/r.npy`, encodeNpy(logits, [count, SIZE, SIZE]));
    const reconstructions = await findArray("--reconstructions", `${folder}/r.npy`);
    const model = await outputsModel({ reconstructions }, { ...given, logits: true });
    const { images } = await model.reconstruct(given.sets[0], { noise: false, seed: 0 });
    images.forEach((pixel, i) => assertAlmostEquals(pixel, 1 / (1 + Math.exp(-logits[i])), 1e-6));
  });
});

Deno.test("readArray() reads in pieces what decodeNpy() reads as a whole", async () => {
  await inFolder(async (directory) => {
    // Around the lengths of what is read and converted at once, and several times as long.
    for (const count of [1, 32767, 32768, 32769, 65536, 65537, 300_001]) {
      const numbers = Array.from({ length: count }, (_, n) => Math.sin(n) + n / 7);
      for (const data of [Float32Array.from(numbers), Float64Array.from(numbers)]) {
        const path = `${directory}/array.npy`;
        await Deno.writeFile(path, encodeNpy(data, [count]));
        const read = await readArray(await findArray("--reconstructions", path));
        assertEquals(read.length, count);
        const whole = decodeNpy(await Deno.readFile(path)).data;
        const wrong = read.findIndex((value, n) => value !== Math.fround(whole[n]));
        assertEquals(wrong, -1, `${data.constructor.name} of ${count}`);
      }
    }
    const path = `${directory}/changed.npy`;
    await Deno.writeFile(path, encodeNpy(Float32Array.of(1, 2), [2]));
    const found = await findArray("--reconstructions", path);
    await Deno.writeFile(path, encodeNpy(Float32Array.of(1, 2, 3), [3]));
    await assertRejects(() => readArray(found), UsageError, "it was changed");
  });
});
