/**
 * Convolutions and their input gradients as one implicit matrix product: pixels × taps times
 * taps × channels. The left matrix is never written down: a workgroup gathers the strip that it
 * needs from the image, zeros outside of it included.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { declarePhase, declarePosition, firstTap, type Geometry, outputPixel } from "./geometry.ts";
import { type Bindable, type Gpu, imageGroups } from "./gpu.ts";
import { backwardPanels, type Convolution } from "./panels.ts";
import { isWide, type Source, sourceReads } from "./source.ts";
import {
  columnOf,
  declareStrips,
  declareSums,
  eachSum,
  leftStride,
  shareOut,
  storeVector,
  tallTile,
  type Tile,
  TILE_THREADS,
  walkStrips,
} from "./tile.ts";
import { declareCells, storeMoments } from "./tile_moments.ts";
import { GROUP_INDEX, PLACE, spread, unrolled } from "./wgsl.ts";

/** What is done with the sums of a convolution. */
export interface Epilogue {
  /** One value a channel, added before a ReLU. */
  readonly bias?: tf.TensorInfo;
  /** Whether to keep each tile's moments, for {@linkcode Convolved.partials}. */
  readonly moments?: boolean;
}

/** What {@linkcode convolve} gives. */
export interface Convolved {
  /** N×H×W×outputs. */
  readonly out: tf.TensorInfo;
  /**
   * Tiles×3×outputs: how many values, their mean and the sum of their squared distances from it,
   * by tile and channel. The caller disposes of it.
   */
  readonly partials: tf.TensorInfo | null;
}

/**
 * Convolves a source with packed panels.
 *
 * @param operands `panels` phases×taps×inputs×outputs, `shape` N×H×W×outputs of the output
 */
export function convolve(
  gpu: Gpu,
  operands: { source: Source; panels: tf.TensorInfo; shape: readonly number[] },
  geometry: Geometry,
  { bias, moments = false }: Epilogue = {},
): Convolved {
  const { source, panels, shape } = operands;
  const out = gpu.output(shape);
  const [, height, width, outputs] = shape;
  const tile = tallTile(outputs);
  const { phases } = geometry;
  const groups = imageGroups(gpu, [...Object.values(source.perImage), out]);
  const tilesOf = (images: number) => Math.ceil(images * height * width / phases / tile.rows);
  const total = groups.reduce((sum, { images }) => sum + tilesOf(images) * phases, 0);
  const partials = moments ? gpu.output([total, 3, outputs]) : null;
  const shapes = { source: source.shape.slice(1), out: shape.slice(1) };
  const wide = isWide(source);
  const options = { bias: bias !== undefined, moments, wide };
  const vectors = [...(wide ? source.vectors : []), ...(outputs % 4 ? [] : ["panels", "out"])];
  const columnTiles = Math.ceil(outputs / tile.columns);
  let done = 0;
  for (const { images, window } of groups) {
    const rowTiles = tilesOf(images);
    const writes: Record<string, Bindable> = { out: window(out) };
    if (partials) {
      const count = rowTiles * phases * 3 * outputs;
      writes.partials = { tensor: partials, first: done * 3 * outputs, count };
    }
    gpu.run({
      key: JSON.stringify(["convolve", source.key, shapes, geometry, options]),
      code: () =>
        (wide ? source.vectorCode : source.code) + convolveCode(tile, shapes, geometry, options),
      reads: { ...sourceReads(source, window), panels, ...(bias ? { bias } : {}) },
      writes,
      sizes: { pixels: images * height * width / phases, row_tiles: rowTiles },
      vectors,
      workgroups: spread(rowTiles * columnTiles * phases),
    });
    done += rowTiles * phases;
  }
  return { out, partials };
}

/** The gradient of a convolution's input, of a given shape, from the gradient of its output. */
export function inputGradient(
  gpu: Gpu,
  { gradient, filter, shape }: {
    gradient: Source;
    filter: tf.TensorInfo;
    shape: readonly number[];
  },
  convolution: Convolution,
): tf.TensorInfo {
  const { panels, geometry, dispose } = backwardPanels(gpu, filter, convolution);
  const { out } = convolve(gpu, { source: gradient, panels, shape }, geometry);
  dispose();
  return out;
}

/** Shapes of an image of the source and of the output, H×W×C. */
interface Shapes {
  readonly source: readonly number[];
  readonly out: readonly number[];
}

function convolveCode(
  tile: Tile,
  { source, out }: Shapes,
  geometry: Geometry,
  { bias, moments, wide }: { bias: boolean; moments: boolean; wide: boolean },
): string {
  const [sourceHeight, sourceWidth, inputs] = source;
  const [height, width, outputs] = out;
  const { kernel: [kernelRows, kernelColumns], phases } = geometry;
  const tap = firstTap(geometry);
  const scale = phases === 4 ? 2 : 1;
  const [phaseHeight, phaseWidth] = [height / scale, width / scale];
  const inner = kernelRows * kernelColumns * inputs;
  const inside = geometry.border[0] === 0 && geometry.border[1] === 0;
  const [vectors, number] = wide ? ["vec4<f32>", "vec4<f32>()"] : ["f32", "0.0"];
  const own = wide ? ", own" : "";
  const columnTiles = Math.ceil(outputs / tile.columns);
  const carried = [
    {
      name: "left",
      count: tile.depth * tile.rows / (wide ? 16 : 4),
      type: wide ? "mat4x4<f32>" : "vec4<f32>",
      loadArguments: "inner",
      held: wide,
    },
    {
      name: "right",
      count: tile.depth * tile.columns / 4,
      type: "vec4<f32>",
      loadArguments: "inner, phase, start_column",
      held: outputs % 4 === 0,
    },
  ];
  return `${declareStrips(tile)}
// For each row of the tile, row, column and number of the pixel that the filter's first tap falls
// on; it may lie outside.
var<workgroup> first: array<vec4<i32>, ${tile.rows}>;
${moments ? declareCells(tile) : ""}
fn find_first(element: u32, start: u32, phase: u32) {
  let position = min(start + element, sizes.pixels - 1u);
${declarePhase(geometry)}
    ${declarePosition(phaseHeight, phaseWidth)}
  let tap_row = ${tap.row};
  let tap_column = ${tap.column};
  let pixel = (i32(image) * ${sourceHeight} + tap_row) * ${sourceWidth} + tap_column;
  first[element] = vec4<i32>(tap_row, tap_column, pixel, 0);
}

fn fetch(
  tile_row: u32, tap_row: i32, tap_column: i32, channel: u32${wide ? ", own: Channels" : ""}
) -> ${vectors} {
  let corner = first[tile_row];
  let pixel = corner.z + tap_row * ${sourceWidth} + tap_column;
${
    inside ? `  return source(u32(pixel), channel${own});` : `
  // Pixels outside are read as any other and left out: without a branch, loads wait together.
  let row = u32(corner.x + tap_row);
  let column = u32(corner.y + tap_column);
  let exists = row < ${sourceHeight}u && column < ${sourceWidth}u;
  let values = source(u32(select(0, pixel, exists)), channel${own});
  return select(${number}, values, exists);`
  }
}

${
    wide
      ? loadWide(tile, { inner, inputs, kernelColumns })
      : loadNarrow(tile, { inner, inputs, kernelColumns })
  }

fn panel(at: u32, column: u32) -> vec4<f32> {
${
    outputs % 4 === 0
      ? `  return panels[panels_at + (at + column) / 4u];`
      : `  var values = vec4<f32>();
${
        unrolled(
          4,
          (c) =>
            `  if (column + ${c}u < ${outputs}u) { values[${c}] = panels[panels_at + at + column + ${c}u]; }`,
        )
      }
  return values;`
  }
}

fn load_right(element: u32, inner: u32, phase: u32, start_column: u32) -> vec4<f32> {
  let at = inner + element / ${tile.columns / 4}u;
  let column = start_column + element % ${tile.columns / 4}u * 4u;
  var values = vec4<f32>();
  ${
    inner % tile.depth || outputs % tile.columns
      ? `if (at < ${inner}u && column < ${outputs}u)`
      : ""
  } {
    values = panel((phase * ${inner}u + at) * ${outputs}u, column);
  }
  return values;
}

fn keep_right(element: u32, values: vec4<f32>) { right[element] = values; }
${bias ? declareBias(outputs) : ""}
fn store(position: u32, phase: u32, start: u32, values: vec4<f32>) {
  if (position >= sizes.pixels) { return; }
${declarePhase(geometry)}
    ${declarePosition(phaseHeight, phaseWidth)}
  let pixel = ${outputPixel(geometry, height, width)};
  let at = pixel * ${outputs}u + start;
${storeVector("out", "at", { column: "start", columns: outputs })}
}

@compute @workgroup_size(${TILE_THREADS})
fn main(${PLACE}) {
  // Tiles that share rows of the left matrix are neighbours.
  let tile_index = ${GROUP_INDEX} / ${columnTiles * phases}u;
  let beside = ${GROUP_INDEX} % ${columnTiles * phases}u;
  if (tile_index >= sizes.row_tiles) { return; }
  let phase = beside % ${phases}u;
  let start = tile_index * ${tile.rows}u;
  let start_column = (beside / ${phases}u) * ${tile.columns}u;
${shareOut(tile.rows, (element) => `find_first(${element}, start, phase)`)}
  workgroupBarrier();
${declareSums(tile)}
${walkStrips(tile, { carried, first: "0u", end: `${inner}u` })}
${bias ? addBias(tile) : ""}
  let first_position = start + down * ${tile.threadRows}u;
${
    unrolled(
      tile.threadVectors,
      (vector) => `  let column_${vector} = ${columnOf(tile, vector)};`,
    )
  }
${
    eachSum(
      tile,
      (sum, row, vector) => `  store(first_position + ${row}u, phase, column_${vector}, ${sum});`,
    )
  }
${moments ? storeMoments(tile, outputs) : ""}
}`;
}

interface Taps {
  readonly inner: number;
  readonly inputs: number;
  readonly kernelColumns: number;
}

/** WGSL that loads four rows of the left strip at one step. */
function loadNarrow(tile: Tile, { inner, inputs, kernelColumns }: Taps): string {
  return `
fn load_left(element: u32, inner: u32) -> vec4<f32> {
  let quad = element / ${tile.depth}u;
  let at = inner + element % ${tile.depth}u;
  let tap = at / ${inputs}u;
  let tap_row = i32(tap / ${kernelColumns}u);
  let tap_column = i32(tap % ${kernelColumns}u);
  let channel = at % ${inputs}u;
  var values = vec4<f32>();
  ${inner % tile.depth ? `if (at < ${inner}u)` : ""} {
    values = vec4<f32>(
${unrolled(4, (k) => `      fetch(quad * 4u + ${k}u, tap_row, tap_column, channel),`)}
    );
  }
  return values;
}

fn keep_left(element: u32, values: vec4<f32>) {
  left[element % ${tile.depth}u * ${leftStride(tile)}u + element / ${tile.depth}u] = values;
}`;
}

/**
 * WGSL that loads four rows of the left strip at four steps: four channels of a tap at once, with one
 * look-up of the tap, turned in registers.
 */
function loadWide(tile: Tile, { inner, inputs, kernelColumns }: Taps): string {
  const fours = tile.depth / 4;
  return `
fn load_left(element: u32, inner: u32) -> mat4x4<f32> {
  let quad = element / ${fours}u;
  let at = inner + element % ${fours}u * 4u;
  let tap = at / ${inputs}u;
  let tap_row = i32(tap / ${kernelColumns}u);
  let tap_column = i32(tap % ${kernelColumns}u);
  let channel = at % ${inputs}u;
  var values = mat4x4<f32>();
  ${inner % tile.depth ? `if (at < ${inner}u)` : ""} {
    let own = channels(channel);
    values = mat4x4<f32>(
${unrolled(4, (k) => `      fetch(quad * 4u + ${k}u, tap_row, tap_column, channel, own),`)}
    );
  }
  return values;
}

fn keep_left(element: u32, values: mat4x4<f32>) {
  let at = element % ${fours}u * ${4 * leftStride(tile)}u + element / ${fours}u;
  let turned = transpose(values);
${unrolled(4, (k) => `  left[at + ${k * leftStride(tile)}u] = turned[${k}];`)}
}`;
}

/** WGSL of four biases from `column`; 0 past the last. */
function declareBias(outputs: number): string {
  return `
fn biases(column: u32) -> vec4<f32> {
  var values = vec4<f32>();
${
    unrolled(
      4,
      (c) =>
        `  if (column + ${c}u < ${outputs}u) { values[${c}] = bias[bias_at + column + ${c}u]; }`,
    )
  }
  return values;
}
`;
}

function addBias(tile: Tile): string {
  const biases = unrolled(
    tile.threadVectors,
    (vector) => `  let bias_${vector} = biases(${columnOf(tile, vector)});`,
  );
  return `${biases}
${eachSum(tile, (sum, _, k) => `  ${sum} = max(${sum} + bias_${k}, vec4<f32>());`)}`;
}
