/**
 * Moments of a convolution's output, taken while a tile's sums are still in registers.
 *
 * @module
 */

import { COMBINE } from "./moments.ts";
import { leftStride, threadsAcross, type Tile, TILE_THREADS, vectorStride } from "./tile.ts";
import { unrolled } from "./wgsl.ts";

function cellRows(tile: Tile): number {
  return TILE_THREADS / threadsAcross(tile);
}

/** Declarations of what {@linkcode storeMoments} keeps in workgroup memory, and how. */
export function declareCells(tile: Tile): string {
  const cells = cellRows(tile) * tile.columns / 4;
  const { means, squares } = cellNames(tile);
  const rows = (line: (row: number) => string) => unrolled(tile.threadRows, line);
  return `${COMBINE}
${
    [means, squares].filter((name) => name !== "left" && name !== "right")
      .map((name) => `var<workgroup> ${name}: array<vec4<f32>, ${cells}>;`).join("\n")
  }
// Moments of the first valid of a thread's sums of four columns.
fn keep_cell(
  cell: u32,
  valid: u32,
${rows((row) => `  sum_${row}: vec4<f32>,`)}
) {
${rows((row) => `  let weight_${row} = f32(${row}u < valid);`)}
  var total = vec4<f32>();
${rows((row) => `  total += sum_${row} * weight_${row};`)}
  let mean = total / f32(max(valid, 1u));
  var square = vec4<f32>();
${rows((row) => `  square += (sum_${row} - mean) * (sum_${row} - mean) * weight_${row};`)}
  ${means}[cell] = mean;
  ${squares}[cell] = square;
}`;
}

/**
 * Where moments are kept: in the strips, which nobody reads any more, or in memory of their own
 * where a strip is too short. Less memory lets more workgroups run at once.
 */
function cellNames(tile: Tile): { means: string; squares: string } {
  const cells = cellRows(tile) * tile.columns / 4;
  return {
    means: cells <= tile.depth * leftStride(tile) ? "left" : "means",
    squares: cells <= tile.depth * tile.columns / 4 ? "right" : "squares",
  };
}

/**
 * Moments of each column of the tile. Sums of squares would lose the variance of values far from 0
 * in float32, so each thread takes the distances from its own mean, and these are combined pair by
 * pair (Chan, Golub & LeVeque 1979).
 */
export function storeMoments(tile: Tile, outputs: number): string {
  const { threadRows, threadVectors, columns } = tile;
  const { means, squares } = cellNames(tile);
  const sumsOf = (vector: number) =>
    Array.from({ length: threadRows }, (_, row) => `sum_${row}_${vector}`).join(", ");
  return `
  let valid = min(sizes.pixels - min(first_position, sizes.pixels), ${threadRows}u);
  let cell = down * ${columns / 4}u + across;
${
    unrolled(
      threadVectors,
      (vector) => `  keep_cell(cell + ${vector * vectorStride(tile)}u, valid, ${sumsOf(vector)});`,
    )
  }
  workgroupBarrier();
  let channel = start_column + thread;
  if (thread < ${columns}u && channel < ${outputs}u) {
    var all = vec3<f32>();
    for (var row = 0u; row < ${cellRows(tile)}u; row++) {
      let begin = start + row * ${threadRows}u;
      let added = f32(min(sizes.pixels - min(begin, sizes.pixels), ${threadRows}u));
      let at = row * ${columns / 4}u + thread / 4u;
      let part = vec3<f32>(added, ${means}[at][thread % 4u], ${squares}[at][thread % 4u]);
      all = combine(all, part);
    }
    let at = partials_at + (phase * sizes.row_tiles + tile_index) * ${3 * outputs}u + channel;
    partials[at] = all.x;
    partials[at + ${outputs}u] = all.y;
    partials[at + ${2 * outputs}u] = all.z;
  }`;
}
