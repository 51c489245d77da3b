/**
 * A run's two workers: the network that is trained around the hole and its control, side by side.
 *
 * @module
 */

import type { Point } from "../../space/space.ts";
import { type Device, SECOND_CHOICE } from "./device.ts";
import type { Answer, Request, Subset } from "./messages.ts";
import type { LabSettings } from "./settings.ts";

/** Both networks of a run. */
export const SUBSETS: readonly Subset[] = ["punctured", "control"];

/** What a worker answers to a question. */
type Reply = Extract<Answer, { readonly id: number }>;

/** A request that is answered. */
type Question = Extract<Request, { readonly id: number }>;

/** A run on the page. */
export interface Trainer {
  pause(): void;
  resume(): void;
  /** Ends training; the networks can still be looked at. */
  stop(): void;
  /** What both make of a shape now. */
  show(point: Point): Promise<Record<Subset, Extract<Answer, { kind: "shown" }>>>;
  /** Files of both networks, by path. */
  save(): Promise<Record<Subset, Record<string, Uint8Array>>>;
  /** Ends both workers. */
  end(): void;
}

/** Options of {@linkcode startTrainer}. */
export interface TrainerOptions {
  readonly settings: LabSettings;
  readonly device: Device;
  /** Told what the workers say of their training. */
  readonly tell: (subset: Subset, answer: Answer) => void;
}

/** One worker, with the questions that it has not answered. */
class Partner {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>();
  #questions = 0;

  constructor(script: string, { first, tell }: { first: Request; tell: (answer: Answer) => void }) {
    this.#worker = new Worker(script, { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (data.kind === "ready") return this.ask(first);
      if (!("id" in data)) return tell(data);
      this.#waiting.get(data.id)?.resolve(data);
      this.#waiting.delete(data.id);
    });
    this.#worker.addEventListener("error", ({ message }) => {
      tell({ kind: "failed", message: message || "its worker could not be loaded" });
    });
  }

  ask(request: Request): void {
    this.#worker.postMessage(request);
  }

  /** Asks, and waits for the answer. */
  question<T extends Reply>(make: (id: number) => Question): Promise<T> {
    const id = ++this.#questions;
    const answer = Promise.withResolvers<Reply>();
    this.#waiting.set(id, answer);
    this.ask(make(id));
    return answer.promise as Promise<T>;
  }

  end(): void {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error("the run is over"));
  }
}

/** Starts both workers, and training in them. */
export function startTrainer({ settings, device, tell }: TrainerOptions): Trainer {
  const started = new Set<Subset>();
  const start = (subset: Subset, { script, optional }: Device): Partner =>
    new Partner(script, {
      first: { kind: "train", settings, subset },
      tell(answer) {
        if (answer.kind === "started") started.add(subset);
        if (answer.kind === "failed" && optional && !started.has(subset)) {
          partners[subset].end();
          partners[subset] = start(subset, SECOND_CHOICE);
        } else tell(subset, answer);
      },
    });
  const partners = {} as Record<Subset, Partner>;
  for (const subset of SUBSETS) partners[subset] = start(subset, device);
  const both = async <T>(ask: (partner: Partner) => Promise<T>): Promise<Record<Subset, T>> => {
    const [punctured, control] = await Promise.all(SUBSETS.map((each) => ask(partners[each])));
    return { punctured, control };
  };
  const all = (request: Request) => SUBSETS.forEach((subset) => partners[subset].ask(request));
  return {
    pause: () => all({ kind: "pause" }),
    resume: () => all({ kind: "resume" }),
    stop: () => all({ kind: "stop" }),
    show: (point) => both((partner) => partner.question((id) => ({ kind: "show", id, point }))),
    save: () =>
      both(async (partner) => {
        type Saved = Extract<Answer, { kind: "saved" }>;
        return (await partner.question<Saved>((id) => ({ kind: "save", id }))).files;
      }),
    end: () => SUBSETS.forEach((subset) => partners[subset].end()),
  };
}
