/**
 * The report as a stage: finished results in, a page with its figures out.
 *
 * | file | content |
 * |---|---|
 * | `index.html` | the page; opens from disk |
 * | `figures/*.svg` | its figures |
 *
 * @module
 */

import { CHART_LIBRARIES } from "../figures/mod.ts";
import { renderReport } from "../report/mod.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";
import { RASTERISER } from "../curve/rasteriser.ts";
import type { Node } from "./plan.ts";
import type { ProfileName } from "./profile_names.ts";
import { gatherReport } from "./report_data.ts";
import { type ReportParameters, reportSchema } from "./report_schema.ts";

/** Libraries that draw the figures. */
export const REPORT_FINGERPRINT: Fingerprint = {
  backend: null,
  libraries: {
    ...RASTERISER,
    ...CHART_LIBRARIES,
  },
  flags: {},
};

/** Name, version and code of the report as a stage. */
export const REPORT: DigestedStage = { name: "report", version: 2, module: import.meta.url };

/** The stage that makes a report of given inputs, by role and stage. */
export function reportStage(inputs: Readonly<Record<string, string>>): Stage<ReportParameters> {
  return {
    ...REPORT,
    schema: reportSchema,
    inputs,
    slug: ({ profile, members }) => {
      const seeds = [...new Set(members.map(({ role }) => role.seed))];
      return `${profile}-s${seeds.join("-s").slice(0, 60)}`;
    },
    async run({ parameters, inputs, directory }) {
      const data = await gatherReport(parameters, inputs);
      const { html, files } = renderReport(data);
      await Deno.mkdir(`${directory}/figures`);
      for (const [path, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${directory}/${path}`, text);
      }
      await Deno.writeTextFile(`${directory}/index.html`, html);
      return { figures: data.figures.length, results: Object.keys(inputs).length };
    },
  };
}

type Shown = Node & { readonly role: ReportParameters["members"][number]["role"] };

function isShown(node: Node): node is Shown {
  return node.role.kind !== "evaluation" && node.role.kind !== "sweep";
}

/** The node that reports on a study; `present` limits it to results that are there. */
export function reportNode(
  study: readonly Node[],
  profile: ProfileName,
  present: (id: string) => boolean = () => true,
): Omit<Node, "role"> {
  const nodes = study.filter(isShown).filter(({ id }) => present(id));
  const input = ({ id }: Node) => id.replaceAll(/[^A-Za-z0-9.=-]+/g, "-");
  const parameters: ReportParameters = {
    profile,
    members: nodes.map((node) => ({
      input: input(node),
      backend: node.fingerprint.backend,
      role: node.role,
    })),
  };
  return {
    id: "report",
    stage: reportStage(Object.fromEntries(nodes.map((node) => [input(node), node.stage.name]))),
    parameters,
    needs: Object.fromEntries(nodes.map((node) => [input(node), node.id])),
    fingerprint: REPORT_FINGERPRINT,
  };
}
