import {
  FIGURE_KINDS,
  findings,
  FLAWS,
  renderReport,
  type ReportData,
  type ReportFigure,
  type ReportOutcome,
  type Source,
} from "../../lib/report/mod.ts";
import { gatherClaims } from "../../lib/report/gather/claims.ts";
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
  model: "punctured" | "control",
  { inside = 0.9, seed = 0, text = "plain" } = {},
): ReportOutcome {
  return {
    hole,
    model,
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
    transects: (["punctured", "control"] as const).flatMap((model) =>
      [0.9, 0.8, 0.7].map((dice, i) => ({
        transect: text,
        step: i + 1,
        a: 1,
        b: i,
        inside: i > 0,
        model,
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
  for (const task of ["reproduce", "dataset", "transects", "train", "ablation", "report"]) {
    assertMatch(html, new RegExp(`<p class="missing">[\\s\\S]*deno task ${task}`));
  }
  for (const { title } of FLAWS) assertStringIncludes(html, title);
  assertStringIncludes(html, "Here: <code>--posterior learned</code> has them.");
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
  const { claims } = gatherClaims();
  const { html } = renderReport({ ...EMPTY, claims: gatherClaims() });
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

const pair = (hole: string, seed: number, [inside, control]: [number, number]) => [
  outcome(hole, "punctured", { seed, inside }),
  outcome(hole, "control", { seed, inside: control }),
];

Deno.test("findings() says what was measured, and that one seed is one seed", () => {
  const { answer, costs, scale, footing } = findings(pair("disc of radius 0.6", 7, [0.88, 0.972]));
  assertEquals(answer, "No, where the hole is a disc of radius 0.6.");
  assertEquals(
    costs,
    "Leaving a disc of radius 0.6 out of training leaves Dice 0.092 below the control inside it.",
  );
  assertStringIncludes(scale, "0.972");
  assertMatch(footing, /single training runs.*one seed \(7\).*without an interval/);
});

Deno.test("findings() gives each hole's cost with its interval over seeds", () => {
  // Costs 0.05 and 0.03: t with one degree of freedom is 12.706, the standard error 0.01.
  const { answer, costs, footing } = findings([
    ...pair("disc of radius 0.3", 0, [0.95, 0.96]),
    ...pair("disc of radius 0.3", 1, [0.94, 0.95]),
    ...pair("strip", 0, [0.9, 0.95]),
    ...pair("strip", 1, [0.92, 0.95]),
  ]);
  assertEquals(
    answer,
    "Nearly, where the hole is a disc of radius 0.3. In part, where the hole is a strip.",
  );
  assertEquals(
    costs,
    "Leaving a disc of radius 0.3 out of training costs 0.010 [0.010, 0.010] of Dice inside it; " +
      "a strip costs 0.040 [−0.087, 0.167] of Dice.",
  );
  assertMatch(footing, /means over two seeds \(0, 1\)/);
  assertMatch(
    footing,
    /In every seed the network .* is worse than its control\. The interval of the strip contains 0/,
  );
});

Deno.test("findings() says of a network that beats its control that it does", () => {
  const { answer, costs, footing } = findings([
    ...pair("strip", 0, [0.96, 0.95]),
    ...pair("strip", 1, [0.9601, 0.95]),
  ]);
  assertEquals(answer, "Yes, where the hole is a strip.");
  assertStringIncludes(
    footing,
    "With the strip it is worse than its control in none of two seeds.",
  );
  assertStringIncludes(costs, "strip out of training gains 0.010 [0.009, 0.011] of Dice over the");
  assert(!footing.includes("contains 0"), footing);
});

Deno.test("findings() claims nothing about a hole that has no control", () => {
  const { answer } = findings([outcome("disc", "punctured")]);
  assertMatch(answer, /no hole with both/);
  const { html } = renderReport({ ...EMPTY, outcomes: [outcome("disc", "punctured")] });
  assertStringIncludes(html, "nothing can be said");
});
