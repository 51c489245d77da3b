import { spread } from "../../lib/bench/statistics.ts";
import { assertEquals } from "@std/assert";

Deno.test("spread() is median and range", () => {
  assertEquals(spread([5, 1, 2]), { median: 2, min: 1, max: 5 });
});
