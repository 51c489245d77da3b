/**
 * The inner part that convolutions and filter gradients share: a product of two matrices, tile by
 * tile through workgroup memory.
 *
 * A workgroup of 64 threads makes a tile of rows×columns sums. It walks along the inner dimension
 * `depth` steps at a time: all threads together load both operands' strips into workgroup memory,
 * and each then multiplies its own few rows by its own few columns in registers, so that a number
 * loaded from memory is used for a whole tile's side, and one from workgroup memory for 4 to 8
 * multiplications. A thread first loads its part of the next strips into registers, all loads at
 * once, and then multiplies the present ones, so that memory answers meanwhile.
 *
 * @module
 */

import { unrolled } from "./wgsl.ts";

/** Threads of a workgroup. */
export const TILE_THREADS = 64;

/** How a tile is cut into threads. */
export interface Tile {
  /** Rows of the tile: a multiple of 4. */
  readonly rows: number;
  /** Columns of the tile: a multiple of 4. */
  readonly columns: number;
  /** Steps along the inner dimension between two barriers. */
  readonly depth: number;
  /** Rows of one thread, 4 or 8. */
  readonly threadRows: number;
  /** Columns of one thread, in vectors of four: 1 or 2. */
  readonly threadVectors: number;
}

/** Side by side, threads of one row of threads. */
export function threadsAcross({ columns, threadVectors }: Tile): number {
  return columns / (4 * threadVectors);
}

function tileOf(columns: number, threadVectors: number, threadRows: number): Tile {
  const rows = TILE_THREADS / (columns / (4 * threadVectors)) * threadRows;
  // Both strips in at most 10 KiB: with what else a workgroup keeps, within the 16 KiB of any adapter.
  const depth = [16, 8, 4].find((depth) => depth * (rows + columns) * 4 <= 10240) ?? 4;
  return { rows, columns, depth, threadRows, threadVectors };
}

/** A tile for many rows and few columns: as wide as the columns ask, up to 64. */
export function tallTile(columns: number): Tile {
  const width = [4, 8, 16, 32].find((width) => columns <= width) ?? 64;
  return tileOf(width, width >= 32 ? 2 : 1, width >= 16 ? 8 : 4);
}

/**
 * The tile for `rows`×`columns` that costs least: rows with padding, times the vectors that a thread
 * loads from workgroup memory for a product. Of equals the largest. None has more quads of rows than
 * there are threads, so that a thread can stay with one quad; with a tap for each row, the strips of
 * 512 rows would also need more than 16 KiB.
 *
 * A larger tile of a thread needs fewer loads, a smaller one less padding. By reasoning: no hardware
 * has confirmed it.
 */
export function cheapestTile(rows: number, columns: number): Tile {
  const width = tallTile(columns).columns;
  const tiles = [1, 2]
    .filter((vectors) => width % (4 * vectors) === 0)
    .flatMap((vectors) => [4, 8].map((threadRows) => tileOf(width, vectors, threadRows)))
    .filter(({ rows }) => rows / 4 <= TILE_THREADS);
  const cost = (tile: Tile) => {
    const padded = Math.ceil(rows / tile.rows) * tile.rows;
    const { threadRows, threadVectors } = tile;
    return padded * (threadRows / 4 + threadVectors) / (threadRows * threadVectors);
  };
  tiles.sort((a, b) => cost(a) - cost(b) || b.rows - a.rows);
  return tiles[0];
}

/**
 * Vectors from one step of the left strip to the next: one more than its rows need, so that threads
 * that write or read several steps at once do so in different banks.
 */
export function leftStride({ rows }: Tile): number {
  return rows / 4 + 1;
}

/** Vectors from a thread's first four columns to its next: side by side, threads read neighbours. */
export function vectorStride({ columns, threadVectors }: Tile): number {
  return columns / 4 / threadVectors;
}

/** Declarations of the strips in workgroup memory. */
export function declareStrips(tile: Tile): string {
  return `
var<workgroup> left: array<vec4<f32>, ${tile.depth * leftStride(tile)}>;
var<workgroup> right: array<vec4<f32>, ${tile.depth * tile.columns / 4}>;`;
}

/** Declarations of a thread's own place in the tile and of its sums, all zero. */
export function declareSums(tile: Tile): string {
  const across = threadsAcross(tile);
  return `
  let across = thread % ${across}u;
  let down = thread / ${across}u;
${eachSum(tile, (sum) => `  var ${sum} = vec4<f32>();`)}`;
}

/** One line for each vector of sums: its name, its row and its vector of columns in the thread. */
export function eachSum(
  { threadRows, threadVectors }: Tile,
  line: (sum: string, row: number, vector: number) => string,
): string {
  return unrolled(
    threadRows,
    (row) => unrolled(threadVectors, (vector) => line(`sum_${row}_${vector}`, row, vector)),
  );
}

/** WGSL of the first of the four columns of a thread's vector; `start_column` is the tile's. */
export function columnOf(tile: Tile, vector: number): string {
  return `start_column + (across + ${vector * vectorStride(tile)}u) * 4u`;
}

/**
 * WGSL that stores the four numbers of `values` in `target` from the number `at` on, those whose
 * column is past the last of `columns` left out. Where `columns` divides by four, `target` is bound
 * as vectors.
 */
export function storeVector(
  target: string,
  at: string,
  { column, columns }: { column: string; columns: number },
): string {
  if (columns % 4 === 0) {
    return `  if (${column} < ${columns}u) { ${target}[${target}_at + (${at}) / 4u] = values; }`;
  }
  return unrolled(
    4,
    (c) =>
      `  if (${column} + ${c}u < ${columns}u) { ${target}[${target}_at + ${at} + ${c}u] = values[${c}]; }`,
  );
}

/**
 * Shares `count` elements out among the threads: `call` is WGSL that does one, given its expression
 * for `element`. The rounds are a loop because a driver's compiler puts a function's body wherever it
 * is called. Of a folded convolution whose eight rounds were written out, Chromium on SwiftShader had
 * compiled more than 10 s of processor time when it was stopped, with two rounds in a loop too; with
 * one it takes 1.8 s. On llvmpipe a step takes as long either way. No hardware has confirmed it.
 */
export function shareOut(count: number, call: (element: string) => string): string {
  const rounds = Math.floor(count / TILE_THREADS), rest = count - rounds * TILE_THREADS;
  const lines = [];
  if (rounds === 1) lines.push(`    ${call("thread")};`);
  if (rounds > 1) {
    lines.push(
      `    for (var round = 0u; round < ${rounds}u; round++) {
      ${call(`thread + round * ${TILE_THREADS}u`)};
    }`,
    );
  }
  if (rest > 0) {
    lines.push(`    if (thread < ${rest}u) { ${call(`thread + ${rounds * TILE_THREADS}u`)}; }`);
  }
  return lines.join("\n");
}

/** What the threads together carry from memory into a strip, each its part in registers. */
export interface Carried {
  /** Its name, and that of the functions `load_name(element, …)` and `keep_name(element, values)`. */
  readonly name: string;
  /** How many elements there are to share out. */
  readonly count: number;
  /** WGSL type of an element. */
  readonly type: string;
  /** Arguments of `load_name` after the element. */
  readonly loadArguments: string;
  /**
   * Whether it waits in registers. Else it goes straight into the strip, in a loop ({@linkcode
   * shareOut}): where a load is long, as of channels one by one, its text must stand there once.
   */
  readonly held: boolean;
}

/** WGSL of the registers that {@linkcode walkStrips} needs. */
function declareCarried({ name, count, type }: Carried): string {
  const rounds = Math.ceil(count / TILE_THREADS);
  return unrolled(rounds, (round) => `  var ${name}_${round} = ${type}();`);
}

/** One line for each element of a thread; where there are fewer than threads, not for all. */
function eachCarried(
  { name, count }: Carried,
  line: (element: string, register: string) => string,
): string {
  return unrolled(Math.ceil(count / TILE_THREADS), (round) => {
    const element = round === 0 ? "thread" : `thread + ${round * TILE_THREADS}u`;
    const rest = count - round * TILE_THREADS;
    const text = `${line(element, `${name}_${round}`)};`;
    return rest < TILE_THREADS ? `    if (thread < ${rest}u) { ${text} }` : `    ${text}`;
  });
}

/**
 * WGSL that walks along the inner dimension from `first` to before `end`, two expressions, and
 * multiplies the strips. `also` is run beside each product, with the strips in workgroup memory.
 */
export function walkStrips(
  tile: Tile,
  { carried, first, end, also = "" }: {
    carried: readonly Carried[];
    first: string;
    end: string;
    also?: string;
  },
): string {
  const { depth } = tile;
  const held = carried.filter(({ held }) => held);
  const load = ({ name, loadArguments }: Carried, element: string) =>
    `load_${name}(${element}, ${loadArguments})`;
  const keep = ({ name }: Carried, element: string, values: string) =>
    `keep_${name}(${element}, ${values})`;
  const loads = held.map((part) =>
    eachCarried(part, (element, register) => `${register} = ${load(part, element)}`)
  );
  const keeps = carried.map((part) =>
    part.held
      ? eachCarried(part, (element, register) => keep(part, element, register))
      : shareOut(part.count, (element) => keep(part, element, load(part, element)))
  );
  return `${held.map(declareCarried).join("\n")}
  let last_step = ${end};
  // One round more than there are strips: each loads a strip and multiplies the one before.
  for (var inner = ${first}; inner < last_step + ${depth}u; inner += ${depth}u) {
    if (inner < last_step) {
${loads.join("\n")}
    }
    if (inner > ${first}) {
${multiplyStrips(tile)}
${also}
    }
    workgroupBarrier();
    if (inner < last_step) {
${keeps.join("\n")}
    }
    workgroupBarrier();
  }`;
}

/** Steps of the inner dimension that the text multiplies one after the other. */
const UNROLLED_STEPS = 2;

/** Multiplies the strips: every thread adds to its own sums. */
function multiplyStrips(tile: Tile): string {
  const { columns, depth, threadRows, threadVectors } = tile;
  const step = (d: number) => {
    const loads = [
      unrolled(
        threadRows / 4,
        (k) => `  let l${k} = left[${d * leftStride(tile) + k}u + from_left];`,
      ),
      unrolled(
        threadVectors,
        (k) => `  let r${k} = right[${d * columns / 4 + k * vectorStride(tile)}u + from_right];`,
      ),
    ];
    const products = eachSum(tile, (sum, row, k) => {
      const factor = `l${row >> 2}.${"xyzw"[row & 3]}`;
      return `  ${sum} = fma(vec4(${factor}), r${k}, ${sum});`;
    });
    return `  {\n${loads.join("\n")}\n${products}\n  }`;
  };
  return `    for (var step = 0u; step < ${depth}u; step += ${UNROLLED_STEPS}u) {
    let from_left = step * ${leftStride(tile)}u + down * ${threadRows / 4}u;
    let from_right = step * ${columns / 4}u + across;
${unrolled(UNROLLED_STEPS, step)}
    }`;
}
