/**
 * Losses of both networks over the epochs: validation as lines, training as dots.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import type { EpochLine } from "../../training/epochs.ts";
import { svg } from "../page/svg.ts";

/** Size of the drawing, and room for its numbers. */
const SIZE = { width: 320, height: 150 }, ROOM = { left: 44, right: 8, top: 8, bottom: 22 };

/** Length of the axis of epochs. */
const WIDTH = SIZE.width - ROOM.left - ROOM.right;

/** The chart on the page. */
export interface LossChart {
  /** Draws the epochs that are over, of `epochs` in all. */
  show(histories: Readonly<Record<PairName, readonly EpochLine[]>>, epochs: number): void;
}

/** Draws the chart into an empty `<svg>`. Losses are on a logarithmic scale. */
export function createLossChart(element: SVGSVGElement): LossChart {
  element.setAttribute("viewBox", `0 0 ${SIZE.width} ${SIZE.height}`);
  const axes = svg("path", {
    class: "axis",
    d: `M${ROOM.left} ${ROOM.top}V${SIZE.height - ROOM.bottom}H${SIZE.width - ROOM.right}`,
  });
  const words = {
    low: svg("text", { x: ROOM.left - 4, "text-anchor": "end", y: SIZE.height - ROOM.bottom }),
    high: svg("text", { x: ROOM.left - 4, "text-anchor": "end", y: ROOM.top + 8 }),
    first: svg("text", { x: ROOM.left, y: SIZE.height - 6 }),
    last: svg("text", { x: SIZE.width - ROOM.right, "text-anchor": "end", y: SIZE.height - 6 }),
  };
  const lines = { control: svg("path"), punctured: svg("path") };
  const dots = { control: svg("path"), punctured: svg("path") };
  for (const subset of ["control", "punctured"] as const) {
    lines[subset].setAttribute("class", `line ${subset}`);
    dots[subset].setAttribute("class", `dots ${subset}`);
  }
  element.append(
    axes,
    ...Object.values(words),
    ...Object.values(dots),
    ...Object.values(lines),
  );
  return {
    show(histories, epochs) {
      const values = Object.values(histories)
        .flatMap((history) => history.flatMap(({ loss, validationLoss }) => [loss, validationLoss]))
        .filter((value) => value > 0);
      const none = values.length === 0;
      const [low, high] = none ? [0.01, 1] : [Math.min(...values), Math.max(...values)];
      const span = Math.log(high / low) || 1;
      // One epoch alone stands in the middle.
      const x = (epoch: number) =>
        ROOM.left + WIDTH * (epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1));
      const y = (value: number) =>
        ROOM.top + (SIZE.height - ROOM.top - ROOM.bottom) * (1 - Math.log(value / low) / span);
      const place = (line: EpochLine, name: "loss" | "validationLoss") =>
        `${x(line.epoch).toFixed(1)} ${y(Math.max(low, line[name])).toFixed(1)}`;
      for (const subset of ["control", "punctured"] as const) {
        const history = histories[subset];
        const through = history.map((line, k) =>
          `${k === 0 ? "M" : "L"}${place(line, "validationLoss")}`
        );
        lines[subset].setAttribute("d", through.join("") + (history.length === 1 ? "h0" : ""));
        dots[subset].setAttribute("d", history.map((line) => `M${place(line, "loss")}h0`).join(""));
      }
      words.low.textContent = none ? "" : low.toPrecision(2);
      words.high.textContent = none ? "" : high.toPrecision(2);
      words.first.textContent = "epoch 1";
      words.first.setAttribute("x", String(epochs === 1 ? x(1) : ROOM.left));
      words.first.setAttribute("text-anchor", epochs === 1 ? "middle" : "start");
      words.last.textContent = epochs === 1 ? "" : String(epochs);
    },
  };
}
