/**
 * Source of the register blocks at the heart of the convolutions, written out for each block
 * height because AssemblyScript neither unrolls loops nor keeps arrays in registers.
 *
 * A block of six rows by eight columns keeps 12 accumulators, 2 columns and 1 broadcast in the 16
 * vector registers of x86-64: the largest that does not spill. Smaller blocks finish a row.
 *
 * @module
 */

/** Block heights, largest first. `kernels.ts` picks among them by name. */
export const BLOCK_ROWS = [6, 4, 2, 1] as const;

function each(rows: number, line: (row: number) => string): string {
  return Array.from({ length: rows }, (_, row) => line(row)).join("\n");
}

/** `rows` neighbouring output pixels by eight output channels of a convolution. */
export function convBlock(rows: number): string {
  return `
function convBlock${rows}(
  x: usize, xPixel: i32, xRow: i32, run: i32, kernelRows: i32, panel: usize, bias: usize, relu: i32,
  out: usize, outPixel: i32, columns: i32,
): void {
  let w = panel;
  let low = f32x4.splat(0), high = f32x4.splat(0);
  if (bias) {
    if (columns >= 8) {
      low = v128.load(bias);
      high = v128.load(bias, 16);
    } else {
      low = f32x4.replace_lane(low, 0, load<f32>(bias));
      if (columns > 1) low = f32x4.replace_lane(low, 1, load<f32>(bias, 4));
      if (columns > 2) low = f32x4.replace_lane(low, 2, load<f32>(bias, 8));
      if (columns > 3) low = f32x4.replace_lane(low, 3, load<f32>(bias, 12));
      if (columns > 4) high = f32x4.replace_lane(high, 0, load<f32>(bias, 16));
      if (columns > 5) high = f32x4.replace_lane(high, 1, load<f32>(bias, 20));
      if (columns > 6) high = f32x4.replace_lane(high, 2, load<f32>(bias, 24));
    }
  }
${each(rows, (r) => `  let l${r} = low, h${r} = high;`)}
  for (let row = 0; row < kernelRows; row++) {
    let p0 = x + <usize>(row * xRow);
${each(rows - 1, (r) => `    let p${r + 1} = p${r} + <usize>xPixel;`)}
    const end = p0 + <usize>(run * 4);
    while (p0 < end) {
      const b0 = v128.load(w), b1 = v128.load(w, 16);
${
    each(
      rows,
      (r) =>
        `      const a${r} = v128.load32_splat(p${r});\n` +
        `      l${r} = madd(a${r}, b0, l${r});\n      h${r} = madd(a${r}, b1, h${r});\n` +
        `      p${r} += 4;`,
    )
  }
      w += 32;
    }
  }
  if (relu) {
    const zeros = f32x4.splat(0);
${each(rows, (r) => `    l${r} = f32x4.max(l${r}, zeros);\n    h${r} = f32x4.max(h${r}, zeros);`)}
  }
${each(rows, (r) => `  storeColumns(out + <usize>(${r} * outPixel), l${r}, h${r}, columns);`)}
}
`;
}

/** `rows` neighbouring inputs by eight output channels of a filter gradient. */
export function gradientBlock(rows: number): string {
  return gather(`gradientBlock${rows}`, rows, { chained: true });
}

/**
 * The same, summed from zero and only then added to the panel: a sum over a batch is then one of
 * the sums of its chunks, and rounds less.
 */
export function chunkBlock(rows: number): string {
  return gather(`chunkBlock${rows}`, rows, { chained: false });
}

function gather(name: string, rows: number, { chained }: { chained: boolean }): string {
  const start = (at: number) => chained ? `v128.load(panel, ${at})` : "f32x4.splat(0)";
  const end = (sum: string, at: number) =>
    chained ? sum : `f32x4.add(${sum}, v128.load(panel, ${at}))`;
  return `
function ${name}(
  x: usize, xPixel: i32, xStepY: i32, dy: usize, dyPixel: i32, dyRow: i32,
  rows: i32, width: i32, panel: usize,
): void {
${each(rows, (r) => `  let l${r} = ${start(r * 32)}, h${r} = ${start(r * 32 + 16)};`)}
  for (let row = 0; row < rows; row++) {
    let p = x + <usize>(row * xStepY);
    let q = dy + <usize>(row * dyRow);
    const end = p + <usize>(width * xPixel);
    while (p < end) {
      const b0 = v128.load(q), b1 = v128.load(q, 16);
${
    each(
      rows,
      (r) =>
        `      const a${r} = v128.load32_splat(p, ${r * 4});\n` +
        `      l${r} = madd(a${r}, b0, l${r});\n      h${r} = madd(a${r}, b1, h${r});`,
    )
  }
      p += <usize>xPixel;
      q += <usize>dyPixel;
    }
  }
${
    each(
      rows,
      (r) =>
        `  v128.store(panel, ${end(`l${r}`, r * 32)}, ${r * 32});\n` +
        `  v128.store(panel, ${end(`h${r}`, r * 32 + 16)}, ${r * 32 + 16});`,
    )
  }
}
`;
}

/** Sums in registers: `rows` pixels from `x` on, by the eight columns of a panel at `w`. */
function product(rows: number, x: string): string {
  return `
  p0 = ${x};
${each(rows - 1, (r) => `  p${r + 1} = p${r} + <usize>xPixel;`)}
${each(rows, (r) => `  l${r} = f32x4.splat(0);\n  h${r} = f32x4.splat(0);`)}
  end = p0 + <usize>(depth * 4);
  while (p0 < end) {
    const b0 = v128.load(w), b1 = v128.load(w, 16);
${
    each(
      rows,
      (r) =>
        `    const a${r} = v128.load32_splat(p${r});\n` +
        `    l${r} = madd(a${r}, b0, l${r});\n    h${r} = madd(a${r}, b1, h${r});\n` +
        `    p${r} += 4;`,
    )
  }
    w += 32;
  }`;
}

function registers(rows: number): string {
  return each(rows, (r) => `  let l${r}: v128, h${r}: v128, p${r}: usize;`) +
    "\n  let w = panel, end: usize;";
}

function addTile(rows: number, tile: string): string {
  return each(
    rows,
    (r) =>
      `  l${r} = f32x4.add(l${r}, v128.load(${tile}, ${r * 32}));\n` +
      `  h${r} = f32x4.add(h${r}, v128.load(${tile}, ${r * 32 + 16}));`,
  );
}

function storeTile(rows: number, tile: string): string {
  return each(
    rows,
    (r) =>
      `  v128.store(${tile}, l${r}, ${r * 32});\n  v128.store(${tile}, h${r}, ${r * 32 + 16});`,
  );
}

/**
 * `rows` pixels by eight columns of a product of matrices, added to what is known (`known`, a tile,
 * or 0). Summed from zero, and only then added: short chains of additions round less.
 */
export function productBlock(rows: number): string {
  return `
function productBlock${rows}(
  x: usize, xPixel: i32, depth: i32, panel: usize, known: usize,
  out: usize, outPixel: i32, columns: i32,
): void {
${registers(rows)}
${product(rows, "x")}
  if (known) {
${addTile(rows, "known")}
  }
${each(rows, (r) => `  storeColumns(out + <usize>(${r} * outPixel), l${r}, h${r}, columns);`)}
}
`;
}

/**
 * Three products for two outputs of each of `rows` pixels of the small image, by eight channels:
 * even = sum·x + first·d and odd = sum·x + last·d[1 on], d being x's differences of columns. Where
 * `known` is 0 the two go into `tiles` with a bias; else those are added, and it is an output.
 */
export function upsampledPair(rows: number): string {
  const finish = (tile: number, out: string) => `
  if (known) {
${addTile(rows, `tiles + ${(tile + 1) * 192}`)}
    if (relu) {
${
    each(rows, (r) =>
      `      l${r} = f32x4.max(l${r}, zeros);\n      h${r} = f32x4.max(h${r}, zeros);`)
  }
    }
    if (columns >= 8) {
${
    each(
      rows,
      (r) =>
        `      v128.store(${out} + <usize>(${2 * r} * outPixel), l${r});\n` +
        `      v128.store(${out} + <usize>(${2 * r} * outPixel), h${r}, 16);`,
    )
  }
    } else {
${
    each(
      rows,
      (r) => `      storeColumns(${out} + <usize>(${2 * r} * outPixel), l${r}, h${r}, columns);`,
    )
  }
    }
  } else {
${storeTile(rows, `tiles + ${(tile + 1) * 192}`)}
  }`;
  return `
function upsampledPair${rows}(
  x: usize, d: usize, depth: i32, panel: usize, bias: usize, known: i32, tiles: usize, relu: i32,
  out: usize, outPixel: i32, columns: i32,
): void {
  const xPixel = depth * 4, zeros = f32x4.splat(0);
${registers(rows)}
${product(rows, "x")}
  if (!known) {
    const low = v128.load(bias), high = v128.load(bias, 16);
${each(rows, (r) => `    l${r} = f32x4.add(l${r}, low);\n    h${r} = f32x4.add(h${r}, high);`)}
  }
${storeTile(rows, "tiles")}
${product(rows, "d")}
${addTile(rows, "tiles")}
${finish(0, "out")}
${product(rows, "d + <usize>xPixel")}
${addTile(rows, "tiles")}
${finish(1, "(out + <usize>outPixel)")}
}
`;
}
