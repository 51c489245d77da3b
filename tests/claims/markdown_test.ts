/** README's findings follow the numbers. */

import { assert, assertStringIncludes } from "@std/assert";
import { findingsText } from "../../lib/claims/markdown.ts";
import { type Claims, parseClaims } from "../../lib/claims/schema.ts";

const claims = parseClaims(
  await Deno.readTextFile(new URL("../../docs/claims.json", import.meta.url)),
);

/** The claims with other deficits at the published size, of one of its holes. */
function withDeficits(hole: "" | "Wide", inside: number, outside: number): Claims {
  const changed = structuredClone(claims);
  const { found } = changed.tables.find(({ id }) => id === "published")!;
  Object.assign(found[`insideDeficit${hole}`], { estimate: inside });
  Object.assign(found[`outsideDeficit${hole}`], { estimate: outside });
  return changed;
}

Deno.test("the published size is read as its deficits inside and outside say", () => {
  const cases = [
    [0.03, -0.01, "consistent with the hole as the reason"],
    [0.03, 0.03, "it need not be the reason"],
    [-0.01, 0, "Not every hole costs something there"],
  ] as const;
  for (const hole of ["", "Wide"] as const) {
    for (const [inside, outside, words] of cases) {
      const text = findingsText(withDeficits(hole, inside, outside)).replaceAll(/\s+/g, " ");
      assertStringIncludes(text, words);
      for (const [, , other] of cases) assert(other === words || !text.includes(other), other);
    }
  }
});
