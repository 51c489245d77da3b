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
  return `
function gradientBlock${rows}(
  x: usize, xPixel: i32, xStepY: i32, dy: usize, dyPixel: i32, dyRow: i32,
  rows: i32, width: i32, panel: usize,
): void {
${
    each(
      rows,
      (r) => `  let l${r} = v128.load(panel, ${r * 32}), h${r} = v128.load(panel, ${r * 32 + 16});`,
    )
  }
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
      (r) => `  v128.store(panel, l${r}, ${r * 32});\n  v128.store(panel, h${r}, ${r * 32 + 16});`,
    )
  }
}
`;
}

/**
 * `rows` neighbouring inputs by eight output channels of a sum over tiles. The sum of these tiles
 * is added to the panel only at the end: long sums then lose less to rounding.
 */
export function tileGradientBlock(rows: number): string {
  return `
function tileGradientBlock${rows}(
  v: usize, vPixel: i32, w: usize, wPixel: i32, tiles: i32, panel: usize,
): void {
  const zeros = f32x4.splat(0);
${each(rows, (r) => `  let l${r} = zeros, h${r} = zeros;`)}
  let p = v, q = w;
  const end = p + <usize>(tiles * vPixel);
  while (p < end) {
    const b0 = v128.load(q), b1 = v128.load(q, 16);
${
    each(
      rows,
      (r) =>
        `    const a${r} = v128.load32_splat(p, ${r * 4});\n` +
        `    l${r} = madd(a${r}, b0, l${r});\n    h${r} = madd(a${r}, b1, h${r});`,
    )
  }
    p += <usize>vPixel;
    q += <usize>wPixel;
  }
${
    each(
      rows,
      (r) =>
        `  v128.store(panel, f32x4.add(v128.load(panel, ${r * 32}), l${r}), ${r * 32});\n` +
        `  v128.store(panel, f32x4.add(v128.load(panel, ${r * 32 + 16}), h${r}), ${r * 32 + 16});`,
    )
  }
}
`;
}
