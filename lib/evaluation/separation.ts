/**
 * How well the codes tell a and b, and how separate the two are in them. Only latents whose signal
 * exceeds their noise are looked at, and only factors that vary: a points file may hold one of them
 * constant.
 *
 * With two factors the disentanglement metrics are weak: each is a mean over two gaps, and a code
 * that serves neither factor is not punished by most of them.
 *
 * @module
 */

import {
  chanceInformation,
  mutualInformationMatrix,
} from "../measure/disentanglement/mutual_information.ts";
import { type Column, columnsOf, varies } from "../measure/disentanglement/columns.ts";
import { crossValidatedR2 } from "../measure/latent/regression.ts";
import { disentanglementCompleteness } from "../measure/disentanglement/dci.ts";
import { forestImportance, lassoImportance } from "../measure/disentanglement/importance.ts";
import { modularity } from "../measure/disentanglement/modularity.ts";
import { mutualInformationGap } from "../measure/disentanglement/mig.ts";
import { pickLatents } from "../measure/latent/activity.ts";
import { separatedAttributePredictability } from "../measure/disentanglement/sap.ts";
import { termCount } from "../measure/latent/polynomial.ts";
import type { Point } from "../space/mod.ts";
import type { Row } from "../files/tables.ts";
import type { CodedPoints } from "./coded_points.ts";
import { needsLatents, type Obstacles, score, type Scores } from "./scores.ts";

/** The factors, in the order of every table. */
const FACTORS = ["a", "b"] as const;

type Factor = typeof FACTORS[number];

/** Folds of every cross-validation. */
const FOLDS = 5;

/** Bins of factors and codes for every figure made of mutual information. */
export const BINS = 20;

/** Largest share of ln(BINS) that chance may add to a mutual information before it says nothing. */
const LARGEST_CHANCE = 0.25;

/** Codes of which some latents are scored. */
export interface ScoredCodes extends CodedPoints {
  /** Latents whose signal exceeds their noise, counted from 0. */
  readonly scored: readonly number[];
}

/** Scores of {@linkcode measureSeparation}, and a table. */
export interface MeasuredSeparation {
  readonly scores: Scores;
  /** A row for each factor and latent. */
  readonly factors: Row[];
}

/** The factors that do not vary over some points. */
export function constantFactors(points: readonly Point[]): Factor[] {
  return FACTORS.filter((factor) => !varies(columnOf(points, factor)));
}

function columnOf(points: readonly Point[], factor: Factor): Float64Array {
  return Float64Array.from(points, (point) => point[factor]);
}

/** Measures how well and how separately codes tell the factors. */
export function measureSeparation(
  coded: ScoredCodes,
  { seed }: { seed: number },
): MeasuredSeparation {
  const constant = constantFactors(coded.points);
  const varying = FACTORS.filter((factor) => !constant.includes(factor));
  const tables = coded.scored.length > 0 && varying.length > 0
    ? measureTables(coded, { varying, seed })
    : undefined;
  return {
    scores: { ...predictability(coded, { seed }), ...separationScores(coded, { varying, tables }) },
    factors: FACTORS.flatMap((factor) => factorRows(factor, coded, { varying, tables })),
  };
}

/** Cross-validated R² of a and b from μ: by a plane, and by a polynomial of degree 3 at most. */
function predictability(
  { points, codes, latents, scored }: ScoredCodes,
  { seed }: { seed: number },
): Scores {
  const curved = [3, 2, 1].find((degree) => termCount(scored.length || 1, degree) <= 200) ?? 1;
  const r2 = (factor: Factor, degree: number) =>
    score(needsLatents(scored.length, 1), () =>
      crossValidatedR2(
        {
          inputs: pickLatents(codes, { latents, chosen: scored }),
          targets: columnOf(points, factor),
        },
        { from: scored.length, degree, folds: FOLDS, seed },
      ), { otherwise: `${factor} does not vary` });
  return {
    r2_linear_a: r2("a", 1),
    r2_linear_b: r2("b", 1),
    r2_nonlinear_a: r2("a", curved),
    r2_nonlinear_b: r2("b", curved),
  };
}

/** What every score of separation is made of: rows of factors that vary, columns of scored latents. */
type Tables = ReturnType<typeof measureTables>;

function measureTables(
  { points, codes, latents, scored }: ScoredCodes,
  { varying, seed }: { varying: readonly Factor[]; seed: number },
) {
  const data = {
    factors: varying.map((factor): Column => columnOf(points, factor)),
    codes: columnsOf(pickLatents(codes, { latents, chosen: scored }), { latents: scored.length }),
  };
  return {
    information: mutualInformationMatrix(data, { bins: BINS }),
    mig: mutualInformationGap(data, { bins: BINS }).score,
    sap: separatedAttributePredictability(data),
    lasso: lassoImportance(data, { seed }),
    forest: forestImportance(data, { seed }),
    values: data.factors.map((factor) => new Set(factor).size),
  };
}

function separationScores(
  { points, scored }: ScoredCodes,
  { varying, tables }: { varying: readonly Factor[]; tables: Tables | undefined },
): Scores {
  const signal: Obstacles = [
    ...needsLatents(scored.length, 1),
    [varying.length === 0, "neither a nor b varies"],
  ];
  const left = FACTORS.filter((factor) => !varying.includes(factor));
  const both: Obstacles = [...signal, [left.length > 0, `${left[0]} does not vary`]];
  const two: Obstacles = [...signal, ...needsLatents(scored.length, 2)];
  const note = left.length === 1 ? `of ${varying[0]} alone: ${left[0]} does not vary` : "";
  const chance = chanceInformation(points.length, { bins: BINS });
  const few: Obstacles = [[
    chance > LARGEST_CHANCE * Math.log(BINS),
    `${points.length} points are too few for ${BINS} × ${BINS} bins`,
  ]];
  const binary: Obstacles = [[
    tables?.values.some((count) => count === 2) ?? false,
    "a factor takes only two values, which a forest does not see",
  ]];
  const dci = (kind: "lasso" | "forest", more: Obstacles = []) => {
    const found = tables && disentanglementCompleteness(tables[kind].importance);
    const otherwise = "no code has any importance";
    const informativeness = (factor: Factor) =>
      score(
        [...signal, [left.includes(factor), `${factor} does not vary`], ...more],
        () => tables![kind].informativeness[varying.indexOf(factor)],
        {
          otherwise: `${factor} does not vary over the points held out`,
        },
      );
    return {
      [`dci_${kind}_disentanglement`]: score(
        [...both, ...more],
        () => found!.disentanglement,
        { otherwise },
      ),
      [`dci_${kind}_completeness`]: score(
        [...two, ...more],
        () => found!.completeness,
        { otherwise, note },
      ),
      [`dci_${kind}_informativeness_a`]: informativeness("a"),
      [`dci_${kind}_informativeness_b`]: informativeness("b"),
    };
  };
  return {
    mig: score([...signal, ...few], () => tables!.mig, { note }),
    sap: score(signal, () => tables!.sap.score, { note }),
    ...dci("lasso"),
    ...dci("forest", binary),
    modularity: score(
      [...both, ...few],
      () => modularity(tables!.information, { minimum: 2 * chance }),
      {
        otherwise: "no code knows more of a factor than chance",
      },
    ),
  };
}

function factorRows(
  factor: Factor,
  { latents, scored }: ScoredCodes,
  { varying, tables }: { varying: readonly Factor[]; tables: Tables | undefined },
): Row[] {
  const f = varying.indexOf(factor);
  return Array.from({ length: latents }, (_, latent) => {
    const k = scored.indexOf(latent);
    const cell = (of: (tables: Tables) => number) => tables && f >= 0 && k >= 0 ? of(tables) : "";
    return {
      factor,
      latent: latent + 1,
      mutual_information: cell(({ information }) => information[f][k]),
      r2: cell(({ sap }) => sap.r2[f][k]),
      importance_lasso: cell(({ lasso }) => lasso.importance[k][f]),
      importance_forest: cell(({ forest }) => forest.importance[k][f]),
    };
  });
}
