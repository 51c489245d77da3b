/**
 * The explorer's page: a point on the plane, what one or two networks make of its shape, and where
 * its code lies.
 *
 * @module
 */

import { readCsv } from "../../files/csv.ts";
import type { SiteData, SiteModel } from "../site_data.ts";
import { parseHole } from "../../space/hole.ts";
import type { Point } from "../../space/space.ts";
import { formatAddress, parseAddress } from "./address.ts";
import { type RunningBackend, startBackend } from "./backend.ts";
import { describePoint, middleOf } from "./geometry.ts";
import { createLatency } from "./latency.ts";
import { latestOnly } from "./latest.ts";
import { tf } from "./library.ts";
import { fillMenu } from "./menus.ts";
import { loadNetwork, type Network } from "./network.ts";
import { createPictures } from "./pictures.ts";
import { createPlane } from "./plane.ts";
import { createPlayer } from "./player.ts";
import { sliderRanges } from "./ranges.ts";
import { createSheet } from "./sheet.ts";
import { createSliders } from "./sliders.ts";

/** What is to be shown: a shape, or any code of the first network in its place. */
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

/** What is wrong now, by what it is wrong with; shown in one box. */
const troubles = new Map<string, string>();

function complain(about: string, words: string | undefined): void {
  if (words === undefined) troubles.delete(about);
  else troubles.set(about, words);
  const box = find<HTMLElement>("trouble");
  box.textContent = [...troubles.values()].join(" ");
  box.hidden = troubles.size === 0;
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

/** Networks by id: each is loaded once, and again where that failed. */
function createLoader(byId: ReadonlyMap<string, SiteModel>) {
  const loading = new Map<string, Promise<Network>>(), loaded = new Map<string, Network>();
  return {
    loaded,
    load(id: string): Promise<Network> {
      const started = loading.get(id) ?? loadNetwork(byId.get(id)!);
      loading.set(id, started);
      started.then((network) => loaded.set(id, network), () => loading.delete(id));
      return started;
    },
  };
}

/** Milliseconds between two changes of the address: Safari takes a hundred in 30 s, and throws. */
const ADDRESS_PAUSE = 320;

/** Milliseconds of rest after which a reader of screens is told what is shown. */
const REST = 700;

function explore({ models, ...site }: SiteData, backend: RunningBackend): void {
  const byId = new Map(models.map((model) => [model.id, model]));
  const linked = parseAddress(location.hash, new Set(byId.keys()));
  let first = linked.first ?? site.first!;
  let second = linked.second === undefined ? site.second : linked.second;
  const now = () => performance.now();
  // What a person asked for last, whether it is shown yet or waits for a network.
  let wanted: Request = {
    point: linked.a === undefined || linked.b === undefined
      ? middleOf(parseHole(byId.get(first)!.hole))
      : { a: linked.a, b: linked.b },
    since: now(),
  };
  const latency = createLatency();
  const { loaded, load } = createLoader(byId);
  const pictures = [createPictures(0), createPictures(1)];
  let busy = Promise.resolve<unknown>(undefined);
  let rest: ReturnType<typeof setTimeout> | undefined;

  const work = latestOnly(async (request: Request) => {
    const { point, code, since } = request;
    const { hole, subset } = byId.get(first)!;
    const place = describePoint(point, parseHole(hole), { spared: subset !== "punctured" });
    find<HTMLElement>("place").textContent = place;
    const warm = loaded.has(first) && (second === null || loaded.has(second));
    const [own, beside] = [await show(0, request), await show(1, { point, since })];
    await paintedFrame();
    // How long a network takes to load says nothing of how it answers.
    if (warm) latency.add(now() - since);
    if (own) document.documentElement.dataset.ready = "true";
    find<HTMLElement>("status").textContent = `Runs on ${backend.name} (${backend.why})` +
      (latency.count === 0 ? "" : `; answers in ${latency.median().toFixed(0)} ms (median of the ` +
        `last ${Math.min(50, latency.count)})`);
    clearTimeout(rest);
    rest = setTimeout(() => {
      const dices = [own, beside].flatMap((shown) => shown ? [shown.dice.toFixed(3)] : []);
      find<HTMLElement>("spoken").textContent = `${place}: Dice ${dices.join(" and ")}`;
    }, REST);
    if (!own) return;
    const marked = code ?? own.mu;
    sheet.mark(marked);
    if (!code) sliders.set(own.mu);
    const off = Math.hypot(...marked.map((value, k) => value - own.mu[k]));
    back.disabled = !code;
    find<HTMLElement>("distance").textContent = code
      ? `${off.toFixed(2)} from μ of this shape`
      : "The code is μ of this shape.";
    keepAddress();
  });

  let written = -Infinity;
  let writing: ReturnType<typeof setTimeout> | undefined;
  const keepAddress = () => {
    writing ??= setTimeout(() => {
      writing = undefined;
      written = now();
      history.replaceState(null, "", formatAddress({ ...wanted.point, first, second }));
    }, Math.max(0, written + ADDRESS_PAUSE - now()));
  };
  const answer = (request: Request) => {
    wanted = request;
    const done = work(request);
    busy = done.catch(() => {});
    return done;
  };

  /** Shows what a row's network makes of a request; nothing while it is not loaded. */
  async function show(
    row: 0 | 1,
    { point, code }: Request,
  ): Promise<{ mu: readonly number[]; dice: number } | undefined> {
    const id = row === 0 ? first : second;
    if (id === null) {
      pictures[row].clear("No second network is chosen.");
      return undefined;
    }
    const network = loaded.get(id);
    if (!network) {
      pictures[row].clear("Loading the network…");
      load(id).then(
        () => {
          complain(`row ${row}`, undefined);
          if (id === (row === 0 ? first : second)) answer({ ...wanted, since: now() });
        },
        (error) => {
          if (id !== (row === 0 ? first : second)) return;
          complain(`row ${row}`, `${byId.get(id)!.name}: ${reasonOf(error)}.`);
          pictures[row].clear("This network could not be loaded.");
        },
      );
      return undefined;
    }
    const made = await network.reconstruct(point);
    const image = code ? await network.decode(code) : made.image;
    // Another network was chosen meanwhile: its own answer waits.
    if (id !== (row === 0 ? first : second)) return undefined;
    const { size } = network.model;
    const name = code ? "z" : "μ";
    const dice = pictures[row].show({ ...made, size, image, code: code ?? made.mu, name });
    return { mu: made.mu, dice };
  }

  const plane = createPlane(find<SVGSVGElement>("plane"), {
    // From the event on: what kept the page from hearing of it is part of the wait.
    move: (point, since) => {
      player.stop();
      answer({ point, since });
    },
    play: () => player.toggle(),
  });
  const player = createPlayer((point) => {
    plane.place(point);
    return answer({ point, since: now() });
  });
  const sheet = createSheet(find("sheet"), {
    mark: find("sheet-mark"),
    note: find("sheet-note"),
  });
  const sliders = createSliders(find("sliders"), (code) => {
    player.stop();
    answer({ point: wanted.point, code, since: now() });
  });
  const back = find<HTMLButtonElement>("return");
  back.addEventListener("click", () => answer({ point: wanted.point, since: now() }));

  /** Shows another first network: its plane, its sliders and its sheet. */
  async function choose(
    { id, hole, family, subset, codes, latents, name }: SiteModel,
  ): Promise<void> {
    const spared = subset !== "punctured";
    plane.show({ hole, family, spared, training: [] });
    plane.place(wanted.point);
    sliders.reset([], []);
    sheet.clear();
    answer({ point: wanted.point, since: now() });
    try {
      const table = await fetch(codes);
      if (!table.ok) throw new Error(`its codes cannot be read (${table.status})`);
      const rows = readCsv(await table.text());
      const network = await load(id);
      if (id !== first) return;
      complain("codes", undefined);
      const training = rows.map(({ a, b }) => ({ a: Number(a), b: Number(b) }));
      plane.show({ hole, family, spared, training });
      const columns = Array.from({ length: latents }, (_, k) => `mu_${k + 1}`);
      const ranges = sliderRanges(rows.map((row) => columns.map((column) => Number(row[column]))));
      const { mu } = await network.reconstruct(wanted.point);
      if (id !== first) return;
      sliders.reset(ranges, mu);
      // Whatever a person does meanwhile comes first.
      await sheet.show(network, async () => {
        await paintedFrame();
        await busy;
      });
    } catch (error) {
      if (id === first) complain("codes", `${name}: ${reasonOf(error)}.`);
    }
  }

  const menus = ["first", "second"].map((id) => find<HTMLSelectElement>(id));
  fillMenu(menus[0], models);
  fillMenu(menus[1], models, { none: "none" });
  menus[0].value = first;
  menus[1].value = second ?? "";
  menus[0].addEventListener("change", () => {
    first = menus[0].value;
    complain("row 0", undefined);
    choose(byId.get(first)!);
  });
  menus[1].addEventListener("change", () => {
    second = menus[1].value || null;
    complain("row 1", undefined);
    answer({ ...wanted, since: now() });
  });
  document.addEventListener("keydown", ({ key }) => {
    const help = find<HTMLDetailsElement>("help");
    if (key === "?") help.open = !help.open;
  });

  const published: Published = {
    state: () => ({
      ...wanted.point,
      first,
      second,
      backend: backend.name,
      medianMs: latency.median(),
      answers: latency.count,
      mode: wanted.code ? "code" : "point",
    }),
    async reconstruct(point, id = first) {
      const network = await load(id);
      const { mu, image } = await network.reconstruct(point);
      return { mu, image: [...image], truth: [...network.draw(point)] };
    },
    async moveTo(point) {
      plane.place(point);
      await answer({ point, since: now() });
    },
    memory: () => tf.memory().numTensors,
  };
  Object.assign(globalThis, { explorer: published });
  choose(byId.get(first)!);
}

start().catch((error) => {
  complain("start", `The explorer cannot start: ${reasonOf(error)}.`);
  find<HTMLElement>("status").textContent = "Not running.";
});
