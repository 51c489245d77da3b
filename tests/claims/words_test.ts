/** Sentences take the part of a quantity that they name. */

import { assertEquals, assertThrows } from "@std/assert";
import { filled } from "../../lib/claims/words.ts";

const quantities = { good: { digits: 0 }, cost: { digits: 2 } };
const found = {
  good: { estimate: 5, low: 0.8, high: 9.2, seeds: 3, values: [6, 7, 2] },
  cost: { estimate: -0.25, low: -0.5, high: 0, seeds: 2, values: null },
};

Deno.test("a sentence has a quantity's mean, interval, range, total and seeds", () => {
  const sentence = "{good.total} in {good.seeds} ({good.range}; {good.mean} each, {good}); {cost}";
  assertEquals(
    filled(sentence, { quantities, found }),
    "15 in three seeds (2 to 7; 5 each, 5 [1, 9]); −0.25 [−0.50, 0.00]",
  );
});

Deno.test("what is not kept seed by seed has neither range nor total", () => {
  for (const part of ["range", "total"]) {
    assertThrows(
      () => filled(`{cost.${part}}`, { quantities, found }),
      RangeError,
      "cost is not kept seed by seed",
    );
  }
});
