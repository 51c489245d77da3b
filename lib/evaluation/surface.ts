/**
 * The sheet that the space becomes in latent space: errors over the whole (a, b) plane, how curved
 * the lines of constant a and b run, and by how much the decoder stretches the sheet.
 *
 * @module
 */

import { covariance } from "../measure/latent/covariance.ts";
import { lineCurvature } from "../measure/latent/curvature.ts";
import { pickLatents } from "../measure/latent/activity.ts";
import { orthonormalBasis, pullbackMetric, volumeElement } from "../measure/latent/pullback.ts";
import { type Hole, holeMiddle, insideHole } from "../space/hole.ts";
import { type Point, SPACE } from "../space/space.ts";
import type { Row } from "../files/tables.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";
import { needsLatents, NO_DECODER, score, type Scores } from "./scores.ts";
import { LATTICE } from "../space/points.ts";

/** Every how many points of the lattice, in both directions, the volume element is taken. */
const STRIDE = 2;

/** Figures and tables of the sheet. */
export interface MeasuredSurface {
  readonly scores: Scores;
  /** A row for each line of constant a or b. */
  readonly isolines: Row[];
  /** A row for each point at which the decoder's volume element was taken. */
  readonly volume: Row[];
}

/** Codes of the lattice, and what of them is signal. */
export interface Sheet {
  /** μ of every point, N × latents. */
  readonly means: Float32Array;
  readonly points: readonly Point[];
  /** Side of an image, in pixels. */
  readonly size: number;
  readonly hole: Hole;
  /** Latents whose signal exceeds their noise, counted from 0. */
  readonly scored: readonly number[];
  /** Mean of σ² of each latent. */
  readonly noise: readonly number[];
}

/** Measures the sheet of μ over the lattice; without a decoder at hand, its volume is left out. */
export async function measureSurface(
  { derivatives }: Pick<EvaluatedModel, "derivatives">,
  sheet: Sheet,
): Promise<MeasuredSurface> {
  const { scored } = sheet;
  const isolines = curvatures(sheet);
  const volume = derivatives ? await volumes(derivatives, sheet) : [];
  const over = (rows: readonly Row[], column: string, chosen: (row: Row) => boolean) => {
    const values = rows.filter((row) => row[column] !== "" && chosen(row))
      .map((row) => Number(row[column]));
    return values.length === 0 ? null : values.reduce((sum, x) => sum + x, 0) / values.length;
  };
  const inside = over(volume, "volume", (row) => row.inside_hole === 1);
  const outside = over(volume, "volume", (row) => row.inside_hole === 0);
  const line = (constant: "a" | "b", column: string) =>
    score(
      [...needsLatents(scored.length, 1), closedLine(constant, sheet)],
      () => over(isolines, column, (row) => row.constant === constant),
      {
        otherwise: `no code changes along a line of constant ${constant} by more than its noise`,
      },
    );
  const sheetScore = (value: number | null, otherwise: string) =>
    score([[!derivatives, NO_DECODER], ...needsLatents(scored.length, 2)], () => value, {
      otherwise,
    });
  return {
    scores: {
      turning_iso_a: line("a", "turning"),
      turning_iso_b: line("b", "turning"),
      straightness_iso_a: line("a", "straightness"),
      straightness_iso_b: line("b", "straightness"),
      volume_inside: sheetScore(inside, "no point at which the volume is taken lies in the hole"),
      volume_outside: sheetScore(
        outside,
        "no point at which the volume is taken lies outside the hole",
      ),
      volume_ratio: sheetScore(
        inside === null || !outside ? null : inside / outside,
        "there is no volume inside and outside the hole",
      ),
    },
    isolines,
    volume,
  };
}

/** A line along a periodic parameter is closed: it turns all the way round, and has no two ends. */
function closedLine(constant: "a" | "b", { hole: { periodic } }: Sheet): [boolean, string] {
  const along = constant === "a" ? "b" : "a";
  return [along === periodic, `a line of constant ${constant} is closed: ${along} is periodic`];
}

function curvatures(sheet: Sheet): Row[] {
  const { means, points, hole, scored, noise } = sheet;
  const latents = means.length / points.length;
  // A line along which no latent changes by more than its noise has no direction that means anything.
  const curvature = (line: Float64Array) => {
    if (scored.length === 0) return undefined;
    const codes = pickLatents(line, { latents, chosen: scored });
    const shape = { latents: scored.length };
    const variances = covariance(codes, shape).map((row, k) => row[k]);
    const changes = variances.some((variance, k) => variance > noise[scored[k]]);
    return changes ? lineCurvature(codes, shape) : undefined;
  };
  const { rows, columns } = LATTICE;
  const along = (constant: "a" | "b", numbers: readonly number[]): Row => {
    const codes = Float64Array.from(
      numbers.flatMap((n) => [...means.subarray(n * latents, (n + 1) * latents)]),
    );
    const [isClosed] = closedLine(constant, sheet);
    const found = isClosed ? undefined : curvature(codes);
    return {
      constant,
      value: points[numbers[0]][constant],
      crosses_hole: crossesHole(hole, points[numbers[0]], constant) ? 1 : 0,
      turning: found?.turning ?? "",
      arc_over_chord: found?.arcOverChord ?? "",
      straightness: found?.straightness ?? "",
    };
  };
  const range = (count: number) => Array.from({ length: count }, (_, k) => k);
  // The last line of a periodic coordinate is the first one again.
  const lines = (constant: "a" | "b", count: number) =>
    range(hole.periodic === constant ? count - 1 : count);
  return [
    ...lines("a", columns).map((i) => along("a", range(rows).map((j) => j * columns + i))),
    ...lines("b", rows).map((j) => along("b", range(columns).map((i) => j * columns + i))),
  ];
}

/** Whether the line through a point along which a coordinate is constant leads through the hole. */
function crossesHole(hole: Hole, point: Point, constant: "a" | "b"): boolean {
  const along = constant === "a" ? "b" : "a";
  const [low, high] = SPACE[along];
  // A hole is convex, and widest across its middle: if the line meets it, then here.
  const middle = holeMiddle(hole, along) ?? low;
  return insideHole(hole, { ...point, [along]: Math.min(high, Math.max(low, middle)) });
}

async function volumes(
  derivatives: NonNullable<EvaluatedModel["derivatives"]>,
  { means, points, size, hole, scored }: Sheet,
): Promise<Row[]> {
  const latents = means.length / points.length;
  const { rows, columns } = LATTICE;
  const chosen = points.keys().toArray().filter((n) => {
    const [i, j] = [n % columns, Math.floor(n / columns)];
    const border = i === 0 || j === 0 || i === columns - 1 || j === rows - 1;
    return !border && i % STRIDE === 0 && j % STRIDE === 0;
  });
  const code = (n: number) => Array.from(means.subarray(n * latents, (n + 1) * latents));
  const difference = (from: number, to: number) => {
    const start = code(from);
    // A latent of noise is no direction in which the shapes change.
    return code(to).map((value, k) => scored.includes(k) ? value - start[k] : 0);
  };
  const bases = chosen.map((n) =>
    orthonormalBasis([difference(n - 1, n + 1), difference(n - columns, n + columns)])
  );
  // A point without a plane has no volume.
  const flat: number[] = new Array(latents).fill(0);
  const direction = (k: 0 | 1) => Float32Array.from(bases.flatMap((basis) => basis?.[k] ?? flat));
  const codes = Float32Array.from(chosen.flatMap(code));
  const [one, other] = await derivatives(codes, [direction(0), direction(1)]);
  const area = size * size;
  return chosen.map((n, position) => {
    const image = (images: Float32Array) => images.subarray(position * area, (position + 1) * area);
    const { a, b } = points[n];
    return {
      a,
      b,
      inside_hole: insideHole(hole, points[n]) ? 1 : 0,
      volume: volumeElement(pullbackMetric([image(one), image(other)], { latents: 2 }), [
        [1, 0],
        [0, 1],
      ]),
    };
  });
}
