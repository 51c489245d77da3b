/**
 * The sheet that the space becomes in latent space: errors over the whole (a, b) plane, how curved
 * the lines of constant a and b run, and by how much the decoder stretches the sheet.
 *
 * @module
 */

import { lineCurvature, pullbackMetric, volumeElement } from "../measure/mod.ts";
import type { Vae } from "../model/mod.ts";
import type { Metrics } from "../results/stage.ts";
import { type Hole, insideHole, type Point } from "../space/mod.ts";
import { decoderJacobians } from "../training/mod.ts";
import type { Row } from "./codes.ts";
import { LATTICE } from "./sets.ts";

/** Every how many points of the lattice, in both directions, the volume element is taken. */
const STRIDE = 2;

/** Figures and tables of the sheet. */
export interface MeasuredSurface {
  readonly metrics: Metrics;
  /** A row for each line of constant a or b. */
  readonly isolines: Row[];
  /** A row for each point at which the decoder's volume element was taken. */
  readonly volume: Row[];
}

/** Measures the sheet of μ over the lattice. */
export async function measureSurface(
  vae: Vae,
  { means, points, hole }: { means: Float32Array; points: readonly Point[]; hole: Hole },
): Promise<MeasuredSurface> {
  const isolines = curvatures(means, { points, hole });
  const volume = await volumes(vae, { means, points, hole });
  const over = (rows: readonly Row[], column: string, chosen: (row: Row) => boolean) => {
    const values = rows.filter(chosen).map((row) => Number(row[column]));
    return values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / values.length;
  };
  const inside = over(volume, "volume", (row) => row.inside_hole === 1);
  const outside = over(volume, "volume", (row) => row.inside_hole === 0);
  const line = (constant: string, column: string) =>
    over(isolines, column, (row) => row.constant === constant);
  return {
    metrics: {
      turning_iso_a: line("a", "turning"),
      turning_iso_b: line("b", "turning"),
      straightness_iso_a: line("a", "straightness"),
      straightness_iso_b: line("b", "straightness"),
      volume_inside: inside,
      volume_outside: outside,
      volume_ratio: inside === null || !outside ? null : inside / outside,
    },
    isolines,
    volume,
  };
}

function curvatures(
  means: Float32Array,
  { points, hole }: { points: readonly Point[]; hole: Hole },
): Row[] {
  const latents = means.length / points.length;
  const { rows, columns } = LATTICE;
  const along = (constant: "a" | "b", numbers: readonly number[]): Row => {
    const codes = Float64Array.from(
      numbers.flatMap((n) => [...means.subarray(n * latents, (n + 1) * latents)]),
    );
    const { turning, arcOverChord, straightness } = lineCurvature(codes, { latents });
    return {
      constant,
      value: points[numbers[0]][constant],
      crosses_hole: numbers.some((n) => insideHole(hole, points[n])) ? 1 : 0,
      turning,
      arc_over_chord: arcOverChord,
      straightness,
    };
  };
  const range = (count: number) => Array.from({ length: count }, (_, k) => k);
  return [
    ...range(columns).map((i) => along("a", range(rows).map((j) => j * columns + i))),
    ...range(rows).map((j) => along("b", range(columns).map((i) => j * columns + i))),
  ];
}

async function volumes(
  vae: Vae,
  { means, points, hole }: { means: Float32Array; points: readonly Point[]; hole: Hole },
): Promise<Row[]> {
  const { latents, size } = vae.architecture;
  const { rows, columns } = LATTICE;
  const chosen = points.keys().toArray().filter((n) => {
    const [i, j] = [n % columns, Math.floor(n / columns)];
    const border = i === 0 || j === 0 || i === columns - 1 || j === rows - 1;
    return !border && i % STRIDE === 0 && j % STRIDE === 0;
  });
  const code = (n: number) => Array.from(means.subarray(n * latents, (n + 1) * latents));
  const jacobians = await decoderJacobians(vae, Float32Array.from(chosen.flatMap(code)));
  const area = size * size;
  return chosen.map((n, position) => {
    const jacobian = Array.from({ length: latents }, (_, k) => {
      const at = position * latents + k;
      return jacobians.subarray(at * area, (at + 1) * area);
    });
    const difference = (from: number, to: number) => {
      const [start, end] = [code(from), code(to)];
      return end.map((value, k) => value - start[k]);
    };
    const tangents = [difference(n - 1, n + 1), difference(n - columns, n + columns)] as const;
    const { a, b } = points[n];
    return {
      a,
      b,
      inside_hole: insideHole(hole, points[n]) ? 1 : 0,
      volume: volumeElement(pullbackMetric(jacobian, { latents }), tangents),
    };
  });
}
