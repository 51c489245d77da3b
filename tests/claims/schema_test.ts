/** `docs/claims.json` follows its schema, the schema for other tools says the same, and both refuse. */

import { Ajv2020 } from "ajv/2020";
import { CLAIMS_FILE, CLAIMS_SCHEMA_FILE, readClaims, ROOT } from "../../lib/claims/files.ts";
import { claimsSchemaText, parseClaims } from "../../lib/claims/schema.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";

const text = await Deno.readTextFile(ROOT + CLAIMS_FILE);

Deno.test("docs/claims.schema.json is what the code would write, and accepts docs/claims.json", async () => {
  const committed = await Deno.readTextFile(ROOT + CLAIMS_SCHEMA_FILE);
  assertEquals(committed, claimsSchemaText(), "run deno task docs:commands");
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(committed));
  assert(validate(JSON.parse(text)), JSON.stringify(validate.errors));
});

// deno-lint-ignore no-explicit-any
type Loose = any;

/** Changes of the file that must be refused, and what is said of each. */
const REFUSED: readonly (readonly [name: string, edit: (all: Loose) => void, part: RegExp])[] = [
  ["a verdict of another list", (all) => all.claims[0].verdict = "proven", /claims\.0\.verdict/],
  ["a comparison of another language", (all) => {
    all.claims[1].criteria.costs.comparison = "near";
  }, /criteria\.costs/],
  ["no bound", (all) => delete all.claims[1].criteria.costs.value, /criteria\.costs\.value/],
  ["a member too many", (all) => all.claims[0].note = "x", /Unrecognized key/],
  ["a missing member", (all) => delete all.claims[0].published, /claims\.0\.published/],
  ["results that lead out", (all) => {
    all.claims[1].quantities.cost.from.results = "../x-*";
  }, /from\.results/],
  ["a source of another kind", (all) => {
    all.claims[1].quantities.cost.from.kind = "typed in";
  }, /from\.kind/],
  ["an empty text", (all) => all.claims[0].title = " ", /claims\.0\.title/],
];

for (const [name, edit, part] of REFUSED) {
  Deno.test(`both schemas refuse ${name}`, () => {
    const all = JSON.parse(text);
    edit(all);
    assertThrows(() => parseClaims(JSON.stringify(all)), SyntaxError, "does not follow its schema");
    try {
      parseClaims(JSON.stringify(all));
    } catch (error) {
      assert(error instanceof SyntaxError && part.test(error.message), String(error));
      assertEquals(error.message.split("\n").length, 1);
    }
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(claimsSchemaText()));
    // JSON Schema has no way to trim a text.
    if (name !== "an empty text") assert(!validate(all));
  });
}

/** What names lead nowhere, which only the code can see. */
const INCONSISTENT: readonly (readonly [string, (all: Loose) => void, string])[] = [
  ["a rule on no criterion", (all) => all.claims[1].rules[0].holds = ["no"], "no is no criterion"],
  ["a criterion on no quantity", (all) => {
    all.claims[1].criteria.costs.quantity = "no";
  }, "costs asks for no, which is no quantity"],
  ["a sentence with no such number", (all) => {
    all.claims[1].rules[0].finding = "{no}";
  }, "{no} is no quantity"],
  ["a criterion without use", (all) => {
    all.claims[1].criteria.idle = all.claims[1].criteria.costs;
  }, "idle decides nothing"],
  ["a quantity without use", (all) => {
    all.claims[1].quantities.idle = all.claims[1].quantities.cost;
  }, "idle is used nowhere"],
  ["a last rule with a condition", (all) => {
    all.claims[1].rules.at(-1).holds = ["costs"];
  }, "the last rule"],
  ["a rule that can never decide", (all) =>
    all.claims[1].rules.unshift({
      verdict: "in part",
      finding: "x",
    }), "the last rule, and no other"],
  ["a verdict that no rule gives", (all) => {
    all.claims[1].verdict = "not testable as published";
  }, "no rule gives the verdict"],
  ["two claims of one id", (all) => all.claims.push(all.claims[0]), "ids of their own"],
  ["a table that is gone", (all) => all.tables.pop(), "must be published, doses, deviations"],
  ["a row of another width", (all) => all.tables[0].rows[0].pop(), "cells"],
];

for (const [name, edit, part] of INCONSISTENT) {
  Deno.test(`parseClaims() refuses ${name}`, () => {
    const all = JSON.parse(text);
    edit(all);
    assertThrows(() => parseClaims(JSON.stringify(all)), SyntaxError, part);
  });
}

Deno.test("readClaims() names the file that is missing or no claims", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/claims.json`;
  await assertRejects(() => readClaims(path), RunError, `${path} is missing`);
  await Deno.writeTextFile(path, "{");
  await assertRejects(() => readClaims(path), RunError, `${path} is no JSON`);
  await Deno.writeTextFile(path, "{}");
  await assertRejects(() => readClaims(path), RunError, `${path} does not follow its schema`);
  await Deno.remove(folder, { recursive: true });
});
