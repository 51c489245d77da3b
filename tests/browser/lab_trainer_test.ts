/** A run's two workers, played by objects that note what they are asked: no browser is needed. */

import { assertEquals, assertRejects } from "@std/assert";
import type { Answer, Request } from "../../lib/explorer/lab/messages.ts";
import { DEFAULT_SETTINGS } from "../../lib/explorer/lab/settings.ts";
import { startTrainer, type Trainer } from "../../lib/explorer/lab/trainer.ts";

/** A worker that does nothing by itself. */
class FakeWorker extends EventTarget {
  readonly asked: Request[] = [];
  ended = false;

  constructor(readonly script: string) {
    super();
    workers.push(this);
  }

  postMessage(request: Request): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.ended = true;
  }

  /** Answers as a worker would. */
  say(answer: Answer): void {
    this.dispatchEvent(new MessageEvent("message", { data: answer }));
  }

  /** What was asked, in words. */
  get kinds(): string[] {
    return this.asked.map((request) => request.kind);
  }
}

let workers: FakeWorker[] = [];

const READY: Answer = { kind: "ready" };
const STARTED: Answer = { kind: "started", reason: "", images: 1 };
const FAILED: Answer = { kind: "failed", message: "no device" };

/** Starts a run on WebGPU, which wasm may follow; `told` is what the page hears. */
function withTrainer(use: (trainer: Trainer, told: string[]) => Promise<void> | void) {
  return async () => {
    const own = globalThis.Worker;
    workers = [];
    globalThis.Worker = FakeWorker as unknown as typeof Worker;
    try {
      const told: string[] = [];
      const trainer = startTrainer({
        settings: DEFAULT_SETTINGS,
        device: { script: "webgpu", optional: true, inTurn: true },
        tell: (subset, { kind }) => told.push(`${subset} ${kind}`),
      });
      await use(trainer, told);
    } finally {
      globalThis.Worker = own;
    }
  };
}

Deno.test(
  "a run that was paused or stopped stays so where wasm takes the place of WebGPU",
  withTrainer((trainer, told) => {
    const [webgpu] = workers;
    trainer.pause();
    webgpu.say(READY);
    assertEquals(webgpu.kinds, ["train", "pause"]);
    trainer.stop();
    assertEquals(webgpu.kinds, ["train", "pause", "stop"]);
    webgpu.say(FAILED);
    assertEquals([webgpu.ended, workers.length], [true, 3]);
    const others = workers.slice(1);
    for (const worker of others) {
      worker.say(READY);
      assertEquals(worker.kinds, ["train", "pause", "stop"]);
    }
    const subsets = others.map(({ asked: [train] }) => train.kind === "train" && train.subset);
    assertEquals(subsets, ["punctured", "control"]);
    // Each is told only of what it says itself, and asked nothing twice.
    webgpu.say(FAILED);
    for (const worker of others) worker.say(STARTED);
    assertEquals(told, ["punctured started", "control started"]);
    trainer.resume();
    for (const worker of others) assertEquals(worker.kinds.slice(3), ["resume"]);
    assertEquals(workers.length, 3);
  }),
);

Deno.test(
  "a question is answered by the worker that follows, and rejected where the run ends",
  withTrainer(async (trainer) => {
    const shown = trainer.show({ a: 1, b: 1 });
    workers[0].say(READY);
    workers[0].say(FAILED);
    const answer = { kind: "shown", truth: Uint8Array.of(), image: Uint8Array.of() } as const;
    for (const [n, worker] of workers.slice(1).entries()) {
      worker.say(READY);
      assertEquals(worker.kinds, ["train", "show"]);
      worker.say({ ...answer, id: 1, dice: n });
    }
    const { punctured, control } = await shown;
    assertEquals([punctured.dice, control.dice], [0, 1]);
    const late = trainer.save();
    trainer.end();
    await assertRejects(() => late, Error, "the run is over");
  }),
);
