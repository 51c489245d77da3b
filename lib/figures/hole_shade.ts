/**
 * The hole along a line, shaded behind a chart.
 *
 * @module
 */

import type { ChartLayer } from "./chart.ts";
import { COLOURS } from "./palette.ts";

/**
 * The shade, and words above it.
 *
 * @param ends where the hole begins and ends on the x axis; `null` where the line misses it
 * @param x the chart's x axis, of type quantitative: title, scale and so on; its field is not used
 */
export function holeShade(
  ends: readonly [from: number, to: number] | null,
  x: { readonly type: "quantitative"; readonly title?: string },
): ChartLayer {
  const values = ends ? [{ from: ends[0], to: ends[1], middle: (ends[0] + ends[1]) / 2 }] : [];
  return {
    data: { values },
    layer: [
      {
        mark: { type: "rect", color: COLOURS.hole, opacity: 0.22 },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" } },
      },
      {
        mark: {
          type: "text",
          text: "inside the hole",
          baseline: "bottom",
          color: COLOURS.quiet,
          fontSize: 11,
        },
        encoding: { x: { ...x, field: "middle" }, y: { value: -4 } },
      },
    ],
  };
}
