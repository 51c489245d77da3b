/**
 * How well the codes tell a and b, and how separate the two are in them. Only latents whose signal
 * exceeds their noise are looked at, and only factors that vary: a points file may hold one of them
 * constant.
 *
 * With two factors the disentanglement metrics are weak: each is a mean over two gaps, and a code
 * that serves neither factor is not punished by most of them.
 *
 * A periodic factor is no number of a line. Its R² is that of its cosine and sine; bins of it are bins
 * as any; regressions on the number itself, which jumps at the seam, leave it out.
 *
 * @module
 */

import {
  chanceInformation,
  mutualInformationMatrix,
} from "../measure/disentanglement/mutual_information.ts";
import {
  type Column,
  columnsOf,
  meanOfDefined,
  varies,
} from "../measure/disentanglement/columns.ts";
import { crossValidatedR2 } from "../measure/latent/regression.ts";
import { disentanglementCompleteness } from "../measure/disentanglement/dci.ts";
import { forestImportance, lassoImportance } from "../measure/disentanglement/importance.ts";
import { modularity } from "../measure/disentanglement/modularity.ts";
import { mutualInformationGap } from "../measure/disentanglement/mig.ts";
import { pickLatents } from "../measure/latent/activity.ts";
import { separatedAttributePredictability } from "../measure/disentanglement/sap.ts";
import { termCount } from "../measure/latent/polynomial.ts";
import { onCircle } from "../space/periodic.ts";
import type { Point } from "../space/space.ts";
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
  const straight = varying.filter((factor) => factor !== coded.periodic);
  const chosen = { varying, straight };
  const tables = coded.scored.length > 0 && varying.length > 0
    ? measureTables(coded, { ...chosen, seed })
    : undefined;
  return {
    scores: {
      ...predictability(coded, { seed }),
      ...separationScores(coded, { ...chosen, tables }),
    },
    factors: FACTORS.flatMap((factor) => factorRows(factor, coded, { ...chosen, tables })),
  };
}

/** Cross-validated R² of a and b from μ: by a plane, and by a polynomial of degree 3 at most. */
function predictability(
  { points, codes, latents, scored, periodic }: ScoredCodes,
  { seed }: { seed: number },
): Scores {
  const curved = [3, 2, 1].find((degree) => termCount(scored.length || 1, degree) <= 200) ?? 1;
  const r2 = (factor: Factor, degree: number) =>
    score(
      needsLatents(scored.length, 1),
      () => {
        const inputs = pickLatents(codes, { latents, chosen: scored });
        const found = targetsOf(points, { factor, periodic }).map((targets) =>
          crossValidatedR2(
            { inputs, targets },
            { from: scored.length, degree, folds: FOLDS, seed },
          )
        );
        return meanOfDefined(found);
      },
      {
        otherwise: `${factor} does not vary`,
        note: factor === periodic ? `mean over cosine and sine: ${factor} is periodic` : "",
      },
    );
  return {
    r2_linear_a: r2("a", 1),
    r2_linear_b: r2("b", 1),
    r2_nonlinear_a: r2("a", curved),
    r2_nonlinear_b: r2("b", curved),
  };
}

/** What a regression predicts of a factor: the factor, or a periodic one's cosine and sine. */
function targetsOf(
  points: readonly Point[],
  { factor, periodic }: { factor: Factor; periodic: Factor | undefined },
): Float64Array[] {
  const column = columnOf(points, factor);
  if (factor !== periodic || !varies(column)) return [column];
  return ([0, 1] as const).map((part) => column.map((value) => onCircle(factor, value)[part]));
}

/** The factors that can be measured. */
interface Chosen {
  /** Those that vary. */
  readonly varying: readonly Factor[];
  /** Those of them that are not periodic, which a regression can predict. */
  readonly straight: readonly Factor[];
}

/**
 * What every score of separation is made of: rows of factors that vary, and for regressions are not
 * periodic, columns of scored latents.
 */
type Tables = ReturnType<typeof measureTables>;

function measureTables(
  { points, codes, latents, scored }: ScoredCodes,
  { varying, straight, seed }: Chosen & { seed: number },
) {
  const data = (factors: readonly Factor[]) => ({
    factors: factors.map((factor): Column => columnOf(points, factor)),
    codes: columnsOf(pickLatents(codes, { latents, chosen: scored }), { latents: scored.length }),
  });
  const [binned, regressed] = [data(varying), data(straight)];
  return {
    information: mutualInformationMatrix(binned, { bins: BINS }),
    mig: mutualInformationGap(binned, { bins: BINS }).score,
    regressions: straight.length === 0 ? undefined : {
      sap: separatedAttributePredictability(regressed),
      lasso: lassoImportance(regressed, { seed }),
      forest: forestImportance(regressed, { seed }),
      values: regressed.factors.map((factor) => new Set(factor).size),
    },
  };
}

function separationScores(
  { points, scored }: ScoredCodes,
  { varying, straight, tables }: Chosen & { tables: Tables | undefined },
): Scores {
  const signal: Obstacles = [
    ...needsLatents(scored.length, 1),
    [varying.length === 0, "neither a nor b varies"],
  ];
  const left = FACTORS.filter((factor) => !varying.includes(factor));
  const both: Obstacles = [...signal, [left.length > 0, `${left[0]} does not vary`]];
  const note = left.length === 1 ? `of ${varying[0]} alone: ${left[0]} does not vary` : "";
  const around = varying.find((factor) => !straight.includes(factor));
  const regressed: Obstacles = [...signal, [straight.length === 0, `${around} is periodic`]];
  const two: Obstacles = [...regressed, ...needsLatents(scored.length, 2)];
  const alone = around && straight.length === 1
    ? `of ${straight[0]} alone: ${around} is periodic`
    : note;
  const { regressions } = tables ?? {};
  const chance = chanceInformation(points.length, { bins: BINS });
  const few: Obstacles = [[
    chance > LARGEST_CHANCE * Math.log(BINS),
    `${points.length} points are too few for ${BINS} × ${BINS} bins`,
  ]];
  const binary: Obstacles = [[
    regressions?.values.some((count) => count === 2) ?? false,
    "a factor takes only two values, which a forest does not see",
  ]];
  const dci = (kind: "lasso" | "forest", more: Obstacles = []) => {
    const found = regressions && disentanglementCompleteness(regressions[kind].importance);
    const otherwise = "no code has any importance";
    const informativeness = (factor: Factor) =>
      score(
        [
          ...signal,
          [left.includes(factor), `${factor} does not vary`],
          [factor === around, `${factor} is periodic`],
          ...more,
        ],
        () => regressions![kind].informativeness[straight.indexOf(factor)],
        {
          otherwise: `${factor} does not vary over the points held out, or they are too few`,
        },
      );
    return {
      [`dci_${kind}_disentanglement`]: score(
        [...both, [around !== undefined, `${around} is periodic`], ...more],
        () => found!.disentanglement,
        { otherwise },
      ),
      [`dci_${kind}_completeness`]: score(
        [...two, ...more],
        () => found!.completeness,
        { otherwise, note: alone },
      ),
      [`dci_${kind}_informativeness_a`]: informativeness("a"),
      [`dci_${kind}_informativeness_b`]: informativeness("b"),
    };
  };
  return {
    mig: score([...signal, ...few], () => tables!.mig, { note }),
    sap: score(regressed, () => regressions!.sap.score, { note: alone }),
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
  { varying, straight, tables }: Chosen & { tables: Tables | undefined },
): Row[] {
  const [binned, regressed] = [varying.indexOf(factor), straight.indexOf(factor)];
  return Array.from({ length: latents }, (_, latent) => {
    const k = scored.indexOf(latent);
    const cell = (row: number, value: () => number) => tables && row >= 0 && k >= 0 ? value() : "";
    const { sap, lasso, forest } = tables?.regressions ?? {};
    return {
      factor,
      latent: latent + 1,
      mutual_information: cell(binned, () => tables!.information[binned][k]),
      r2: cell(regressed, () => sap!.r2[regressed][k]),
      importance_lasso: cell(regressed, () => lasso!.importance[k][regressed]),
      importance_forest: cell(regressed, () => forest!.importance[k][regressed]),
    };
  });
}
