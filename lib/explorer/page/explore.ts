/**
 * Puts the explorer's parts together: whatever a person does becomes a request, and the last request
 * is answered with pictures, numbers, a mark on the sheet and an address.
 *
 * @module
 */

import { datasetHole } from "../../curve/family_hole.ts";
import { readCsv } from "../../files/csv.ts";
import type { Point } from "../../space/space.ts";
import type { SiteData, SiteModel } from "../site_data.ts";
import { formatAddress, parseAddress } from "./address.ts";
import { bindAddress } from "./address_bar.ts";
import type { RunningBackend } from "./backend_choice.ts";
import { describePoint, middleOf } from "./geometry.ts";
import { createLatency } from "./latency.ts";
import { latestOnly } from "./latest.ts";
import { tf } from "./library.ts";
import { createLoader } from "./loader.ts";
import { fillMenu } from "./menus.ts";
import { createPictures, createTruth } from "./pictures.ts";
import { createPlane } from "./plane.ts";
import { createPlayer } from "./player.ts";
import type { ExplorerConsole } from "./console.ts";
import { sliderRanges } from "./ranges.ts";
import { FIRST_WORDS, secondAfter, secondWords, sharesDrawing } from "./pairs.ts";
import { showShapes } from "./shape_panel.ts";
import { introWords } from "./shape_words.ts";
import { createSheet } from "./sheet.ts";
import { createSliders } from "./sliders.ts";
import { spokenWords } from "./spoken_words.ts";
import { complain, reasonOf } from "./trouble.ts";

/** What is to be shown: a shape, or any code of the first network in its place. */
interface Request {
  readonly point: Point;
  readonly code?: readonly number[];
  /** When the person acted, in milliseconds as `performance.now()` has them. */
  readonly since: number;
  /** Whether the page asks by itself: what could not be loaded is then not tried again. */
  readonly byPage?: boolean;
}

/** What a network made of a request. */
interface Shown {
  readonly mu: readonly number[];
  /** Dice of a reconstruction; absent for a code that is no shape's. */
  readonly dice?: number;
}

/** Milliseconds of rest after which a reader of screens is told what is shown. */
const REST = 700;

const find = <T extends Element>(id: string) => document.getElementById(id) as unknown as T;

const now = () => performance.now();

function paintedFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Starts the explorer in the page's elements. */
export function explore({ models, ...site }: SiteData, backend: RunningBackend): void {
  const byId = new Map(models.map((model) => [model.id, model]));
  let first = site.first!;
  let second = site.second;
  // What a person asked for last, whether it is shown yet or waits for a network.
  let wanted: Request = { point: middleOf(datasetHole(byId.get(first)!)), since: now() };
  const latency = createLatency();
  const { loaded, load } = createLoader(byId);
  const showTruth = createTruth();
  const pictures = [createPictures(0), createPictures(1)];
  let busy = Promise.resolve<unknown>(undefined);
  let rest: ReturnType<typeof setTimeout> | undefined;
  let spoken = "";

  const speakAtRest = () => {
    clearTimeout(rest);
    if (player.playing) return;
    rest = setTimeout(() => find<HTMLElement>("spoken").textContent = spoken, REST);
  };

  const work = latestOnly(async (request: Request) => {
    const { point, code, since, byPage = false } = request;
    const model = byId.get(first)!;
    const { subset, family } = model;
    const spared = subset !== "punctured";
    const place = describePoint(point, datasetHole(model), { spared, family });
    find<HTMLElement>("place").textContent = place;
    const warm = loaded.has(first) && (second === null || loaded.has(second));
    const [own, beside] = [await show(0, request), await show(1, { point, since, byPage })];
    await paintedFrame();
    // How long a network takes to load says nothing of how it answers.
    if (warm) latency.add(now() - since);
    if (own) document.documentElement.dataset.ready = "true";
    find<HTMLElement>("status").textContent = `Runs on ${backend.name} (${backend.why})` +
      (latency.count === 0 ? "" : `; answers in ${latency.median().toFixed(0)} ms (median of the ` +
        `last ${Math.min(50, latency.count)})`);
    const dices = [own, beside].flatMap((shown) => shown?.dice ?? []);
    spoken = spokenWords({
      place,
      isCode: code !== undefined,
      isAnswered: own !== undefined,
      dices,
    });
    speakAtRest();
    if (!own) return;
    const marked = code ?? own.mu;
    sheet.mark(marked, point);
    if (!code) sliders.set(own.mu);
    const off = Math.hypot(...marked.map((value, k) => value - own.mu[k]));
    back.disabled = !code;
    find<HTMLElement>("distance").textContent = code
      ? `${off.toFixed(2)} away from the code μ that the network gives this shape`
      : "This is the code μ that the network gives this shape.";
    keepAddress();
  });

  const answer = (request: Request) => {
    wanted = request;
    const done = work(request).then(
      () => complain("answer", undefined),
      (error) => {
        player.stop();
        // What stands there is of another shape than the one in the plane.
        for (const shown of pictures) shown.clear("no answer");
        showTruth(undefined);
        find<HTMLElement>("distance").textContent = "";
        const again = "Loading the page again may help.";
        complain("answer", `The network gave no answer: ${reasonOf(error)}. ${again}`);
      },
    );
    busy = done;
    return done;
  };
  const again = () => answer({ ...wanted, since: now(), byPage: true });
  const idOf = (row: 0 | 1) => row === 0 ? first : second;

  /** Shows what a row's network makes of a request; nothing while it is not loaded. */
  async function show(row: 0 | 1, { point, code, byPage }: Request): Promise<Shown | undefined> {
    const id = idOf(row);
    if (id === null) {
      pictures[row].title();
      pictures[row].clear("No second network is chosen.");
      return undefined;
    }
    const model = byId.get(id)!;
    pictures[row].title(row === 0 ? FIRST_WORDS : secondWords(byId.get(first)!, model), model.name);
    const network = loaded.get(id);
    if (!network) {
      if (row === 0) showTruth(undefined);
      pictures[row].clear("loading…");
      load(id).then(
        () => {
          complain(`row ${row}`, undefined);
          if (id !== idOf(row)) return;
          // Of one that could not be loaded at first, all else is still to be shown.
          if (row === 0 && id === bare) choose(model);
          else again();
        },
        (error) => {
          if (id !== idOf(row)) return;
          complain(`row ${row}`, `${model.name}: ${reasonOf(error)}.`);
          // A walk would ask for it at every step.
          player.stop();
          // The box of troubles tells it; that it is loading is not to be told any more.
          if (row === 0) clearTimeout(rest);
          pictures[row].clear("this network could not be loaded.");
        },
      );
      return undefined;
    }
    // Of one whose codes could not be fetched, sheet and sliders are still to be shown.
    if (row === 0 && id === bare && !byPage) choose(model);
    const { truth, mu, image } = await network.reconstruct(point);
    const decoded = code && await network.decode(code);
    // Another network was chosen meanwhile: its own answer waits.
    if (id !== idOf(row)) return undefined;
    const { size } = model;
    if (row === 0) showTruth({ size, values: truth });
    if (decoded) {
      pictures[row].decoded({ size, values: decoded }, code);
      return { mu };
    }
    const remark = sharesDrawing(byId.get(first)!, model)
      ? ""
      : `; compared with its own drawing of the shape, ${size}×${size}`;
    return { mu, dice: pictures[row].reconstruction({ size, truth, image, mu, remark }) };
  }

  const plane = createPlane(find<SVGSVGElement>("plane"), {
    // From the event on: what kept the page from hearing of it is part of the wait.
    move: (point, since) => {
      // A walk that stops puts the handle where it was wanted last, so the wish comes first.
      answer({ point, since });
      player.stop();
    },
    play: () => player.toggle(),
  });
  const player = createPlayer({
    move(point) {
      plane.place(point, { moving: player.playing });
      return answer({ point, since: now() });
    },
    stopped() {
      plane.place(wanted.point);
      speakAtRest();
    },
  });
  const sheet = createSheet(find("sheet"), {
    frame: find("sheet-frame"),
    mark: find("sheet-mark"),
    note: find("sheet-note"),
    colours: find("sheet-colours"),
  }, (point, since) => {
    answer({ point, since });
    player.stop();
    plane.place(point);
  });
  const sliders = createSliders(find("sliders"), (code) => {
    answer({ point: wanted.point, code, since: now() });
    player.stop();
  });
  const back = find<HTMLButtonElement>("return");
  back.addEventListener("click", ({ detail }) => {
    answer({ point: wanted.point, since: now() });
    // The button is disabled now, and a disabled one loses the focus. A pointer's click scrolls nothing.
    find<SVGElement>("handle").focus({ preventScroll: detail > 0 });
  });

  let choices = 0;
  // The network that was chosen, where it or its codes could not be loaded.
  let bare: string | undefined;
  /** Shows another first network: its plane, its sliders and its sheet. */
  async function choose(
    { id, hole, family, petals, subset, codes, latents, name }: SiteModel,
  ): Promise<void> {
    const mine = ++choices;
    showShapes({ family, ...(petals === undefined ? {} : { petals }) });
    find<HTMLElement>("intro").textContent = introWords({ subset, hole });
    const spared = subset !== "punctured";
    plane.show({ hole, family, spared, training: [] });
    plane.place(wanted.point);
    sliders.reset([], []);
    sheet.clear();
    bare = undefined;
    again();
    let failure = "The codes could not be loaded.";
    try {
      const table = await fetch(codes);
      if (!table.ok) throw new Error(`its codes cannot be read (${table.status})`);
      const rows = readCsv(await table.text());
      failure = "The sheet could not be drawn.";
      // What is wrong with a network is said beside its pictures.
      const network = await load(id).catch(() => undefined);
      if (mine !== choices) return;
      complain("codes", undefined);
      if (!network) {
        bare = id;
        return sheet.clear("The network could not be loaded.");
      }
      const training = rows.map(({ a, b }) => ({ a: Number(a), b: Number(b) }));
      plane.show({ hole, family, spared, training });
      plane.place(wanted.point);
      const columns = Array.from({ length: latents }, (_, k) => `mu_${k + 1}`);
      const ranges = sliderRanges(rows.map((row) => columns.map((column) => Number(row[column]))));
      const { mu } = await network.reconstruct(wanted.point);
      if (mine !== choices) return;
      sliders.reset(ranges, wanted.code ?? mu);
      // Whatever a person does meanwhile comes first.
      await sheet.show(network, async () => {
        await paintedFrame();
        await busy;
      });
    } catch (error) {
      if (mine !== choices) return;
      bare = id;
      sheet.clear(failure);
      complain("codes", `${name}: ${reasonOf(error)}.`);
    }
  }

  const menus = ["first", "second"].map((id) => find<HTMLSelectElement>(id));
  fillMenu(menus[0], models);
  fillMenu(menus[1], models, { none: "none" });
  const showChoice = () => {
    menus[0].value = first;
    menus[1].value = second ?? "";
  };
  menus[0].addEventListener("change", () => {
    const before = byId.get(first)!;
    first = menus[0].value;
    second = secondAfter(second, { before, after: byId.get(first)! });
    showChoice();
    complain("row 0", undefined);
    complain("row 1", undefined);
    wanted = { point: wanted.point, since: now() };
    choose(byId.get(first)!);
  });
  menus[1].addEventListener("change", () => {
    second = menus[1].value || null;
    complain("row 1", undefined);
    again();
  });
  document.addEventListener("keydown", ({ key }) => {
    const help = find<HTMLDetailsElement>("help");
    if (key === "?") help.open = !help.open;
  });

  /** Takes what a fragment asks for; whether another first network is among it. */
  const take = (fragment: string): boolean => {
    const { asked, wrong } = parseAddress(fragment, { models: byId, first });
    const words = wrong.length > 0 ? `The address is wrong: ${wrong.join("; ")}.` : undefined;
    complain("address", words);
    const { a = wanted.point.a, b = wanted.point.b } = asked;
    const before = { first, second };
    // A link without a code means the shape's own; one that says nothing changes nothing.
    const code = Object.keys(asked).length > 0 ? asked.code ?? undefined : wanted.code;
    first = asked.first ?? first;
    if (asked.second !== undefined) second = asked.second;
    // Troubles of networks that are shown no more.
    if (first !== before.first) complain("row 0", undefined);
    if (second !== before.second) complain("row 1", undefined);
    wanted = { point: { a, b }, ...(code ? { code } : {}), since: now() };
    showChoice();
    return first !== before.first;
  };
  const keepAddress = bindAddress({
    current: () => formatAddress({ ...wanted.point, first, second, code: wanted.code ?? null }),
    obey(fragment) {
      player.stop();
      if (take(fragment)) return void choose(byId.get(first)!);
      plane.place(wanted.point);
      if (wanted.code) sliders.set(wanted.code);
      answer(wanted);
    },
    leave: () => player.stop(),
  });

  const offered: ExplorerConsole = {
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
      return { mu: [...mu], image: [...image], truth: [...network.draw(point)] };
    },
    async moveTo(point) {
      plane.place(point);
      await answer({ point, since: now() });
    },
    memory: () => tf.memory().numTensors,
  };
  Object.assign(globalThis, { explorer: offered });
  // What a link does not say of the shape is the middle of its own network's hole.
  const { asked } = parseAddress(location.hash, { models: byId, first });
  wanted = { point: middleOf(datasetHole(byId.get(asked.first ?? first)!)), since: now() };
  take(location.hash);
  choose(byId.get(first)!);
}
