/**
 * The figures of a comparison: arms against a dose where one is varied, else side by side; then,
 * for the arm that its hole costs most, where the errors lie and what simpler methods do there.
 * Bands and bars are 95 % t intervals over seeds, which few seeds do not make too narrow where
 * their effects are normal.
 *
 * @module
 */

import { distanceProfile } from "../figures/distance_profile.ts";
import { type DosePanel, doseResponse } from "../figures/dose_response.ts";
import { errorMap, type ErrorMapCell } from "../figures/error_map.ts";
import { type ForestPanel, forestPlot } from "../figures/forest.ts";
import type { Row } from "../files/tables.ts";
import { DEFAULT_SHAPES, type FamilyName, familyOf, planeUnit } from "../curve/family.ts";
import { parameterScale, parameterSymbol, readsAsPlane } from "../curve/parameter_text.ts";
import { mean } from "../measure/statistics.ts";
import { holeWords } from "../space/hole_words.ts";
import { datasetHole } from "../curve/family_hole.ts";
import type { ComparedArm } from "./compare.ts";
import type { SweepFigure } from "./schema.ts";
import { type Evaluated, shortfall } from "./evaluations.ts";

/** What a comparison knows of its arms. */
interface ComparedStudy {
  readonly question: string;
  readonly intervals: boolean;
  readonly figure?: SweepFigure;
  readonly arms: readonly {
    readonly name: string;
    readonly settings: Readonly<Record<string, string | number>>;
    readonly hole: string;
    readonly replicates: readonly unknown[];
  }[];
}

/** The arms, and the rows of the tables made of them. */
interface Tables {
  readonly arms: readonly ComparedArm[];
  readonly compared: readonly Row[];
  readonly distance: readonly Row[];
  readonly methods: readonly Row[];
}

/** What is drawn, in words. */
function subtitleOf(
  { intervals, arms }: ComparedStudy,
  { seeds = false }: { seeds?: boolean } = {},
): string {
  const count = arms[0].replicates.length;
  const average = count === 1 ? "one seed" : `mean over ${count} seeds`;
  return [
    intervals ? `${average} and 95 % t interval` : `${average}, no interval`,
    ...(seeds && count > 1 ? ["small dots are seeds"] : []),
  ].join("; ");
}

/** A measure to show: where it stands in the table of arms, and what to call it. */
interface Shown {
  readonly set: string;
  readonly measure: string;
  readonly quantity: string;
  readonly title: string;
  readonly digits: number;
  /** How many of the title's units one of the table's is. */
  readonly scale: number;
}

/** What the hole costs by a measure. */
function deficit(measure: string, title: string, { digits = 3, scale = 1 } = {}): Shown {
  return { set: "hole", measure, quantity: "deficit", title, digits, scale };
}

/** A figure of the networks themselves. */
function own(set: string, measure: string, title: string, digits: number): Shown {
  return { set, measure, quantity: "model", title, digits, scale: 1 };
}

const DICE_DEFICIT = deficit("dice", "Dice deficit in the hole");

/** The family of all arms; `undefined` where they have several. */
function commonFamily({ arms }: ComparedStudy): FamilyName | undefined {
  const families = new Set(arms.map(({ settings }) => familyIn(settings)));
  return families.size > 1 ? undefined : [...families][0];
}

/**
 * What the hole costs. Errors of a parameter are in its own unit; where arms have several families,
 * those of the plane's coordinates, as the tables hold them.
 */
function deficitsOf(study: ComparedStudy): readonly Shown[] {
  const family = commonFamily(study);
  return [DICE_DEFICIT, parameterDeficit("a", family), parameterDeficit("b", family)];
}

function parameterDeficit(name: "a" | "b", family: FamilyName | undefined): Shown {
  const { scale, words } = parameterError(name, family);
  const digits = Math.max(1, Math.ceil(3 - Math.log10(scale)));
  return deficit(`${name}_error`, `extra ${words}`, { digits, scale });
}

/** What the error of a parameter is called, and how many of its units one of the table's is. */
function parameterError(
  name: "a" | "b",
  family: FamilyName | undefined,
): { scale: number; words: string } {
  if (family === undefined) return { scale: 1, words: `error in ${name} (units of ${name})` };
  const { unit, words } = familyOf(family).parameters[name];
  const what = readsAsPlane(family) ? `in ${name}` : `of the ${words}`;
  return { scale: parameterScale(name, family), words: `error ${what} (${unit})` };
}

/** The family of an arm's shapes. */
function familyIn(settings: ComparedStudy["arms"][number]["settings"]): FamilyName {
  return (settings.family as FamilyName | undefined) ?? DEFAULT_SHAPES.family;
}

/** What is known of the codes, where there is no hole. */
function codesOf(study: ComparedStudy): readonly Shown[] {
  const family = commonFamily(study);
  const symbol = (name: "a" | "b") => family === undefined ? name : parameterSymbol(name, family);
  return [
    ...CODES,
    own("codes", "step_a_axis_angle", `angle of more ${symbol("a")} to an axis (°)`, 0),
    own("codes", "step_b_axis_angle", `angle of more ${symbol("b")} to an axis (°)`, 0),
  ];
}

const CODES: readonly Shown[] = [
  own("validation", "dice", "Dice on validation", 3),
  own("codes", "mig", "MIG (0 mixed, 1 separate)", 2),
  own("codes", "dci_forest_disentanglement", "DCI disentanglement, forest", 2),
  own("codes", "max_abs_correlation", "largest |correlation| of two codes", 2),
];

/** Every figure of a comparison as an SVG document, by file name without its ending. */
export async function comparisonFigures(
  study: ComparedStudy,
  tables: Tables,
): Promise<Map<string, string>> {
  const figures = new Map<string, string>();
  // Arms with a control and a hole: without either there is no deficit.
  const punctured = tables.arms.filter(({ name }) => rowOf(tables.compared, name, DICE_DEFICIT));
  const shown = punctured.length > 0 ? deficitsOf(study) : codesOf(study);
  // A figure that the study names is drawn, even if its settings look like a dose.
  const named = study.figure !== undefined && study.figure !== "ratios" && punctured.length > 0;
  const dose = named ? undefined : doseSetting(study);
  figures.set(
    "arms",
    dose
      ? await doseFigure(study, tables, { dose, shown })
      : named && study.figure === "epochs"
      ? await epochsFigure(study, tables)
      : named
      ? await holesFigure(study, tables)
      : await armsFigure(study, tables, shown),
  );
  const worst = costliest(punctured, tables);
  if (!worst) return figures;
  const { hole, settings } = study.arms.find(({ name }) => name === worst.name)!;
  const unit = planeUnit(familyIn(settings));
  figures.set(
    "distance",
    await distanceFigure(worst, tables, { subtitle: subtitleOf(study), unit }),
  );
  figures.set(
    "error_map",
    await mapFigure(worst, { hole, family: familyIn(settings) }),
  );
  const methods = await methodsFigure(worst, tables, subtitleOf(study));
  if (methods) figures.set("methods", methods);
  return figures;
}

function rowOf(
  rows: readonly Row[],
  arm: string,
  { set, measure, quantity }: Pick<Shown, "set" | "measure" | "quantity">,
) {
  return rows.find((row) =>
    row.arm === arm && row.set === set && row.measure === measure && row.quantity === quantity
  );
}

/** The value of each seed behind a row of the table of arms. */
function seedValues(
  { replicates }: ComparedArm,
  { set, measure, quantity, scale }: Shown,
): number[] {
  if (set === "codes") {
    return replicates.map(({ model }) => model.codes[measure]).filter((value) => value !== null);
  }
  const meanOf = (evaluated: Evaluated) => mean(evaluated.sets.get(set)!.measures[measure]);
  return replicates.map(({ model, control }) =>
    scale *
    (quantity === "deficit" ? shortfall(measure, meanOf(model), meanOf(control!)) : meanOf(model))
  );
}

function estimateOf(row: Row, { scale }: Pick<Shown, "scale"> = { scale: 1 }) {
  const [estimate, low, high] = [row.estimate, row.t_low, row.t_high].map((value) =>
    scale * Number(value)
  );
  return { estimate, low, high };
}

/** The setting that takes most different numbers, at least three. */
function doseSetting({ arms }: ComparedStudy): string | undefined {
  const names = [...new Set(arms.flatMap(({ settings }) => Object.keys(settings)))];
  const values = (name: string) => new Set(arms.map(({ settings }) => settings[name]));
  return names
    .filter((name) => arms.every(({ settings }) => Number.isFinite(Number(settings[name]))))
    .filter((name) => values(name).size >= 3)
    .toSorted((one, other) => values(other).size - values(one).size)[0];
}

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
  return new Map([...series.values()].flatMap((own) =>
    own.map(({ name, settings }) => {
      const common = partsOf(name).filter((part) =>
        own.every((arm) => partsOf(arm.name).includes(part)) && !part.endsWith(`=${settings[dose]}`)
      );
      return [name, common.join(", ") || "VAE"];
    })
  ));
}

function doseFigure(
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
function holesFigure(study: ComparedStudy, { arms, compared }: Tables): Promise<string> {
  const byHole = Map.groupBy(
    study.arms.filter(({ name }) => rowOf(compared, name, DICE_DEFICIT)),
    ({ hole }) => hole,
  );
  const panels = [...byHole].map(([hole, own]): ForestPanel => ({
    measure: `${DICE_DEFICIT.title}, ${holeWords(hole)}`,
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
    return `${clear} of ${own.length} (${holeWords(hole)})`;
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

/** Errors by epoch, a row of panels a hole: inside it of both networks, outside it of the punctured one. */
function epochsFigure(study: ComparedStudy, { compared }: Tables): Promise<string> {
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
      y: `${words}, ${holeWords(hole)}`,
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

function armsFigure(
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

/** The arm whose hole costs most Dice, of those of which it is known where their errors lie. */
function costliest(
  punctured: readonly ComparedArm[],
  { compared, distance }: Tables,
): ComparedArm | undefined {
  const cost = ({ name }: ComparedArm) => Number(rowOf(compared, name, DICE_DEFICIT)!.estimate);
  // Only an arm with an encoder has methods in its latent space; one without is taken where none has.
  const encoding = punctured
    .filter(({ replicates }) => Object.keys(replicates[0].model.codes).length > 0);
  const placed = punctured.filter(({ name }) => distance.some(({ arm }) => arm === name));
  return (encoding.length > 0 ? encoding : placed)
    .toSorted((one, other) => cost(other) - cost(one))[0];
}

function distanceFigure(
  { name }: ComparedArm,
  { distance }: Tables,
  { subtitle, unit }: { subtitle: string; unit: string },
): Promise<string> {
  const rows = distance.filter((row) =>
    row.arm === name && row.edge === "hole" && row.measure === "dice"
  );
  return distanceProfile(
    rows.map((row) => ({
      distance: (Number(row.from) + Number(row.to)) / 2,
      series: row.network === "model" ? "punctured" : "control",
      estimate: 1 - Number(row.estimate),
      low: 1 - Number(row.t_high),
      high: 1 - Number(row.t_low),
    })),
    { title: `Error by distance to the hole's edge: ${name}`, subtitle, y: "1 − Dice", unit },
  );
}

function mapFigure(
  { name, replicates }: ComparedArm,
  { hole, family }: { hole: string; family: FamilyName },
): Promise<string> {
  const cells = (lattices: readonly (readonly Record<string, string>[])[]): ErrorMapCell[] =>
    lattices[0].map(({ a, b }, n) => ({
      a: Number(a),
      b: Number(b),
      value: 1 - lattices.reduce((sum, rows) => sum + Number(rows[n].dice), 0) / lattices.length,
    }));
  return errorMap([
    {
      title: "trained around the hole",
      cells: cells(replicates.map(({ model }) => model.lattice)),
    },
    { title: "control", cells: cells(replicates.map(({ control }) => control!.lattice)) },
  ], {
    title: `Where the errors lie: ${name}`,
    subtitle: "mean over seeds; the outline is the hole",
    measure: "1 − Dice",
    hole: datasetHole({ hole, family }),
    family,
  });
}

function methodsFigure(
  { name }: ComparedArm,
  { methods }: Tables,
  subtitle: string,
): Promise<string> | undefined {
  const rows = methods.filter((row) =>
    row.arm === name && row.set === "hole" && row.measure === "dice" && row.quantity === "gain"
  );
  if (rows.length === 0) return undefined;
  return forestPlot([{
    measure: "Dice of the reconstruction minus Dice of the method",
    reference: 0,
    rows: rows.map((row) => ({ arm: String(row.method).replaceAll("_", " "), ...estimateOf(row) })),
  }], { title: `Reconstruction against other ways into the hole: ${name}`, subtitle });
}
