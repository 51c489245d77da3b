import { assert, assertEquals } from "@std/assert";
import { isTooLong, slowness } from "./pace.ts";

Deno.test("isTooLong() gives a slow machine more time, a quiet one none", () => {
  assertEquals(isTooLong(5001, 5000, () => 1), true);
  assertEquals(isTooLong(9999, 5000, () => 2), false);
  assertEquals(isTooLong(10_001, 5000, () => 2), true);
  const unasked = () => {
    throw new Error("asked");
  };
  assertEquals(isTooLong(5000, 5000, unasked), false);
});

Deno.test("slowness() is a finite number of at least 1", () => {
  const pace = slowness();
  assert(pace >= 1 && pace < Infinity, `${pace}`);
});
