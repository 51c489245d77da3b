// Nearest upsampling ×2 and the 3×3 convolution after it, as nine products (../../folding.ts).
//
// Panels hold the nine combinations of a filter's taps: output channels in blocks of eight, each
// block [row combination][column combination][input channels][8]. Row combinations are in the order
// sum, first, last; column combinations too, but first, last, sum for the input gradient, which adds
// the three in one chain: what rounds most, the largest terms, is then added last.
// Differences are D[c] = x[c−1] − x[c] with zeros outside; only a few rows of them exist at a time.

// Packs a filter. Element (i, o) of a tap lies at filter + i·inputStride + o·outputStride, the taps
// tapStride apart. The three column combinations take the places given.
export function packProducts(
  filter: usize, tapStride: i32, inputStride: i32, outputStride: i32, inputs: i32, outputs: i32,
  panels: usize, sumPlace: i32, firstPlace: i32, lastPlace: i32,
): void {
  const product = <usize>(inputs * 32);
  const sumAt = <usize>sumPlace * product, firstAt = <usize>firstPlace * product;
  const lastAt = <usize>lastPlace * product;
  for (let block = 0; block < outputs; block += 8) {
    const columns = min(8, outputs - block);
    const panel = panels + <usize>(block >> 3) * 9 * product;
    if (columns < 8) memory.fill(panel, 0, 9 * product);
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < columns; o++) {
        const from = filter + <usize>(i * inputStride + (block + o) * outputStride);
        const to = panel + <usize>((i * 8 + o) * 4);
        let sums: f32 = 0, firsts: f32 = 0, lasts: f32 = 0;
        for (let row = 0; row < 3; row++) {
          const taps = from + <usize>(row * 3 * tapStride);
          const first = load<f32>(taps), last = -load<f32>(taps + <usize>(2 * tapStride));
          const sum = first + load<f32>(taps + <usize>tapStride) - last;
          sums += sum;
          firsts += first;
          lasts += last;
          if (row != 1) {
            const sign: f32 = row == 0 ? 1 : -1;
            const part = to + <usize>(row == 0 ? 3 : 6) * product;
            store<f32>(part + sumAt, sign * sum);
            store<f32>(part + firstAt, sign * first);
            store<f32>(part + lastAt, sign * last);
          }
        }
        store<f32>(to + sumAt, sums);
        store<f32>(to + firstAt, firsts);
        store<f32>(to + lastAt, lasts);
      }
    }
  }
}

// The way back: adds the sums of the nine products to a filter gradient H×W×inputs×outputs.
export function unpackProducts(panels: usize, filter: usize, inputs: i32, outputs: i32): void {
  const product = <usize>(inputs * 32), tap = <usize>(inputs * outputs * 4);
  for (let block = 0; block < outputs; block += 8) {
    const columns = min(8, outputs - block);
    const panel = panels + <usize>(block >> 3) * 9 * product;
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < columns; o++) {
        const from = panel + <usize>((i * 8 + o) * 4);
        const to = filter + <usize>((i * outputs + block + o) * 4);
        for (let column = 0; column < 3; column++) {
          // Columns 0, 1, 2 of the filter: first + sum, sum, sum − last; its rows likewise.
          const sum = columnGradient(from, product, column);
          const first = columnGradient(from + 3 * product, product, column);
          const last = columnGradient(from + 6 * product, product, column);
          const at = to + <usize>column * tap;
          store<f32>(at, load<f32>(at) + (sum + first));
          store<f32>(at + 3 * tap, load<f32>(at + 3 * tap) + sum);
          store<f32>(at + 6 * tap, load<f32>(at + 6 * tap) + (sum - last));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function columnGradient(from: usize, product: usize, column: i32): f32 {
  const sum = load<f32>(from);
  if (column == 0) return sum + load<f32>(from + product);
  if (column == 1) return sum;
  return sum - load<f32>(from + 2 * product);
}

// out = above − below over `length` floats; an address of 0 stands for zeros.
function subtractRows(above: usize, below: usize, out: usize, length: i32): void {
  const vectors = length & ~3;
  const zeros = f32x4.splat(0);
  let i = 0;
  for (; i < vectors; i += 4) {
    const at = <usize>(i * 4);
    const a = above ? v128.load(above + at) : zeros, b = below ? v128.load(below + at) : zeros;
    v128.store(out + at, f32x4.sub(a, b));
  }
  for (; i < length; i++) {
    const at = <usize>(i * 4);
    const a: f32 = above ? load<f32>(above + at) : 0, b: f32 = below ? load<f32>(below + at) : 0;
    store<f32>(out + at, a - b);
  }
}

// out[c] = x[c − 1] − x[c] for c from 0 to width, of `channels` floats a pixel.
function subtractColumns(x: usize, out: usize, width: i32, channels: i32): void {
  const last = <usize>((width - 1) * channels * 4), pixel = <usize>(channels * 4);
  subtractRows(0, x, out, channels);
  subtractRows(x, x + pixel, out + pixel, (width - 1) * channels);
  subtractRows(x + last, 0, out + last + pixel, channels);
}

// One image: out = relu?(convolution of the upsampled x + bias). `bias` holds whole blocks of eight.
// `scratch`: five rows of differences, width + 1 pixels each, and before them three tiles of 6×8.
export function convolveUpsampled(
  x: usize, height: i32, width: i32, inputs: i32, panels: usize, bias: usize, relu: i32,
  out: usize, outputs: i32, scratch: usize,
): void {
  const pixel = inputs * 4, row = <usize>(width * pixel), outPixel = outputs * 4;
  const outRow = <usize>(2 * width * outPixel), wide = row + <usize>pixel;
  const tiles = scratch, columns = scratch + 576;
  let above = columns + wide, aboveColumns = above + wide;
  let below = aboveColumns + wide, belowColumns = below + wide;
  subtractRows(0, x, above, width * inputs);
  subtractColumns(above, aboveColumns, width, inputs);
  for (let y = 0; y < height; y++) {
    const at = x + <usize>y * row, to = out + <usize>(2 * y) * outRow;
    subtractColumns(at, columns, width, inputs);
    subtractRows(at, y + 1 < height ? at + row : 0, below, width * inputs);
    subtractColumns(below, belowColumns, width, inputs);
    for (let block = 0; block < outputs; block += 8) {
      const panel = panels + <usize>(block * 9 * pixel);
      const part = <usize>(3 * inputs * 32), left8 = min(8, outputs - block);
      const offset = bias + <usize>(block * 4);
      let p: usize = 0;
      let target = to + <usize>(block * 4);
      let left = width;
      while (left > 0) {
        const pixels = blockRows(left);
        if (pixels == 6) {
          upsampledPair6(at + p, columns + p, inputs, panel, offset, 0, tiles, 0, 0, 0, 8);
          upsampledPair6(above + p, aboveColumns + p, inputs, panel + part, offset, 1, tiles, relu, target, outPixel, left8);
          upsampledPair6(below + p, belowColumns + p, inputs, panel + 2 * part, offset, 1, tiles, relu, target + outRow, outPixel, left8);
        } else if (pixels == 4) {
          upsampledPair4(at + p, columns + p, inputs, panel, offset, 0, tiles, 0, 0, 0, 8);
          upsampledPair4(above + p, aboveColumns + p, inputs, panel + part, offset, 1, tiles, relu, target, outPixel, left8);
          upsampledPair4(below + p, belowColumns + p, inputs, panel + 2 * part, offset, 1, tiles, relu, target + outRow, outPixel, left8);
        } else if (pixels == 2) {
          upsampledPair2(at + p, columns + p, inputs, panel, offset, 0, tiles, 0, 0, 0, 8);
          upsampledPair2(above + p, aboveColumns + p, inputs, panel + part, offset, 1, tiles, relu, target, outPixel, left8);
          upsampledPair2(below + p, belowColumns + p, inputs, panel + 2 * part, offset, 1, tiles, relu, target + outRow, outPixel, left8);
        } else {
          upsampledPair1(at + p, columns + p, inputs, panel, offset, 0, tiles, 0, 0, 0, 8);
          upsampledPair1(above + p, aboveColumns + p, inputs, panel + part, offset, 1, tiles, relu, target, outPixel, left8);
          upsampledPair1(below + p, belowColumns + p, inputs, panel + 2 * part, offset, 1, tiles, relu, target + outRow, outPixel, left8);
        }
        p += <usize>(pixels * pixel);
        target += <usize>(pixels * 2 * outPixel);
        left -= pixels;
      }
    }
    const swap = above, swapColumns = aboveColumns;
    above = below;
    aboveColumns = belowColumns;
    below = swap;
    belowColumns = swapColumns;
  }
}

// How many of the pixels left the next register block takes: 8 as 4 and 4.
// @ts-ignore: decorator
@inline
function blockRows(left: i32): i32 {
  if (left == 8) return 4;
  if (left >= 6) return 6;
  return left >= 4 ? 4 : left >= 2 ? 2 : 1;
}

// One image: the gradient dx of the small image from dy of the large one, which carries a border of
// zeros; `dy` is its first pixel inside. `strip` pixels are packed at a time, a third of their nine
// combinations after the other. `scratch`: 3·outputs floats a pixel of a strip, then as many floats
// as a strip of dx in whole blocks of eight.
export function upsampledInputGradient(
  dy: usize, dyRow: i32, height: i32, width: i32, outputs: i32, panels: usize,
  dx: usize, inputs: i32, strip: i32, scratch: usize,
): void {
  const pixel = 12 * outputs, sums = scratch + <usize>(strip * pixel), dxPixel = inputs * 4;
  const pixels = height * width;
  for (let start = 0; start < pixels; start += strip) {
    const count = min(strip, pixels - start);
    for (let part = 0; part < 3; part++) {
      packGradients(dy, dyRow, width, outputs, part, start, count, scratch);
      for (let block = 0; block < inputs; block += 8) {
        const panel = panels + <usize>((block * 9 / 8 * outputs + part * 3 * outputs) * 32);
        const left8 = part == 2 ? min(8, inputs - block) : 8;
        let first = sums + <usize>(block * strip * 4);
        let target = part == 2 ? dx + <usize>(start * dxPixel + block * 4) : first;
        const targetPixel = part == 2 ? dxPixel : 32;
        let p = scratch;
        let left = count;
        while (left > 0) {
          const rows = blockRows(left);
          const known = part == 0 ? 0 : first;
          if (rows == 6) productBlock6(p, pixel, 3 * outputs, panel, known, target, targetPixel, left8);
          else if (rows == 4) productBlock4(p, pixel, 3 * outputs, panel, known, target, targetPixel, left8);
          else if (rows == 2) productBlock2(p, pixel, 3 * outputs, panel, known, target, targetPixel, left8);
          else productBlock1(p, pixel, 3 * outputs, panel, known, target, targetPixel, left8);
          p += <usize>(rows * pixel);
          first += <usize>(rows * 32);
          target += <usize>(rows * targetPixel);
          left -= rows;
        }
      }
    }
  }
}

// Per pixel (y, x) of `count` from `start`: of the rows, part 0 takes e[y] + o[y], part 1 e[y+1] − e[y],
// part 2 o[y] − o[y−1] (even and odd rows of dy), and of these the same three of the columns, the
// sum last.
function packGradients(
  dy: usize, dyRow: i32, width: i32, channels: i32, part: i32, start: i32, count: i32, out: usize,
): void {
  const fine = <usize>(channels * 4), row = <usize>dyRow;
  const sign: f32 = part == 0 ? 1 : -1;
  const signs = f32x4.splat(sign);
  let y = start / width, x = start % width;
  let to = out, left = count;
  while (left > 0) {
    const length = min(left, width - x);
    const even = dy + <usize>(2 * y) * row + <usize>(2 * x) * fine;
    const plus = part == 0 ? even : part == 1 ? even + 2 * row : even + row;
    const other = part == 0 ? even + row : part == 1 ? even : even - row;
    const end = to + <usize>length * 3 * fine;
    let c: usize = 0;
    for (; c + 32 <= fine; c += 32) {
      let p = plus + c, q = other + c;
      let before0 = madd(v128.load(q - fine), signs, v128.load(p - fine));
      let before1 = madd(v128.load(q - fine, 16), signs, v128.load(p - fine, 16));
      let here0 = madd(v128.load(q), signs, v128.load(p));
      let here1 = madd(v128.load(q, 16), signs, v128.load(p, 16));
      for (let t = to + c; t < end; t += 3 * fine) {
        p += fine;
        q += fine;
        const after0 = madd(v128.load(q), signs, v128.load(p));
        const after1 = madd(v128.load(q, 16), signs, v128.load(p, 16));
        p += fine;
        q += fine;
        const next0 = madd(v128.load(q), signs, v128.load(p));
        const next1 = madd(v128.load(q, 16), signs, v128.load(p, 16));
        v128.store(t, f32x4.sub(next0, here0));
        v128.store(t, f32x4.sub(next1, here1), 16);
        v128.store(t + fine, f32x4.sub(after0, before0));
        v128.store(t + fine, f32x4.sub(after1, before1), 16);
        v128.store(t + 2 * fine, f32x4.add(here0, after0));
        v128.store(t + 2 * fine, f32x4.add(here1, after1), 16);
        before0 = after0;
        before1 = after1;
        here0 = next0;
        here1 = next1;
      }
    }
    for (; c < fine; c += 4) {
      let p = plus + c, q = other + c;
      let before = load<f32>(p - fine) + sign * load<f32>(q - fine);
      let here = load<f32>(p) + sign * load<f32>(q);
      for (let t = to + c; t < end; t += 3 * fine) {
        p += fine;
        q += fine;
        const after = load<f32>(p) + sign * load<f32>(q);
        p += fine;
        q += fine;
        const next = load<f32>(p) + sign * load<f32>(q);
        store<f32>(t, next - here);
        store<f32>(t + fine, after - before);
        store<f32>(t + 2 * fine, here + after);
        before = after;
        here = next;
      }
    }
    to = end;
    left -= length;
    x = 0;
    y++;
  }
}

// One image: panels += the nine products of differences of x with dy of the large image (first pixel
// inside its border, if it has one). `rows` rows and `strip` columns of the small image at a time.
// Output channels are taken in groups of four blocks, so that a plane of differences serves all four
// while it is in the cache. `scratch`: 3·(rows + 1)·(width + 1) pixels of x, then 288 floats a pixel of
// rows × strip.
export function upsampledFilterGradient(
  x: usize, height: i32, width: i32, inputs: i32, dy: usize, dyRow: i32, outputs: i32,
  panels: usize, rows: i32, strip: i32, scratch: usize,
): void {
  const pixel = inputs * 4, row = width * pixel, wide = row + pixel;
  const product = <usize>(inputs * 32);
  const columns = scratch, above = columns + <usize>(rows * wide);
  const aboveColumns = above + <usize>((rows + 1) * row);
  const gradients = aboveColumns + <usize>((rows + 1) * wide);
  for (let y = 0; y < height; y += rows) {
    const count = min(rows, height - y);
    for (let k = 0; k <= count; k++) {
      const at = x + <usize>((y + k) * row);
      const difference = above + <usize>(k * row);
      subtractRows(y + k > 0 ? at - <usize>row : 0, y + k < height ? at : 0, difference, width * inputs);
      subtractColumns(difference, aboveColumns + <usize>(k * wide), width, inputs);
      if (k < count) subtractColumns(at, columns + <usize>(k * wide), width, inputs);
    }
    for (let start = 0; start < width; start += strip) {
      const length = min(strip, width - start);
      const offset = <usize>(start * pixel), plane = <usize>(count * length * 32);
      for (let group = 0; group < outputs; group += 32) {
        const end = min(outputs, group + 32);
        for (let block = group; block < end; block += 8) {
          const fine = dy + <usize>(2 * y * dyRow + (2 * start * outputs + block) * 4);
          const to = gradients + <usize>((block - group) >> 3) * 9 * plane;
          packGradientBlock(fine, dyRow, outputs * 4, count, length, min(8, outputs - block), to);
        }
        for (let part = 0; part < 3; part++) {
          const down = part == 2 ? <usize>1 : 0;
          const whole = offset + (part == 0 ? x + <usize>(y * row) : above + down * <usize>row);
          const moved = offset + (part == 0 ? columns : aboveColumns + down * <usize>wide);
          for (let shift = 0; shift < 3; shift++) {
            const source = shift == 0 ? whole : shift == 1 ? moved : moved + <usize>pixel;
            const sourceRow = shift == 0 ? row : wide, k = <usize>(3 * part + shift);
            for (let block = group; block < end; block += 8) {
              const g = gradients + (<usize>((block - group) >> 3) * 9 + k) * plane;
              const to = panels + (<usize>(block >> 3) * 9 + k) * product;
              gatherBlocks(source, pixel, sourceRow, g, count, length, to);
            }
          }
        }
      }
    }
  }
}

function gatherBlocks(
  x: usize, pixel: i32, row: i32, gradients: usize, rows: i32, width: i32, panel: usize,
): void {
  let source = x, to = panel;
  let left = pixel >> 2;
  while (left > 0) {
    const terms = blockRows(left);
    if (terms == 6) chunkBlock6(source, pixel, row, gradients, 32, 32 * width, rows, width, to);
    else if (terms == 4) chunkBlock4(source, pixel, row, gradients, 32, 32 * width, rows, width, to);
    else if (terms == 2) chunkBlock2(source, pixel, row, gradients, 32, 32 * width, rows, width, to);
    else chunkBlock1(source, pixel, row, gradients, 32, 32 * width, rows, width, to);
    source += <usize>(terms * 4);
    to += <usize>(terms * 32);
    left -= terms;
  }
}

// Nine planes of rows × width pixels by eight channels: of even and odd rows the sum, the even, the
// odd ones, and of each the same of the columns.
function packGradientBlock(
  dy: usize, dyRow: i32, fine: i32, rows: i32, width: i32, columns: i32, out: usize,
): void {
  const plane = <usize>(rows * width * 32);
  let to = out;
  if (columns < 8) memory.fill(out, 0, 9 * plane);
  for (let y = 0; y < rows; y++) {
    let even = dy + <usize>(2 * y * dyRow);
    for (let x = 0; x < width; x++) {
      const odd = even + <usize>dyRow;
      if (columns == 8) {
        packGradientVector(even, odd, <usize>fine, to, plane);
        packGradientVector(even + 16, odd + 16, <usize>fine, to + 16, plane);
      } else {
        for (let c = 0; c < columns; c++) {
          const at = <usize>(c * 4);
          packGradientValue(even + at, odd + at, <usize>fine, to + at, plane);
        }
      }
      even += <usize>(2 * fine);
      to += 32;
    }
  }
}

// @ts-ignore: decorator
@inline
function packGradientVector(even: usize, odd: usize, fine: usize, to: usize, plane: usize): void {
  const ee = v128.load(even), eo = v128.load(even + fine);
  const oe = v128.load(odd), oo = v128.load(odd + fine);
  const se = f32x4.add(ee, oe), so = f32x4.add(eo, oo);
  v128.store(to, f32x4.add(se, so));
  v128.store(to + plane, se);
  v128.store(to + 2 * plane, so);
  v128.store(to + 3 * plane, f32x4.add(ee, eo));
  v128.store(to + 4 * plane, ee);
  v128.store(to + 5 * plane, eo);
  v128.store(to + 6 * plane, f32x4.add(oe, oo));
  v128.store(to + 7 * plane, oe);
  v128.store(to + 8 * plane, oo);
}

// @ts-ignore: decorator
@inline
function packGradientValue(even: usize, odd: usize, fine: usize, to: usize, plane: usize): void {
  const ee = load<f32>(even), eo = load<f32>(even + fine);
  const oe = load<f32>(odd), oo = load<f32>(odd + fine);
  const se = ee + oe, so = eo + oo;
  store<f32>(to, se + so);
  store<f32>(to + plane, se);
  store<f32>(to + 2 * plane, so);
  store<f32>(to + 3 * plane, ee + eo);
  store<f32>(to + 4 * plane, ee);
  store<f32>(to + 5 * plane, eo);
  store<f32>(to + 6 * plane, oe + oo);
  store<f32>(to + 7 * plane, oe);
  store<f32>(to + 8 * plane, oo);
}
