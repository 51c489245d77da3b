import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandOf } from "../../../lib/report/gather/commands.ts";
import type { Result } from "../../../lib/results/stage.ts";
import { NAMES } from "../../torture/names.ts";

type Made = Pick<Result, "stage" | "parameters">;

/** The command of a comparison over two seeds whose arms have such settings, by their names. */
function sweepOf(
  study: string,
  settings: Readonly<Record<string, Record<string, unknown>>> = { "r=0.3": {} },
  intervals = true,
) {
  const replicates = [{ seed: 0 }, { seed: 1 }];
  const arms = Object.entries(settings)
    .map(([name, settings]) => ({ name, settings, replicates }));
  const parameters = { study, arms, intervals };
  return commandOf({ stage: "sweep", parameters } as unknown as Made, {
    ...{ profile: "smoke", seed: null },
  });
}

Deno.test("commandOf() quotes what a manifest says, and leaves plain words plain", () => {
  assertEquals(
    sweepOf("flaws"),
    "deno task sweep --study flaws --profile smoke --seed 0 --seeds 2",
  );
  assertStringIncludes(sweepOf("$(id); rm"), " --study '$(id); rm' --profile");
  assertStringIncludes(sweepOf(NAMES.quotes), ` --study 'it'\\''s "q"' --profile`);
});

Deno.test("commandOf() names the shapes of a comparison, and what else was varied", () => {
  const SEEDS = "--profile smoke --seed 0 --seeds 2";
  const hole = { "hole.radius": 0.3 };
  // The whole study of other shapes has the usual names of its arms.
  assertEquals(
    sweepOf("holes", { "r=0.3": { ...hole, family: "rose", petals: 3 } }),
    "deno task reproduce --profile smoke --family rose --petals 3 --seed 0 --seeds 2",
  );
  assertEquals(
    sweepOf("dose-response", { "r=0.3": { ...hole, family: "ellipse" } }),
    `deno task sweep --study dose-response --vary family=ellipse ${SEEDS}`,
  );
  assertEquals(
    sweepOf("varied", {
      "hole=disc:1.25,1,0.3 latents=2": { hole: "disc:1.25,1,0.3", latents: "2" },
      "hole=strip:a,1,1.3 latents=2": { hole: "strip:a,1,1.3", latents: "2" },
    }),
    `deno task sweep --vary 'hole=disc:1.25,1,0.3;strip:a,1,1.3' --vary latents=2 ${SEEDS}`,
  );
});

Deno.test("commandOf() gives the command whose comparison has the same arms, order and intervals", () => {
  const SEEDS = "--profile smoke --seed 0 --seeds 2";
  const radii = { "r=0.3": { "hole.radius": 0.3 }, "r=0.6": { "hole.radius": 0.6 } };
  assertEquals(sweepOf("holes", radii), `deno task sweep --study holes ${SEEDS}`);
  // The study of a profile with one hole has one arm.
  assertEquals(sweepOf("holes", { "r=0.3": radii["r=0.3"] }), `deno task reproduce ${SEEDS}`);
  // Stored settings are sorted by name; the arms' names have them as they were given.
  const settings = { "hole.radius": "0.3", latents: "2", rate: "1e-3" };
  assertEquals(
    sweepOf("varied", { "rate=1e-3 latents=2 hole.radius=0.3": settings }),
    `deno task sweep --vary rate=1e-3 --vary latents=2 --vary hole.radius=0.3 ${SEEDS}`,
  );
  assertEquals(
    sweepOf("flaws", { "as here, rate=1e-3 latents=2, r=0.3": settings }),
    `deno task sweep --study flaws --vary rate=1e-3 --vary latents=2 ${SEEDS}`,
  );
  assertEquals(
    sweepOf("holes", radii, false),
    `deno task sweep --study holes ${SEEDS} --no-intervals`,
  );
});

Deno.test("commandOf() names the folders of inputs that are there", () => {
  const transects = (folders: Record<string, string>) =>
    commandOf(
      {
        stage: "transects",
        parameters: {
          transects: [{ name: "P1", from: { a: 1, b: 0 }, to: { a: 1, b: 2 } }],
          count: 15,
        },
      } as unknown as Made,
      { profile: "smoke", seed: 0, folders },
    );
  assertStringIncludes(
    transects({ model: "results/train/disc-x", control: "results/train/it's" }),
    "--model results/train/disc-x --control 'results/train/it'\\''s' --transect",
  );
  assertStringIncludes(transects({ model: "results/train/x" }), "--control DIR");
});
