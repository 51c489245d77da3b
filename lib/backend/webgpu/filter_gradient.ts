/**
 * Gradients of filters and biases without atomics: taps × channels of the filter are rows and
 * columns of a matrix product whose inner dimension is all pixels. That is far longer than the
 * product is large, so pixels are cut into slices, each summed by its own workgroups (split-K), and
 * a second dispatch adds the slices in order: many workgroups, and the same bytes every time. TF.js
 * has one thread a weight walk over batch, height and width.
 *
 * The bias's gradient is the sum over the right matrix's rows, which the first workgroups down take
 * from workgroup memory on the way. A last row of ones in the left matrix would give it as well, but
 * would ask for a tile of its own where the rows fill tiles exactly, as 9 × 64 do.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { runEachIndex } from "./each_index.ts";
import {
  declarePhase,
  declarePosition,
  firstTap,
  FOLDED,
  type Geometry,
  outputPixel,
  plainGeometry,
} from "./geometry.ts";
import { ALIGNMENT, type Gpu, imageGroups } from "./gpu.ts";
import type { Convolution } from "./panels.ts";
import { isWide, renamed, type Source, sourceReads } from "./source.ts";
import {
  cheapestTile,
  columnOf,
  declareStrips,
  declareSums,
  eachSum,
  leftStride,
  shareOut,
  storeVector,
  type Tile,
  TILE_THREADS,
  walkStrips,
} from "./tile.ts";
import { PLACE, unrolled } from "./wgsl.ts";

/** Workgroups that keep a large GPU busy. */
const ENOUGH_WORKGROUPS = 1024;

/** Fewest pixels of a slice: fewer, and adding the slices takes longer than summing them. */
const SLICE = 256;

/** Most slices of all groups of images together; each group has one at least. */
const MOST_SLICES = 128;

/**
 * Gradients of a convolution's filter and bias.
 *
 * @param operands `x` the source of the input N×H×W×inputs, `gradient` that of dy N×H′×W′×outputs,
 * `filterShape` as it is stored
 * @param options the zeros around x, whether x was upsampled (then 3×3 and border 1), and how the
 * filter is stored
 */
export function filterGradient(
  gpu: Gpu,
  operands: { x: Source; gradient: Source; filterShape: readonly number[] },
  { upsample, border, transposed }: Convolution,
): [dFilter: tf.TensorInfo, dBias: tf.TensorInfo] {
  const geometry = upsample ? FOLDED : plainGeometry(operands.filterShape, border);
  return gradientOf(gpu, operands, geometry, { transposed });
}

/** As {@linkcode filterGradient}, for any geometry without or with folded phases. */
export function gradientOf(
  gpu: Gpu,
  { x, gradient, filterShape }: {
    x: Source;
    gradient: Source;
    filterShape: readonly number[];
  },
  geometry: Geometry,
  { transposed = false }: Pick<Convolution, "transposed"> = {},
): [dFilter: tf.TensorInfo, dBias: tf.TensorInfo] {
  const [, , ...channels] = filterShape;
  const [inputs, outputs] = transposed ? channels.reverse() : channels;
  const [, height, width] = gradient.shape;
  const { kernel, phases } = geometry;
  const rows = kernel[0] * kernel[1] * inputs;
  const tile = cheapestTile(rows, outputs);
  const tiles = Math.ceil(rows / tile.rows) * Math.ceil(outputs / tile.columns);
  const input = renamed(x, "x");
  const tensors = [input, gradient].flatMap(({ perImage }) => Object.values(perImage));
  const parts = imageGroups(gpu, tensors);
  const bindable = bindableSlices(gpu, phases * (rows + 1) * outputs);
  const most = Math.min(bindable, Math.floor(MOST_SLICES / parts.length));
  const groups = parts.map((group) => {
    const pixels = group.images * height * width / phases;
    const wanted = Math.ceil(ENOUGH_WORKGROUPS / (tiles * phases));
    const slices = Math.max(1, Math.min(wanted, most, Math.ceil(pixels / SLICE)));
    const length = Math.ceil(pixels / slices / tile.depth) * tile.depth;
    return { ...group, pixels, length, slices: Math.ceil(pixels / length) };
  });
  const total = groups.reduce((sum, { slices }) => sum + slices, 0);
  // Below the filter's rows that of the bias.
  const partials = gpu.output([total, phases, rows + 1, outputs]);
  let done = 0;
  const shapes = { x: x.shape.slice(1), dy: [height, width, outputs] };
  const wide = { x: inputs % 4 === 0, dy: isWide(gradient) };
  const vectors = [
    ...(wide.x ? input.vectors : []),
    ...(wide.dy ? [...gradient.vectors, "partials"] : []),
  ];
  for (const { window, pixels, length, slices } of groups) {
    const size = phases * (rows + 1) * outputs;
    gpu.run({
      key: JSON.stringify(["filter gradient", x.key, gradient.key, shapes, geometry]),
      code: () =>
        (wide.x ? input.vectorCode : input.code) +
        (wide.dy ? gradient.vectorCode : gradient.code) +
        gradientCode(tile, shapes, geometry, wide),
      reads: { ...sourceReads(input, window), ...sourceReads(gradient, window) },
      writes: { partials: { tensor: partials, first: done * size, count: slices * size } },
      vectors,
      sizes: { pixels, length },
      workgroups: [
        Math.ceil(rows / tile.rows),
        Math.ceil(outputs / tile.columns),
        slices * phases,
      ],
    });
    done += slices;
  }
  const result = addSlices(gpu, partials, { filterShape, phases, slices: total, transposed });
  gpu.dispose(partials);
  return result;
}

/** How many slices of so many numbers a dispatch can bind. */
function bindableSlices(gpu: Gpu, size: number): number {
  return Math.max(1, Math.floor((gpu.bindingLimit - ALIGNMENT) / (4 * size)));
}

function gradientCode(
  tile: Tile,
  { x, dy }: { x: readonly number[]; dy: readonly number[] },
  geometry: Geometry,
  wide: { readonly x: boolean; readonly dy: boolean },
): string {
  const [sourceHeight, sourceWidth, inputs] = x;
  const [height, width, outputs] = dy;
  const { kernel: [kernelRows, kernelColumns], phases } = geometry;
  const tap = firstTap(geometry);
  const scale = phases === 4 ? 2 : 1;
  const [phaseHeight, phaseWidth] = [height / scale, width / scale];
  const rows = kernelRows * kernelColumns * inputs;
  const [fetched, nothing] = wide.x ? ["vec4<f32>", "vec4<f32>()"] : ["f32", "0.0"];
  const perQuad = wide.x ? 1 : 4;
  const carried = [
    {
      name: "left",
      count: tile.depth * tile.rows / 4,
      type: "vec4<f32>",
      loadArguments: `inner, phase${wide.x ? ", x_tap, x_own" : ""}`,
      held: wide.x,
    },
    {
      name: "right",
      count: tile.depth * tile.columns / 4,
      type: "vec4<f32>",
      loadArguments: `inner, end, phase, start_column${wide.dy ? ", own" : ""}`,
      held: wide.dy,
    },
  ];
  return `${declareStrips(tile)}
// What a row of the tile is of the filter: row and column of its tap, and its channel; -1 for none.
fn tap_of(row: u32) -> vec3<i32> {
  let tap = row / ${inputs}u;
  return vec3<i32>(
    i32(tap / ${kernelColumns}u),
    i32(tap % ${kernelColumns}u),
    select(-1, i32(row % ${inputs}u), row < ${rows}u),
  );
}
${
    wide.x ? "" : `
var<workgroup> taps: array<vec3<i32>, ${tile.rows}>;

fn find_tap(element: u32, start_row: u32) { taps[element] = tap_of(start_row + element); }
`
  }
// Of a pixel of the output: its image, row and column of the source under the filter's first tap, and
// its own number.
fn place(wanted: u32, phase: u32) -> vec4<i32> {
  let position = min(wanted, sizes.pixels - 1u);
${declarePhase(geometry)}
    ${declarePosition(phaseHeight, phaseWidth)}
  let pixel = ${outputPixel(geometry, height, width)};
  return vec4<i32>(i32(image), ${tap.row}, ${tap.column}, i32(pixel));
}

fn fetch(at: vec4<i32>, tap: vec3<i32>${wide.x ? ", own: x_Channels" : ""}) -> ${fetched} {
  let row = at.y + tap.x;
  let column = at.z + tap.y;
  let pixel = (at.x * ${sourceHeight} + row) * ${sourceWidth} + column;
  // Pixels outside are read as any other and left out: without a branch, loads wait together.
  let exists = tap.z >= 0 && u32(row) < ${sourceHeight}u && u32(column) < ${sourceWidth}u;
  let values = x_source(u32(select(0, pixel, exists)), u32(max(tap.z, 0))${wide.x ? ", own" : ""});
  return select(${nothing}, values, exists);
}

fn load_left(
  element: u32, inner: u32, phase: u32${wide.x ? ", x_tap: vec3<i32>, x_own: x_Channels" : ""}
) -> vec4<f32> {
  let at = place(inner + element / ${tile.rows / 4}u, phase);
${
    wide.x ? "  return fetch(at, x_tap, x_own);" : `  let quad = element % ${tile.rows / 4}u * 4u;
  return vec4<f32>(
${unrolled(perQuad, (k) => `    fetch(at, taps[quad + ${k}u]),`)}
  );`
  }
}

fn keep_left(element: u32, values: vec4<f32>) {
  left[element / ${tile.rows / 4}u * ${leftStride(tile)}u + element % ${tile.rows / 4}u] = values;
}
${
    wide.dy ? "" : `
fn gradient(pixel: u32, column: u32) -> vec4<f32> {
  var values = vec4<f32>();
${
      unrolled(
        4,
        (c) =>
          `  if (column + ${c}u < ${outputs}u) { values[${c}] = source(pixel, column + ${c}u); }`,
      )
    }
  return values;
}
`
  }
fn load_right(
  element: u32, inner: u32, end: u32, phase: u32, start_column: u32${
    wide.dy ? ", own: Channels" : ""
  }
) -> vec4<f32> {
  let first = start_column + element % ${tile.columns / 4}u * 4u;
  let wanted = inner + element / ${tile.columns / 4}u;
  let pixel = u32(place(wanted, phase).w);
  let values = ${
    wide.dy ? `source(pixel, min(first, ${outputs - 4}u), own)` : `gradient(pixel, first)`
  };
  return select(vec4<f32>(), values, wanted < end && first < ${outputs}u);
}

fn keep_right(element: u32, values: vec4<f32>) { right[element] = values; }

fn keep_sums(at: u32, column: u32, values: vec4<f32>) {
${storeVector("partials", "at", { column: "column", columns: outputs })}
}

fn store(base: u32, row: u32, column: u32, values: vec4<f32>) {
  if (row < ${rows}u) { keep_sums(base + row * ${outputs}u + column, column, values); }
}

@compute @workgroup_size(${TILE_THREADS})
fn main(${PLACE}) {
  let phase = group.z % ${phases}u;
  let slice = group.z / ${phases}u;
  let start_row = group.x * ${tile.rows}u;
  let start_column = group.y * ${tile.columns}u;
  let end = min((slice + 1u) * sizes.length, sizes.pixels);
${
    // A thread stays with its quad of rows and of columns: how many quads a strip's row has divides
    // the number of threads (cheapestTile).
    wide.x
      ? `  let x_tap = tap_of(start_row + thread % ${tile.rows / 4}u * 4u);
  let x_own = x_channels(u32(max(x_tap.z, 0)));`
      : `${shareOut(tile.rows, (element) => `find_tap(${element}, start_row)`)}
  workgroupBarrier();`}
${
    wide.dy
      ? `  let own = channels(min(start_column + thread % ${tile.columns / 4}u * 4u, ${
        outputs - 4
      }u));`
      : ""
  }
${declareSums(tile)}
  // Of the first row of tiles, as many threads as there are vectors of columns sum these.
  var sum_bias = vec4<f32>();
  let sums_bias = group.x == 0u && thread < ${tile.columns / 4}u;
${
    walkStrips(tile, {
      carried,
      first: "slice * sizes.length",
      end: "end",
      also: `    if (sums_bias) {
      for (var step = 0u; step < ${tile.depth}u; step++) {
        sum_bias += right[step * ${tile.columns / 4}u + thread];
      }
    }`,
    })
  }
  let base = (slice * ${phases}u + phase) * ${(rows + 1) * outputs}u;
  let first_row = start_row + down * ${tile.threadRows}u;
${
    unrolled(
      tile.threadVectors,
      (vector) => `  let column_${vector} = ${columnOf(tile, vector)};`,
    )
  }
${
    eachSum(
      tile,
      (sum, row, vector) => `  store(base, first_row + ${row}u, column_${vector}, ${sum});`,
    )
  }
  if (sums_bias) {
    let column = start_column + thread * 4u;
    keep_sums(base + ${rows * outputs}u + column, column, sum_bias);
  }
}`;
}

/** Adds slices, and the phases of a folded filter onto the taps that they came from. */
function addSlices(
  gpu: Gpu,
  partials: tf.TensorInfo,
  { filterShape, phases, slices, transposed }: {
    filterShape: readonly number[];
    phases: number;
    slices: number;
    transposed: boolean;
  },
): [dFilter: tf.TensorInfo, dBias: tf.TensorInfo] {
  const [height, width, rows, columns] = filterShape;
  const outputs = transposed ? rows : columns;
  const taps = height * width, area = rows * columns, size = taps * area;
  const phaseTaps = phases === 4 ? 4 : taps;
  const [dFilter, dBias] = [gpu.output(filterShape), gpu.output([outputs])];
  const place = transposed
    ? `
    let tap = sizes.taps - 1u - index / sizes.area;
    let stored = index % sizes.area;
    let within = stored % sizes.columns * (sizes.area / sizes.columns) + stored / sizes.columns;`
    : `
    let tap = index / sizes.area;
    let within = index % sizes.area;`;
  const where = phases === 4
    ? `${place}
    // Row ky of the 3×3 filter falls on small row (ky + 1 - phase) / 2 of the phase's 2×2.
    let small_row = (tap / 3u + 1u - phase / 2u) / 2u;
    let small_column = (tap % 3u + 1u - phase % 2u) / 2u;
    at += (small_row * 2u + small_column) * sizes.area + within;`
    : `${place}
    at += tap * sizes.area + within;`;
  const phaseSize = phaseTaps * area + outputs, sliceSize = phases * phaseSize;
  const bindable = bindableSlices(gpu, sliceSize);
  for (let first = 0; first < slices; first += bindable) {
    const own = Math.min(bindable, slices - first);
    runEachIndex(gpu, {
      key: `add slices ${phases} ${transposed}`,
      reads: { partials: { tensor: partials, first: first * sliceSize, count: own * sliceSize } },
      writes: { filters: dFilter, biases: dBias },
      sizes: { size, area, taps, columns, phase_size: phaseSize, slices: own, first },
      count: size + outputs,
      body: () =>
        `  var sum = 0.0;
  if (sizes.first > 0u) {
    if (index < sizes.size) { sum = filters[filters_at + index]; }
    else { sum = biases[biases_at + index - sizes.size]; }
  }
  for (var phase = 0u; phase < ${phases}u; phase++) {
    var at = partials_at + phase * sizes.phase_size;
    if (index < sizes.size) {${where}
    } else {
      // The bias's row is the last.
      at += sizes.phase_size - (sizes.count - index);
    }
    for (var slice = 0u; slice < sizes.slices; slice++) {
      sum += partials[at];
      at += ${phases}u * sizes.phase_size;
    }
  }
  if (index < sizes.size) {
    filters[filters_at + index] = sum;
  } else {
    biases[biases_at + index - sizes.size] = sum;
  }`,
    });
  }
  return [dFilter, dBias];
}
