/**
 * The explorer's page: a point on the plane, what one or two networks make of its shape, and where
 * its code lies.
 *
 * @module
 */

import { readCsv } from "../../csv.ts";
import type { SiteData, SiteModel } from "../../explorer/site_data.ts";
import { parseHole } from "../../space/hole.ts";
import type { Point } from "../../space/space.ts";
import { formatAddress, parseAddress } from "./address.ts";
import { type RunningBackend, startBackend } from "./backend.ts";
import { describePoint, middleOf } from "./geometry.ts";
import { createLatency } from "./latency.ts";
import { latestOnly } from "./latest.ts";
import { tf } from "./library.ts";
import { fillMenu } from "./menus.ts";
import { type Answer, loadNetwork, type Network } from "./network.ts";
import { createPictures } from "./pictures.ts";
import { createPlane } from "./plane.ts";
import { createPlayer } from "./player.ts";
import { sliderRanges } from "./ranges.ts";
import { createSheet } from "./sheet.ts";
import { createSliders } from "./sliders.ts";

/** What is to be shown: a shape, or any code of the first network beside that shape. */
interface Request {
  readonly point: Point;
  readonly code?: readonly number[];
  /** When the person acted, in milliseconds as `performance.now()` has them. */
  readonly since: number;
}

/** What the page offers at the console, and to tests. */
export interface Published {
  /** What is shown. */
  state(): {
    readonly a: number;
    readonly b: number;
    readonly first: string;
    readonly second: string | null;
    readonly backend: string;
    /** Median time of the last answers, in milliseconds. */
    readonly medianMs: number;
    /** Answers ever given. */
    readonly answers: number;
    /** `point`: reconstructions of the shape; `code`: a code that was set by sliders. */
    readonly mode: "point" | "code";
  };
  /** What a network, by default the first, makes of a shape. */
  reconstruct(
    point: Point,
    id?: string,
  ): Promise<{ mu: readonly number[]; image: number[]; truth: number[] }>;
  /** Moves the point and waits for the pictures. */
  moveTo(point: Point): Promise<void>;
  /** Tensors that live. */
  memory(): number;
}

const find = <T extends Element>(id: string) => document.getElementById(id) as unknown as T;

function complain(words: string): void {
  const box = find<HTMLElement>("trouble");
  box.textContent = words;
  box.hidden = false;
}

const reasonOf = (error: unknown) => error instanceof Error ? error.message : String(error);

async function readSite(): Promise<SiteData> {
  const answer = await fetch("site.json");
  if (!answer.ok) throw new Error(`site.json is not there (${answer.status})`);
  const site = await answer.json() as SiteData;
  if (!Array.isArray(site.models) || site.models.length === 0) {
    throw new Error("site.json lists no network");
  }
  return site;
}

function paintedFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

async function start(): Promise<void> {
  const site = await readSite();
  const backend = await startBackend();
  explore(site, backend);
}

function explore({ models, ...site }: SiteData, backend: RunningBackend): void {
  const byId = new Map(models.map((model) => [model.id, model]));
  const linked = parseAddress(location.hash, new Set(byId.keys()));
  let first = linked.first ?? site.first;
  let second = linked.second === undefined ? site.second : linked.second;
  let shown: Request = {
    point: linked.a === undefined || linked.b === undefined
      ? middleOf(parseHole(byId.get(first)!.hole))
      : { a: linked.a, b: linked.b },
    since: performance.now(),
  };
  const latency = createLatency();
  const loaded = new Map<string, Promise<Network>>();
  const networkOf = (id: string) => {
    if (!loaded.has(id)) loaded.set(id, loadNetwork(byId.get(id)!));
    return loaded.get(id)!;
  };
  const pictures = [createPictures(0), createPictures(1)];
  let busy = Promise.resolve<unknown>(undefined);

  const plane = createPlane(find<SVGSVGElement>("plane"), {
    move: (point) => {
      player.stop();
      answer({ point, since: performance.now() });
    },
    play: () => player.toggle(),
  });
  const player = createPlayer((point) => {
    plane.place(point);
    return answer({ point, since: performance.now() });
  });
  const sheet = createSheet(find("sheet"), find("sheet-note"));
  const sliders = createSliders(find("sliders"), (code) => {
    player.stop();
    answer({ point: shown.point, code, since: performance.now() });
  });
  const back = find<HTMLButtonElement>("return");
  back.addEventListener("click", () => answer({ point: shown.point, since: performance.now() }));

  /** Shows a request: the first network's pictures, the second's, then what may come later. */
  const work = latestOnly(async (request: Request) => {
    shown = request;
    const { point, code } = request;
    const firstModel = byId.get(first)!;
    find<HTMLElement>("place").textContent = describePoint(point, parseHole(firstModel.hole));
    const made = await answerOf(first, 0, request);
    if (second !== null) await answerOf(second, 1, { point, since: request.since });
    else pictures[1].clear("No second network is chosen.");
    await paintedFrame();
    latency.add(performance.now() - request.since);
    document.documentElement.dataset.ready = "true";
    find<HTMLElement>("status").textContent =
      `Runs on ${backend.name} (${backend.why}); answers in ` +
      `${latency.median().toFixed(0)} ms (median of the last ${Math.min(50, latency.count)})`;
    if (!made) return;
    const marked = code ?? made.mu;
    sheet.mark(marked);
    if (!code) sliders.set(made.mu);
    const off = Math.hypot(...marked.map((value, k) => value - made.mu[k]));
    back.disabled = !code;
    find<HTMLElement>("distance").textContent = code
      ? `${off.toFixed(2)} from μ of this shape`
      : "The code is μ of this shape.";
    history.replaceState(null, "", formatAddress({ ...point, first, second }));
  });
  const answer = (request: Request) => {
    const done = work(request);
    busy = done.catch(() => {});
    return done;
  };

  async function answerOf(
    id: string,
    row: 0 | 1,
    { point, code }: Request,
  ): Promise<Answer | undefined> {
    try {
      const network = await networkOf(id);
      const made = await network.reconstruct(point);
      const image = code ? await network.decode(code) : made.image;
      const { size } = network.model;
      pictures[row].show({ ...made, size, image, code: code ?? made.mu, name: code ? "z" : "μ" });
      return made;
    } catch (error) {
      complain(`${byId.get(id)!.name}: ${reasonOf(error)}`);
      pictures[row].clear("This network could not be loaded.");
      return undefined;
    }
  }

  /** Shows another first network: its plane, its sliders' ranges and its sheet. */
  async function choose(model: SiteModel): Promise<void> {
    plane.show(model.hole, []);
    plane.place(shown.point);
    sliders.reset([]);
    const answered = answer({ point: shown.point, since: performance.now() });
    const rows = readCsv(await (await fetch(model.codes)).text());
    if (first !== model.id) return;
    plane.show(model.hole, rows.map(({ a, b }) => ({ a: Number(a), b: Number(b) })));
    const names = Array.from({ length: model.latents }, (_, k) => `mu_${k + 1}`);
    sliders.reset(sliderRanges(rows.map((row) => names.map((name) => Number(row[name])))));
    await answered;
    const network = await networkOf(model.id).catch(() => undefined);
    if (!network || first !== model.id) return;
    sliders.set((await network.reconstruct(shown.point)).mu);
    // Whatever a person does meanwhile comes first.
    await sheet.show(network, async () => {
      await paintedFrame();
      await busy;
    });
  }

  const menus = ["first", "second"].map((id) => find<HTMLSelectElement>(id));
  fillMenu(menus[0], models);
  fillMenu(menus[1], models, { none: "none" });
  menus[0].value = first;
  menus[1].value = second ?? "";
  menus[0].addEventListener("change", () => {
    first = menus[0].value;
    choose(byId.get(first)!);
  });
  menus[1].addEventListener("change", () => {
    second = menus[1].value || null;
    answer({ point: shown.point, since: performance.now() });
  });
  document.addEventListener("keydown", ({ key }) => {
    const help = find<HTMLDetailsElement>("help");
    if (key === "?") help.open = !help.open;
  });

  const published: Published = {
    state: () => ({
      ...shown.point,
      first,
      second,
      backend: backend.name,
      medianMs: latency.median(),
      answers: latency.count,
      mode: shown.code ? "code" : "point",
    }),
    async reconstruct(point, id = first) {
      const network = await networkOf(id);
      const { mu, image } = await network.reconstruct(point);
      return { mu, image: [...image], truth: [...network.draw(point)] };
    },
    async moveTo(point) {
      plane.place(point);
      await answer({ point, since: performance.now() });
    },
    memory: () => tf.memory().numTensors,
  };
  Object.assign(globalThis, { explorer: published });
  choose(byId.get(first)!);
}

start().catch((error) => {
  complain(`The explorer cannot start: ${reasonOf(error)}`);
  find<HTMLElement>("status").textContent = "Not running.";
});
