import {
  COLOURS,
  DARK,
  DARK_GROUND,
  DARK_WORDS,
  LIGHT_WORDS,
  OKABE_ITO,
  svgToPng,
  themed,
} from "../../lib/figures/mod.ts";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { assertWellFormed } from "./markup_check.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">' +
  '<rect width="40" height="20" fill="#ffffff"/><text x="2" y="15" fill="#1f2328">Axy</text></svg>';

/** Relative luminance of a colour (WCAG 2.1). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

Deno.test("themed() changes nothing for what reads no media query", async () => {
  assertWellFormed(themed(SVG));
  assertEquals(await svgToPng(themed(SVG)), await svgToPng(SVG));
});

Deno.test("themed() exchanges text, rules and ground for dark readers", () => {
  const svg = themed(SVG);
  assertStringIncludes(svg, '[fill="#1f2328"]{fill:#e6edf3}');
  assertStringIncludes(svg, `[fill="#ffffff"]{fill:${DARK_GROUND}}`);
  assert(svg.indexOf("<style>") < svg.indexOf("<rect"));
});

Deno.test("text and the series' own colours are legible on a dark ground", () => {
  for (const colour of [COLOURS.ink, COLOURS.quiet, COLOURS.control, COLOURS.punctured]) {
    const shown = DARK_WORDS[colour] ?? DARK[colour] ?? colour;
    assert(contrast(shown, DARK_GROUND) >= 4.5, `${colour}: ${contrast(shown, DARK_GROUND)}`);
  }
  for (const colour of Object.values(OKABE_ITO)) {
    const shown = DARK[colour] ?? colour;
    assert(contrast(shown, DARK_GROUND) >= 3, `${shown}: ${contrast(shown, DARK_GROUND)}`);
  }
});

Deno.test("words in the colour of any series have a contrast of 4.5 to 1 on either ground", () => {
  for (const colour of Object.values(OKABE_ITO).filter((one) => one !== OKABE_ITO.yellow)) {
    const light = LIGHT_WORDS[colour] ?? colour;
    assert(contrast(light, COLOURS.ground) >= 4.5, `${light}: ${contrast(light, COLOURS.ground)}`);
    const dark = DARK_WORDS[colour] ?? DARK[colour] ?? colour;
    assert(contrast(dark, DARK_GROUND) >= 4.5, `${dark}: ${contrast(dark, DARK_GROUND)}`);
    if (colour in LIGHT_WORDS) {
      assertStringIncludes(themed(SVG), `text[fill="${colour}"]{fill:${light}}`);
    }
  }
});

Deno.test("themed() keeps white outlines of heat maps, and turns halos of marks dark", () => {
  const style = themed(SVG).match(/<style>(.*?)<\/style>/)![1];
  const white = style.match(/[^{}]*\[stroke="#ffffff"\]\{[^}]*\}/g);
  assertEquals(white, [`[role="graphics-symbol"][stroke="#ffffff"]{stroke:${DARK_GROUND}}`]);
});

Deno.test("dots of training and validation can be told apart on a dark ground", () => {
  const [training, validation] = [COLOURS.control, OKABE_ITO.skyBlue]
    .map((colour) => DARK[colour] ?? colour);
  assert(contrast(training, validation) >= 2, `${contrast(training, validation)}`);
});

Deno.test("themed() refuses what is no SVG document", () => {
  assertThrows(() => themed("<p>x</p>"), TypeError, "no SVG document");
});
