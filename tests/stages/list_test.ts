/**
 * What follows from the list of stages, held against what is written elsewhere: permission sets, the
 * parts of a study, the commands of a report. And what code each stage runs, since the libraries of
 * its key and the digest that is accepted for it come from there.
 */

import config from "../../deno.json" with { type: "json" };
import { RASTERISER_PERMISSIONS } from "../../lib/curve/rasteriser.ts";
import { librariesOf } from "../../lib/results/code/fingerprint.ts";
import { moduleGraph } from "../../lib/results/code/module_graph.ts";
import { ALONE } from "../../lib/report/gather/commands.ts";
import { STAGES } from "../../lib/stages/list.ts";
import { permissionsOf } from "../../lib/stages/script.ts";
import { STAGE_OF_ROLE } from "../../lib/study/roles.ts";
import { assert, assertEquals } from "@std/assert";

/** What a stage's code may reach. */
interface Reach {
  /** Packages, all of them. */
  readonly packages: readonly string[];
  /** Folders and files of `lib/` that it must not reach: it runs nothing of theirs. */
  readonly not: readonly string[];
}

const CANVAS = "@napi-rs/canvas", TF = "@tensorflow/tfjs";

/** The rooms above every stage but the report. */
const ABOVE = ["bench", "bundles", "explorer", "report", "stages", "study", "workflow"] as const;

const REACH: Readonly<Record<string, Reach>> = {
  dataset: {
    packages: [CANVAS, "pure-rand", "zod"],
    not: [...ABOVE, "backend", "comparison", "evaluation", "figures", "measure", "training"],
  },
  train: {
    packages: [TF, "pure-rand", "zod"],
    not: [
      ...[...ABOVE, "comparison", "evaluation", "figures", "curve/raster.ts"],
      ...["measure/baselines", "measure/disentanglement", "measure/latent", "measure/intervals.ts"],
    ],
  },
  transects: {
    packages: [CANVAS, TF, "pure-rand", "zod"],
    not: [
      ...[...ABOVE, "comparison", "figures", "training/loop.ts", "evaluation/evaluate.ts"],
      ...["measure/baselines", "measure/disentanglement", "measure/latent", "measure/intervals.ts"],
    ],
  },
  traversals: {
    packages: [CANVAS, TF, "pure-rand", "zod"],
    not: [
      ...[...ABOVE, "comparison", "figures", "training/loop.ts", "evaluation/evaluate.ts"],
      ...["measure/baselines", "measure/disentanglement", "measure/latent", "measure/intervals.ts"],
    ],
  },
  ablation: {
    packages: ["ml-matrix", "zod"],
    not: [
      ...[...ABOVE, "backend", "comparison", "figures", "model", "training"],
      ...["measure/baselines", "measure/disentanglement", "measure/intervals.ts"],
    ],
  },
  evaluate: {
    packages: [CANVAS, TF, "ml-cart", "ml-matrix", "pure-rand", "zod"],
    not: [...ABOVE, "comparison", "figures", "measure/intervals.ts", "training/loop.ts"],
  },
  sweep: {
    packages: ["jstat", "pure-rand", "vega", "vega-lite", "zod"],
    not: [...ABOVE, "backend", "dataset", "model", "training", "evaluation/evaluate.ts"],
  },
  report: {
    packages: [
      "@expo-google-fonts/arimo",
      CANVAS,
      "@resvg/resvg-wasm",
      // What the nearest training images are searched with.
      TF,
      ...["jstat", "plotly.js-gl3d-dist-min", "pure-rand", "vega", "vega-lite", "zod"],
    ],
    not: [
      ...["bench", "explorer", "stages", "workflow", "training/loop.ts", "evaluation/evaluate.ts"],
      ...["measure/disentanglement", "measure/latent"],
    ],
  },
};

for (const { name, module } of STAGES) {
  Deno.test(`the code of ${name} reaches what it runs, and no barrel`, async () => {
    const { packages, not } = REACH[name];
    assertEquals(Object.keys(await librariesOf([module])).sort(), [...packages].sort());
    const paths = (await moduleGraph(module)).map(([path]) => path);
    assertEquals(paths.filter((path) => path.endsWith("/mod.ts")), []);
    const reached = not.filter((part) =>
      paths.some((path) => path === `lib/${part}` || path.startsWith(`lib/${part}/`))
    );
    assertEquals(reached, []);
    // A name of a room or file that is gone would forbid nothing.
    for (const part of not) await Deno.stat(new URL(`../../lib/${part}`, import.meta.url));
  });
}

Deno.test("each stage has a name of its own, a script of that name and a permission set for it", () => {
  const names = STAGES.map(({ name }) => name);
  assertEquals(names.toSorted(), Object.keys(REACH).sort());
  assertEquals(new Set(STAGES.map(({ module }) => module)).size, names.length);
  const sets: Readonly<Record<string, Readonly<Record<string, unknown>>>> = config.permissions;
  const kinds = RASTERISER_PERMISSIONS.map((flag) => flag.match(/^--allow-([a-z]+)/)![1]);
  for (const { name, needs } of STAGES) {
    assert(name in config.tasks && name in sets, name);
    // The scripts of comparisons start others, which need more than they do themselves.
    const rasteriser = needs.rasteriser || name === "sweep";
    assertEquals(Object.keys(sets[name]), ["read", "write", ...(rasteriser ? kinds : [])], name);
    const flags = permissionsOf({ ...needs, rasteriser });
    assertEquals(flags.length, Object.keys(sets[name]).length, name);
  }
});

Deno.test("a stage's inputs come from stages before it", () => {
  STAGES.forEach(({ name, command }, k) => {
    const before = STAGES.slice(0, k).map(({ name }) => name);
    for (const [role, from] of Object.entries(command?.inputs ?? {})) {
      assert(before.includes(from), `${name} ${role}`);
      assert(command!.flags[role].path, `${name} has no flag for its ${role}`);
    }
  });
});

Deno.test("parts of a study are played by stages, and a report knows how to make each alone", () => {
  const stages = new Map(STAGES.map((stage) => [stage.name, stage]));
  for (const played of Object.values(STAGE_OF_ROLE)) {
    assert(stages.has(played), played);
    assertEquals(ALONE[played], stages.get(played)!.command, played);
  }
  for (const { name, command, cost } of STAGES) {
    assertEquals(cost !== undefined, command !== undefined, `${name} as a job of a workflow`);
  }
});
