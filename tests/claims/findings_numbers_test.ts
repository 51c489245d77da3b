/**
 * docs/findings.md is written by hand: each number that it gives with an interval stands in the committed
 * tables of the studies that its section names.
 */

import { assert, assertEquals } from "@std/assert";
import {
  deficitOf,
  widthGroups,
  widthSchema,
  withDeficit,
} from "../../lib/findings/hole_width/pairs.ts";
import {
  newDecoderCorrelations,
  newDecoderSchema,
} from "../../lib/findings/hole_width/new_decoders.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { readClaims } from "../../lib/claims/files.ts";
import { measure, measuredOf } from "../../lib/claims/quantity.ts";
import { ReferenceTables, type TableRow } from "../../lib/claims/tables.ts";
import type { Claims, Measured, Source } from "../../lib/claims/schema.ts";
import { mean } from "../../lib/measure/statistics.ts";
import { REFERENCE } from "./copied_reference.ts";

/** An estimate and the ends of its interval. */
type Triple = readonly [estimate: number, low: number, high: number];

const TEXT = await Deno.readTextFile(new URL("../../docs/findings.md", import.meta.url));
const tables = new ReferenceTables(REFERENCE);
const all = await readClaims();

/** The studies that are committed. */
const STUDY_NAMES = [...Deno.readDirSync(`${REFERENCE}/studies`)].map(({ name }) => name).sort();

function tripleOf(row: TableRow, columns: readonly [string, string, string]): Triple[] {
  const cells = columns.map((column) => row[column] ?? "");
  const values = cells.map(Number);
  return cells.every((cell) => cell !== "") && values.every(Number.isFinite)
    ? [[values[0], values[1], values[2]]]
    : [];
}

/** What the tables of a study's comparisons hold. */
async function ofStudy(study: string): Promise<Triple[]> {
  const folders = await tables.folders(`studies/${study}/sweep/*`);
  const rows = await Promise.all(
    folders.flatMap((folder) => ["arms", "methods"].map((table) => tables.rows(folder, table))),
  );
  const found = rows.flat().flatMap((row) => tripleOf(row, ["estimate", "t_low", "t_high"]));
  // Its text compares arms that the study does not compare.
  const pairs = study === "regularisation" ? await ofPairs(folders) : [];
  return [...found, ...pairs];
}

/** Differences of the deficits of each two arms, by seed. */
async function ofPairs(folders: readonly string[]): Promise<Triple[]> {
  const pairs = ["dice", "a_error", "b_error"].map(async (measured) => {
    const deficits = await Promise.all(folders.map(async (folder) => {
      const arms = new Set((await tables.rows(folder, "seeds")).map(({ arm }) => arm));
      const part = { set: "hole", measure: measured, of: "deficit" } as const;
      const of = (arm: string) =>
        measure({ kind: "arm", results: `${folder}*`, arm, ...part }, tables);
      return await Promise.all([...arms].map(of));
    }));
    const arms = deficits.flat();
    return arms.flatMap((one) =>
      arms.filter((other) => other !== one).flatMap((other) => less(one, other))
    );
  });
  return (await Promise.all(pairs)).flat();
}

/** The difference of two quantities, paired by seed. */
function less(one: Measured, other: Measured): Triple[] {
  assertEquals(one.seeds, other.seeds);
  return measuredTriple(measuredOf(one.values!.map((value, n) => value - other.values![n])));
}

const measuredTriple = ({ estimate, low, high }: Measured): Triple[] =>
  low === null || high === null ? [] : [[estimate, low, high]];

/** What the claims hold. */
function ofClaims({ claims, tables }: Claims): Triple[] {
  const found = [
    ...claims.map(({ found }) => found.quantities),
    ...tables.map(({ found }) => found),
  ];
  return found.flatMap((quantities) => Object.values(quantities).flatMap(measuredTriple));
}

/** What is beside the publication's own numbers; cross-entropies are told in thousandths. */
async function ofPublished(): Promise<Triple[]> {
  const found = (await tables.publishedRows("reanalysis"))
    .flatMap((row) => tripleOf(row, ["mean", "low", "high"]));
  const thousandths = found.map(([e, l, h]): Triple => [1000 * e, 1000 * l, 1000 * h]);
  return [...found, ...thousandths];
}

/** What was measured of the width of holes in the codes, and the comparison of the seeds that test it. */
async function ofHoleWidths(): Promise<Triple[]> {
  const folder = `${REFERENCE}/hole-width`;
  const read = async (name: string) => readCsv(await Deno.readTextFile(`${folder}/${name}.csv`));
  const correlations = (await read("correlations")).flatMap((row) => [
    ...tripleOf(row, ["estimate", "low", "high"]),
    ...tripleOf(row, ["meanEstimate", "meanLow", "meanHigh"]),
  ]);
  const pairs = (await read("hole_widths")).map((row) => widthSchema.parse(row));
  const decoders = (await read("new_decoders")).map((row) => newDecoderSchema.parse(row));
  // Without the network with the largest deficit.
  const [tested] = widthGroups(pairs).filter(({ fresh }) => fresh);
  const worst = tested.pairs.toSorted((one, other) => deficitOf(other) - deficitOf(one))[0].seed;
  const less = tested.pairs.filter(({ seed }) => seed !== worst);
  const fewer = decoders.filter(({ encoder_seed }) => encoder_seed !== worst);
  const published = widthGroups(pairs).find(({ hole, pairs: [{ size, divide, rate }] }) =>
    hole === "disc:1.25,1,0.3" && size === 256 && divide === 1 && rate === 1e-3
  )!;
  const [further] = await tables.folders("hole-width/sweep/varied-*");
  const deficits = (await tables.rows(further, "arms"))
    .flatMap((row) => tripleOf(row, ["estimate", "t_low", "t_high"]));
  const found = [
    ...Object.values(newDecoderCorrelations(decoders)),
    newDecoderCorrelations(fewer).width,
    withDeficit(less, "narrowest"),
    withDeficit(published.pairs, "narrowest"),
  ].map(({ estimate, low, high }): Triple => [estimate, low, high]);
  return [...correlations, ...found, ...deficits];
}

type Of = Extract<Source, { kind: "rows" }>;

/** What is computed of the published size beside what the claims ask. */
async function ofFullSize(): Promise<Triple[]> {
  const of = (radius: string, subset: string, rest: Pick<Of, "table" | "where" | "column">) =>
    measure({
      kind: "rows",
      results: `full/evaluate/disc-1.25-1-${radius}-${subset}-none-l0.008-*`,
      ...rest,
    }, tables);
  const points = (set: string, column: string) => ({ table: "points", where: { set }, column });
  // The bin of validation images less than 0.1 outside the hole.
  const rim = (column: string) => ({
    table: "distance",
    where: { edge: "hole", from: "0" },
    column,
  });
  const method = (name: string) => ({
    table: "methods",
    where: { set: "hole", method: name },
    column: "dice",
  });
  const made = ["0.3", "0.6"].flatMap((radius) => [
    ...["a_error", "b_error"].flatMap((column) =>
      [points("hole", column), points("validation", column), rim(column)].map(async (part) =>
        less(await of(radius, "punctured", part), await of(radius, "control", part))
      )
    ),
    ...["pca_50", "latent_line", "predicted_code", "nearest_image"].map(async (name) =>
      less(
        await of(radius, "punctured", method(name)),
        await of(radius, "punctured", points("hole", "dice")),
      )
    ),
  ]);
  return (await Promise.all(made)).flat();
}

/** Whether a number that is shown so may be this one; its own digits say how exactly. */
function shows(shown: string, value: number): boolean {
  const digits = /\.(\d+)/.exec(shown)?.[1].length ?? 0;
  return Math.abs(Number(shown) - value) <= 0.5001 * 10 ** -digits;
}

/** The intervals of a text that no triple gives, nor one with the sign turned. */
function unknown(text: string, known: readonly Triple[]): string[] {
  const plain = text.replaceAll("−", "-").replaceAll(/\s+/g, " ");
  const number = String.raw`(-?\d+(?:\.\d+)?)`;
  const found = plain.matchAll(new RegExp(`${number}°? \\[${number}, ${number}\\]`, "g"));
  return [...found].filter(([, ...shown]) =>
    !known.some(([estimate, low, high]) =>
      [[estimate, low, high], [-estimate, -high, -low]].some((triple) =>
        triple.every((value, k) => shows(shown[k], value))
      )
    )
  ).map(([whole]) => whole);
}

/** Sections by heading. */
function sections(text: string): [heading: string, body: string][] {
  return text.split(/^## /m).slice(1).map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), part.slice(end)];
  });
}

/** The studies that a section names: as words of code, by its command, or as a link to their results. */
function studiesOf(body: string): string[] {
  const named = body.matchAll(/(?:`|--study |reference\/studies\/)([a-z-]+)/g);
  return [...new Set([...named].map(([, study]) => study))];
}

Deno.test("each interval of docs/findings.md stands in the tables that its section names", async () => {
  const byStudy = new Map(
    await Promise.all(STUDY_NAMES.map(async (study) => [study, await ofStudy(study)] as const)),
  );
  const elsewhere = [...ofClaims(all), ...await ofPublished(), ...await ofFullSize()];
  const widths = await ofHoleWidths();
  const wrong: string[] = [];
  for (const [heading, body] of sections(TEXT)) {
    const short = heading.startsWith("In short");
    // What is told in short is told again below, by studies that it names with links to sections.
    const studies = short ? STUDY_NAMES : studiesOf(body);
    const own = studies.flatMap((study) => byStudy.get(study) ?? []);
    const ofWidths = short || body.includes("reference/hole-width") ? widths : [];
    wrong.push(
      ...unknown(body, [...own, ...ofWidths, ...elsewhere]).map((text) => `${heading}: ${text}`),
    );
  }
  assertEquals(wrong, []);
  assert(TEXT.match(/\d \[[−\d.]+, [−\d.]+\]/g)!.length > 300, "the text has other brackets");
});

Deno.test("an interval that is in no table would be found", () => {
  const known: Triple[] = [[0.0085, 0.00624, 0.01], [-12.2, -20.4, -4]];
  assertEquals(unknown("0.008 [0.006, 0.010] and 12° [4, 20], −12.2 [−20.4, −4.0]", known), []);
  assertEquals(unknown("0.007 [0.006, 0.010], 0.008\n[0.006, 0.011]", known), [
    "0.007 [0.006, 0.010]",
    "0.008 [0.006, 0.011]",
  ]);
  assert(unknown("−0.008 [0.006, 0.010]", known).length === 1);
});

Deno.test("each section of docs/findings.md that has intervals names its table", () => {
  for (const [heading, body] of sections(TEXT)) {
    if (!/\d \[/.test(body)) continue;
    // What is told in short links to the sections below.
    assert(heading.startsWith("In short") || /`[a-z0-9_]+\.csv`/.test(body), heading);
  }
});

/** A section of the text in one line. */
function sectionText(heading: string): string {
  const [, body] = sections(TEXT).find(([name]) => name.startsWith(heading))!;
  return body.replaceAll(/\s+/g, " ");
}

/** Rows of a table of a study's one comparison. */
async function studyRows(study: string, table: string): Promise<readonly TableRow[]> {
  const [folder] = await tables.folders(`studies/${study}/sweep/*`);
  return await tables.rows(folder, table);
}

Deno.test("docs/findings.md counts comparisons of deficits, and those that leave out zero", async () => {
  const cases = [
    [
      "dynamics",
      "Does the hole close",
      "are 24 comparisons with the last epoch. Six leave out zero",
      24,
      6,
    ],
    [
      "leak",
      "How many points inside",
      "are 42 comparisons with no points inside. The seven that",
      42,
      7,
    ],
    [
      "flaws",
      "Would the publication's flaws",
      "are 24 comparisons with the deficit without a flaw. Six leave",
      24,
      6,
    ],
  ] as const;
  for (const [study, heading, words, count, without] of cases) {
    const compared = (await studyRows(study, "arms")).filter(({ set, measure, quantity }) =>
      set === "hole" && quantity === "deficit_against" &&
      ["dice", "a_error", "b_error"].includes(measure)
    );
    const outside = compared.filter(({ t_low, t_high }) => Number(t_low) > 0 || Number(t_high) < 0);
    assertEquals([compared.length, outside.length], [count, without], study);
    assert(sectionText(heading).includes(words), words);
  }
});

/** Mean Dice of a control less its network's, in a bin of distances to the hole's edge. */
function lossAt(rows: readonly TableRow[], arm: string, from: number): number | undefined {
  const [model, control] = ["model", "control"].map((network) =>
    rows.find((row) =>
      row.arm === arm && row.network === network && row.edge === "hole" &&
      row.measure === "dice" && Math.abs(Number(row.from) - from) < 1e-9
    )
  );
  return model && control ? Number(control.estimate) - Number(model.estimate) : undefined;
}

Deno.test("docs/findings.md tells what is lost by the distance to the edge of a hole", async () => {
  const holes = await studyRows("hole-shapes", "distance");
  const arms = [
    "interpolation, disc",
    "interpolation, strip in a",
    "interpolation, strip in b",
    "extrapolation, high a",
    "extrapolation, high b",
    "recombination, corner",
  ];
  const section = sectionText("Does it matter where the hole lies?").replaceAll(/ +/g, " ");
  for (const depth of [0.1, 0.2, 0.3]) {
    const cells = arms.map((arm) => lossAt(holes, arm, -depth)?.toFixed(3) ?? "–");
    const from = depth === 0.1 ? "0" : (depth - 0.1).toFixed(1);
    const row = `| ${from} to ${depth} | ${cells.join(" | ")} |`;
    assert(section.includes(row), row);
  }
  const doses = await studyRows("dose-response", "distance");
  const loss = (arm: string, from: number) => lossAt(doses, arm, from)!.toFixed(3);
  const words = `the Dice deficit is ${loss("r=0.6", 0)} at 0.6 and ${loss("r=0.75", 0)} at 0.75`;
  assert(sectionText("How wide may the hole be?").includes(words), words);
  const gains = [0.5, 0.6].map((from) => loss("r=0.6", from).replace("-", "")).join(" to ");
  assert(
    sectionText("How wide may the hole be?").includes(`better than their controls by ${gains}`),
  );
});

Deno.test("docs/findings.md tells how well the networks with the published rate fit", async () => {
  const section = sectionText("The published size").replaceAll(/ +/g, " ");
  const of = async (results: string, subset: string) => {
    const part = { table: "evaluation", where: { set: "validation" }, column: "bce_excess" };
    const name = `train/disc-1.25-1-0.3-${subset}-none-l0.008-w1-*`;
    const { values } = await measure(
      { kind: "rows", results: `${results}/${name}`, ...part },
      tables,
    );
    return values![0];
  };
  const [rate, control, ours, oursControl] = [
    await of("published-rate", "punctured"),
    await of("published-rate", "control"),
    await of("full", "punctured"),
    await of("full", "control"),
  ];
  const row = [rate, control, ours, oursControl].map((value) => value.toFixed(5)).join(" | ");
  assert(section.includes(`| excess cross-entropy, validation images | ${row} |`), row);
  assert(
    section.includes(`is ${(100 * (rate / ours - 1)).toFixed(0)} % higher than with our rate`),
  );
  const [walks] = await tables.folders("published-rate/transects/disc-1.25-1-0.3-punctured-*");
  const walk = (await tables.rows(walks, "transects"))
    .filter(({ transect, model }) => transect === "P1" && model === "punctured");
  const dice = (inside: string) =>
    mean(walk.filter(({ inside_hole }) => inside_hole === inside).map(({ dice }) => Number(dice)))
      .toFixed(3);
  const words = `mean Dice is ${dice("1")} inside and ${dice("0")} outside, without noise`;
  assert(section.includes(words), words);
});
