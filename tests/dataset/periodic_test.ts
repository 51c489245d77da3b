/** Datasets of a family with a periodic axis. */

import { parseCommand } from "../../lib/cli/mod.ts";
import { datasetCommand } from "../../lib/dataset/flags.ts";
import { datasetHole } from "../../lib/curve/family_hole.ts";
import { buildDataset, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { datasetSlug } from "../../lib/dataset/stage.ts";
import type { DatasetParameters } from "../../lib/dataset/parameters.ts";
import { UsageError } from "../../lib/errors.ts";
import { insideHole } from "../../lib/space/hole.ts";
import { inSpace } from "../../lib/space/space.ts";
import { resolveArm } from "../../lib/study/settings.ts";
import { spec } from "../../scripts/dataset.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";

const ellipse = { family: "ellipse", points: 400, size: 32, holePoints: 40 } as const;

Deno.test("a hole across the seam is one text, and removes the points on both sides of it", async () => {
  const parameters = resolveDatasetParameters({ ...ellipse, hole: "strip:b,-0.2,0.2" });
  assertEquals(parameters.hole, "strip:b,1.8,2.2");
  assertEquals(resolveDatasetParameters({ ...ellipse, hole: "strip:b,1.8,2.2" }), parameters);
  assertEquals(datasetSlug(parameters), "ellipse-strip-b-1.8-2.2-32px-n400-s0");
  const { points, subsets, insideHole: flags, holePoints } = await buildDataset(parameters);
  const near = (b: number) => b <= 0.2 || b >= 1.8;
  assertEquals([...flags], points.map(({ b }) => near(b) ? 1 : 0));
  assert(Array.from(subsets.punctured, (n) => points[n]).every(({ b }) => !near(b)));
  assert(holePoints.every((point) => near(point.b) && inSpace(point)));
  assert(holePoints.some(({ b }) => b < 1) && holePoints.some(({ b }) => b > 1));
});

Deno.test("a disc's centre is brought into the range where an axis is periodic, and else refused", () => {
  const resolve = (...args: string[]) => {
    const options = parseCommand(spec, args);
    assert(options !== "help");
    return datasetCommand.parameters(options, {}, undefined) as DatasetParameters;
  };
  const found = resolve("--family", "ellipse", "--hole", "disc:1.25,2.4,0.3");
  assertEquals(found.hole, "disc:1.25,0.4,0.3");
  assert(insideHole(datasetHole(found), { a: 1.25, b: 0.15 }));
  assertThrows(
    () => resolve("--hole", "disc:1.25,2.4,0.3"),
    UsageError,
    "lies outside the space",
  );
  // Of no family is it a hole.
  assertThrows(() => resolve("--hole", "disc:3,1,0.3"), UsageError, "--hole must be");
  // An arm of a study reads it alike, and so does one that sets the radius too.
  const arm = resolveArm(
    { family: "ellipse", hole: "disc:1.25,2.4,0.50", "hole.radius": 0.5 },
    { profile: "smoke", seed: 0 },
  );
  assertEquals(arm.dataset.hole, "disc:1.25,0.4,0.5");
});

Deno.test("an arm of a study has the hole that a dataset of the same family has", () => {
  const texts = ["strip:b,2.1,2.5", "strip:b,-0.2,0.2", "box:1,1.5,-1,-0.5", "disc:1.25,3.9,0.3"];
  for (const hole of [...texts, "strip:a,1,1.4", "none"]) {
    const arm = resolveArm({ family: "ellipse", hole }, { profile: "smoke", seed: 0 });
    const { dataset, training } = arm;
    assertEquals(dataset.hole, resolveDatasetParameters({ ...ellipse, hole }).hole);
    assertEquals(training.subset, hole === "none" ? "full" : "punctured");
  }
  const other = () => resolveArm({ hole: "strip:b,2.1,2.5" }, { profile: "smoke", seed: 0 });
  assertThrows(other, UsageError, "lies outside the space");
});

Deno.test("a user's points on both ends of a periodic axis are one point", async () => {
  const values = Array.from({ length: 60 }, (_, n) => 0.5 + n / 40);
  const own = values.flatMap((a) => [{ a, b: 0 }, { a, b: 2 }, { a, b: 1.3 }]);
  const given = { ...ellipse, hole: "disc:1.25,1.3,0.2", points: undefined };
  const parameters = resolveDatasetParameters(given, own);
  assertEquals(parameters.userPoints?.repeated, 60);
  assertEquals(
    resolveDatasetParameters({ ...given, family: "rose" }, own).userPoints?.repeated,
    undefined,
  );
  const dataset = await buildDataset(parameters, { userPoints: own });
  assert(dataset.points.every(({ b }) => b < 2));
  // Copies stand on one side of every split.
  const trained = new Set(
    Array.from(dataset.subsets.full, (n) => JSON.stringify(dataset.points[n])),
  );
  for (const n of dataset.subsets.validation) {
    assert(!trained.has(JSON.stringify(dataset.points[n])));
  }
});

Deno.test("weights by b are refused where b is periodic", () => {
  assertThrows(
    () => resolveArm({ family: "ellipse", weights: "published" }, { profile: "smoke", seed: 0 }),
    UsageError,
    "weights must be none with family ellipse, whose b is periodic",
  );
  resolveArm({ family: "bump", weights: "published" }, { profile: "smoke", seed: 0 });
  for (const name of ["stroke", "evaluation.stroke"]) {
    assertThrows(
      () => resolveArm({ family: "bump", [name]: "1x" }, { profile: "smoke", seed: 0 }),
      UsageError,
      `${name} must be left out with family bump, received 1x`,
    );
  }
});
