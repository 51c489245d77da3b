// e^−|x|, by x = n·ln 2 + f with |f| ≤ ln 2 / 2 and the Taylor series of e^f to f⁷ (error 5e-9).
// @ts-ignore: decorator
@inline
function expOfNegative(x: v128): v128 {
  // Below −87 the result is no normal float32 any more, and its exponent would wrap.
  const v = f32x4.max(f32x4.neg(f32x4.abs(x)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(v, f32x4.splat(1.4426950408889634)));
  // ln 2 in two parts, the first of few bits, so that n times it is exact.
  let f = f32x4.sub(v, f32x4.mul(n, f32x4.splat(0.693359375)));
  f = f32x4.add(f, f32x4.mul(n, f32x4.splat(0.00021219444005469057)));
  let e = f32x4.splat(1.0 / 5040);
  e = madd(e, f, f32x4.splat(1.0 / 720));
  e = madd(e, f, f32x4.splat(1.0 / 120));
  e = madd(e, f, f32x4.splat(1.0 / 24));
  e = madd(e, f, f32x4.splat(1.0 / 6));
  e = madd(e, f, f32x4.splat(0.5));
  e = madd(e, f, f32x4.splat(1));
  e = madd(e, f, f32x4.splat(1));
  return i32x4.add(e, i32x4.shl(i32x4.trunc_sat_f32x4_s(n), 23));
}

// Σ max(l, 0) − l·x + ln(1 + e^−|l|) over `length` logits and targets. With t = e/(2 + e), ln(1 + e) = 2·artanh t = 2·(t + t³/3 + t⁵/5 + …), and t ≤ 1/3.
export function crossEntropy(logits: usize, targets: usize, length: i32): f64 {
  let total: f64 = 0;
  const vectors = length & ~3;
  const zeros = f32x4.splat(0);
  for (let i = 0; i < length; i += 4) {
    const at = <usize>(i * 4);
    const l = i < vectors ? v128.load(logits + at) : loadLanes(logits + at, length - i);
    const x = i < vectors ? v128.load(targets + at) : loadLanes(targets + at, length - i);
    const e = expOfNegative(l);
    const t = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
    const t2 = f32x4.mul(t, t);
    let series = f32x4.splat(1.0 / 13);
    series = madd(series, t2, f32x4.splat(1.0 / 11));
    series = madd(series, t2, f32x4.splat(1.0 / 9));
    series = madd(series, t2, f32x4.splat(1.0 / 7));
    series = madd(series, t2, f32x4.splat(1.0 / 5));
    series = madd(series, t2, f32x4.splat(1.0 / 3));
    series = madd(series, t2, f32x4.splat(1));
    const softplus = f32x4.mul(f32x4.add(t, t), series);
    const term = f32x4.add(f32x4.sub(f32x4.max(l, zeros), f32x4.mul(l, x)), softplus);
    const left = length - i;
    total += <f64>f32x4.extract_lane(term, 0);
    if (left > 1) total += <f64>f32x4.extract_lane(term, 1);
    if (left > 2) total += <f64>f32x4.extract_lane(term, 2);
    if (left > 3) total += <f64>f32x4.extract_lane(term, 3);
  }
  return total;
}

// out = (1/(1 + e^−l) − x) · scale
export function crossEntropyGradient(
  logits: usize, targets: usize, scale: f32, out: usize, length: i32,
): void {
  const ones = f32x4.splat(1), factor = f32x4.splat(scale);
  for (let i = 0; i < length; i += 4) {
    const at = <usize>(i * 4);
    const whole = i + 4 <= length;
    const l = whole ? v128.load(logits + at) : loadLanes(logits + at, length - i);
    const x = whole ? v128.load(targets + at) : loadLanes(targets + at, length - i);
    const e = expOfNegative(l);
    const upper = v128.bitselect(ones, e, f32x4.ge(l, f32x4.splat(0)));
    const sigmoid = f32x4.div(upper, f32x4.add(ones, e));
    const result = f32x4.mul(f32x4.sub(sigmoid, x), factor);
    if (whole) {
      v128.store(out + at, result);
    } else {
      storeColumns(out + at, result, result, length - i);
    }
  }
}

// @ts-ignore: decorator
@inline
function loadLanes(at: usize, lanes: i32): v128 {
  let value = f32x4.splat(0);
  value = v128.load32_lane(at, value, 0);
  if (lanes > 1) value = v128.load32_lane(at, value, 1, 4);
  if (lanes > 2) value = v128.load32_lane(at, value, 2, 8);
  return value;
}
