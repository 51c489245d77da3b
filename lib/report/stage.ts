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

import { CHART_LIBRARIES, svgToPng } from "../figures/mod.ts";
import { figurePath, renderReport } from "./mod.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";
import { RASTERISER } from "../curve/rasteriser.ts";
import type { Node } from "../study/plan.ts";
import type { ProfileName } from "../study/profiles.ts";
import { pinned } from "../study/fingerprints.ts";
import type { FoundSweep } from "../study/found_sweeps.ts";
import { gatherReport } from "./gather/data.ts";
import { type ReportParameters, reportSchema } from "./schema.ts";

/** Libraries that draw the figures. */
export const REPORT_FINGERPRINT: Fingerprint = {
  backend: null,
  libraries: {
    ...RASTERISER,
    ...CHART_LIBRARIES,
    ...pinned("@expo-google-fonts/arimo", "@resvg/resvg-wasm", "plotly.js-gl3d-dist-min"),
  },
  flags: {},
};

/** Name, version and code of the report as a stage. */
export const REPORT: DigestedStage = { name: "report", version: 4, module: import.meta.url };

/** The stage that makes a report of given inputs, by role and stage. */
export function reportStage(inputs: Readonly<Record<string, string>>): Stage<ReportParameters> {
  return {
    ...REPORT,
    schema: reportSchema,
    inputs,
    slug: ({ profile, members }) => {
      const own = members.filter(({ role }) => role.kind !== "sweep");
      const seeds = [...new Set(own.map(({ role }) => role.seed))];
      // Without results of its own it shows studies that were found.
      return seeds.length > 0
        ? `${profile}-s${seeds.join("-s").slice(0, 60)}`
        : `${profile}-studies`;
    },
    async run({ parameters, inputs, directory, progress }) {
      const data = await gatherReport(parameters, inputs);
      const { html, files, scripted } = renderReport(data);
      await Deno.mkdir(`${directory}/figures`);
      const write = (path: string, content: string | Uint8Array) =>
        typeof content === "string"
          ? Deno.writeTextFile(`${directory}/${path}`, content)
          : Deno.writeFile(`${directory}/${path}`, content);
      await write("index.html", html);
      for (const [path, content] of Object.entries(files)) await write(path, content);
      progress.line("draws the figures for papers");
      for (const shown of data.figures) {
        await write(figurePath(shown, "png"), await svgToPng(shown.svg));
      }
      if (scripted) {
        for (const [path, text] of Object.entries(await pageScripts())) await write(path, text);
      }
      return { figures: data.figures.length, results: Object.keys(inputs).length };
    },
  };
}

/** The scripts of a page with a sheet, by name. Loaded when needed: together they take 2 MB. */
async function pageScripts(): Promise<Record<string, string>> {
  const [plotly, report] = await Promise.all([
    import("plotly.js-gl3d-dist-min/plotly-gl3d.min.js", { with: { type: "text" } }),
    import("../bundles/report.js", { with: { type: "text" } }),
  ]);
  return { "plotly.js": plotly.default, "report.js": report.default };
}

/** What a report shows besides its study, and how much of it. */
export interface ReportNodeOptions {
  readonly profile: ProfileName;
  /** Limits the report to results that are there. Default all. */
  readonly present?: (id: string) => boolean;
  /** Comparisons that lie in the results folder already, to be shown beside it. Default none. */
  readonly sweeps?: readonly FoundSweep[];
}

/** The node that reports on a study. */
export function reportNode(
  study: readonly Node[],
  { profile, present = () => true, sweeps = [] }: ReportNodeOptions,
): Omit<Node, "role"> {
  const input = (id: string) => id.replaceAll(/[^A-Za-z0-9.=-]+/g, "-");
  const nodes = study.filter(({ id }) => present(id));
  // Where the study's own comparison is shown, another of the same arms would be a second answer.
  const own = new Set(nodes.flatMap(({ role }) => role.kind === "sweep" ? [role.study] : []));
  const given = Object.fromEntries(
    sweeps.filter(({ parameters }) => !own.has(parameters.study))
      .map((
        { parameters, result },
      ) => [input(`sweep ${parameters.study} ${result.key.slice(0, 12)}`), { parameters, result }]),
  );
  const stages = [
    ...nodes.map(({ id, stage }) => [input(id), stage.name]),
    ...Object.keys(given).map((role) => [role, "sweep"]),
  ];
  const parameters: ReportParameters = {
    profile,
    members: [
      ...nodes.map(({ id, role, fingerprint }) => ({
        input: input(id),
        backend: fingerprint.backend,
        role,
      })),
      ...Object.entries(given).map(([role, { parameters: { study, arms } }]) => ({
        input: role,
        backend: null,
        role: { kind: "sweep" as const, study, seed: arms[0].replicates[0].seed },
      })),
    ],
  };
  return {
    id: "report",
    stage: reportStage(Object.fromEntries(stages)),
    parameters,
    needs: Object.fromEntries(nodes.map(({ id }) => [input(id), id])),
    given: Object.fromEntries(Object.entries(given).map(([role, { result }]) => [role, result])),
    fingerprint: REPORT_FINGERPRINT,
  };
}
