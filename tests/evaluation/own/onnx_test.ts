import config from "../../../deno.json" with { type: "json" };
import { UsageError } from "../../../lib/errors.ts";
import { RUNTIME } from "../../../lib/evaluation/own/flags.ts";
import { findOnnx } from "../../../lib/evaluation/own/model_files.ts";
import { onnxModel, type OnnxOptions } from "../../../lib/evaluation/own/onnx.ts";
import { loadOnnxRuntime, type OnnxRuntime } from "../../../lib/evaluation/own/onnx_runtime.ts";
import { pixelsOf } from "../../../lib/evaluation/sets.ts";
import { centralDerivatives } from "../../../lib/evaluation/own/derivatives.ts";
import { renderCurves } from "../../../lib/curve/raster.ts";
import { lattice } from "../../../lib/space/points.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import * as ort from "onnxruntime-web/wasm";
import { inFolder, writtenModel } from "./files.ts";
import { linearDecoder, linearEncoder, linearModel, writeOnnx } from "./onnx_writer.ts";

const SIZE = 16, LATENTS = 3, AREA = SIZE ** 2;
const MODEL = linearModel(SIZE, LATENTS);
const OPTIONS: OnnxOptions = { size: SIZE, logits: false };

/** More images than are run at once. */
const POINTS = lattice(30, 20);
const SET = {
  ...{ name: "dataset", points: POINTS, size: SIZE },
  images: renderCurves(POINTS, { size: SIZE }),
  indices: Uint32Array.from(POINTS.keys()),
};

/** Codes and images of the linear model, in float64. */
function expected() {
  const pixels = pixelsOf(SET);
  const codes = new Float64Array(POINTS.length * LATENTS);
  const images = new Float64Array(POINTS.length * AREA);
  for (let n = 0; n < POINTS.length; n++) {
    for (let k = 0; k < LATENTS; k++) {
      let sum = 0;
      for (let i = 0; i < AREA; i++) sum += pixels[n * AREA + i] * MODEL.encoder[i * LATENTS + k];
      codes[n * LATENTS + k] = sum;
    }
    for (let i = 0; i < AREA; i++) {
      let sum = 0;
      for (let k = 0; k < LATENTS; k++) sum += codes[n * LATENTS + k] * MODEL.decoder[k * AREA + i];
      images[n * AREA + i] = 1 / (1 + Math.exp(-sum));
    }
  }
  return { codes, images };
}

function assertNear(actual: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number) {
  assertEquals(actual.length, wanted.length);
  for (let i = 0; i < wanted.length; i++) assertAlmostEquals(actual[i], wanted[i], tolerance);
}

Deno.test("the spelled-out types are the library's own, and its version is that of deno.json", async () => {
  // Checked by the compiler.
  const runtime: OnnxRuntime = ort;
  assertEquals(Object.keys(runtime.InferenceSession), Object.keys(ort.InferenceSession));
  assertEquals(`npm:${RUNTIME}`, config.imports["onnxruntime-web"]);
  assertEquals((await loadOnnxRuntime()).env.wasm.numThreads, 1);
});

Deno.test("ONNX files encode and decode as the same weights in float64 do, in every form", async () => {
  const { codes, images } = expected();
  const forms = [
    {},
    { logits: true },
    { batch: 7 },
    { image: [SIZE, SIZE, 1] },
    { image: ["c", "h", "w"], layout: "nhwc" as const },
    { image: ["c", SIZE, "w"], layout: "nchw" as const },
    { logVariance: Math.log(0.01) },
  ];
  for (const { layout, ...form } of forms) {
    await inFolder(async (folder) => {
      const files = await writtenModel(folder, {
        encoder: linearEncoder(MODEL, form),
        decoder: linearDecoder(MODEL, form),
      });
      const model = await onnxModel(files, { ...OPTIONS, layout, logits: form.logits ?? false });
      assertEquals([model.latents, model.encodes, model.noise], [3, true, "logVariance" in form]);
      const made = await model.reconstruct(SET, { noise: false, seed: 0 });
      assertNear(made.means, codes, 2e-5);
      assertNear(made.images, images, 1e-5);
      assertEquals(await model.encode!(SET), made.means);
      assertEquals(await model.decode!(made.means), made.images);
      if (!model.noise) return;
      const { logVariances } = await model.posteriors(SET);
      assertNear(logVariances, codes.map(() => Math.log(0.01)), 1e-6);
      // The decoded sample is μ + σ·ε: its codes differ by 0.1 in the root mean square, and its logits
      // by as much times the length of a pixel's weights.
      const noisy = await model.reconstruct(SET, { noise: true, seed: 0 });
      assertEquals(noisy.means, made.means);
      const logit = (pixel: number) => Math.log(pixel / (1 - pixel));
      const moved = made.images.reduce((sum, pixel, i) => {
        // Float32 holds no logit of a pixel that is nearly 1.
        return sum +
          (Math.abs(images[i] - 0.5) < 0.45 ? logit(noisy.images[i]) - logit(pixel) : 0) ** 2;
      }, 0);
      const weights = images.reduce((sum, pixel, i) => {
        const ofPixel = [0, 1, 2].map((k) => MODEL.decoder[k * AREA + i % AREA]);
        return sum + (Math.abs(pixel - 0.5) < 0.45 ? Math.hypot(...ofPixel) ** 2 : 0);
      }, 0);
      assertAlmostEquals(Math.sqrt(moved / weights), 0.1, 0.01);
    });
  }
});

Deno.test("differences give the exact derivatives of a logistic decoder", async () => {
  const pixels = 4096, latents = 2;
  const weight = (pixel: number, latent: number) => 1.5 * Math.sin(1 + pixel * (latent + 0.7));
  const codes = Float32Array.from([0.3, 0.5, 1.1, 0.2, 0.7, 1.4]);
  const directions = [[1, 0], [0.6, -0.8]];
  const logit = (z: Float32Array, pixel: number) =>
    z[0] * weight(pixel, 0) + z[1] * weight(pixel, 1);
  const code = (values: Float32Array, n: number) => values.subarray(n * latents, (n + 1) * latents);
  // In float64 decoded and rounded to float32, as a model's output is.
  const decode = (moved: Float32Array) =>
    Promise.resolve(Float32Array.from({ length: 3 * pixels }, (_, i) => {
      return 1 / (1 + Math.exp(-logit(code(moved, Math.floor(i / pixels)), i % pixels)));
    }));
  const exact = directions.map(([one, other]) =>
    Float64Array.from({ length: 3 * pixels }, (_, i) => {
      const mean = 1 / (1 + Math.exp(-logit(code(codes, Math.floor(i / pixels)), i % pixels)));
      const pixel = i % pixels;
      return mean * (1 - mean) * (one * weight(pixel, 0) + other * weight(pixel, 1));
    })
  );
  const steps = directions.map((step) => Float32Array.from([...step, ...step, ...step]));
  const found = await centralDerivatives(decode, { codes, latents, directions: steps });
  const sum = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    Array.from(one).reduce((total, value, i) => total + value * other[i], 0);
  // Each pixel has the rounding of float32; sums over an image, which volumes are made of, have not.
  for (const k of [0, 1]) {
    assertNear(found[k], exact[k], 2e-3);
    for (const l of [0, 1]) {
      const wanted = sum(exact[k], exact[l]);
      assertAlmostEquals(sum(found[k], found[l]), wanted, 1e-4 * sum(exact[0], exact[0]));
    }
  }
});

Deno.test("codes far from 0 have derivatives too", async () => {
  // Float32 holds no step of a ten thousandth beside 5000.
  const codes = Float32Array.from([5000, 0, 5000.01, 0]);
  const directions = [Float32Array.from([1, 0, 1, 0])];
  const decode = (moved: Float32Array) => Promise.resolve(moved.map((value) => value / 8192));
  const [found] = await centralDerivatives(decode, { codes, latents: 2, directions });
  assertNear(found, [1 / 8192, 0, 1 / 8192, 0], 1e-9);
});

Deno.test("an ONNX file of another form is refused in one line that says what it has", async () => {
  const { batch: _, ...identity } = { batch: 1, type: "Identity" };
  const passes = (shape: (number | string)[], type?: "float64" | "uint8") =>
    writeOnnx({
      inputs: [{ name: "x", shape, type }],
      outputs: [{ name: "y", shape, type }],
      nodes: [{ ...identity, inputs: ["x"], outputs: ["y"] }],
    });
  const two = writeOnnx({
    inputs: [{ name: "x", shape: ["n", 3] }, { name: "label", shape: ["n", 3] }],
    outputs: [{ name: "y", shape: ["n", 3] }],
    nodes: [{ type: "Add", inputs: ["x", "label"], outputs: ["y"] }],
  });
  const good = { encoder: linearEncoder(MODEL), decoder: linearDecoder(MODEL) };
  const other = linearModel(SIZE, 5), small = linearModel(8, LATENTS);
  const cases: [Partial<typeof good>, Partial<OnnxOptions>, RegExp][] = [
    [{ encoder: two }, {}, /one input.*received x: float32\[n, 3\]; label: float32\[n, 3\]/],
    [{ encoder: passes(["n", 1, SIZE, SIZE], "uint8") }, {}, /one input.*uint8/],
    [{ encoder: passes(["n", 1, SIZE, SIZE], "float64") }, {}, /one input.*float64/],
    [{ encoder: passes(["n", 3, SIZE, SIZE]) }, {}, /must take images.*takes \[n, 3, 16, 16\]/],
    [{ encoder: passes(["n", AREA]) }, {}, /must take images.*takes \[n, 256\]/],
    [{ encoder: linearEncoder(small) }, {}, /must take images n × 1 × 16 × 16/],
    [
      { encoder: linearEncoder(MODEL, { image: ["c", "h", "w"] }) },
      {},
      /--layout must be given.*input \[n, c, h, w\]/,
    ],
    [{}, { layout: "nhwc" }, /must take images.*takes \[n, 1, 16, 16\]/],
    [{ decoder: linearDecoder(other) }, {}, /must take codes n × 3.*takes \[n, 5\]/],
    [{ decoder: linearDecoder(small) }, {}, /must give images of 16×16 pixels, gives 64/],
    [{ decoder: two }, {}, /one input, codes n × 3/],
    [{ encoder: good.encoder.slice(0, 900) }, {}, /must be a model that onnxruntime-web runs/],
    [{ encoder: Uint8Array.of(8, 8, 255, 255, 255) }, {}, /must be a model that onnxruntime-web/],
  ];
  for (const [files, options, message] of cases) {
    await inFolder(async (folder) => {
      const written = await writtenModel(folder, { ...good, ...files });
      const error = await assertRejects(
        () => onnxModel(written, { ...OPTIONS, ...options }),
        UsageError,
      );
      assert(message.test(error.message), error.message);
      assert(!error.message.includes("\n"), error.message);
    });
  }
});

Deno.test("pixels outside [0, 1] and numbers that are not finite are refused while it runs", async () => {
  const nan = { ...MODEL, decoder: MODEL.decoder.map((value, i) => i === 7 ? NaN : value) };
  const wild = {
    ...MODEL,
    encoder: MODEL.encoder.map((value, i) => i === 3 * 100 ? Infinity : value),
  };
  const cases: [Uint8Array, Uint8Array, RegExp][] = [
    [linearEncoder(MODEL), linearDecoder(MODEL, { logits: true }), /from 0 to 1.*give --logits/],
    [linearEncoder(MODEL), linearDecoder(nan), /finite pixels, received NaN at element 7/],
    [linearEncoder(wild), linearDecoder(MODEL), /finite codes, gave (NaN|Infinity)/],
  ];
  for (const [encoder, decoder, message] of cases) {
    await inFolder(async (folder) => {
      const files = await writtenModel(folder, { encoder, decoder });
      const error = await assertRejects(async () => {
        const model = await onnxModel(files, OPTIONS);
        await model.reconstruct(SET, { noise: false, seed: 0 });
      }, UsageError);
      assert(message.test(error.message), error.message);
    });
  }
});

Deno.test("a file that is no ONNX, is missing or changed since is refused", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/model.onnx`;
    const find = () => findOnnx("--onnx-encoder", path);
    assert(/no such file/.test((await assertRejects(find, UsageError)).message));
    await Deno.writeTextFile(path, "PK no model");
    assert(/does not begin like one/.test((await assertRejects(find, UsageError)).message));
    await Deno.writeFile(path, new Uint8Array());
    assert(/does not begin like one/.test((await assertRejects(find, UsageError)).message));
    await Deno.truncate(path, 2 ** 28 + 1);
    assert(/at most 268435456 bytes/.test((await assertRejects(find, UsageError)).message));
    const folderError = await assertRejects(() => findOnnx("--onnx-encoder", folder), UsageError);
    assert(/it is a directory/.test(folderError.message), folderError.message);
    const files = await writtenModel(folder, {
      encoder: linearEncoder(MODEL),
      decoder: linearDecoder(MODEL),
    });
    await Deno.writeFile(files.decoder.path, linearDecoder(MODEL, { logits: true }));
    const error = await assertRejects(() => onnxModel(files, OPTIONS), UsageError);
    assert(/decoder.onnx must stay as it is/.test(error.message), error.message);
  });
});
