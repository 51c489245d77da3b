/** Workers that take a share of encoding and decoding: the same bytes as alone. */

import { selectBackend } from "../../lib/backend/mod.ts";
import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderCurves } from "../../lib/curve/raster.ts";
import { RunError } from "../../lib/errors.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { saveVae } from "../../lib/model/saving.ts";
import { startHelpers } from "../../lib/evaluation/helpers.ts";
import { decodeLatents, encodeMeans, encodePosteriors } from "../../lib/model/inference.ts";
import { Vae } from "../../lib/model/vae.ts";
import { createRandom } from "../../lib/random.ts";
import { samplePoints } from "../../lib/space/points.ts";
import { assertEquals, assertRejects } from "@std/assert";

/** How the shapes are drawn that images are fitted with. */
const drawing = { size: 32 };

const ARCHITECTURE = { size: 32, divide: 8, latents: 3, posterior: "learned" } as const;

/** Runs with a saved network of fresh weights. */
async function withNetwork(
  run: (network: { directory: string; vae: Vae; backend: string }) => Promise<void>,
): Promise<void> {
  const backend = await selectBackend("wasm");
  const directory = await Deno.makeTempDir();
  try {
    const vae = Vae.create(ARCHITECTURE, 3);
    await saveVae(vae, outputFolder(directory));
    await run({ directory, vae, backend: backend.module });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("helpers encode and decode to the bytes of one thread, for any number of images", async () => {
  const fitter = createCurveFitter(drawing);
  await withNetwork(async ({ directory, vae, backend }) => {
    // A batch has 128 images of this size: shares of none, of one, of parts and of whole batches.
    for (const count of [1, 2]) {
      const helpers = startHelpers(count, {
        network: { directory, epoch: undefined, backend },
        drawing,
      });
      try {
        await helpers.ready;
        const shared = { helpers: helpers.all };
        for (const number of [0, 1, 128, 129, 300, 520]) {
          const points = samplePoints(number + 1, createRandom(1, "tests/helpers"));
          const images = renderCurves(points, { size: 32 });
          // In another order than they lie in memory.
          const indices = Uint32Array.from({ length: number }, (_, n) => number - 1 - n);
          const set = { images, points, size: 32, indices };
          const alone = await encodePosteriors(vae, set);
          assertEquals(await encodePosteriors(vae, set, shared), alone);
          const pixels = Float32Array.from(images.subarray(0, 3 * 1024), (byte) => byte / 255);
          const fits = await helpers.all[0].fit(pixels, 32);
          assertEquals(
            fits,
            Array.from({ length: pixels.length / 1024 }, (_, n) => n).map((n) =>
              fitter.fit(pixels.subarray(n * 1024, (n + 1) * 1024))
            ),
          );
          assertEquals(await encodeMeans(vae, set, shared), alone.means);
          assertEquals(
            await decodeLatents(vae, alone.means, shared),
            await decodeLatents(vae, alone.means),
          );
        }
      } finally {
        helpers.close();
      }
    }
  });
});

Deno.test("a helper takes its share: what it does not do is missing", async () => {
  await withNetwork(async ({ vae }) => {
    const asked: number[] = [];
    const helper = {
      decode: (codes: Float32Array) => {
        asked.push(codes.length / 3);
        return Promise.resolve(new Float32Array(codes.length / 3 * 32 * 32).fill(7));
      },
      encode: () => Promise.reject(new Error("not asked")),
    };
    const helpers = [helper, helper];
    const images = await decodeLatents(vae, new Float32Array(3 * 640), { helpers });
    assertEquals(asked, [256, 128]);
    assertEquals(images.findIndex((value) => value === 7), 256 * 32 * 32);
    assertEquals(images.at(-1), 7);
  });
});

Deno.test("a helper that cannot load the network, or fails later, is told as a failure of the run", async () => {
  await withNetwork(async ({ directory, vae, backend }) => {
    const lost = startHelpers(1, {
      network: { epoch: undefined, backend, directory: `${directory}/none` },
      drawing,
    });
    try {
      await assertRejects(() => lost.ready, RunError);
    } finally {
      lost.close();
    }
    const helpers = startHelpers(1, { network: { directory, epoch: undefined, backend }, drawing });
    try {
      await helpers.ready;
      const [helper] = helpers.all;
      // The network takes images of 32².
      await assertRejects(() => helper.encode(new Uint8Array(64 * 64), 64), RunError);
      const codes = new Float32Array(3 * 200);
      assertEquals(
        await decodeLatents(vae, codes, { helpers: helpers.all }),
        await decodeLatents(vae, codes),
      );
    } finally {
      helpers.close();
    }
  });
});
