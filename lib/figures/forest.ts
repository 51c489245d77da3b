/**
 * Arms of a study against each other: for each measure, every arm's estimate, its interval and its
 * seeds on one line, with the numbers beside. Where an interval stays clear of the reference rule,
 * the arm differs from it; where two arms' seeds mix, they are hard to tell apart.
 *
 * @module
 */

import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { paddedDomain } from "./domain.ts";
import { networkColour } from "./series_colours.ts";
import { FIGURE_WIDTH, type FigureTitle, figureTitle, wrapText } from "./titles.ts";
import { COLOURS, OKABE_ITO, textWidth } from "./palette.ts";

/** One arm's value of one measure. */
export interface ForestRow {
  /** Name of the arm; the same in every panel. */
  readonly arm: string;
  /** The estimate, in the measure's unit. One that is not finite shows as a dash. */
  readonly estimate: number;
  /** Lower end of its interval; without two finite ends, only the dot is drawn. */
  readonly low?: number;
  /** Upper end of its interval. */
  readonly high?: number;
  /** What each seed gave, in the measure's unit. */
  readonly seeds?: readonly number[];
  /** Number of seeds that have a value, said where it is given: where others have none. */
  readonly count?: number;
  /** Whether the row is tinted. Default false. */
  readonly highlight?: boolean;
}

/** One measure of all arms. */
export interface ForestPanel {
  /** Name of the measure, with the unit. */
  readonly measure: string;
  /** Where the rule stands; the axis always reaches it. Default 0, where the axis has it. */
  readonly reference?: number;
  /** What the left and the right end of the axis mean, written below it. Default nothing. */
  readonly ends?: readonly [left: string, right: string];
  /** Digits after the point of the numbers beside, 0 to 20. Default 3. */
  readonly digits?: number;
  /** The arms. */
  readonly rows: readonly ForestRow[];
}

const ROW_HEIGHT = 36;
const ARM_SIZE = 12;
const NUMBER_SIZE = 11;

/**
 * Draws a forest plot, one panel a measure, three a row. Arms come in the order in which they
 * first appear, a line for each in every panel. Networks (`punctured`, `control`) keep their colours.
 *
 * @param panels Measures, in the order in which they are drawn.
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, a panel has no finite estimate, or an arm comes twice in a
 * panel.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { forestPlot } from "./forest.ts";
 *
 * const svg = await forestPlot([{
 *   measure: "Dice deficit inside the hole",
 *   reference: 0,
 *   rows: [
 *     { arm: "as published", estimate: 0.092, low: 0.08, high: 0.104, seeds: [0.09, 0.094] },
 *     { arm: "learned variance", estimate: 0.03, low: 0.01, high: 0.05, highlight: true },
 *   ],
 * }], { title: "A learned variance halves the deficit", subtitle: "95 % intervals" });
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function forestPlot(
  panels: readonly ForestPanel[],
  options: FigureTitle,
): Promise<string> {
  checkPanels(panels);
  const arms = [...new Set(panels.flatMap(({ rows }) => rows.map(({ arm }) => arm)))];
  const columns = Math.min(3, panels.length);
  const layout = forestLayout(panels, { arms, columns });
  return drawChart({
    description: panels.map(describePanel).join(" "),
    title: figureTitle(options),
    spacing: 14,
    columns,
    concat: panels.map((panel, i) =>
      forestPanel(panel, { ...layout, arms, named: i % columns === 0 })
    ),
  });
}

function checkPanels(panels: readonly ForestPanel[]): void {
  const refuse = (what: string): never => {
    throw new RangeError(`Cannot draw the forest plot: ${what}`);
  };
  if (panels.length === 0) refuse("there must be a panel, received none");
  for (const { measure, rows } of panels) {
    if (!rows.some(({ estimate }) => Number.isFinite(estimate))) {
      refuse(
        `"${measure}" must have a finite estimate, received ${rows.length} rows without`,
      );
    }
    const arms = rows.map(({ arm }) => arm);
    const twice = arms.find((arm, i) => arms.indexOf(arm) !== i);
    if (twice !== undefined) {
      refuse(`"${measure}" must have each arm once, received "${twice}" twice`);
    }
  }
}

interface ForestLayout {
  readonly width: number;
  readonly numbers: number;
}

function forestLayout(
  panels: readonly ForestPanel[],
  { arms, columns }: { readonly arms: readonly string[]; readonly columns: number },
): ForestLayout {
  const widest = (texts: readonly string[], size: number) =>
    Math.ceil(Math.max(...texts.map((text) => textWidth(text, size))));
  const texts = panels.flatMap((panel) =>
    panel.rows.flatMap((row) => [formatEstimate(row, panel), formatInterval(row, panel)])
  );
  const numbers = widest(texts, NUMBER_SIZE) + 12;
  const free = (FIGURE_WIDTH - widest(arms, ARM_SIZE)) / columns - numbers - 26;
  return { width: Math.max(90, Math.floor(free)), numbers };
}

function forestPanel(
  panel: ForestPanel,
  { arms, width, numbers, named }: ForestLayout & {
    readonly arms: readonly string[];
    readonly named: boolean;
  },
): ChartPanel {
  const y = {
    field: "arm",
    type: "nominal" as const,
    scale: { domain: [...arms] },
    title: null,
    axis: {
      labels: named,
      labelFontSize: ARM_SIZE,
      labelColor: COLOURS.ink,
      labelPadding: 8,
      labelLimit: FIGURE_WIDTH,
      domain: false,
      ticks: false,
      grid: false,
    },
  };
  return {
    title: {
      text: wrapText(panel.measure, { width: width + numbers, size: 12 }),
      fontSize: 12,
      offset: 8,
    },
    width,
    height: { step: ROW_HEIGHT },
    layer: [
      tint(panel, { y, right: width + numbers }),
      ...markLayers(panel, { y, width }),
      ...numberLayers(panel, { y, left: width + 10 }),
      ...endLayers(panel, { width }),
    ],
  };
}

type ArmAxis = {
  readonly field: string;
  readonly type: "nominal";
  readonly scale: { domain: string[] };
  readonly title: null;
  readonly axis: Record<string, unknown>;
};

function tint(
  { rows }: ForestPanel,
  { y, right }: { readonly y: ArmAxis; readonly right: number },
): ChartLayer {
  return {
    data: { values: rows.filter(({ highlight }) => highlight).map(({ arm }) => ({ arm })) },
    mark: { type: "rect", color: OKABE_ITO.yellow, opacity: 0.25, aria: false },
    encoding: { x: { value: 0 }, x2: { value: right }, y },
  };
}

function markLayers(
  { rows, reference }: ForestPanel,
  { y, width }: { readonly y: ArmAxis; readonly width: number },
): ChartLayer[] {
  const shown = rows.filter(({ estimate }) => Number.isFinite(estimate));
  const domain = paddedDomain([
    ...shown.flatMap(({ estimate, seeds = [] }) => [estimate, ...seeds]),
    ...shown.filter(hasInterval).flatMap(({ low, high }) => [low, high]),
    reference,
  ]);
  const x = {
    type: "quantitative" as const,
    title: null,
    scale: { domain, nice: false, zero: false },
    axis: { tickCount: Math.max(2, Math.floor(width / 45)), labelOverlap: true },
  };
  const at = reference ?? 0;
  const ruled = at >= domain[0] && at <= domain[1];
  const colour = (arm: string) => networkColour(arm) ?? COLOURS.ink;
  const color = { field: "colour", type: "nominal" as const, scale: null };
  return [
    {
      data: { values: ruled ? [{ reference: at }] : [] },
      mark: { type: "rule", color: COLOURS.quiet, strokeDash: [4, 3], aria: false },
      encoding: { x: { ...x, field: "reference" } },
    },
    {
      data: {
        values: shown.flatMap(({ arm, seeds = [] }) =>
          seeds.filter(Number.isFinite).map((value) => ({ arm, value, colour: colour(arm) }))
        ),
      },
      mark: { type: "circle", size: 16, opacity: 0.5, yOffset: 9, aria: false },
      encoding: { x: { ...x, field: "value" }, y, color },
    },
    {
      data: {
        values: shown.filter(hasInterval).map(({ arm, low, high }) => ({
          arm,
          low,
          high,
          colour: colour(arm),
        })),
      },
      mark: { type: "rule", strokeWidth: 2.5, aria: false },
      encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y, color },
    },
    {
      data: { values: shown.map(({ arm, estimate }) => ({ arm, estimate, colour: colour(arm) })) },
      mark: { type: "circle", size: 90, opacity: 1 },
      encoding: { x: { ...x, field: "estimate" }, y, color },
    },
  ];
}

function numberLayers(
  panel: ForestPanel,
  { y, left }: { readonly y: ArmAxis; readonly left: number },
): ChartLayer[] {
  const text = (field: "estimate" | "interval", fontSize: number, dy: number): ChartLayer => ({
    data: {
      values: panel.rows.map((row) => ({
        arm: row.arm,
        estimate: formatEstimate(row, panel),
        interval: formatInterval(row, panel),
      })),
    },
    mark: {
      type: "text",
      align: "left",
      baseline: "middle",
      dy,
      fontSize,
      fontWeight: field === "estimate" ? "bold" : "normal",
      color: field === "estimate" ? COLOURS.ink : COLOURS.quiet,
    },
    encoding: { x: { value: left }, y, text: { field } },
  });
  return [text("estimate", NUMBER_SIZE + 1, -7), text("interval", NUMBER_SIZE, 7)];
}

/** What the ends of the axis mean, below its numbers. */
function endLayers({ ends }: ForestPanel, { width }: { readonly width: number }): ChartLayer[] {
  return (ends ?? []).map((words, k): ChartLayer => ({
    data: { values: [{}] },
    mark: {
      type: "text",
      text: words,
      align: k === 0 ? "left" : "right",
      baseline: "top",
      dy: 24,
      fontSize: 12,
      fontWeight: "bold",
      color: COLOURS.ink,
    },
    encoding: { x: { value: k === 0 ? 0 : width }, y: { value: "height" } },
  }));
}

function hasInterval(row: ForestRow): row is ForestRow & { low: number; high: number } {
  return Number.isFinite(row.low) && Number.isFinite(row.high);
}

/** Writes a number with a true minus sign; what rounds to zero has none. */
export function formatNumber(value: number, { digits = 3 }: { digits?: number } = {}): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

function formatEstimate({ estimate }: ForestRow, panel: ForestPanel): string {
  return Number.isFinite(estimate) ? formatNumber(estimate, panel) : "–";
}

function formatInterval(row: ForestRow, panel: ForestPanel): string {
  if (!Number.isFinite(row.estimate)) return "";
  return [
    hasInterval(row) ? `${formatNumber(row.low, panel)} to ${formatNumber(row.high, panel)}` : "",
    row.count === undefined ? "" : `n = ${row.count}`,
  ].filter(Boolean).join(", ");
}

function describePanel(panel: ForestPanel): string {
  const rows = panel.rows.map((row) => {
    if (!Number.isFinite(row.estimate)) return `${row.arm} has no value.`;
    const interval = formatInterval(row, panel);
    return `${row.arm} is ${formatEstimate(row, panel)}${
      interval && `, ${hasInterval(row) ? "interval " : ""}${interval}`
    }.`;
  });
  return [`${panel.measure}.`, ...rows].join(" ");
}
