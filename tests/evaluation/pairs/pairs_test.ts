import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { datasetFacts } from "../../../lib/dataset/facts.ts";
import { UsageError } from "../../../lib/errors.ts";
import { checkPublishedShapes, differenceNotes } from "../../../lib/evaluation/pairs/pairs.ts";

/** Facts of a dataset like the published one, but for what is given. */
const facts = (given: Readonly<Record<string, unknown>> = {}) =>
  datasetFacts({
    ...{ size: 256, geometry: "published", stroke: 4, hole: "disc:1.25,1,0.3", family: "rose" },
    ...given,
  });

Deno.test("pairs says of a network what is not as published, the width of its lines too", () => {
  assertEquals(differenceNotes(facts()), []);
  const one = (given: Readonly<Record<string, unknown>>) => {
    const notes = differenceNotes(facts(given));
    assertEquals(notes.length, 1, notes.join("\n"));
    return notes[0];
  };
  assertStringIncludes(one({ stroke: 2 }), "lines of width 2, the published images have 4");
  assertStringIncludes(one({ hole: "disc:1.25,1,0.6" }), "has the hole disc:1.25,1,0.6");
  // Pixels of a square image are another unit.
  assertStringIncludes(one({ geometry: "square", stroke: 8 }), "256 × 256 pixels, geometry square");
});

Deno.test("pairs takes networks of the publication's shapes alone", () => {
  checkPublishedShapes(facts());
  const refusal = (given: Readonly<Record<string, unknown>>) =>
    assertThrows(() => checkPublishedShapes(facts(given)), UsageError).message;
  const other = refusal({ family: "superellipse" });
  assertStringIncludes(other, "rose of 5 petals, received superellipse");
  assert(!other.includes("undefined"));
  assertStringIncludes(refusal({ petals: 3 }), "received rose of 3 petals");
});
