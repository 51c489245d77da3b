import { assertEquals } from "@std/assert";
import { spread } from "../../lib/bench/statistics.ts";

Deno.test("spread() is median and range", () => {
  assertEquals(spread([5, 1, 2]), { median: 2, min: 1, max: 5 });
});
