import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandOf } from "../../../lib/report/gather/sources.ts";
import { NAMES } from "../../torture/names.ts";

Deno.test("commandOf() quotes what a manifest says, and leaves plain words plain", () => {
  const sweep = (study: string) =>
    commandOf({
      stage: "sweep",
      parameters: { study, arms: [{ replicates: [{ seed: 0 }, { seed: 1 }] }] },
    }, { profile: "smoke", seed: null });
  assertEquals(
    sweep("flaws"),
    "deno task sweep --study flaws --profile smoke --seed 0 --seeds 2",
  );
  assertStringIncludes(sweep("$(id); rm"), " --study '$(id); rm' --profile");
  assertStringIncludes(sweep(NAMES.quotes), ` --study 'it'\\''s "q"' --profile`);
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
      } as unknown as Parameters<typeof commandOf>[0],
      { profile: "smoke", seed: 0, folders },
    );
  assertStringIncludes(
    transects({ model: "results/train/disc-x", control: "results/train/it's" }),
    "--model results/train/disc-x --control 'results/train/it'\\''s' --transect",
  );
  assertStringIncludes(transects({ model: "results/train/x" }), "--control DIR");
});
