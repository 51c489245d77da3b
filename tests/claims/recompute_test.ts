/** Verdicts follow the committed tables: they are what they were committed as, and flip with them. */

import { checkClaims, flippedVerdicts, recompute, renewed } from "../../lib/claims/recompute.ts";
import { readClaims } from "../../lib/claims/files.ts";
import { measure } from "../../lib/claims/quantity.ts";
import type { Claims, Quantity, Source } from "../../lib/claims/schema.ts";
import { ReferenceTables } from "../../lib/claims/tables.ts";
import { claimRow, confoundsOf } from "../../lib/claims/summary.ts";
import { writeChecksums } from "../../lib/results/checksums.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { editTable, REFERENCE, tablePath, withReference } from "./copied_reference.ts";

const all = await readClaims();
const DOSES = "studies/dose-response/sweep/dose-response-small-*";

Deno.test("the committed verdicts and numbers are what the committed tables give", async () => {
  const { claims, problems } = await checkClaims(all, REFERENCE);
  assertEquals(problems, [], "run deno task docs:commands, and look at the verdicts");
  assertEquals(claims.map(({ verdict }) => verdict), all.claims.map(({ verdict }) => verdict));
  assertEquals(await renewed(all, REFERENCE), all);
  assertEquals(flippedVerdicts(all), []);
});

Deno.test("every sentence that the claims could say has its numbers", () => {
  const { claims } = all;
  for (const claim of claims) {
    for (const rule of claim.rules) {
      const only = { ...claim, verdict: rule.verdict, rules: [{ ...rule, holds: [], fails: [] }] };
      const { finding } = claimRow(only);
      assert(!/[{}]|NaN|undefined/.test(finding), finding);
    }
    for (const outcome of [true, false]) {
      const criteria = Object.fromEntries(
        Object.keys(claim.criteria).map((name) => [name, outcome]),
      );
      for (const { answer } of confoundsOf({ ...claim, found: { ...claim.found, criteria } })) {
        assert(!/[{}]|NaN|undefined/.test(answer), answer);
      }
    }
  }
});

type ArmSource = Extract<Source, { kind: "arm" }>;

/** Quantities of arms that `tables/arms.csv` has as well, made by the comparison from every image. */
function armSources(): { source: ArmSource; quantity: string }[] {
  const quantities: Quantity[] = [...all.claims, ...all.tables].flatMap(({ quantities }) =>
    Object.values(quantities)
  );
  return quantities.map(({ from }) => from).filter((from) => from.kind === "arm")
    // The comparison has neither differences of arms nor a part of the seeds.
    .filter(({ minus, firstSeed }) => minus === undefined && firstSeed === undefined)
    .map((source) => ({ source, quantity: source.of }));
}

Deno.test("means and intervals are those that the comparisons made from every image", async () => {
  const tables = new ReferenceTables(REFERENCE);
  const sources = armSources();
  assert(sources.length > 20);
  for (const { source, quantity } of sources) {
    const [folder] = await tables.folders(source.results);
    const rows = await tables.rows(folder, "arms");
    const row = rows.find((row) =>
      row.arm === source.arm && row.set === source.set && row.measure === source.measure &&
      row.quantity === quantity
    )!;
    const { estimate, low, high, seeds } = await measure(source, tables);
    assertEquals(seeds, Number(row.seeds));
    const near = (value: number, cell: string) => assertAlmostEquals(value, Number(cell), 1e-9);
    near(estimate, row.estimate);
    near(low!, row.t_low);
    near(high!, row.t_high);
  }
});

Deno.test("a difference of arms is what the comparison has against that arm", async () => {
  const tables = new ReferenceTables(REFERENCE);
  const { migChange } = all.claims.find(({ id }) => id === "loss-does-not-disentangle")!.quantities;
  const { estimate, low } = await measure(migChange.from, tables);
  const [folder] = await tables.folders(migChange.from.results);
  const row = (await tables.rows(folder, "arms")).find((row) =>
    row.arm === "published, fixed σ" && row.measure === "mig" && row.quantity === "against"
  )!;
  assertAlmostEquals(estimate, Number(row.estimate), 1e-9);
  assertAlmostEquals(low!, Number(row.t_low), 1e-9);
});

/** The claims with one of them changed. */
function withClaim(id: string, edit: (claim: Claims["claims"][number]) => void): Claims {
  const copy = structuredClone(all);
  edit(copy.claims.find((claim) => claim.id === id)!);
  return copy;
}

async function verdictOf(claims: Claims, id: string, reference = REFERENCE): Promise<string> {
  const claim = claims.claims.find((claim) => claim.id === id)!;
  return (await recompute(claim, new ReferenceTables(reference))).rule.verdict;
}

Deno.test("a verdict flips with its table, and the check says so", async () => {
  await withReference(async (reference) => {
    assertEquals((await checkClaims(all, reference)).problems, []);
    const path = await tablePath(reference, { results: DOSES, table: "seeds" });
    // A hole that costs 0.2 of Dice in every seed.
    await editTable(
      path,
      (row) =>
        row.arm === "r=0.3" && row.set === "hole" && row.measure === "dice"
          ? { ...row, model: String(Number(row.control) - 0.2 - 0.001 * Number(row.seed)) }
          : { ...row },
    );
    assertEquals(await verdictOf(all, "interpolation-is-hard", reference), "reproduced");
    const { problems } = await checkClaims(all, reference);
    const { verdict } = all.claims[1];
    assert(
      problems.includes(
        `interpolation-is-hard: the committed verdict is "${verdict}", and the tables give "reproduced"`,
      ),
      problems.join("\n"),
    );
    assert(problems.some((problem) => problem.startsWith("doses: the committed numbers")));
    // Nothing else rests on these rows.
    assert(problems.every((problem) => /^(interpolation-is-hard|doses): /.test(problem)));
    // Renewing makes numbers follow, and never a verdict.
    const after = await renewed(all, reference);
    assertEquals(
      flippedVerdicts(after).map(({ claim, verdict }) => [claim.id, claim.verdict, verdict]),
      [["interpolation-is-hard", verdict, "reproduced"]],
    );
    assertMatch(claimRow(after.claims[1]).finding, /^The published hole costs 0\.20\d \[0\./);
  });
});

Deno.test("each claim's verdict flips where one of its criteria is turned", async () => {
  for (const { id, verdict, rules } of all.claims) {
    const names = [...new Set(rules.flatMap(({ holds = [], fails = [] }) => [...holds, ...fails]))];
    const verdicts = await Promise.all(names.map((name) => {
      const turned = withClaim(id, (claim) => {
        // Above −10⁹ every quantity lies, and below it none.
        const holds = claim.found.criteria[name];
        const { words, quantity, statistic } = claim.criteria[name];
        const comparison = holds ? "below" : "above";
        claim.criteria[name] = { words, quantity, statistic, comparison, value: -1e9 };
      });
      return verdictOf(turned, id);
    }));
    assert(verdicts.some((other) => other !== verdict), id);
  }
});

Deno.test("a committed verdict that is changed by hand is found", async () => {
  const edited = withClaim("lines-are-curved", (claim) => {
    claim.verdict = "in part";
  });
  assertEquals((await checkClaims(edited, REFERENCE)).problems, [
    'lines-are-curved: the committed verdict is "in part", and the tables give "reproduced"',
  ]);
});

Deno.test("a committed number that is changed by hand is found", async () => {
  const edited = withClaim("lines-are-curved", (claim) => {
    claim.found.quantities.turnA = { ...claim.found.quantities.turnA, estimate: 3 };
    // Sentences count the seeds' values.
    claim.found.quantities.turnB.values![0] += 1;
    claim.found.criteria.notStraight = false;
  });
  assertEquals((await checkClaims(edited, REFERENCE)).problems, [
    "lines-are-curved: the committed numbers of turnA, turnB, notStraight are not the tables' " +
    "(deno task docs:commands renews them)",
  ]);
});

Deno.test("a committed number that is off by a millionth, by its seeds or by a missing value is found", async () => {
  const edited = withClaim("lines-are-curved", (claim) => {
    const { turnA, turnB, ...others } = claim.found.quantities;
    const [other] = Object.keys(others);
    claim.found.quantities = {
      ...others,
      turnA: { ...turnA, high: turnA.high! + 1e-6 },
      turnB: { ...turnB, seeds: turnB.seeds + 1 },
      [other]: { ...others[other], values: null },
    };
  });
  const found = edited.claims.find(({ id }) => id === "lines-are-curved")!.found.quantities;
  const [other] = Object.keys(found).filter((name) => !/^turn[AB]$/.test(name));
  const [problem] = (await checkClaims(edited, REFERENCE)).problems;
  for (const name of ["turnA", "turnB", other]) assertMatch(problem, new RegExp(`\\b${name}\\b`));
});

Deno.test("results of other seeds are not paired, nor two of one seed counted", async () => {
  const source = all.claims.flatMap(({ quantities }) => Object.values(quantities))
    .map(({ from }) => from)
    .find((from) => from.kind === "rows" && from.minus?.results !== undefined);
  assert(source?.kind === "rows");
  await withReference(async (reference) => {
    const measured = () => measure(source, new ReferenceTables(reference));
    const { values } = await measured();
    const own = await new ReferenceTables(reference).folders(source.results);
    const others = await new ReferenceTables(reference).folders(source.minus!.results!);
    const last = values!.length - 1;
    // As many on both sides, and of other seeds.
    await Deno.rename(`${reference}/${own[0]}`, `${reference}/away-own`);
    await Deno.rename(`${reference}/${others[last]}`, `${reference}/away-other`);
    await assertRejects(measured, RunError, "cannot be paired with seeds 0, 1");
    await Deno.rename(`${reference}/away-other`, `${reference}/${others[last]}`);
    await Deno.rename(`${reference}/${others[0]}`, `${reference}/away-other`);
    assertEquals((await measured()).values, values!.slice(1));
    const again = own[last].replace(/[0-9a-f]{12}$/, "0123456789ab");
    await Deno.rename(`${reference}/away-own`, `${reference}/${again}`);
    await assertRejects(measured, RunError, "there must be one such result a seed");
  });
});

Deno.test("folders come by seed, and not by the digits of their seeds", async () => {
  const reference = await Deno.makeTempDir();
  try {
    const names = [10, 2, 0].map((seed) => `train/disc-s${seed}-0123456789ab`);
    for (const name of names) await Deno.mkdir(`${reference}/${name}`, { recursive: true });
    assertEquals(await new ReferenceTables(reference).folders("train/disc-*"), names.reverse());
  } finally {
    await Deno.remove(reference, { recursive: true });
  }
});

Deno.test("a table that is missing, changed or stripped of rows is named in one line", async () => {
  const { cost } = all.claims[1].quantities;
  const measured = (reference: string) => measure(cost.from, new ReferenceTables(reference));
  await withReference(async (reference) => {
    const path = await tablePath(reference, { results: DOSES, table: "seeds" });
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace("0.9", "0.8"));
    await assertRejects(
      () => measured(reference),
      RunError,
      `${path}: does not match its manifest`,
    );
    const { claims, problems } = await checkClaims(all, reference);
    assertMatch(claims[1].line, /recomputed: not possible$/);
    assertEquals(claims[2].verdict, undefined);
    assert(problems.some((problem) => problem.includes("does not match its manifest")));
    assert(problems.every((problem) => !problem.includes("\n")));

    await Deno.remove(path);
    await assertRejects(() => measured(reference), RunError, `${path}: is missing`);
    await Deno.writeTextFile(path, text);
    assertEquals((await measured(reference)).seeds, all.claims[1].found.quantities.cost.seeds);

    await editTable(path, (row) => ({ ...row, set: row.set === "hole" ? "elsewhere" : row.set }));
    await assertRejects(() => measured(reference), RunError, "has no value of deficit for r=0.3");

    const manifest = path.replace(/tables\/seeds\.csv$/, "manifest.json");
    const forged = (await Deno.readTextFile(manifest)).replace('"format": 1', '"format": 2');
    await Deno.writeTextFile(manifest, forged);
    await assertRejects(
      () => measured(reference),
      RunError,
      "manifest.json: is missing or damaged",
    );

    await Deno.remove(`${reference}/studies`, { recursive: true });
    await assertRejects(() => measured(reference), RunError, "there is no such result");
  });
});

Deno.test("two comparisons of one study are refused: which one counts is not for code to say", async () => {
  await withReference(async (reference) => {
    const path = await tablePath(reference, { results: DOSES, table: "seeds" });
    const [, parent] = path.match(/^(.*)\/[^/]+\/tables\//)!;
    await Deno.mkdir(`${parent}/dose-response-small-a10-n10-0123456789ab`);
    await assertRejects(
      () => measure(all.claims[1].quantities.cost.from, new ReferenceTables(reference)),
      RunError,
      "there must be one such result, and there are 2",
    );
  });
});

Deno.test("a seed without a value is left out, and shares are of the rows that count", async () => {
  await withReference(async (reference) => {
    const { migChange } = all.claims.find(({ id }) =>
      id === "loss-does-not-disentangle"
    )!.quantities;
    const path = await tablePath(reference, { results: migChange.from.results, table: "seeds" });
    await editTable(path, (row) =>
      row.measure === "mig" && row.arm === "none, fixed σ" && row.seed === "0"
        ? { ...row, model: "" }
        : { ...row });
    const before = all.claims[3].found.quantities.migChange;
    const after = await measure(migChange.from, new ReferenceTables(reference));
    assertEquals([before.seeds - 1, after.values], [after.seeds, before.values!.slice(1)]);

    const { goodFull } = all.claims[0].quantities;
    const walk = await tablePath(reference, { results: goodFull.from.results, table: "transects" });
    let inside = 0;
    await editTable(walk, (row) => {
      const counts = row.model === "punctured" && row.inside_hole === "1";
      return counts ? { ...row, dice: inside++ < 4 ? "0.9" : "0.8" } : { ...row };
    });
    const share = await measure(goodFull.from, new ReferenceTables(reference));
    assertAlmostEquals(share.values![0], 100 * 4 / inside, 1e-12);
  });
});

Deno.test("rows of published/ are counted without those that do not count, and a missing table is named", async () => {
  const { noisy, noisyCount, noisyAll } = all.claims[0].quantities;
  await withReference(async (reference) => {
    const path = `${reference}/published/p1_errors.csv`;
    const of = async ({ from }: Quantity) =>
      (await measure(from, new ReferenceTables(reference))).values;
    // Two draws of two points inside, three of the four good, and of another seed one of the two;
    // without noise none is.
    const rows = [
      ["0", "0", 0.1],
      ["0", "0", 0.2],
      ["0", "1", 0.9],
      ["0", "1", 0.8],
      ["0", "2", 0.9],
      ["0", "2", 0.853],
      ["1", "0", 0.1],
      ["1", "1", 0.9],
      ["1", "2", 0.1],
    ];
    const lines = rows.flatMap(([seed, draw, dice]) => [
      `punctured,${seed},${draw},1,${dice}`,
      `punctured,${seed},${draw},0,0.1`,
      `control,${seed},${draw},1,1`,
    ]);
    await Deno.writeTextFile(path, ["network,seed,draw,inside,dice", ...lines, ""].join("\n"));
    await assertRejects(() => of(noisy), RunError, `${path}: does not match SHA256SUMS`);
    await writeChecksums(`${reference}/published`);
    assertEquals(
      [await of(noisyCount), await of(noisyAll), await of(noisy)],
      [[3, 1], [4, 2], [75, 50]],
    );
    await Deno.remove(path);
    await assertRejects(() => of(noisy), RunError, `${path}: is missing`);
  });
});

Deno.test("a figure that no stage made and that was changed is named", async () => {
  for (const name of ["published/bends.svg", "hole-width/widths.svg"]) {
    await withReference(async (reference) => {
      const figure = `${reference}/${name}`;
      await Deno.writeTextFile(figure, " ", { append: true });
      const { problems } = await checkClaims(all, reference);
      assertEquals(problems, [`${figure}: does not match SHA256SUMS`]);
    });
  }
});

Deno.test("a first seed leaves out those below it and no other", async () => {
  const { cost, costNew } = all.claims[1].quantities;
  const tables = new ReferenceTables(REFERENCE);
  const [every, later] = await Promise.all([
    measure(cost.from, tables),
    measure(costNew.from, tables),
  ]);
  const [folder] = await tables.folders(DOSES);
  const seeds = [
    ...new Set((await tables.rows(folder, "seeds")).map(({ seed }) => Number(seed))),
  ];
  assertEquals(later.values, every.values!.filter((_, n) => seeds[n] >= 3));
  assertEquals(every.seeds - later.seeds, 3);
});
