/**
 * The end of the lab that trains: takes the page's requests in a worker, and answers them.
 *
 * @module
 */

import type { Backend } from "../../backend/backend.ts";
import { createRendererOn, type CurveRenderer } from "../../curve/drawing.ts";
import type { RenderOptions } from "../../curve/geometry.ts";
import type { Answer, Request } from "./messages.ts";
import { createRun, type Run } from "./run.ts";
import { datasetParameters } from "./commands.ts";

/** The part of a worker's global scope that is used here. */
interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent<Request>) => void): void;
  postMessage(answer: Answer): void;
}

/** Draws on a canvas that no page shows. */
function createWorkerRenderer(options: RenderOptions): CurveRenderer {
  return createRendererOn(options, (width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    // It is read back after every shape, which a graphics card makes slow.
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    return {
      context: context as never,
      pixels: () => context.getImageData(0, 0, width, height).data,
    };
  });
}

/**
 * Answers requests, the first of which must be to train.
 *
 * @param start starts the backend
 */
export function serve(start: () => Promise<Backend>): void {
  const scope = globalThis as unknown as WorkerScope;
  const tell = (answer: Answer) => scope.postMessage(answer);
  const fail = (error: unknown) =>
    tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  let run: Promise<Run> | undefined;
  const take = async (request: Request) => {
    if (request.kind === "train") {
      const { settings, subset } = request;
      run = start().then((backend) => {
        const draw = createWorkerRenderer(datasetParameters(settings));
        return createRun({ settings, subset, backend, draw, tell });
      });
      return await (await run).train();
    }
    const made = await run;
    if (!made) throw new Error("nothing is trained yet");
    switch (request.kind) {
      case "pause":
        return made.pause();
      case "resume":
        return made.resume();
      case "stop":
        return made.stop();
      case "show":
        return tell({ kind: "shown", id: request.id, ...await made.show(request.point) });
      case "save":
        return tell({ kind: "saved", id: request.id, files: await made.save() });
    }
  };
  scope.addEventListener("message", ({ data }) => void take(data).catch(fail));
  tell({ kind: "ready" });
}
