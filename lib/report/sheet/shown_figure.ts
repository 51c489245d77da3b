/**
 * The sheet's figure as the report shows it: coloured as the reader chose, with a mark on the shape that
 * keys chose, and fitted to a narrow page. The page has buttons of its own, which keys reach, in the place
 * of those of the figure.
 *
 * @module
 */

import type { PlotlyFigure } from "../../figures/latent_sheet.ts";
import { SPACE } from "../../space/space.ts";
import { steppedBack } from "../../sheet/camera.ts";
import { neighbour } from "../../sheet/lattice_step.ts";
import { NARROW, plainAxis, roomAt, type Scene } from "../../sheet/narrow.ts";

/** A figure of the report's data. */
export type SheetFigure = PlotlyFigure & {
  readonly layout: {
    readonly scene: Scene;
    readonly updatemenus: readonly [{
      readonly active: number;
      readonly buttons: readonly { readonly label: string; readonly args: readonly unknown[] }[];
    }];
  };
};

/** What of the sheet is shown, and how. */
export interface Shown {
  /** Number of the button that says what it is coloured by. */
  readonly colour: number;
  /** Number of the point of the lattice that is marked; none is where absent. */
  readonly point?: number | undefined;
  /** Size of the picture, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

type Grid<T> = readonly (readonly T[])[];

/** The surface over the lattice, the first of a figure's traces. */
interface Surface {
  readonly x: Grid<number>;
  readonly y: Grid<number>;
  readonly z: Grid<number>;
  /** By column and row. */
  readonly text: Grid<string>;
  readonly colorbar: { readonly title: object };
}

const surfaceOf = ({ data: [surface] }: PlotlyFigure) => surface as unknown as Surface;

const sizeOf = ({ x }: Surface) => ({ rows: x.length, columns: x[0].length });

/** What a figure says of a point of its lattice. */
export function pointText(figure: PlotlyFigure, point: number): string {
  const surface = surfaceOf(figure);
  const { columns } = sizeOf(surface);
  return surface.text[point % columns][Math.floor(point / columns)];
}

/**
 * The point of a figure's lattice beside another one.
 *
 * @param from number of the other; the middle of the lattice where there is none
 * @param key an arrow, as `KeyboardEvent` names it
 * @returns nothing for other keys
 */
export function pointBeside(
  figure: PlotlyFigure,
  from: number | undefined,
  key: string,
): number | undefined {
  const { rows, columns } = sizeOf(surfaceOf(figure));
  const start = from !== undefined && from < rows * columns
    ? from
    : columns * Math.floor(rows / 2) + Math.floor(columns / 2);
  const place = (value: number, axis: "a" | "b", count: number) =>
    SPACE[axis][0] + value * (SPACE[axis][1] - SPACE[axis][0]) / (count - 1);
  const number = (value: number, axis: "a" | "b", count: number) =>
    Math.round((value - SPACE[axis][0]) / (SPACE[axis][1] - SPACE[axis][0]) * (count - 1));
  const next = neighbour(
    {
      a: place(start % columns, "a", columns),
      b: place(Math.floor(start / columns), "b", rows),
    },
    key,
    { rows, columns },
  );
  return next && number(next.a, "a", columns) + columns * number(next.b, "b", rows);
}

/** A mark on a point of the lattice. */
function markOf(surface: Surface, point: number): Readonly<Record<string, unknown>> {
  const { columns } = sizeOf(surface);
  const at = (values: Grid<number>) => [values[Math.floor(point / columns)][point % columns]];
  return {
    type: "scatter3d",
    mode: "markers",
    name: "the chosen shape",
    x: at(surface.x),
    y: at(surface.y),
    z: at(surface.z),
    marker: { size: 9, color: "#56b4e9", line: { color: "#000000", width: 3 } },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** The figure for a page that shows it so. Its view is the first one, from where all of it is seen. */
export function shownFigure(figure: SheetFigure, { colour, point, size }: Shown): PlotlyFigure {
  const { updatemenus: [menu], ...layout } = figure.layout;
  const [style] = menu.buttons[colour].args as [Readonly<Record<string, readonly [unknown]>>];
  const coloured = {
    ...surfaceOf(figure),
    ...Object.fromEntries(Object.entries(style).map(([name, [value]]) => [name, value])),
  };
  const narrow = size.width < NARROW;
  const { scene } = layout;
  const { camera: { eye }, xaxis, yaxis, zaxis } = scene;
  const { colorbar } = coloured;
  const scale = {
    orientation: "h",
    thickness: 10,
    len: 0.9,
    x: 0.5,
    y: 1,
    yanchor: "bottom",
    title: { ...colorbar.title, side: "top" },
  };
  // Below the picture lies the legend, a line for each of its names in a narrow one.
  const margin = { l: 0, r: 0, t: narrow ? 64 : 0, b: narrow ? 110 : 40 };
  const picture = { width: size.width, height: size.height - (narrow ? margin.t + margin.b : 0) };
  const { x, y, z } = steppedBack(eye, picture);
  const room = roomAt(size.width);
  return {
    ...figure,
    data: [
      { ...coloured, colorbar: narrow ? { ...colorbar, ...scale } : colorbar },
      ...figure.data.slice(1),
      ...(point === undefined ? [] : [markOf(coloured, point)]),
    ],
    layout: {
      ...layout,
      margin,
      scene: {
        ...scene,
        ...(narrow
          ? { xaxis: plainAxis(xaxis), yaxis: plainAxis(yaxis), zaxis: plainAxis(zaxis) }
          : {}),
        camera: { ...scene.camera, eye: { x: room * x, y: room * y, z: room * z } },
      },
    },
  };
}
