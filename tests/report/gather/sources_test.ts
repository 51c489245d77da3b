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
