import { holeWords } from "../../lib/space/hole_words.ts";
import { assertEquals } from "@std/assert";

Deno.test("holeWords() says every kind of hole, and a centre that is not the published one", () => {
  assertEquals(
    ["none", "disc:1.25,1,0.3", "disc:1,1,0.3", "strip:b,0,1", "box:1,2,0.5,1"].map((hole) =>
      holeWords(hole)
    ),
    [
      "no hole",
      "disc of radius 0.3",
      "disc of radius 0.3 at (1, 1)",
      "strip of b from 0 to 1",
      "box of a from 1 to 2, b from 0.5 to 1",
    ],
  );
});
