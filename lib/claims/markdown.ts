/**
 * The claims as Markdown: the generated parts of `docs/claims.md`, and README's findings. Numbers
 * and wording both follow from what is committed in `docs/claims.json`.
 *
 * @module
 */

import type { ComputeUsed, StudyNetworks } from "./compute_used.ts";
import { answerOf, claimRow, confoundsOf, filledRows } from "./summary.ts";
import {
  type Claim,
  type Claims,
  type Criterion,
  type Measured,
  type NumbersTable,
  type Rule,
  TABLES,
} from "./schema.ts";
import { countText, filled, measuredText, numberText, seedsText } from "./words.ts";

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A table whose columns are as wide as their widest cell, as `deno fmt` writes it. */
function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [] }: { readonly right?: readonly number[] } = {},
): string {
  const all = [heads, ...rows].map((cells) => cells.map(cell));
  const widths = heads.map((_, k) => Math.max(3, ...all.map((cells) => [...cells[k]].length)));
  const pad = (text: string, k: number) => {
    const blanks = " ".repeat(widths[k] - [...text].length);
    return right.includes(k) ? blanks + text : text + blanks;
  };
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(" | ")} |`;
  const rule = widths.map((width, k) =>
    right.includes(k) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  return [line(all[0]), line(rule), ...all.slice(1).map(line)].join("\n");
}

/** Breaks a text into lines of at most 100 characters, the later ones indented. */
function wrapped(text: string, { first = "", indent = "" } = {}): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  // A link stays on one line, as deno fmt wants it.
  for (const [word] of text.matchAll(/\[[^\]]*\]\([^)]*\)\S*|\S+/g)) {
    if (!empty && [...line].length + 1 + [...word].length > 100) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join("\n");
}

function tableOf({ tables }: Claims, id: typeof TABLES[number]): NumbersTable {
  return tables.find((one) => one.id === id)!;
}

/** What was claimed, and what was found: the answer, then a row a claim. */
export function answerText(all: Claims): string {
  const rows = all.claims.map(claimRow);
  return [
    `**${answerOf(all.claims.map(({ verdict }) => verdict))}** ${all.fixed}`,
    table(
      ["published claim", "part", "published figures", "measured here", "ours", "seeds", "verdict"],
      rows.map(({ claim, published, measured, ours, seeds }) => [
        `[${claim.title}](#${claim.id})`,
        claim.part,
        published,
        measured,
        ours,
        String(seeds),
        claim.verdict,
      ]),
      { right: [5] },
    ),
  ].join("\n\n");
}

/** What a criterion asks, in the closed language. */
export function criterionText({ statistic, ...criterion }: Criterion): string {
  const asked = { interval: "95 % interval", mean: "mean", "every seed": "every seed" }[statistic];
  switch (criterion.comparison) {
    case "within":
      return `${asked} within ${criterion.value.join(" to ")}`;
    case "excludes zero":
      return `${asked} excludes zero`;
    default:
      return `${asked} ${criterion.comparison} ${criterion.value}`;
  }
}

function ruleText({ holds = [], fails = [], verdict }: Rule): string {
  const names = (list: readonly string[]) => list.map((name) => `\`${name}\``).join(" and ");
  const conditions = [
    ...(holds.length > 0 ? [`${names(holds)} ${holds.length === 1 ? "holds" : "hold"}`] : []),
    ...(fails.length > 0 ? [`${names(fails)} ${fails.length === 1 ? "does" : "do"} not`] : []),
  ];
  return conditions.length > 0 ? `${conditions.join(" and ")}: ${verdict}` : `else: ${verdict}`;
}

function claimText(claim: Claim): string {
  const { id, part, quotation, statement, published, experiment, quantities, criteria, found } =
    claim;
  const { finding } = claimRow(claim);
  const deciding = new Set(
    claim.rules.flatMap(({ holds = [], fails = [] }) => [...holds, ...fails]),
  );
  const figures = published.figures === "none given"
    ? "no figures were given."
    : `${published.figures.join("; ")}.`;
  return [
    `### ${id}`,
    `**${claim.verdict[0].toUpperCase()}${claim.verdict.slice(1)}.** ${finding}`,
    [
      `- _Claim_ (${part}): ${statement}${quotation ? ` In its words: “${quotation}”.` : ""}`,
      `- _Published evidence:_ ${published.evidence} ${figures[0].toUpperCase()}${
        figures.slice(1)
      }`,
      `- _Experiment here:_ ${experiment.words} \`${
        filled(experiment.command, { quantities, found: found.quantities })
      }\``,
    ].join("\n"),
    table(
      ["criterion", "in words", "asked", "ours", "seeds", "holds", "decides"],
      Object.entries(criteria).map(([name, criterion]) => {
        const { digits } = quantities[criterion.quantity];
        const measured = found.quantities[criterion.quantity];
        return [
          `\`${name}\``,
          criterion.words,
          criterionText(criterion),
          measuredText(measured, digits),
          String(measured.seeds),
          found.criteria[name] ? "yes" : "no",
          deciding.has(name) ? "the verdict" : "a confound",
        ];
      }),
    ),
    "The first of these that applies gives the verdict:",
    claim.rules.map((rule, k) => `${k + 1}. ${ruleText(rule)}`).join("\n"),
    "Other explanations:",
    confoundsOf(claim).map(({ question, answer }) => `- ${question} ${answer}`).join("\n"),
    claim.limits.length > 0 ? `_Limits:_ ${claim.limits.join(" ")}` : "",
    `_From:_ ${
      sourcesOf(claim).map((path) => `\`${path}\``).join(", ")
    } under \`results/reference\`.`,
  ].filter((part) => part !== "").join("\n\n");
}

/** The tables that a claim's quantities come from. */
function sourcesOf({ quantities }: Claim): string[] {
  const names = Object.values(quantities).flatMap(({ from }) => {
    if (from.kind === "published") return [`${from.results}/${from.table}.csv`];
    const file = from.kind === "arm" ? "seeds" : from.kind === "method" ? "methods" : from.table;
    const other = from.kind === "rows" ? from.minus?.results : undefined;
    return [from.results, ...(other === undefined ? [] : [other])]
      .map((results) => `${results}/tables/${file}.csv`);
  });
  return [...new Set(names)];
}

/** Each claim in full. */
export function claimsText({ claims }: Claims): string {
  return claims.map(claimText).join("\n\n");
}

/** What deviations from the publication do. */
export function deviationsText(all: Claims): string {
  const deviations = tableOf(all, "deviations");
  const [one] = Object.values(deviations.found);
  return [
    table(deviations.heads, filledRows(deviations)),
    `_Dice; means over ${
      seedsText(one.seeds)
    } and 95 % t intervals. Command: \`${deviations.command}\`._`,
  ].join("\n\n");
}

/** What the committed results took, and how many networks the studies trained. */
export function computeText(
  { used, studies }: {
    readonly used: readonly ComputeUsed[];
    readonly studies: readonly StudyNetworks[];
  },
): string {
  const sum = (countOf: (study: StudyNetworks) => number) =>
    String(studies.reduce((total, study) => total + countOf(study), 0));
  const networks = sum(({ networks, shared }) => networks - shared);
  const evaluations = sum(({ evaluations, shared }) => evaluations - shared);
  return [
    usedTable(used),
    studiesTable(studies),
    `Without what a study above has, the studies have ${networks} networks and ${evaluations} evaluations.`,
  ].join("\n\n");
}

function studiesTable(studies: readonly StudyNetworks[]): string {
  return table(
    ["study", "networks", "evaluations", "of these in a study above"],
    studies.map(({ study, networks, evaluations, shared }) => [
      `\`${study}\``,
      String(networks),
      String(evaluations),
      String(shared),
    ]),
    { right: [1, 2, 3] },
  );
}

function usedTable(used: readonly ComputeUsed[]): string {
  return table(
    ["stage", "computed by", "results", "hours"],
    used.map(({ stage, backend, results, hours }) => [
      stage,
      backend,
      String(results),
      numberText(hours, 2),
    ]),
    { right: [2, 3] },
  );
}

/** How many comparisons were made. */
export function multiplicityText({ claims, fixed }: Claims): string {
  const deciding = claims.map(({ rules }) =>
    new Set(rules.flatMap(({ holds = [], fails = [] }) => [...holds, ...fails])).size
  );
  const all = claims.map(({ criteria }) => Object.keys(criteria).length);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const intervals = claims.flatMap(({ criteria }) => Object.values(criteria))
    .filter(({ statistic }) => statistic === "interval").length;
  return `${sum(deciding)} criteria decide the ${countText(claims.length)} verdicts, and ` +
    `${sum(all) - sum(deciding)} more ask about other explanations. ${intervals} of these ` +
    `${
      sum(all)
    } look at a 95 % interval. No interval is made wider for their number: each has a 5 % chance ` +
    `of missing the true mean, and they share seeds and controls, so that such misses come ` +
    `together. ${fixed}`;
}

/** Which holes' intervals contain zero, and whether their seeds agree nevertheless. */
function unsureText({ found, rows }: NumbersTable): string {
  const unsure = rows.map(([radius, , , , deficit]) => ({
    radius: radius.split(" ")[0],
    ...found[deficit.slice(1, -1)],
  })).filter(({ low, high }) => low !== null && high !== null && low <= 0 && high >= 0);
  if (unsure.length === 0) return "";
  const losing = unsure.filter(({ values }) => values!.every((value) => value > 0));
  const radii = (list: typeof unsure) => list.map(({ radius }) => radius).join(" and ");
  const few = losing.length === 0
    ? ""
    : `, although every seed loses${losing.length < unsure.length ? ` at ${radii(losing)}` : ""}`;
  return `At ${radii(unsure)} they contain 0${few}.`;
}

/**
 * What the pairs at the published size say: whether they lose inside, and only there. A control spreads as
 * many images over the whole plane, so that outside the hole its network has fewer of them than the other:
 * that no loss of mean Dice is shown there is no proof that there is none.
 */
function publishedReading({ found }: NumbersTable): string {
  const holes = ["", "Wide"].map((hole) => ({
    inside: found[`insideDeficit${hole}`],
    outside: found[`outsideDeficit${hole}`],
  }));
  // Of one seed there is no interval, and its value is all that can be looked at.
  const costs = ({ estimate, low }: Measured) => (low ?? estimate) > 0;
  if (!holes.every(({ inside }) => costs(inside))) return "Not every hole is shown to cost there.";
  if (
    holes.some(({ inside, outside }) => costs(outside) || outside.estimate >= inside.estimate / 2)
  ) return "They lose not only inside the hole: it need not be the reason.";
  const where = costs(found.rimExtra) ? "inside the hole and at its rim" : "inside the hole";
  return `Against their controls the networks lose ${where}. Outside, mean Dice shows no loss, but they ` +
    "have more images there than their controls.";
}

/** The point of an answer: its bold beginning, or all of it, without a stop at its end. */
function pointOf(answer: string): string {
  const [, bold = answer] = answer.match(/^\*\*(.+?)\*\*/) ?? [];
  return bold.replace(/[:.]$/, "");
}

/** README's findings: the published size, the doses, then the claims with their verdicts, then what else was found. */
export function findingsText(all: Claims): string {
  const doses = tableOf(all, "doses");
  const seeds = new Set(Object.values(doses.found).map(({ seeds }) => seeds));
  const counted = [...seeds].map(seedsText).join(" or ");
  const claims = all.claims.map((claim, k) => {
    const { finding } = claimRow(claim);
    const headlines = confoundsOf(claim).filter(({ headline }) => headline);
    const others = headlines.map(({ answer }) => pointOf(answer)).join(". ");
    const text = [
      `_${claim.title[0].toUpperCase()}${claim.title.slice(1)}:_ **${claim.verdict}.**`,
      finding,
      ...(others === "" ? [] : [`${others} ([more](docs/claims.md#${claim.id})).`]),
    ].join(" ");
    return wrapped(text, { first: `${k + 1}. `, indent: "   " });
  });
  const published = tableOf(all, "published");
  const [pairs, wide] = ["insideDeficit", "insideDeficitWide"]
    .map((name) => published.found[name].seeds);
  return [
    wrapped(
      `At the published size (256²), from ${seedsText(pairs)}${
        wide === pairs ? "" : ` (${countText(wide)} at radius 0.6)`
      }:`,
    ),
    table(published.heads, filledRows(published), { right: [1, 2, 3] }),
    wrapped(publishedReading(published)),
    wrapped(
      `With images of 64² and networks a quarter as wide, from ${counted}:`,
    ),
    table(doses.heads, filledRows(doses), { right: [0, 1, 3] }),
    wrapped(
      "_The **deficit** is how much worse a network is inside the hole than its own control. " +
        `Brackets are 95 % t intervals over seeds. ${unsureText(doses)} Command: ` +
        `\`${doses.command}\`._`,
    ),
    wrapped(
      `${answerOf(all.claims.map(({ verdict }) => verdict))} [How each verdict was ` +
        "reached](docs/claims.md); `deno task verify --claims` recomputes them.",
    ),
    claims.join("\n"),
  ].join("\n\n");
}
