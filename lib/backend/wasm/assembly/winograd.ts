// Winograd's F(2², 3²) of a 3×3 convolution of stride 1 (Lavin & Gray 2016, arXiv 1509.09308,
// equation 8): a tile of 2×2 outputs is Aᵀ[(G g Gᵀ) ⊙ (Bᵀ d B)]A with the 4×4 inputs d, so that 16
// products take the place of 36. Each of the 16 positions is a matrix product over the channels.
//
// Tiles are counted through rows and images, and taken in strips: a strip's transformed inputs stay
// in the second-level cache, and no transformed image is ever whole in memory. Planes of scratch
// memory hold [tiles][channels] for one position 4a + b; a is the row in the 4×4, b the column.
//
// At odd sizes the last tiles reach beyond the image. The row (or column) beyond it only enters
// outputs that are beyond it too and not stored, so the last one that exists is read in its place.
//
// Channels are taken four at a time, the last four overlapping those before them where the number
// is no multiple of four. There must be at least four.

// @ts-ignore: decorator
@inline
function gatherFour(at: usize, stride: i32, count: i32): v128 {
  if (count >= 4 && stride == 4) return v128.load(at);
  let four = f32x4.splat(0);
  if (count > 0) four = v128.load32_lane(at, four, 0);
  if (count > 1) four = v128.load32_lane(at + <usize>stride, four, 1);
  if (count > 2) four = v128.load32_lane(at + <usize>(2 * stride), four, 2);
  if (count > 3) four = v128.load32_lane(at + <usize>(3 * stride), four, 3);
  return four;
}

// G applied to three values, the results stored `plane` bytes apart.
// @ts-ignore: decorator
@inline
function storeFilterRow(g0: v128, g1: v128, g2: v128, to: usize, plane: usize): void {
  const half = f32x4.splat(0.5);
  const ends = f32x4.mul(half, f32x4.add(g0, g2)), middle = f32x4.mul(half, g1);
  v128.store(to, g0);
  v128.store(to + plane, f32x4.add(ends, middle));
  v128.store(to + 2 * plane, f32x4.sub(ends, middle));
  v128.store(to + 3 * plane, g2);
}

// panels[block of 8 outputs][position][input][8] = G g Gᵀ. `tap` is what one column of the filter
// advances by; with `first` at the last tap and `tap` negative the filter is turned by 180°.
export function winogradPack(
  first: usize, tap: i32, inputStride: i32, outputStride: i32, inputs: i32, outputs: i32,
  panels: usize,
): void {
  const plane = <usize>(inputs * 32);
  const half = f32x4.splat(0.5);
  for (let block = 0; block < outputs; block += 8) {
    for (let side = 0; side < 8; side += 4) {
      const count = outputs - block - side;
      for (let i = 0; i < inputs; i++) {
        const at = first + <usize>(i * inputStride + (block + side) * outputStride);
        const to = panels + <usize>(block * 2) * plane + <usize>(i * 32 + side * 4);
        const g00 = gatherFour(at, outputStride, count);
        const g01 = gatherFour(at + <usize>tap, outputStride, count);
        const g02 = gatherFour(at + <usize>(2 * tap), outputStride, count);
        const g10 = gatherFour(at + <usize>(3 * tap), outputStride, count);
        const g11 = gatherFour(at + <usize>(4 * tap), outputStride, count);
        const g12 = gatherFour(at + <usize>(5 * tap), outputStride, count);
        const g20 = gatherFour(at + <usize>(6 * tap), outputStride, count);
        const g21 = gatherFour(at + <usize>(7 * tap), outputStride, count);
        const g22 = gatherFour(at + <usize>(8 * tap), outputStride, count);
        const e0 = f32x4.mul(half, f32x4.add(g00, g20)), m0 = f32x4.mul(half, g10);
        const e1 = f32x4.mul(half, f32x4.add(g01, g21)), m1 = f32x4.mul(half, g11);
        const e2 = f32x4.mul(half, f32x4.add(g02, g22)), m2 = f32x4.mul(half, g12);
        storeFilterRow(g00, g01, g02, to, plane);
        storeFilterRow(f32x4.add(e0, m0), f32x4.add(e1, m1), f32x4.add(e2, m2), to + 4 * plane, plane);
        storeFilterRow(f32x4.sub(e0, m0), f32x4.sub(e1, m1), f32x4.sub(e2, m2), to + 8 * plane, plane);
        storeFilterRow(g20, g21, g22, to + 12 * plane, plane);
      }
    }
  }
}

// Row `ky` of Gᵀ times the four values `step` bytes apart.
// @ts-ignore: decorator
@inline
function filterRow(from: usize, step: usize, ky: i32): v128 {
  const half = f32x4.splat(0.5);
  const u1 = v128.load(from + step), u2 = v128.load(from + 2 * step);
  if (ky == 1) return f32x4.mul(half, f32x4.sub(u1, u2));
  return f32x4.add(f32x4.mul(half, f32x4.add(u1, u2)), v128.load(ky == 0 ? from : from + 3 * step));
}

// @ts-ignore: decorator
@inline
function addFour(at: usize, values: v128, count: i32): void {
  const sum = f32x4.add(gatherFour(at, 4, count), values);
  if (count >= 4) {
    v128.store(at, sum);
    return;
  }
  v128.store32_lane(at, sum, 0);
  if (count > 1) v128.store32_lane(at, sum, 1, 4);
  if (count > 2) v128.store32_lane(at, sum, 2, 8);
}

// The transpose of winogradPack: filter[tap][input][output] += Gᵀ dU G.
export function winogradUnpack(panels: usize, filter: usize, inputs: i32, outputs: i32): void {
  const plane = <usize>(inputs * 32);
  const tap = <usize>(inputs * outputs * 4);
  const half = f32x4.splat(0.5);
  for (let o = 0; o < outputs; o += 4) {
    const count = outputs - o;
    for (let i = 0; i < inputs; i++) {
      const from = panels + <usize>((o >> 3) * 16) * plane + <usize>(i * 32 + (o & 4) * 4);
      let to = filter + <usize>((i * outputs + o) * 4);
      for (let ky = 0; ky < 3; ky++) {
        const u0 = filterRow(from, 4 * plane, ky);
        const u1 = filterRow(from + plane, 4 * plane, ky);
        const u2 = filterRow(from + 2 * plane, 4 * plane, ky);
        const u3 = filterRow(from + 3 * plane, 4 * plane, ky);
        const sum = f32x4.mul(half, f32x4.add(u1, u2));
        addFour(to, f32x4.add(u0, sum), count);
        addFour(to + tap, f32x4.mul(half, f32x4.sub(u1, u2)), count);
        addFour(to + 2 * tap, f32x4.add(sum, u3), count);
        to += 3 * tap;
      }
    }
  }
}

// One row of Bᵀ d B for four channels: the 4 inputs of image rows p and q, added or subtracted, then
// the same across.
// @ts-ignore: decorator
@inline
function storeInputRow(
  add: bool, p: usize, q: usize, pixel: usize, last: usize, to: usize, plane: usize,
): void {
  const p0 = v128.load(p), q0 = v128.load(q);
  const p1 = v128.load(p + pixel), q1 = v128.load(q + pixel);
  const p2 = v128.load(p + 2 * pixel), q2 = v128.load(q + 2 * pixel);
  const p3 = v128.load(p + last), q3 = v128.load(q + last);
  const e0 = add ? f32x4.add(p0, q0) : f32x4.sub(p0, q0);
  const e1 = add ? f32x4.add(p1, q1) : f32x4.sub(p1, q1);
  const e2 = add ? f32x4.add(p2, q2) : f32x4.sub(p2, q2);
  const e3 = add ? f32x4.add(p3, q3) : f32x4.sub(p3, q3);
  v128.store(to, f32x4.sub(e0, e2));
  v128.store(to + plane, f32x4.add(e1, e2));
  v128.store(to + 2 * plane, f32x4.sub(e2, e1));
  v128.store(to + 3 * plane, f32x4.sub(e1, e3));
}

// Rows firstRow … endRow − 1 of Bᵀ d B, of `tiles` tiles from tile `first` on, to planes of
// [tiles][channels] whose pixels are `toPixel` bytes apart. height and width are the output's.
function winogradInputs(
  x: usize, xImage: i32, xRow: i32, xPixel: i32, height: i32, width: i32, channels: i32,
  first: i32, tiles: i32, firstRow: i32, endRow: i32, to: usize, toPixel: i32, plane: usize,
): void {
  const across = (width + 1) >> 1, down = (height + 1) >> 1;
  let tx = first % across, ty = (first / across) % down, n = first / across / down;
  const pixel = <usize>xPixel, row = <usize>xRow;
  for (let t = 0; t < tiles; t++) {
    const tile = x + <usize>(n * xImage + ty * 2 * xRow + tx * 2 * xPixel);
    const last = tx * 2 + 1 < width ? 3 * pixel : 2 * pixel;
    const lastRow = ty * 2 + 1 < height ? 3 * row : 2 * row;
    for (let c = 0; c < channels; c += 4) {
      const offset = <usize>(min(c, channels - 4) * 4);
      const d0 = tile + offset, d1 = d0 + row, d2 = d1 + row, d3 = d0 + lastRow;
      let v = to + offset;
      if (firstRow == 0) {
        storeInputRow(false, d0, d2, pixel, last, v, plane);
        v += 4 * plane;
      }
      if (firstRow <= 1 && endRow > 1) {
        storeInputRow(true, d1, d2, pixel, last, v, plane);
        v += 4 * plane;
      }
      if (firstRow <= 2 && endRow > 2) {
        storeInputRow(false, d2, d1, pixel, last, v, plane);
        v += 4 * plane;
      }
      if (endRow > 3) storeInputRow(false, d1, d3, pixel, last, v, plane);
    }
    to += <usize>toPixel;
    if (++tx == across) {
      tx = 0;
      if (++ty == down) {
        ty = 0;
        n++;
      }
    }
  }
}

// Aᵀ of four values `plane` bytes apart: the first of the two sums.
// @ts-ignore: decorator
@inline
function firstSum(m: usize, plane: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + plane)), v128.load(m + 2 * plane));
}

// @ts-ignore: decorator
@inline
function secondSum(m: usize, plane: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + plane), v128.load(m + 2 * plane)), v128.load(m + 3 * plane));
}

// relu?(Aᵀ M A + bias) of `tiles` tiles for up to eight output channels; products [position][tile][8].
// `pooled`, where given, gets each tile's maximum: max pooling 2×2, clipped at the far edges.
function winogradOutputs(
  products: usize, plane: usize, bias: usize, relu: i32,
  out: usize, outImage: i32, outRow: i32, outPixel: i32, height: i32, width: i32,
  pooled: usize, columns: i32, first: i32, tiles: i32,
): void {
  const across = (width + 1) >> 1, down = (height + 1) >> 1;
  let tx = first % across, ty = (first / across) % down, n = first / across / down;
  const row = 4 * plane;
  const floor = f32x4.splat(relu ? 0 : -<f32>Infinity);
  const lowBias = bias ? gatherFour(bias, 4, columns) : f32x4.splat(0);
  const highBias = bias ? gatherFour(bias + 16, 4, columns - 4) : f32x4.splat(0);
  let m = products, maximum = pooled + <usize>(first * outPixel);
  for (let t = 0; t < tiles; t++) {
    const hasDown = ty * 2 + 1 < height, hasAcross = tx * 2 + 1 < width;
    const to = out + <usize>(n * outImage + ty * 2 * outRow + tx * 2 * outPixel);
    const h = m + 16;
    // The left column of the four outputs, then the right one.
    let a1 = firstSum(m + row, plane), a2 = firstSum(m + 2 * row, plane);
    let b1 = firstSum(h + row, plane), b2 = firstSum(h + 2 * row, plane);
    let low = f32x4.add(f32x4.add(firstSum(m, plane), a1), f32x4.add(a2, lowBias));
    let high = f32x4.add(f32x4.add(firstSum(h, plane), b1), f32x4.add(b2, highBias));
    low = f32x4.max(low, floor), high = f32x4.max(high, floor);
    storeColumns(to, low, high, columns);
    let lowMost = low, highMost = high;
    if (hasDown) {
      low = f32x4.add(f32x4.sub(f32x4.sub(a1, a2), firstSum(m + 3 * row, plane)), lowBias);
      high = f32x4.add(f32x4.sub(f32x4.sub(b1, b2), firstSum(h + 3 * row, plane)), highBias);
      low = f32x4.max(low, floor), high = f32x4.max(high, floor);
      storeColumns(to + <usize>outRow, low, high, columns);
      lowMost = f32x4.max(lowMost, low), highMost = f32x4.max(highMost, high);
    }
    if (hasAcross) {
      const right = to + <usize>outPixel;
      a1 = secondSum(m + row, plane), a2 = secondSum(m + 2 * row, plane);
      b1 = secondSum(h + row, plane), b2 = secondSum(h + 2 * row, plane);
      low = f32x4.add(f32x4.add(secondSum(m, plane), a1), f32x4.add(a2, lowBias));
      high = f32x4.add(f32x4.add(secondSum(h, plane), b1), f32x4.add(b2, highBias));
      low = f32x4.max(low, floor), high = f32x4.max(high, floor);
      storeColumns(right, low, high, columns);
      lowMost = f32x4.max(lowMost, low), highMost = f32x4.max(highMost, high);
      if (hasDown) {
        low = f32x4.add(f32x4.sub(f32x4.sub(a1, a2), secondSum(m + 3 * row, plane)), lowBias);
        high = f32x4.add(f32x4.sub(f32x4.sub(b1, b2), secondSum(h + 3 * row, plane)), highBias);
        low = f32x4.max(low, floor), high = f32x4.max(high, floor);
        storeColumns(right + <usize>outRow, low, high, columns);
        lowMost = f32x4.max(lowMost, low), highMost = f32x4.max(highMost, high);
      }
    }
    if (pooled) {
      storeColumns(maximum, lowMost, highMost, columns);
      maximum += <usize>outPixel;
    }
    m += 32;
    if (++tx == across) {
      tx = 0;
      if (++ty == down) {
        ty = 0;
        n++;
      }
    }
  }
}

// out[tile][8] = v[tile][channels] · panel[channels][8].
function winogradProduct(
  v: usize, pixel: i32, channels: i32, panel: usize, out: usize, tiles: i32,
): void {
  let left = tiles;
  while (left > 0) {
    let rows = 6;
    if (left == 8) rows = 4;
    else if (left < 6) rows = left >= 4 ? 4 : left >= 2 ? 2 : 1;
    if (rows == 6) convBlock6(v, pixel, 0, channels, 1, panel, 0, 0, out, 32, 8);
    else if (rows == 4) convBlock4(v, pixel, 0, channels, 1, panel, 0, 0, out, 32, 8);
    else if (rows == 2) convBlock2(v, pixel, 0, channels, 1, panel, 0, 0, out, 32, 8);
    else convBlock1(v, pixel, 0, channels, 1, panel, 0, 0, out, 32, 8);
    v += <usize>(rows * pixel);
    out += <usize>(rows * 32);
    left -= rows;
  }
}

// out = relu?(x ⋆ filter + bias) with a filter packed by winogradPack, `strip` tiles at a time.
// `pooled`, where given, gets out's max pooling. out's pixels lie `outPixel` = 4 × channels apart.
// `scratch` holds 16 planes of vPlane bytes for the inputs, then 16 of strip × 32 for the products.
export function winogradConvolve(
  x: usize, xImage: i32, xRow: i32, xPixel: i32, inputs: i32, panels: usize, bias: usize, relu: i32,
  out: usize, outImage: i32, outRow: i32, outPixel: i32,
  batch: i32, height: i32, width: i32, channels: i32, pooled: usize,
  strip: i32, vPixel: i32, vPlane: i32, scratch: usize,
): void {
  const tiles = batch * ((height + 1) >> 1) * ((width + 1) >> 1);
  const products = scratch + <usize>(16 * vPlane);
  const productPlane = <usize>(strip * 32);
  for (let first = 0; first < tiles; first += strip) {
    const count = min(strip, tiles - first);
    winogradInputs(
      x, xImage, xRow, xPixel, height, width, inputs, first, count, 0, 4, scratch, vPixel, <usize>vPlane,
    );
    for (let block = 0; block < channels; block += 8) {
      let panel = panels + <usize>(block * 2 * inputs * 32);
      for (let position = 0; position < 16; position++) {
        winogradProduct(
          scratch + <usize>(position * vPlane), vPixel, inputs, panel,
          products + <usize>position * productPlane, count,
        );
        panel += <usize>(inputs * 32);
      }
      winogradOutputs(
        products, productPlane, bias ? bias + <usize>(block * 4) : 0, relu,
        out + <usize>(block * 4), outImage, outRow, outPixel, height, width,
        pooled ? pooled + <usize>(block * 4) : 0, min(8, channels - block), first, count,
      );
    }
  }
}

// One row of A dy Aᵀ: the four values of two columns.
// @ts-ignore: decorator
@inline
function storeGradientRow(left: v128, right: v128, to: usize, plane: usize): void {
  v128.store(to, left);
  v128.store(to + plane, f32x4.add(left, right));
  v128.store(to + 2 * plane, f32x4.sub(left, right));
  v128.store(to + 3 * plane, f32x4.neg(right));
}

// Row `row` of A dy Aᵀ, of tiles and to planes as in winogradInputs. Gradients beyond the image
// are zeros.
function winogradGradients(
  dy: usize, dyImage: i32, dyRow: i32, dyPixel: i32, height: i32, width: i32, channels: i32,
  first: i32, tiles: i32, row: i32, to: usize, toPixel: i32, plane: usize,
): void {
  const across = (width + 1) >> 1, down = (height + 1) >> 1;
  let tx = first % across, ty = (first / across) % down, n = first / across / down;
  const zeros = f32x4.splat(0);
  for (let t = 0; t < tiles; t++) {
    const hasDown = ty * 2 + 1 < height, hasAcross = tx * 2 + 1 < width;
    const tile = dy + <usize>(n * dyImage + ty * 2 * dyRow + tx * 2 * dyPixel);
    for (let c = 0; c < channels; c += 4) {
      const offset = <usize>(min(c, channels - 4) * 4);
      const top = tile + offset, bottom = top + <usize>dyRow;
      let left = zeros, right = zeros;
      if (row < 3) {
        left = v128.load(top);
        if (hasAcross) right = v128.load(top + <usize>dyPixel);
      }
      if (row > 0 && hasDown) {
        const below = v128.load(bottom);
        const belowRight = hasAcross ? v128.load(bottom + <usize>dyPixel) : zeros;
        left = row == 1 ? f32x4.add(left, below) : f32x4.sub(left, below);
        right = row == 1 ? f32x4.add(right, belowRight) : f32x4.sub(right, belowRight);
      }
      storeGradientRow(left, right, to + offset, plane);
    }
    to += <usize>toPixel;
    if (++tx == across) {
      tx = 0;
      if (++ty == down) {
        ty = 0;
        n++;
      }
    }
  }
}

// panel[channels][8] += Σ over tiles v[tile][channels] · w[tile][8].
function winogradGradientProduct(
  v: usize, vPixel: i32, channels: i32, w: usize, wPixel: i32, panel: usize, tiles: i32,
): void {
  let left = channels;
  while (left > 0) {
    let terms = 6;
    if (left == 8) terms = 4;
    else if (left < 6) terms = left >= 4 ? 4 : left >= 2 ? 2 : 1;
    if (terms == 6) chunkBlock6(v, vPixel, 0, w, wPixel, 0, 1, tiles, panel);
    else if (terms == 4) chunkBlock4(v, vPixel, 0, w, wPixel, 0, 1, tiles, panel);
    else if (terms == 2) chunkBlock2(v, vPixel, 0, w, wPixel, 0, 1, tiles, panel);
    else chunkBlock1(v, vPixel, 0, w, wPixel, 0, 1, tiles, panel);
    v += <usize>(terms * 4);
    panel += <usize>(terms * 32);
    left -= terms;
  }
}

// panels += Σ over tiles (Bᵀ x B) ⊙ (A dy Aᵀ), laid out as winogradPack does: the transpose of
// winogradConvolve. One row of positions at a time, so that a strip is four times as long in the
// same scratch memory: 4 planes of vPlane bytes for x, then 4 of wPlane for dy.
export function winogradFilterGradient(
  x: usize, xImage: i32, xRow: i32, xPixel: i32, inputs: i32,
  dy: usize, dyImage: i32, dyRow: i32, dyPixel: i32, panels: usize,
  batch: i32, height: i32, width: i32, channels: i32,
  strip: i32, vPixel: i32, vPlane: i32, wPixel: i32, wPlane: i32, scratch: usize,
): void {
  const tiles = batch * ((height + 1) >> 1) * ((width + 1) >> 1);
  const gradients = scratch + <usize>(4 * vPlane);
  for (let first = 0; first < tiles; first += strip) {
    const count = min(strip, tiles - first);
    for (let row = 0; row < 4; row++) {
      winogradInputs(
        x, xImage, xRow, xPixel, height, width, inputs, first, count, row, row + 1,
        scratch, vPixel, <usize>vPlane,
      );
      winogradGradients(
        dy, dyImage, dyRow, dyPixel, height, width, channels, first, count, row,
        gradients, wPixel, <usize>wPlane,
      );
      for (let column = 0; column < 4; column++) {
        const v = scratch + <usize>(column * vPlane), w = gradients + <usize>(column * wPlane);
        const position = panels + <usize>((row * 4 + column) * inputs * 32);
        for (let block = 0; block < channels; block += 8) {
          winogradGradientProduct(
            v, vPixel, inputs, w + <usize>(block * 4), wPixel,
            position + <usize>(block * 2 * inputs * 32), count,
          );
        }
      }
    }
  }
}
