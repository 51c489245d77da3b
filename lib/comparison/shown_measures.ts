/**
 * What the figures of a comparison show: which measures, what they are called, in which units, and
 * where they stand in its tables.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName, familyOf } from "../curve/family.ts";
import { parameterScale, parameterSymbol, readsAsPlane } from "../curve/parameter_text.ts";
import type { Row } from "../files/tables.ts";
import { mean } from "../measure/statistics.ts";
import type { ComparedArm } from "./compare.ts";
import { type Evaluated, shortfall } from "./evaluations.ts";
import type { ComparisonFigure } from "./schema.ts";

/** What a comparison knows of its arms. */
export interface ComparedStudy {
  readonly question: string;
  readonly intervals: boolean;
  readonly figure?: ComparisonFigure;
  readonly arms: readonly {
    readonly name: string;
    readonly settings: Readonly<Record<string, string | number>>;
    readonly hole: string;
    readonly replicates: readonly unknown[];
  }[];
}

/** The arms, and the rows of the tables made of them. */
export interface Tables {
  readonly arms: readonly ComparedArm[];
  readonly compared: readonly Row[];
  readonly distance: readonly Row[];
  readonly methods: readonly Row[];
}

/** What is drawn, in words. */
export function subtitleOf(
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
export interface Shown {
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

/** What the hole costs in Dice. */
export const DICE_DEFICIT = deficit("dice", "Dice deficit in the hole");

/** The family of all arms; `undefined` where they have several. */
export function commonFamily({ arms }: ComparedStudy): FamilyName | undefined {
  const families = new Set(arms.map(({ settings }) => familyIn(settings)));
  return families.size > 1 ? undefined : [...families][0];
}

/**
 * What the hole costs. Errors of a parameter are in its own unit; where arms have several families,
 * those of the plane's coordinates, as the tables hold them.
 */
export function deficitsOf(study: ComparedStudy): readonly Shown[] {
  const family = commonFamily(study);
  return [DICE_DEFICIT, parameterDeficit("a", family), parameterDeficit("b", family)];
}

function parameterDeficit(name: "a" | "b", family: FamilyName | undefined): Shown {
  const { scale, words } = parameterError(name, family);
  const digits = Math.max(1, Math.ceil(3 - Math.log10(scale)));
  return deficit(`${name}_error`, `extra ${words}`, { digits, scale });
}

/** What the error of a parameter is called, and how many of its units one of the table's is. */
export function parameterError(
  name: "a" | "b",
  family: FamilyName | undefined,
): { scale: number; words: string } {
  if (family === undefined) return { scale: 1, words: `error in ${name} (units of ${name})` };
  const { unit, words } = familyOf(family).parameters[name];
  const what = readsAsPlane(family) ? `in ${name}` : `of the ${words}`;
  return { scale: parameterScale(name, family), words: `error ${what} (${unit})` };
}

/** The family of an arm's shapes. */
export function familyIn(settings: ComparedStudy["arms"][number]["settings"]): FamilyName {
  return (settings.family as FamilyName | undefined) ?? DEFAULT_SHAPES.family;
}

/** What is known of the codes, where there is no hole. */
export function codesOf(study: ComparedStudy): readonly Shown[] {
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

/** The row of an arm in the table of arms. */
export function rowOf(
  rows: readonly Row[],
  arm: string,
  { set, measure, quantity }: Pick<Shown, "set" | "measure" | "quantity">,
) {
  return rows.find((row) =>
    row.arm === arm && row.set === set && row.measure === measure && row.quantity === quantity
  );
}

/** The value of each seed behind a row of the table of arms. */
export function seedValues(
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

/** What a row says, in the units of a measure's title. */
export function estimateOf(row: Row, { scale }: Pick<Shown, "scale"> = { scale: 1 }) {
  const [estimate, low, high] = [row.estimate, row.t_low, row.t_high].map((value) =>
    scale * Number(value)
  );
  return { estimate, low, high };
}
