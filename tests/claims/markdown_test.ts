/** README's findings follow the numbers. */

import { assert, assertStringIncludes } from "@std/assert";
import { findingsText } from "../../lib/claims/markdown.ts";
import { type Claims, parseClaims } from "../../lib/claims/schema.ts";

const claims = parseClaims(
  await Deno.readTextFile(new URL("../../docs/claims.json", import.meta.url)),
);

/** The claims with other losses at the published size: of one of its holes, and at the rim of the published one. */
function withLosses(
  hole: "" | "Wide",
  { inside, outside, rim, error }: {
    inside: number;
    outside: number;
    rim: number;
    error: number | null;
  },
): Claims {
  const changed = structuredClone(claims);
  const { found } = changed.tables.find(({ id }) => id === "published")!;
  const measured = (estimate: number) => ({
    estimate,
    low: error === null ? null : estimate - error,
    high: error === null ? null : estimate + error,
  });
  Object.assign(found[`insideDeficit${hole}`], measured(inside));
  Object.assign(found[`outsideDeficit${hole}`], measured(outside));
  Object.assign(found.rimExtra, measured(rim));
  return changed;
}

Deno.test("the published size is read as its losses inside, outside and at the rim say", () => {
  const [atRim, inside, everywhere, notShown] = [
    "lose inside the hole and at its rim. Outside, mean Dice shows no loss, but they have more images",
    "lose inside the hole. Outside, mean Dice shows no loss, but they have more images",
    "it need not be the reason",
    "Not every hole is shown to cost there",
  ];
  const cases = [
    { inside: 0.03, outside: -0.01, rim: 0.01, error: null, words: atRim },
    { inside: 0.03, outside: -0.01, rim: -0.01, error: null, words: inside },
    { inside: 0.03, outside: 0.03, rim: 0.01, error: null, words: everywhere },
    { inside: -0.01, outside: 0, rim: 0.01, error: null, words: notShown },
    { inside: 0.03, outside: 0.001, rim: 0.02, error: 0.01, words: atRim },
    { inside: 0.03, outside: 0.001, rim: 0.005, error: 0.01, words: inside },
    { inside: 0.03, outside: 0.005, rim: 0.01, error: 0.001, words: everywhere },
    { inside: 0.03, outside: 0, rim: 0.05, error: 0.04, words: notShown },
  ];
  for (const hole of ["", "Wide"] as const) {
    for (const { words, ...losses } of cases) {
      const text = findingsText(withLosses(hole, losses)).replaceAll(/\s+/g, " ");
      assertStringIncludes(text, words);
      for (const other of [atRim, inside, everywhere, notShown]) {
        assert(other === words || !text.includes(other), other);
      }
    }
  }
});

Deno.test("the published size says how many seeds each hole has", () => {
  const withSeeds = (narrow: number, wide: number): string => {
    const changed = structuredClone(claims);
    const { found } = changed.tables.find(({ id }) => id === "published")!;
    Object.assign(found.insideDeficit, { seeds: narrow });
    Object.assign(found.insideDeficitWide, { seeds: wide });
    return findingsText(changed).replaceAll(/\s+/g, " ");
  };
  assertStringIncludes(withSeeds(4, 3), "(256²), from four seeds (three at radius 0.6):");
  assertStringIncludes(withSeeds(1, 1), "(256²), from one seed:");
});
