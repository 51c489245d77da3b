/**
 * Figures of all arms of a comparison: by a dose, by epoch, by hole, or side by side.
 *
 * @module
 */

import { planeUnit } from "../curve/family.ts";
import { type DosePanel, doseResponse } from "../figures/dose_response.ts";
import { type ForestPanel, forestPlot } from "../figures/forest.ts";
import { shapeHoleWords } from "../curve/parameter_text.ts";
import {
  commonFamily,
  type ComparedStudy,
  DICE_DEFICIT,
  estimateOf,
  parameterError,
  rowOf,
  seedValues,
  type Shown,
  subtitleOf,
  type Tables,
} from "./shown_measures.ts";

const DOSE_TITLES: Readonly<Record<string, string>> = {
  size: "side of an image (pixels)",
  points: "points of the dataset",
  leak: "training points inside the hole",
};

/** A radius is a length of the plane. */
function radiusTitle(study: ComparedStudy): string {
  const family = commonFamily(study);
  return `radius of the hole (${family === undefined ? "units of a and b" : planeUnit(family)})`;
}

/** What arms that differ only in the dose have in common in their names, by arm. */
function seriesNames({ arms }: ComparedStudy, dose: string): Map<string, string> {
  const series = Map.groupBy(
    arms,
    ({ settings }) => JSON.stringify(Object.entries({ ...settings, [dose]: "" }).toSorted()),
  );
  const partsOf = (name: string) => name.split(/, | (?=[a-z.]+=)/);
  // The declared studies write r for the radius.
  const words = dose === "hole.radius" ? [dose, "r"] : [dose];
  return new Map([...series.values()].flatMap((own) =>
    own.map(({ name, settings }) => {
      const common = partsOf(name).filter((part) =>
        own.every((arm) => partsOf(arm.name).includes(part)) &&
        !words.some((word) => part === `${word}=${settings[dose]}`)
      );
      return [name, common.join(", ") || "VAE"];
    })
  ));
}

/** What the hole costs, or the codes are, by the dose: a panel a measure, a line a series. */
export function doseFigure(
  study: ComparedStudy,
  { arms, compared }: Tables,
  { dose, shown }: { dose: string; shown: readonly Shown[] },
): Promise<string> {
  const seriesOf = seriesNames(study, dose);
  const panels = shown.map((measure): DosePanel => {
    const found = study.arms.flatMap(({ name, settings }) => {
      const [row, arm] = [rowOf(compared, name, measure), arms.find((arm) => arm.name === name)!];
      const x = Number(settings[dose]);
      return row ? [{ row, arm, x, series: seriesOf.get(name)! }] : [];
    });
    return {
      y: measure.title,
      points: found.map(({ row, x, series }) => ({ x, series, ...estimateOf(row, measure) })),
      seeds: found.flatMap(({ arm, x, series }) =>
        seedValues(arm, measure).map((value) => ({ x, series, value }))
      ),
    };
  }).filter(({ points }) => points.some(({ estimate }) => Number.isFinite(estimate)));
  const fewer = compared.some((row) =>
    shown.some(({ set, measure }) => row.set === set && row.measure === measure) &&
    Number(row.seeds) < study.arms[0].replicates.length
  );
  return doseResponse(panels, {
    title: study.question,
    subtitle: subtitleOf(study, { seeds: true }) +
      (fewer ? "; without the seeds that have no value" : ""),
    x: dose === "hole.radius" ? radiusTitle(study) : DOSE_TITLES[dose] ?? dose,
    ...(study.figure === "ratios" && {
      scale: study.arms.every(({ settings }) => Number(settings[dose]) > 0) ? "log" : "symlog",
    }),
  });
}

/** What the same holes cost each family of shapes, or each arm: a panel a hole, a row an arm. */
export function holesFigure(study: ComparedStudy, { arms, compared }: Tables): Promise<string> {
  const family = commonFamily(study);
  const byHole = Map.groupBy(
    study.arms.filter(({ name }) => rowOf(compared, name, DICE_DEFICIT)),
    ({ hole }) => hole,
  );
  const panels = [...byHole].map(([hole, own]): ForestPanel => ({
    measure: `${DICE_DEFICIT.title}, ${shapeHoleWords(hole, family)}`,
    digits: DICE_DEFICIT.digits,
    rows: own.map(({ name, settings }) => ({
      arm: name.replace(`, r=${settings["hole.radius"]}`, ""),
      ...estimateOf(rowOf(compared, name, DICE_DEFICIT)!),
      seeds: seedValues(arms.find((arm) => arm.name === name)!, DICE_DEFICIT),
    })),
  }));
  const costs = [...byHole].map(([hole, own]) => {
    const clear = own.filter(({ name }) =>
      Number(rowOf(compared, name, DICE_DEFICIT)!.t_low) > 0
    ).length;
    return `${clear} of ${own.length} (${shapeHoleWords(hole, family)})`;
  });
  return forestPlot(panels, {
    title: study.intervals
      ? `${
        study.figure === "families" ? "Families" : "Arms"
      } that the hole costs Dice by the 95 % interval: ${costs.join(", ")}`
      : study.question,
    subtitle: study.intervals
      ? `${study.question} Shown: ${subtitleOf(study, { seeds: true })}`
      : subtitleOf(study),
  });
}

/** The setting of arms whose network is taken after an epoch; others take it as training left it. */
const EPOCH = "evaluation.epoch";

/** Lines of the figure by epoch: whose errors, on which set, and the row of the table. */
const EPOCH_LINES: readonly (readonly [series: string, set: string, quantity: string])[] = [
  ["punctured", "hole", "model"],
  ["control", "hole", "control"],
  ["outside the hole", "validation", "model"],
];

/** Whether the arms around a hole differ in nothing but the epoch, so that a line can join them. */
export function oneLineAHole({ arms }: ComparedStudy): boolean {
  const lines = Map.groupBy(arms, ({ hole }) => hole).values();
  return lines.every((own) => {
    const epochs = own.map(({ settings }) => settings[EPOCH] ?? "the last");
    return new Set(epochs).size === own.length;
  });
}

/** Errors by epoch, a row of panels a hole: inside it of both networks, outside it of the punctured one. */
export function epochsFigure(study: ComparedStudy, { compared }: Tables): Promise<string> {
  const family = commonFamily(study);
  const measures = [
    { measure: "dice", words: "1 − Dice", error: (dice: number) => 1 - dice },
    ...(["a", "b"] as const).map((name) => {
      const { scale, words } = parameterError(name, family);
      return { measure: `${name}_error`, words, error: (value: number) => scale * value };
    }),
  ];
  const end = Math.max(...study.arms.map(({ settings }) => Number(settings[EPOCH] ?? 0))) + 1;
  const byHole = Map.groupBy(
    study.arms.filter(({ name }) => rowOf(compared, name, DICE_DEFICIT)),
    ({ hole }) => hole,
  );
  const panels = [...byHole].flatMap(([hole, arms]) =>
    measures.map(({ measure, words, error }): DosePanel => ({
      y: `${words}, ${shapeHoleWords(hole, family)}`,
      points: arms.flatMap(({ name, settings }) =>
        EPOCH_LINES.flatMap(([series, set, quantity]) => {
          const row = rowOf(compared, name, { set, measure, quantity });
          if (!row) return [];
          const [estimate, ...ends] = [row.estimate, row.t_low, row.t_high]
            .map((value) => error(Number(value)));
          // An error falls where Dice rises.
          const [low, high] = ends.toSorted((one, other) => one - other);
          return [{ x: Number(settings[EPOCH] ?? end), series, estimate, low, high }];
        })
      ),
    }))
  );
  const where = "errors in the hole of both networks, outside it of the punctured one";
  return doseResponse(panels, {
    title: study.question,
    subtitle: `${where}; ${subtitleOf(study)}`,
    x: "epochs of training",
    words: new Map([[end, "all"]]),
  });
}

/** Arms side by side: a panel a measure, a row an arm. */
export function armsFigure(
  study: ComparedStudy,
  { arms, compared }: Tables,
  shown: readonly Shown[],
): Promise<string> {
  const panels = shown.map((measure): ForestPanel => ({
    measure: measure.title,
    digits: measure.digits,
    rows: arms.flatMap((arm) => {
      const row = rowOf(compared, arm.name, measure);
      if (!row) return [];
      const fewer = Number(row.seeds) < arm.replicates.length;
      return [{
        arm: arm.name,
        ...estimateOf(row, measure),
        seeds: seedValues(arm, measure),
        ...(fewer ? { count: Number(row.seeds) } : {}),
      }];
    }),
  })).filter(({ rows }) => rows.some(({ estimate }) => Number.isFinite(estimate)));
  const subtitle = subtitleOf(study, { seeds: true });
  return forestPlot(panels, { title: study.question, subtitle });
}
