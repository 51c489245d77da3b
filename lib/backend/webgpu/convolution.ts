/**
 * Convolutions and their input gradients as one implicit matrix product: pixels × taps times
 * taps × channels. The left matrix is never written down: a workgroup gathers the strip that it
 * needs from the image, zeros outside of it included. A forward pass, an input gradient and a folded
 * upsampling (`../folding.ts`) differ only in their {@linkcode Geometry} and in how the filter is
 * packed.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { PHASES, plainTaps, TRANSPOSED_FOLD } from "../folding.ts";
import { type Bindable, type Gpu, imageGroups, type Window } from "./gpu.ts";
import {
  declareStrips,
  declareSums,
  eachSum,
  multiplyStrips,
  shareOut,
  tallTile,
  threadsAcross,
  type Tile,
  TILE_THREADS,
} from "./tile.ts";
import { eachIndex, groupIndex, spread, unrolled, workgroupsFor } from "./wgsl.ts";

/** Which pixels of a source the taps of a filter fall on. */
export interface Geometry {
  /** Rows and columns of the filter. */
  readonly kernel: readonly [number, number];
  /** Rows and columns of the source from one output pixel to the next. */
  readonly step: readonly [number, number];
  /** Rows and columns of zeros above and left of the source, as seen by phase 0. */
  readonly border: readonly [number, number];
  /** 4 where the output's even and odd rows and columns are convolutions of their own. */
  readonly phases: 1 | 4;
}

/** Where the numbers of a source come from: a tensor, or what is computed from some on the way. */
export interface Source {
  /** Identifies `code`. */
  readonly key: string;
  /** N×H×W×C: the shape, and what is bound to `names[0]`. */
  readonly images: tf.TensorInfo;
  /** Further tensors with the batch as first dimension. */
  readonly perImage?: readonly tf.TensorInfo[];
  /** Further tensors that all images share. */
  readonly shared?: readonly tf.TensorInfo[];
  /** Names of all these in `code`. */
  readonly names: readonly string[];
  /** WGSL of `fn source(pixel: u32, channel: u32) -> f32`. */
  readonly code: string;
}

/** A tensor N×H×W×C as it is. */
export function plainSource(images: tf.TensorInfo): Source {
  const channels = images.shape[3];
  return {
    key: `plain ${channels}`,
    images,
    names: ["images"],
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  return images[images_at + pixel * ${channels}u + channel];
}`,
  };
}

/** A source's tensors, cut to a group of images. */
export function sourceReads(
  { images, perImage = [], shared = [] }: Source,
  window: (tensor: tf.TensorInfo) => Window,
): Bindable[] {
  return [...[images, ...perImage].map(window), ...shared];
}

/** Forward, stride 1, with `border` zeros around: 0 for 'valid', half the filter for 'same'. */
export function plainGeometry([height, width]: readonly number[], border: number): Geometry {
  return { kernel: [height, width], step: [1, 1], border: [border, border], phases: 1 };
}

/** Forward, folded: four 2×2 convolutions. */
export const FOLDED: Geometry = { kernel: [2, 2], step: [1, 1], border: [1, 1], phases: 4 };

/** Back through a folded one. */
const UNFOLDED: Geometry = { kernel: [4, 4], step: [2, 2], border: [1, 1], phases: 1 };

/** WGSL of a phase's zeros above and left: even rows and columns of a folded output see one. */
export function declarePhase({ phases, border }: Geometry): string {
  return phases === 4
    ? `
  let phase_row = phase / 2u;
  let phase_column = phase % 2u;
  let top = 1 - i32(phase_row);
  let before = 1 - i32(phase_column);`
    : `
  let top = ${border[0]};
  let before = ${border[1]};`;
}

/** WGSL of the pixel of the output that `row` and `column` of a phase are, in image `image`. */
export function outputPixel({ phases }: Geometry, height: number, width: number): string {
  return phases === 4
    ? `(image * ${height}u + row * 2u + phase_row) * ${width}u + column * 2u + phase_column`
    : `(image * ${height}u + row) * ${width}u + column`;
}

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
  const groups = imageGroups(gpu, [source.images, ...source.perImage ?? [], out]);
  const tilesOf = (images: number) => Math.ceil(images * height * width / phases / tile.rows);
  const total = groups.reduce((sum, { images }) => sum + tilesOf(images) * phases, 0);
  const partials = moments ? gpu.output([total, 3, outputs]) : null;
  let done = 0;
  for (const { images, window } of groups) {
    const rowTiles = tilesOf(images);
    const reads = [...sourceReads(source, window), panels];
    if (bias) reads.push(bias);
    const writes: Bindable[] = [window(out)];
    if (partials) {
      const count = rowTiles * phases * 3 * outputs;
      writes.push({ tensor: partials, first: done * 3 * outputs, count });
    }
    const shapes = { source: source.images.shape.slice(1), out: shape.slice(1), images };
    const epilogue = { bias: bias !== undefined, moments };
    gpu.run({
      key: JSON.stringify(["convolve", source.key, shapes, geometry, epilogue]),
      program: () => ({
        reads: [...source.names, "panels", ...(bias ? ["bias"] : [])],
        writes: ["out", ...(moments ? ["partials"] : [])],
        code: source.code + convolveCode(tile, shapes, geometry, epilogue),
      }),
      reads,
      writes,
      workgroups: [...spread(rowTiles), Math.ceil(outputs / tile.columns) * phases],
    });
    done += rowTiles * phases;
  }
  return { out, partials };
}

interface Shapes {
  source: number[];
  out: number[];
  images: number;
}

function convolveCode(
  tile: Tile,
  { source, out, images }: Shapes,
  geometry: Geometry,
  { bias, moments }: { bias: boolean; moments: boolean },
): string {
  const [sourceHeight, sourceWidth, inputs] = source;
  const [height, width, outputs] = out;
  const { kernel: [kernelRows, kernelColumns], step, phases } = geometry;
  const scale = phases === 4 ? 2 : 1;
  const [phaseHeight, phaseWidth] = [height / scale, width / scale];
  const pixels = images * phaseHeight * phaseWidth;
  const inner = kernelRows * kernelColumns * inputs;
  const rowTiles = Math.ceil(pixels / tile.rows);
  const inside = geometry.border[0] === 0 && geometry.border[1] === 0;
  return `${declareStrips(tile)}
// For each row of the tile, the pixel that the filter's first tap falls on; it may lie outside.
var<workgroup> first_row: array<i32, ${tile.rows}>;
var<workgroup> first_column: array<i32, ${tile.rows}>;
var<workgroup> first_pixel: array<i32, ${tile.rows}>;
${moments ? declareCells(tile) : ""}
fn fetch(tile_row: u32, tap_row: i32, tap_column: i32, channel: u32) -> f32 {
${
    inside ? "" : `
  let row = first_row[tile_row] + tap_row;
  let column = first_column[tile_row] + tap_column;
  if (row < 0 || column < 0 || row >= ${sourceHeight} || column >= ${sourceWidth}) { return 0.0; }`
  }
  let pixel = first_pixel[tile_row] + tap_row * ${sourceWidth} + tap_column;
  return source(u32(pixel), channel);
}

fn panel(at: u32, column: u32) -> f32 {
  ${outputs % 4 ? `if (column >= ${outputs}u) { return 0.0; }` : ""}
  return panels[panels_at + at + column];
}

@compute @workgroup_size(${TILE_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let tile_index = ${groupIndex(rowTiles)};
  if (tile_index >= ${rowTiles}u) { return; }
  let phase = group.z % ${phases}u;
  let start = tile_index * ${tile.rows}u;
  let start_column = (group.z / ${phases}u) * ${tile.columns}u;
${declarePhase(geometry)}
${
    shareOut(
      tile.rows,
      `    let position = min(start + element, ${pixels - 1}u);
    let image = position / ${phaseHeight * phaseWidth}u;
    let row = i32(position / ${phaseWidth}u % ${phaseHeight}u) * ${step[0]} - top;
    let column = i32(position % ${phaseWidth}u) * ${step[1]} - before;
    first_row[element] = row;
    first_column[element] = column;
    first_pixel[element] = (i32(image) * ${sourceHeight} + row) * ${sourceWidth} + column;`,
    )
  }
  workgroupBarrier();
${declareSums(tile)}
  for (var inner = 0u; inner < ${inner}u; inner += ${tile.depth}u) {
${
    shareOut(
      tile.depth * tile.rows / 4,
      `    let depth = element % ${tile.depth}u;
    let quad = element / ${tile.depth}u;
    let at = inner + depth;
    let tap = at / ${inputs}u;
    let tap_row = i32(tap / ${kernelColumns}u);
    let tap_column = i32(tap % ${kernelColumns}u);
    let channel = at % ${inputs}u;
    var values = vec4<f32>();
    ${inner % tile.depth ? `if (at < ${inner}u)` : ""} {
      values = vec4<f32>(
${
        unrolled(
          4,
          (k) =>
            `        fetch(quad * 4u + ${k}u, tap_row, tap_column, channel)${k < 3 ? "," : ""}`,
        )
      }
      );
    }
    left[depth * ${tile.rows / 4}u + quad] = values;`,
    )
  }
${
    shareOut(
      tile.depth * tile.columns / 4,
      `    let depth = element / ${tile.columns / 4}u;
    let quad = element % ${tile.columns / 4}u;
    let at = inner + depth;
    let column = start_column + quad * 4u;
    var values = vec4<f32>();
    ${
        inner % tile.depth || outputs % tile.columns
          ? `if (at < ${inner}u && column < ${outputs}u)`
          : ""
      } {
      let base = (phase * ${inner}u + at) * ${outputs}u;
      values = vec4<f32>(
        panel(base, column),
        panel(base, column + 1u),
        panel(base, column + 2u),
        panel(base, column + 3u)
      );
    }
    right[element] = values;`,
    )
  }
  workgroupBarrier();
${multiplyStrips(tile)}
  workgroupBarrier();
  }
${bias ? addBias(tile, outputs) : ""}
${storeSums(tile, { outputs, pixels, phaseHeight, phaseWidth, height, width }, geometry)}
${moments ? storeMoments(tile, { pixels, outputs, rowTiles }) : ""}
}`;
}

/** WGSL of the first of the four columns of a thread's vector. */
function columnOf({ threadVectors }: Tile, vector: number): string {
  return `start_column + (across * ${threadVectors}u + ${vector}u) * 4u`;
}

function addBias(tile: Tile, outputs: number): string {
  const biases = unrolled(tile.threadVectors, (vector) =>
    `  var bias_${vector} = vec4<f32>();
  {
    let column = ${columnOf(tile, vector)};
${
      unrolled(
        4,
        (c) =>
          `    if (column + ${c}u < ${outputs}u) { bias_${vector}[${c}] = bias[bias_at + column + ${c}u]; }`,
      )
    }
  }`);
  return `${biases}
${eachSum(tile, (sum, _, k) => `  ${sum} = max(${sum} + bias_${k}, vec4<f32>());`)}`;
}

function storeSums(
  tile: Tile,
  { outputs, pixels, phaseHeight, phaseWidth, height, width }: Record<
    "outputs" | "pixels" | "phaseHeight" | "phaseWidth" | "height" | "width",
    number
  >,
  geometry: Geometry,
): string {
  return unrolled(tile.threadRows, (r) =>
    `  {
    let position = start + down * ${tile.threadRows}u + ${r}u;
    if (position < ${pixels}u) {
      let image = position / ${phaseHeight * phaseWidth}u;
      let row = position / ${phaseWidth}u % ${phaseHeight}u;
      let column = position % ${phaseWidth}u;
      let pixel = ${outputPixel(geometry, height, width)};
${
      unrolled(tile.threadVectors, (vector) =>
        `      {
        let column = ${columnOf(tile, vector)};
        let at = out_at + pixel * ${outputs}u + column;
${
          unrolled(4, (c) => {
            const store = `out[at + ${c}u] = sum_${r}_${vector}[${c}];`;
            return outputs % tile.columns
              ? `        if (column + ${c}u < ${outputs}u) { ${store} }`
              : `        ${store}`;
          })
        }
      }`)
    }
    }
  }`);
}

function cellRows(tile: Tile): number {
  return TILE_THREADS / threadsAcross(tile);
}

function declareCells(tile: Tile): string {
  const cells = cellRows(tile) * tile.columns / 4;
  return `
var<workgroup> means: array<vec4<f32>, ${cells}>;
var<workgroup> squares: array<vec4<f32>, ${cells}>;`;
}

/**
 * Moments of each column of the tile. Sums of squares would lose the variance of values far from 0
 * in float32, so each thread takes the distances from its own mean, and these are combined pair by
 * pair (Chan, Golub & LeVeque 1979).
 */
function storeMoments(
  tile: Tile,
  { pixels, outputs, rowTiles }: Record<"pixels" | "outputs" | "rowTiles", number>,
): string {
  const { threadRows, threadVectors, columns } = tile;
  const weight = (row: number) => `select(0.0, 1.0, ${row}u < valid)`;
  return `
  let first = start + down * ${threadRows}u;
  let valid = min(${pixels}u - min(first, ${pixels}u), ${threadRows}u);
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
    var count = 0.0;
    var mean = 0.0;
    var square = 0.0;
    for (var row = 0u; row < ${cellRows(tile)}u; row++) {
      let begin = start + row * ${threadRows}u;
      let added = f32(min(${pixels}u - min(begin, ${pixels}u), ${threadRows}u));
      if (added > 0.0) {
        let cell = row * ${columns / 4}u + thread / 4u;
        let difference = means[cell][thread % 4u] - mean;
        let both = count + added;
        mean += difference * added / both;
        square += squares[cell][thread % 4u] + difference * difference * count * added / both;
        count = both;
      }
    }
    let at = partials_at + (phase * ${rowTiles}u + tile_index) * ${3 * outputs}u + channel;
    partials[at] = count;
    partials[at + ${outputs}u] = mean;
    partials[at + ${2 * outputs}u] = square;
  }`;
}

/** A filter for `convolve`; the filter itself, or a new tensor that the caller disposes of. */
export interface Panels {
  readonly panels: tf.TensorInfo;
  readonly geometry: Geometry;
  dispose(): void;
}

/** Packs a filter H×W×inputs×outputs for the forward pass. */
export function forwardPanels(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { upsample, border }: { upsample: boolean; border: number },
): Panels {
  if (!upsample) {
    // HWIO is what the product asks for: nothing to pack.
    return { panels: filter, geometry: plainGeometry(filter.shape, border), dispose() {} };
  }
  const sums = PHASES.flatMap(({ taps }) => taps);
  return { ...pack(gpu, filter, { sums, transposed: false }), geometry: FOLDED };
}

/** Packs a filter for the way back. */
export function backwardPanels(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { upsample, border }: { upsample: boolean; border: number },
): Panels {
  const [height, width] = filter.shape;
  const sums = upsample ? TRANSPOSED_FOLD : plainTaps({ height, width }).reverse();
  const geometry = upsample
    ? UNFOLDED
    : { ...plainGeometry([height, width], 0), border: [height - 1 - border, width - 1 - border] };
  return { ...pack(gpu, filter, { sums, transposed: true }), geometry: geometry as Geometry };
}

function pack(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { sums, transposed }: { sums: number[][]; transposed: boolean },
): Omit<Panels, "geometry"> {
  const [, , inputs, outputs] = filter.shape;
  const area = inputs * outputs;
  const panels = gpu.output([sums.length, inputs, outputs]);
  gpu.run({
    key: JSON.stringify(["pack", filter.shape, sums, transposed]),
    program: () => ({
      reads: ["weights"],
      writes: ["panels"],
      code: eachIndex(
        sums.length * area,
        `  let within = index % ${area}u;
  let at = weights_at + ${
          transposed ? `within % ${inputs}u * ${outputs}u + within / ${inputs}u` : "within"
        };
  var sum = 0.0;
  switch (index / ${area}u) {
${
          sums.map((taps, k) =>
            `    case ${k}u: { sum = ${
              taps.map((tap) => `weights[at + ${tap * area}u]`).join(" + ") || "0.0"
            }; }`
          ).join("\n")
        }
    default: {}
  }
  panels[panels_at + index] = sum;`,
      ),
    }),
    reads: [filter],
    writes: [panels],
    workgroups: workgroupsFor(sums.length * area),
  });
  return { panels, dispose: () => gpu.dispose(panels) };
}
