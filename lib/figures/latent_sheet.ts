/**
 * The latent sheet in three dimensions: where the encoder puts the plane of shapes. A lattice over
 * (a, b) is drawn as a surface through its codes, so that a hole the network could not fill shows
 * as a fold, a tear or a bulge within the hole's outline. It is a figure for Plotly, as plain data:
 * the report writes it into its page, the explorer draws it live.
 *
 * @module
 */

import { type FamilyName, isCoordinate, parameterTitle, periodicAxis } from "../curve/family.ts";
import { parameterSymbol, parameterTicks, placeText } from "../curve/parameter_text.ts";
import { type Hole, insideHole } from "../space/hole.ts";
import { holeOutlines } from "../space/outline.ts";
import { type Point, SPACE } from "../space/space.ts";
import { AROUND, OKABE_ITO } from "./palette.ts";

/** A figure as `Plotly.newPlot` takes it. */
export interface PlotlyFigure {
  /** Traces. */
  readonly data: readonly Readonly<Record<string, unknown>>[];
  /** Axes, legend, buttons and camera. */
  readonly layout: Readonly<Record<string, unknown>>;
  /** What the reader may do with it. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** A point of the plane and its code. */
export interface SheetPoint extends Point {
  /** μ, two or three latents. */
  readonly mu: readonly number[];
  /** Dice of its reconstruction, in [0, 1]. */
  readonly dice?: number;
}

/** What the sheet is coloured by. */
export type SheetColour = "a" | "b" | "error";

/** What {@linkcode latentSheet} draws. */
export interface LatentSheetData {
  /** Points of a regular lattice, row by row: b rising, and within a row a rising. */
  readonly lattice: readonly SheetPoint[];
  /** Points in a row, at least 2. */
  readonly columns: number;
  /** Transects to draw through the sheet. */
  readonly transects?: readonly { readonly name: string; readonly points: readonly SheetPoint[] }[];
  /** The hole, whose outline is drawn on the sheet. */
  readonly hole: Hole;
  /** What a and b are called; as those of the study where this is absent. */
  readonly family?: FamilyName | undefined;
  /** Colours of text and grid. Default light. */
  readonly theme?: "light" | "dark";
  /** What the sheet is coloured by at first. Default `b`, also where a Dice is missing for `error`. */
  readonly colour?: SheetColour;
}

/** Turn away from the sheet's normal, and least and greatest elevation of the view, in radians. */
const [TURN, LOWEST, HIGHEST] = [Math.PI / 18, Math.PI / 10, Math.PI / 3];

/** Distance of the view, in half diagonals of the box around the codes. */
const DISTANCE = 2.2;

type Vector = [x: number, y: number, z: number];

const THEMES = {
  light: { ink: "#1f2328", line: "#c4cad1", transects: "#000000" },
  dark: { ink: "#e6edf3", line: "#444c56", transects: "#ffffff" },
};

/**
 * Draws the sheet. Hovering over the surface or a transect hands `customdata` to the page: the
 * number of the point, first those of the lattice, then those of the transects in order.
 *
 * @throws {RangeError} The codes have other than two or three latents, or the lattice is not
 * rectangular with two rows and columns or more.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lattice, PUBLISHED_HOLE } from "../space/mod.ts";
 * import { latentSheet } from "./latent_sheet.ts";
 *
 * const points = lattice(21, 16).map(({ a, b }) => ({ a, b, mu: [a, b, a * b] }));
 * const { data } = latentSheet({ lattice: points, columns: 16, hole: PUBLISHED_HOLE });
 * assertEquals(data[0].type, "surface");
 * ```
 */
export function latentSheet(data: LatentSheetData): PlotlyFigure {
  const { lattice, columns, transects = [], hole, family, theme = "light" } = data;
  const rows = lattice.length / columns;
  if (!Number.isInteger(rows) || rows < 2 || columns < 2) {
    throw new RangeError(
      `Cannot draw the sheet: the lattice must be rectangular, 2×2 or larger, received ` +
        `${lattice.length} points in rows of ${columns}`,
    );
  }
  const latents = lattice[0].mu.length;
  if (latents !== 2 && latents !== 3) {
    throw new RangeError(
      `Cannot draw the sheet: codes must have 2 or 3 latents, received ${latents}`,
    );
  }
  const odd = [...lattice, ...transects.flatMap(({ points }) => points)]
    .find(({ mu }) => mu.length !== latents);
  if (odd) {
    throw new RangeError(
      `Cannot draw the sheet: every code must have ${latents} latents, received ${odd.mu.length}`,
    );
  }
  const codes = lattice.map(({ mu }) => vector(mu));
  const grid = <T>(values: readonly T[]) =>
    Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
  const axis = (k: number) => grid(codes.map((code) => code[k]));
  const scales = colourings(data, grid);
  const first = scales.find(({ id }) => id === data.colour) ?? scales[1];
  const { ink, line, transects: walked } = THEMES[theme];

  const surface = {
    type: "surface",
    name: "the sheet",
    x: axis(0),
    y: axis(1),
    z: axis(2),
    ...first.style,
    opacity: 0.92,
    showscale: true,
    customdata: transpose(grid(lattice.map((_, n) => n))),
    text: transpose(grid(lattice.map((point) => label(point, family)))),
    hovertemplate: "%{text}<extra></extra>",
    contours: Object.fromEntries(
      ["x", "y", "z"].map((name) => [name, { highlight: false }]),
    ),
    lighting: { ambient: 0.75, diffuse: 0.5, specular: 0.05, roughness: 0.9 },
  };
  const meshes = [
    ...Array.from({ length: rows }, (_, row) => codes.slice(row * columns, (row + 1) * columns)),
    ...Array.from(
      { length: columns },
      (_, column) => codes.filter((_, n) => n % columns === column),
    ),
  ];
  const outlines = holeOutlines(hole)
    .flatMap((outline) => withinRange(alongOutline(outline, { lattice, columns }), hole.periodic))
    .map((part) => part.map((point) => interpolate(lattice, { point, columns })));
  const within = codes.filter((_, n) => insideHole(hole, lattice[n]));
  const traces = [
    surface,
    lines(meshes, {
      name: `lines of constant ${parameterSymbol("a", family)} or ${parameterSymbol("b", family)}`,
      line: { color: "rgba(0,0,0,0.28)", width: 1 },
    }),
    ...(outlines.length > 0
      ? [
        lines(outlines, {
          name: "edge of the hole",
          line: { color: OKABE_ITO.vermillion, width: 9 },
          showlegend: true,
        }),
        scatter(within, {
          name: "inside the hole",
          mode: "markers",
          marker: { size: 4, color: OKABE_ITO.vermillion },
          showlegend: true,
        }),
      ]
      : []),
    ...walks(transects, { first: lattice.length, colour: walked, family }),
  ];
  const spaceAxis = (name: string) => ({
    title: { text: `${name} (latent units)` },
    color: ink,
    gridcolor: line,
    zerolinecolor: line,
    showbackground: false,
    showspikes: false,
  });
  return {
    data: traces,
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      font: { color: ink, family: "system-ui, sans-serif", size: 12 },
      margin: { l: 0, r: 0, t: 44, b: 40 },
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 0, yanchor: "top" },
      scene: {
        xaxis: spaceAxis("μ₁"),
        yaxis: spaceAxis("μ₂"),
        zaxis: latents === 3 ? spaceAxis("μ₃") : { visible: false },
        aspectmode: "data",
        camera: { eye: viewpoint(grid(codes)), center: { x: 0, y: 0, z: -0.15 } },
      },
      updatemenus: [{
        type: "buttons",
        direction: "right",
        x: 0,
        y: 1,
        xanchor: "left",
        yanchor: "bottom",
        pad: { t: 0, r: 0, b: 6, l: 6 },
        active: scales.indexOf(first),
        font: { color: "#1f2328" },
        bgcolor: "#eaeef2",
        buttons: scales.map(({ name, style }) => ({
          label: `colour by ${name}`,
          method: "restyle",
          args: [
            Object.fromEntries(Object.entries(style).map(([key, value]) => [key, [value]])),
            [0],
          ],
        })),
      }],
    },
    config: { responsive: true, displaylogo: false, displayModeBar: false, scrollZoom: false },
  };
}

function vector(mu: readonly number[]): Vector {
  return [mu[0], mu[1], mu[2] ?? 0];
}

function label({ dice, ...point }: SheetPoint, family: FamilyName | undefined): string {
  return placeText(point, family) +
    (dice === undefined ? "" : `<br>Dice ${dice.toFixed(3)}`);
}

function colourings(
  { lattice, family }: LatentSheetData,
  grid: <T>(values: readonly T[]) => T[][],
): { id: SheetColour; name: string; style: Record<string, unknown> }[] {
  const entry = (
    id: SheetColour,
    { name, title, ticks = {}, scale }: {
      name: string;
      title: string;
      ticks?: Readonly<Record<string, unknown>>;
      scale?: Readonly<Record<string, unknown>>;
    },
    values: readonly number[],
  ) => ({
    id,
    name,
    style: {
      surfacecolor: grid(values),
      colorscale: "Viridis",
      cmin: Math.min(...values),
      cmax: Math.max(...values),
      ...scale,
      colorbar: { title: { text: title, side: "right" }, thickness: 12, len: 0.7, x: 1, ...ticks },
    },
  });
  const dice = lattice.flatMap(({ dice }) => dice === undefined ? [] : [dice]);
  return [
    ...(["a", "b"] as const).map((id) =>
      entry(id, {
        name: parameterSymbol(id, family),
        title: parameterTitle(id, { unit: false, family }),
        ticks: colourTicks(id, family),
        scale: colourScale(id, family),
      }, lattice.map((point) => point[id]))
    ),
    ...(dice.length === lattice.length
      ? [
        entry(
          "error",
          { name: "error", title: "error: 1 − Dice" },
          dice.map((value) => 1 - value),
        ),
      ]
      : []),
  ];
}

/** Colours that close where a parameter's range does; no others than usual where it does not. */
function colourScale(name: "a" | "b", family: FamilyName | undefined): Record<string, unknown> {
  if (periodicAxis(family) !== name) return {};
  const [cmin, cmax] = SPACE[name];
  return {
    colorscale: AROUND.map((colour, k) => [k / (AROUND.length - 1), colour]),
    cmin,
    cmax,
  };
}

/** A parameter's own values beside its colours; none where they are the coordinate's. */
function colourTicks(name: "a" | "b", family: FamilyName | undefined): Record<string, unknown> {
  if (isCoordinate(name, family)) return {};
  const ticks = parameterTicks(name, family);
  return {
    tickvals: ticks.map(({ coordinate }) => coordinate),
    ticktext: ticks.map(({ label }) => label),
  };
}

function scatter(
  points: readonly Vector[],
  style: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const [x, y, z] = [0, 1, 2].map((k) => points.map((point) => point[k]));
  return { type: "scatter3d", x, y, z, hoverinfo: "skip", showlegend: false, ...style };
}

/** Several lines as one trace, `null` between them. */
function lines(
  paths: readonly (readonly Vector[])[],
  style: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const [x, y, z] = [0, 1, 2].map((k) =>
    paths.flatMap((path) => [...path.map((point) => point[k]), null])
  );
  return {
    type: "scatter3d",
    mode: "lines",
    x,
    y,
    z,
    connectgaps: false,
    hoverinfo: "skip",
    showlegend: false,
    ...style,
  };
}

const DASHES = ["solid", "dash", "dot"];

function walks(
  transects: NonNullable<LatentSheetData["transects"]>,
  { first, colour, family }: { first: number; colour: string; family: FamilyName | undefined },
): Record<string, unknown>[] {
  let start = first;
  return transects.map(({ name, points }, k) => {
    const from = start;
    const dash = DASHES[k % DASHES.length];
    start += points.length;
    return scatter(points.map(({ mu }) => vector(mu)), {
      name,
      mode: "lines+markers",
      line: { color: colour, width: dash === "solid" ? 5 : 6, dash },
      marker: { size: 3, color: colour },
      showlegend: true,
      customdata: points.map((_, n) => from + n),
      text: points.map((point) => label(point, family)),
      hoverinfo: "text",
      hovertemplate: `${name}: %{text}<extra></extra>`,
    });
  });
}

/**
 * Rows as columns. Plotly looks up what a surface says on hover by [column, row], its other arrays
 * by [row, column] (plotly.js issue 5003): without this, another point's name and pictures appear.
 * To be deleted when `tests/browser/report_sheet_test.ts` fails because that is mended.
 */
function transpose<T>(rows: readonly (readonly T[])[]): T[][] {
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}

/** The outline of the hole in steps of half a cell or less, so that it bends as the sheet does. */
function alongOutline(
  outline: readonly Point[],
  { lattice, columns }: Pick<LatentSheetData, "lattice" | "columns">,
): Point[] {
  const [a, b] = [lattice[1].a - lattice[0].a, lattice[columns].b - lattice[0].b];
  return outline.flatMap((to, n, corners) => {
    if (n === 0) return [to];
    const from = corners[n - 1];
    const cells = Math.max(Math.abs((to.a - from.a) / a), Math.abs((to.b - from.b) / b));
    const steps = Math.max(1, Math.ceil(2 * cells));
    return Array.from({ length: steps }, (_, k) => {
      const share = (k + 1) / steps;
      return { a: from.a + share * (to.a - from.a), b: from.b + share * (to.b - from.b) };
    });
  });
}

/**
 * The parts of a line within the range of a periodic axis, where the other part of the hole goes on:
 * without one, the whole line, of which the lattice's edge takes what leads beyond it.
 */
function withinRange(line: readonly Point[], periodic: "a" | "b" | undefined): Point[][] {
  if (periodic === undefined) return [[...line]];
  const [low, high] = SPACE[periodic];
  const parts: Point[][] = [[]];
  for (const point of line) {
    if (point[periodic] >= low && point[periodic] <= high) parts.at(-1)!.push(point);
    else if (parts.at(-1)!.length > 0) parts.push([]);
  }
  return parts.filter((part) => part.length > 1);
}

/** The code at a point of the plane between those of the lattice, bilinearly. */
function interpolate(
  lattice: readonly SheetPoint[],
  { point, columns }: { point: Point; columns: number },
): Vector {
  const rows = lattice.length / columns;
  const [start, end] = [lattice[0], lattice[lattice.length - 1]];
  const place = (value: number, low: number, high: number, count: number) => {
    const at = Math.min(count - 1, Math.max(0, (value - low) / (high - low) * (count - 1)));
    const cell = Math.min(count - 2, Math.floor(at));
    return { cell, share: at - cell };
  };
  const across = place(point.a, start.a, end.a, columns);
  const up = place(point.b, start.b, end.b, rows);
  const at = (row: number, column: number) => vector(lattice[row * columns + column].mu);
  const mix = (one: Vector, other: Vector, share: number) =>
    one.map((value, k) => value + share * (other[k] - value)) as Vector;
  const low = mix(at(up.cell, across.cell), at(up.cell, across.cell + 1), across.share);
  const high = mix(at(up.cell + 1, across.cell), at(up.cell + 1, across.cell + 1), across.share);
  return mix(low, high, up.share);
}

/**
 * Where to look from, in Plotly's units: along the sheet's mean normal, which shows as little of it
 * twice as a view can, turned and raised a little so that its depth shows, and far enough away that
 * the axes' titles stay in the picture.
 */
function viewpoint(rows: readonly (readonly Vector[])[]): { x: number; y: number; z: number } {
  const normal: Vector = [0, 0, 0];
  for (let row = 1; row < rows.length; row++) {
    for (let column = 1; column < rows[row].length; column++) {
      const [low, high] = [rows[row - 1], rows[row]];
      const one = between(low[column - 1], high[column]);
      const other = between(low[column], high[column - 1]);
      for (const k of [0, 1, 2]) {
        const [i, j] = [(k + 1) % 3, (k + 2) % 3];
        normal[k] += one[i] * other[j] - one[j] * other[i];
      }
    }
  }
  // The sheet has two sides; the upper one leaves the axes' titles in front of it.
  const side = normal[2] < 0 ? -1 : 1;
  const azimuth = Math.atan2(side * normal[1], side * normal[0]) + TURN;
  const rise = Math.atan2(side * normal[2], Math.hypot(normal[0], normal[1]));
  const elevation = Math.min(HIGHEST, Math.max(LOWEST, rise));

  const codes = rows.flat();
  const sides = [0, 1, 2].map((k) => {
    const values = codes.map((code) => code[k]);
    // Plotly opens an axis on which all values are equal by 1 to both sides.
    return Math.max(...values) - Math.min(...values) || 2;
  });
  // With `aspectmode: "data"` Plotly scales the box around the codes to the volume 1.
  const scale = Math.cbrt(sides[0] * sides[1] * sides[2]);
  const distance = DISTANCE * Math.hypot(...sides) / (2 * scale);
  return {
    x: distance * Math.cos(elevation) * Math.cos(azimuth),
    y: distance * Math.cos(elevation) * Math.sin(azimuth),
    z: distance * Math.sin(elevation),
  };
}

function between(from: Vector, to: Vector): Vector {
  return [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
}
