import { assertEquals } from "@std/assert";
import { argumentsOf } from "../../lib/results/command.ts";

Deno.test("argumentsOf() gives one command line, whatever the order of its values", () => {
  const words = ["--hole", "none", "--noise", "true", "--size", "64"];
  assertEquals(argumentsOf({ size: 64, hole: "none", noise: true }), words);
  assertEquals(argumentsOf({ noise: true, size: 64, hole: "none" }), words);
});
