/** Values of a family's parameters as text, and ticks at round ones. */

import fc from "fast-check";
import { FAMILY_NAMES, type FamilyName, familyOf, parameterValue } from "../../lib/curve/family.ts";
import {
  lengthText,
  parameterText,
  parameterTicks,
  placeText,
  readsAsPlane,
  shapeHoleWords,
  shortParameterText,
} from "../../lib/curve/parameter_text.ts";
import { holeWords } from "../../lib/space/hole_words.ts";
import { SPACE } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const AXES = ["a", "b"] as const;
const families = fc.constantFrom(...FAMILY_NAMES);
const axes = fc.constantFrom(...AXES);

/** The number that a text shows. */
const read = (text: string) => Number(text.replace("−", "-").replace("°", ""));

const labels = (name: "a" | "b", family: FamilyName) =>
  parameterTicks(name, family).map(({ label }) => label);

Deno.test("ticks of each family's parameters stand at round values", () => {
  assertEquals(labels("a", "rose"), ["0.5", "1.0", "1.5", "2.0"]);
  assertEquals(labels("b", "rose"), ["0.0", "0.5", "1.0", "1.5", "2.0"]);
  assertEquals(labels("a", "superellipse"), labels("a", "rose"));
  assertEquals(labels("a", "bump"), ["−1.5", "−1.0", "−0.5", "0.0", "0.5", "1.0", "1.5"]);
  assertEquals(labels("b", "bump"), ["−2", "−1", "0", "1", "2"]);
  assertEquals(labels("a", "ellipse"), labels("a", "rose"));
  assertEquals(labels("b", "ellipse"), ["0°", "45°", "90°", "135°", "180°"]);
});

Deno.test("a tick stands where its value is, within the range, and there are two to seven", () => {
  for (const family of FAMILY_NAMES) {
    for (const name of AXES) {
      const ticks = parameterTicks(name, family);
      assert(ticks.length >= 2 && ticks.length <= 7, `${family} ${name}`);
      for (const { coordinate, value, label } of ticks) {
        const [low, high] = SPACE[name];
        assert(coordinate >= low - 1e-12 && coordinate <= high + 1e-12);
        assertAlmostEquals(parameterValue(name, coordinate, family), value, 1e-9);
        assertAlmostEquals(read(label), value, 1e-9, `${family} ${name}`);
      }
      // Both ends of these ranges are round.
      const ends = [ticks[0], ticks.at(-1)!].map(({ coordinate }) => coordinate);
      assertEquals(ends, [...SPACE[name]], `${family} ${name}`);
    }
  }
});

Deno.test("a text shows the parameter's value, and steps of a hundredth of the plane", () => {
  fc.assert(fc.property(families, axes, fc.double({ min: 0, max: 2, noNaN: true }), (
    family,
    name,
    coordinate,
  ) => {
    const value = parameterValue(name, coordinate, family);
    const text = parameterText(name, coordinate, { family });
    const digits = /\.(\d+)/.exec(text)?.[1].length ?? 0;
    assert(Math.abs(read(text) - value) <= 0.5001 * 10 ** -digits, `${text} is not ${value}`);
    assert(!/-|^−0[.0]*°?$/.test(text), text);
    assert(text !== parameterText(name, coordinate + 0.011, { family }), text);
    assert(Math.abs(read(shortParameterText(name, coordinate, family)) - value) < 0.01);
    assertAlmostEquals(
      read(lengthText(name, coordinate, { family, digits: 9 })),
      parameterValue(name, 1 + coordinate, family) - parameterValue(name, 1, family),
      1e-6,
    );
  }));
  assertEquals(placeText({ a: 1.25, b: 1 }), "a = 1.25, b = 1.00");
  assertEquals(placeText({ a: 0.5, b: 0.75 }, "bump"), "x = −1.50, y = −0.50");
  assertEquals(placeText({ a: 1.25, b: 1 }, "ellipse"), "a = 1.25, φ = 90.0°");
});

Deno.test("holes are said in the values of a family; those of the plane in its own words", () => {
  const holes = ["none", "disc:1.25,1,0.3", "disc:1,0.5,0.2", "strip:b,1.5,2", "box:1,2,0.5,1"];
  for (const family of FAMILY_NAMES.filter((family) => readsAsPlane(family))) {
    assertEquals(
      holes.map((hole) => shapeHoleWords(hole, family)),
      holes.map((hole) => holeWords(hole)),
    );
  }
  assertEquals(holes.map((hole) => shapeHoleWords(hole, "ellipse")), [
    "no hole",
    "disc of radius 0.3",
    "disc of radius 0.2 at (a, φ) = (1, 45°)",
    "strip of φ from 135° to 180°",
    "box of a from 1 to 2, φ from 45° to 90°",
  ]);
  assertEquals(shapeHoleWords("strip:b,1.8,2.2", "ellipse"), "strip of φ from 162° to 198°");
  assertEquals(
    shapeHoleWords("box:0.5,1,0,0.5", "bump"),
    "box of x from −1.5 to −0.5, y from −2 to −1",
  );
});

Deno.test("the families that read as the plane are those whose numbers are its own", () => {
  for (const family of FAMILY_NAMES) {
    const same = AXES.every((name) => {
      const { symbol, range } = familyOf(family).parameters[name];
      return symbol === name && range.every((end, k) => end === SPACE[name][k]);
    });
    assertEquals(readsAsPlane(family), same, family);
  }
});
