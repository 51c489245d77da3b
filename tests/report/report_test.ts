import {
  FIGURE_KINDS,
  FLAWS,
  renderReport,
  type ReportData,
  type ReportFigure,
  type ReportOutcome,
  type Source,
} from "../../lib/report/mod.ts";
import { gatherClaims } from "../../lib/report/gather/claims.ts";
import { committedParts } from "../../lib/report/gather/committed.ts";
import { drawChart } from "../../lib/figures/mod.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { assertSelfContained, assertWellFormed } from "../figures/markup_check.ts";

const HOSTILE = `<script src="//x">'&amp;`;
const ESCAPED = "&lt;script src=&quot;//x&quot;&gt;&#39;&amp;amp;";

const source = (stage: string, text = "plain"): Source => ({
  stage,
  key: "0123456789abcdef".repeat(4),
  seed: stage === "dataset" ? null : 3,
  backend: stage === "dataset" ? null : "wasm",
  path: `../../${stage}/${text}`,
  command: `deno task ${stage} --subset ${text}`,
});

function outcome(
  hole: string,
  network: "punctured" | "control",
  { inside = 0.9, seed = 0, text = "plain" } = {},
): ReportOutcome {
  return {
    hole,
    network,
    inside,
    seed,
    validation: 0.95,
    validationCount: 453,
    insideCount: 500,
    validationBceExcess: 0.0123,
    insideBceExcess: 0.0234,
    source: source("train", text),
  };
}

const svg = await drawChart({
  description: `A chart of ${HOSTILE}`,
  mark: "point",
  data: { values: [{ x: 1 }] },
});

function report(text: string): ReportData {
  const figures = FIGURE_KINDS.map((kind): ReportFigure => ({
    kind,
    name: kind,
    svg,
    note: `Note: ${text}.`,
    sources: [source("train", text), source("dataset", text)],
  }));
  return {
    profile: text,
    claims: {
      answer: text,
      atPublishedSize: text,
      atWideSize: text,
      fixed: text,
      claims: [{
        title: text,
        part: text,
        verdict: text,
        finding: text,
        evidence: text,
        published: text,
        measured: text,
        ours: text,
        seeds: 3,
        confounds: [{ question: text, answer: text }],
        limits: [text],
      }],
    },
    settings: [[text, text]],
    outcomes: [
      outcome(text, "punctured", { inside: 0.88, text }),
      outcome(text, "control", { inside: 0.972, text }),
    ],
    transects: (["punctured", "control"] as const).flatMap((network) =>
      [0.9, 0.8, 0.7].map((dice, i) => ({
        transect: text,
        step: i + 1,
        a: 1,
        b: i,
        inside: i > 0,
        network,
        dice,
        bceExcess: 0,
        mse: 0,
        ssim: 0,
      }))
    ),
    ablation: [{
      arm: text,
      gamma: 1e-4,
      dice: 0.9612,
      bceExcess: 0.01,
      publishedPenalty: 0.2,
      offDiagonalCovariance: NaN,
      maxAbsCorrelation: 0.3,
      largestAngle: 12,
    }],
    covariances: [1, 2].flatMap((i) =>
      [1, 2].map((j) => ({
        arm: text,
        i,
        j,
        covariance: i === j ? 1 : -0.25,
        correlation: i === j ? 1 : -0.00001,
      }))
    ),
    axes: [{ arm: text, component: 1, share: 0.625, angles: [12.34, 77.66] }],
    figures,
  };
}

const EMPTY: ReportData = { profile: "smoke", settings: [], outcomes: [], figures: [] };

Deno.test("renderReport() makes a page that asks nothing of the network and runs nothing", () => {
  const { html, files } = renderReport(report("plain"));
  assert(html.startsWith("<!DOCTYPE html>"));
  assertWellFormed(html);
  assertSelfContained(html);
  assertStringIncludes(html, 'name="viewport"');
  assertEquals(Object.keys(files), FIGURE_KINDS.map((kind) => `figures/${kind}.svg`));
  for (const path of Object.keys(files)) {
    assertStringIncludes(html, `<img src="${path}"`);
    assertStringIncludes(html, `<a href="${path.replace("svg", "png")}">PNG</a>`);
  }
});

const plotly = { data: [{ type: "surface", text: `</script>${HOSTILE}` }], layout: {}, config: {} };

Deno.test("renderReport() runs two scripts beside the page where there is a sheet, and no other", () => {
  const sprites = {
    size: 8,
    columns: 2,
    truth: Uint8Array.of(1),
    reconstruction: Uint8Array.of(2),
  };
  const still = report("plain").figures.find(({ kind }) => kind === "latents")!;
  const { html, files, scripted } = renderReport({
    ...report("plain"),
    sheet: {
      still: still.name,
      caption: "The sheet.",
      light: plotly,
      dark: plotly,
      sprites,
      sources: still.sources,
    },
  });
  assert(scripted && !renderReport(report("plain")).scripted);
  assertWellFormed(html);
  assertSelfContained(html, { scripts: ["plotly.js", "report.js"] });
  const [, json] = html.match(/<script type="application\/json" id="latent-sheet-data">(.*?)</s)!;
  const data = JSON.parse(json);
  assertEquals([data.light, data.dark], [plotly, plotly]);
  assertEquals(files[data.sprites.truth], sprites.truth);
  assertEquals(files[data.sprites.reconstruction], sprites.reconstruction);
  const shown = html.match(/<div class="sheet[^>]*>\s*<img src="([^"]*)"/)!;
  assertEquals(
    shown[1],
    `figures/${still.name}.svg`,
    "the still figure stands in the sheet's place",
  );
});

Deno.test("renderReport() gives the same page for the same data", () => {
  assertEquals(renderReport(report("plain")), renderReport(report("plain")));
});

Deno.test("renderReport() escapes every text that it is given", () => {
  const { html } = renderReport(report(HOSTILE));
  assertWellFormed(html);
  assertSelfContained(html);
  const escaped = html.split(ESCAPED).length - 1;
  const encoded = html.split("%3Cscript%20src%3D%22//x%22%3E").length - 1;
  assert(escaped > 20 && encoded > 8, "the hostile text must have reached the page");
  assertEquals(html.split("//x").length - 1, escaped + encoded);
});

Deno.test("renderReport() shows under each figure each result it was made from", () => {
  const { html } = renderReport(report("plain"));
  const captions = html.match(/<figcaption>[\s\S]*?<\/figcaption>/g) ?? [];
  assertEquals(captions.length, FIGURE_KINDS.length);
  for (const caption of captions) {
    assertStringIncludes(
      caption,
      '<a href="../../train/plain/">train <code>0123456789ab</code></a>',
    );
    assertStringIncludes(caption, "</a>, seed 3, wasm");
    assertStringIncludes(caption, "<code>deno task train --subset plain</code>");
    assertStringIncludes(caption, '<a href="../../dataset/plain/">');
    assertStringIncludes(caption, "Note: plain.");
    assert(!caption.includes("0123456789abc"), "a key is shown with 12 digits");
  }
});

Deno.test("renderReport() takes a figure's size and text from its document", () => {
  const { html } = renderReport(report("plain"));
  const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  assertStringIncludes(html, `width="${width}" height="${height}"`);
  assertStringIncludes(html, `alt="A chart of ${ESCAPED}"`);
});

Deno.test("renderReport() leaves missing parts out and says how to get them", () => {
  const { html, files } = renderReport(EMPTY);
  assertWellFormed(html);
  assertEquals(files, {});
  assertEquals(html.split('class="missing"').length - 1, FIGURE_KINDS.length);
  assert(!html.includes("<table") && !html.includes("<img"));
  for (const task of ["reproduce", "transects", "sweep", "report"]) {
    assertMatch(html, new RegExp(`<p class="missing">[\\s\\S]*deno task ${task}`));
  }
  for (const { title } of FLAWS) assertStringIncludes(html, title);
  assertStringIncludes(html, "Here: <code>--posterior learned</code> has them.");
});

Deno.test("renderReport() names the folders that it has where it says how to get a missing part", () => {
  const [hole, other] = ["disc of radius 0.3", "disc of radius 0.6"];
  const commanded = (each: ReportOutcome, folder: string): ReportOutcome => ({
    ...each,
    source: {
      ...each.source,
      path: `../../train/${folder}`,
      command: `deno task train --dataset results/dataset/plain-0.3 --subset ${each.network}`,
    },
  });
  const outcomes = [
    // One without a control of its seed is not taken where there is one with.
    commanded(outcome(other, "punctured", { seed: 1 }), "alone"),
    commanded(outcome(hole, "control", { seed: 2 }), "other-seed"),
    commanded(outcome(hole, "punctured", { seed: 1 }), "network"),
    commanded(outcome(hole, "control", { seed: 1 }), "control"),
  ];
  const text = (data: ReportData) => renderReport(data).html.replaceAll(/\s+/g, " ");
  const small = { ...EMPTY, profile: "small" };
  const whole = text({ ...small, outcomes });
  for (
    const command of [
      "deno task transects --model results/train/network --control results/train/control<",
      "deno task evaluate --model results/train/network --dataset results/dataset/plain-0.3<",
      "deno task traversals --model results/train/network<",
      "deno task train --dataset results/dataset/plain-0.3<",
      "deno task ablation --dataset results/dataset/plain-0.3<",
    ]
  ) assertStringIncludes(whole, command);
  assert(!/-- ?\w+ DIR/.test(whole));
  const alone = text({ ...EMPTY, outcomes: outcomes.slice(0, 2) });
  assertStringIncludes(alone, "deno task transects --model results/train/alone --control DIR<");
  assertStringIncludes(text(EMPTY), "deno task transects --model DIR --control DIR<");
  const [space] = report("plain").figures.filter(({ kind }) => kind === "space");
  assertStringIncludes(
    text({ ...small, figures: [space] }),
    "deno task ablation --dataset results/dataset/plain<",
  );
});

Deno.test("renderReport() names commands of its own profile, seeds and shapes, which make the missing part", () => {
  const commands = (data: Partial<ReportData>) => {
    const part = { kind: "dose" as const, text: "Committed." };
    const { html } = renderReport({ ...EMPTY, committed: [part], ...data });
    const text = html.replaceAll(/\s+/g, " ");
    return new Set([...text.matchAll(/<code>(deno task [^<]*)<\/code>/g)].map(([, all]) => all));
  };
  const full = commands({ profile: "full", seed: 4, seeds: 2 });
  const STUDY = "--profile full --seed 4 --seeds 2";
  for (
    const command of [
      `deno task reproduce ${STUDY}`,
      `deno task report ${STUDY}`,
      "deno task sweep --study dose-response --profile full",
    ]
  ) assert(full.has(command), `${[...full].join("\n")}\nlack ${command}`);
  // Alone these make what no other profile's report shows.
  for (const command of full) assertMatch(command, /^deno task (?!dataset|train|ablation)/);
  for (
    const data of [full, commands({ profile: "paper" }), commands({ profile: "small", seed: 1 })]
  ) {
    assert(!data.has("deno task report") && !data.has("deno task reproduce"), [...data].join("\n"));
    assert(![...data].some((command) => /task (train|ablation)/.test(command)));
  }
  const small = commands({ profile: "small" });
  for (const command of ["reproduce", "report", "train --dataset DIR", "ablation --dataset DIR"]) {
    assert(small.has(`deno task ${command}`), command);
  }
});

Deno.test("renderReport() says before anything else what the page lacks", () => {
  const lacking = { parts: ["seed 1", HOSTILE, "the ablation"], command: "deno task x" };
  const { html } = renderReport({ ...report("plain"), lacking });
  assertWellFormed(html);
  const [head] = html.split("<nav");
  assertStringIncludes(
    head.replaceAll(/\s+/g, " "),
    `It lacks seed 1, ${ESCAPED} and the ablation: <code>deno task x</code> makes what is missing`,
  );
  assert(head.indexOf("It lacks") < head.indexOf("<figure"));
  assert(!renderReport(report("plain")).html.includes("It lacks"));
});

Deno.test("renderReport() begins with the answer, then what was claimed and found", () => {
  const { html } = renderReport(report("plain"));
  const [head] = html.split("<figure");
  const order = ['class="answer"', 'id="claims"', "<table", "<details"].map((part) =>
    head.indexOf(part)
  );
  assert(order.every((place, k) => place > (order[k - 1] ?? 0)), `${order}`);
  assertStringIncludes(
    head.replaceAll(/\s+/g, " "),
    "These verdicts rest on the results that are committed with this suite, and not on those of this page.",
  );
  assertStringIncludes(head, "Here: plain: plain from 3 seeds.");
  assert(!renderReport(EMPTY).html.includes('id="claims"'));
});

Deno.test("a report shows every claim with its committed verdict and number", async () => {
  const { claims } = gatherClaims("small");
  const { html } = renderReport({ ...EMPTY, claims: gatherClaims("small") });
  assertWellFormed(html);
  assertSelfContained(html);
  const text = await Deno.readTextFile(new URL("../../docs/claims.json", import.meta.url));
  const committed: { verdict: string; title: string }[] = JSON.parse(text).claims;
  assertEquals(claims.map(({ verdict }) => verdict), committed.map(({ verdict }) => verdict));
  assertEquals(claims.map(({ title }) => title), committed.map(({ title }) => title));
  for (const { verdict, ours } of claims) {
    assertStringIncludes(html, `<strong>${verdict}</strong>`);
    assertStringIncludes(html, ours);
  }
  assert(!/[{}*]{2}|undefined|NaN/.test(html.slice(html.indexOf('id="claims"'))));
});

Deno.test("a report of the published size does not say that this size was not computed", () => {
  const [small, full] = [gatherClaims("small"), gatherClaims("full")];
  assertStringIncludes(small.atPublishedSize, "not computed for this page, but committed");
  assertStringIncludes(small.atWideSize, "with images of 64²");
  assert(!full.atPublishedSize.includes("not computed"), full.atPublishedSize);
  assertStringIncludes(full.atPublishedSize, "which are of this size too");
  assertStringIncludes(full.atWideSize, "results of this size mean Dice falls by 0.15");
  assertEquals(gatherClaims("paper").atWideSize, full.atWideSize);
});

Deno.test("renderReport() puts the numbers into tables, and a dash where there is none", () => {
  const { html } = renderReport(report("plain"));
  const cells = [...html.matchAll(/<t[dh][^>]*>([^<]*)<\/t[dh]>/g)].map(([, cell]) => cell.trim());
  const transect = cells.lastIndexOf("trained around the hole");
  assertEquals(cells.slice(transect + 1, transect + 3), ["0.900", "0.750"]);
  for (const cell of ["0.961", "0.0001", "–", "−0.2500", "0.000", "62.5", "77.7", "453"]) {
    assert(cells.includes(cell), `${cell} is in no cell`);
  }
});

Deno.test("renderReport() refuses names that are no file names, used twice, or absolute paths", () => {
  const one = report("plain").figures[0];
  const render = (...figures: ReportFigure[]) => renderReport({ ...EMPTY, figures });
  for (const name of ["../x", "a/b", "", ".hidden", 'x"']) {
    assertThrows(() => render({ ...one, name }), RangeError, "Cannot name the figure");
  }
  assertThrows(() => render(one, one), RangeError, "two figures are named headline");
  for (const path of ["/home/x", "C:\\x", "\\\\host\\x"]) {
    const sources = [{ ...source("train"), path }];
    assertThrows(() => render({ ...one, sources }), RangeError, "must be relative");
  }
});

Deno.test("a page without a hole that has both networks says that nothing can be said", () => {
  const { html } = renderReport({ ...EMPTY, outcomes: [outcome("disc", "punctured")] });
  assertStringIncludes(html, "nothing can be said");
});

/** The page's text, a single space between words. */
const textOf = (html: string) =>
  html.replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, "").replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

/** A page without what is folded. */
const unfolded = (html: string) =>
  html.replaceAll(/<details[\s\S]*?<\/details>/g, (all) => all.includes("<details", 1) ? all : "");

Deno.test("renderReport() shows what is committed in the place of what was not computed", () => {
  const figures = report("plain").figures.filter(({ kind }) => kind !== "dose");
  const committed = [{
    kind: "dose" as const,
    text: "Not computed for this page.",
    figure: { kind: "dose" as const, name: "dose-committed", svg, sources: [] },
    table: { heads: ["radius"], rows: [["0.45"]] },
  }];
  const { html, files } = renderReport({ ...report("plain"), figures, committed });
  assertWellFormed(html);
  assertStringIncludes(
    textOf(html),
    "Not computed for this page. deno task sweep --study dose-resp",
  );
  assertStringIncludes(html, '<img src="figures/dose-committed.svg"');
  assert("figures/dose-committed.svg" in files);
  assert(!html.includes("lacks the dose"));
  const { html: computed } = renderReport({ ...report("plain"), committed: [] });
  assert(!computed.includes("Not computed"));
});

Deno.test("gathering committed parts leaves out what the page computes, and says whose they are", async () => {
  const all = await committedParts(new Set());
  assertEquals(all.map(({ kind }) => kind), ["dose", "penalties", "study"]);
  for (const { text, figure, table } of all) {
    assertMatch(text, /^Not computed for this page; this is committed with the suite/);
    assert(!/[{}*]{2}|undefined|NaN/.test(JSON.stringify([text, table])));
    if (figure) assertStringIncludes(figure.svg, "committed with the suite");
  }
  assertEquals((await committedParts(new Set(["dose", "study"]))).map(({ kind }) => kind), [
    "penalties",
  ]);
  // The five radii and their deficits stand in the figure's text.
  assertStringIncludes(all[0].figure!.svg, "goes from 0.00185 at 0.15 to 0.201 at 0.75");
});

Deno.test("renderReport() gives a caption once for figures of a kind, and folds those that ask for it", () => {
  const [, ...others] = report("plain").figures;
  const walk = others.find(({ kind }) => kind === "transect")!;
  const walks = [
    walk,
    { ...walk, name: "second", note: "Note: second." },
    { ...walk, name: "third", folded: true },
  ];
  const figures = [...others.filter(({ kind }) => kind !== "transect"), ...walks];
  const { html } = renderReport({ ...report("plain"), figures });
  assertWellFormed(html);
  assertEquals(html.split("Walks across the holes.").length - 1, 1);
  assertMatch(html, /<details class="fold">\s*<summary>The other walks[\s\S]*id="third"/);
  const shown = unfolded(html);
  assert(shown.indexOf('id="second"') > 0);
  assert(html.indexOf('id="second"') < html.indexOf("The other walks"));
});

Deno.test("renderReport() folds tables and provenance, except the claims", () => {
  const { html } = renderReport(report("plain"));
  const open = html.replaceAll(/<details class="fold">[\s\S]*?<\/table>/g, "");
  const captions = [...open.matchAll(/<caption>([^<]*)/g)].map(([, caption]) => caption);
  assertEquals(captions.filter((caption) => caption.startsWith("The published claims")).length, 1);
  assert(!open.includes("Each network, measured on validation images"), captions.join("\n"));
  assert(!open.includes("The results behind the figures"), captions.join("\n"));
});

Deno.test("renderReport() writes a figure's narrow variant beside it", () => {
  const [first, ...rest] = report("plain").figures;
  const narrow = svg.replace("<svg ", '<svg data-narrow="" ');
  const { html, files } = renderReport({
    ...report("plain"),
    figures: [{ ...first, narrow }, ...rest],
  });
  assertWellFormed(html);
  assertStringIncludes(html, '<a class="narrow" href="figures/headline-narrow.svg">');
  assertStringIncludes(String(files["figures/headline-narrow.svg"]), "data-narrow");
  assertEquals(html.split('class="narrow"').length - 1, 1);
});

Deno.test("renderReport() says in words whether 50 linear components beat the network", () => {
  const methods = [
    { hole: "disc of radius 0.3", method: "pca_50", gain: -0.011 },
    { hole: "disc of radius 0.3", method: "nearest_image", gain: 0.2 },
  ];
  const { html } = renderReport({ ...report("plain"), methods });
  assertEquals(
    textOf(html).split("Fifty linear components of the training images draw the shapes").length - 1,
    2,
    "on the first screen and beside the figure",
  );
  const worse = [{ ...methods[0], gain: 0.02 }];
  assertStringIncludes(
    textOf(renderReport({ ...report("plain"), methods: worse }).html),
    "worse than the network does, by 0.020 (disc of radius 0.3)",
  );
  assert(!textOf(renderReport(report("plain")).html).includes("Fifty"));
});

Deno.test("a report of another family says so, in its own words, and how to make what is missing", () => {
  const plain = renderReport({ ...report("small"), claims: undefined });
  const { html } = renderReport({
    ...report("small"),
    claims: undefined,
    shapes: { family: "ellipse" },
  });
  assertStringIncludes(html, "The shapes here are those of the family ellipse");
  assertStringIncludes(html, "0° and 180° are the same shape");
  assertStringIncludes(html, "b from 0 to 2 for φ from 0° to 180°");
  assertStringIncludes(html, "From each true (a, φ) an arrow leads to the (a, φ)");
  assertStringIncludes(html, "training image at the nearest (a, φ)");
  assert(!html.includes("petal"), "the petals are the rose's");
  assert(!plain.html.includes("the family "), "the study's shapes go without saying");
  const bare = { profile: "small", settings: [], outcomes: [], figures: [] };
  const missing = renderReport({ ...bare, shapes: { family: "rose", petals: 3 } }).html;
  assertStringIncludes(missing, "deno task report --family rose --petals 3");
  assertStringIncludes(missing, "deno task reproduce --family rose --petals 3");
  assertStringIncludes(missing, "--study dose-response --vary family=rose --vary petals=3");
});
