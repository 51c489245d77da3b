import { assertEquals } from "@std/assert";
import { reportNode } from "../../../lib/report/node.ts";
import { lackingOf, seedsOf } from "../../../lib/report/gather/lacking.ts";
import type { ReportParameters } from "../../../lib/report/schema.ts";
import { firstPart } from "../../../lib/study/order.ts";
import { publishedPlan } from "../../../lib/study/plan.ts";
import { type ProfileName, studySeeds } from "../../../lib/study/profiles.ts";

/** What a report lacks that shows some of a study's nodes. */
function lacking(
  profile: ProfileName,
  { seed = 0, seeds, shown = () => true }: {
    seed?: number;
    seeds?: number;
    shown?: (id: string) => boolean;
  },
) {
  const study = publishedPlan({ profile, ...studySeeds(profile, { seed, seeds }) });
  const { parameters } = reportNode(study, { profile, backend: "wasm", present: shown });
  return lackingOf(parameters as ReportParameters);
}

/** What the first page lacks. */
function ofFirstPage(profile: ProfileName, { seed = 0, seeds }: { seed?: number; seeds?: number }) {
  const study = publishedPlan({ profile, ...studySeeds(profile, { seed, seeds }) });
  const ids = new Set(firstPart(study).map(({ id }) => id));
  return lacking(profile, { seed, seeds, shown: (id) => ids.has(id) });
}

Deno.test("a report of a whole study lacks nothing", () => {
  assertEquals(lacking("small", {}), undefined);
});

Deno.test("a first page lacks the other seeds, the ablation and the comparison", () => {
  assertEquals(ofFirstPage("small", {}), {
    parts: ["seeds 1 and 2", "the ablation", "the comparison of the study holes"],
    command: "deno task reproduce --profile small",
  });
  assertEquals(ofFirstPage("small", { seed: 4, seeds: 2 }), {
    parts: ["seed 5", "the ablation", "the comparison of the study holes"],
    command: "deno task reproduce --profile small --seed 4 --seeds 2",
  });
  // Three seeds that were asked for are three of the ablation too.
  assertEquals(
    ofFirstPage("small", { seeds: 3 })!.command,
    "deno task reproduce --profile small --seeds 3",
  );
});

Deno.test("a first page of one seed names the hole that it lacks, and smoke's its ablation alone", () => {
  assertEquals(ofFirstPage("paper", {}), {
    parts: [
      "networks of the disc of radius 0.6",
      "the ablation",
      "the comparison of the study holes",
    ],
    command: "deno task reproduce --profile paper",
  });
  assertEquals(ofFirstPage("smoke", {}), {
    parts: ["the ablation"],
    command: "deno task reproduce --profile smoke",
  });
});

Deno.test("a report of what an interrupted study left counts what is missing", () => {
  const parts = (shown: (id: string) => boolean) => lacking("small", { seeds: 2, shown })!.parts;
  assertEquals(parts((id) => !/^evaluate .* seed 1|^sweep/.test(id)), [
    "4 evaluations",
    "the comparison of the study holes",
  ]);
  assertEquals(parts((id) => id !== "transects r=0.6 seed 1"), ["the walk across a hole"]);
  assertEquals(parts((id) => !/^traversals|^ablation seed 1|^train covariance seed 1/.test(id)), [
    "2 latent traversals",
    "the ablation of seed 1",
  ]);
});

Deno.test("what a report of another family lacks is made by that family's study", () => {
  const shapes = { family: "ellipse" } as const;
  const study = publishedPlan({ profile: "small", seeds: [0], ablationSeeds: [0], shapes });
  const trained = study.filter(({ role }) =>
    role.kind !== "train" || role.hole !== "disc:1.25,1,0.6"
  );
  const ids = new Set(trained.map(({ id }) => id));
  const { parameters } = reportNode(study, {
    profile: "small",
    backend: "wasm",
    shapes,
    present: (id) => ids.has(id),
  });
  const { parts, command } = lackingOf(parameters as ReportParameters)!;
  assertEquals(parts, ["networks of the disc of radius 0.6"]);
  assertEquals(command, "deno task reproduce --profile small --family ellipse --seeds 1");
});

Deno.test("a page knows the seeds of its study, whatever part of it is there", () => {
  const seeds = (profile: ProfileName, seed: number, count?: number, shown = true) => {
    const study = publishedPlan({ profile, ...studySeeds(profile, { seed, seeds: count }) });
    const present = (id: string) => shown || id.startsWith("dataset");
    const { parameters } = reportNode(study, { profile, backend: "wasm", present });
    return seedsOf(parameters as ReportParameters);
  };
  for (const shown of [true, false]) {
    assertEquals(seeds("small", 0, undefined, shown), {});
    assertEquals(seeds("small", 4, undefined, shown), { seed: 4 });
    assertEquals(seeds("small", 0, 2, shown), { seeds: 2 });
    assertEquals(seeds("full", 1, 3, shown), { seed: 1, seeds: 3 });
  }
  assertEquals(seedsOf({ profile: "small", members: [] }), {});
});
