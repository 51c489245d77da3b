/**
 * What runs in a worker of `helpers.ts`: a network that encodes and decodes what it is sent.
 *
 * @module
 */

import type { startWasm } from "../backend/wasm/start.ts";
import { loadSnapshot, loadVae } from "./files.ts";
import type { HelperAnswer, HelperRequest } from "./helpers.ts";
import { decodeLatents, encodePosteriors } from "./inference.ts";
import type { Vae } from "./vae.ts";

/** A worker's own end of its channel, as far as it is used here. */
const channel = self as unknown as {
  onmessage: (event: MessageEvent<HelperRequest>) => Promise<void>;
  postMessage(answer: HelperAnswer, transfer: Transferable[]): void;
};

let vae: Vae | undefined;

async function answer(request: HelperRequest): Promise<HelperAnswer> {
  const { id } = request;
  if ("load" in request) {
    const { directory, epoch, backend } = request.load;
    // Named by the caller: an import here would bring this backend's library into every key.
    const start: { startWasm: typeof startWasm } = await import(backend);
    await start.startWasm("in a helper", "ours");
    vae = await (epoch === undefined ? loadVae(directory) : loadSnapshot(directory, epoch));
    return { id, value: true };
  }
  if ("decode" in request) return { id, value: await decodeLatents(vae!, request.decode) };
  const { encode: images, size } = request;
  const indices = Uint32Array.from({ length: images.length / size ** 2 }, (_, n) => n);
  return { id, value: await encodePosteriors(vae!, { images, points: [], size, indices }) };
}

channel.onmessage = async ({ data }) => {
  try {
    const answered = await answer(data);
    channel.postMessage(answered, buffersOf(answered));
  } catch (error) {
    channel.postMessage({ id: data.id, failure: error instanceof Error ? error.message : String(error) }, []);
  }
};

/** The arrays of an answer, which are handed over instead of copied. */
function buffersOf(answered: HelperAnswer): ArrayBuffer[] {
  if ("failure" in answered || answered.value === true) return [];
  const { value } = answered;
  return value instanceof Float32Array
    ? [value.buffer]
    : [value.means.buffer, value.logVariances.buffer];
}
