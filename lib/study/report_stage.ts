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

import { z } from "zod";
import { CHART_LIBRARIES } from "../figures/mod.ts";
import { renderReport } from "../report/mod.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";
import { RASTERISER } from "../curve/rasteriser.ts";
import type { Node } from "./plan.ts";
import { PROFILES } from "./profile_names.ts";
import type { ProfileName } from "./profile_names.ts";
import { gatherReport } from "./report_data.ts";

const seed = z.int().min(0);

/** A result that a report may show, and the part it plays. */
export const memberSchema = z.strictObject({
  /** Role of the input that holds it. */
  input: z.string(),
  backend: z.enum(["wasm", "webgpu"]).nullable(),
  role: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("dataset"), hole: z.string(), seed }),
    z.strictObject({
      kind: z.literal("train"),
      arm: z.enum(["punctured", "control"]),
      hole: z.string(),
      seed,
    }),
    z.strictObject({ kind: z.literal("arm"), arm: z.string(), seed }),
    z.strictObject({ kind: z.literal("transects"), hole: z.string(), seed }),
    z.strictObject({ kind: z.literal("ablation"), seed }),
  ]),
});

/** Fully resolved parameters of a report: the results it may show. */
export const reportSchema = z.strictObject({
  profile: z.enum(PROFILES),
  members: z.array(memberSchema),
});

/** Fully resolved parameters of a report. */
export type ReportParameters = z.infer<typeof reportSchema>;

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
export const REPORT: DigestedStage = { name: "report", version: 1, module: import.meta.url };

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

/** The node that reports on a study; `present` limits it to results that are there. */
export function reportNode(
  study: readonly Node[],
  profile: ProfileName,
  present: (id: string) => boolean = () => true,
): Omit<Node, "role"> {
  const nodes = study.filter(({ id }) => present(id));
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
