/**
 * A run's two workers: the network that is trained around the hole and its control, side by side.
 *
 * @module
 */

import { PAIR, type PairName } from "../../words/network_names.ts";
import type { Point } from "../../space/space.ts";
import { type Device, SECOND_CHOICE } from "./device.ts";
import type { Answer, Request } from "./messages.ts";
import type { LabSettings } from "./settings.ts";

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
  show(point: Point): Promise<Record<PairName, Extract<Answer, { kind: "shown" }>>>;
  /** Files of both networks, by path. */
  save(): Promise<Record<PairName, Record<string, Uint8Array>>>;
  /** Ends both workers. */
  end(): void;
}

/** Options of {@linkcode startTrainer}. */
export interface TrainerOptions {
  readonly settings: LabSettings;
  readonly device: Device;
  /** Told what the workers say of their training. */
  readonly tell: (subset: PairName, answer: Answer) => void;
}

/** One network's worker, with the questions that it has not answered. */
class Partner {
  readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>();
  /**
   * What was asked and is not answered: for a worker that does not listen yet, and for another one that
   * takes its place. `undefined` once training has started, since no other follows then.
   */
  #open: Request[] | undefined;
  #listens = false;
  #worker: Worker | undefined;
  #questions = 0;

  constructor(first: Request) {
    this.#open = [first];
  }

  /** Starts a worker, in the place of an earlier one; `tell` hears what it says of its training. */
  start(script: string, tell: (answer: Answer) => void): void {
    this.#worker?.terminate();
    this.#listens = false;
    const worker = this.#worker = new Worker(script, { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (worker !== this.#worker) return;
      if (data.kind === "ready") {
        this.#listens = true;
        this.#open?.forEach((request) => worker.postMessage(request));
      } else if ("id" in data) {
        this.#waiting.get(data.id)?.resolve(data);
        this.#waiting.delete(data.id);
        this.#open = this.#open?.filter((request) => !("id" in request) || request.id !== data.id);
      } else {
        if (data.kind === "started") this.#open = undefined;
        tell(data);
      }
    });
    worker.addEventListener("error", ({ message }) => {
      if (worker !== this.#worker) return;
      tell({ kind: "failed", message: message || "its worker could not be loaded" });
    });
  }

  ask(request: Request): void {
    this.#open?.push(request);
    if (this.#listens) this.#worker!.postMessage(request);
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
    this.#worker?.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Error("the run is over"));
  }
}

/** Starts both workers, and training in them. */
export function startTrainer({ settings, device, tell }: TrainerOptions): Trainer {
  const make = (subset: PairName) => new Partner({ kind: "train", settings, subset });
  const partners = { punctured: make("punctured"), control: make("control") };
  const started = new Set<PairName>();
  let ended = false;
  const start = (subset: PairName, { script, optional, inTurn }: Device): void => {
    partners[subset].start(script, (answer) => {
      if (answer.kind === "started") started.add(subset);
      if (answer.kind === "failed" && optional && !started.has(subset)) {
        start(subset, SECOND_CHOICE);
        if (inTurn && subset === "punctured") start("control", SECOND_CHOICE);
        return;
      }
      if (answer.kind === "prepared" && inTurn && subset === "punctured" && !ended) {
        start("control", device);
      }
      tell(subset, answer);
    });
  };
  start("punctured", device);
  // Two that compile at once take as long as one after the other, and neither would begin soon.
  if (!device.inTurn) start("control", device);
  const both = async <T>(ask: (partner: Partner) => Promise<T>): Promise<Record<PairName, T>> => {
    const [punctured, control] = await Promise.all(PAIR.map((each) => ask(partners[each])));
    return { punctured, control };
  };
  const all = (request: Request) => PAIR.forEach((subset) => partners[subset].ask(request));
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
    end() {
      ended = true;
      for (const subset of PAIR) partners[subset].end();
    },
  };
}
