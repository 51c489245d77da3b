/**
 * The report as a stage: finished results in, a page with its figures out.
 *
 * | file | content |
 * |---|---|
 * | `index.html` | the page; opens from disk |
 * | `figures/*.svg`, `*.png` | its figures, and what its sheet shows on hover |
 * | `report.js`, `plotly.js` | draw the sheet, where there is one |
 *
 * @module
 */

import { shapesSlug } from "../curve/family.ts";
import type { Metrics, Stage, StageRun } from "../results/stage.ts";
import { STAGE_OF_ROLE } from "../study/roles.ts";
import { type ReportParameters, reportSchema, reportShapes } from "./schema.ts";

/** The stage that makes a report of results, each under its own role. */
export const REPORT: Stage<ReportParameters> = {
  name: "report",
  version: 12,
  module: import.meta.url,
  schema: reportSchema,
  inputs: ({ members }) =>
    Object.fromEntries(members.map(({ input, role }) => [input, STAGE_OF_ROLE[role.kind]])),
  withInputs: ({ members, ...asked }, inputs) => ({
    ...asked,
    members: members.map((member) => {
      const result = inputs[member.input];
      if (result === undefined) return member;
      const folder = result.directory.split(/[\\/]/).pop() as string;
      return { ...member, shown: { key: result.key, folder } };
    }),
  }),
  needs: { backend: false, rasteriser: true },
  slug: ({ profile, members, lacks, ...shapes }) => {
    const own = members.filter(({ role }) => role.kind !== "sweep");
    const seeds = [...new Set(own.map(({ role }) => role.seed))];
    // Without results of its own it shows studies that were found.
    const study = [profile, ...shapesSlug(reportShapes(shapes))].join("-");
    if (seeds.length === 0) return `${study}-studies`;
    return `${study}-s${seeds.join("-s").slice(0, 60)}${lacks ? "-part" : ""}`;
  },
  run: writeReport,
};

async function writeReport(
  { parameters, inputs, out, progress }: StageRun<ReportParameters>,
): Promise<Metrics> {
  // Loaded here, because planning a report needs no library that draws.
  const { gatherReport } = await import("./gather/data.ts");
  const { renderReport } = await import("./page/page.ts");
  const { figurePath, figuresOf } = await import("./page/figures.ts");
  const { svgToPng } = await import("../figures/png.ts");
  const data = await gatherReport(parameters, inputs);
  const { html, files, scripted } = renderReport(data);
  await out.write("index.html", html);
  for (const [path, content] of Object.entries(files)) await out.write(path, content);
  progress.line("draws the figures for papers");
  for (const shown of figuresOf(data)) {
    await out.write(figurePath(shown, "png"), await svgToPng(shown.svg));
  }
  if (scripted) {
    for (const [path, text] of Object.entries(await pageScripts())) await out.write(path, text);
  }
  return { figures: data.figures.length, results: Object.keys(inputs).length };
}

/** The scripts of a page with a sheet, by name. Loaded when needed: together they take 2 MB. */
async function pageScripts(): Promise<Record<string, string>> {
  const [plotly, report] = await Promise.all([
    import("plotly.js-gl3d-dist-min/plotly-gl3d.min.js", { with: { type: "text" } }),
    import("../bundles/report.js", { with: { type: "text" } }),
  ]);
  return { "plotly.js": plotly.default, "report.js": report.default };
}
