/**
 * Moments of a convolution's output, taken while a tile's sums are still in registers.
 *
 * @module
 */

import { COMBINE } from "./moments.ts";
import { threadsAcross, type Tile, TILE_THREADS } from "./tile.ts";
import { unrolled } from "./wgsl.ts";

function cellRows(tile: Tile): number {
  return TILE_THREADS / threadsAcross(tile);
}

/** Declarations of what {@linkcode storeMoments} keeps in workgroup memory. */
export function declareCells(tile: Tile): string {
  const cells = cellRows(tile) * tile.columns / 4;
  return `${COMBINE}
var<workgroup> means: array<vec4<f32>, ${cells}>;
var<workgroup> squares: array<vec4<f32>, ${cells}>;`;
}

/**
 * Moments of each column of the tile. Sums of squares would lose the variance of values far from 0
 * in float32, so each thread takes the distances from its own mean, and these are combined pair by
 * pair (Chan, Golub & LeVeque 1979).
 */
export function storeMoments(tile: Tile, outputs: number): string {
  const { threadRows, threadVectors, columns } = tile;
  const weight = (row: number) => `f32(${row}u < valid)`;
  return `
  let valid = min(sizes.pixels - min(first, sizes.pixels), ${threadRows}u);
${
    unrolled(threadVectors, (vector) =>
      `  {
    var total = vec4<f32>();
${
        unrolled(
          threadRows,
          (row) => `    total += sum_${row}_${vector} * ${weight(row)};`,
        )
      }
    let mean = total / f32(max(valid, 1u));
    var square = vec4<f32>();
${
        unrolled(
          threadRows,
          (row) =>
            `    square += (sum_${row}_${vector} - mean) * (sum_${row}_${vector} - mean) * ${
              weight(row)
            };`,
        )
      }
    let cell = down * ${columns / 4}u + across * ${threadVectors}u + ${vector}u;
    means[cell] = mean;
    squares[cell] = square;
  }`)
  }
  workgroupBarrier();
  let channel = start_column + thread;
  if (thread < ${columns}u && channel < ${outputs}u) {
    var all = vec3<f32>();
    for (var row = 0u; row < ${cellRows(tile)}u; row++) {
      let begin = start + row * ${threadRows}u;
      let added = f32(min(sizes.pixels - min(begin, sizes.pixels), ${threadRows}u));
      let cell = row * ${columns / 4}u + thread / 4u;
      let part = vec3<f32>(added, means[cell][thread % 4u], squares[cell][thread % 4u]);
      all = combine(all, part);
    }
    let at = partials_at + (phase * sizes.row_tiles + tile_index) * ${3 * outputs}u + channel;
    partials[at] = all.x;
    partials[at + ${outputs}u] = all.y;
    partials[at + ${2 * outputs}u] = all.z;
  }`;
}
