import { assertEquals } from "@std/assert";
import { outcomeOf, paired, pointRoles } from "../../../lib/report/gather/data.ts";
import type { Found } from "../../../lib/report/gather/sources.ts";

const HOLE = "disc:1.25,1,0.3";

/** A training run of a report. */
function run(network: "punctured" | "control", seed: number, hole = HOLE): Found<"train"> {
  const errors = (first: number) => ({ dice: first, bceExcess: first / 100, count: 1000 * first });
  return {
    role: { kind: "train", network, hole, seed },
    result: { metrics: { validation: errors(0.95), hole: errors(0.85) } },
    source: { stage: "train" },
  } as unknown as Found<"train">;
}

Deno.test("a run counts where the other network has its hole and its seed", () => {
  const pairs = [run("punctured", 1), run("control", 1)];
  const alone = [
    run("punctured", 0),
    run("punctured", 0),
    run("control", 2),
    run("control", 0, "disc:1.25,1,0.6"),
  ];
  assertEquals(paired([...alone, ...pairs]), pairs);
  assertEquals(paired(alone), []);
});

Deno.test("an outcome keeps what is outside the hole apart from what is inside it", () => {
  const { role, source, ...rest } = run("control", 3);
  assertEquals(outcomeOf({ role, source, ...rest }, "rose"), {
    hole: "disc of radius 0.3",
    network: "control",
    seed: 3,
    validation: 0.95,
    inside: 0.85,
    validationCount: 950,
    insideCount: 850,
    validationBceExcess: 0.0095,
    insideBceExcess: 0.0085,
    source,
  });
});

Deno.test("a validation image inside the hole was not removed from training: it never was in it", () => {
  const points = Array.from({ length: 5 }, (_, n) => ({ a: 1, b: n / 4 }));
  const subsets = {
    full: Uint32Array.of(0, 1, 4),
    punctured: Uint32Array.of(1, 4),
    control: Uint32Array.of(0, 1),
    validation: Uint32Array.of(3),
    validationInHole: Uint32Array.of(2),
  };
  assertEquals(pointRoles({ points, subsets }).map(({ role }) => role), [
    "removed",
    "training",
    "validation",
    "validation",
    "training",
  ]);
});
