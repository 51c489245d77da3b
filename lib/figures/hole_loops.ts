/**
 * Where networks put the edge of a hole: the codes of training images and the loop that the shapes
 * of the edge make, seen from where it looks widest, and the narrowest way across it. What lies in front of the loop or behind
 * it is drawn too.
 *
 * @module
 */

import { type ChartPanel, drawChart } from "./chart.ts";
import { COLOURS } from "./palette.ts";
import { FIGURE_WIDTH, type FigureTitle, figureTitle } from "./titles.ts";
import { codeMean, type Codes, covariance } from "../measure/latent/covariance.ts";
import { diameters } from "../measure/latent/hole_width.ts";
import { principalAxes } from "../measure/latent/principal_axes.ts";

/** A network's codes. */
export interface LoopPanel {
  readonly title: string;
  readonly subtitle: string;
  /** μ of training images, N × latents, row-major. */
  readonly training: Codes;
  /** μ of 2M shapes at equal steps around the edge of the hole, row-major. */
  readonly rim: Codes;
  readonly latents: number;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Codes as seen along the two directions in which the rim is widest, its middle in the origin. */
function flattened({ training, rim, latents }: LoopPanel): { training: Spot[]; rim: Spot[] } {
  const shape = { latents };
  const middle = codeMean(rim, shape);
  const [first, second] = principalAxes(covariance(rim, shape)).map(({ direction }) => direction);
  const seen = (codes: Codes) =>
    Array.from({ length: codes.length / latents }, (_, n) => {
      const code = Array.from(middle, (centre, i) => codes[n * latents + i] - centre);
      const along = (axis: readonly number[]) => axis.reduce((sum, x, i) => sum + x * code[i], 0);
      return { x: along(first), y: along(second) };
    });
  return { training: seen(training), rim: seen(rim) };
}

/** The two ends of the narrowest way across, in all dimensions: it may look shorter than it is. */
function narrowestPair({ rim, latents }: LoopPanel): [number, number] {
  const distances = diameters(rim, { latents });
  const narrowest = distances.indexOf(Math.min(...distances));
  return [narrowest, narrowest + distances.length];
}

/**
 * Draws a panel a network, all at one scale.
 *
 * @returns An SVG document.
 * @throws {RangeError} There is no panel, or a network has fewer than two latents.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { holeLoops } from "./hole_loops.ts";
 *
 * const svg = await holeLoops([{
 *   title: "ours",
 *   subtitle: "Dice inside 0.95",
 *   training: Float64Array.of(2, 2, -2, 2, 2, -2),
 *   rim: Float64Array.of(1, 0, 0, 0.4, -1, 0, 0, -0.4),
 *   latents: 2,
 * }], { title: "The hole in the code" });
 * assert(svg.startsWith("<svg"));
 * ```
 */
export function holeLoops(panels: readonly LoopPanel[], title: FigureTitle): Promise<string> {
  if (panels.length === 0 || panels.some(({ latents }) => latents < 2)) {
    throw new RangeError("Cannot draw the loops: every network must have two latents or more");
  }
  const seen = panels.map((panel) => ({ panel, ...flattened(panel) }));
  const reach = Math.max(
    ...seen.flatMap(({ training, rim }) =>
      [...training, ...rim].flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)])
    ),
  );
  const side = Math.floor(FIGURE_WIDTH / panels.length) - 60;
  return drawChart({
    description: panels.map(({ title, subtitle }) => `${title}: ${subtitle}.`).join(" "),
    title: figureTitle(title),
    spacing: 30,
    hconcat: seen.map(({ panel, training, rim }): ChartPanel => {
      const axis = (field: "x" | "y") => ({
        field,
        type: "quantitative" as const,
        title: field === "x" ? "along the loop's longest way (latent units)" : null,
        scale: { domain: [-reach, reach], nice: false },
        axis: { tickCount: 5 },
      });
      const position = { x: axis("x"), y: axis("y") };
      const loop = [...rim, rim[0]].map((spot, order) => ({ ...spot, order }));
      return {
        title: {
          text: panel.title,
          subtitle: panel.subtitle,
          fontSize: 13,
          subtitleFontSize: 12,
          offset: 8,
        },
        width: side,
        height: side,
        layer: [
          {
            data: { values: training },
            mark: { type: "circle", size: 7, color: COLOURS.quiet, opacity: 0.5, aria: false },
            encoding: position,
          },
          {
            data: { values: loop },
            mark: { type: "line", color: COLOURS.hole, strokeWidth: 3 },
            encoding: { ...position, order: { field: "order" } },
          },
          {
            data: {
              values: narrowestPair(panel).map((n, order) => ({ ...rim[n], order })),
            },
            mark: {
              type: "line",
              color: COLOURS.ink,
              strokeWidth: 2,
              point: { color: COLOURS.ink },
            },
            encoding: { ...position, order: { field: "order" } },
          },
        ],
      };
    }),
  });
}
