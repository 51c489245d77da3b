/**
 * The published claims as data: what the publication said, the criterion that decides it here, and
 * what was found. `docs/claims.json` holds them; this schema reads it, and `docs/claims.schema.json`
 * is the same for other tools.
 *
 * A claim names *quantities* of the committed tables, *criteria* on them, and *rules* that lead from
 * the criteria to a verdict. All three are a small closed language, so that code can evaluate them
 * and a reader can see what would have counted as what.
 *
 * @module
 */

import { z } from "zod";
import { prettyJson } from "../files/canonical_json.ts";
import { parseJson } from "../files/parse_json.ts";
import { placeholdersOf } from "./placeholders.ts";

/** The verdicts that a claim can get. */
export const VERDICTS = [
  "reproduced",
  "in part",
  "not reproduced",
  "not testable as published",
  "reproduced but explained otherwise",
] as const;

/** The tables of numbers beside the claims. */
export const TABLES = ["published", "doses", "deviations"] as const;

/** A verdict on a claim. */
export type Verdict = typeof VERDICTS[number];

const text = z.string().trim().min(1);
const id = z.string().regex(/^[a-z][a-zA-Z0-9]*$/, "must be a name in camelCase");
const number = z.number();

/**
 * Result folders by the beginning of their name, relative to the reference: the key at the end
 * changes when a study is run again, the rest does not.
 */
const results = z.string().regex(
  /^([A-Za-z0-9_-]+\/)+[A-Za-z0-9_.,=:-]+\*$/,
  "must be a folder's path that ends in *, such as sweep/holes-small-*",
);

/** A number a seed from `tables/seeds.csv` of a study's comparison. */
const ofArm = z.strictObject({
  arm: text,
  set: z.enum(["hole", "validation", "transects", "codes"]),
  /** Name of the measure, as in the table. */
  measure: text,
  /** The arm's network, its control, or how much worse the network is than its control. */
  of: z.enum(["model", "control", "deficit"]),
});

/** Which rows of a table count: cells by column. */
const cells = z.record(z.string(), z.string());

/** One number of the rows of a table: the mean of a column, unless a share or a count is asked for. */
const ofRows = z.strictObject({
  table: text,
  where: cells,
  /** Rows with one of these cells do not count. */
  unless: cells.optional(),
  column: text,
  /** Gives the share of rows with at least this value, in per cent. */
  atLeast: number.optional(),
  /** Gives how many rows count, or reach that value, instead. */
  counted: z.boolean().optional(),
});

/** Where a number comes from. */
const source = z.discriminatedUnion("kind", [
  /** A value a seed, of an arm of a study, less that of another where there is a `minus`. */
  z.strictObject({
    kind: z.literal("arm"),
    results,
    ...ofArm.shape,
    /** Seeds below this one are left out. */
    firstSeed: z.int().min(0).optional(),
    minus: ofArm.optional(),
  }),
  /** An interval that `tables/methods.csv` holds: it is not kept seed by seed. */
  z.strictObject({
    kind: z.literal("method"),
    results,
    arm: text,
    set: z.enum(["hole", "validation", "transects"]),
    method: text,
    measure: text,
    quantity: z.enum(["model", "gain"]),
    /** Whether the sign is turned round. */
    negated: z.boolean().optional(),
  }),
  /**
   * A value a result folder, and each folder is one seed: the mean of a column over the rows that
   * count, or the share of them that reach a value; less the same of other rows or results.
   */
  z.strictObject({
    kind: z.literal("rows"),
    results,
    ...ofRows.shape,
    minus: z.strictObject({ results: results.optional(), where: cells }).optional(),
  }),
  /**
   * A value a seed, or one where there are no seeds, of a table beside the publication's own
   * numbers, which no stage made: it is compared with `SHA256SUMS` and not with a manifest.
   */
  z.strictObject({
    kind: z.literal("published"),
    results: z.literal("published"),
    ...ofRows.shape,
  }),
]);

/** A number that a claim speaks of. */
const quantity = z.strictObject({
  words: text,
  /** Digits after the point where it is shown. */
  digits: z.int().min(0).max(6),
  from: source,
});

/** On one seed there is no interval: `mean` is then all that can be asked of. */
const statistic = z.enum(["interval", "mean", "every seed"]);

const asked = { words: text, quantity: id, statistic };

/** A question to a quantity that can only be answered with yes or no. */
const criterion = z.discriminatedUnion("comparison", [
  z.strictObject({ ...asked, comparison: z.enum(["above", "below"]), value: number }),
  z.strictObject({
    ...asked,
    comparison: z.literal("within"),
    value: z.tuple([number, number]).refine(([low, high]) => low < high, "must be [low, high]"),
  }),
  z.strictObject({ ...asked, comparison: z.literal("excludes zero") }),
]);

/** The first rule all of whose criteria are as it says gives the verdict and the sentence. */
const rule = z.strictObject({
  holds: z.array(id).optional(),
  fails: z.array(id).optional(),
  verdict: z.enum(VERDICTS),
  /** What was found, in words with `{placeholders}` for quantities. */
  finding: text,
});

/** Another explanation, and whether it was tested. */
const confound = z.strictObject({
  question: text,
  /** The criterion that answers it; `null` where it was not tested. */
  criterion: id.nullable(),
  /** What to say where the criterion holds, or where there is none. */
  holds: text,
  /** What to say where it does not. */
  fails: text.optional(),
  /** Whether README's findings have it. */
  headline: z.boolean().optional(),
}).refine(
  ({ criterion, fails }) => (criterion === null) === (fails === undefined),
  "must say what it means where its criterion fails, and only then",
);

/** A recomputed quantity. `null` intervals: one seed. */
const measured = z.strictObject({
  estimate: number,
  low: number.nullable(),
  high: number.nullable(),
  seeds: z.int().min(1),
  /** By seed; `null` where the table holds the interval alone. */
  values: z.array(number).nullable(),
});

/** What was found, made from the tables by `deno task docs:commands`. */
const found = z.strictObject({
  quantities: z.record(id, measured),
  criteria: z.record(id, z.boolean()),
});

const claim = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, "must be a name in kebab-case"),
  /** A few words for tables. */
  title: text,
  /** The part of the publication. */
  part: text,
  /** A few words of the publication; `null` where it is only paraphrased. */
  quotation: text.nullable(),
  /** What the publication says, in other words. */
  statement: text,
  published: z.strictObject({
    evidence: text,
    /** Numbers that the publication gives, or that can be read off its figures. */
    figures: z.union([z.literal("none given"), z.array(text).min(1)]),
  }),
  experiment: z.strictObject({ command: text, words: text }),
  quantities: z.record(id, quantity),
  criteria: z.record(id, criterion),
  rules: z.array(rule).min(1),
  confounds: z.array(confound).min(1),
  limits: z.array(text),
  /** Committed by hand: a change of it is a decision. */
  verdict: z.enum(VERDICTS),
  found,
}).superRefine((one, context) => {
  for (const message of inconsistencies(one)) context.addIssue({ code: "custom", message });
});

/** A table of numbers beside the claims; its cells are words with placeholders. */
const numbersTable = z.strictObject({
  id,
  command: text,
  heads: z.array(text).min(1),
  quantities: z.record(id, quantity),
  rows: z.array(z.array(text)).min(1),
  found: z.record(id, measured),
}).superRefine(({ heads, quantities, rows }, context) => {
  for (const message of tableProblems(heads, quantities, rows)) {
    context.addIssue({ code: "custom", message });
  }
});

const schema = z.strictObject({
  $schema: z.literal("./claims.schema.json"),
  /** When the criteria were written, and what was known by then. */
  fixed: text,
  claims: z.array(claim).min(1).refine(
    (claims) => new Set(claims.map(({ id }) => id)).size === claims.length,
    "must have ids of their own",
  ),
  /** What a hole costs by its radius, and what deviations from the publication do. */
  tables: z.array(numbersTable).refine(
    (tables) => TABLES.every((name) => tables.filter(({ id }) => id === name).length === 1),
    `must be ${TABLES.join(", ")}, each once`,
  ),
});

/** All of `docs/claims.json`. */
export type Claims = z.infer<typeof schema>;

/** One published claim. */
export type Claim = Claims["claims"][number];

/** A table of numbers beside the claims. */
export type NumbersTable = Claims["tables"][number];

/** A number that a claim speaks of. */
export type Quantity = z.infer<typeof quantity>;

/** Where a number comes from. */
export type Source = z.infer<typeof source>;

/** A question to a quantity. */
export type Criterion = z.infer<typeof criterion>;

/** A rule from criteria to a verdict. */
export type Rule = z.infer<typeof rule>;

/** A recomputed quantity. */
export type Measured = z.infer<typeof measured>;

/** Names that lead nowhere, and rules that can never decide. */
function inconsistencies(one: z.infer<typeof claim>): string[] {
  const { quantities, criteria, rules, confounds } = one;
  const asked = rules.flatMap(({ holds = [], fails = [] }) => [...holds, ...fails]);
  const tested = confounds.flatMap(({ criterion }) => criterion ?? []);
  const texts = [
    one.experiment.command,
    ...rules.map(({ finding }) => finding),
    ...confounds.flatMap(({ holds, fails = "" }) => [holds, fails]),
  ];
  const unconditional = rules.map(({ holds = [], fails = [] }) =>
    holds.length + fails.length === 0
  );
  return [
    ...[...asked, ...tested].filter((name) => !(name in criteria))
      .map((name) => `${name} is no criterion`),
    ...Object.entries(criteria).filter(([, { quantity }]) => !(quantity in quantities))
      .map(([name, { quantity }]) => `${name} asks for ${quantity}, which is no quantity`),
    ...Object.keys(criteria).filter((name) => !asked.includes(name) && !tested.includes(name))
      .map((name) => `${name} decides nothing`),
    ...texts.flatMap(placeholdersOf).filter((name) => !(name in quantities))
      .map((name) => `{${name}} is no quantity`),
    ...Object.keys(quantities).filter((name) =>
      !texts.flatMap(placeholdersOf).includes(name) &&
      Object.values(criteria).every(({ quantity }) => quantity !== name)
    ).map((name) => `the quantity ${name} is used nowhere`),
    ...(unconditional.indexOf(true) === rules.length - 1
      ? []
      : ["the last rule, and no other, must have no condition"]),
    ...rules.some(({ verdict }) => verdict === one.verdict)
      ? []
      : [`no rule gives the verdict ${one.verdict}`],
  ];
}

function tableProblems(
  heads: readonly string[],
  quantities: Readonly<Record<string, unknown>>,
  rows: readonly (readonly string[])[],
): string[] {
  const used = rows.flat().flatMap(placeholdersOf);
  return [
    ...rows.filter((cells) => cells.length !== heads.length)
      .map((cells) =>
        `the row ${cells[0]} has ${cells.length} cells, and there are ${heads.length}`
      ),
    ...used.filter((name) => !(name in quantities)).map((name) => `{${name}} is no quantity`),
    ...Object.keys(quantities).filter((name) => !used.includes(name))
      .map((name) => `${name} stands in no cell`),
  ];
}

/**
 * Reads `docs/claims.json`.
 *
 * @throws {SyntaxError} It is no JSON or does not follow the schema; one line, to follow the file's
 * name.
 */
export function parseClaims(content: string): Claims {
  const parsed = schema.safeParse(parseJson(content));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new SyntaxError(
      `does not follow its schema (${path.join(".") || "its top level"}: ${message})`,
    );
  }
  return parsed.data;
}

/** The text of `docs/claims.schema.json`. */
export function claimsSchemaText(): string {
  return prettyJson(z.toJSONSchema(schema));
}
