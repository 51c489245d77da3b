// sums[c] += Σ x[pixel, c] and products[c] += Σ x[pixel, c] · y[pixel, c], as float64. Runs of 64
// pixels are added in registers in float32 and carried over in float64, which keeps the error of a
// sum over half a million pixels at that of one over 64.
export function channelSums(
  x: usize, y: usize, pixels: i32, channels: i32, sums: usize, products: usize,
): void {
  const bytes = <usize>(channels * 4);
  for (let start = 0; start < pixels; start += 64) {
    const from = x + <usize>start * bytes, other = y + <usize>start * bytes;
    const end = from + <usize>min(64, pixels - start) * bytes;
    let c = 0;
    for (; c + 16 <= channels; c += 16) {
      const at = <usize>(c * 4);
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
      let p0 = f32x4.splat(0), p1 = f32x4.splat(0), p2 = f32x4.splat(0), p3 = f32x4.splat(0);
      for (let left = from + at, right = other + at; left < end; left += bytes, right += bytes) {
        const v0 = v128.load(left), v1 = v128.load(left, 16);
        s0 = f32x4.add(s0, v0);
        p0 = madd(v0, v128.load(right), p0);
        s1 = f32x4.add(s1, v1);
        p1 = madd(v1, v128.load(right, 16), p1);
        const v2 = v128.load(left, 32), v3 = v128.load(left, 48);
        s2 = f32x4.add(s2, v2);
        p2 = madd(v2, v128.load(right, 32), p2);
        s3 = f32x4.add(s3, v3);
        p3 = madd(v3, v128.load(right, 48), p3);
      }
      addDoubles(sums + at * 2, s0);
      addDoubles(sums + at * 2 + 32, s1);
      addDoubles(sums + at * 2 + 64, s2);
      addDoubles(sums + at * 2 + 96, s3);
      addDoubles(products + at * 2, p0);
      addDoubles(products + at * 2 + 32, p1);
      addDoubles(products + at * 2 + 64, p2);
      addDoubles(products + at * 2 + 96, p3);
    }
    for (; c + 4 <= channels; c += 4) {
      const at = <usize>(c * 4);
      let s0 = f32x4.splat(0), p0 = f32x4.splat(0);
      for (let left = from + at, right = other + at; left < end; left += bytes, right += bytes) {
        const value = v128.load(left);
        s0 = f32x4.add(s0, value);
        p0 = madd(value, v128.load(right), p0);
      }
      addDoubles(sums + at * 2, s0);
      addDoubles(products + at * 2, p0);
    }
    for (; c < channels; c++) {
      const at = <usize>(c * 4);
      let sum: f32 = 0, product: f32 = 0;
      for (let left = from + at, right = other + at; left < end; left += bytes, right += bytes) {
        const value = load<f32>(left);
        sum += value;
        product += value * load<f32>(right);
      }
      store<f64>(sums + at * 2, load<f64>(sums + at * 2) + <f64>sum);
      store<f64>(products + at * 2, load<f64>(products + at * 2) + <f64>product);
    }
  }
}

// sums[c] += Σ x[pixel, c] · weight[pixel], as float64, in runs as above; total += Σ weight.
export function weightedSums(
  x: usize, weight: usize, pixels: i32, channels: i32, sums: usize, total: usize,
): void {
  const bytes = <usize>(channels * 4);
  for (let start = 0; start < pixels; start += 64) {
    const from = x + <usize>start * bytes, weights = weight + <usize>(start * 4);
    const length = min(64, pixels - start);
    const end = weights + <usize>(length * 4);
    let c = 0;
    for (; c + 16 <= channels; c += 16) {
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
      for (let at = from + <usize>(c * 4), w = weights; w < end; w += 4, at += bytes) {
        const g = v128.load32_splat(w);
        s0 = madd(v128.load(at), g, s0);
        s1 = madd(v128.load(at, 16), g, s1);
        s2 = madd(v128.load(at, 32), g, s2);
        s3 = madd(v128.load(at, 48), g, s3);
      }
      const to = sums + <usize>(c * 8);
      addDoubles(to, s0);
      addDoubles(to + 32, s1);
      addDoubles(to + 64, s2);
      addDoubles(to + 96, s3);
    }
    for (; c < channels; c++) {
      let sum: f32 = 0;
      for (let at = from + <usize>(c * 4), w = weights; w < end; w += 4, at += bytes) {
        sum += load<f32>(at) * load<f32>(w);
      }
      const to = sums + <usize>(c * 8);
      store<f64>(to, load<f64>(to) + <f64>sum);
    }
    let sum: f64 = 0;
    for (let w = weights; w < end; w += 4) sum += <f64>load<f32>(w);
    store<f64>(total, load<f64>(total) + sum);
  }
}

// @ts-ignore: decorator
@inline
function addDoubles(at: usize, values: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(values)));
  const high = v128.shuffle<i64>(values, values, 1, 0);
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
}

// out = x · scale[c] + shift[c]
export function scaleChannels(
  x: usize, scale: usize, shift: usize, out: usize, pixels: i32, channels: i32,
): void {
  const bytes = <usize>(channels * 4);
  for (let start = 0; start < pixels; start += 64) {
    const from = x + <usize>start * bytes, distance = out - x;
    const end = from + <usize>min(64, pixels - start) * bytes;
    let c = 0;
    for (; c + 8 <= channels; c += 8) {
      const at = <usize>(c * 4);
      const a0 = v128.load(scale + at), a1 = v128.load(scale + at, 16);
      const b0 = v128.load(shift + at), b1 = v128.load(shift + at, 16);
      for (let p = from + at; p < end; p += bytes) {
        v128.store(p + distance, madd(v128.load(p), a0, b0));
        v128.store(p + distance, madd(v128.load(p, 16), a1, b1), 16);
      }
    }
    for (; c < channels; c++) {
      const at = <usize>(c * 4);
      const a = load<f32>(scale + at), b = load<f32>(shift + at);
      for (let p = from + at; p < end; p += bytes) store<f32>(p + distance, load<f32>(p) * a + b);
    }
  }
}

// Gradient through batch norm and the ReLU before it: with r the ReLU's output,
// out = r > 0 ? a[c] · dy + b[c] · r + d[c] : 0, and bias[c] += Σ out.
// A dy of one channel serves all: dyPixel is then 4, and each channel's factor lies in a.
export function batchNormGradient(
  r: usize, dy: usize, dyPixel: i32, a: usize, b: usize, d: usize, bias: usize,
  out: usize, outImage: i32, outRow: i32,
  batch: i32, height: i32, width: i32, channels: i32,
): void {
  const bytes = <usize>(channels * 4), spread = dyPixel == 4;
  const zeros = f32x4.splat(0);
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      const first = <usize>((n * height + y) * width);
      const row = r + first * bytes, rowEnd = row + <usize>width * bytes;
      const gradients = dy + first * <usize>dyPixel;
      const target = out + <usize>(n * outImage + y * outRow);
      let c = 0;
      for (; c + 8 <= channels; c += 8) {
        const at = <usize>(c * 4);
        const a0 = v128.load(a + at), a1 = v128.load(a + at, 16);
        const b0 = v128.load(b + at), b1 = v128.load(b + at, 16);
        const d0 = v128.load(d + at), d1 = v128.load(d + at, 16);
        let sum0 = v128.load(bias + at), sum1 = v128.load(bias + at, 16);
        let gradient = spread ? gradients : gradients + at;
        let to = target + at;
        for (let from = row + at; from < rowEnd; from += bytes) {
          const r0 = v128.load(from), r1 = v128.load(from, 16);
          const g0 = spread ? v128.load32_splat(gradient) : v128.load(gradient);
          const g1 = spread ? g0 : v128.load(gradient, 16);
          const o0 = v128.and(madd(a0, g0, madd(b0, r0, d0)), f32x4.gt(r0, zeros));
          const o1 = v128.and(madd(a1, g1, madd(b1, r1, d1)), f32x4.gt(r1, zeros));
          v128.store(to, o0);
          v128.store(to, o1, 16);
          sum0 = f32x4.add(sum0, o0);
          sum1 = f32x4.add(sum1, o1);
          gradient += <usize>dyPixel;
          to += bytes;
        }
        v128.store(bias + at, sum0);
        v128.store(bias + at, sum1, 16);
      }
      for (; c < channels; c++) {
        const at = <usize>(c * 4);
        let gradient = spread ? gradients : gradients + at;
        let to = target + at;
        let sum = load<f32>(bias + at);
        for (let from = row + at; from < rowEnd; from += bytes) {
          const value = load<f32>(from);
          const result: f32 = value > 0
            ? load<f32>(a + at) * load<f32>(gradient) + load<f32>(b + at) * value + load<f32>(d + at)
            : 0;
          store<f32>(to, result);
          sum += result;
          gradient += <usize>dyPixel;
          to += bytes;
        }
        store<f32>(bias + at, sum);
      }
    }
  }
}
