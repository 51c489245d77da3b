/**
 * The tables of the report.
 *
 * @module
 */

import { MODEL_NAMES } from "../../figures/transect_errors.ts";
import type {
  AblationArm,
  AxisEntry,
  CovarianceEntry,
  PairName,
  ReportOutcome,
  TransectRow,
} from "./data.ts";
import { mean } from "../../measure/statistics.ts";
import { sourceLink } from "./figures.ts";
import { fixed, type Html, table } from "./html.ts";
import { PAIR } from "../../words/network_names.ts";

const number = (title: string) => ({ title, numeric: true });
const text = (title: string) => ({ title });

/** Each network outside and inside each hole. */
export function outcomeTable(outcomes: readonly ReportOutcome[]): Html {
  return table({
    caption: "Each network, measured on validation images outside the hole and on test images " +
      "inside it. Excess is the cross-entropy above the target's own entropy, in nats a pixel.",
    columns: [
      text("Hole"),
      text("Network"),
      number("Seed"),
      number("Dice outside"),
      number("Dice inside"),
      number("Excess outside"),
      number("Excess inside"),
      number("Images outside"),
      number("Images inside"),
      text("Result"),
    ],
    rows: outcomes.map((row) => [
      row.hole,
      MODEL_NAMES[row.network],
      row.seed,
      fixed(row.validation, 3),
      fixed(row.inside, 3),
      fixed(row.validationBceExcess, 4),
      fixed(row.insideBceExcess, 4),
      row.validationCount,
      row.insideCount,
      sourceLink(row.source),
    ]),
  });
}

/** Mean errors of each transect, inside and outside the hole. */
export function transectTable(rows: readonly TransectRow[]): Html {
  const names = [...new Set(rows.map(({ transect }) => transect))];
  const models = PAIR.filter((role) => rows.some(({ network }) => network === role));
  const meanDice = (name: string, role: PairName, inside: boolean) =>
    mean(
      rows
        .filter((row) => row.transect === name && row.network === role && row.inside === inside)
        .map(({ dice }) => dice),
    );
  return table({
    caption: "Mean Dice along each transect of the first hole above, outside and inside it.",
    columns: [text("Transect"), text("Network"), number("Dice outside"), number("Dice inside")],
    rows: names.flatMap((name) =>
      models.map((role) => [
        name,
        MODEL_NAMES[role],
        fixed(meanDice(name, role, false), 3),
        fixed(meanDice(name, role, true), 3),
      ])
    ),
  });
}

/** The arms of the ablation. */
export function ablationTable(arms: readonly AblationArm[]): Html {
  return table({
    caption: "The arms of the ablation, all trained on the full set. γ is the weight of the " +
      "penalty; the last four columns are measured on the codes μ of the training images. A dash: " +
      "fewer than two latents are active (a variance of μ above 0.01), or two principal axes carry " +
      "nearly the same variance, so that their angle has no meaning.",
    columns: [
      text("Arm"),
      number("γ"),
      number("Dice"),
      number("Excess cross-entropy (nats a pixel)"),
      number("Published term"),
      number("Σ cov² off the diagonal"),
      number("Largest |correlation|"),
      number("Largest angle (°)"),
    ],
    rows: arms.map((row) => [
      row.arm,
      String(row.gamma),
      fixed(row.dice, 3),
      fixed(row.bceExcess, 4),
      fixed(row.publishedPenalty, 4),
      fixed(row.offDiagonalCovariance, 4),
      fixed(row.maxAbsCorrelation, 3),
      fixed(row.largestAngle, 1),
    ]),
  });
}

/** Covariance and correlation matrices of the arms, side by side. */
export function covarianceTable(entries: readonly CovarianceEntry[]): Html {
  const size = Math.max(0, ...entries.map(({ j }) => j));
  const latents = Array.from({ length: size }, (_, i) => i + 1);
  const keys = [...new Set(entries.map(({ arm, i }) => JSON.stringify([arm, i])))];
  return table({
    caption: "Covariance and correlation of the codes, arm by arm.",
    columns: [
      text("Arm"),
      text("Row"),
      ...latents.map((j) => number(`Covariance with μ${j}`)),
      ...latents.map((j) => number(`Correlation with μ${j}`)),
    ],
    rows: keys.map((key) => {
      const [arm, i] = JSON.parse(key) as [string, number];
      const at = (j: number) =>
        entries.find((entry) => entry.arm === arm && entry.i === i && entry.j === j);
      return [
        arm,
        `μ${i}`,
        ...latents.map((j) => fixed(at(j)?.covariance, 4)),
        ...latents.map((j) => fixed(at(j)?.correlation, 3)),
      ];
    }),
  });
}

/** Principal axes of the arms. */
export function axesTable(axes: readonly AxisEntry[]): Html {
  const size = Math.max(0, ...axes.map(({ angles }) => angles.length));
  const latents = Array.from({ length: size }, (_, i) => i);
  return table({
    caption: "Principal axes of the codes: their share of the variance, and the angle of each to " +
      "the latent axes in degrees (0 is aligned).",
    columns: [
      text("Arm"),
      number("Axis"),
      number("Share of variance (%)"),
      ...latents.map((i) => number(`Angle to μ${i + 1} (°)`)),
    ],
    rows: axes.map((axis) => [
      axis.arm,
      axis.component,
      fixed(100 * axis.share, 1),
      ...latents.map((i) => fixed(axis.angles[i], 1)),
    ]),
  });
}
