/**
 * The headline: what the hole costs. For each hole, the network trained around it and the control
 * trained without one, each measured outside (validation) and inside the hole. A hole that cannot
 * be filled shows as a filled dot far to the left of its control's.
 *
 * @module
 */

import { type ChartLayer, type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS } from "./palette.ts";
import { describeCost, holeCosts, type HoleOutcome } from "../measure/hole_costs.ts";
import type { ModelRole } from "../measure/model_role.ts";
import { mean } from "../measure/statistics.ts";

// Short names: the figure must be legible on a telephone.
const NETWORKS: Readonly<Record<ModelRole, string>> = {
  punctured: "trained around it",
  control: "control",
};

/**
 * Draws the headline figure, one panel a hole.
 *
 * @param outcomes One row a network and hole, or several (one a seed), each then drawn.
 * @returns An SVG document.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { holeAgainstValidation } from "./hole_against_validation.ts";
 *
 * const svg = await holeAgainstValidation([
 *   { hole: "disc of radius 0.6", model: "punctured", validation: 0.94, inside: 0.88 },
 *   { hole: "disc of radius 0.6", model: "control", validation: 0.95, inside: 0.96 },
 * ]);
 *
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function holeAgainstValidation(outcomes: readonly HoleOutcome[]): Promise<string> {
  const holes = [...new Set(outcomes.map(({ hole }) => hole))];
  const costs = new Map(holeCosts(outcomes).map((cost) => [cost.hole, cost]));
  const values = outcomes.flatMap(({ validation, inside }) => [validation, inside]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // Room on both sides for the numbers beside the dots.
  const room = Math.max(0.01, 0.2 * (high - low));
  const domain = [Math.max(0, low - room), Math.min(1 + room, high + room)];
  const networks = [NETWORKS.punctured, NETWORKS.control];

  const panel = (hole: string, index: number): ChartPanel => {
    const cost = costs.get(hole);
    const last = index === holes.length - 1;
    const capital = hole.charAt(0).toUpperCase() + hole.slice(1);
    const x = {
      type: "quantitative" as const,
      scale: { domain, zero: false, nice: false },
      title: last ? "mean Dice (1 is perfect)" : null,
      axis: { labels: last, ticks: last, tickCount: 6 },
    };
    const y = {
      field: "network",
      type: "nominal" as const,
      sort: networks,
      title: null,
      axis: {
        grid: false,
        domain: false,
        ticks: false,
        labelFontSize: 12,
        labelColor: COLOURS.ink,
        labelPadding: 8,
        labelLimit: 300,
      },
    };
    const colour = {
      field: "network",
      type: "nominal" as const,
      scale: { domain: networks, range: [COLOURS.punctured, COLOURS.control] },
      legend: null,
    };
    return {
      title: {
        text: cost ? `${capital}: inside, Dice is ${describeCost(cost)}` : capital,
        fontSize: 14,
        frame: "bounds",
        offset: 8,
      },
      width: 380,
      height: 84,
      data: {
        values: outcomes.filter((row) => row.hole === hole).map((row) => ({
          network: NETWORKS[row.model],
          outside: row.validation,
          inside: row.inside,
        })),
      },
      layer: [
        {
          mark: { type: "rule", strokeWidth: 3, opacity: 0.45 },
          encoding: { x: { ...x, field: "outside" }, x2: { field: "inside" }, y, color: colour },
        },
        {
          mark: { type: "point", shape: "diamond", size: 130, strokeWidth: 2.5, opacity: 1 },
          encoding: {
            x: { ...x, field: "outside" },
            y,
            stroke: colour,
            fill: { value: COLOURS.ground },
          },
        },
        {
          mark: { type: "point", shape: "circle", size: 180, filled: true, opacity: 1 },
          encoding: { x: { ...x, field: "inside" }, y, color: colour },
        },
        ...(["left", "right"] as const).map((side): ChartLayer => ({
          data: { values: labelsOf(outcomes.filter((row) => row.hole === hole), side) },
          mark: {
            type: "text",
            align: side === "left" ? "right" : "left",
            dx: side === "left" ? -12 : 12,
            fontSize: 13,
            fontWeight: "bold",
          },
          encoding: { x: { ...x, field: "inside" }, y, text: { field: "mean" }, color: colour },
        })),
      ],
    };
  };

  return drawChart({
    description: holes.map((hole) => {
      const cost = costs.get(hole);
      return cost
        ? `Hole ${hole}: Dice inside ${cost.punctured.toFixed(3)}, control ` +
          `${cost.control.toFixed(3)}.`
        : `Hole ${hole}.`;
    }).join(" "),
    title: {
      text: "What the hole costs",
      subtitle: [
        "filled dot: Dice inside the hole; open diamond: outside it, on validation images",
        "numbers: means inside; control: trained without a hole",
      ],
      frame: "bounds",
    },
    spacing: 18,
    vconcat: holes.map(panel),
  });
}

/**
 * The mean inside of each network whose dots inside lie to that side of those outside, beside the
 * outermost dot: a number at each dot would cover the next one.
 */
function labelsOf(outcomes: readonly HoleOutcome[], side: "left" | "right") {
  return [...Map.groupBy(outcomes, ({ model }) => model)].flatMap(([model, rows]) => {
    const average = mean(rows.map(({ inside }) => inside));
    const isLeft = average < mean(rows.map(({ validation }) => validation));
    if (isLeft !== (side === "left")) return [];
    const values = rows.flatMap(({ inside, validation }) => [inside, validation]);
    return [{
      network: NETWORKS[model],
      inside: side === "left" ? Math.min(...values) : Math.max(...values),
      mean: average.toFixed(3),
    }];
  });
}
