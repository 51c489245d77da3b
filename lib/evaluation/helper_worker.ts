/**
 * What runs in a worker of `helpers.ts`: a network that encodes and decodes what it is sent, and a
 * fitter of shapes.
 *
 * @module
 */

import type { startWasm } from "../backend/wasm/start.ts";
import { createCurveFitter, type CurveFitter } from "../curve/fit.ts";
import { loadSnapshot, loadVae } from "../model/files.ts";
import { decodeLatents, encodePosteriors } from "../model/inference.ts";
import type { Vae } from "../model/vae.ts";
import type { HelperAnswer, HelperRequest, HelperTask } from "./helpers.ts";

/** A worker's own end of its channel, as far as it is used here. */
const channel = self as unknown as {
  onmessage: (event: MessageEvent<HelperRequest>) => Promise<void>;
  postMessage(answer: HelperAnswer, transfer: Transferable[]): void;
};

let vae: Vae | undefined;
let fitter: CurveFitter | undefined;

async function load({ network, drawing }: HelperTask): Promise<void> {
  if (network) {
    const { directory, epoch, backend } = network;
    // Named by the caller: an import here would bring this backend's library into every key.
    const start: { startWasm: typeof startWasm } = await import(backend);
    await start.startWasm("in a helper", "ours");
    vae = await (epoch === undefined ? loadVae(directory) : loadSnapshot(directory, epoch));
  }
  fitter = createCurveFitter(drawing);
}

async function answer(request: HelperRequest): Promise<HelperAnswer> {
  const { id } = request;
  if ("load" in request) {
    await load(request.load);
    return { id, value: true };
  }
  if ("decode" in request) return { id, value: await decodeLatents(vae!, request.decode) };
  const { size } = request, area = size ** 2;
  if ("fit" in request) {
    const { fit: images } = request;
    const count = images.length / area;
    return {
      id,
      value: Array.from(
        { length: count },
        (_, n) => fitter!.fit(images.subarray(n * area, (n + 1) * area)),
      ),
    };
  }
  const { encode: images } = request;
  const indices = Uint32Array.from({ length: images.length / area }, (_, n) => n);
  return { id, value: await encodePosteriors(vae!, { images, points: [], size, indices }) };
}

channel.onmessage = async ({ data }) => {
  try {
    const answered = await answer(data);
    channel.postMessage(answered, buffersOf(answered));
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    channel.postMessage({ id: data.id, failure }, []);
  }
};

/** The arrays of an answer, which are handed over instead of copied. */
function buffersOf(answered: HelperAnswer): ArrayBuffer[] {
  if ("failure" in answered || answered.value === true) return [];
  const { value } = answered;
  if (Array.isArray(value)) return [];
  return value instanceof Float32Array
    ? [value.buffer]
    : [value.means.buffer, value.logVariances.buffer];
}
