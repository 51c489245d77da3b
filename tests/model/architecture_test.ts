import * as tf from "@tensorflow/tfjs";
import { type Architecture, createNetwork, loadVae, saveVae, Vae } from "../../lib/model/mod.ts";
import { UsageError } from "../../lib/errors.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { testOnBackends, useBackend } from "../backend/devices.ts";
import { scratchFolder } from "../scratch.ts";

const PUBLISHED: Architecture = { size: 256, divide: 1, latents: 3, posterior: "fixed" };
const SMALL: Architecture = { size: 64, divide: 8, latents: 3, posterior: "fixed" };

function parameters(model: tf.LayersModel): Record<string, number> {
  return Object.fromEntries(
    model.layers.filter((layer) => layer.countParams() > 0)
      .map((layer) => [layer.name, layer.countParams()]),
  );
}

Deno.test("the published network has the published parameters, layer by layer", async () => {
  await useBackend("wasm");
  const { encoder, decoder } = createNetwork(PUBLISHED, 0);
  assertEquals(parameters(encoder!), {
    encoder_conv_1: 3 * 3 * 1 * 64 + 64,
    encoder_conv_2: 3 * 3 * 64 * 64 + 64,
    encoder_conv_3: 3 * 3 * 64 * 128 + 128,
    encoder_conv_4: 3 * 3 * 128 * 128 + 128,
    mean: 28_800 * 3 + 3,
  });
  assertEquals(parameters(decoder), {
    decoder_dense: 3 * 16_384,
    decoder_conv_1: 3 * 3 * 16 * 64 + 64,
    decoder_norm_1: 4 * 64,
    decoder_conv_2: 3 * 3 * 64 * 64 + 64,
    decoder_norm_2: 4 * 64,
    decoder_conv_3: 3 * 3 * 64 * 128 + 128,
    decoder_norm_3: 4 * 128,
    decoder_conv_4: 128 * 256 + 256,
    decoder_norm_4: 4 * 256,
    decoder_output: 256 + 1,
  });
  assertEquals(encoder!.countParams(), 345_411);
  assertEquals(decoder.countParams(), 204_545);
  const trainable = [...new Vae(PUBLISHED, { encoder, decoder }).trainable.values()];
  assertEquals(trainable.reduce((sum, { size }) => sum + size, 0), 548_932);
  encoder!.dispose();
  decoder.dispose();
});

Deno.test("the layers of the published network have the published shapes", async () => {
  await useBackend("wasm");
  const { encoder, decoder } = createNetwork(PUBLISHED, 0);
  const shapes = (model: tf.LayersModel) =>
    model.layers.map(({ outputShape }) => (outputShape as number[]).slice(1).join("×"));
  assertEquals(shapes(encoder!), [
    "256×256×1",
    "254×254×64",
    "127×127×64",
    "125×125×64",
    "63×63×64",
    "61×61×128",
    "31×31×128",
    "29×29×128",
    "15×15×128",
    "28800",
    "3",
  ]);
  assertEquals(shapes(decoder).filter((shape, i, all) => shape !== all[i - 1]), [
    "3",
    "16384",
    "32×32×16",
    "64×64×16",
    "64×64×64",
    "128×128×64",
    "256×256×64",
    "256×256×128",
    "256×256×256",
    "256×256×1",
  ]);
  encoder!.dispose();
  decoder.dispose();
});

Deno.test("initial kernels are N(0, 0.05²), biases 0, and depend on the seed alone", async () => {
  await useBackend("wasm");
  const vae = Vae.create(SMALL, 3), again = Vae.create(SMALL, 3), other = Vae.create(SMALL, 4);
  let count = 0, squares = 0;
  for (const [name, variable] of vae.variables) {
    const values = await variable.data();
    assertEquals(await again.variables.get(name)!.data(), values);
    if (name.endsWith("/kernel")) {
      values.forEach((v) => squares += v * v);
      count += values.length;
      assert((await other.variables.get(name)!.data())[0] !== values[0], name);
    }
    if (name.endsWith("/bias")) assert(values.every((v) => v === 0), name);
  }
  const deviation = Math.sqrt(squares / count);
  assert(Math.abs(deviation - 0.05) < 0.05 * 4 / Math.sqrt(2 * count), `σ is ${deviation}`);
});

testOnBackends("the fused blocks compute what the layers compute", async () => {
  for (const posterior of ["fixed", "learned"] as const) {
    const vae = Vae.create({ ...SMALL, size: 40, posterior }, 1);
    // Moving moments other than 0 and 1, as after training.
    for (const [name, variable] of vae.variables) {
      if (name.includes("/moving_")) variable.assign(tf.fill(variable.shape, 0.3) as tf.Variable);
      if (name.includes("/gamma")) variable.assign(tf.fill(variable.shape, 0.7) as tf.Variable);
    }
    const images = tf.randomUniform([2, 40, 40, 1], 0, 1, "float32", 7) as tf.Tensor4D;
    const { mean, logVariance } = vae.encode(images);
    const outputs = ([] as tf.Tensor[]).concat(
      vae.network.encoder!.predict(images) as tf.Tensor | tf.Tensor[],
    );
    const decoded = tf.sigmoid(vae.decode(mean, "evaluation"));
    const expected = vae.network.decoder.predict(outputs[0]) as tf.Tensor;
    const pairs: [tf.Tensor, tf.Tensor][] = [[mean, outputs[0]], [decoded, expected]];
    if (posterior === "learned") pairs.push([logVariance, outputs[1]]);
    for (const [ours, theirs] of pairs) {
      const difference = await tf.max(tf.abs(tf.sub(ours, theirs))).data();
      assert(difference[0] < 1e-5, `they differ by ${difference[0]}`);
    }
  }
});

Deno.test("a saved network loads again, and in plain TF.js, and predicts the same", async () => {
  await useBackend("wasm");
  const directory = await scratchFolder();
  const vae = Vae.create(SMALL, 5);
  await saveVae(vae, outputFolder(directory));
  const loaded = await loadVae(directory);
  assertEquals(loaded.architecture, SMALL);
  for (const [name, variable] of vae.variables) {
    assertEquals(await loaded.variables.get(name)!.data(), await variable.data(), name);
  }
  const json = JSON.parse(await Deno.readTextFile(`${directory}/model/model.json`));
  const plain = await tf.loadLayersModel(tf.io.fromMemory({
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest[0].weights,
    weightData: (await Deno.readFile(`${directory}/model/weights.bin`)).buffer,
  }));
  const image = tf.ones([1, 64, 64, 1]) as tf.Tensor4D;
  const ours = tf.sigmoid(vae.decode(vae.encode(image).mean, "evaluation"));
  const difference = tf.max(tf.abs(tf.sub(ours, plain.predict(image) as tf.Tensor)));
  assert((await difference.data())[0] < 1e-6);

  const again = await scratchFolder();
  await saveVae(loaded, outputFolder(again));
  for (const file of ["encoder/model.json", "decoder/weights.bin", "model/model.json"]) {
    const [left, right] = await Promise.all(
      [directory, again].map((folder) => Deno.readFile(`${folder}/${file}`)),
    );
    assertEquals(left, right, `${file} differs after a round trip`);
  }
});

Deno.test("loadVae() refuses weights that are not those of the architecture, by name", async () => {
  await useBackend("wasm");
  const directory = await scratchFolder();
  await saveVae(Vae.create(SMALL, 5), outputFolder(directory));
  const refused = (message: string) =>
    assertRejects(() => loadVae(directory), UsageError, `${directory}/decoder: ${message}`);
  const spoil = async (from: string, to: string, message: string) => {
    const file = `${directory}/decoder/model.json`;
    const text = await Deno.readTextFile(file);
    assert(text.includes(from));
    await Deno.writeTextFile(file, text.replace(from, to));
    await refused(message);
    await Deno.writeTextFile(file, text);
  };
  const tensors = tf.memory().numTensors;
  await spoil('float32"}]', 'int32"}]', "model.json lists no float32 weights");
  await spoil("{", "", "model.json: ");
  await spoil(
    'decoder_norm_2/gamma","shape":[',
    'decoder_norm_2/gamma","shape":[1e9,',
    "weight 8 ",
  );
  await spoil(
    "decoder_output/bias",
    "decoder_output/bios",
    "weight 19 must be decoder_output/bias",
  );
  assertEquals(tf.memory().numTensors, tensors, "a refused network stays in memory");
  await Deno.truncate(`${directory}/decoder/weights.bin`, 100);
  await refused("weights.bin must have ");
  await Deno.remove(`${directory}/decoder/weights.bin`);
  await refused("weights.bin: No such file");
  await Deno.remove(`${directory}/architecture.json`);
  await assertRejects(() => loadVae(directory), UsageError, "architecture.json");
});

Deno.test("a step of training keeps 99 hundredths of the moving moments, as published", async () => {
  await useBackend("wasm");
  const vae = Vae.create({ ...SMALL, size: 32 }, 0);
  const codes = tf.tensor2d([[1, -2, 0.5], [0, 1, 2], [-1, 0.3, 1]]);
  const means = async () => {
    tf.tidy(() => void vae.decode(codes, "training"));
    return [...await vae.variables.get("decoder_norm_1/moving_mean")!.data()];
  };
  // They begin at 0: after m/100 comes m/100 + 99/100 · m/100.
  const [once, twice] = [await means(), await means()];
  const wanted = once.filter((value) => Math.abs(value) > 1e-6);
  assert(wanted.length > 0);
  once.forEach((value, k) => assert(Math.abs(twice[k] - 1.99 * value) <= 1e-5 * Math.abs(value)));
  codes.dispose();
  vae.dispose();
});
